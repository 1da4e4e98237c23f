import type { App, ViewResponseAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { z } from 'zod';
import type { Notice } from '../../view/view.ts';
import { words } from '../words.ts';
import type { Pressed } from './answer.ts';
import { fromAction, fromCommand, fromShortcut, fromSubmission } from './decode.ts';
import { type AckGate, gated } from './early-ack.ts';
import { handleEvent } from './events.ts';
import { hand, type ListenerOptions, read } from './hand.ts';
import { actionPayload, commandPayload, eventEnvelope, shortcutPayload, submissionPayload } from './payloads.ts';

/** Bolt's type of this `ack` also covers closed modals, which take no answer; these listeners get submissions only. */
type SubmissionAck = (answer?: ViewResponseAction) => Promise<unknown>;

/** Registers everything Slack can send with Bolt. An event counts as handled when these have returned; only then is it acknowledged. */
export function listen(app: App, options: ListenerOptions): void {
  app.command(/.*/, ({ body, ack }) => onCommand(options, read(commandPayload, body), ack));
  app.action({ type: 'block_actions' }, ({ body, ack }) => onAction(options, read(actionPayload, body), ack));
  app.view({ type: 'view_submission', callback_id: /.*/ }, ({ body, ack }) =>
    onSubmission(options, read(submissionPayload, body), ack as SubmissionAck),
  );
  app.view({ type: 'view_closed', callback_id: /.*/ }, ({ ack }) => ack());
  app.shortcut({ type: 'message_action', callback_id: /.*/ }, ({ body, ack }) => onShortcut(options, read(shortcutPayload, body), ack));
  app.shortcut({ type: 'shortcut', callback_id: /.*/ }, ({ ack }) => ack());
  app.event(/.*/, ({ body }) => handleEvent(options, read(eventEnvelope, body)));
}

async function onCommand(
  options: ListenerOptions,
  body: z.output<typeof commandPayload>,
  ack: (answer?: object) => Promise<unknown>,
): Promise<void> {
  const at = {
    user: body.user_id,
    triggerId: body.trigger_id,
    responseUrl: body.response_url,
    channel: body.channel_id,
    message: null,
    view: null,
  };
  await gated(ack, async (gate) => {
    const reply = await hand(options, fromCommand(body, options.identity()));
    if (reply.kind === 'home') await options.answers.press(reply, at);
    const shown = reply.kind === 'say' || reply.kind === 'replace' || reply.kind === 'home' ? reply : null;
    const answered =
      shown !== null && (await gate.answer({ response_type: 'ephemeral', ...options.answers.message(shown.view, shown.locale) }));
    if (!answered) await options.answers.command(reply, at);
  });
}

async function onAction(options: ListenerOptions, body: z.output<typeof actionPayload>, ack: () => Promise<unknown>): Promise<void> {
  const asked = fromAction(body, options.identity());
  const ts = body.container.message_ts;
  await gated(ack, async () => {
    if (asked === null) return;
    await options.answers.press(await hand(options, asked), {
      user: body.user.id,
      triggerId: body.trigger_id,
      responseUrl: body.response_url,
      channel: asked.place.id,
      message: ts === undefined ? null : { ts, ephemeral: body.container.is_ephemeral },
      view: body.view === undefined || body.view === null ? null : { id: body.view.id, type: body.view.type },
    });
  });
}

async function onSubmission(options: ListenerOptions, body: z.output<typeof submissionPayload>, ack: SubmissionAck): Promise<void> {
  const asked = fromSubmission(body, options.identity());
  const { answers } = options;
  const work = async (gate: AckGate<ViewResponseAction>) => {
    if (asked === null) return;
    const reply = await hand(options, asked);
    const show = async (view: ModalView) => {
      if (!(await gate.answer({ response_action: 'update', view }))) await answers.update(body.view.id, view, reply.locale);
    };
    switch (reply.kind) {
      case 'nothing':
      case 'home':
        if (reply.kind === 'home') await answers.press(reply, pressedIn(body));
        // A modal that says "working on it" is not left open.
        if (!(await gate.answer()))
          await answers.update(body.view.id, answers.modal(note('ok', words.done[reply.locale]), reply.locale), reply.locale);
        return;
      case 'say':
      case 'replace':
        return show(answers.modal(reply.view, reply.locale));
      case 'form':
        return show(answers.form(reply.form, reply.locale));
      case 'invalid': {
        const errors = errorsByField(reply.errors, Object.keys(body.view.state.values));
        const shown = errors !== null && (await gate.answer({ response_action: 'errors', errors }));
        if (!shown) await show(answers.form(reply.form, reply.locale, reply.errors));
      }
    }
  };
  await gated<ViewResponseAction>(ack, work, () => ({
    response_action: 'update',
    view: answers.modal(note('info', words.working.zh, words.working.en), 'zh'),
  }));
}

const note = (tone: Notice['tone'], title: string, text = ''): Notice => ({
  kind: 'notice',
  tone,
  title,
  blocks: text === '' ? [] : [{ kind: 'text', text }],
  actions: [],
});

const pressedIn = (body: z.output<typeof submissionPayload>): Pressed => ({
  user: body.user.id,
  triggerId: body.trigger_id,
  responseUrl: undefined,
  channel: null,
  message: null,
  view: null,
});

/** Slack shows an error under an input that is open, and keeps what was typed. Null: an error belongs to no open input. */
function errorsByField(errors: Readonly<Record<string, string>>, open: readonly string[]): Record<string, string> | null {
  const entries = Object.entries(errors);
  if (entries.length === 0 || entries.some(([name]) => !open.includes(name))) return null;
  return Object.fromEntries(entries);
}

async function onShortcut(options: ListenerOptions, body: z.output<typeof shortcutPayload>, ack: () => Promise<unknown>): Promise<void> {
  const asked = fromShortcut(body, options.identity());
  await gated(ack, async () => {
    await options.answers.command(await hand(options, asked), {
      user: body.user.id,
      triggerId: body.trigger_id,
      responseUrl: body.response_url,
      channel: asked.place.id,
      message: null,
      view: null,
    });
  });
}
