import type { KnownBlock } from '@slack/types';
import type { Card, Home, Notice } from '../../view/view.ts';
import { limits } from '../limits.ts';
import { actionIds } from './actions.ts';
import { type Body, drawBody } from './body.ts';
import { type Reader, surfaces } from './flow.ts';
import { cut, escapeText } from './text.ts';
import { head, summaryOf } from './title.ts';

export interface MessageContent {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

export const bodyOf = (view: Card | Notice | Home): Body => ({
  blocks: view.blocks,
  actions: view.kind === 'home' ? [] : view.actions,
  ...(view.rest === undefined ? {} : { rest: view.rest }),
});

/** The line of a notification: escaped, a character can become five. */
export const fallbackText = (line: string): string => escapeText(cut(line, limits.fallbackText / 5));

/** A view as a message: blocks, and `text` for notifications and for clients that draw no blocks. */
export function renderMessage(view: Card | Notice | Home, reader: Reader): MessageContent {
  return {
    text: fallbackText(summaryOf(view)),
    blocks: drawBody(bodyOf(view), head(view), surfaces.message, reader, actionIds()),
  };
}
