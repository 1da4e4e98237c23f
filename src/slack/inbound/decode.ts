import type { z } from 'zod';
import type { Ask, Intent, Place } from '../../runtime/intent.ts';
import { decodeCall } from '../render/action-code.ts';
import { formCall, formValues } from '../render/form.ts';
import type {
  actionPayload,
  commandPayload,
  editedEvent,
  homeEvent,
  messageEvent,
  shortcutPayload,
  submissionPayload,
} from './payloads.ts';
import { readSaid } from './said.ts';

/** Who the bot is, as `auth.test` said. */
export interface Identity {
  readonly team: string;
  readonly botUserId: string;
}

/** An intent whose person's standing is still to be looked up. */
export type Asked = Omit<Intent, 'external'> & {
  /** A member of another team, as far as the payload itself says. */
  readonly foreign: boolean;
};

const platform = 'slack' as const;

const foreign = (identity: Identity, ...teams: readonly (string | null | undefined)[]): boolean =>
  teams.some((team) => team !== undefined && team !== null && team !== identity.team);

/** Direct chats have ids that begin with D. */
const placeKind = (channelId: string): Place['kind'] => (channelId.startsWith('D') ? 'direct' : 'channel');

export function fromCommand(body: z.output<typeof commandPayload>, identity: Identity): Asked {
  const said = readSaid(`${body.command.replace(/^\//, '')} ${body.text}`, identity.botUserId);
  return {
    platform,
    tenant: identity.team,
    eventKey: `command:${body.trigger_id}`,
    userId: body.user_id,
    place: { kind: placeKind(body.channel_id), id: body.channel_id, messageId: null },
    ask: { kind: 'words', from: 'command', ...said },
    foreign: foreign(identity, body.team_id),
  };
}

/** Null: a button that only opens an address, or one that is not ours. */
export function fromAction(body: z.output<typeof actionPayload>, identity: Identity): Asked | null {
  const action = body.actions[0];
  const value = action?.selected_option?.value ?? action?.value;
  const call = value === undefined ? null : decodeCall(value);
  if (call === null) return null;
  const channel = body.channel?.id ?? body.container.channel_id ?? null;
  const kind = body.view?.type === 'home' ? 'home' : body.view?.type === 'modal' ? 'form' : channel === null ? 'home' : placeKind(channel);
  return {
    platform,
    tenant: identity.team,
    eventKey: `action:${body.trigger_id}`,
    userId: body.user.id,
    place: { kind, id: channel, messageId: body.container.message_ts ?? null },
    ask: { kind: 'press', route: call.route, args: call.args },
    foreign: foreign(identity, body.user.team_id, body.team?.id),
  };
}

/** Null: a modal that only shows something, or one that is not ours. */
export function fromSubmission(body: z.output<typeof submissionPayload>, identity: Identity): Asked | null {
  const call = formCall(body.view.private_metadata);
  if (call === null) return null;
  return {
    platform,
    tenant: identity.team,
    eventKey: `submit:${body.trigger_id}`,
    userId: body.user.id,
    place: { kind: 'form', id: null, messageId: null },
    ask: { kind: 'submit', route: call.route, args: call.args, values: formValues(body.view.state.values) },
    foreign: foreign(identity, body.user.team_id, body.team?.id),
  };
}

export function fromShortcut(body: z.output<typeof shortcutPayload>, identity: Identity): Asked {
  const channel = body.channel?.id ?? null;
  return {
    platform,
    tenant: identity.team,
    eventKey: `shortcut:${body.trigger_id}`,
    userId: body.user.id,
    place: { kind: channel === null ? 'channel' : placeKind(channel), id: channel, messageId: body.message_ts ?? null },
    ask: { kind: 'shortcut', route: body.callback_id, text: readSaid(body.message.text, null).text, author: body.message.user ?? null },
    foreign: foreign(identity, body.user.team_id, body.team?.id),
  };
}

/** One intent for what was said, or one for each file that came with it. */
export function fromMessage(
  event: z.output<typeof messageEvent>,
  from: 'message' | 'mention',
  eventId: string,
  identity: Identity,
): Asked[] {
  const said = readSaid(event.text, identity.botUserId);
  const files = from === 'message' ? event.files.filter((file) => file.mode !== 'tombstone') : [];
  const base = {
    platform,
    tenant: identity.team,
    userId: event.user,
    place: { kind: placeKind(event.channel), id: event.channel, messageId: event.ts },
    foreign: foreign(identity, event.team, event.user_team),
  };
  const words: Ask = { kind: 'words', from, ...said };
  if (files.length === 0) return [{ ...base, eventKey: eventId, ask: words }];
  return files.map((file, at) => ({
    ...base,
    eventKey: at === 0 ? eventId : `${eventId}:${at}`,
    ask: {
      kind: 'file',
      text: said.text,
      file: { id: file.id, name: file.name ?? file.id, size: file.size, mimeType: file.mimetype ?? null },
    },
  }));
}

/** Null: nobody of ours wrote it, or it says what it said before (a link was unfurled). */
export function fromEdited(event: z.output<typeof editedEvent>, eventId: string, identity: Identity): Asked | null {
  const { message, previous_message: before } = event;
  if (message === undefined || message === null) return null;
  const own = message.user === identity.botUserId || (message.bot_id !== undefined && message.bot_id !== null);
  if (message.user === undefined || own || before?.text === message.text) return null;
  return {
    platform,
    tenant: identity.team,
    eventKey: eventId,
    userId: message.user,
    place: { kind: placeKind(event.channel), id: event.channel, messageId: message.ts },
    ask: { kind: 'edited', text: readSaid(message.text, identity.botUserId).text },
    foreign: foreign(identity, message.team, message.user_team),
  };
}

/** The reaction that puts a message into the duty log. */
export const logReaction = 'memo';

/** A reaction on a message: the route with the message it stands on. */
export function fromReaction(
  on: { readonly channel: string; readonly ts: string; readonly user: string },
  message: { readonly text: string; readonly user: string | null },
  eventId: string,
  identity: Identity,
): Asked {
  return {
    platform,
    tenant: identity.team,
    eventKey: eventId,
    userId: on.user,
    place: { kind: placeKind(on.channel), id: on.channel, messageId: on.ts },
    ask: { kind: 'shortcut', route: 'record.react', text: readSaid(message.text, null).text, author: message.user },
    foreign: false,
  };
}

export function fromHome(event: z.output<typeof homeEvent>, eventId: string, identity: Identity): Asked {
  return {
    platform,
    tenant: identity.team,
    eventKey: eventId,
    userId: event.user,
    place: { kind: 'home', id: event.channel ?? null, messageId: null },
    ask: { kind: 'home' },
    foreign: false,
  };
}
