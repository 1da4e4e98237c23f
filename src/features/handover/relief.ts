import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import type { Post } from '../attendance/index.ts';

/** A gap this long between two shifts is still a change of shift. */
const longestGapMinutes = 60;

/** Somebody's place in a shift that ends. */
export interface Leaver {
  readonly person: PersonId;
  readonly role: string;
  readonly position: string | null;
  readonly startsAt: Instant;
}

const ms = (at: Instant): number => at.epochMilliseconds;

type Place = Pick<Leaver, 'role' | 'position'>;

const samePosition = (one: Place, other: Place): boolean => one.position?.toLowerCase() === other.position?.toLowerCase();

/** Whether two stand at the same post: the same position, where the roster names both and the rule goes by it; else the same duty role. */
const samePost = (one: Place, other: Place, per: 'position' | 'role'): boolean =>
  per === 'position' && one.position !== null && other.position !== null ? samePosition(one, other) : one.role === other.role;

/** Of those at a post, the ones the roster names at its very position, where there are any: who stands nowhere in particular stands in for nobody then. */
function nearestOf<Other extends Place>(place: Place, others: readonly Other[], per: 'position' | 'role'): readonly Other[] {
  const named = per === 'position' && place.position !== null ? others.filter((other) => samePosition(place, other)) : [];
  return named.length > 0 ? named : others;
}

/**
 * Who relieves somebody at `at`: those at the same post whose time begins nearest to it and goes on after it. Empty where nobody follows, and where
 * the person stays on. `posts` are those of the desk around the moment.
 */
export function reliefsOf(leaver: Leaver, at: Instant, posts: readonly Post[], per: 'position' | 'role'): readonly Post[] {
  const follows = (post: Post): boolean =>
    ms(post.startsAt) <= ms(at) + longestGapMinutes * 60_000 && ms(post.endsAt) > ms(at) && ms(post.startsAt) > ms(leaver.startsAt);
  const following = nearestOf(
    leaver,
    posts.filter((post) => follows(post) && samePost(leaver, post, per)),
    per,
  );
  if (following.some((post) => post.person === leaver.person)) return [];
  const distance = (post: Post): number => Math.abs(ms(post.startsAt) - ms(at));
  const nearest = Math.min(...following.map(distance));
  return following.filter((post) => distance(post) === nearest);
}

/** Who could take over in the middle of a shift: those who begin then, else the others of the same post who are in the shift. */
export function reliefsWithin(
  leaver: Leaver & Pick<Post, 'slot'>,
  at: Instant,
  posts: readonly Post[],
  per: 'position' | 'role',
): readonly Post[] {
  const next = reliefsOf(leaver, at, posts, per);
  if (next.length > 0) return next;
  const others = posts.filter(
    (post) =>
      post.slot === leaver.slot &&
      post.person !== leaver.person &&
      ms(post.startsAt) <= ms(at) &&
      ms(post.endsAt) > ms(at) &&
      samePost(leaver, post, per),
  );
  return nearestOf(leaver, others, per);
}

/** Whether the relief somebody waits for is there. */
export interface ReliefPresence {
  /** True where nobody follows, too. */
  readonly there: boolean;
  /** Those who have not come. */
  readonly missing: readonly Post[];
  /** When the relief that lets them go came in; null: none is needed, or not there. */
  readonly since: Instant | null;
}

/**
 * Who leaves a post as the first needs one relief there, the second two, as far as that many are rostered. `gone`: how many of the same post and end
 * have clocked out.
 */
export function reliefPresence(reliefs: readonly Post[], gone: number): ReliefPresence {
  const present = reliefs.filter((post) => post.in !== null && post.out === null);
  const needed = Math.min(gone + 1, reliefs.length);
  const came = present.flatMap((post) => post.in ?? []).sort((a, b) => ms(a) - ms(b));
  return {
    there: present.length >= needed,
    missing: reliefs.filter((post) => post.in === null),
    since: present.length >= needed ? (came[needed - 1] ?? null) : null,
  };
}

/** How many of the same post whose time ends with the leaver's have clocked out before them. */
export const goneBefore = (leaver: Leaver, endsAt: Instant, posts: readonly Post[], per: 'position' | 'role'): number =>
  posts.filter(
    (post) => post.person !== leaver.person && post.out !== null && ms(post.endsAt) === ms(endsAt) && samePost(leaver, post, per),
  ).length;

/**
 * How many stay on post once somebody whose time is over has gone: whoever has clocked in and not out and whose time is not over, or ended with theirs.
 * `since`: when the last one came whom the least number needs; null: there are fewer.
 */
export function staffLeft(
  posts: readonly Post[],
  leaver: { readonly person: PersonId; readonly endsAt: Instant },
  need: { readonly role: string | null; readonly min: number },
  now: Instant,
): { readonly left: number; readonly since: Instant | null } {
  const came = new Map<PersonId, Instant>();
  for (const { person, role, in: at, out, endsAt } of posts) {
    if (person === leaver.person || at === null || out !== null || (need.role !== null && role !== need.role)) continue;
    if (ms(endsAt) <= ms(now) && ms(endsAt) !== ms(leaver.endsAt)) continue;
    const known = came.get(person);
    if (known === undefined || ms(at) < ms(known)) came.set(person, at);
  }
  const inOrder = [...came.values()].sort((a, b) => ms(a) - ms(b));
  return { left: inOrder.length, since: inOrder[need.min - 1] ?? null };
}
