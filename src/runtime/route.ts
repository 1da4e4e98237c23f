import type { z } from 'zod';
import type { DeskId } from '../core/ids.ts';
import type { Locale, Words } from '../core/locale.ts';
import type { Instant } from '../core/time.ts';
import type { Card } from '../view/view.ts';
import type { Ctx, PersonCtx } from './context.ts';
import type { IncomingFile, MentionedUser, Platform, Quoted } from './intent.ts';
import type { Reply } from './reply.ts';

/** A button or form of a slice. `id` is the wire format `slice.verb`; `args` is checked at the door. */
export interface Route<Args extends z.ZodType = z.ZodType> {
  readonly id: string;
  readonly args: Args;
  /** Forms: the submitted values. Absent for buttons. */
  readonly values?: z.ZodType;
  /** Someone no desk knows may use it too (setting up the first desk). */
  readonly open?: true;
  run(ctx: PersonCtx, args: z.output<Args>, values: never): Promise<Reply>;
}

/** A word people type. `words` are matched whole, without case, longest first; `slack` is `/duty who` → `who`, or a command of its own. */
export interface Command {
  readonly id: string;
  /** `谁值班`, `who` … the first of each language is the one help shows. */
  readonly words: { readonly zh: readonly string[]; readonly en: readonly string[] };
  /** Slack: the command and the words after it, e.g. `{ command: 'clock', sub: 'in' }`; `{ command: 'duty', sub: 'who' }`. */
  readonly slack: { readonly command: string; readonly sub: string };
  readonly summary: Words;
  /** What may follow: `[班组] [时间]` · `[desk] [when]`. */
  readonly usage: Words;
  /** False: someone the desk does not know may use it too (help). Default true. */
  readonly membersOnly?: boolean;
  /** True: asked by mentioning the bot in a channel, the answer goes to the channel (who is on duty); otherwise to the person. */
  readonly inChannel?: boolean;
  run(
    ctx: PersonCtx,
    said: {
      readonly text: string;
      readonly mentions: readonly MentionedUser[];
      /** The message it replies to. */
      readonly quoted?: Quoted | null;
    },
  ): Promise<Reply>;
}

/** A row of due work, as its handler sees it. */
export interface DueItem<Payload> {
  readonly key: string;
  readonly dueAt: Instant;
  readonly desk: DeskId | null;
  readonly payload: Payload;
}

/** Work that came due. The row is marked done in the same statement as the unit. */
export interface DueHandler<Payload extends z.ZodType = z.ZodType> {
  readonly kind: string;
  readonly payload: Payload;
  /** What it is, for the sandbox's "next due" and for operators. */
  readonly title: Words;
  run(ctx: Ctx, due: DueItem<z.output<Payload>>): Promise<void>;
  /**
   * Rows of one organisation that came due together are saved in one unit, each decided by `run` side by side with the others: for work of which a
   * thousand desks have one at the same minute, and of which no two touch the same row. Where it fails, each is run by itself.
   */
  readonly sharesUnit?: true;
  /** The same, where many are decided faster at once. */
  runAll?(ctx: Ctx, dues: readonly DueItem<z.output<Payload>>[]): Promise<void>;
}

/** A live card: `kind` is the part of the subject before the slash. Null when the subject is gone. */
export interface Subject {
  readonly kind: string;
  view(ctx: Ctx, id: string, locale: Locale): Promise<Card | null>;
}

/** Plans what is due between two moments for one desk; called at publication, hourly and at start. Idempotent: keys are unique. */
export interface Planner {
  readonly id: string;
  plan(ctx: Ctx, desk: DeskId, from: Instant, to: Instant): Promise<void>;
}

/** Files a slice sends through the outbox; `kind` is the part of the reference before the slash. Null when it is gone, or not for this person any more. */
export interface FileSource {
  readonly kind: string;
  load(ctx: Ctx, id: string): Promise<{ readonly name: string; readonly content: Buffer } | null>;
}

/** A channel in which a messenger would not pin a message. */
export interface PinRefused {
  readonly platform: Platform;
  readonly channelId: string;
  /** Its name, where it is known. */
  readonly channel: string | null;
  readonly desks: readonly DeskId[];
  /** What somebody has to grant or clear away. */
  readonly remedy: Words;
}

/** What a slice hands to the register. */
export interface Slice {
  readonly name: string;
  readonly routes?: readonly Route[];
  readonly commands?: readonly Command[];
  readonly due?: readonly DueHandler[];
  readonly subjects?: readonly Subject[];
  readonly planners?: readonly Planner[];
  readonly files?: readonly FileSource[];
  /** A file sent to the bot in the direct chat. Null: not mine. */
  readonly file?: (
    ctx: PersonCtx,
    file: { readonly meta: IncomingFile; readonly text: string; read(maxBytes: number): Promise<Buffer> },
  ) => Promise<Reply | null>;
  /** A message somebody sent earlier was edited. Null: not mine. */
  readonly edited?: (ctx: PersonCtx, text: string) => Promise<Reply | null>;
  /** A message could not be pinned. Called once for a channel and cause, until a pin works there again; what it tells is saved with that. */
  readonly pinRefused?: (ctx: Ctx, refused: PinRefused) => Promise<void>;
  /** The home page (one slice has it). */
  readonly home?: (ctx: PersonCtx) => Promise<Reply>;
}

/** Keeps the types of `args` and `values` inside a route and gives the register one shape. */
export function route<Args extends z.ZodType, Values extends z.ZodType>(
  id: string,
  spec: { args: Args; values?: Values; open?: true; run(ctx: PersonCtx, args: z.output<Args>, values: z.output<Values>): Promise<Reply> },
): Route {
  return { id, ...spec } as unknown as Route;
}

export function dueHandler<Payload extends z.ZodType>(handler: DueHandler<Payload>): DueHandler {
  return handler as unknown as DueHandler;
}
