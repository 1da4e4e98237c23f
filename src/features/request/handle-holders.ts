import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import { aboveOf, superiorsOf } from './decide/approvers.ts';
import { loadApproval } from './handle-approval.ts';

/** Who holds the words of rules for somebody's case on a desk, as it is at the moment. */
export interface Holders {
  /** Holders of a role on the nearest desk upwards that has one; `superior` and the like from where the person stands. Empty: nobody. */
  readonly of: (word: string) => readonly PersonId[];
  /** Whom somebody answers to. */
  readonly superiorsOf: (person: PersonId) => readonly PersonId[];
  /** Who stands above somebody: as `superiorsOf`, but never the other leads beside or below them. */
  readonly above: (person: PersonId) => readonly PersonId[];
  /** Who stands in for some people while they are away. */
  readonly standIns: (people: readonly PersonId[]) => readonly PersonId[];
}

/** Loads who could have a say in what a person brings up on a desk. */
export async function holdersFor(ctx: Ctx, desk: Desk, person: PersonId): Promise<Holders> {
  const about = { subject: person, filedBy: person, partner: null };
  const { directory, holding, standIns } = await loadApproval(ctx, desk, about, [{ words: ['duty-leader'] }], []);
  return {
    of: (word) => holding([word]),
    superiorsOf: (one) => superiorsOf(one, desk.id, directory),
    above: (one) => aboveOf(one, desk.id, directory),
    standIns,
  };
}

/** Steps up a tree of people end here; longer lines are circles. */
const mostLevels = 12;

/** Levels above some people, as `above` says who is over whom, the nearest first, each without those of the levels below it. */
export function levelsAbove(above: Holders['above'], people: readonly PersonId[]): readonly (readonly PersonId[])[] {
  const seen = new Set(people);
  const levels: PersonId[][] = [];
  for (let below = people; levels.length < mostLevels; ) {
    const next = [...new Set(below.flatMap(above))].filter((one) => !seen.has(one));
    if (next.length === 0) break;
    for (const one of next) seen.add(one);
    levels.push(next);
    below = next;
  }
  return levels;
}
