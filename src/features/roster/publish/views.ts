import { formatMonth, inBrackets, withColon } from '../../../core/format.ts';
import type { PersonId } from '../../../core/ids.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import { type Instant, Temporal } from '../../../core/time.ts';
import type { Action, Block, Card, Form, Notice, StateBadge } from '../../../view/view.ts';
import { roleName } from '../../people/index.ts';
import { dayWords, dutyLine, momentWords } from '../duty-line.ts';
import { findingLines, type Names } from '../findings.ts';
import type { Clash } from '../plan.ts';
import type { ChangedDuty, DeskName, DutyChange, Proposal, RosterFinding } from '../roster.ts';
import { text as words } from '../text.ts';
import type { Publication, PublicationRefusal } from './decide.ts';
import { text } from './text.ts';

export const press = (route: string, label: string, args: Readonly<Record<string, string>>, style?: 'primary' | 'danger'): Action => ({
  kind: 'press',
  route,
  args,
  label,
  ...(style === undefined ? {} : { style }),
});
export const typed = (label: string, line: string): Action => press('words.run', label, { text: line });

export const monthWords = (month: string): Words => {
  const value = Temporal.PlainYearMonth.from(month);
  return { zh: formatMonth(value, 'zh'), en: formatMonth(value, 'en') };
};

const separator = (locale: Locale): string => (locale === 'zh' ? '、' : ', ');

/** Where a proposal stands. */
export type ProposalState = 'waiting' | 'published' | 'dropped' | 'outdated';

const badges: Readonly<Record<ProposalState, { readonly word: Words; readonly tone: StateBadge['tone'] }>> = {
  waiting: { word: text.waiting, tone: 'grey' },
  published: { word: text.published, tone: 'green' },
  dropped: { word: text.dropped, tone: 'grey' },
  outdated: { word: text.outdated, tone: 'grey' },
};

/** Everything a preview shows beside the proposal itself. */
export interface Preview {
  readonly id: string;
  readonly desk: DeskName;
  readonly proposal: Proposal;
  readonly names: Names;
  readonly findings: readonly RosterFinding[];
  readonly needsReason: boolean;
  /** Null: the month has no published roster. */
  readonly replaces: { readonly publishedAt: Instant; readonly added: number; readonly removed: number; readonly frozen: number } | null;
  /** Set when the deadline of the regulation has passed. */
  readonly late: { readonly deadline: Instant; readonly source: string | null } | null;
  /** What the reader of the file remarks, already in the reader's language. */
  readonly remarks: readonly string[];
  readonly unknownYears: readonly number[];
}

/** A roster before it is published: what it is, what the rules say, and the button. */
export function previewCard(preview: Preview, locale: Locale): Card {
  const { proposal, desk, names, findings } = preview;
  const month = monthWords(proposal.month);
  const title = text.previewTitle(desk.name, month)[locale];
  const people = new Set(proposal.duties.map((duty) => duty.person));
  const days = new Set(proposal.duties.map((duty) => duty.on));
  const first = text.understood(people.size, proposal.duties.length, days.size)[locale];
  const blocked = findings.filter((finding) => finding.level === 'refuse');
  const verdict: Block = {
    kind: 'findings',
    findings: [
      blocked.length > 0
        ? { level: 'error', text: text.blocked(findingLines(blocked, names, locale).length)[locale] }
        : preview.needsReason
          ? { level: 'warn', text: text.flagged[locale] }
          : { level: 'ok', text: text.fits[locale] },
      ...findingLines(findings, names, locale),
      ...(preview.late === null
        ? []
        : [
            {
              level: 'warn' as const,
              text: text.late(momentWords(preview.late.deadline, desk.zone))[locale],
              ...(preview.late.source === null ? {} : { source: preview.late.source }),
            },
          ]),
      ...(preview.unknownYears.length === 0
        ? []
        : [{ level: 'warn' as const, text: words.unknownYear(preview.unknownYears.join(separator(locale)))[locale] }]),
    ],
  };
  const notes = [proposal.origin.kind === 'file' ? text.fromFile(proposal.origin.file)[locale] : text.fromRotation[locale]];
  if (preview.replaces !== null) {
    notes.push(
      text.replaces(momentWords(preview.replaces.publishedAt, desk.zone), preview.replaces.added, preview.replaces.removed)[locale],
    );
    if (preview.replaces.frozen > 0) notes.push(text.frozen(preview.replaces.frozen)[locale]);
  }
  const publish =
    blocked.length > 0
      ? press('roster.check-again', text.again[locale], { id: preview.id })
      : preview.needsReason
        ? press('roster.publish-reason', text.publishReason[locale], { id: preview.id }, 'primary')
        : press('roster.publish', text.publish[locale], { id: preview.id }, 'primary');
  return {
    kind: 'card',
    symbol: '📋',
    title,
    state: badge('waiting', locale),
    summary: withColon(title, first, locale),
    blocks: [
      { kind: 'text', text: first },
      verdict,
      { kind: 'facts', facts: [{ label: text.perShift[locale], value: perShift(proposal, names, locale) }] },
      { kind: 'heading', text: text.perPerson[locale] },
      { kind: 'list', items: perPerson(proposal, names, locale) },
      ...(preview.remarks.length === 0 ? [] : [{ kind: 'list' as const, items: preview.remarks }]),
      { kind: 'note', text: notes.join('\n') },
    ],
    actions: [publish, press('roster.drop', text.drop[locale], { id: preview.id })],
  };
}

