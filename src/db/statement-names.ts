import { createHash } from 'node:crypto';

/** Statements a connection keeps prepared at most: each costs the server memory per connection. */
const limit = 400;

/**
 * Names for prepared statements by their text: a text that comes for the second time is prepared, so that the server parses and plans it
 * once per connection. Texts that never come again (built for one occasion) are not. Null: run it unprepared.
 */
export function createStatementNames(): (text: string) => string | null {
  const names = new Map<string, string>();
  let seenOnce = new Set<string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined) return known;
    if (names.size >= limit) return null;
    if (!seenOnce.has(text)) {
      if (seenOnce.size >= limit * 4) seenOnce = new Set();
      seenOnce.add(text);
      return null;
    }
    seenOnce.delete(text);
    const name = `z${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
    names.set(text, name);
    return name;
  };
}
