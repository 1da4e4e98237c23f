import { z } from 'zod';
import type { Words } from '../core/locale.ts';
import { Temporal } from '../core/time.ts';

/** A request the page server does not carry out. `problems` name the fields that are wrong. */
export class PageRefusal extends Error {
  readonly status: number;
  readonly words: Words;
  readonly problems: readonly { readonly path: string; readonly message: string }[];

  constructor(status: number, words: Words, problems: readonly { path: string; message: string }[] = []) {
    super(words.en);
    this.status = status;
    this.words = words;
    this.problems = problems;
  }
}

const conversation = z.string().min(1).max(100);
/** Block values, form values and elements are the platform's own; the sandbox server they go to judges them. */
const platformValue = z.json();

const file = z.strictObject({
  name: z.string().min(1).max(255),
  mimeType: z.string().max(255).default('application/octet-stream'),
  /** Bytes as base64. */
  content: z.base64().transform((text) => Buffer.from(text, 'base64')),
});

/** What the page may ask of a client, by the last word of the path. */
export const requests = {
  say: z
    .strictObject({ conversation, text: z.string().max(40_000).default(''), files: z.array(file).max(5).default([]) })
    .refine((body) => body.text.trim() !== '' || body.files.length > 0, 'a message needs a text or a file'),
  command: z.strictObject({
    conversation,
    command: z.string().regex(/^\/\S+$/, 'a command starts with /'),
    text: z.string().max(10_000).default(''),
  }),
  press: z.strictObject({
    where: z.union([z.literal('home'), z.literal('modal'), z.strictObject({ message: z.string().min(1), conversation })]),
    element: platformValue,
    values: platformValue.default({}),
  }),
  submit: z.strictObject({ values: platformValue }),
  close: z.strictObject({}),
  'open-home': z.strictObject({}),
  menu: z.strictObject({ key: z.string().min(1) }),
  shortcut: z.strictObject({ conversation, message: z.string().min(1), callbackId: z.string().min(1) }),
  react: z.strictObject({ conversation, message: z.string().min(1), emoji: z.string().regex(/^[a-z0-9_+-]{1,50}$/) }),
  reply: z.strictObject({ conversation, message: z.string().min(1), text: z.string().trim().min(1).max(40_000) }),
  edit: z.strictObject({ conversation, message: z.string().min(1), text: z.string().trim().min(1).max(40_000) }),
  read: z.strictObject({ conversation }),
} as const;

/** Where the clock is asked to go. */
export type ClockMove =
  | { readonly kind: 'to'; readonly at: Temporal.Instant; readonly downtime: boolean }
  | { readonly kind: 'by'; readonly duration: Temporal.Duration; readonly downtime: boolean }
  | { readonly kind: 'next' };

const instant = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue({ code: 'custom', message: `"${text}" is not a moment with an offset, such as 2026-12-01T07:20:00+08:00` });
    return z.NEVER;
  }
});
const duration = z.string().transform((text, context) => {
  try {
    const parsed = Temporal.Duration.from(text);
    if (parsed.sign > 0) return parsed;
  } catch {
    // Falls through to the one message both cases share.
  }
  context.addIssue({ code: 'custom', message: `"${text}" is not a positive ISO 8601 duration, such as PT2H or P1D` });
  return z.NEVER;
});

const clockRequests = {
  now: z.strictObject({ now: instant, downtime: z.boolean().default(false) }),
  advance: z.strictObject({ advance: duration, downtime: z.boolean().default(false) }),
  next: z.strictObject({ next: z.literal(true) }),
};

/** Reads a body of `POST /sandbox/clock`. Throws {@link PageRefusal}. */
export function readClockMove(body: unknown): ClockMove {
  const keys = typeof body === 'object' && body !== null ? Object.keys(body) : [];
  if (keys.includes('now')) {
    const { now, downtime } = parse(clockRequests.now, body);
    return { kind: 'to', at: now, downtime };
  }
  if (keys.includes('advance')) {
    const { advance, downtime } = parse(clockRequests.advance, body);
    return { kind: 'by', duration: advance, downtime };
  }
  if (keys.includes('next')) {
    parse(clockRequests.next, body);
    return { kind: 'next' };
  }
  throw new PageRefusal(400, {
    zh: '时钟要的是 {"now": "2026-12-01T07:20:00+08:00"}、{"advance": "PT2H"} 或 {"next": true}。',
    en: 'The clock takes {"now": "2026-12-01T07:20:00+08:00"}, {"advance": "PT2H"} or {"next": true}.',
  });
}

/** Checks a value against a schema. Throws {@link PageRefusal} that names every wrong field. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({ path: issue.path.join('.') || '(body)', message: issue.message }));
  const list = problems.map((problem) => `${problem.path}: ${problem.message}`).join('; ');
  throw new PageRefusal(400, { zh: `请求有误:${list}`, en: `The request is wrong: ${list}` }, problems);
}
