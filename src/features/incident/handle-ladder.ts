import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Desk, membersOf } from '../people/index.ts';
import { type Holders, holdersFor } from '../request/index.ts';
import { slotsAt } from '../roster/index.ts';
import type { WholeIncident } from './incident-record.ts';
import { superiorLevels } from './superiors.ts';

/** One step up. */
export interface Level {
  readonly people: readonly PersonId[];
  /** Those of them who do not know of it yet. */
  readonly fresh: readonly PersonId[];
}

/** Whether somebody was told of the incident. */
export const knows = ({ notices, incident }: Pick<WholeIncident, 'notices' | 'incident'>, person: PersonId): boolean =>
  incident.reporter === person || notices.some((one) => one.person === person && one.state !== 'waiting' && one.state !== 'skipped');

/** The levels above somebody, the nearest first, with who of them does not know of the incident yet. */
export async function ladderOf(
  ctx: Ctx,
  desk: Desk,
  whole: Pick<WholeIncident, 'notices' | 'incident'>,
  from: PersonId,
): Promise<readonly Level[]> {
  const levels = await levelsOver(ctx, desk, from, await holdersFor(ctx, desk, from), (person) => knows(whole, person));
  return levels.map((people) => ({ people, fresh: people.filter((person) => !knows(whole, person)) }));
}

/** Whom somebody answers to, of those on duty where several of one rank lead; empty: nobody stands above them. */
export async function superiorsNow(ctx: Ctx, desk: Desk, person: PersonId, holders: Holders): Promise<readonly PersonId[]> {
  return (await levelsOver(ctx, desk, person, holders, () => false))[0] ?? [];
}

async function levelsOver(
  ctx: Ctx,
  desk: Desk,
  from: PersonId,
  { above }: Holders,
  isKnown: (person: PersonId) => boolean,
): Promise<readonly (readonly PersonId[])[]> {
  const [members, running] = await Promise.all([membersOf(ctx, desk.id), slotsAt(ctx, desk.id, ctx.now)]);
  const onDuty = new Set(running.flatMap((slot) => slot.people.map(({ person }) => person)));
  return superiorLevels(from, { above, members, onDuty, knows: isKnown });
}
