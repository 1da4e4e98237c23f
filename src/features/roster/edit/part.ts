import { ok, type Result, refuse } from '../../../core/result.ts';
import { type Instant, type Interval, Temporal, type Zone } from '../../../core/time.ts';

/** `half`: only one of the two times is there. `outside`: they do not lie within the shift, or the end is not after the start. */
export type PartRefusal = 'half' | 'outside';

/**
 * The part of a shift two wall times mean (`HH:MM`; both empty: the whole shift, null). A time before the start of the shift is that of the next
 * day, as in a night shift.
 */
export function partOf(
  slot: { readonly startsAt: Instant; readonly endsAt: Instant },
  from: string,
  until: string,
  zone: Zone,
): Result<Interval | null, PartRefusal> {
  if (from === '' && until === '') return ok(null);
  if (from === '' || until === '') return refuse('half');
  const first = slot.startsAt.toZonedDateTimeISO(zone);
  const notBefore = (text: string, least: Temporal.ZonedDateTime): Temporal.ZonedDateTime => {
    const at = first.withPlainTime(Temporal.PlainTime.from(text));
    return Temporal.ZonedDateTime.compare(at, least) < 0 ? at.add({ days: 1 }) : at;
  };
  const start = notBefore(from, first);
  const part = { start: start.toInstant(), end: notBefore(until, start).toInstant() };
  const isInside = Temporal.Instant.compare(part.start, part.end) < 0 && Temporal.Instant.compare(part.end, slot.endsAt) <= 0;
  return isInside ? ok(part) : refuse('outside');
}
