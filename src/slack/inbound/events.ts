import type { z } from 'zod';
import { Temporal } from '../../core/time.ts';
import type { MessengerEvent } from '../../runtime/intent.ts';
import { fromEdited, fromHome, fromMessage, fromReaction, logReaction } from './decode.ts';
import { hand, type ListenerOptions, read } from './hand.ts';
import {
  channelEvent,
  editedEvent,
  type eventEnvelope,
  homeEvent,
  memberEvent,
  mentionEvent,
  messageEvent,
  reactionEvent,
  revokedEvent,
} from './payloads.ts';

type Envelope = z.output<typeof eventEnvelope>;

/** Everything of the Events API. Resolves when it is committed; a throw makes Slack deliver it again. */
export async function handleEvent(options: ListenerOptions, body: Envelope): Promise<void> {
  const { event } = body;
  switch (event.type) {
    case 'message':
      if (event['subtype'] === 'message_changed') return onEdited(options, body);
      if (isSaidByPerson(options, event)) await onSaid(options, body, 'message');
      return;
    case 'app_mention':
      if (isSaidByPerson(options, event)) await onSaid(options, body, 'mention');
      return;
    case 'reaction_added':
      return onReaction(options, body);
    case 'app_home_opened':
      return onHome(options, body);
    case 'member_joined_channel': {
      const member = read(memberEvent, event);
      if (member.user === options.identity().botUserId) await tell(options, body, 'channel-joined', member.channel);
      return;
    }
    case 'member_left_channel': {
      const member = read(memberEvent, event);
      if (member.user === options.identity().botUserId) await tell(options, body, 'channel-lost', member.channel);
      return;
    }
    case 'channel_unarchive':
    case 'group_unarchive':
      return tell(options, body, 'channel-joined', read(channelEvent, event).channel);
    case 'channel_left':
    case 'group_left':
    case 'channel_archive':
    case 'group_archive':
    case 'channel_deleted':
    case 'group_deleted':
      return tell(options, body, 'channel-lost', read(channelEvent, event).channel);
    case 'app_uninstalled':
      return options.inbound.event({ kind: 'revoked', platform: 'slack', tenant: options.identity().team, at: at(options, body) });
    case 'tokens_revoked':
      // Revoked tokens of persons do not concern a bot.
      if (read(revokedEvent, event).tokens.bot.length === 0) return;
      return options.inbound.event({ kind: 'revoked', platform: 'slack', tenant: options.identity().team, at: at(options, body) });
    default:
      return;
  }
}

/** What bots say, what was edited or deleted, and what we said ourselves is nothing anybody asked. */
function isSaidByPerson(options: ListenerOptions, event: Envelope['event']): boolean {
  if (event['subtype'] !== undefined && event['subtype'] !== 'file_share') return false;
  if (event['bot_id'] !== undefined && event['bot_id'] !== null) return false;
  if (event['edited'] !== undefined && event['edited'] !== null) return false;
  return typeof event['user'] === 'string' && event['user'] !== options.identity().botUserId && event['user'] !== 'USLACKBOT';
}

async function onSaid(options: ListenerOptions, body: Envelope, from: 'message' | 'mention'): Promise<void> {
  const event = from === 'message' ? read(messageEvent, body.event) : read(mentionEvent, body.event);
  // In channels only what mentions the bot is meant for it; there it arrives as a mention.
  if (from === 'message' && 'channel_type' in event && event.channel_type !== 'im') return;
  for (const asked of fromMessage(event, from, body.event_id, options.identity())) {
    const reply = await hand(options, asked);
    await options.answers.said(reply, { user: asked.userId, channel: event.channel });
  }
}

/** What somebody said says something else now. Nothing is answered. */
async function onEdited(options: ListenerOptions, body: Envelope): Promise<void> {
  const asked = fromEdited(read(editedEvent, body.event), body.event_id, options.identity());
  if (asked !== null) await hand(options, asked);
}

/** A reaction that stands for something; what it stands on is read first. */
async function onReaction(options: ListenerOptions, body: Envelope): Promise<void> {
  const { user, reaction, item } = read(reactionEvent, body.event);
  if (reaction !== logReaction || item.type !== 'message' || item.channel === undefined || item.ts === undefined) return;
  if (user === options.identity().botUserId) return;
  const message = await options.readMessage(item.channel, item.ts);
  if (message === null) return;
  const asked = fromReaction({ channel: item.channel, ts: item.ts, user }, message, body.event_id, options.identity());
  await options.answers.said(await hand(options, asked), { user, channel: item.channel });
}

async function onHome(options: ListenerOptions, body: Envelope): Promise<void> {
  const event = read(homeEvent, body.event);
  if (event.tab !== 'home') return;
  const reply = await hand(options, fromHome(event, body.event_id, options.identity()));
  const home = reply.kind === 'home' ? reply.view : reply.kind === 'say' || reply.kind === 'replace' ? asHome(reply.view) : null;
  if (home === null) return;
  await options.answers.press(
    { kind: 'home', locale: reply.locale, view: home },
    { user: event.user, triggerId: '', responseUrl: undefined, channel: null, message: null, view: null },
  );
}

/** A refusal or a welcome on the page that was opened. */
function asHome(view: Extract<Parameters<ListenerOptions['answers']['message']>[0], { kind: string }>) {
  if (view.kind === 'home') return view;
  return {
    kind: 'home' as const,
    title: view.title,
    blocks: [...view.blocks, ...(view.actions.length === 0 ? [] : [{ kind: 'actions' as const, actions: view.actions }])],
  };
}

function tell(options: ListenerOptions, body: Envelope, kind: 'channel-lost' | 'channel-joined', channelId: string): Promise<void> {
  const event: MessengerEvent = { kind, platform: 'slack', tenant: options.identity().team, channelId, at: at(options, body) };
  return options.inbound.event(event);
}

const at = (options: ListenerOptions, body: Envelope): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(body.event_time === undefined ? options.now().getTime() : body.event_time * 1_000);
