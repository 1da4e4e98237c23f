import { z } from 'zod';
import { nameSchema, wordsSchema } from '../schema/scalars.ts';

/** A kind of event as data: what it is called, what people type for it, what it belongs to. */
export const eventTypeSchema = z.strictObject({
  name: wordsSchema,
  /** What people may type for it; the longest word of a line decides. */
  words: z.strictObject({ zh: z.array(z.string().min(1)), en: z.array(z.string().min(1)) }),
  /** Wider events it is one of, nearest first: rules about those hold where none is about itself. */
  is: z.array(nameSchema).default([]),
  /** Processes that are open as long as it is: they may freeze a hand-over. */
  opens: z.array(nameSchema).default([]),
  /** Severity it has where nobody says otherwise. */
  severity: nameSchema.optional(),
  /** It is for those who have to know alone: channels are not told. */
  quiet: z.boolean().default(false),
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

/** An event and what it is one of, nearest first. */
export function widerEvents(code: string, events: readonly EventType[]): readonly string[] {
  const found: string[] = [code];
  for (const one of found)
    for (const wider of events.find((event) => event.code === one)?.is ?? []) if (!found.includes(wider)) found.push(wider);
  return found;
}

/** The event a typed line names: the one with the longest of its words in the line; null where none is. English words count as whole words. */
export function eventIn(line: string, events: readonly EventType[]): EventType | null {
  const text = line.toLowerCase();
  const hits = events.flatMap((event) =>
    [...event.words.zh, event.name.zh]
      .filter((word) => text.includes(word.toLowerCase()))
      .concat([...event.words.en, event.name.en].filter((word) => hasWord(text, word.toLowerCase())))
      .map((word) => ({ event, length: word.length * (/[^\x20-\x7e]/.test(word) ? 3 : 1) })),
  );
  return hits.toSorted((left, right) => right.length - left.length)[0]?.event ?? null;
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return true;
  return false;
}

const isLetter = (character: string | undefined): boolean => character !== undefined && /[a-z0-9]/.test(character);
