import type {
  ConversationsHistoryResponse,
  ConversationsInfoResponse,
  ConversationsJoinResponse,
  ConversationsListResponse,
  ConversationsMembersResponse,
  ConversationsOpenResponse,
  ConversationsRepliesResponse,
} from '@slack/web-api';
import { z } from 'zod';
import type { Conversation, Workspace } from '../state.ts';
import { messageShape } from './message.ts';
import { ApiError, arg, type CallContext, conversationOf, method, needScope, page } from './method.ts';

const readable = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

/** Each kind of conversation has a scope of its own. */
const scopeFor = (conversation: Conversation, verb: 'read' | 'history'): string =>
  `${conversation.kind === 'im' ? 'im' : 'channels'}:${verb}`;

function readableConversation(context: CallContext, id: string, verb: 'read' | 'history'): Conversation {
  const conversation = conversationOf(context, id);
  needScope(context, scopeFor(conversation, verb));
  return conversation;
}

function shape(workspace: Workspace, conversation: Conversation) {
  const isChannel = conversation.kind === 'channel';
  return {
    id: conversation.id,
    name: conversation.name,
    is_channel: isChannel,
    is_group: false,
    is_im: !isChannel,
    is_mpim: false,
    is_private: false,
    is_archived: conversation.archived,
    is_member: conversation.members.has(workspace.bot.userId),
    num_members: conversation.members.size,
  };
}

