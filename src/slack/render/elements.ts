import type { ContextBlock, HeaderBlock, PlainTextElement, RichTextBlock, RichTextElement, RichTextSection } from '@slack/types';
import { limits } from '../limits.ts';
import { cut, oneLine } from './text.ts';

/** Plain text in which `:100:` stays what it is. */
export const plainText = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: false });

/** One line of plain text, cut to `max`. */
export const label = (text: string, max: number): PlainTextElement => plainText(oneLine(text, max));

export const header = (text: string): HeaderBlock => ({ type: 'header', text: label(text, limits.header) });

export const section = (elements: readonly RichTextElement[]): RichTextSection => ({ type: 'rich_text_section', elements: [...elements] });

export const paragraph = (elements: readonly RichTextElement[]): RichTextBlock => ({ type: 'rich_text', elements: [section(elements)] });

/** Small grey text. */
export const context = (text: string): ContextBlock => ({ type: 'context', elements: [plainText(cut(text, limits.contextText))] });
