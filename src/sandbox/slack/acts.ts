import { z } from 'zod';
import type { SandboxOutcome, SandboxUser } from '../client.ts';
import { messageBlocks } from './api/message.ts';
import { ApiError } from './api/method.ts';
import type { Delivered, Delivery } from './dispatch/deliver.ts';
import type { Events } from './dispatch/events.ts';
import type { Payloads } from './dispatch/payloads.ts';
import { clientErrors, inputState, pressedAction } from './elements.ts';
import type { SlackManifest } from './manifest.ts';
import {
  type Conversation,
  type Json,
  type JsonObject,
  newId,
  type OpenView,
  type StoredFile,
  type StoredMessage,
  type Workspace,
} from './state.ts';
import { changedView, pushView, readView, replaceView } from './views.ts';
import { commandText, mentionsBot, withMentions } from './wire-text.ts';

export interface ActsOptions {
  readonly workspace: Workspace;
  readonly manifest: SlackManifest;
  readonly payloads: Payloads;
  readonly events: Events;
  readonly deliver: (delivery: Delivery) => Promise<Delivered>;
}

export const fine: SandboxOutcome = { ok: true, toast: null, errors: null };
const failure = (text: string): SandboxOutcome => ({ ok: false, toast: { tone: 'error', text }, errors: null });
const trouble = 'We had some trouble connecting. Try again?';

const commandAnswer = z.looseObject({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
});
const submitAnswer = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('clear') }),
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
]);
const jsonValue = z.json();

/** What people do in the client, with what the client then shows. Throws when somebody does what the client would not let them do. */
export class Acts {
  readonly #options: ActsOptions;

  constructor(options: ActsOptions) {
    this.#options = options;
  }

  async say(
    user: SandboxUser,
    conversation: Conversation,
    text: string,
    given: readonly { name: string; mimeType: string; content: Buffer }[],
    /** The message it answers, in whose thread it stands. */
    answered: string | null = null,
  ): Promise<SandboxOutcome> {
    const { workspace, payloads, events } = this.#options;
    if (conversation.archived) return failure('This channel is archived.');
    const threadTs = answered === null ? null : threadOf(this.#seen(user, conversation, answered));
    const files: StoredFile[] = given.map((file) => ({ ...file, id: newId('F'), owner: user.id, complete: true }));
    for (const file of files) workspace.files.set(file.id, file);
    const message = workspace.post(conversation, {
      user: user.id,
      text: withMentions(workspace, text),
      blocks: null,
      metadata: null,
      threadTs,
      ephemeralTo: null,
      files,
    });
    workspace.markRead(conversation, user.id);
    const heard = conversation.kind === 'im' || conversation.members.has(workspace.bot.userId);
    if (heard)
      await events.send(conversation.kind === 'im' ? 'message.im' : 'message.channels', { ...payloads.said(user, conversation, message) });
    if (conversation.kind === 'channel' && mentionsBot(workspace.bot, message.text))
      await events.send('app_mention', { ...payloads.mentioned(user, conversation, message) });
    return fine;
  }

  async command(user: SandboxUser, conversation: Conversation, name: string, text: string): Promise<SandboxOutcome> {
    const { workspace, manifest, payloads, deliver } = this.#options;
    const known = manifest.features.slash_commands.find((candidate) => candidate.command === name);
    if (known === undefined) return failure(`${name} is not a valid command.`);
    const form = payloads.command(user, conversation, name, commandText(workspace, text, known.should_escape));
    const outcome = await deliver({ kind: 'command', form });
    if (!outcome.ok) return failure(`${name} failed with the error "${outcome.reason}"`);
    if (outcome.body === '') return fine;
    const answer =
      typeof outcome.body === 'string'
        ? { success: true as const, data: { text: outcome.body, blocks: undefined, response_type: 'ephemeral' as const } }
        : commandAnswer.safeParse(outcome.body);
    if (!answer.success) return failure(`${name} failed with the error "invalid_command_response"`);
    try {
      const blocks = messageBlocks(answer.data.blocks);
      const ephemeralTo = answer.data.response_type === 'in_channel' ? null : user.id;
      workspace.post(conversation, {
        user: workspace.bot.userId,
        text: answer.data.text ?? '',
        blocks,
        metadata: null,
        threadTs: null,
        ephemeralTo,
        files: [],
      });
      return fine;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return failure(`${name} failed with the error "invalid_command_response"`);
    }
  }

  async pressInMessage(
    user: SandboxUser,
    conversation: Conversation,
    ts: string,
    element: unknown,
    values: unknown,
  ): Promise<SandboxOutcome> {
    const { workspace, payloads } = this.#options;
    const message = workspace.visible(conversation, user.id).find((candidate) => candidate.ts === ts);
    if (message === undefined) throw new Error(`${user.id} sees no message ${ts} in ${conversation.id}`);
    const action = pressedAction(message.blocks ?? [], element, workspace.nextTs());
    if (action === null) throw new Error(`The message has no such element: ${JSON.stringify(element)}`);
    return this.#interact(payloads.pressedMessage(user, conversation, message, action, toJson(values)));
  }

  async pressInView(user: SandboxUser, where: 'home' | 'modal', element: unknown, values: unknown): Promise<SandboxOutcome> {
    const { workspace, payloads } = this.#options;
    const open = where === 'home' ? workspace.homes.get(user.id) : workspace.modals.get(user.id)?.at(-1);
    if (open === undefined) throw new Error(`${user.id} has no ${where} open`);
    const action = pressedAction(blocksOf(open), element, workspace.nextTs());
    if (action === null) throw new Error(`The view has no such element: ${JSON.stringify(element)}`);
    return this.#interact(payloads.pressedView(user, open, action, inputState(blocksOf(open), values)));
  }

  async #interact(payload: JsonObject): Promise<SandboxOutcome> {
    const outcome = await this.#options.deliver({ kind: 'interactive', payload });
    if (outcome.ok) return fine;
    return failure(
      outcome.reason === 'operation_timeout'
        ? 'This app did not respond in time.'
        : `This app responded with an error (${outcome.status ?? outcome.reason}).`,
    );
  }

