import { randomBytes } from 'node:crypto';
import type { SandboxUser } from '../../client.ts';
import { messageShape } from '../api/message.ts';
import { type Conversation, type Json, type JsonObject, newId, type OpenView, type StoredMessage, type Workspace } from '../state.ts';
import { viewShape } from '../views.ts';

/** The verification token of old; apps check signatures instead, but Slack still sends it. */
const token = 'sandbox-verification-token';

/** Drops what was issued before a moment; the oldest stand first. */
function forget(issued: Map<string, { readonly issuedAt: number }>, before: number): void {
  for (const [key, { issuedAt }] of issued) {
    if (issuedAt >= before) return;
    issued.delete(key);
  }
}

/** Builds what Slack sends: commands, interactivity and events. */
export class Payloads {
  readonly #workspace: Workspace;
  readonly #baseUrl: () => string;
  readonly #monotonic: () => number;

  constructor(workspace: Workspace, baseUrl: () => string, monotonic: () => number) {
    this.#workspace = workspace;
    this.#baseUrl = baseUrl;
    this.#monotonic = monotonic;
  }

  /** A trigger for one view, good for three seconds. */
  trigger(user: string, view: string | null = null): string {
    const id = `${randomBytes(6).readUIntBE(0, 6)}.${randomBytes(5).readUIntBE(0, 5)}.${randomBytes(16).toString('hex')}`;
    forget(this.#workspace.triggers, this.#monotonic() - 60_000);
    this.#workspace.triggers.set(id, { user, view, issuedAt: this.#monotonic(), used: false });
    return id;
  }

  responseUrl(channel: string, user: string, message: StoredMessage | null): string {
    const key = randomBytes(12).toString('hex');
    forget(this.#workspace.responseAddresses, this.#monotonic() - 3_600_000);
    this.#workspace.responseAddresses.set(key, { channel, user, message, issuedAt: this.#monotonic(), uses: 0 });
    return `${this.#baseUrl()}/actions/${this.#workspace.teamId}/${key}`;
  }

  #who(user: SandboxUser): JsonObject {
    return { id: user.id, username: user.id.toLowerCase(), name: user.id.toLowerCase(), team_id: this.#workspace.teamId };
  }

  #envelope(): { [key: string]: Json } {
    return {
      token,
      team: { id: this.#workspace.teamId, domain: 'sandbox' },
      enterprise: null,
      api_app_id: this.#workspace.bot.appId,
      is_enterprise_install: false,
    };
  }

  command(user: SandboxUser, conversation: Conversation, command: string, text: string): Record<string, string> {
    return {
      token,
      team_id: this.#workspace.teamId,
      team_domain: 'sandbox',
      channel_id: conversation.id,
      channel_name: conversation.kind === 'im' ? 'directmessage' : conversation.name,
      user_id: user.id,
      user_name: user.id.toLowerCase(),
      command,
      text,
      api_app_id: this.#workspace.bot.appId,
      is_enterprise_install: 'false',
      response_url: this.responseUrl(conversation.id, user.id, null),
      trigger_id: this.trigger(user.id),
    };
  }

  pressedMessage(user: SandboxUser, conversation: Conversation, message: StoredMessage, action: JsonObject, values: Json): JsonObject {
    const { metadata: _, ...shown } = messageShape(this.#workspace, message, { metadata: false, baseUrl: this.#baseUrl() });
    return {
      type: 'block_actions',
      ...this.#envelope(),
      user: this.#who(user),
      container: { type: 'message', message_ts: message.ts, channel_id: conversation.id, is_ephemeral: message.ephemeralTo !== null },
      trigger_id: this.trigger(user.id),
      channel: { id: conversation.id, name: conversation.kind === 'im' ? 'directmessage' : conversation.name },
      // Slack leaves the content of an ephemeral message out.
      ...(message.ephemeralTo === null ? { message: shown } : {}),
      state: { values },
      response_url: this.responseUrl(conversation.id, user.id, message),
      actions: [action],
    };
  }

  pressedView(user: SandboxUser, open: OpenView, action: JsonObject, values: Json): JsonObject {
    const isModal = open.view['type'] === 'modal';
    return {
      type: 'block_actions',
      ...this.#envelope(),
      user: this.#who(user),
      container: { type: 'view', view_id: open.id },
      trigger_id: this.trigger(user.id, isModal ? open.id : null),
      view: viewShape(this.#workspace, open, values),
      actions: [action],
    };
  }

  submitted(user: SandboxUser, open: OpenView, values: Json): JsonObject {
    return {
      type: 'view_submission',
      ...this.#envelope(),
      user: this.#who(user),
      trigger_id: this.trigger(user.id, open.id),
      view: viewShape(this.#workspace, open, values),
      response_urls: [],
    };
  }

  closed(user: SandboxUser, open: OpenView): JsonObject {
    return { type: 'view_closed', ...this.#envelope(), user: this.#who(user), view: viewShape(this.#workspace, open), is_cleared: false };
  }

  shortcut(user: SandboxUser, conversation: Conversation, message: StoredMessage, callbackId: string): JsonObject {
    return {
      type: 'message_action',
      ...this.#envelope(),
      user: { id: user.id, name: user.id.toLowerCase(), team_id: this.#workspace.teamId },
      callback_id: callbackId,
      trigger_id: this.trigger(user.id),
      response_url: this.responseUrl(conversation.id, user.id, null),
      message_ts: message.ts,
      channel: { id: conversation.id, name: conversation.name },
      message: messageShape(this.#workspace, message, { metadata: false, baseUrl: this.#baseUrl() }),
      action_ts: this.#workspace.nextTs(),
    };
  }

  /** An event in its envelope. The same one is delivered again with the same `event_id`. */
  event(event: JsonObject): JsonObject {
    const { workspace } = { workspace: this.#workspace };
    return {
      token,
      team_id: workspace.teamId,
      api_app_id: workspace.bot.appId,
      type: 'event_callback',
      event_id: newId('Ev'),
      event_time: Math.floor(workspace.now().epochMilliseconds / 1000),
      authorizations: [
        { enterprise_id: null, team_id: workspace.teamId, user_id: workspace.bot.userId, is_bot: true, is_enterprise_install: false },
      ],
      is_ext_shared_channel: false,
      event_context: newId('EC'),
      event,
    };
  }

  said(user: SandboxUser, conversation: Conversation, message: StoredMessage): JsonObject {
    const { team, ...shown } = messageShape(this.#workspace, message, { metadata: false, baseUrl: this.#baseUrl() });
    // A message with files does not say its author's team.
    return {
      ...shown,
      ...(message.files.length === 0
        ? { client_msg_id: newId(''), team: team ?? null }
        : { subtype: 'file_share', upload: false, display_as_bot: false }),
      user: user.id,
      channel: conversation.id,
      channel_type: conversation.kind === 'im' ? 'im' : 'channel',
      event_ts: message.ts,
    };
  }

  mentioned(user: SandboxUser, conversation: Conversation, message: StoredMessage): JsonObject {
    const { channel_type: _, subtype: __, ...said } = this.said(user, conversation, message);
    return { ...said, type: 'app_mention' };
  }

  /** A message as events show it. */
  shown(message: StoredMessage): JsonObject {
    return messageShape(this.#workspace, message, { metadata: false, baseUrl: this.#baseUrl() });
  }

  /** A person changed what their message says; `before`: as it was. */
  edited(user: SandboxUser, conversation: Conversation, message: StoredMessage, before: JsonObject): JsonObject {
    const ts = this.#workspace.nextTs();
    return {
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      channel: conversation.id,
      channel_type: conversation.kind === 'im' ? 'im' : 'channel',
      message: { ...this.shown(message), edited: { user: user.id, ts } },
      previous_message: before,
      ts,
      event_ts: ts,
    };
  }

  reacted(user: SandboxUser, conversation: Conversation, message: StoredMessage, emoji: string): JsonObject {
    return {
      type: 'reaction_added',
      user: user.id,
      reaction: emoji,
      item: { type: 'message', channel: conversation.id, ts: message.ts },
      item_user: message.user,
      event_ts: this.#workspace.nextTs(),
    };
  }

  homeOpened(user: SandboxUser, conversation: Conversation, tab: 'home' | 'messages'): JsonObject {
    const open = this.#workspace.homes.get(user.id);
    return {
      type: 'app_home_opened',
      user: user.id,
      channel: conversation.id,
      tab,
      event_ts: this.#workspace.nextTs(),
      ...(tab === 'home' && open !== undefined ? { view: viewShape(this.#workspace, open) } : {}),
    };
  }
}
