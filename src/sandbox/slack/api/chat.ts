import type {
  ChatDeleteResponse,
  ChatGetPermalinkResponse,
  ChatPostEphemeralResponse,
  ChatPostMessageResponse,
  ChatUpdateResponse,
} from '@slack/web-api';
import { z } from 'zod';
import { mayPost, messageBlocks, messageMetadata, messageShape } from './message.ts';
import { ApiError, arg, type CallContext, conversationOf, method } from './method.ts';

/** The longest text a client is shown; Slack cuts the rest of a new message off. */
const longestText = 40_000;

function content(args: { text?: string | undefined; blocks?: unknown }): { text: string; blocks: ReturnType<typeof messageBlocks> } {
  const blocks = messageBlocks(args.blocks);
  const text = args.text ?? '';
  if (text === '' && blocks === null) throw new ApiError('no_text');
  return { text, blocks };
}

function ownMessage(context: CallContext, channel: string, ts: string) {
  const conversation = conversationOf(context, channel);
  const message = context.workspace.find(conversation.id, ts);
  if (message === undefined || message.ephemeralTo !== null) throw new ApiError('message_not_found');
  return { conversation, message };
}

export const chatMethods = {
  'chat.postMessage': method({
    scopes: ['chat:write'],
    rate: 'post',
    token: 'bot',
    args: z.strictObject({
      channel: arg.text,
      text: arg.text.optional(),
      blocks: arg.json.optional(),
      metadata: arg.json.optional(),
      thread_ts: arg.text.optional(),
      unfurl_links: arg.flag.optional(),
      unfurl_media: arg.flag.optional(),
    }),
    channelOf: (args) => args.channel,
    run(args, context) {
      const { workspace, baseUrl } = context;
      const conversation = conversationOf(context, args.channel);
      const { text, blocks } = content(args);
      const metadata = messageMetadata(args.metadata);
      mayPost(workspace, conversation);
      if (conversation.kind === 'im' && !context.tabs.messages) throw new ApiError('messages_tab_disabled');
      const message = workspace.post(conversation, {
        user: workspace.bot.userId,
        text: text.slice(0, longestText),
        blocks,
        metadata,
        threadTs: args.thread_ts ?? null,
        ephemeralTo: null,
        files: [],
      });
      const answer: ChatPostMessageResponse = {
        ok: true,
        channel: conversation.id,
        ts: message.ts,
        message: messageShape(workspace, message, { metadata: true, baseUrl }),
      };
      return answer;
    },
  }),
  'chat.update': method({
    scopes: ['chat:write'],
    rate: 'tier3',
    token: 'bot',
    args: z.strictObject({
      channel: arg.text,
      ts: arg.text,
      text: arg.text.optional(),
      blocks: arg.json.optional(),
      metadata: arg.json.optional(),
    }),
    run(args, context) {
      const { workspace, baseUrl } = context;
      const { conversation, message } = ownMessage(context, args.channel, args.ts);
      const { text, blocks } = content(args);
      const metadata = messageMetadata(args.metadata);
      if (message.user !== workspace.bot.userId) throw new ApiError('cant_update_message');
      if (text.length > longestText) throw new ApiError('msg_too_long');
      message.text = text;
      message.blocks = blocks;
      if (metadata !== null) message.metadata = metadata;
      message.edited = true;
      workspace.changed();
      const answer: ChatUpdateResponse = {
        ok: true,
        channel: conversation.id,
        ts: message.ts,
        text,
        message: messageShape(workspace, message, { metadata: true, baseUrl }),
      };
      return answer;
    },
  }),
  'chat.delete': method({
    scopes: ['chat:write'],
    rate: 'tier3',
    token: 'bot',
    args: z.strictObject({ channel: arg.text, ts: arg.text }),
    run(args, context) {
      const { conversation, message } = ownMessage(context, args.channel, args.ts);
      if (message.user !== context.workspace.bot.userId) throw new ApiError('cant_delete_message');
      conversation.messages.splice(conversation.messages.indexOf(message), 1);
      context.workspace.changed();
      const answer: ChatDeleteResponse = { ok: true, channel: conversation.id, ts: message.ts };
      return answer;
    },
  }),
  'chat.postEphemeral': method({
    scopes: ['chat:write'],
    rate: 'tier4',
    token: 'bot',
    args: z.strictObject({
      channel: arg.text,
      user: arg.text,
      text: arg.text.optional(),
      blocks: arg.json.optional(),
      thread_ts: arg.text.optional(),
    }),
    run(args, context) {
      const { workspace } = context;
      const conversation = conversationOf(context, args.channel);
      const { text, blocks } = content(args);
      if (text.length > longestText) throw new ApiError('msg_too_long');
      mayPost(workspace, conversation);
      if (!conversation.members.has(args.user)) throw new ApiError('user_not_in_channel');
      const message = workspace.post(conversation, {
        user: workspace.bot.userId,
        text,
        blocks,
        metadata: null,
        threadTs: args.thread_ts ?? null,
        ephemeralTo: args.user,
        files: [],
      });
      const answer: ChatPostEphemeralResponse = { ok: true, message_ts: message.ts };
      return answer;
    },
  }),
  'chat.getPermalink': method({
    scopes: [],
    rate: 'none',
    token: 'bot',
    args: z.strictObject({ channel: arg.text, message_ts: arg.text }),
    run(args, context) {
      const { conversation, message } = ownMessage(context, args.channel, args.message_ts);
      const permalink = `${context.baseUrl}/archives/${conversation.id}/p${message.ts.replace('.', '')}`;
      const answer: ChatGetPermalinkResponse = { ok: true, channel: conversation.id, permalink };
      return answer;
    },
  }),
};
