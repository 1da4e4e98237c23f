import type { PersonId } from '../../core/ids.ts';
import { leads } from '../people/index.ts';

/** Who leads the desk and who could be told, as far as it says who is above whom. */
export interface Leading {
  /** Whom the desks and the people's own data put above somebody; empty: nobody. */
  readonly above: (person: PersonId) => readonly PersonId[];
  /** Those who stand on the desk. */
  readonly members: readonly { readonly person: PersonId; readonly roles: readonly string[] }[];
  readonly onDuty: ReadonlySet<PersonId>;
  readonly knows: (person: PersonId) => boolean;
}

/** Roles whose holders lead the people of a shift and are several of one rank: others of the desk stand above them. */
const firstLine: ReadonlySet<string> = new Set([
  'shift-lead',
  'team-lead',
  'day-shift-lead',
  'duty-leader',
  'duty-manager',
  'foreman',
  'guard-captain',
]);

/** Steps up a tree of people end here; longer lines are circles. */
const mostLevels = 12;

/**
 * The levels above somebody, the nearest first. Of several leads of the first line only those on duty, or who know already, are a level: the others are their
 * peers of other shifts. Above a lead of the first line whom nothing else puts below anybody stand the other leads of the desk; above those nobody.
 */
export function superiorLevels(from: PersonId, leading: Leading): readonly (readonly PersonId[])[] {
  const seen = new Set([from]);
  const levels: PersonId[][] = [];
  for (let below: readonly PersonId[] = [from]; levels.length < mostLevels; ) {
    const all = [...new Set(below.flatMap((person) => over(person, leading)))].filter((one) => !seen.has(one));
    const next = nearestOf(all, leading);
    if (next.length === 0) break;
    for (const one of next) seen.add(one);
    levels.push([...next]);
    below = next;
  }
  return levels;
}

const ranksOf = (person: PersonId, { members }: Leading): readonly string[] =>
  members.filter((one) => one.person === person).flatMap(({ roles }) => roles.filter((role) => role !== 'desk-admin' && leads(role)));

const isFirstLine = (person: PersonId, leading: Leading): boolean => {
  const ranks = ranksOf(person, leading);
  return ranks.length > 0 && ranks.every((rank) => firstLine.has(rank));
};

function over(person: PersonId, leading: Leading): readonly PersonId[] {
  const named = leading.above(person);
  if (named.length > 0 || !isFirstLine(person, leading)) return named;
  return leading.members.flatMap((one) =>
    one.person !== person && ranksOf(one.person, leading).some((rank) => !firstLine.has(rank)) ? [one.person] : [],
  );
}

function nearestOf(people: readonly PersonId[], leading: Leading): readonly PersonId[] {
  const first = people.filter((person) => isFirstLine(person, leading));
  const meant = first.filter((person) => leading.onDuty.has(person) || leading.knows(person));
  if (meant.length > 0) return meant;
  return first.length > 0 ? first : people;
}
