import { createHash } from 'node:crypto';

/** Of a whole answer, whatever order its keys were written in: a stored one has been through the database. */
export function digestOf(answer: unknown): string {
  const text = JSON.stringify(answer, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
