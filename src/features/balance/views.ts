import { formatDay } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import type { Action, Block, Card, Form, Notice } from '../../view/view.ts';
import type { Balance } from './balance.ts';
import { text } from './text.ts';

/** A balance under the name of its leave type. */
export interface NamedBalance {
  readonly name: Words;
  readonly balance: Balance;
}

const figure = (count: number, words: (count: number) => Words, locale: Locale): readonly string[] =>
  count === 0 ? [] : [words(count)[locale]];
const day = (on: string, locale: Locale): string => formatDay(Temporal.PlainDate.from(on), locale);

/** `年假:还有 7 天`, and what it is made of. */
function balanceBlocks({ name, balance }: NamedBalance, locale: Locale): readonly Block[] {
  const { granted, earned, carried, adjusted, used, reserved, expiring, missing, cites } = balance;
  const made = [
    ...(granted === null ? figure(earned, text.earned, locale) : [text.granted(granted)[locale]]),
    ...figure(carried, text.carried, locale),
    ...figure(adjusted, text.adjusted, locale),
    ...figure(used, text.used, locale),
    ...figure(reserved, text.reserved, locale),
    ...(expiring === null || expiring.days <= 0 ? [] : [text.expiring(expiring.days, day(expiring.on, locale))[locale]]),
  ];
  const unknown = missing.length > 0;
  const value = unknown ? text.missing[locale] : `${text.left(balance.left)[locale]}\n${made.join(' · ')}`;
  return [
    { kind: 'facts', facts: [{ label: name[locale], value }] },
    {
      kind: 'findings',
      findings: cites.map((cite) => ({
        level: 'info' as const,
        text: cite.words[locale],
        ...(cite.preset === null ? {} : { source: `${cite.title[locale]} ${cite.section[locale]} · ${cite.rule}` }),
      })),
    },
  ];
}

/** What somebody has left of each leave, where it comes from and by which rule. `adjustable`: the reader may correct it. */
export function balanceCard(
  about: { readonly name: Words; readonly own: boolean; readonly desk: Words },
  balances: readonly NamedBalance[],
  adjust: { readonly desk: string; readonly person: string } | null,
  locale: Locale,
): Card {
  const none = balances.length === 0;
  const title = (none ? text.none : about.own ? text.own : text.title(about.name[locale]))[locale];
  const action: Action[] =
    adjust === null ? [] : [{ kind: 'press', route: 'balance.open-adjust', args: { ...adjust }, label: text.adjust[locale] }];
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: balances.map(({ name, balance }) => `${name[locale]} ${text.left(balance.left)[locale]}`).join(' · ') || title,
    blocks: [
      ...balances.flatMap((one) => balanceBlocks(one, locale)),
      none
        ? { kind: 'text', text: text.noneWhy(about.desk[locale])[locale] }
        : { kind: 'note', text: text.rulesAt(about.desk[locale])[locale] },
    ],
    actions: action,
  };
}

/** What was typed. */
export interface AdjustDraft {
  readonly account: string;
  readonly days: string;
  readonly on: string;
  readonly reason: string;
}

export function adjustForm(
  target: { readonly desk: string; readonly person: string; readonly name: Words },
  accounts: readonly { readonly account: string; readonly name: Words }[],
  draft: AdjustDraft,
  locale: Locale,
): Form {
  const options = accounts.map(({ account, name }) => ({ value: account, label: name[locale] }));
  const chosen = options.find(({ value }) => value === draft.account) ?? options[0];
  const initial = (value: string) => (value === '' ? {} : { initial: value });
  return {
    kind: 'form',
    route: 'balance.adjust',
    args: { desk: target.desk, person: target.person },
    title: text.adjustTitle[locale],
    intro: [{ kind: 'text', text: target.name[locale] }],
    fields: [
      {
        kind: 'choice',
        name: 'account',
        label: text.account[locale],
        required: true,
        options,
        ...(chosen === undefined ? {} : { initial: chosen.value }),
      },
      {
        kind: 'text',
        name: 'days',
        label: text.amount[locale],
        hint: text.amountHint[locale],
        required: true,
        maxLength: 8,
        ...initial(draft.days),
      },
      { kind: 'date', name: 'on', label: text.on[locale], required: true, ...initial(draft.on) },
      {
        kind: 'text',
        name: 'reason',
        label: text.reason[locale],
        hint: text.reasonHint[locale],
        required: true,
        maxLength: 200,
        ...initial(draft.reason),
      },
    ],
    submit: text.submit[locale],
    cancel: text.cancel[locale],
  };
}

const notice = (tone: Notice['tone'], title: Words, lines: readonly string[], locale: Locale): Notice => ({
  kind: 'notice',
  tone,
  title: title[locale],
  blocks: lines.map((line) => ({ kind: 'text', text: line })),
  actions: [],
});

export const notices = {
  notLead: (locale: Locale): Notice => notice('error', text.notLead, [], locale),
  notLeadAdjust: (locale: Locale): Notice => notice('error', text.notLeadAdjust, [], locale),
  nobody: (name: string, locale: Locale): Notice => notice('error', text.nobody(name), [], locale),
  several: (name: string, locale: Locale): Notice => notice('error', text.several(name), [], locale),
  noDesk: (locale: Locale): Notice => notice('error', text.noDesk, [], locale),
  none: (desk: Words, locale: Locale): Notice => notice('info', text.none, [text.noneWhy(desk[locale])[locale]], locale),
  gone: (locale: Locale): Notice => notice('warn', text.gone, [], locale),
  adjusted: (name: Words, account: Words, change: number, left: number | null, locale: Locale): Notice =>
    notice(
      'ok',
      { zh: text.adjustedFor(name.zh).zh, en: text.adjustedFor(name.en).en },
      [`${account[locale]} ${change > 0 ? '+' : ''}${text.days(change)[locale]}`, ...(left === null ? [] : [text.left(left)[locale]])],
      locale,
    ),
  told: (by: Words, account: Words, change: number, left: number | null, reason: string, locale: Locale): Notice =>
    notice(
      'info',
      { zh: text.told(by.zh, account.zh).zh, en: text.told(by.en, account.en).en },
      [
        `${change > 0 ? '+' : ''}${text.days(change)[locale]}${left === null ? '' : ` · ${text.left(left)[locale]}`}`,
        `${text.reason[locale]}: ${reason}`,
      ],
      locale,
    ),
};
