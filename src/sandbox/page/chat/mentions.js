/** What a messenger's client does with a name typed after an at sign. */

/**
 * Slack sends `<@U1>` and escapes the rest; longer names first, so that 陈志远 is not taken for 陈志. Feishu sends what was typed, its server
 * finds the names.
 *
 * @param {string} text @param {string} platform @param {{ id: string, name: string }[]} people
 */
export function mentionsToWire(text, platform, people) {
  if (platform !== 'slack') return text;
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const sorted = [...people].sort((a, b) => b.name.length - a.name.length);
  let said = '';
  for (let at = 0; at < escaped.length; ) {
    const person = escaped[at] === '@' ? sorted.find((each) => escaped.startsWith(each.name, at + 1)) : undefined;
    if (person === undefined) {
      said += escaped[at];
      at += 1;
      continue;
    }
    said += `<@${person.id}>`;
    at += person.name.length + 1;
  }
  return said;
}
