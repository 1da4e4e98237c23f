import type { Instant } from '../../core/time.ts';

/** The latest moment at which a swap or cover can be given back: so many hours before the first of its shifts begins. Null: it moves none. */
export function giveBackUntil(duties: readonly { readonly startsAt: Instant }[], hours: number): Instant | null {
  const [first, ...others] = duties;
  if (first === undefined) return null;
  const start = others.reduce(
    (least, duty) => (duty.startsAt.epochMilliseconds < least.epochMilliseconds ? duty.startsAt : least),
    first.startsAt,
  );
  return start.subtract({ hours });
}
