import type { Words } from '../../core/locale.ts';
import type { Zone } from '../../core/time.ts';
import {
  type EventQuestion,
  type EventType,
  type EventWords,
  eventIn,
  eventsMeant,
  eventsRouted,
  eventWords,
  factsAsked,
  type Policy,
  type Route,
  routeIncident,
} from '../../policy/index.ts';
import type { Incident } from './incident.ts';
import type { WholeIncident, WrittenReport } from './incident-record.ts';
import type { Provided } from './steps.ts';
import { text } from './text.ts';

type Rules = Pick<Policy, 'escalations' | 'unitKinds' | 'calendar'>;
type Facts = Incident['facts'];

/** An event by its code; one the shipped list does not know is shown by its code. */
export function eventOf(code: string, { events }: EventWords): EventType {
  return (
    events.find((event) => event.code === code) ?? {
      code,
      name: { zh: code, en: code },
      words: { zh: [], en: [] },
      is: [],
      opens: [],
      quiet: false,
      personal: false,
      general: false,
    }
  );
}

/** What everybody on the desk may read of an incident, in a log, a task or a hand-over: of a quiet event not what happened. */
export const sharedWords = ({ event, line }: Pick<Incident, 'event' | 'line'>): Words =>
  eventOf(event, eventWords()).quiet ? text.quiet : { zh: line, en: line };

/** What a line says by itself: the event, of those the desk's rules speak of (`routed`) first, how grave it is, and whether it is within one's authority. */
export function readLine(
  line: string,
  words: EventWords,
  routed: readonly string[] = [],
): { readonly event: EventType | null; readonly facts: Readonly<Record<string, string | boolean>> } {
  const parts = line
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s,.;:、。!?()]+/u);
  const event = eventIn(line.normalize('NFKC'), words.events, routed);
  // `urgent` by itself says how grave it is; in `urgent meeting` it is part of the event's own name.
  const own = new Set(event?.words.en.flatMap((word) => word.toLowerCase().split(' ')));
  const says = (name: string): boolean => parts.includes(name) && !own.has(name);
  const severity = words.severities.findLast(({ name }) => says(name.zh) || says(name.en.toLowerCase()));
  return {
    event,
    facts: {
      ...(severity === undefined ? {} : { severity: severity.code }),
      ...(parts.some((part) => withinWords.has(part)) ? { within_authority: true } : {}),
      ...(parts.some((part) => beyondWords.has(part)) ? { within_authority: false } : {}),
    },
  };
}

const withinWords: ReadonlySet<string> = new Set(['职权内', '能处理']);
const beyondWords: ReadonlySet<string> = new Set(['超出职权', '处理不了']);

/** Only those who were told, and leads, read what it is about. */
export const isDiscreet = ({ quiet, personal }: Pick<EventType, 'quiet' | 'personal'>): boolean => quiet || personal;

/** Whether its kind was not recognised when it was reported, and nobody has said since what it is. */
export const isUnrecognised = ({ lines }: Pick<WholeIncident, 'lines'>): boolean =>
  lines.some(({ kind, detail }) => kind === 'opened' && detail.recognised === false) && lines.every(({ kind }) => kind !== 'event');

/** The general event by whose rules an incident goes; null: it goes by its own, or by none. */
export const generalOf = (policy: Rules, { event }: Pick<Incident, 'event'>, { events }: EventWords): EventType | null =>
  eventsMeant(event, events, eventsRouted(policy)).general;

/** Where it goes by the desk's rules, as far as it is known. */
export function routeOf(
  policy: Rules,
  zone: Zone,
  incident: Pick<Incident, 'event' | 'facts' | 'knownAt' | 'openedAt'>,
  words: EventWords,
): Route {
  const { severity, ...facts } = incident.facts;
  return routeIncident(policy, {
    events: eventsMeant(incident.event, words.events, eventsRouted(policy)).events,
    severity: typeof severity === 'string' ? severity : (eventOf(incident.event, words).severity ?? null),
    facts: asFacts(facts, words.questions),
    knownAt: incident.knownAt,
    reportedAt: incident.openedAt,
    zone,
  });
}

const listSign = ',';

/** Several choices are kept in one text. */
export const choicesText = (values: readonly string[]): string => values.join(listSign);

const asFacts = (facts: Facts, questions: readonly EventQuestion[]): Record<string, string | number | boolean | readonly string[]> =>
  Object.fromEntries(
    Object.entries(facts).map(([fact, value]) => {
      const several = questions.some((question) => question.fact === fact && question.kind === 'choices');
      return [fact, several && typeof value === 'string' ? value.split(listSign) : value];
    }),
  );

/** The questions that are still open, in the order of the rules. How grave it is is asked although the event has a usual gravity. */
export function questionsOf(policy: Rules, incident: Pick<Incident, 'event' | 'facts'>, words: EventWords): readonly EventQuestion[] {
  const asked = factsAsked(
    policy,
    eventsMeant(incident.event, words.events, eventsRouted(policy)).events,
    asFacts(incident.facts, words.questions),
  );
  return asked.flatMap((fact) => words.questions.find((question) => question.fact === fact) ?? []);
}

/** An answer in words. */
export function answerWords(question: EventQuestion, value: string | number | boolean): Words {
  if (typeof value === 'boolean') return value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' };
  const label = (one: string): Words => question.options?.find((option) => option.value === one)?.label ?? { zh: one, en: one };
  const labels = String(value).split(listSign).map(label);
  return { zh: labels.map(({ zh }) => zh).join('、'), en: labels.map(({ en }) => en).join(', ') };
}

/** Reads the answer of a button or form; null: it is none of those there are. */
export function readAnswer(question: EventQuestion, typed: string): string | number | boolean | null {
  switch (question.kind) {
    case 'flag':
      return typed === 'yes' ? true : typed === 'no' ? false : null;
    case 'number': {
      const value = typed.trim() === '' ? Number.NaN : Number(typed.normalize('NFKC'));
      return Number.isFinite(value) && value >= 0 ? value : null;
    }
    case 'choice':
      return question.options?.some(({ value }) => value === typed) === true ? typed : null;
    case 'choices': {
      const values = typed.split(listSign);
      return values.every((one) => question.options?.some(({ value }) => value === one) === true) ? typed : null;
    }
  }
}

/** `#2026-118`: by the year of the desk in which it was opened. */
export const numberOf = ({ number, openedAt }: Pick<Incident, 'number' | 'openedAt'>, zone: Zone): string =>
  `#${openedAt.toZonedDateTimeISO(zone).year}-${number}`;

/** The newest written report; null: none was handed in. */
export function reportOf({ lines }: Pick<WholeIncident, 'lines'>): WrittenReport | null {
  const line = lines.findLast(({ kind }) => kind === 'report');
  if (line === undefined || line.by === null) return null;
  const said = (name: string): string => String(line.detail[name] ?? '');
  return { course: line.text, cause: said('cause'), handling: said('handling'), outcome: said('outcome'), by: line.by, at: line.at };
}

/** What is there of what notices may need. */
export const providedFor = (whole: WholeIncident): Provided => ({
  has: [
    ...whole.lines.flatMap(({ kind, detail }) => (kind === 'provided' && typeof detail.what === 'string' ? [detail.what] : [])),
    ...(whole.lines.some(({ kind }) => kind === 'entry') ? ['registered'] : []),
  ],
  reported: reportOf(whole) !== null,
});
