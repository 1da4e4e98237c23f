import { Temporal } from '../core/time.ts';
import type { Ask, Intent, MessengerEvent, Place } from '../runtime/intent.ts';
import type { Logger } from '../runtime/log.ts';
import type { Inbound } from '../runtime/messenger.ts';
import type { RefusedReason } from '../runtime/metrics.ts';
import { type Answers, type CallbackAnswer, closed, type Outcome } from './answer.ts';
import type { Chats } from './chats.ts';
import type { Courier } from './courier.ts';
import { chatOf, decodeMenu } from './inbound/bot-event.ts';
import { decodeCardAction, type Pressed } from './inbound/card-action.ts';
import type { Envelope } from './inbound/envelope.ts';
import { decodeMessage, type Hearing } from './inbound/message.ts';
import { limits } from './limits.ts';
import { words } from './render/text.ts';

export interface ReceiverOptions {
  readonly inbound: Inbound;
  readonly answers: Answers;
  readonly chats: Chats;
  readonly courier: Courier;
  readonly hearing: Hearing;
  readonly log: Logger;
  readonly noteTenant: (tenantKey: string) => void;
  readonly refused?: (reason: RefusedReason) => void;
}

const late = Symbol('late');

/** Resolves to `late` when the work takes longer than the platform waits. */
async function within<Result>(work: Promise<Result>, ms: number): Promise<Result | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const alarm = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  try {
    return await Promise.race([work, alarm]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Takes verified events and callbacks, whichever transport brought them, to the runtime and its reply back. What it resolves to is the answer
 * on the same line; a rejection makes Feishu deliver the event again.
 */
export class Receiver {
  readonly #options: ReceiverOptions;

  constructor(options: ReceiverOptions) {
    this.#options = options;
  }

  async receive(envelope: Envelope): Promise<CallbackAnswer> {
    const { header, event } = envelope;
    switch (header.event_type) {
      case 'card.action.trigger':
        return this.#pressed(envelope, decodeCardAction(event));
      case 'im.message.receive_v1':
        await this.#message(envelope);
        return {};
      case 'application.bot.menu_v6': {
        const { userId, ask } = decodeMenu(event);
        const kind = ask.kind === 'home' ? 'home' : 'direct';
        await this.#said(this.#intent(envelope, userId, null, { kind, id: this.#options.chats.directWith(userId), messageId: null }, ask));
        return {};
      }
      case 'im.chat.member.bot.added_v1':
        this.#options.chats.noteChannel(chatOf(event));
        await this.#event(envelope, 'channel-joined', chatOf(event));
        return {};
      case 'im.chat.member.bot.deleted_v1':
      case 'im.chat.disbanded_v1':
        await this.#event(envelope, 'channel-lost', chatOf(event));
        return {};
      default:
        this.#options.log.debug({ type: header.event_type }, 'an event nobody asked for');
        return {};
    }
  }

  #intent(envelope: Envelope, userId: string, userTenant: string | null, place: Place, ask: Ask): Intent {
    const tenant = envelope.header.tenant_key;
    const external = userTenant !== null && userTenant !== tenant;
    this.#options.noteTenant(tenant);
    if (external) this.#options.refused?.('external');
    return { platform: 'feishu', tenant, eventKey: envelope.header.event_id, userId, place, ask, external };
  }

  async #event(envelope: Envelope, kind: Exclude<MessengerEvent['kind'], 'revoked'>, channelId: string): Promise<void> {
    const millis = Number(envelope.header.create_time);
    const at = Number.isSafeInteger(millis) && millis > 0 ? Temporal.Instant.fromEpochMilliseconds(millis) : Temporal.Now.instant();
    this.#options.noteTenant(envelope.header.tenant_key);
    await this.#options.inbound.event({ kind, platform: 'feishu', tenant: envelope.header.tenant_key, channelId, at });
  }

  async #message(envelope: Envelope): Promise<void> {
    const said = await decodeMessage(envelope.event, this.#options.hearing);
    if (said === null) return;
    if (said.place.kind === 'direct') this.#options.chats.noteDirect(said.chatId, said.userId);
    const intent = this.#intent(envelope, said.userId, said.senderTenant, said.place, said.ask);
    await this.#said(intent);
    for (const [at, ask] of said.more.entries()) await this.#said({ ...intent, eventKey: `${intent.eventKey}:${at + 1}`, ask });
  }

  /** Resolves once everything is saved, and a card that the outbox does not carry has arrived or cannot. */
  async #said(intent: Intent): Promise<void> {
    const { inbound, answers, courier } = this.#options;
    const reply = await inbound.intent(intent);
    const card = await answers.toMessage(reply);
    if (card === null) return;
    const arrived = await within(courier.deliver(intent.userId, card, `a${intent.eventKey}`), limits.answerMs);
    if (arrived === late) throw new Error('an answer is still on its way');
  }

  async #pressed(envelope: Envelope, pressed: Pressed): Promise<CallbackAnswer> {
    const { inbound, chats, log } = this.#options;
    const { what } = pressed;
    if (what.kind === 'cancel') return { card: { type: 'raw', data: closed(what.title, 'grey', words.cancelled[what.locale]) } };
    if (what.kind === 'unknown') return { toast: { type: 'error', content: words.failed.zh } };
    const { ask } = what;
    const work = (async () => {
      const kind = ask.kind === 'submit' ? 'form' : pressed.chatId === null ? 'channel' : await chats.kind(pressed.chatId);
      if (pressed.chatId !== null && kind === 'form') chats.noteDirect(pressed.chatId, pressed.userId);
      const place: Place = { kind, id: pressed.chatId, messageId: pressed.messageId };
      const reply = await inbound.intent(this.#intent(envelope, pressed.userId, pressed.userTenant, place, ask));
      return ask.kind === 'submit'
        ? this.#options.answers.toSubmit(reply, ask.values)
        : this.#options.answers.toPress(reply, kind === 'direct');
    })();
    const started = performance.now();
    const outcome = await within(work, limits.answerMs);
    if (outcome === late) {
      work
        .then((settled) => this.#afterwards(envelope, pressed, settled))
        .catch((error: unknown) => log.error({ err: error }, 'a press could not be answered'));
      return { toast: { type: 'info', content: words.working.zh } };
    }
    return this.#answer(envelope, pressed, outcome, Math.max(200, limits.answerMs - (performance.now() - started)));
  }

  async #answer(envelope: Envelope, pressed: Pressed, outcome: Outcome, leftMs: number): Promise<CallbackAnswer> {
    const answer: CallbackAnswer = {
      ...(outcome.toast === undefined ? {} : { toast: outcome.toast }),
      ...(outcome.card === undefined ? {} : { card: { type: 'raw', data: outcome.card } }),
    };
    if (outcome.direct === undefined) return answer;
    const arrived = await within(this.#options.courier.deliver(pressed.userId, outcome.direct, `a${envelope.header.event_id}`), leftMs);
    return arrived === false ? { ...answer, toast: { type: 'error', content: `${words.notSent.zh} · ${words.notSent.en}` } } : answer;
  }

  /** The callback was answered before the reply was there. */
  async #afterwards(envelope: Envelope, pressed: Pressed, outcome: Outcome): Promise<void> {
    const { courier, answers } = this.#options;
    if (outcome.card !== undefined) await courier.redraw(pressed.token, outcome.card);
    const said =
      outcome.direct ??
      (outcome.card === undefined && outcome.toast !== undefined
        ? answers.card({ kind: 'notice', tone: 'info', title: outcome.toast.content, blocks: [], actions: [] }, 'zh')
        : undefined);
    if (said !== undefined) await courier.deliver(pressed.userId, said, `a${envelope.header.event_id}`);
  }
}
