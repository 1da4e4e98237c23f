import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import { roleHolders } from '../attendance/index.ts';
import { type Desk, membersOf } from '../people/index.ts';
import { type Holders, holdersFor } from '../request/index.ts';
import type { Incident } from './incident.ts';
import type { IncidentNotice } from './incident-record.ts';
import { type PlannedStage, wholeUnit } from './stages.ts';

/** Words of rules for people the case itself names: whoever handles it says who they are. */
const named: ReadonlySet<string> = new Set(['person-concerned', 'attendees', 'skipped-superior', 'head-of-department-concerned']);

/** The people a word of a rule leads to for an incident; empty: nobody holds it, or it is outside the organisation. */
async function peopleFor(ctx: Ctx, desk: Desk, holders: Holders, word: string): Promise<readonly PersonId[]> {
  if (word === wholeUnit) return (await membersOf(ctx, desk.id)).map(({ person }) => person);
  const near = holders.of(word);
  return near.length > 0 || named.has(word) ? near : roleHolders(ctx, desk, [word]);
}

/** A notice for each holder of each stage; one without a person where there is none. */
export async function noticesFor(
  ctx: Ctx,
  desk: Desk,
  incident: Pick<Incident, 'id' | 'reporter'>,
  stages: readonly PlannedStage[],
): Promise<readonly IncidentNotice[]> {
  if (stages.length === 0) return [];
  const holders = await holdersFor(ctx, desk, incident.reporter);
  const found: IncidentNotice[] = [];
  for (const stage of stages) {
    const people = await peopleFor(ctx, desk, holders, stage.word);
    // Whoever reported it need not be called out, and is no superior of their own.
    const others = stage.kind === 'call' ? people.filter((person) => person !== incident.reporter) : withDeputies(stage, people, holders);
    const each: readonly (PersonId | null)[] = others.length === 0 && stage.kind !== 'call' ? [null] : others;
    found.push(...each.map((person) => noticeOf(ctx, incident.id, stage, person)));
  }
  return found;
}

/** Whoever has to agree and is away is stood in for. */
const withDeputies = ({ kind }: PlannedStage, people: readonly PersonId[], holders: Holders): readonly PersonId[] =>
  kind === 'approve' ? [...new Set([...people, ...holders.standIns(people)])] : people;

export function noticeOf(ctx: Ctx, incident: string, stage: PlannedStage, person: PersonId | null): IncidentNotice {
  const { optional, written, ack, remind, requires, cites } = stage;
  return {
    id: ctx.newId(),
    incident,
    lane: stage.lane,
    stage: stage.step,
    kind: stage.kind,
    word: stage.word,
    person,
    state: 'waiting',
    dueAt: stage.dueAt,
    toldAt: null,
    answeredAt: null,
    answeredBy: null,
    answer: null,
    urgent: stage.urgent,
    detail: { optional, written, ack, remind, requires, cites },
  };
}
