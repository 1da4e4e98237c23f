import type { WebAPICallResult } from '@slack/web-api';
import { z } from 'zod';
import type { Rate } from '../rates.ts';
import type { Conversation, JsonObject, Workspace } from '../state.ts';

/** An answer with `ok: false` and one of Slack's codes. */
export class ApiError extends Error {
  readonly code: string;
  readonly extra: JsonObject;
  constructor(code: string, extra: JsonObject = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

/** What a method is given beside its arguments. */
export interface CallContext {
  readonly workspace: Workspace;
  readonly scopes: ReadonlySet<string>;
  /** `http://127.0.0.1:1234` */
  readonly baseUrl: string;
  /** Milliseconds of a monotonic clock. */
  readonly monotonic: () => number;
  /** A single-use ticket for a socket; null where the app has not turned Socket Mode on. */
  readonly openSocket: () => string | null;
  /** Home and messages tab as the manifest turns them on. */
  readonly tabs: { readonly home: boolean; readonly messages: boolean };
}

export interface Method<Args extends z.ZodObject = z.ZodObject> {
  /** Any one of these is enough; empty: none is needed. */
  readonly scopes: readonly string[];
  readonly rate: Rate;
  readonly token: 'bot' | 'app' | 'none';
  readonly args: Args;
  /** The conversation a call counts against, where the method is limited per channel. */
  readonly channelOf?: (args: z.output<Args>) => string;
  run(args: z.output<Args>, context: CallContext): WebAPICallResult;
}

/** Keeps the types of the arguments inside a method and gives the table one shape. */
export const method = <Args extends z.ZodObject>(spec: Method<Args>): Method => spec as unknown as Method;

/** Arguments as they stand in a form body: everything is text, objects are JSON. */
export const arg = {
  text: z.string(),
  flag: z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1'),
  count: z.coerce.number().int().min(0).max(1000),
  json: z.string().transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  }),
};

export function needScope(context: CallContext, scope: string): void {
  if (context.scopes.has(scope)) return;
  throw new ApiError('missing_scope', { needed: scope, provided: [...context.scopes].join(',') });
}

/** A conversation by its id, or by a person's id: their direct chat with the bot. */
export function conversationOf(context: CallContext, id: string): Conversation {
  const { workspace } = context;
  const found = workspace.conversations.get(id) ?? workspace.direct(id);
  if (found === undefined) throw new ApiError('channel_not_found');
  return found;
}

/** A page of a list, with Slack's cursor: base64 of where to go on. */
export function page<Item>(items: readonly Item[], cursor: string | undefined, limit: number): { items: readonly Item[]; next: string } {
  const from =
    cursor === undefined || cursor === '' ? 0 : Number(/^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1] ?? Number.NaN);
  if (Number.isNaN(from)) throw new ApiError('invalid_cursor');
  const end = from + limit;
  return { items: items.slice(from, end), next: end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '' };
}