  async submit(user: SandboxUser, values: unknown): Promise<SandboxOutcome> {
    const { workspace, payloads, deliver } = this.#options;
    const open = workspace.modals.get(user.id)?.at(-1);
    if (open === undefined) throw new Error(`${user.id} has no modal open`);
    if (open.view['submit'] === undefined) throw new Error('This modal has no submit button');
    const state = inputState(blocksOf(open), values);
    const objections = clientErrors(blocksOf(open), state);
    if (Object.keys(objections).length > 0) return { ok: false, toast: null, errors: objections };
    const outcome = await deliver({ kind: 'interactive', payload: payloads.submitted(user, open, state) });
    if (!outcome.ok) return failure(trouble);
    if (outcome.body === '') {
      this.#pop(user, open);
      return fine;
    }
    const answer = submitAnswer.safeParse(outcome.body);
    if (!answer.success) return failure(trouble);
    return this.#takeSubmitAnswer(user, open, answer.data);
  }

  #takeSubmitAnswer(user: SandboxUser, open: OpenView, answer: z.output<typeof submitAnswer>): SandboxOutcome {
    const { workspace } = this.#options;
    try {
      switch (answer.response_action) {
        case 'clear':
          workspace.modals.delete(user.id);
          workspace.changed();
          return fine;
        case 'errors': {
          const inputs = new Set(blocksOf(open).flatMap((block) => (block['type'] === 'input' ? [block['block_id']] : [])));
          // An error for a block that is no input is shown by nobody.
          if (Object.keys(answer.errors).some((block) => !inputs.has(block))) return failure(trouble);
          return { ok: false, toast: null, errors: answer.errors };
        }
        case 'update':
          replaceView(workspace, open.id, (current) => changedView(current, readView(answer.view, 'modal')));
          return fine;
        case 'push':
          pushView(workspace, user.id, readView(answer.view, 'modal'));
          return fine;
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return failure(trouble);
    }
  }

