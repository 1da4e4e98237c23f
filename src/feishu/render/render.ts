import { assertNever } from '../../core/result.ts';
import type { Card, Home, Notice, StateBadge } from '../../view/view.ts';
import { limits } from '../limits.ts';
import { cardActions } from './actions.ts';
import { type CardJson, type Element, plainText, type TagColor, type Template } from './card.ts';
import { cardRoom, fill } from './fill.ts';
import { escapeMarkdown, oneLine, type Reader, richPlain, tidy } from './markdown.ts';
import { pieces } from './pieces.ts';

const tagColor: Readonly<Record<StateBadge['tone'], TagColor>> = {
  grey: 'neutral',
  orange: 'orange',
  green: 'green',
  red: 'red',
  purple: 'purple',
  blue: 'blue',
};
const noticeTemplate: Readonly<Record<Notice['tone'], Template>> = { ok: 'green', info: 'blue', warn: 'orange', error: 'red' };

export interface Shell {
  readonly title: string;
  readonly template: Template;
  readonly summary: string;
  readonly state?: StateBadge | undefined;
}

/** Header and settings of a card, with a body still to fill. */
export function shell(spec: Shell): CardJson {
  const word = spec.state === undefined ? '' : oneLine(spec.state.word, 30).trim();
  return {
    schema: '2.0',
    config: {
      update_multi: true,
      summary: { content: oneLine(spec.summary, limits.summary).trim() || oneLine(spec.title, limits.summary).trim() || '…' },
    },
    header: {
      title: plainText(oneLine(spec.title, limits.title).trim() || '…'),
      template: spec.template,
      ...(spec.state === undefined || word === ''
        ? {}
        : { text_tag_list: [{ tag: 'text_tag', text: plainText(word), color: tagColor[spec.state.tone] }] }),
    },
    body: { elements: [] },
  };
}

/** A body is never empty: clients draw a card without one as broken. */
export function close(card: CardJson, elements: readonly Element[], marker?: string): CardJson {
  const filled: readonly Element[] =
    elements.length > 0 ? elements : [{ tag: 'markdown', content: escapeMarkdown(card.config.summary.content), text_size: 'normal' }];
  const [first] = filled;
  const markable = first?.tag === 'markdown' || first?.tag === 'hr';
  const marked: readonly Element[] =
    marker === undefined
      ? filled
      : markable
        ? [{ ...first, element_id: marker }, ...filled.slice(1)]
        : [{ tag: 'hr', element_id: marker }, ...filled];
  return { ...card, body: { elements: marked } };
}

/**
 * Draws a view as a card. `marker` is an element id by which the message can be found again when nobody knows whether it was sent.
 * Total over the type: too long is cut visibly, and every button is kept as far as a card holds it.
 */
export function renderCard(view: Card | Notice | Home, reader: Reader, marker?: string): CardJson {
  const base = shell(shellOf(view));
  const room = cardRoom(close(base, [], 'm'.repeat(limits.elementId)));
  const foot = view.kind === 'home' ? [] : cardActions(view.actions, reader);
  return close(base, fill(pieces(view.blocks, reader), foot, view.rest, reader, room), marker);
}

function shellOf(view: Card | Notice | Home): Shell {
  switch (view.kind) {
    case 'card': {
      const title = view.symbol === undefined ? view.title : `${view.symbol} ${view.title}`;
      return { title, template: view.state?.tone ?? 'blue', summary: view.summary, state: view.state };
    }
    case 'notice':
      return { title: view.title, template: noticeTemplate[view.tone], summary: view.title };
    case 'home':
      return { title: view.title, template: 'blue', summary: view.title };
    default:
      return assertNever(view);
  }
}

/** What remains when Feishu does not accept a card: its words, without anything that could be wrong. */
export function plainCard(view: Card | Notice | Home, marker?: string): CardJson {
  const { title, summary } = shellOf(view);
  const texts = view.blocks.flatMap((block) => (block.kind === 'text' || block.kind === 'note' ? [richPlain(block.text)] : []));
  const content = escapeMarkdown(oneLine(tidy([summary, ...texts].join(' ')), 1_000)).trim();
  return close(shell({ title, template: 'grey', summary }), [{ tag: 'markdown', content: content || '…', text_size: 'normal' }], marker);
}
