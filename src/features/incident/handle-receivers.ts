import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import { loadPosts, roleHolders } from '../attendance/index.ts';
import { type Desk, membersOf } from '../people/index.ts';
import { type Holders, holdersFor } from '../request/index.ts';
import { absencesBetween } from '../roster/index.ts';
import { superiorsNow } from './handle-ladder.ts';
import type { Incident } from './incident.ts';
import type { IncidentNotice } from './incident-record.ts';
import { type PlannedStage, wholeUnit } from './stages.ts';

/** Words of rules for people the case itself names: whoever handles it says who they are. */
const named: ReadonlySet<string> = new Set(['person-concerned', 'attendees', 'skipped-superior', 'head-of-department-concerned']);

/** The people a word of a rule leads to for an incident; empty: nobody holds it, or it is outside the organisation. */
async function peopleFor(ctx: Ctx, desk: Desk, holders: Holders, word: string, reporter: PersonId): Promise<readonly PersonId[]> {
  if (word === 'superior') return superiorsNow(ctx, desk, reporter, holders);
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
    const people = await peopleFor(ctx, desk, holders, stage.word, incident.reporter);
    // Whoever reported it need not be called out, and is no superior of their own.
    const others = stage.kind === 'call' ? people.filter((person) => person !== incident.reporter) : withDeputies(stage, people, holders);
    const each: readonly (PersonId | null)[] = others.length === 0 && stage.kind !== 'call' ? [null] : others;
    const present = stage.kind === 'call' ? await presentNow(ctx, desk) : none;
    found.push(
      ...each.map((person) => {
        const one = noticeOf(ctx, incident.id, stage, person);
        return person !== null && present.has(person) ? { ...one, detail: { ...one.detail, present: true as const } } : one;
      }),
    );
  }
  return found;
}

const none: ReadonlySet<PersonId> = new Set();
/** The longest that somebody may still be in after the start of their shift. */
const longestHours = 48;

/**
 * Who is on duty: clocked in and not out, also after the end of the shift; and whoever a running shift has, as long as nobody of it clocks in and they are
 * not on granted leave.
 */
async function presentNow(ctx: Ctx, desk: Desk): Promise<ReadonlySet<PersonId>> {
  const posts = await loadPosts(ctx, desk.id, ctx.now.subtract({ hours: longestHours }), ctx.now.add({ milliseconds: 1 }));
  const people = posts.map(({ person }) => person);
  const away = (await absencesBetween(ctx, { people }, ctx.now, ctx.now.add({ milliseconds: 1 }))).filter(({ approved }) => approved);
  const clocked = new Set(posts.filter((post) => post.in !== null).map(({ slot }) => slot));
  const here = posts.filter((post) => {
    if (post.in !== null) return post.out === null;
    const runs = post.startsAt.epochMilliseconds <= ctx.now.epochMilliseconds && ctx.now.epochMilliseconds < post.endsAt.epochMilliseconds;
    return runs && post.out === null && !clocked.has(post.slot) && !away.some(({ person }) => person === post.person);
  });
  return new Set(here.map(({ person }) => person));
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
