import { type Instant, Temporal } from '../../core/time.ts';
import type { Policy } from '../../policy/index.ts';

/** A place of absence: only as many may be away at once in its lane as it has seats. */
export interface Place {
  /** The rule's scope: `station:north`, `desk:…`, `shift:…`, with the entry of the regulation that asks for it. */
  readonly lane: string;
  readonly seats: number;
  readonly within: 'desk' | 'station' | 'shift';
}

/**
 * The places a leave needs, by the rules that refuse one too many. A rule that is only flagged, or holds in principle, is shown to whoever decides and
 * keeps nobody out.
 */
export function placesFor(
  policy: Policy,
  leave: { readonly type: string; readonly kind: string | null; readonly station: string; readonly desk: string },
): readonly Place[] {
  return policy.requests.flatMap((rule): readonly Place[] => {
    const { value, scope, reaction, principle } = rule;
    if (value.key !== 'max_concurrent' || reaction !== 'refuse' || principle) return [];
    if (!scope.requests.includes(leave.type)) return [];
    if (scope.kinds !== null && (leave.kind === null || !scope.kinds.includes(leave.kind))) return [];
    // Whether a condition holds is judged with the request; the database keeps what holds always.
    if (scope.if !== null || scope.ifAny !== null || scope.unless !== null) return [];
    const { limit, within } = value.value;
    const of = within === 'station' ? leave.station : leave.desk;
    return [{ lane: `${within}:${of}:${rule.entry}`, seats: limit, within }];
  });
}

/** A stretch of an absence with the place it takes; null: none. */
export interface Segment {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly place: Place | null;
}

interface Span {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/**
 * The stretches an absence is written in. The tightest rule decides on the place; one that counts within a shift takes a place in each shift that is
 * touched, and none between them.
 */
export function segmentsOf(
  span: Span,
  places: readonly Place[],
  duties: readonly (Span & { readonly slot: string })[],
): readonly Segment[] {
  const [tightest] = places.toSorted((a, b) => a.seats - b.seats);
  if (tightest === undefined || tightest.within !== 'shift') return [{ ...span, place: tightest ?? null }];
  const segments: Segment[] = [];
  let at = span.startsAt;
  for (const duty of duties.toSorted((a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt))) {
    const from = later(duty.startsAt, at);
    const until = earlier(duty.endsAt, span.endsAt);
    if (!isBefore(from, until)) continue;
    if (isBefore(at, from)) segments.push({ startsAt: at, endsAt: from, place: null });
    segments.push({ startsAt: from, endsAt: until, place: { ...tightest, lane: `${tightest.lane}:${duty.slot}` } });
    at = until;
  }
  return isBefore(at, span.endsAt) ? [...segments, { startsAt: at, endsAt: span.endsAt, place: null }] : segments;
}

/** The first seat nobody has; null: all are taken. */
export function freeSeat(seats: number, taken: readonly (number | null)[]): number | null {
  for (let seat = 1; seat <= seats; seat += 1) if (!taken.includes(seat)) return seat;
  return null;
}

const isBefore = (a: Instant, b: Instant): boolean => a.epochMilliseconds < b.epochMilliseconds;
const later = (a: Instant, b: Instant): Instant => (isBefore(a, b) ? b : a);
const earlier = (a: Instant, b: Instant): Instant => (isBefore(a, b) ? a : b);

/** A stretch the desk has closed for leave that this one touches. */
export function blockedBy(
  leave: { readonly from: string; readonly until: string },
  blocked: readonly { readonly from: string; readonly until: string; readonly name: string }[],
): { readonly from: string; readonly until: string; readonly name: string } | null {
  return blocked.find((days) => days.from <= leave.until && days.until >= leave.from) ?? null;
}
