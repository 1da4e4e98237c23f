import { formatMoment, formatTime } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import type { Citation, EventType } from '../../policy/index.ts';
import { notice } from '../../view/build.ts';
import type { Action, FindingLine, Notice, StateBadge } from '../../view/view.ts';
import { codeWords, type Desk, roleName } from '../people/index.ts';
import { sourceOf } from '../roster/index.ts';
import type { Incident } from './incident.ts';
import { numberOf } from './incident-case.ts';
import type { IncidentNotice, WholeIncident } from './incident-record.ts';
import { text } from './text.ts';

export const noDesk = (ctx: { readonly locale: Locale }) => ({
  kind: 'say' as const,
  locale: ctx.locale,
  view: notice('warn', text.noDesk, [text.noDeskWhy], ctx.locale),
});

/** One line with its regulation. */
export function citedLine(level: FindingLine['level'], words: Words, cites: readonly Citation[], locale: Locale): FindingLine {
  const source = sourceOf(cites, locale);
  return { level, text: words[locale], ...(source === null ? {} : { source }) };
}

export type Names = ReadonlyMap<PersonId, { readonly name: Words; readonly phone: string | null }>;

const unknown: Words = { zh: '?', en: '?' };
export const nameIn = (names: Names, person: PersonId): Words => names.get(person)?.name ?? unknown;

/** The role or place a rule names. */
export const receiverName = (word: string): Words => ({ zh: named(word, 'zh'), en: named(word, 'en') });
const named = (word: string, locale: Locale): string => {
  const role = roleName(word, locale);
  return role === word ? codeWords(word, locale) : role;
};

export const listOf = (items: readonly Words[]): Words => ({
  zh: items.map(({ zh }) => zh).join('、'),
  en: items.map(({ en }) => en).join(', '),
});

/** `班长 陈队`; a place outside by its name alone. */
export function receiverWords({ word, person }: Pick<IncidentNotice, 'word' | 'person'>, names: Names): Words {
  const role = receiverName(word);
  if (person === null) return role;
  const { zh, en } = nameIn(names, person);
  return { zh: `${role.zh} ${zh}`, en: `${role.en} ${en}` };
}

/** Who was reached by hand and how, as it is kept: `王主任 · phone`. */
export const reachedText = (who: string, how: string): string => `${who} · ${how}`;

/** That in words; what is kept in words already stays as it is. */
export function reachedWords(kept: string): Words {
  const [, who = '', code = kept] = /^(.*) · ([a-z-]+)$/s.exec(kept) ?? [];
  const how = text.confirmForm.hows.find(({ value }) => value === code)?.label;
  if (how === undefined) return { zh: kept, en: kept };
  return who === '' ? how : { zh: `${who} · ${how.zh}`, en: `${who} · ${how.en}` };
}

export const momentWords = (at: Instant, desk: Pick<Desk, 'zone'>): Words => ({
  zh: formatMoment(at, desk.zone, 'zh'),
  en: formatMoment(at, desk.zone, 'en'),
});

/** The time alone on the same day, else with the day. */
export function timeWords(at: Instant, now: Instant, desk: Pick<Desk, 'zone'>): Words {
  const day = (one: Instant): string => one.toZonedDateTimeISO(desk.zone).toPlainDate().toString();
  if (day(at) !== day(now)) return momentWords(at, desk);
  const time = formatTime(at, desk.zone);
  return { zh: time, en: time };
}

/** `火情 #2026-118`; without the number while it is being opened. */
export function titleOf(event: Pick<EventType, 'name'>, incident: Incident, desk: Pick<Desk, 'zone'>): Words {
  const number = incident.number === 0 ? '' : ` ${numberOf(incident, desk.zone)}`;
  return { zh: `${event.name.zh}${number}`, en: `${event.name.en}${number}` };
}

const tones: Readonly<Record<Incident['state'], StateBadge['tone']>> = { open: 'orange', handled: 'blue', closed: 'green' };

/** It was closed because nothing had happened. */
export const isFalseAlarm = ({ incident, lines }: Pick<WholeIncident, 'incident' | 'lines'>): boolean =>
  incident.state === 'closed' &&
  lines.findLast(({ kind }) => kind === 'closed' || kind === 'false-alarm' || kind === 'reopened')?.kind === 'false-alarm';

export function badgeOf(whole: WholeIncident, locale: Locale): StateBadge {
  const { incident } = whole;
  if (isFalseAlarm(whole)) return { word: text.falseAlarm[locale], tone: 'grey' };
  return { word: text.states[incident.state][locale], tone: tones[incident.state] };
}

/** The answer to opening: what was understood, who was told, whom to phone. */
export function openedNotice(
  given: {
    readonly whole: WholeIncident;
    readonly desk: Desk;
    readonly event: EventType;
    readonly recognised: boolean;
    /** The general event by whose rules it goes, where none speaks of its own. */
    readonly general: Pick<EventType, 'name'> | null;
    readonly names: Names;
    readonly missed: readonly PersonId[];
  },
  locale: Locale,
): Notice {
  const { whole, desk, event, names, missed } = given;
  const { notices, incident } = whole;
  const each = (list: readonly IncidentNotice[]): Words => listOf(unique(list.map((one) => receiverWords(one, names))));
  const told = notices.filter(({ state, person, kind }) => state === 'told' && person !== null && kind !== 'call');
  const roll = notices.filter(({ kind, state }) => kind === 'call' && state === 'told');
  const byHand = notices.filter(({ state, person }) => state === 'told' && person === null);
  const nobody =
    notices.every(({ person, state }) => person === null && state === 'told') && notices.every(({ lane }) => lane === 'no-rule');
  const lines: (Words | string | null)[] = [
    incident.line,
    given.recognised ? null : text.unknownEvent((given.general ?? event).name),
    told.length > 0 ? text.toldNow(each(told)) : null,
    roll.length > 0 ? { zh: `已叫全员 ${roll.length} 人到岗`, en: `Called out everybody: ${roll.length}` } : null,
    byHand.length > 0 && !nobody ? text.byHandNow(each(byHand)) : null,
    missed.length > 0 ? text.unreached(listOf(missed.map((person) => withPhone(person, names)))) : null,
    nobody ? text.nobodyWhy : null,
    desk.name,
    text.cardBelow,
  ];
  const title = nobody
    ? { zh: `${text.opened(event.name).zh} · ${text.nobody.zh}`, en: `${text.opened(event.name).en} · ${text.nobody.en}` }
    : text.opened(event.name);
  return notice(nobody ? 'warn' : 'ok', title, lines, locale);
}

export const unique = (items: readonly Words[]): readonly Words[] =>
  items.filter((item, at) => items.findIndex(({ zh }) => zh === item.zh) === at);

export const withPhone = (person: PersonId, names: Names): Words => {
  const name = nameIn(names, person);
  const phone = names.get(person)?.phone ?? null;
  return phone === null ? name : text.phone(name, phone);
};

export const falseAlarm = (id: string, locale: Locale): Action => ({
  kind: 'press',
  route: 'incident.false-alarm',
  args: { id },
  label: text.buttons.falseAlarm[locale],
  confirm: {
    title: text.falseAsk[locale],
    text: text.falseAskText[locale],
    yes: text.buttons.falseAlarm[locale],
    no: text.form.cancel[locale],
  },
});