  #pop(user: SandboxUser, open: OpenView): void {
    const { workspace } = this.#options;
    const left = (workspace.modals.get(user.id) ?? []).filter((candidate) => candidate.id !== open.id);
    if (left.length === 0) workspace.modals.delete(user.id);
    else workspace.modals.set(user.id, left);
    workspace.changed();
  }

  async close(user: SandboxUser): Promise<void> {
    const { workspace, payloads, deliver } = this.#options;
    const open = workspace.modals.get(user.id)?.at(-1);
    if (open === undefined) return;
    this.#pop(user, open);
    if (open.view['notify_on_close'] === true) await deliver({ kind: 'interactive', payload: payloads.closed(user, open) });
  }

  async openHome(user: SandboxUser, tab: 'home' | 'messages'): Promise<void> {
    const { workspace, payloads, events } = this.#options;
    const direct = workspace.direct(user.id);
    if (direct !== undefined) await events.send('app_home_opened', { ...payloads.homeOpened(user, direct, tab) });
  }

  async shortcut(user: SandboxUser, conversation: Conversation, ts: string, callbackId: string): Promise<SandboxOutcome> {
    const { manifest, payloads } = this.#options;
    if (!manifest.features.shortcuts.some((shortcut) => shortcut.callback_id === callbackId && shortcut.type === 'message')) {
      throw new Error(`The manifest has no message shortcut ${callbackId}`);
    }
    return this.#interact(payloads.shortcut(user, conversation, this.#seen(user, conversation, ts), callbackId));
  }

  /** The same emoji of the same person stands there once. */
  async react(user: SandboxUser, conversation: Conversation, ts: string, emoji: string): Promise<SandboxOutcome> {
    const { workspace, payloads, events } = this.#options;
    const message = this.#seen(user, conversation, ts);
    if (message.reactions.some((one) => one.emoji === emoji && one.user === user.id)) return fine;
    message.reactions.push({ emoji, user: user.id });
    workspace.changed();
    if (conversation.members.has(workspace.bot.userId))
      await events.send('reaction_added', { ...payloads.reacted(user, conversation, message, emoji) });
    return fine;
  }

  async edit(user: SandboxUser, conversation: Conversation, ts: string, text: string): Promise<SandboxOutcome> {
    const { workspace, payloads, events } = this.#options;
    const message = this.#seen(user, conversation, ts);
    if (message.user !== user.id) throw new Error(`${user.id} did not write ${ts}`);
    const before = payloads.shown(message);
    message.text = withMentions(workspace, text);
    message.edited = true;
    workspace.changed();
    if (conversation.kind === 'im' || conversation.members.has(workspace.bot.userId))
      await events.send(conversation.kind === 'im' ? 'message.im' : 'message.channels', {
        ...payloads.edited(user, conversation, message, before),
      });
    return fine;
  }

  /** A message everybody in the conversation sees. */
  #seen(user: SandboxUser, conversation: Conversation, ts: string): StoredMessage {
    const { workspace } = this.#options;
    const message = workspace.visible(conversation, user.id).find((candidate) => candidate.ts === ts && candidate.ephemeralTo === null);
    if (message === undefined) throw new Error(`${user.id} sees no message ${ts} in ${conversation.id}`);
    return message;
  }
}

/** An answer to an answer stands in the thread of the first message. */
const threadOf = (message: StoredMessage): string => message.threadTs ?? message.ts;

function blocksOf(open: OpenView): readonly JsonObject[] {
  const blocks = open.view['blocks'];
  return Array.isArray(blocks)
    ? blocks.filter((block): block is JsonObject => typeof block === 'object' && block !== null && !Array.isArray(block))
    : [];
}

function toJson(values: unknown): Json {
  const read = jsonValue.safeParse(values);
  return read.success ? (read.data as Json) : {};
}
