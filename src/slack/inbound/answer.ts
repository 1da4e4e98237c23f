import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Locale } from '../../core/locale.ts';
import type { Logger } from '../../runtime/log.ts';
import { MessengerError } from '../../runtime/messenger.ts';
import type { Reply } from '../../runtime/reply.ts';
import type { Card, Form, Home, Notice } from '../../view/view.ts';
import type { Checked } from '../checked.ts';
import { toMessengerError } from '../errors.ts';
import type { Reader } from '../render/flow.ts';
import type { MessageContent } from '../render/message.ts';
import { words } from '../words.ts';
import { answerWithinMs, eventWithinMs, Patience, triggerWithinMs } from './patience.ts';
import { respond } from './respond.ts';

export interface AnswerOptions {
  readonly client: WebClient;
  readonly checked: Checked;
  readonly log: Logger;
}

/** Where a press came from and by what it can be answered. */
export interface Pressed {
  readonly user: string;
  readonly triggerId: string;
  readonly responseUrl: string | undefined;
  /** Null in Home and in a modal. */
  readonly channel: string | null;
  readonly message: { readonly ts: string; readonly ephemeral: boolean } | null;
  readonly view: { readonly id: string; readonly type: string } | null;
}

type Shown = Card | Notice | Home;

/** A reply names nobody with a ping: it is seen by the person who asked. */
export const readerOf = (locale: Locale): Reader => ({ locale, people: new Map() });

/**
 * Brings replies to the person who asked, after the request was acknowledged. Where Slack asks to wait, the answer waits. What cannot be shown is
 * reported, never thrown: it is done already.
 */
export class Answers {
  readonly #options: AnswerOptions;
  readonly #patience = new Patience();

  constructor(options: AnswerOptions) {
    this.#options = options;
  }

  /** Nothing waits for Slack any longer. */
  stop(): void {
    this.#patience.stop();
  }

  message(view: Shown, locale: Locale): MessageContent {
    return this.#options.checked.message(view, readerOf(locale));
  }

  modal(view: Shown, locale: Locale): ModalView {
    return this.#options.checked.modal(view, readerOf(locale));
  }

  form(form: Form, locale: Locale, errors?: Readonly<Record<string, string>>): ModalView {
    return this.#options.checked.form(form, readerOf(locale), errors);
  }

  /** The answer to a press in a message, in Home or in a modal. */
  async press(reply: Reply, at: Pressed): Promise<void> {
    const show = async (): Promise<void> => {
      switch (reply.kind) {
        case 'nothing':
          return;
        case 'home':
          return this.home(reply.view, at.user, reply.locale, answerWithinMs);
        case 'form':
          return this.#open(this.form(reply.form, reply.locale), at);
        case 'invalid':
          return this.#open(this.form(reply.form, reply.locale, reply.errors), at);
        case 'replace':
          return this.#replace(reply.view, reply.locale, at);
        case 'say':
          return this.#say(reply.view, reply.locale, at);
      }
    };
    await this.#safely(reply.locale, at, show, reply.kind === 'form' || reply.kind === 'invalid');
  }

  /** The answer to a command that was acknowledged before it was ready, or that opens a form. */
  async command(reply: Reply, at: Pressed): Promise<void> {
    const show = async (): Promise<void> => {
      switch (reply.kind) {
        case 'nothing':
          return;
        case 'form':
        case 'invalid':
          return this.#open(this.form(reply.form, reply.locale, reply.kind === 'invalid' ? reply.errors : {}), at);
        case 'home':
        case 'say':
        case 'replace':
          return this.#ephemeral(this.message(reply.view, reply.locale), at);
      }
    };
    await this.#safely(reply.locale, at, show, reply.kind === 'form' || reply.kind === 'invalid');
  }

