/** Half-open stretches of time in milliseconds, in order and apart from each other. */
export type Spans = readonly (readonly [from: number, to: number])[];

export function without(spans: Spans, from: number, to: number): Spans {
  return spans.flatMap(([start, end]): Spans => {
    if (end <= from || start >= to) return [[start, end]];
    const left: [number, number][] = [];
    if (start < from) left.push([start, from]);
    if (end > to) left.push([to, end]);
    return left;
  });
}

export function withSpan(spans: Spans, from: number, to: number): Spans {
  const sorted = [...without(spans, from, to), [from, to] as const].toSorted(([a], [b]) => a - b);
  const joined: [number, number][] = [];
  for (const [start, end] of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

/** What of the first is not in the second. */
export const minus = (spans: Spans, other: Spans): Spans => other.reduce((left, [from, to]) => without(left, from, to), spans);

/** What is in both. */
export const both = (spans: Spans, other: Spans): Spans => minus(spans, minus(spans, other));
