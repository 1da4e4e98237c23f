import { z } from 'zod';
import { nameSchema, wordsSchema } from '../schema/scalars.ts';

/** A kind of event as data: what it is called, what people type for it, what it belongs to. */
export const eventTypeSchema = z.strictObject({
  name: wordsSchema,
  /** What people may type for it; the longest word of a line decides. A word may be that of an event and of one it is part of, too. */
  words: z.strictObject({ zh: z.array(z.string().min(1)), en: z.array(z.string().min(1)) }),
  /** What looks like it and is not (`fire drill`): it counts for nothing in a line. */
  except: z.strictObject({ zh: z.array(z.string().min(1)), en: z.array(z.string().min(1)) }).optional(),
  /** Wider events it is one of, nearest first: rules about those hold where none is about itself. */
  is: z.array(nameSchema).default([]),
  /** Processes that are open as long as it is: they may freeze a hand-over. */
  opens: z.array(nameSchema).default([]),
  /** Severity it has where nobody says otherwise. */
  severity: nameSchema.optional(),
  /** It is for those who have to know alone: channels are not told. */
  quiet: z.boolean().default(false),
  /** It is about somebody of the desk: channels read that it is, not what was said nor who said it, and only those who were told and leads read more. */
  personal: z.boolean().default(false),
  /** It says that something happened, not what: where rules speak of it and of nothing nearer, what nobody recognised goes by them. */
  general: z.boolean().default(false),
});
export type EventType = z.output<typeof eventTypeSchema> & { readonly code: string };

/** A question about an incident: a fact that rules ask about, in words, with the answers there are. */
export const eventQuestionSchema = z.strictObject({
  ask: wordsSchema,
  kind: z.enum(['flag', 'choice', 'choices', 'number']),
  options: z
    .array(z.strictObject({ value: nameSchema, label: wordsSchema }))
    .min(1)
    .optional(),
});
export type EventQuestion = z.output<typeof eventQuestionSchema> & { readonly fact: string };

export const eventsSchema = z.strictObject({
  events: z.record(nameSchema, eventTypeSchema),
  /** From light to grave. */
  severities: z.record(nameSchema, wordsSchema),
  questions: z.record(nameSchema, eventQuestionSchema),
});

/** Events, severities from light to grave, and questions, as they are shipped. */
export interface EventWords {
  readonly events: readonly EventType[];
  readonly severities: readonly { readonly code: string; readonly name: { readonly zh: string; readonly en: string } }[];
  readonly questions: readonly EventQuestion[];
}

/** The event of a line that names none. */
export const anyEvent = 'incident';

/** An event and what it is one of, nearest first. */
export function widerEvents(code: string, events: readonly EventType[]): readonly string[] {
  const found: string[] = [code];
  for (const one of found)
    for (const wider of events.find((event) => event.code === one)?.is ?? []) if (!found.includes(wider)) found.push(wider);
  return found;
}

/**
 * An event and what it is one of; where the desk's rules (`routed`: the codes they speak of) speak of none of these and it is an incident that is not quiet,
 * also the broadest general event they speak of, which `general` names. Null: it goes by its own, or there is none.
 */
export function eventsMeant(
  code: string,
  events: readonly EventType[],
  routed: readonly string[],
): { readonly events: readonly string[]; readonly general: EventType | null } {
  const own = widerEvents(code, events);
  const quiet = events.some((event) => event.code === code && event.quiet);
  if (quiet || !own.includes(anyEvent) || own.some((one) => routed.includes(one))) return { events: own, general: null };
  const broad = events.filter((event) => event.general && routed.includes(event.code));
  const general =
    broad.find((event) => !broad.some((other) => other !== event && widerEvents(event.code, events).includes(other.code))) ?? null;
  return { events: general === null ? own : [...new Set([...own, ...widerEvents(general.code, events)])], general };
}

/**
 * The event a typed line names: the one with the longest of its words in the line; null where none is. English words count as whole words, also in the
 * plural, whatever articles and auxiliary verbs stand between them. What is said not to be so (`no smoke`, `没有隐患`) counts for nothing. A word of several
 * events stands for the nearest of those the desk's rules speak of (`routed`: their codes), else for the first of them.
 */
export function eventIn(line: string, events: readonly EventType[], routed: readonly string[] = []): EventType | null {
  const text = plain(line);
  const hits = events.flatMap((event) => {
    const own = without(text, event.except);
    return [...event.words.zh, event.name.zh, ...event.words.en, event.name.en]
      .filter((word) => names(own, plain(word)))
      .map((word) => ({ event, word, length: plain(word).length * (isEnglish(word) ? 1 : 3) }));
  });
  const [longest] = hits.toSorted((left, right) => right.length - left.length);
  if (longest === undefined) return null;
  const spoken = hits.flatMap(({ event, word }) => (word === longest.word && routed.includes(event.code) ? [event] : []));
  const nearest = spoken.find((event) => !spoken.some((other) => other !== event && widerEvents(other.code, events).includes(event.code)));
  return nearest ?? longest.event;
}

const isEnglish = (word: string): boolean => !/[^\x20-\x7e]/.test(word);

/** Small letters, without what may be left out in English: `the guard has left his post` is `guard left post`. */
const plain = (line: string): string =>
  line
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/(?<![a-z'-])(?:the|an?|his|her|their|its|our|my|your|is|are|was|were|has|have|had|been|being)(?![a-z'-])\s*/g, '')
    .replace(/\s+/g, ' ');

const without = (text: string, except: EventType['except']): string =>
  [...(except?.zh ?? []), ...(except?.en ?? [])].map(plain).reduce((rest, phrase) => rest.replaceAll(phrase, '\n'), text);

/** Whether the word stands somewhere in the text and is not denied there. */
function names(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if ((!isEnglish(word) || isWhole(text, at, at + word.length)) && !denied.test(text.slice(0, at))) return true;
  return false;
}

const denied = /(?:(?<![a-z])(?:no|not|without|never)(?: any)?\s|(?:没有?|无|未|不是|并非)(?:发现|发生|出现|任何)?)$/;

const isWhole = (text: string, from: number, to: number): boolean =>
  !isLetter(text[from - 1]) && !isLetter(text[text[to] === 's' ? to + 1 : to]);

const isLetter = (character: string | undefined): boolean => character !== undefined && /[a-z0-9]/.test(character);
