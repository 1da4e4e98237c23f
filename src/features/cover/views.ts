import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Action, Card, Choice, Form, Notice, StateBadge } from '../../view/view.ts';
import type { CallState } from './cover.ts';
import { text } from './text.ts';

/** What the group sees of a call: the shift, for whom, who takes it. Never why. */
export interface Call {
  readonly id: string;
  readonly desk: Words;
  readonly state: CallState;
  readonly duty: Words;
  readonly forWhom: { readonly person: PersonId; readonly name: Words };
  readonly taker: Words | null;
}

const badges: Readonly<Record<CallState, StateBadge['tone']>> = {
  open: 'orange',
  waits: 'orange',
  covered: 'green',
  lapsed: 'red',
  over: 'grey',
};
const notes: Readonly<Record<CallState, Words | null>> = {
  open: text.firstWins,
  waits: null,
  covered: text.changed,
  lapsed: text.leadsArrange,
  over: null,
};

/** The live card of an open call; rights are checked on press. */
export function callCard(call: Call, locale: Locale): Card {
  const title = text.callTitle(call.desk)[locale];
  const line = `${call.duty[locale]} · ${text.forWhom(call.forWhom.name)[locale]}`;
  const note = notes[call.state];
  const taker = call.taker !== null && (call.state === 'waits' || call.state === 'covered') ? text.takenBy(call.taker)[locale] : null;
  const back: Action = {
    kind: 'press',
    route: 'cover.back',
    args: { id: call.id },
    label: text.giveBack[locale],
    confirm: { title: text.giveBack[locale], text: text.giveBackAsk[locale], yes: text.yes[locale], no: text.no[locale] },
  };
  const take: Action = { kind: 'press', route: 'cover.take', args: { id: call.id }, label: text.take[locale], style: 'primary' };
  return {
    kind: 'card',
    symbol: '🔁',
    title,
    state: { word: text[call.state][locale], tone: badges[call.state] },
    summary: `${title} · ${line}`,
    blocks: [
      { kind: 'text', text: line },
      ...(taker === null ? [] : [{ kind: 'text' as const, text: taker }]),
      ...(note === null ? [] : [{ kind: 'note' as const, text: note[locale] }]),
    ],
    actions: call.state === 'open' ? [take] : call.state === 'waits' || call.state === 'covered' ? [back] : [],
  };
}

const typed = (label: Words, words: string, locale: Locale): Action => ({
  kind: 'press',
  route: 'words.run',
  args: { text: words },
  label: label[locale],
});

const notice = (tone: Notice['tone'], title: Words, body: Words | null, locale: Locale, actions: readonly Action[] = []): Notice => ({
  kind: 'notice',
  tone,
  title: title[locale],
  blocks: body === null ? [] : [{ kind: 'text', text: body[locale] }],
  actions,
});

export const notices = {
  taken: (waits: boolean, locale: Locale) => notice('ok', text.taken, waits ? text.takenWaits : text.takenDone, locale),
  first: (who: Words, locale: Locale) => notice('info', text.first(who), text.firstHelp, locale),
  closed: (locale: Locale) => notice('info', text.closed, null, locale),
  notMember: (desk: Words, locale: Locale) => notice('warn', text.notMember(desk), null, locale),
  notYours: (locale: Locale) => notice('warn', text.notYours, null, locale),
  backDone: (locale: Locale) => notice('ok', text.backDone, null, locale),
  backAsked: (locale: Locale) => notice('ok', text.backAsked, text.backAskedHelp, locale),
  nobodyTook: (duty: Words, locale: Locale) =>
    notice('warn', text.nobodyTook(duty), text.leadsArrange, locale, [typed(text.forceTitle, 'replace now', locale)]),
  forced: (duty: Words, locale: Locale) =>
    notice('ok', text.forced, { zh: `${duty.zh}\n${text.bothTold.zh}`, en: `${duty.en}\n${text.bothTold.en}` }, locale),
  notLead: (locale: Locale) =>
    notice('warn', text.notLead, text.notLeadHelp, locale, [typed({ zh: '代班', en: 'Cover' }, 'cover', locale)]),
  noDesk: (locale: Locale) => notice('warn', text.noDesk, text.notLeadHelp, locale),
  noShift: (locale: Locale) => notice('info', text.noShift, null, locale),
  whichDesk: (desks: readonly { readonly id: string; readonly name: Words }[], locale: Locale) =>
    notice(
      'info',
      text.whichDesk,
      null,
      locale,
      desks.map((desk): Action => ({ kind: 'press', route: 'cover.force-open', args: { desk: desk.id }, label: desk.name[locale] })),
    ),
};

/** What was typed into the form of a lead; strings as the form holds them. */
export interface ForceDraft {
  readonly slot: string;
  readonly out: string;
  readonly in: string;
  readonly from: string;
  readonly until: string;
  readonly reason: string;
}

/** A select of either messenger holds at most this many. */
const mostChoices = 100;

export function forceForm(
  desk: { readonly id: string; readonly name: Words },
  slots: readonly Choice[],
  people: readonly Choice[],
  draft: ForceDraft,
  locale: Locale,
): Form {
  const choice = (name: 'slot' | 'out' | 'in', label: Words, options: readonly Choice[]) => ({
    kind: 'choice' as const,
    name,
    label: label[locale],
    required: true,
    options: options.slice(0, mostChoices),
    ...(options.some((option) => option.value === draft[name]) ? { initial: draft[name] } : {}),
  });
  const time = (name: 'from' | 'until', label: Words) => ({
    kind: 'time' as const,
    name,
    label: label[locale],
    hint: text.partHint[locale],
    required: false,
    ...(draft[name] === '' ? {} : { initial: draft[name] }),
  });
  return {
    kind: 'form',
    route: 'cover.force',
    args: { desk: desk.id },
    title: text.forceTitle[locale],
    intro: [
      { kind: 'text', text: desk.name[locale] },
      { kind: 'note', text: text.forceIntro[locale] },
    ],
    fields: [
      choice('slot', text.duty, slots),
      choice('out', text.out, people),
      choice('in', text.in, people),
      time('from', text.from),
      time('until', text.until),
      {
        kind: 'text',
        name: 'reason',
        label: text.reason[locale],
        hint: text.reasonHint[locale],
        required: true,
        maxLength: 200,
        ...(draft.reason === '' ? {} : { initial: draft.reason }),
      },
    ],
    submit: text.submit[locale],
    cancel: text.cancel[locale],
  };
}
