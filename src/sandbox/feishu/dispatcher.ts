import { z } from 'zod';
import type { ApiServer } from './api-server.ts';
import type { Delivery, LongConnectionServer } from './long-connection.ts';
import { push } from './push.ts';
import { randomKey } from './state.ts';

export interface DispatcherOptions {
  readonly appId: string;
  readonly tenantKey: string;
  readonly verificationToken: string;
  readonly encryptKey: string;
  /** Null: the long connection. */
  readonly eventUrl: string | null;
  readonly retryDelaysMs: readonly number[];
  readonly api: ApiServer;
  readonly connection: LongConnectionServer;
}

interface Undelivered {
  readonly body: Buffer;
  attempt: number;
  timer: NodeJS.Timeout | null;
}

/** The receiver has three seconds, for events as for callbacks. */
const answerMs = 3_000;
const challengeMs = 1_000;
const challengeAnswer = z.object({ challenge: z.string() });

/** A delivery as tests assert it. */
export interface DeliveryRecord {
  readonly eventId: string;
  readonly eventType: string;
  readonly attempt: number;
  readonly outcome: 'answered' | 'no-connection' | 'timeout' | 'refused';
}

/** Brings events and callbacks to the bot over the transport it chose; events that were not taken are repeated with the same `event_id`. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #undelivered = new Map<string, Undelivered>();
  readonly #underway = new Set<Promise<unknown>>();
  readonly deliveries: DeliveryRecord[] = [];
  #stopped = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Asks whether the address is the bot's, as the developer console does when it is saved. */
  async challenge(): Promise<boolean> {
    const { eventUrl, encryptKey, verificationToken } = this.#options;
    if (eventUrl === null) return true;
    const challenge = randomKey('');
    const delivery = await push(
      { eventUrl, encryptKey },
      Buffer.from(JSON.stringify({ challenge, token: verificationToken, type: 'url_verification' })),
      challengeMs,
    );
    return delivery.ok && challengeAnswer.safeParse(delivery.answer).data?.challenge === challenge;
  }

  /** Delivers an event; true once it was taken at the first attempt. Otherwise it is repeated later. */
  async event(type: string, event: object): Promise<boolean> {
    const eventId = randomKey('');
    const body = this.#envelope(type, event, eventId, Date.now().toString());
    const delivery = await this.#attempt(eventId, type, body, 1);
    if (!delivery.ok) this.#later(eventId, type, { body, attempt: 1, timer: null });
    return delivery.ok;
  }

  /** Delivers a callback once and gives its answer. */
  callback(type: string, event: object): Promise<Delivery> {
    const eventId = randomKey('');
    return this.#attempt(eventId, type, this.#envelope(type, event, eventId, `${Date.now()}000`), 1);
  }

  /** Sends everything that waits for its repetition now, as after an outage. */
  async flush(): Promise<void> {
    const waiting = [...this.#undelivered];
    await Promise.all(waiting.map(([eventId, entry]) => this.#repeat(eventId, typeOf(entry.body), entry)));
  }

  /** How many events wait for their repetition. */
  get waiting(): number {
    return this.#undelivered.size;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const entry of this.#undelivered.values()) if (entry.timer !== null) clearTimeout(entry.timer);
    this.#undelivered.clear();
    await Promise.allSettled([...this.#underway]);
  }

  #envelope(type: string, event: object, eventId: string, createTime: string): Buffer {
    const { appId, tenantKey, verificationToken } = this.#options;
    const header = {
      event_id: eventId,
      event_type: type,
      create_time: createTime,
      token: verificationToken,
      app_id: appId,
      tenant_key: tenantKey,
    };
    return Buffer.from(JSON.stringify({ schema: '2.0', header, event }));
  }

  async #attempt(eventId: string, eventType: string, body: Buffer, attempt: number): Promise<Delivery> {
    const { api, connection, eventUrl, encryptKey } = this.#options;
    const work: Promise<Delivery> = !api.online
      ? Promise.resolve({ ok: false, reason: 'no-connection' })
      : eventUrl === null
        ? connection.deliver(body, answerMs)
        : push({ eventUrl, encryptKey }, body, answerMs);
    this.#underway.add(work);
    const delivery = await work.finally(() => this.#underway.delete(work));
    this.deliveries.push({ eventId, eventType, attempt, outcome: delivery.ok ? 'answered' : delivery.reason });
    return delivery;
  }

  #later(eventId: string, type: string, entry: Undelivered): void {
    const delay = this.#options.retryDelaysMs[entry.attempt - 1];
    if (delay === undefined || this.#stopped) {
      this.#undelivered.delete(eventId);
      return;
    }
    entry.timer = setTimeout(() => {
      this.#repeat(eventId, type, entry).catch((error: unknown) => process.stderr.write(`sandbox feishu: ${String(error)}\n`));
    }, delay);
    entry.timer.unref();
    this.#undelivered.set(eventId, entry);
  }

  async #repeat(eventId: string, type: string, entry: Undelivered): Promise<void> {
    if (entry.timer !== null) clearTimeout(entry.timer);
    if (!this.#undelivered.delete(eventId)) return;
    entry.attempt += 1;
    const delivery = await this.#attempt(eventId, type, entry.body, entry.attempt);
    if (!delivery.ok) this.#later(eventId, type, entry);
  }
}

const typed = z.object({ header: z.object({ event_type: z.string() }) });
const typeOf = (body: Buffer): string => typed.parse(JSON.parse(body.toString('utf8'))).header.event_type;
