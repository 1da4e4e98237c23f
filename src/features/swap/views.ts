import { formatMoment } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Instant, Zone } from '../../core/time.ts';
import type { Action, Form, Notice } from '../../view/view.ts';
import { text } from './text.ts';

/** A swap that can be given back, in words. */
export interface Returnable {
  readonly id: string;
  readonly number: number;
  readonly given: Words;
  readonly returned: Words | null;
  readonly with: Words;
}

const mine = (locale: Locale): Action => ({ kind: 'press', route: 'words.run', args: { text: 'mine' }, label: text.mine[locale] });

const notice = (tone: Notice['tone'], title: Words, body: Words | null, actions: readonly Action[], locale: Locale): Notice => ({
  kind: 'notice',
  tone,
  title: title[locale],
  blocks: body === null ? [] : [{ kind: 'text', text: body[locale] }],
  actions,
});

/** The swaps somebody can still give back, each with its button. */
export function returnableNotice(swaps: readonly Returnable[], hours: number, locale: Locale): Notice {
  if (swaps.length === 0) return notice('info', text.backNone, text.backNoneHelp(hours), [mine(locale)], locale);
  return {
    kind: 'notice',
    tone: 'info',
    title: text.backTitle[locale],
    blocks: [
      { kind: 'text', text: text.backWhich[locale] },
      {
        kind: 'list',
        items: swaps.map((swap) => text.backLine(swap.number, swap.given, swap.returned ?? text.nothingBack, swap.with)[locale]),
      },
    ],
    actions: swaps.map(
      (swap): Action => ({ kind: 'press', route: 'swap.back', args: { id: swap.id }, label: text.backButton(swap.number)[locale] }),
    ),
  };
}

export const backForm = (swap: Returnable, reason: string, locale: Locale): Form => ({
  kind: 'form',
  route: 'swap.back-send',
  args: { id: swap.id },
  title: text.backTitle[locale],
  intro: [{ kind: 'text', text: text.backLine(swap.number, swap.given, swap.returned ?? text.nothingBack, swap.with)[locale] }],
  fields: [
    {
      kind: 'text',
      name: 'reason',
      label: text.reason[locale],
      hint: text.reasonHint[locale],
      required: true,
      maxLength: 200,
      ...(reason === '' ? {} : { initial: reason }),
    },
  ],
  submit: text.send[locale],
  cancel: text.cancel[locale],
});

export const backNotices = {
  tooLate: (until: Instant, hours: number, zone: Zone, locale: Locale): Notice =>
    notice('warn', text.tooLate(formatMoment(until, zone, locale), hours), text.tooLateHelp, [mine(locale)], locale),
  notYours: (locale: Locale): Notice => notice('warn', text.notYours, null, [mine(locale)], locale),
  notStanding: (locale: Locale): Notice => notice('info', text.notStanding, null, [mine(locale)], locale),
  done: (locale: Locale): Notice => notice('ok', text.backDone, text.backDoneHelp, [mine(locale)], locale),
  asked: (locale: Locale): Notice => notice('ok', text.backAsked, text.backAskedHelp, [mine(locale)], locale),
};
