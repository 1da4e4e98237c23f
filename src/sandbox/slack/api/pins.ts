import type { PinsAddResponse, PinsRemoveResponse } from '@slack/web-api';
import { z } from 'zod';
import type { Conversation, StoredMessage } from '../state.ts';
import { ApiError, arg, type CallContext, conversationOf, method } from './method.ts';

/** Messages a channel can hold pinned. */
const mostPins = 100;

const args = z.strictObject({ channel: arg.text, timestamp: arg.text.optional() });

function pinnable(context: CallContext, { channel, timestamp }: z.output<typeof args>): { where: Conversation; message: StoredMessage } {
  const where = conversationOf(context, channel);
  if (!where.members.has(context.workspace.bot.userId)) throw new ApiError('not_in_channel');
  if (where.archived) throw new ApiError('is_archived');
  if (timestamp === undefined || timestamp === '') throw new ApiError('no_item_specified');
  if (!/^\d+\.\d{6}$/.test(timestamp)) throw new ApiError('bad_timestamp');
  const message = context.workspace.find(where.id, timestamp);
  if (message === undefined || message.ephemeralTo !== null) throw new ApiError('message_not_found');
  return { where, message };
}

export const pinMethods = {
  'pins.add': method({
    scopes: ['pins:write'],
    rate: 'tier2',
    token: 'bot',
    args,
    run(given, context) {
      const { where, message } = pinnable(context, given);
      if (where.pins.includes(message.ts)) throw new ApiError('already_pinned');
      if (where.pins.length >= mostPins) throw new ApiError('too_many_pins');
      where.pins.push(message.ts);
      context.workspace.changed();
      return { ok: true } satisfies PinsAddResponse;
    },
  }),
  'pins.remove': method({
    scopes: ['pins:write'],
    rate: 'tier2',
    token: 'bot',
    args,
    run(given, context) {
      const { where, message } = pinnable(context, given);
      if (!where.pins.includes(message.ts)) throw new ApiError('no_pin');
      where.pins.splice(where.pins.indexOf(message.ts), 1);
      context.workspace.changed();
      return { ok: true } satisfies PinsRemoveResponse;
    },
  }),
};
