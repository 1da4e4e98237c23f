import { type Instant, type Interval, Temporal } from '../core/time.ts';

const compare = Temporal.Instant.compare;
const first = (left: Instant, right: Instant): Instant => (compare(left, right) <= 0 ? left : right);
const last = (left: Instant, right: Instant): Instant => (compare(left, right) >= 0 ? left : right);

/** What remains of a stretch when the others are taken out, in order; the others may overlap. */
export function without(whole: Interval, taken: readonly Interval[]): readonly Interval[] {
  const rest: Interval[] = [];
  let until = whole.start;
  for (const one of taken.toSorted((left, right) => compare(left.start, right.start))) {
    if (compare(one.start, one.end) >= 0 || compare(one.end, until) <= 0) continue;
    if (compare(one.start, whole.end) >= 0) break;
    if (compare(one.start, until) > 0) rest.push({ start: until, end: first(one.start, whole.end) });
    until = last(until, one.end);
  }
  if (compare(until, whole.end) < 0) rest.push({ start: until, end: whole.end });
  return rest;
}

/** The same time as fewest stretches, in order: what overlaps or touches is one. */
export function joinedUp(intervals: readonly Interval[]): readonly Interval[] {
  const joined: Interval[] = [];
  for (const one of intervals.toSorted((left, right) => compare(left.start, right.start))) {
    const before = joined.at(-1);
    if (before !== undefined && compare(one.start, before.end) <= 0)
      joined[joined.length - 1] = { start: before.start, end: last(before.end, one.end) };
    else joined.push(one);
  }
  return joined;
}

/** The parts of a stretch in which fewer than `min` of the others are there, with how many; neighbours with the same count are one. */
export function minutesBelow(whole: Interval, there: readonly Interval[], min: number): readonly (Interval & { readonly count: number })[] {
  const edges = [whole.start, whole.end, ...there.flatMap(({ start, end }) => [start, end])]
    .map((edge) => last(whole.start, first(whole.end, edge)))
    .toSorted(compare);
  const parts: (Interval & { readonly count: number })[] = [];
  edges.forEach((start, index) => {
    const end = edges[index + 1];
    if (end === undefined || compare(start, end) >= 0) return;
    const count = there.filter((one) => compare(one.start, start) <= 0 && compare(end, one.end) <= 0).length;
    const before = parts.at(-1);
    if (count >= min) return;
    if (before !== undefined && before.count === count && before.end.equals(start))
      parts[parts.length - 1] = { start: before.start, end, count };
    else parts.push({ start, end, count });
  });
  return parts;
}
