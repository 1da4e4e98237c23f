import { without } from '../../../policy/cover.ts';
import type { RosterFinding } from '../roster.ts';

/** Codes whose figure is worse the higher it is; of the others the lower, and words are the same or not. */
const worseWhenHigher: readonly RosterFinding['code'][] = ['turn-too-long'];

const about = (finding: RosterFinding): string =>
  JSON.stringify([
    finding.code,
    finding.level,
    finding.on ?? null,
    finding.shift ?? null,
    finding.role ?? null,
    finding.person ?? null,
    finding.allowed,
  ]);

function asBad(old: RosterFinding, now: RosterFinding): boolean {
  if (typeof old.measured !== 'number' || typeof now.measured !== 'number') return old.measured === now.measured;
  return worseWhenHigher.includes(now.code) ? old.measured >= now.measured : old.measured <= now.measured;
}

/**
 * Findings of the roster that would result which the roster of now does not have, or not as badly: of a stretch that was bad before only what is
 * added. A shift that has one person of two does not get worse when nobody of it goes.
 */
export function worse(before: readonly RosterFinding[], after: readonly RosterFinding[]): readonly RosterFinding[] {
  const known = new Map<string, RosterFinding[]>();
  for (const finding of before) known.set(about(finding), [...(known.get(about(finding)) ?? []), finding]);
  return after.flatMap((finding) => {
    const taken = (known.get(about(finding)) ?? [])
      .filter((old) => asBad(old, finding))
      .map((old) => ({ start: old.from, end: old.until }));
    return without({ start: finding.from, end: finding.until }, taken).map(({ start, end }) => ({ ...finding, from: start, until: end }));
  });
}
