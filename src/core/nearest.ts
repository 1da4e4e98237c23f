/**
 * The candidate a mistyped word most likely meant, or null when none is near. Works on characters, so one wrong Chinese character counts as
 * much as one wrong letter; swapped neighbours count once. Case and width (`Ｗｈｏ`) are ignored. The first of equally near candidates wins.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const said = characters(word);
  if (said.length === 0) return null;
  let best: { candidate: string; distance: number } | null = null;
  for (const candidate of candidates) {
    const distance = distanceTo(said, characters(candidate));
    if (distance !== null && (best === null || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate ?? null;
}

const characters = (text: string): string[] => [...text.normalize('NFKC').toLowerCase().trim()];
const han = /\p{Script=Han}/u;

/** Null: too far. A third of the longer word may be wrong, one character at least, but something must be left that is right. */
function distanceTo(said: readonly string[], candidate: readonly string[]): number | null {
  const longest = Math.max(said.length, candidate.length);
  const distance = editDistance(said, candidate);
  if (distance <= Math.max(1, Math.floor(longest / 3)) && distance < longest) return distance;
  return holds(said, candidate) || holds(candidate, said) ? distance : null;
}

/** `上班打卡` holds `上班`; `whoever` begins with `who`. Inside a Latin word nothing is found: `in` is not meant by `training`. */
function holds(whole: readonly string[], part: readonly string[]): boolean {
  const text = part.join('');
  if (part.every((character) => han.test(character))) return part.length >= 2 && whole.join('').includes(text);
  return part.length >= 3 && whole.join('').startsWith(text);
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b` (optimal string alignment). */
function editDistance(a: readonly string[], b: readonly string[]): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min((current[column - 1] ?? 0) + 1, (last[column] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
