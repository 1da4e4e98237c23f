import type { PersonId } from '../../core/ids.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import { hearing } from '../task/index.ts';

/** Whom a reminder reaches now, and when the first of the others may be woken; null: it reaches everybody. */
interface Reached {
  readonly people: readonly PersonId[];
  readonly next: Instant | null;
}

/** Who of some people is reminded now: not those who are off duty in the desk's quiet hours, unless it cannot wait (`latest`). */
export async function reachedNow(ctx: Ctx, desk: Desk, people: readonly PersonId[], latest: Instant | null): Promise<Reached> {
  const at = Temporal.Instant.fromEpochMilliseconds(ctx.now.epochMilliseconds);
  const hears = await hearing(ctx, desk, people, { at, latest });
  const later = people.map(hears).filter((when) => Temporal.Instant.compare(at, when) < 0);
  return {
    people: people.filter((person) => Temporal.Instant.compare(hears(person), at) <= 0),
    next: later.toSorted(Temporal.Instant.compare)[0] ?? null,
  };
}
