import { formatHours } from '../../../core/format.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import type { Zone } from '../../../core/time.ts';
import type { Action, Card, Notice } from '../../../view/view.ts';
import type { Missed } from './correction.ts';
import { correctionText as text } from './text.ts';

const press = (route: string, label: string, args: Readonly<Record<string, string>> = {}, style?: 'primary'): Action => ({
  kind: 'press',
  route,
  args,
  label,
  ...(style === undefined ? {} : { style }),
});

export function creditedNotice(claimed: number, credited: number, day: Words, locale: Locale): Notice {
  return {
    kind: 'notice',
    tone: credited < claimed ? 'warn' : 'ok',
    title: text.credited(credited, day)[locale],
    blocks: credited < claimed ? [{ kind: 'text', text: text.creditedLess(claimed, credited)[locale] }] : [],
    actions: [],
  };
}

/** A missed punch with its names, for the list. */
export interface NamedMissed {
  readonly missed: Missed;
  readonly day: Words;
  readonly shift: Words;
  readonly zone: Zone;
}

/** `12月3日(周四)晚班 20:00–次日08:00 缺下班卡` */
export function missedLine({ missed, day, shift, zone }: NamedMissed, locale: Locale): string {
  const hours = formatHours(missed.startsAt, missed.endsAt, zone, locale);
  const named = locale === 'zh' ? `${day.zh}${shift.zh}` : `${day.en} ${shift.en}`;
  return `${named} ${hours} ${text.missing[missed.punch][locale]}`;
}

/** Buttons of the list; the rest is named. */
const mostButtons = 8;

/** The missed punches of the cycle, each with a button that opens its form. */
export function missedCard(missed: readonly NamedMissed[], cycle: { readonly from: Words; readonly until: Words }, locale: Locale): Card {
  const shown = missed.slice(-mostButtons);
  const hidden = missed.length - shown.length;
  return {
    kind: 'card',
    symbol: '🕗',
    title: text.missedTitle[locale],
    summary: text.missedTitle[locale],
    blocks: [
      { kind: 'text', text: text.missedIntro(cycle.from, cycle.until)[locale] },
      { kind: 'list', items: shown.map((one) => missedLine(one, locale)) },
      ...(hidden > 0 ? [{ kind: 'note' as const, text: text.more(hidden)[locale] }] : []),
    ],
    actions: [
      ...shown.map((one, index) =>
        press(
          'attendance.correct',
          `${one.day[locale]} ${text.missing[one.missed.punch][locale]}`,
          { desk: one.missed.desk, slot: one.missed.slot, punch: one.missed.punch },
          index === shown.length - 1 ? 'primary' : undefined,
        ),
      ),
      press('attendance.correct-other', text.otherDay[locale]),
    ],
  };
}

export function nothingMissing(locale: Locale): Notice {
  return {
    kind: 'notice',
    tone: 'ok',
    title: text.nothingMissing[locale],
    blocks: [],
    actions: [
      press('attendance.correct-other', text.otherDay[locale]),
      press('words.run', text.myMonth[locale], { text: 'report attendance' }),
    ],
  };
}

/** To the person, when an outing ends. */
export function returnCard(request: string, time: string, locale: Locale): Card {
  const title = text.backTitle(time)[locale];
  return {
    kind: 'card',
    symbol: '🕗',
    title,
    summary: title,
    blocks: [{ kind: 'text', text: text.backWhy[locale] }],
    actions: [press('attendance.returned', text.back[locale], { request }, 'primary')],
  };
}

export const returnedNotice = (time: string, locale: Locale): Notice => ({
  kind: 'notice',
  tone: 'ok',
  title: text.backSaved(time)[locale],
  blocks: [],
  actions: [],
});

export const notOutNotice = (locale: Locale): Notice => ({
  kind: 'notice',
  tone: 'info',
  title: text.notOut[locale],
  blocks: [{ kind: 'text', text: text.notOutWhy[locale] }],
  actions: [],
});
