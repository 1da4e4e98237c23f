import { formatDay } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Action, Block, Card, Form, Notice } from '../../view/view.ts';
import type { Desk } from '../people/index.ts';
import { dutyLine } from '../roster/index.ts';
import { text } from './text.ts';

/** A duty under the name of its shift. */
export interface NamedDuty {
  readonly dutyOn: string;
  readonly shiftName: Words;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** A leave as its owner knows it: `#12 年假 12月3日(周四)–12月5日(周六)`. */
export interface LeaveLine {
  readonly request: string;
  readonly number: number;
  readonly name: Words;
  readonly from: string;
  readonly until: string;
}

const day = (on: string, locale: Locale): string => formatDay(Temporal.PlainDate.from(on), locale);
const list = (lines: readonly string[], locale: Locale): string => lines.join(locale === 'zh' ? '、' : ', ');

export function spanText(from: string, until: string, locale: Locale): string {
  return from === until ? day(from, locale) : `${day(from, locale)}–${day(until, locale)}`;
}

export const leaveLabel = (leave: LeaveLine, locale: Locale): string =>
  `#${leave.number} ${leave.name[locale]} ${spanText(leave.from, leave.until, locale)}`;

const notice = (tone: Notice['tone'], title: Words, lines: readonly string[], locale: Locale, actions: readonly Action[] = []): Notice => ({
  kind: 'notice',
  tone,
  title: title[locale],
  blocks: lines.map((line): Block => ({ kind: 'text', text: line })),
  actions,
});

const dutyLines = (duties: readonly NamedDuty[], zone: string, locale: Locale): string =>
  list(
    duties.map((duty) => dutyLine(duty, zone, locale)),
    locale,
  );

/** A shift of another desk falls into somebody's leave. */
export function elsewhereNotice(desk: Desk, name: Words, duties: readonly NamedDuty[], locale: Locale): Notice {
  const days = list([...new Set(duties.map((duty) => day(duty.dutyOn, locale)))], locale);
  const action: Action[] = duties.slice(0, 1).map((duty) => ({
    kind: 'press',
    route: 'roster.change-open',
    args: { desk: desk.id, on: duty.dutyOn },
    label: text.gapChange[locale],
    style: 'primary',
  }));
  const title = { zh: text.elsewhere(name.zh, days).zh, en: text.elsewhere(name.en, days).en };
  return notice('warn', title, [`${text.elsewhereWhy[locale]} ${dutyLines(duties, desk.zone, locale)}`], locale, action);
}

/** A shift has too few people because of a leave, and nobody could be asked to cover it. `why`: why no call went out. */
export function gapNotice(desk: Desk, name: Words, duty: NamedDuty, why: Words | null, locale: Locale): Notice {
  const line = dutyLine(duty, desk.zone, locale);
  return notice(
    'warn',
    text.gapTitle(line),
    [text.gapWhy(name[locale])[locale], ...(why === null ? [] : [why[locale]]), text.gapBy[locale]],
    locale,
    [
      {
        kind: 'press',
        route: 'roster.change-open',
        args: { desk: desk.id, on: duty.dutyOn },
        label: text.gapChange[locale],
        style: 'primary',
      },
    ],
  );
}

/** Several leaves are open: which one is meant. */
export function whichCard(leaves: readonly LeaveLine[], route: 'leave.open-back' | 'leave.open-extend', locale: Locale): Card {
  const title = (route === 'leave.open-back' ? text.back : text.extend)[locale];
  return {
    kind: 'card',
    title,
    summary: title,
    blocks: [{ kind: 'text', text: text.which[locale] }],
    actions: leaves.map((leave) => ({ kind: 'press', route, args: { request: leave.request }, label: leaveLabel(leave, locale) })),
  };
}

/** Which day is the first one back. */
export function backForm(leave: LeaveLine, on: string, locale: Locale): Form {
  return {
    kind: 'form',
    route: 'leave.back',
    args: { request: leave.request },
    title: text.backTitle[locale],
    intro: [{ kind: 'text', text: leaveLabel(leave, locale) }],
    fields: [{ kind: 'date', name: 'on', label: text.backOn[locale], hint: text.backHint[locale], required: true, initial: on }],
    submit: text.submit[locale],
    cancel: text.cancel[locale],
  };
}

/** What an early return gave back. */
export interface Returned {
  readonly on: string;
  readonly days: number;
  readonly restored: readonly NamedDuty[];
  readonly kept: readonly NamedDuty[];
  readonly why: Words | null;
}

export const notices = {
  nothingToClose: (locale: Locale): Notice => notice('info', text.nothingToClose, [text.nothingToCloseWhy[locale]], locale),
  nothingToExtend: (locale: Locale): Notice => notice('info', text.nothingToExtend, [text.nothingToExtendWhy[locale]], locale),
  notYours: (locale: Locale): Notice => notice('error', text.notYours, [], locale),
  notOpen: (locale: Locale): Notice => notice('warn', text.notOpen, [], locale),
  closed: (leave: LeaveLine, locale: Locale): Notice =>
    notice('ok', { zh: text.closed(leaveLabel(leave, 'zh')).zh, en: text.closed(leaveLabel(leave, 'en')).en }, [], locale),
  back: (returned: Returned, zone: string, locale: Locale): Notice =>
    notice(
      returned.why === null ? 'ok' : 'warn',
      { zh: text.backDone(day(returned.on, 'zh')).zh, en: text.backDone(day(returned.on, 'en')).en },
      [
        ...(returned.days > 0 ? [text.daysBack(returned.days)[locale]] : []),
        ...(returned.restored.length > 0 ? [text.shiftsBack(dutyLines(returned.restored, zone, locale))[locale]] : []),
        ...(returned.why === null
          ? returned.kept.length > 0
            ? [text.shiftsGone(dutyLines(returned.kept, zone, locale))[locale]]
            : []
          : [text.shiftsRefused(returned.why[locale])[locale]]),
      ],
      locale,
    ),
  leadsBack: (name: Words, returned: Returned, zone: string, locale: Locale): Notice =>
    notice(
      'info',
      { zh: text.leadsBack(name.zh, day(returned.on, 'zh')).zh, en: text.leadsBack(name.en, day(returned.on, 'en')).en },
      [
        ...(returned.restored.length > 0 ? [text.shiftsBack(dutyLines(returned.restored, zone, locale))[locale]] : []),
        ...(returned.kept.length > 0 ? [text.shiftsGone(dutyLines(returned.kept, zone, locale))[locale]] : []),
      ],
      locale,
    ),
};
