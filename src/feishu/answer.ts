import type { Locale } from '../core/locale.ts';
import { assertNever } from '../core/result.ts';
import type { Reply } from '../runtime/reply.ts';
import type { Card, Form, FormValues, Home, Notice } from '../view/view.ts';
import type { Chats } from './chats.ts';
import { limits } from './limits.ts';
import type { CardJson } from './render/card.ts';
import { type FormState, renderForm } from './render/form.ts';
import { oneLine, type Reader, richPlain, tidy } from './render/markdown.ts';
import { close, plainCard, renderCard, shell } from './render/render.ts';
import { words } from './render/text.ts';
import type { Sender } from './send.ts';

export interface Toast {
  readonly type: 'info' | 'success' | 'warning' | 'error';
  readonly content: string;
}

/** What a callback is answered with; never nothing, or the client shows an error. */
export interface CallbackAnswer {
  readonly toast?: Toast;
  readonly card?: { readonly type: 'raw'; readonly data: CardJson };
}

/** What a reply amounts to on Feishu: how the pressed card changes, what is said in passing, what goes to the direct chat. */
export interface Outcome {
  readonly toast?: Toast;
  readonly card?: CardJson;
  readonly direct?: CardJson;
}

const tone = { ok: 'success', info: 'info', warn: 'warning', error: 'error' } as const;
const reader = (locale: Locale): Reader => ({ locale, userIds: new Map() });

export class Answers {
  readonly #sender: Sender;
  readonly #chats: Chats;

  constructor(sender: Sender, chats: Chats) {
    this.#sender = sender;
    this.#chats = chats;
  }

  /** A view as a card that may go out. */
  card(view: Card | Notice | Home, locale: Locale): CardJson {
    return this.#sender.checked(renderCard(view, reader(locale)), () => plainCard(view));
  }

  /** A form as a card; members of the bot's groups are looked up for its person pickers. */
  async form(form: Form, locale: Locale, state: Omit<FormState, 'people'> = {}): Promise<CardJson> {
    const asksPerson = form.fields.some((field) => field.kind === 'person' || field.kind === 'people');
    const people = asksPerson ? await this.#chats.people() : [];
    const sorry: Notice = { kind: 'notice', tone: 'error', title: form.title, blocks: form.intro, actions: [] };
    return this.#sender.checked(renderForm(form, { ...state, people }, reader(locale)), () => plainCard(sorry));
  }

  /** The answer to a pressed button. `inDirect`: the card stands in the direct chat. */
  async toPress(reply: Reply, inDirect: boolean): Promise<Outcome> {
    const { locale } = reply;
    switch (reply.kind) {
      case 'nothing':
        return {};
      case 'say': {
        const short = toastOf(reply.view);
        return short === null ? { toast: sent(reply.view, locale, inDirect), direct: this.card(reply.view, locale) } : { toast: short };
      }
      case 'replace':
        return { card: this.card(reply.view, locale), ...noticed(reply.view) };
      case 'home':
        return { toast: sent(reply.view, locale, inDirect), direct: this.card(reply.view, locale) };
      case 'form':
      case 'invalid': {
        const errors = reply.kind === 'invalid' ? { errors: reply.errors } : {};
        const said = inDirect ? words.formBelow : words.formSent;
        return { toast: { type: 'info', content: said[locale] }, direct: await this.form(reply.form, locale, errors) };
      }
      default:
        return assertNever(reply);
    }
  }

  /** The answer to a submitted form, whose card becomes the result. */
  async toSubmit(reply: Reply, typed: FormValues): Promise<Outcome> {
    const { locale } = reply;
    switch (reply.kind) {
      case 'nothing':
        return { card: closed(words.done[locale], 'green') };
      case 'say':
      case 'replace':
        return { card: this.card(reply.view, locale), ...noticed(reply.view) };
      case 'home':
        return { card: this.card(reply.view, locale) };
      case 'form':
        return { card: await this.form(reply.form, locale) };
      case 'invalid': {
        const first =
          reply.form.fields.map((field) => reply.errors[field.name]).find((error) => error !== undefined) ?? Object.values(reply.errors)[0];
        const card = await this.form(reply.form, locale, { typed, errors: reply.errors });
        return { card, ...(first === undefined ? {} : { toast: { type: 'error', content: oneLine(first, limits.toast) } as const }) };
      }
      default:
        return assertNever(reply);
    }
  }

  /** The answer to words, a menu entry or a file, as far as the outbox does not carry it. */
  async toMessage(reply: Reply): Promise<CardJson | null> {
    switch (reply.kind) {
      case 'nothing':
        return null;
      case 'say':
      case 'replace':
      case 'home':
        return this.card(reply.view, reply.locale);
      case 'form':
        return this.form(reply.form, reply.locale);
      case 'invalid':
        return this.form(reply.form, reply.locale, { errors: reply.errors });
      default:
        return assertNever(reply);
    }
  }
}

/** A card that has come to its end, such as a cancelled form. */
export function closed(title: string, template: 'grey' | 'green', text?: string): CardJson {
  const elements = text === undefined ? [] : [{ tag: 'markdown', content: text, text_size: 'normal' } as const];
  return close(shell({ title, template, summary: title }), elements);
}

/** A notice short enough to be read in passing; null: it would lose something as a toast. */
function toastOf(view: Card | Notice | Home): Toast | null {
  if (view.kind !== 'notice' || view.actions.length > 0) return null;
  const lines = [view.title];
  for (const block of view.blocks) {
    if (block.kind !== 'text' && block.kind !== 'note') return null;
    if (typeof block.text !== 'string' && block.text.some((part) => typeof part !== 'string' && part.kind === 'link')) return null;
    lines.push(richPlain(block.text));
  }
  const content = tidy(lines.filter((line) => line.trim() !== '').join('\n'));
  return content.length > limits.toast ? null : { type: tone[view.tone], content };
}

function sent(view: Card | Notice | Home, locale: Locale, inDirect: boolean): Toast {
  const type = view.kind === 'notice' ? tone[view.tone] : 'info';
  const title = oneLine(view.title, limits.toast / 2);
  return { type, content: inDirect ? title : `${title}\n${words.sentDirect[locale]}` };
}

const noticed = (view: Card | Notice | Home): { toast?: Toast } =>
  view.kind === 'notice' ? { toast: { type: tone[view.tone], content: oneLine(view.title, limits.toast) } } : {};
