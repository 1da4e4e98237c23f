import { formatDay } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import type { Action, Block, Card, Form, Notice } from '../../view/view.ts';
import { type Candidate, type Days, type Evidence, largestEvidence } from './document.ts';
import { text } from './text.ts';

/** What one of the person's requests is called: `#12 病假 12月3日(周四)–12月5日(周六)`. */
export interface Named extends Candidate {
  readonly title: Words;
  /** Somebody else's, filed by this person. */
  readonly others: boolean;
}

const megabytes = (bytes: number): string => `${Math.round((bytes / 1024 / 1024) * 10) / 10} MB`;
const day = (on: string, locale: Locale): string => formatDay(Temporal.PlainDate.from(on), locale);

export const daysText = (days: Days, locale: Locale): string => text.days(day(days.from, locale), day(days.until, locale))[locale];

export function requestLabel(request: Named, locale: Locale): string {
  const days =
    request.fromOn === null || request.untilOn === null ? '' : ` ${daysText({ from: request.fromOn, until: request.untilOn }, locale)}`;
  const whose = request.others ? ` ${request.subjectName[locale]}` : '';
  return `#${request.number}${whose} ${request.title[locale]}${days}`;
}

const notice = (
  tone: Notice['tone'],
  title: Words,
  lines: readonly (Words | string)[],
  locale: Locale,
  actions: readonly Action[] = [],
): Notice => ({
  kind: 'notice',
  tone,
  title: title[locale],
  blocks: lines.map((line): Block => ({ kind: 'text', text: typeof line === 'string' ? line : line[locale] })),
  actions,
});

export const notices = {
  /** `size` null: the messenger did not say how large it is before it was read. */
  tooLarge: (size: number | null, locale: Locale): Notice =>
    notice(
      'error',
      size === null ? text.tooLargeUnknown(megabytes(largestEvidence)) : text.tooLarge(megabytes(size), megabytes(largestEvidence)),
      [text.smaller],
      locale,
    ),
  wrongKind: (locale: Locale): Notice => notice('error', text.wrongKind, [text.kinds], locale),
  empty: (locale: Locale): Notice => notice('error', text.wrongKind, [text.empty], locale),
  unreachable: (why: Words, locale: Locale): Notice => notice('error', text.unreachable, [why, text.sendAgain], locale),
  gone: (locale: Locale): Notice => notice('warn', text.gone, [], locale),
  notYours: (locale: Locale): Notice => notice('error', text.notYours, [], locale),
  placed: (locale: Locale): Notice => notice('info', text.placed, [], locale),
  requestGone: (locale: Locale): Notice => notice('warn', text.requestGone, [], locale),
  notForYou: (locale: Locale): Notice => notice('error', text.notForYou, [text.notForYouWhy], locale),
  sent: (document: Words, locale: Locale): Notice =>
    notice('ok', { zh: text.sent(document.zh).zh, en: text.sent(document.en).en }, [text.sentNote], locale),
  attached: (document: Words, label: string, days: Days | null, gaps: readonly Days[], locale: Locale): Notice =>
    notice(
      gaps.length === 0 ? 'ok' : 'warn',
      text.attached(document[locale], label),
      [
        ...(days === null ? [] : [text.covers(daysText(days, locale))]),
        ...(gaps.length === 0 ? [] : [text.gap(gaps.map((gap) => daysText(gap, locale)).join(locale === 'zh' ? '、' : ', '))]),
        text.decidersSee,
      ],
      locale,
    ),
  keptAhead: (document: Words, days: Days | null, locale: Locale): Notice =>
    notice('ok', text.keptAhead(document[locale]), days === null ? [] : [text.covers(daysText(days, locale))], locale),
};

/** What a file that came is: which request it goes with. `meant`: where it obviously belongs, offered first. */
export function arrivedCard(evidence: Evidence, requests: readonly Named[], meant: Named | null, locale: Locale): Card {
  const ordered = meant === null ? requests : [meant, ...requests.filter((request) => request !== meant)];
  const attach = (request: Named, at: number): Action => ({
    kind: 'press',
    route: 'document.place',
    args: { file: evidence.id, request: request.id },
    label: text.attachTo(requestLabel(request, locale))[locale],
    ...(at === 0 ? { style: 'primary' as const } : {}),
  });
  const ahead: Action = {
    kind: 'press',
    route: 'document.place',
    args: { file: evidence.id, request: '' },
    label: (requests.length === 0 ? text.say : text.ahead)[locale],
    ...(requests.length === 0 ? { style: 'primary' as const } : {}),
  };
  return {
    kind: 'card',
    symbol: '📋',
    title: text.received[locale],
    summary: text.received[locale],
    blocks: [
      { kind: 'text', text: (requests.length === 0 ? text.noRequest : text.whichRequest)[locale] },
      { kind: 'note', text: text.nobodySees[locale] },
    ],
    actions: [...ordered.map(attach), ahead],
  };
}

/** A document under its name. */
export interface NamedDocument {
  readonly document: string;
  readonly name: Words;
}

/** What was filled in, as typed. */
export interface PlaceDraft {
  readonly document: string;
  readonly from: string;
  readonly until: string;
}

/** Which document it is, and which days it covers. */
export function placeForm(
  file: string,
  request: Named | null,
  documents: readonly NamedDocument[],
  draft: PlaceDraft,
  locale: Locale,
): Form {
  const options = documents.map(({ document, name }) => ({ value: document, label: name[locale] }));
  const initial = options.some(({ value }) => value === draft.document) ? { initial: draft.document } : {};
  return {
    kind: 'form',
    route: 'document.attach',
    args: { file, request: request?.id ?? '' },
    title: text.formTitle[locale],
    intro: request === null ? [] : [{ kind: 'text', text: requestLabel(request, locale) }],
    fields: [
      { kind: 'choice', name: 'document', label: text.document[locale], required: true, options, ...initial },
      {
        kind: 'date',
        name: 'from',
        label: text.from[locale],
        hint: text.daysHint[locale],
        required: false,
        ...(draft.from === '' ? {} : { initial: draft.from }),
      },
      { kind: 'date', name: 'until', label: text.until[locale], required: false, ...(draft.until === '' ? {} : { initial: draft.until }) },
    ],
    submit: text.submit[locale],
    cancel: text.cancel[locale],
  };
}
