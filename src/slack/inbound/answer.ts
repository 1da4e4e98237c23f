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

/** Brings replies to the person who asked, after the request was acknowledged. What cannot be shown is reported, never thrown: it is done already. */
export class Answers {
  readonly #options: AnswerOptions;

  constructor(options: AnswerOptions) {
    this.#options = options;
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
    await this.#safely(reply.locale, at, async () => {
      switch (reply.kind) {
        case 'nothing':
          return;
        case 'home':
          return this.home(reply.view, at.user, reply.locale);
        case 'form':
          return this.#open(this.form(reply.form, reply.locale), at);
        case 'invalid':
          return this.#open(this.form(reply.form, reply.locale, reply.errors), at);
        case 'replace':
          return this.#replace(reply.view, reply.locale, at);
        case 'say':
          return this.#say(reply.view, reply.locale, at);
      }
    });
  }

  /** The answer to a command that was acknowledged before it was ready, or that opens a form. */
  async command(reply: Reply, at: Pressed): Promise<void> {
    await this.#safely(reply.locale, at, async () => {
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
    });
  }

  /** The answer to what was said, where the runtime has not sent it through the outbox (a refusal of a guest, a busy bot). */
  async said(reply: Reply, at: { readonly user: string; readonly channel: string }): Promise<void> {
    if (reply.kind !== 'say' && reply.kind !== 'replace' && reply.kind !== 'home') return;
    const content = this.message(reply.view, reply.locale);
    await this.#safely(reply.locale, null, async () => {
      if (at.channel.startsWith('D')) await this.#options.client.chat.postMessage({ channel: at.channel, ...content });
      else await this.#options.client.chat.postEphemeral({ channel: at.channel, user: at.user, ...content });
    });
  }

  async home(view: Home, user: string, locale: Locale): Promise<void> {
    await this.#options.client.views.publish({ user_id: user, view: this.#options.checked.home(view, readerOf(locale)) });
  }

  /** The modal that was submitted becomes this one, after it was acknowledged. */
  async update(viewId: string, view: ModalView, locale: Locale): Promise<void> {
    await this.#safely(locale, null, async () => {
      await this.#options.client.views.update({ view_id: viewId, view });
    });
  }

  async #open(view: ModalView, at: Pressed): Promise<void> {
    const { client } = this.#options;
    if (at.view?.type !== 'modal') {
      await client.views.open({ trigger_id: at.triggerId, view });
      return;
    }
    try {
      await client.views.push({ trigger_id: at.triggerId, view });
    } catch (error) {
      const known = toMessengerError(error, at.user);
      if (!(known instanceof MessengerError) || known.code !== 'push_limit_reached') throw error;
      await client.views.update({ view_id: at.view.id, view });
    }
  }

  async #say(view: Shown, locale: Locale, at: Pressed): Promise<void> {
    if (at.view !== null) return this.#open(this.modal(view, locale), at);
    const content = this.message(view, locale);
    if (at.channel?.startsWith('D') !== true || at.message?.ephemeral === true) return this.#ephemeral(content, at);
    // In the direct chat the answer is a message like any other.
    await this.#options.client.chat.postMessage({ channel: at.channel, ...content });
  }

  async #replace(view: Card | Notice, locale: Locale, at: Pressed): Promise<void> {
    if (at.view?.type === 'modal') {
      await this.#options.client.views.update({ view_id: at.view.id, view: this.modal(view, locale) });
      return;
    }
    if (at.message === null || at.channel === null) return this.#say(view, locale, at);
    const content = this.message(view, locale);
    try {
      if (at.responseUrl === undefined) await this.#options.client.chat.update({ channel: at.channel, ts: at.message.ts, ...content });
      else await respond(at.responseUrl, { ...content, replace_original: true });
    } catch (error) {
      const known = toMessengerError(error, at.channel);
      if (!(known instanceof MessengerError)) throw error;
      this.#options.log.info({ platform: 'slack', code: known.code }, 'the pressed message could not be replaced, the answer is said');
      await this.#say(view, locale, { ...at, responseUrl: undefined });
    }
  }

  /** Seen by the person only: by the address that came with the press, else by name. */
  async #ephemeral(content: MessageContent, at: Pressed): Promise<void> {
    if (at.responseUrl !== undefined) return respond(at.responseUrl, { ...content, response_type: 'ephemeral', replace_original: false });
    if (at.channel === null || at.channel.startsWith('D'))
      await this.#options.client.chat.postMessage({ channel: at.channel ?? at.user, ...content });
    else await this.#options.client.chat.postEphemeral({ channel: at.channel, user: at.user, ...content });
  }

  async #safely(locale: Locale, at: Pressed | null, show: () => Promise<void>): Promise<void> {
    try {
      await show();
    } catch (error) {
      const known = toMessengerError(error, at?.channel ?? at?.user ?? '');
      if (!(known instanceof MessengerError)) throw error;
      this.#options.log.warn(
        { platform: 'slack', kind: known.kind, code: known.code, remedy: known.remedy.en },
        'an answer could not be shown',
      );
      if (at !== null) await this.#apologise(locale, at, /trigger_id/.test(known.code));
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
