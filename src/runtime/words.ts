import { nearest } from '../core/nearest.ts';
import type { Command } from './route.ts';

/** What a line of text asks for: a command with the words after it, nothing at all, or an unknown word with the nearest known one. */
export type Said =
  | { readonly kind: 'command'; readonly command: Command; readonly text: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unknown'; readonly word: string; readonly nearest: string | null };

const han = /\p{Script=Han}$/u;
const edge = /^[\s,，。.:：;；、!！?？]/u;

/** Full-width letters, digits and blanks become half-width, runs of blanks one; case is kept for what follows the command. */
function tidy(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
}

function spellings(command: Command): string[] {
  const { command: slash, sub } = command.slack;
  const own = [...command.words.zh, ...command.words.en];
  const slashed =
    slash === 'duty' ? [sub, ...own].map((word) => `duty ${word}`) : [`${slash} ${sub}`, ...own.map((word) => `duty ${word}`)];
  return [...own, ...slashed].map((word) => word.toLowerCase());
}

/**
 * Finds the command a line begins with: the longest spelling wins. A word in Latin letters ends at a blank or punctuation; a Chinese
 * word that takes more words may be followed by them directly (`谁值班明天`). Leading `duty` is optional everywhere.
 */
export function findCommand(line: string, commands: readonly Command[]): Said {
  const text = tidy(line);
  const lower = text.toLowerCase();
  if (lower === '' || lower === 'duty') return { kind: 'empty' };
  let best: { command: Command; length: number } | null = null;
  for (const command of commands) {
    for (const spelling of spellings(command)) {
      if (!lower.startsWith(spelling) || spelling.length <= (best?.length ?? 0)) continue;
      const rest = lower.slice(spelling.length);
      const ends = rest === '' || edge.test(rest) || (han.test(spelling) && command.usage.zh !== '');
      if (ends) best = { command, length: spelling.length };
    }
  }
  if (best !== null) return { kind: 'command', command: best.command, text: text.slice(best.length).replace(edge, '').trim() };
  const word = lower.startsWith('duty ') ? text.slice(5) : text;
  const known = commands.flatMap((command) => [...command.words.zh, ...command.words.en]);
  const first = word.split(' ')[0] ?? word;
  return { kind: 'unknown', word: first, nearest: nearest(word.toLowerCase(), known) ?? nearest(first.toLowerCase(), known) };
}