  /** The answer to what was said, where the runtime has not sent it through the outbox (a refusal of a guest, a busy bot). */
  async said(reply: Reply, at: { readonly user: string; readonly channel: string }): Promise<void> {
    if (reply.kind !== 'say' && reply.kind !== 'replace' && reply.kind !== 'home') return;
    const content = this.message(reply.view, reply.locale);
    await this.#safely(reply.locale, null, async () => {
      await this.#patience.call(eventWithinMs, () => this.#byName(content, at));
    });
  }

  async home(view: Home, user: string, locale: Locale, withinMs = eventWithinMs): Promise<void> {
    const home = this.#options.checked.home(view, readerOf(locale));
    await this.#patience.call(withinMs, () => this.#options.client.views.publish({ user_id: user, view: home }));
  }

  /** The modal that was submitted becomes this one, after it was acknowledged. */
  async update(viewId: string, view: ModalView, locale: Locale): Promise<void> {
    await this.#safely(locale, null, () => this.#update(viewId, view));
  }

  async #update(viewId: string, view: ModalView): Promise<void> {
    await this.#patience.call(answerWithinMs, () => this.#options.client.views.update({ view_id: viewId, view }));
  }

  async #open(view: ModalView, at: Pressed): Promise<void> {
    const { client } = this.#options;
    if (at.view?.type !== 'modal') {
      await this.#patience.call(triggerWithinMs, () => client.views.open({ trigger_id: at.triggerId, view }));
      return;
    }
    try {
      await this.#patience.call(triggerWithinMs, () => client.views.push({ trigger_id: at.triggerId, view }));
    } catch (error) {
      const known = toMessengerError(error, at.user);
      if (!(known instanceof MessengerError) || known.code !== 'push_limit_reached') throw error;
      await this.#update(at.view.id, view);
    }
  }

  async #say(view: Shown, locale: Locale, at: Pressed): Promise<void> {
    const content = this.message(view, locale);
    if (at.view !== null) {
      try {
        return await this.#open(this.modal(view, locale), at);
      } catch (error) {
        if (!isTooLateToOpen(toMessengerError(error, at.user))) throw error;
        // The window would have come too late; its words need none.
        return this.#ephemeral(content, at);
      }
    }
    if (at.channel?.startsWith('D') !== true || at.message?.ephemeral === true) return this.#ephemeral(content, at);
    // In the direct chat the answer is a message like any other.
    await this.#patience.call(answerWithinMs, () => this.#byName(content, at));
  }

  async #replace(view: Card | Notice, locale: Locale, at: Pressed): Promise<void> {
    if (at.view?.type === 'modal') {
      return this.#update(at.view.id, this.modal(view, locale));
    }
    if (at.message === null || at.channel === null) return this.#say(view, locale, at);
    const content = this.message(view, locale);
    const { channel, responseUrl } = at;
    const { ts } = at.message;
    try {
      await this.#patience.call(answerWithinMs, async () => {
        if (responseUrl === undefined) await this.#options.client.chat.update({ channel, ts, ...content });
        else await respond(responseUrl, { ...content, replace_original: true });
      });
    } catch (error) {
      const known = toMessengerError(error, at.channel);
      if (!(known instanceof MessengerError)) throw error;
      this.#options.log.info({ platform: 'slack', code: known.code }, 'the pressed message could not be replaced, the answer is said');
      await this.#say(view, locale, { ...at, responseUrl: undefined });
    }
  }

  /** Seen by the person only: by the address that came with the press while that is good, else by name. */
  async #ephemeral(content: MessageContent, at: Pressed): Promise<void> {
    const { responseUrl } = at;
    if (responseUrl !== undefined) {
      try {
        return await this.#patience.call(answerWithinMs, () =>
          respond(responseUrl, { ...content, response_type: 'ephemeral', replace_original: false }),
        );
      } catch (error) {
        if (!(error instanceof MessengerError) || error.kind !== 'gone') throw error;
        this.#options.log.info({ platform: 'slack', code: error.code }, 'the address of a press is used up, the answer is said by name');
      }
    }
    await this.#patience.call(answerWithinMs, () => this.#byName(content, at));
  }

  async #byName(content: MessageContent, { channel, user }: { readonly channel: string | null; readonly user: string }): Promise<void> {
    const { chat } = this.#options.client;
    if (channel === null || channel.startsWith('D')) await chat.postMessage({ channel: channel ?? user, ...content });
    else await chat.postEphemeral({ channel, user, ...content });
  }

  /** `opens`: a form, which a second press opens as well as the first. */
  async #safely(locale: Locale, at: Pressed | null, show: () => Promise<void>, opens = false): Promise<void> {
    try {
      await show();
    } catch (error) {
      const known = toMessengerError(error, at?.channel ?? at?.user ?? '');
      if (!(known instanceof MessengerError)) throw error;
      this.#options.log.warn(
        { platform: 'slack', kind: known.kind, code: known.code, remedy: known.remedy.en },
        'an answer could not be shown',
      );
      if (at !== null) await this.#apologise(locale, at, opens && isTooLateToOpen(known));
    }
  }

  /** Nobody is left without a word: what was asked for is done, but its answer or window did not come through. */
  async #apologise(locale: Locale, at: Pressed, pressAgain: boolean): Promise<void> {
    const title = (pressAgain ? words.expired : words.unsaid)[locale];
    try {
      await this.#ephemeral(this.message({ kind: 'notice', tone: 'warn', title, blocks: [], actions: [] }, locale), at);
    } catch (error) {
      const known = toMessengerError(error, at.user);
      if (!(known instanceof MessengerError)) throw error;
      this.#options.log.warn({ platform: 'slack', code: known.code }, 'the person could not be told either');
    }
  }
}

/** A window could not be opened within the time Slack gives a press for it. */
function isTooLateToOpen(error: unknown): boolean {
  return error instanceof MessengerError && (error.kind === 'rate' || error.code.includes('trigger_id'));
}