const badge = (state: ProposalState, locale: Locale): StateBadge => ({ word: badges[state].word[locale], tone: badges[state].tone });

function perShift(proposal: Proposal, names: Names, locale: Locale): string {
  const counts = new Map<string, number>();
  for (const duty of proposal.duties) counts.set(duty.shift, (counts.get(duty.shift) ?? 0) + 1);
  return [...counts].map(([shift, count]) => `${names.shift(shift)[locale]} ${count}`).join(' · ');
}

function perPerson(proposal: Proposal, names: Names, locale: Locale): string[] {
  const shifts = [...new Set(proposal.duties.map((duty) => duty.shift))];
  const rows = new Map<PersonId, Map<string, number>>();
  for (const duty of proposal.duties) {
    const row = rows.get(duty.person) ?? new Map<string, number>();
    rows.set(duty.person, row.set(duty.shift, (row.get(duty.shift) ?? 0) + 1));
  }
  return [...rows].map(([person, counts]) => {
    const each = shifts.flatMap((shift) => ((counts.get(shift) ?? 0) > 0 ? [`${names.shift(shift)[locale]} ${counts.get(shift)}`] : []));
    const places = [...new Set(proposal.duties.flatMap((duty) => (duty.person === person ? (duty.position ?? []) : [])))];
    const name = names.person(person)[locale];
    return `${places.length === 0 ? name : inBrackets(name, places.join(separator(locale)), locale)} ${each.join(' · ')}`;
  });
}

/** A proposal that is dealt with; what replaces its card. */
export function closedCard(
  desk: DeskName,
  month: string,
  state: Exclude<ProposalState, 'waiting'>,
  lines: readonly string[],
  locale: Locale,
): Card {
  const title =
    state === 'published' ? text.done(desk.name, monthWords(month))[locale] : text.previewTitle(desk.name, monthWords(month))[locale];
  return {
    kind: 'card',
    symbol: state === 'published' ? '✅' : '📋',
    title,
    state: badge(state, locale),
    summary: title,
    blocks: lines.map((line) => ({ kind: 'text', text: line })),
    actions: state === 'published' ? [typed(words.roster[locale], `roster ${month}`), typed(words.who[locale], 'who')] : [],
  };
}

/** Asks for the reason that is kept with a publication the rules flag. */
export function reasonForm(id: string, findings: readonly RosterFinding[], names: Names, typedReason: string, locale: Locale): Form {
  return {
    kind: 'form',
    route: 'roster.publish-with',
    args: { id },
    title: text.reasonTitle[locale],
    intro: [{ kind: 'findings', findings: findingLines(findings, names, locale) }],
    fields: [
      {
        kind: 'long-text',
        name: 'reason',
        label: text.reason[locale],
        hint: text.reasonHint[locale],
        required: true,
        maxLength: 500,
        ...(typedReason === '' ? {} : { initial: typedReason }),
      },
    ],
    submit: text.publish[locale],
    cancel: words.cancel[locale],
  };
}

