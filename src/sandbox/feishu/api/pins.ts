import type { Client } from '@larksuiteoapi/node-sdk';
import { z } from 'zod';
import { type ApiAnswer, type ApiRequest, type ApiRoute, failure, rateLimited, success } from '../api-server.ts';
import { SlidingWindow } from '../sliding-window.ts';
import type { FeishuState, MessageRecord } from '../state.ts';
import { invalidMessageId } from './messages.ts';

type Pinned = NonNullable<Awaited<ReturnType<Client['im']['v1']['pin']['create']>>['data']>;

const body = z.strictObject({ message_id: z.string().min(1) });

/** `im/v1/pins`: each of the three scopes is enough, a pin set twice and one taken off twice are no errors. Errors are HTTP 400. */
export function pinRoutes(state: FeishuState, limits: 'strict' | 'off'): ApiRoute[] {
  const perMessage = new SlidingWindow(5, 1_000);

  const messageOf = (id: string): MessageRecord | ApiAnswer => {
    const message = state.messages.get(id);
    if (message === undefined) return failure(400, 230001, invalidMessageId);
    const chat = state.chats.get(message.chat);
    if (chat === undefined) return failure(400, 230045, 'The chat not exist.');
    if (!chat.bot) return failure(400, 230002, 'The bot can not be outside the group.');
    const now = state.nowMs();
    const wait = limits === 'off' ? null : perMessage.waitMs(id, now);
    if (wait !== null) return rateLimited(400, 230047, wait);
    perMessage.count(id, now);
    return message;
  };

  const create = ({ json }: ApiRequest): ApiAnswer => {
    const parsed = body.safeParse(json);
    if (!parsed.success) return failure(400, 230001, 'Your request contains an invalid request parameter.');
    const message = messageOf(parsed.data.message_id);
    if ('status' in message) return message;
    const pin = {
      message_id: message.id,
      chat_id: message.chat,
      operator_id: state.bot.appId,
      operator_id_type: 'app_id',
      create_time: String(state.pin(message.id)),
    };
    return success({ pin } satisfies Pinned);
  };

  const remove = ({ params }: ApiRequest): ApiAnswer => {
    const message = messageOf(params['id'] ?? '');
    if ('status' in message) return message;
    state.unpin(message.id);
    return success({});
  };

  const shared = {
    access: 'tenant',
    errorStatus: 400,
    scopes: ['im:message', 'im:message.pins:write_only', 'im:message:send_as_bot'],
  } as const;
  return [
    { name: 'im.pin.create', method: 'POST', path: '/open-apis/im/v1/pins', ...shared, handle: create },
    { name: 'im.pin.delete', method: 'DELETE', path: '/open-apis/im/v1/pins/:id', ...shared, handle: remove },
  ];
}
