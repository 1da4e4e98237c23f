import type { PersonId } from '../../core/ids.ts';
import type { Locale } from '../../core/locale.ts';
import type { Inline, Rich } from '../../view/view.ts';
import { hiddenCharacters } from './text.ts';

/** For whom a view is drawn: the language of what the adapter adds, and the messenger ids of people who may be pinged. */
export interface Reader {
  readonly locale: Locale;
  readonly userIds: ReadonlyMap<PersonId, string>;
}

/** Not in the manual: one paragraph of a card longer than this is not read by anybody. */
const longestParagraph = 2_000;

const entity = (character: string): string => `&#${character.codePointAt(0)};`;

/**
 * Text of a person or a feature as it is, inside Feishu's markdown. Feishu asks for HTML entities; a backslash is shown. What only means
 * something at the start of a line (`- `, `# `, `1. `, blanks) and emoji names (`:OK:`) are broken up too. `continues`: the text goes on in a line.
 */
export function escapeMarkdown(text: string, continues = false): string {
  const [first = '', ...rest] = tidy(text)
    .replace(/[&<>*_~`[\]\\|$]/g, entity)
    .replace(/:(?=[A-Za-z])/g, entity)
    .split('\n');
  return [continues ? first : lineStart(first), ...rest.map(lineStart)].join('\n');
}

const lineStart = (line: string): string =>
  line
    .replace(/^([ \t]*)([-+#=])/, (_, blanks: string, sign: string) => blanks + entity(sign))
    .replace(/^([ \t]*\d+)([.)])/, (_, number: string, sign: string) => number + entity(sign))
    .replace(/^[ \t]+/, (blanks) => '\u00a0'.repeat(blanks.length));

/** Line ends as `\n`, without the control characters no client can draw. */
export function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\ufeff]/gu, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Cuts to a number of characters, and says so. */
export function cut(text: string, most: number): string {
  const tidied = tidy(text);
  if (tidied.length <= most) return tidied;
  const characters = [...tidied];
  return characters.length <= most ? tidied : `${characters.slice(0, most - 1).join('')}…`;
}

/** One line: for labels and headers. */
export const oneLine = (text: string, most: number): string => cut(text.replace(/\s*\n\s*/g, ' '), most);

const address = (href: string): string => new URL(href.trim()).href.replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'));

/** An address a client opens; anything else is shown as words. */
export const isAddress = (href: string): boolean => /^(https?|tel|mailto):/i.test(href.trim()) && URL.canParse(href.trim());

/** The asterisks must touch the words, or they are shown. */
function strong(text: string): string {
  if (text.trim() === '') return text;
  return text
    .split('\n')
    .map((line) =>
      line.trim() === '' ? line : `${/^\s/.test(line) ? ' ' : ''}**${escapeMarkdown(line.trim(), true)}**${/\s$/.test(line) ? ' ' : ''}`,
    )
    .join('\n');
}

function inline(part: Inline, reader: Reader, continues: boolean): string {
  if (typeof part === 'string') return escapeMarkdown(part, continues);
  switch (part.kind) {
    case 'strong':
      return strong(part.text);
    case 'mention': {
      const userId = reader.userIds.get(part.person);
      return userId === undefined ? escapeMarkdown(part.name, continues) : `<at id=${userId}></at>`;
    }
    case 'link':
      return isAddress(part.href)
        ? `[${escapeMarkdown(part.text.replace(/\n/g, ' '), true)}](${address(part.href)})`
        : escapeMarkdown(part.text, continues);
  }
}

const shown = (part: Inline): string => (typeof part === 'string' ? part : part.kind === 'mention' ? part.name : part.text);

/** Markdown of a rich text; a paragraph without end is cut where its characters run out. */
export function richMarkdown(rich: Rich, reader: Reader): string {
  const parts = typeof rich === 'string' ? [rich] : rich;
  let left = longestParagraph;
  let hidden = 0;
  let drawn = '';
  for (const part of parts) {
    const text = [...shown(part)];
    const continues = drawn !== '' && !drawn.endsWith('\n');
    if (text.length <= left) drawn += inline(part, reader, continues);
    else {
      hidden += text.length - left;
      const start = text.slice(0, left).join('');
      if (start !== '')
        drawn += inline(typeof part === 'string' || part.kind === 'mention' ? start : { ...part, text: start }, reader, continues);
    }
    left = Math.max(0, left - text.length);
  }
  return drawn + (hidden === 0 ? '' : hiddenCharacters(hidden, reader.locale));
}

/** A rich text as words alone, for toasts. */
export const richPlain = (rich: Rich): string => (typeof rich === 'string' ? rich : rich.map(shown).join(''));