export const conversationMethods = {
  'conversations.open': method({
    scopes: ['channels:manage', 'groups:write', 'im:write', 'mpim:write'],
    rate: 'tier3',
    token: 'bot',
    args: z.strictObject({
      users: arg.text.optional(),
      channel: arg.text.optional(),
      return_im: arg.flag.optional(),
      prevent_creation: arg.flag.optional(),
    }),
    run(args, { workspace }) {
      if (args.users === undefined && args.channel === undefined) throw new ApiError('users_list_not_supplied');
      if (args.users?.includes(',') === true) throw new ApiError('too_many_users');
      const opened = args.users === undefined ? workspace.conversations.get(args.channel ?? '') : workspace.direct(args.users);
      if (opened === undefined) throw new ApiError(args.users === undefined ? 'channel_not_found' : 'user_not_found');
      const answer: ConversationsOpenResponse = { ok: true, channel: { id: opened.id } };
      return answer;
    },
  }),
  'conversations.info': method({
    scopes: readable,
    rate: 'tier3',
    token: 'bot',
    args: z.strictObject({ channel: arg.text, include_num_members: arg.flag.optional(), include_locale: arg.flag.optional() }),
    run(args, context) {
      const answer: ConversationsInfoResponse = {
        ok: true,
        channel: shape(context.workspace, readableConversation(context, args.channel, 'read')),
      };
      return answer;
    },
  }),
  'conversations.members': method({
    scopes: readable,
    rate: 'tier4',
    token: 'bot',
    args: z.strictObject({ channel: arg.text, cursor: arg.text.optional(), limit: arg.count.optional() }),
    run(args, context) {
      const conversation = readableConversation(context, args.channel, 'read');
      const { items, next } = page([...conversation.members], args.cursor, args.limit ?? 100);
      const answer: ConversationsMembersResponse = { ok: true, members: [...items], response_metadata: { next_cursor: next } };
      return answer;
    },
  }),
  'conversations.list': method({
    scopes: readable,
    rate: 'tier2',
    token: 'bot',
    args: z.strictObject({
      cursor: arg.text.optional(),
      limit: arg.count.optional(),
      exclude_archived: arg.flag.optional(),
      types: arg.text.optional(),
    }),
    run(args, context) {
      const { workspace } = context;
      const types = (args.types ?? 'public_channel').split(',').map((type) => type.trim());
      if (types.some((type) => !['public_channel', 'private_channel', 'im', 'mpim'].includes(type))) throw new ApiError('invalid_types');
      const wanted = [...workspace.conversations.values()].filter(
        (conversation) =>
          types.includes(conversation.kind === 'im' ? 'im' : 'public_channel') &&
          !(args.exclude_archived === true && conversation.archived),
      );
      for (const conversation of wanted) needScope(context, scopeFor(conversation, 'read'));
      const { items, next } = page(wanted, args.cursor, args.limit ?? 100);
      const answer: ConversationsListResponse = {
        ok: true,
        channels: items.map((conversation) => shape(workspace, conversation)),
        response_metadata: { next_cursor: next },
      };
      return answer;
    },
  }),
  'conversations.join': method({
    scopes: ['channels:join'],
    rate: 'tier3',
    token: 'bot',
    args: z.strictObject({ channel: arg.text }),
    run(args, context) {
      const conversation = conversationOf(context, args.channel);
      if (conversation.kind === 'im') throw new ApiError('method_not_supported_for_channel_type');
      if (conversation.archived) throw new ApiError('is_archived');
      conversation.members.add(context.workspace.bot.userId);
      const answer: ConversationsJoinResponse = { ok: true, channel: shape(context.workspace, conversation) };
      return answer;
    },
  }),
  'conversations.history': method({
    scopes: ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
    rate: 'tier3',
    token: 'bot',
    args: z.strictObject({
      channel: arg.text,
      cursor: arg.text.optional(),
      limit: arg.count.optional(),
      oldest: arg.text.optional(),
      latest: arg.text.optional(),
      inclusive: arg.flag.optional(),
      include_all_metadata: arg.flag.optional(),
    }),
    run(args, context) {
      const { workspace, baseUrl } = context;
      const conversation = readableConversation(context, args.channel, 'history');
      if (!conversation.members.has(workspace.bot.userId)) throw new ApiError('not_in_channel');
      const within = stretchOf(args);
      // Newest first; ephemeral messages are in no history, answers in a thread only in that of the thread.
      const found = conversation.messages
        .filter((message) => message.ephemeralTo === null && message.threadTs === null && within(Number(message.ts)))
        .toReversed();
      const { items, next } = page(found, args.cursor, args.limit ?? 100);
      const answer: ConversationsHistoryResponse = {
        ok: true,
        messages: items.map((message) => messageShape(workspace, message, { metadata: args.include_all_metadata === true, baseUrl })),
        has_more: next !== '',
        response_metadata: { next_cursor: next },
      };
      return answer;
    },
  }),
  'conversations.replies': method({
    scopes: ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
    rate: 'tier3',
    token: 'bot',
    args: z.strictObject({
      channel: arg.text,
      ts: arg.text,
      cursor: arg.text.optional(),
      limit: arg.count.optional(),
      oldest: arg.text.optional(),
      latest: arg.text.optional(),
      inclusive: arg.flag.optional(),
      include_all_metadata: arg.flag.optional(),
    }),
    run(args, context) {
      const { workspace, baseUrl } = context;
      const conversation = readableConversation(context, args.channel, 'history');
      if (!conversation.members.has(workspace.bot.userId)) throw new ApiError('not_in_channel');
      const meant = workspace.find(conversation.id, args.ts);
      if (meant === undefined || meant.ephemeralTo !== null) throw new ApiError('thread_not_found');
      const root = meant.threadTs ?? meant.ts;
      const within = stretchOf(args);
      // Oldest first, the message that began the thread always with it.
      const found = conversation.messages.filter(
        (message) => message.ts === root || (message.threadTs === root && message.ephemeralTo === null && within(Number(message.ts))),
      );
      const { items, next } = page(found, args.cursor, args.limit ?? 1_000);
      const answer: ConversationsRepliesResponse = {
        ok: true,
        messages: items.map((message) => messageShape(workspace, message, { metadata: args.include_all_metadata === true, baseUrl })),
        has_more: next !== '',
        response_metadata: { next_cursor: next },
      };
      return answer;
    },
  }),
};

/** Whether a timestamp lies in the stretch somebody asks for. */
function stretchOf(args: {
  readonly oldest?: string | undefined;
  readonly latest?: string | undefined;
  readonly inclusive?: boolean | undefined;
}) {
  const bound = (text: string | undefined, code: string, otherwise: number): number => {
    if (text === undefined) return otherwise;
    if (!/^\d+(\.\d+)?$/.test(text)) throw new ApiError(code);
    return Number(text);
  };
  const oldest = bound(args.oldest, 'invalid_ts_oldest', 0);
  const latest = bound(args.latest, 'invalid_ts_latest', Number.POSITIVE_INFINITY);
  return (ts: number): boolean => (args.inclusive === true ? ts >= oldest && ts <= latest : ts > oldest && ts < latest);
}
