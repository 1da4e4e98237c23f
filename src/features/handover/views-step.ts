import { withColon } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { press } from '../../view/build.ts';
import type { Action, Block, Card, Notice, Rich } from '../../view/view.ts';
import { placeOf, stepsOf } from './agenda.ts';
import { itemSaid, namesOf, ruleLine } from './explain.ts';
import type { Item, Side } from './handover.ts';
import { text } from './text.ts';
import { type CardFacts, titleOf } from './views.ts';

/** `逐项确认 3/11`, counted as on the card; `未结事项 1/4`. */
function headOf({ agenda, items }: CardFacts, item: Item, side: Side, locale: Locale): string {
  const { at, all } = placeOf(item, side, agenda, items);
  return item.kind === 'open' ? `${text.step.matter[locale]} ${at}/${all}` : text.step.title(at, all)[locale];
}

/** The next item of somebody, with what they can say of it. */
export function stepCard(facts: CardFacts, item: Item, side: Side, locale: Locale): Card {
  const { handover, agenda } = facts;
  const args = { id: handover.id, item: item.id };
  const { buttons } = text;
  const as = (state: string, label: Words, style?: 'primary'): Action =>
    press('handover.item', label, { ...args, as: state }, locale, style);
  const more = (what: string, label: Words): Action => press('handover.item-open', label, { ...args, what }, locale);
  const actions: Action[] =
    item.kind === 'verify'
      ? [as('fine', buttons.fine, 'primary'), more('wrong', buttons.wrong)]
      : item.kind !== 'open'
        ? [as('done', buttons.done, 'primary')]
        : side === 'outgoing'
          ? [more('reason', buttons.reason), as('done', buttons.settled)]
          : [as('carried', buttons.mine, 'primary'), more('owner', buttons.owner)];
  const cites =
    item.kind === 'open'
      ? []
      : ([...agenda.protocol.verify, ...agenda.protocol.outgoing, ...agenda.protocol.incoming].find(({ value }) => value === item.text)
          ?.cites ?? []);
  const said = itemSaid(item, locale);
  const title = headOf(facts, item, side, locale);
  const open = agenda.protocol.openItems;
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: `${title} · ${said}`,
    blocks: [
      { kind: 'text', text: [{ kind: 'strong', text: said }] },
      ...(item.remark === null || item.remark === '' ? [] : [{ kind: 'text' as const, text: item.remark }]),
      ...(cites.length === 0 ? [] : [{ kind: 'findings' as const, findings: [ruleLine('info', titleOf(facts)[locale], cites, locale)] }]),
      ...(item.kind === 'open' && side === 'outgoing' && open !== null
        ? [{ kind: 'findings' as const, findings: [ruleLine('warn', text.step.wantsReason[locale], open.cites, locale)] }]
        : []),
    ],
    actions,
  };
}

/** What became of an item that was answered in a form: where its question stood. */
export function answeredCard(facts: CardFacts, item: Item, side: Side, locale: Locale): Card {
  const { handover, agenda, items, names } = facts;
  const title = headOf(facts, item, side, locale);
  const wrong = item.state === 'wrong';
  const answer = text.step.answers[item.state][locale];
  const owner = item.state === 'carried' && item.owner !== null ? namesOf([item.owner], names)[locale] : (item.remark ?? '');
  const more = stepsOf(side, agenda, items).length > 0 && handover.state !== 'stopped';
  return {
    kind: 'card',
    symbol: wrong ? '⚠️' : '📋',
    title,
    state: { word: answer, tone: wrong ? 'red' : 'green' },
    summary: `${title} · ${itemSaid(item, locale)}`,
    blocks: [
      { kind: 'text', text: [{ kind: 'strong', text: itemSaid(item, locale) }] },
      { kind: 'text', text: owner === '' ? answer : withColon(answer, owner, locale) },
    ],
    actions: more ? [press('handover.step', text.buttons.step, { id: handover.id }, locale)] : [],
  };
}

/** The next item of a side, or that there is none left. */
export function nextCard(facts: CardFacts, side: Side, locale: Locale): Card {
  const [next] = stepsOf(side, facts.agenda, facts.items);
  const any = facts.items.some(({ kind, state }) => kind !== 'amendment' && state !== 'open');
  return next === undefined ? stepsDoneCard(facts, any, side, locale) : stepCard(facts, next, side, locale);
}

/** Where a question stood that cannot be answered any more, or not now: why. */
export const closedCard = (facts: CardFacts, { title, blocks, actions }: Notice): Card => ({
  kind: 'card',
  symbol: facts.handover.state === 'stopped' || facts.handover.state === 'refused' ? '⚠️' : '📋',
  title,
  summary: title,
  blocks,
  actions,
});

/** Nothing is left to go through. */
function stepsDoneCard(facts: CardFacts, any: boolean, side: Side, locale: Locale): Card {
  const { handover, agenda } = facts;
  const title = any ? text.step.all[locale] : text.step.none[locale];
  const lines: Rich[] = any || side === 'incoming' ? [] : [text.step.noneOutgoing[locale]];
  const signedAt = side === 'outgoing' ? handover.outgoingSignedAt : handover.incomingSignedAt;
  const signs = agenda.signs.includes(side) && signedAt === null;
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: title,
    blocks: [{ kind: 'text', text: titleOf(facts)[locale] }, ...lines.map((line): Block => ({ kind: 'text', text: line }))],
    actions: [
      ...(signs ? [press('handover.sign', text.buttons.sign, { id: handover.id, from: 'step' }, locale, 'primary')] : []),
      press('handover.show', text.buttons.show, { id: handover.id }, locale),
    ],
  };
}