/** Why a roster is not published, and what would work instead. */
export function refusalNotice(refusal: PublicationRefusal, desk: DeskName, names: Names, id: string | null, locale: Locale): Notice {
  const again = id === null ? [] : [press('roster.check-again', text.again[locale], { id }, 'primary')];
  const notice = (title: Words, blocks: Block[], actions: Action[] = again): Notice => ({
    kind: 'notice',
    tone: 'error',
    title: title[locale],
    blocks,
    actions,
  });
  switch (refusal.code) {
    case 'roster.changedMeanwhile': {
      const { published } = refusal;
      const line =
        published === null
          ? text.goneMeanwhile
          : text.changedMeanwhile(published.publishedBy?.name ?? text.somebody, momentWords(published.publishedAt, desk.zone));
      return notice(text.notPublished, [{ kind: 'text', text: line[locale] }]);
    }
    case 'roster.notPlanner':
      return notice(text.notPlanner, [{ kind: 'findings', findings: findingLines(refusal.findings, names, locale) }]);
    case 'roster.againstRules':
      return notice(text.blocked(findingLines(refusal.findings, names, locale).length), [
        { kind: 'findings', findings: findingLines(refusal.findings, names, locale) },
      ]);
    case 'roster.needsReason':
      return notice(
        text.flagged,
        [{ kind: 'findings', findings: findingLines(refusal.findings, names, locale) }],
        id === null ? [] : [press('roster.publish-reason', text.publishReason[locale], { id }, 'primary')],
      );
    case 'roster.twoPlaces':
      return notice(text.twoPlaces, [{ kind: 'list', items: clashLines(refusal.clashes, desk, names, locale) }]);
    case 'roster.strangers': {
      const known = refusal.people.map((person) => names.person(person)[locale]).filter((name) => name !== '?');
      const line =
        known.length === refusal.people.length ? text.strangers(known.join(separator(locale))) : text.strangersCount(refusal.people.length);
      return notice(text.notPublished, [{ kind: 'text', text: line[locale] }], []);
    }
    case 'roster.noHours': {
      const list = refusal.shifts.slice(0, 5).map(({ on, shift }) => `${dayWords(on)[locale]} ${names.shift(shift)[locale]}`);
      return notice(text.notPublished, [{ kind: 'text', text: text.noHours(list.join(separator(locale)))[locale] }]);
    }
    case 'roster.unchanged':
      return { kind: 'notice', tone: 'info', title: text.unchanged[locale], blocks: [], actions: [typed(words.roster[locale], 'roster')] };
  }
}

const mostClashes = 8;

function clashLines(clashes: readonly Clash[], desk: DeskName, names: Names, locale: Locale): string[] {
  const stay = (one: Clash['first'], to: Locale): string =>
    dutyLine(
      {
        dutyOn: '',
        shiftName: one.desk ?? names.shift(one.shift),
        startsAt: one.startsAt,
        endsAt: one.endsAt,
      },
      desk.zone,
      to,
    );
  const lines = clashes
    .slice(0, mostClashes)
    .map(
      ({ person, first, second }) =>
        text.clash(
          names.person(person),
          { zh: stay(first, 'zh'), en: stay(first, 'en') },
          { zh: stay(second, 'zh'), en: stay(second, 'en') },
        )[locale],
    );
  return clashes.length > mostClashes ? [...lines, words.more(clashes.length - mostClashes)[locale]] : lines;
}

/** `12月3日(周四)早班 07:30–16:00 · 东门` */
const changedLine = (duty: ChangedDuty, desk: DeskName, names: Names, locale: Locale): string =>
  [dutyLine({ ...duty, shiftName: names.shift(duty.shift) }, desk.zone, locale), duty.position ?? []].flat().join(' · ');

