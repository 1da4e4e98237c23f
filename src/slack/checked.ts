import type { HomeView, ModalView } from '@slack/types';
import type { z } from 'zod';
import type { Locale } from '../core/locale.ts';
import type { Logger } from '../runtime/log.ts';
import type { Card, Form, Home, Notice } from '../view/view.ts';
import { limits } from './limits.ts';
import { label, paragraph } from './render/elements.ts';
import type { Reader } from './render/flow.ts';
import { renderForm } from './render/form.ts';
import { fallbackText, type MessageContent, renderMessage } from './render/message.ts';
import { cut } from './render/text.ts';
import { summaryOf } from './render/title.ts';
import { renderHome, renderModal, shownCallback } from './render/views.ts';
import { homeSchema, messageSchema, modalSchema } from './schema/payloads.ts';
import { words } from './words.ts';

/** Draws views and lets nothing out that Slack would refuse: such a view is replaced by its summary in plain text, and reported. */
export interface Checked {
  message(view: Card | Notice | Home, reader: Reader): MessageContent;
  home(view: Home, reader: Reader): HomeView;
  modal(view: Card | Notice | Home, reader: Reader): ModalView;
  form(form: Form, reader: Reader, errors?: Readonly<Record<string, string>>): ModalView;
}

/** What was wrong with a payload: where, and which rule. Holds no text of the view. */
export interface RefusedPayload {
  readonly surface: 'message' | 'home' | 'modal' | 'form';
  readonly issues: readonly string[];
}

/** `onRefused` is told of every payload that failed its schema; such a failure is a bug of the renderer or of the view. */
export function createChecked(log: Logger, onRefused: (refused: RefusedPayload) => void = () => undefined): Checked {
  const check = <Payload>(surface: RefusedPayload['surface'], schema: z.ZodType, payload: Payload, instead: () => Payload): Payload => {
    const read = schema.safeParse(payload);
    if (read.success) return payload;
    const issues = read.error.issues.slice(0, 5).map((issue) => `${issue.path.join('/')}: ${issue.message}`);
    log.error({ platform: 'slack', kind: 'invalid', surface, issues }, 'a view was over the limits of Slack and went out as plain text');
    onRefused({ surface, issues });
    return instead();
  };
  const plainModal = (title: string, text: string, locale: Locale): ModalView => ({
    type: 'modal',
    callback_id: shownCallback,
    title: label(title, limits.modalTitle),
    close: label(words.close[locale], limits.modalButton),
    blocks: [paragraph([{ type: 'text', text: cut(text, limits.richText) }])],
  });
  const plainText = (view: Card | Notice | Home, locale: Locale): string => `${summaryOf(view)}\n${words.notShown[locale]}`;
  return {
    message: (view, reader) =>
      check('message', messageSchema, renderMessage(view, reader), () => {
        const text = cut(plainText(view, reader.locale), limits.richText);
        return { text: fallbackText(text), blocks: [paragraph([{ type: 'text', text }])] };
      }),
    home: (view, reader) =>
      check('home', homeSchema, renderHome(view, reader), () => ({
        type: 'home',
        blocks: [paragraph([{ type: 'text', text: cut(plainText(view, reader.locale), limits.richText) }])],
      })),
    modal: (view, reader) =>
      check('modal', modalSchema, renderModal(view, reader), () => plainModal(view.title, plainText(view, reader.locale), reader.locale)),
    form: (form, reader, errors) =>
      check('form', modalSchema, renderForm(form, reader, errors), () =>
        plainModal(form.title, words.notShown[reader.locale], reader.locale),
      ),
  };
}
