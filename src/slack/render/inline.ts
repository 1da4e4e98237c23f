import type { RichTextElement, RichTextText } from '@slack/types';
import type { PersonId } from '../../core/ids.ts';
import { assertNever } from '../../core/result.ts';
import type { Inline, Rich } from '../../view/view.ts';
import { limits } from '../limits.ts';
import { cut, isAddress, wholeStart } from './text.ts';

/** Slack user ids of the people mentioned; who is absent is named without a ping. */
export type People = ReadonlyMap<PersonId, string>;

/** Rich text elements with the number of characters they count for. */
export interface Run {
  readonly elements: readonly RichTextElement[];
  readonly size: number;
}

const plain = (text: string): RichTextText => ({ type: 'text', text });
export const strong = (text: string): RichTextText => ({ type: 'text', text, style: { bold: true } });

/** A view's text as rich text, in which no character of a person's text is taken for markup and no `:00:` for an emoji. */
export function inline(rich: Rich, people: People): readonly RichTextElement[] {
  const parts = typeof rich === 'string' ? [rich] : rich;
  return parts.flatMap((part) => element(part, people));
}

function element(part: Inline, people: People): RichTextElement[] {
  if (typeof part === 'string') return part === '' ? [] : [plain(part)];
  switch (part.kind) {
    case 'strong':
      return part.text === '' ? [] : [strong(part.text)];
    case 'mention': {
      const user = people.get(part.person);
      if (user !== undefined) return [{ type: 'user', user_id: user }];
      return part.name === '' ? [] : [plain(part.name)];
    }
    case 'link':
      if (part.href.length <= limits.buttonUrl && isAddress(part.href)) {
        return [{ type: 'link', url: part.href, ...(part.text === '' ? {} : { text: part.text }) }];
      }
      return part.text === '' && part.href === ''
        ? []
        : [plain(cut(part.text === '' ? part.href : `${part.text} (${part.href})`, limits.richText))];
    default:
      return assertNever(part);
  }
}

/** Characters an element counts for; a mention and a bare link count for what they show at most. */
export function sizeOf(element: RichTextElement): number {
  if (element.type === 'text') return element.text.length;
  if (element.type === 'link') return (element.text ?? '').length + element.url.length;
  return 30;
}

export const sizeOfAll = (elements: readonly RichTextElement[]): number => elements.reduce((sum, item) => sum + sizeOf(item), 0);

/** Splits elements into runs of at most `max` characters, inside a text only where there is no other way. */
export function runs(elements: readonly RichTextElement[], max: number): Run[] {
  const done: Run[] = [];
  let open: RichTextElement[] = [];
  let size = 0;
  const close = () => {
    if (open.length > 0) done.push({ elements: open, size });
    open = [];
    size = 0;
  };
  const put = (item: RichTextElement) => {
    const need = sizeOf(item);
    if (size + need > max) close();
    open.push(item);
    size += need;
  };
  for (const item of elements) {
    if (item.type !== 'text') {
      put(item.type === 'link' && sizeOf(item) > max ? { ...item, text: cut(item.text ?? '', Math.max(1, max - item.url.length)) } : item);
      continue;
    }
    let rest = item.text;
    while (rest.length > max) {
      const head = wholeStart(rest, max);
      put({ ...item, text: head });
      rest = rest.slice(head.length);
    }
    if (rest !== '') put({ ...item, text: rest });
  }
  close();
  return done;
}
