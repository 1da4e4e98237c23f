/**
 * A steady number of seconds in `[0, width)` for a name, so that many desks do not all send at :00 and :30 sharp, which Feishu asks apps to
 * avoid (error 11232). The same name always gets the same second.
 */
export function spreadSeconds(name: string, width: number): number {
  let hash = 2166136261;
  for (const char of name) {
    hash ^= char.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 16777619);
  }
  return (hash >>> 0) % width;
}
