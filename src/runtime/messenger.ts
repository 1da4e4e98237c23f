import type { PersonId } from '../core/ids.ts';
import type { Locale } from '../core/locale.ts';
import type { Card, Home, Notice } from '../view/view.ts';
import type { Intent, MessengerEvent, Platform } from './intent.ts';
import type { Reply } from './reply.ts';

/** Where a message goes: a channel, or the direct chat with a person (messenger user id). */
export interface Destination {
  readonly kind: 'channel' | 'person';
  readonly id: string;
}

/** The handle of a sent message: Slack `channel` + `ts`, Feishu `chat_id` + `message_id`. */
export interface MessageRef {
  readonly channelId: string;
  readonly messageId: string;
}

export interface Outgoing {
  /** UUID of the outbox row: Feishu `uuid`, Slack message metadata. */
  readonly outboxId: string;
  readonly to: Destination;
  readonly view: Card | Notice | Home;
  readonly locale: Locale;
  /** Messenger user ids of the people mentioned in the view; who is absent is named without a ping. */
  readonly userIds: ReadonlyMap<PersonId, string>;
}

export interface Edit extends Omit<Outgoing, 'to'> {
  readonly ref: MessageRef;
}

/** A file for one person, sent to their direct chat. `name` is what they read. Feishu takes at most 30 MB, Slack more. */
export interface OutgoingFile {
  /** UUID of the outbox row: Feishu `uuid`. What was uploaded is found again by its name, in Slack also by its size. */
  readonly outboxId: string;
  readonly to: Destination;
  readonly name: string;
  readonly content: Buffer;
}

/**
 * A call to a messenger that did not succeed. `kind` decides what the outbox does:
 * `rate` waits `retryAfterMs` · `network` retries with back-off and is *ambiguous* (it may have been delivered) · `quota` waits until the 1st
 * · `auth`, `permission`, `gone`, `invalid` park the message until an operator acts. `remedy` says in both languages what to do.
 */
export type MessengerErrorKind = 'rate' | 'network' | 'quota' | 'auth' | 'permission' | 'gone' | 'invalid';

export class MessengerError extends Error {
  readonly platform: Platform;
  readonly kind: MessengerErrorKind;
  /** The platform's own code (`not_in_channel`, `230002`). */
  readonly code: string;
  readonly retryAfterMs: number | null;
  readonly remedy: { readonly zh: string; readonly en: string };

  constructor(fields: {
    platform: Platform;
    kind: MessengerErrorKind;
    code: string;
    remedy: { zh: string; en: string };
    retryAfterMs?: number | null;
    cause?: unknown;
  }) {
    super(`${fields.platform} ${fields.kind} (${fields.code}): ${fields.remedy.en}`, { cause: fields.cause });
    this.platform = fields.platform;
    this.kind = fields.kind;
    this.code = fields.code;
    this.retryAfterMs = fields.retryAfterMs ?? null;
    this.remedy = fields.remedy;
  }
}

/** What a messenger is asked to do with a message. */
export type CallKind = 'send' | 'edit' | 'home' | 'file' | 'pin' | 'unpin';

/** The buckets a call draws from before it is made, e.g. `{ key: 'chat:oc_1', perSecond: 5, burst: 5 }`. All must have a token. */
export interface RateBucket {
  readonly key: string;
  readonly perSecond: number;
  readonly burst: number;
}

export interface MessengerStatus {
  readonly state: 'up' | 'down' | 'degraded';
  /** Why it is not up, for an admin. */
  readonly cause: { readonly zh: string; readonly en: string } | null;
}

/** What the transport hands over to; the promise settles when everything is committed. */
export interface Inbound {
  intent(intent: Intent): Promise<Reply>;
  event(event: MessengerEvent): Promise<void>;
}

/** A request on the bot's one HTTP port. `body` is raw. */
export interface WebRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** What stood for the `:names` of the route's path. */
  readonly params?: Readonly<Record<string, string>>;
}
export interface WebResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}
/**
 * A path of the HTTP port, without the query; `/calendar/:token.ics` matches one segment per `:name`. `maxBytes` bounds the body; larger
 * requests get 413 before the handler sees them.
 */
export interface WebRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly maxBytes: number;
  handle(request: WebRequest): Promise<WebResponse>;
}

export interface FoundUser {
  readonly userId: string;
  readonly name: string;
  readonly email: string | null;
  readonly external: boolean;
}

/** One messenger, as the runtime and the composition root see it. Implemented by `slack/` and `feishu/`; knows no feature. */
export interface Messenger {
  readonly platform: Platform;
  /** Team id or tenant key once known (after `start`). */
  tenant(): string | null;
  /** Routes for the HTTP port; empty where the transport is a socket. */
  readonly webRoutes: readonly WebRoute[];
  /** Connects; never throws because the messenger is down (that is a status), only for unusable configuration. */
  start(inbound: Inbound): Promise<void>;
  stop(): Promise<void>;
  status(): MessengerStatus;
  /** The buckets a call draws from. */
  buckets(call: { kind: CallKind; to: Destination | MessageRef }): readonly RateBucket[];
  /** Throws {@link MessengerError}. */
  send(message: Outgoing): Promise<MessageRef>;
  edit(message: Edit): Promise<void>;
  /** Pins a message of the bot in its channel; one that is pinned stays so. Throws {@link MessengerError}: `permission` is for people to put right. */
  pin(ref: MessageRef): Promise<void>;
  /** Takes a pin off; resolves where there is none. Throws {@link MessengerError}. */
  unpin(ref: MessageRef): Promise<void>;
  /** Slack App Home; messengers without one resolve at once. */
  publishHome(userId: string, view: Home, locale: Locale, userIds: ReadonlyMap<PersonId, string>): Promise<void>;
  /** After an ambiguous send: the message with this outbox id if it arrived, else null. Feishu answers null and relies on `uuid`. */
  findSent(message: Outgoing, since: Date): Promise<MessageRef | null>;
  /** Uploads the file and shares it in the person's direct chat. Throws {@link MessengerError}. */
  sendFile(file: OutgoingFile): Promise<MessageRef>;
  /** After an ambiguous {@link sendFile}: what arrived, else null. */
  findSentFile(file: OutgoingFile, since: Date): Promise<MessageRef | null>;
  userByEmail(email: string): Promise<FoundUser | null>;
  userById(userId: string): Promise<FoundUser | null>;
  /**
   * A message somebody said to the bot, as it says now, without the mention of the bot; null where it is gone or was never edited. Only where the
   * messenger tells nobody of edits: absent, they come as requests (`edited`). Throws {@link MessengerError}.
   */
  editedText?(messageId: string): Promise<string | null>;
  /** The bytes of a file sent to the bot; throws `invalid` over `maxBytes`. */
  download(fileId: string, messageId: string | null, maxBytes: number): Promise<Buffer>;
}