/** To one person: all their shifts of a month that is published for the first time. */
export function ownMonthCard(desk: DeskName, month: string, duties: readonly ChangedDuty[], names: Names, locale: Locale): Card {
  const title = text.mineTitle(desk.name, monthWords(month))[locale];
  const lines = duties.map((duty) => changedLine(duty, desk, names, locale));
  const first = text.mineCount(duties.length, lines[0] ?? '')[locale];
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: withColon(title, first, locale),
    blocks: [
      { kind: 'text', text: first },
      { kind: 'list', items: lines },
    ],
    actions: [typed(words.mine[locale], 'mine'), typed(words.roster[locale], `roster ${month}`)],
  };
}

/** To one person: what changed for them, before and after. */
export function ownChangesCard(
  desk: DeskName,
  changes: readonly DutyChange[],
  names: Names,
  by: Words | null,
  reason: string | null,
  locale: Locale,
  because: { readonly request: number | null; readonly line: Words | null } = { request: null, line: null },
): Card {
  const title = text.changedTitle(desk.name)[locale];
  const items = pairChanges(changes).map(({ before, after }) => {
    const old = before === null ? null : changedLine(before, desk, names, locale);
    const now = after === null ? null : changedLine(after, desk, names, locale);
    if (old === null) return text.added(now ?? '')[locale];
    if (now === null) return text.removed(old)[locale];
    if (old !== now || before === null || after === null) return text.moved(old, now)[locale];
    return text.roleChanged(now, roleName(before.role, locale), roleName(after.role, locale))[locale];
  });
  const notes = [
    by === null ? null : text.changedBy(by[locale])[locale],
    because.line === null ? null : because.line[locale],
    because.request === null ? null : text.byRequest(because.request)[locale],
    reason === null ? null : text.reasonGiven(reason)[locale],
  ].filter((note) => note !== null);
  return {
    kind: 'card',
    symbol: '🔁',
    title,
    summary: withColon(title, items[0] ?? '', locale),
    blocks: [
      { kind: 'text', text: items.length === 1 ? (items[0] ?? '') : text.changedCount(items.length)[locale] },
      ...(items.length > 1 ? [{ kind: 'list' as const, items }] : []),
      ...(notes.length > 0 ? [{ kind: 'note' as const, text: notes.join('\n') }] : []),
    ],
    actions: [typed(words.mine[locale], 'mine')],
  };
}

/** A shift lost and one got on the same day are one change. */
export function pairChanges(changes: readonly DutyChange[]): { before: ChangedDuty | null; after: ChangedDuty | null }[] {
  const lost = changes.filter((change) => change.after === null).flatMap((change) => change.before ?? []);
  const pairs: { before: ChangedDuty | null; after: ChangedDuty | null }[] = [];
  for (const { before, after } of changes) {
    if (after === null) continue;
    const swap = before === null ? lost.findIndex((duty) => duty.dutyOn === after.dutyOn) : -1;
    pairs.push({ before: before ?? (swap < 0 ? null : (lost.splice(swap, 1)[0] ?? null)), after });
  }
  const start = (pair: { before: ChangedDuty | null; after: ChangedDuty | null }): number =>
    (pair.after ?? pair.before)?.startsAt.epochMilliseconds ?? 0;
  return [...pairs, ...lost.map((before) => ({ before, after: null }))].sort((a, b) => start(a) - start(b));
}

/** To the channels: the month is published, or changed. Names without a ping; every person has their own message. */
export function channelCard(desk: DeskName, publication: Publication, touched: readonly PersonId[], names: Names, locale: Locale): Card {
  const month = monthWords(publication.month);
  const title = (publication.firstTime ? text.channelTitle : text.channelChanged)(desk.name, month)[locale];
  const duties = publication.changes.filter((change) => change.after !== null).length;
  const list = touched
    .slice(0, 12)
    .map((person) => names.person(person)[locale])
    .join(separator(locale));
  const line = publication.firstTime
    ? text.channelFirst(touched.length, duties)
    : text.channelTouched(touched.length > 12 ? `${list} …(${touched.length})` : list);
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: title,
    blocks: [{ kind: 'text', text: line[locale] }],
    actions: [typed(words.roster[locale], `roster ${publication.month}`), typed(words.mine[locale], 'mine')],
  };
}
