import type { Platform } from '../../src/runtime/intent.ts';
import {
  type Destination,
  type Edit,
  type MessageRef,
  type Messenger,
  MessengerError,
  type Outgoing,
  type OutgoingFile,
  type RateBucket,
} from '../../src/runtime/messenger.ts';

/** A messenger at the port's own level: keeps what it was given, fails as told. For tests of the runtime, which knows nothing below the port. */
export class PortMessenger implements Messenger {
  readonly platform: Platform;
  readonly webRoutes = [];
  readonly sent: (Outgoing & { ref: MessageRef })[] = [];
  readonly edits: Edit[] = [];
  readonly homes: string[] = [];
  readonly files: OutgoingFile[] = [];
  /** Consulted before each file; returning an error fails it, after delivery when `delivered`. */
  failFile: ((file: OutgoingFile) => { error: MessengerError; delivered: boolean } | null) | null = null;
  /** Consulted before each send; returning an error fails it, after delivery when `delivered`. */
  fail: ((message: Outgoing) => { error: MessengerError; delivered: boolean } | null) | null = null;
  /** Consulted before each edit; an error fails it. */
  failEdit: (() => Promise<MessengerError>) | null = null;
  /** The messages that are pinned now, by id, and every call that was made for them. */
  readonly pinned = new Set<string>();
  readonly pinCalls: string[] = [];
  /** Consulted before each pin; an error fails it, after it is set when `delivered`. */
  failPin: ((ref: MessageRef) => { error: MessengerError; delivered: boolean } | null) | null = null;
  failUnpin: (() => MessengerError | null) | null = null;
  /** Set: it tells nobody of edits, and says what an edited message says now. */
  editedText?: (messageId: string) => Promise<string | null>;
  bucketsOf: (to: Destination | MessageRef) => readonly RateBucket[] = () => [];
  state: 'up' | 'down' = 'up';
  #count = 0;

  constructor(platform: Platform) {
    this.platform = platform;
  }

  tenant(): string {
    return 'T1';
  }
  start(): Promise<void> {
    return Promise.resolve();
  }
  stop(): Promise<void> {
    return Promise.resolve();
  }
  status() {
    return { state: this.state, cause: null };
  }
  buckets(call: { to: Destination | MessageRef }): readonly RateBucket[] {
    return this.bucketsOf(call.to);
  }

  send(message: Outgoing): Promise<MessageRef> {
    const fault = this.fail?.(message) ?? null;
    if (fault !== null && !fault.delivered) return Promise.reject(fault.error);
    this.#count += 1;
    const ref = { channelId: message.to.kind === 'channel' ? message.to.id : `D-${message.to.id}`, messageId: `m${this.#count}` };
    this.sent.push({ ...message, ref });
    return fault === null ? Promise.resolve(ref) : Promise.reject(fault.error);
  }

  async edit(message: Edit): Promise<void> {
    if (this.failEdit !== null) throw await this.failEdit();
    this.edits.push(message);
  }

  pin(ref: MessageRef): Promise<void> {
    this.pinCalls.push(`+${ref.messageId}`);
    const fault = this.failPin?.(ref) ?? null;
    if (fault?.delivered !== false) this.pinned.add(ref.messageId);
    return fault === null ? Promise.resolve() : Promise.reject(fault.error);
  }

  unpin(ref: MessageRef): Promise<void> {
    this.pinCalls.push(`-${ref.messageId}`);
    const error = this.failUnpin?.() ?? null;
    if (error !== null) return Promise.reject(error);
    this.pinned.delete(ref.messageId);
    return Promise.resolve();
  }

  publishHome(userId: string): Promise<void> {
    this.homes.push(userId);
    return Promise.resolve();
  }

  findSent(message: Outgoing): Promise<MessageRef | null> {
    return Promise.resolve(this.sent.find((candidate) => candidate.outboxId === message.outboxId)?.ref ?? null);
  }

  sendFile(file: OutgoingFile): Promise<MessageRef> {
    const fault = this.failFile?.(file) ?? null;
    if (fault?.delivered !== false) this.files.push(file);
    return fault === null
      ? Promise.resolve({ channelId: `D-${file.to.id}`, messageId: `f${this.files.length}` })
      : Promise.reject(fault.error);
  }

  findSentFile(file: OutgoingFile): Promise<MessageRef | null> {
    const arrived = this.files.some((candidate) => candidate.outboxId === file.outboxId);
    return Promise.resolve(arrived ? { channelId: `D-${file.to.id}`, messageId: 'f' } : null);
  }

  userByEmail(): Promise<null> {
    return Promise.resolve(null);
  }
  userById(): Promise<null> {
    return Promise.resolve(null);
  }
  download(_fileId?: string): Promise<Buffer> {
    return Promise.resolve(Buffer.from('file'));
  }

  /** What an adapter throws where a file turns out to be larger than was allowed. */
  tooLarge(): MessengerError {
    const code = this.platform === 'slack' ? 'file_too_large' : 'file-too-large';
    return new MessengerError({ platform: this.platform, kind: 'invalid', code, remedy: { zh: '太大', en: 'too large' } });
  }

  error(kind: MessengerError['kind'], retryAfterMs: number | null = null): MessengerError {
    return new MessengerError({ platform: this.platform, kind, code: kind, remedy: { zh: '', en: 'none' }, retryAfterMs });
  }

  titles(): string[] {
    return this.sent.map((message) => message.view.title);
  }
}
