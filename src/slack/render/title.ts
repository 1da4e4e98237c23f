import type { KnownBlock } from '@slack/types';
import { assertNever } from '../../core/result.ts';
import type { Card, Home, Notice, StateBadge } from '../../view/view.ts';
import { limits } from '../limits.ts';
import { context, header } from './elements.ts';
import { oneLine } from './text.ts';

const dots: Record<StateBadge['tone'], string> = { grey: '⚪', orange: '🟠', green: '🟢', red: '🔴', purple: '🟣', blue: '🔵' };
const tones: Record<Notice['tone'], string> = { ok: '✅', info: 'ℹ️', warn: '⚠️', error: '⚠️' };

/** The title as one line, with its leading symbol. */
export function titleOf(view: Card | Notice | Home): string {
  switch (view.kind) {
    case 'card':
      return view.symbol === undefined ? view.title : `${view.symbol} ${view.title}`;
    case 'notice':
      return `${tones[view.tone]} ${view.title}`;
    case 'home':
      return view.title;
    default:
      return assertNever(view);
  }
}

/** Title and state. Blocks have no colour in Slack: the state is a coloured dot with its word. */
export function head(view: Card | Notice | Home): KnownBlock[] {
  const state = view.kind === 'card' ? view.state : undefined;
  return [header(titleOf(view)), ...(state === undefined ? [] : [context(oneLine(`${dots[state.tone]} ${state.word}`, limits.header))])];
}

/** One line for notifications and screen readers. */
export function summaryOf(view: Card | Notice | Home): string {
  const said = view.kind === 'card' && view.summary.trim() !== '' ? view.summary : titleOf(view);
  return said.trim() === '' ? '–' : said;
}
