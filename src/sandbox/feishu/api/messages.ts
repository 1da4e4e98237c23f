import type { Client } from '@larksuiteoapi/node-sdk';
import { z } from 'zod';
import { type ApiAnswer, type ApiRequest, type ApiRoute, failure, rateLimited, success } from '../api-server.ts';
import { judgeCard } from '../card-schema.ts';
import { SlidingWindow } from '../sliding-window.ts';
import type { ChatRecord, FeishuState, MessageRecord } from '../state.ts';

type MessageApi = Client['im']['v1']['message'];
type Data<Call extends keyof MessageApi> = MessageApi[Call] extends (...args: never[]) => Promise<{ data?: infer Body }>
  ? NonNullable<Body>
  : never;
type Item = NonNullable<Data<'list'>['items']>[number];

const createBody = z.strictObject({
  receive_id: z.string().min(1),
  msg_type: z.enum(['text', 'interactive', 'file', 'image']),
  content: z.string(),
  uuid: z.string().optional(),
});
const patchBody = z.strictObject({ content: z.string() });

/** What is said of a message there is not, which has no code of its own. */
export const invalidMessageId = 'Your request contains an invalid request parameter, ext=invalid message_id.';

const uuidWindowMs = 3_600_000;
const patchableMs = 14 * 86_400_000;
const longestText = 150 * 1024;
const longestCard = 30 * 1024;
const mostUrgent = 200;

/** `im/v1/messages`: sending with its limits and its `uuid`, updating cards, history. Errors are HTTP 400. */
export function messageRoutes(state: FeishuState, limits: 'strict' | 'off'): ApiRoute[] {
  const window = (most: number, ms: number): Pick<SlidingWindow, 'waitMs' | 'count'> =>
    limits === 'off' ? { waitMs: () => null, count: () => undefined } : new SlidingWindow(most, ms);
  const perChat = window(5, 1_000);
  const perUser = window(5, 1_000);
  const perMessage = window(5, 1_000);
  const second = window(50, 1_000);
  const minute = window(1_000, 60_000);
  const sentByUuid = new Map<string, { id: string; at: number }>();
  const urgentUnread = new Map<string, number>();
  const im = { access: 'tenant', errorStatus: 400 } as const;

  const appLimit = (call: string): ApiAnswer | null => {
    const now = state.nowMs();
    const wait = second.waitMs(call, now) ?? minute.waitMs(call, now);
    if (wait !== null) return rateLimited(429, 99991400, wait);
    second.count(call, now);
    minute.count(call, now);
    return null;
  };

  const receiver = (type: string | null, id: string): ChatRecord | ApiAnswer => {
    if (type === 'open_id') {
      const user = state.users.get(id);
      if (user === undefined) return failure(400, 230001, 'Your request contains an invalid request parameter, ext=invalid receive_id');
      return user.external ? failure(400, 230013, 'Bot has NO availability to this user.') : state.direct(id);
    }
    if (type !== 'chat_id') return failure(400, 230001, 'Your request contains an invalid request parameter, ext=invalid receive_id_type');
    const chat = state.chats.get(id);
    if (chat === undefined) return failure(400, 230001, 'Your request contains an invalid request parameter, ext=invalid receive_id');
    return chat.bot ? chat : failure(400, 230002, 'Bot/User can NOT be out of the chat.');
  };

  const create = ({ json, query }: ApiRequest): ApiAnswer => {
    const parsed = createBody.safeParse(json);
    if (!parsed.success)
      return failure(400, 230001, `Your request contains an invalid request parameter, ext=${parsed.error.issues[0]?.message ?? ''}`);
    const { receive_id: id, msg_type: type, content, uuid } = parsed.data;
    if (uuid !== undefined && uuid.length > 50)
      return failure(400, 230001, 'Your request contains an invalid request parameter, ext=uuid too long');
    const limited = appLimit('create');
    if (limited !== null) return limited;
    const chat = receiver(query.get('receive_id_type'), id);
    if ('status' in chat) return chat;
    const now = state.nowMs();
    const before = uuid === undefined ? undefined : sentByUuid.get(uuid);
    const repeated = before !== undefined && now - before.at < uuidWindowMs ? state.messages.get(before.id) : undefined;
    if (repeated !== undefined) return success(itemOf(state, repeated, 'create') satisfies Data<'create'>);
    const wait = perChat.waitMs(chat.id, now) ?? (chat.kind === 'p2p' ? perUser.waitMs(id, now) : null);
    if (wait !== null) return rateLimited(400, 230020, wait);
    const read = readContent(state, type, content);
    if ('status' in read) return read;
    perChat.count(chat.id, now);
    if (chat.kind === 'p2p') perUser.count(id, now);
    const message = state.add({ chat: chat.id, sender: { kind: 'app', id: state.bot.appId }, type, content, mentions: [], ...read });
    if (uuid !== undefined) sentByUuid.set(uuid, { id: message.id, at: now });
    return success(itemOf(state, message, 'create') satisfies Data<'create'>);
  };

  const patch = ({ json, params }: ApiRequest): ApiAnswer => {
    const parsed = patchBody.safeParse(json);
    if (!parsed.success) return failure(400, 230001, 'Your request contains an invalid request parameter.');
    const message = state.messages.get(params['id'] ?? '');
    if (message === undefined) return failure(400, 230001, invalidMessageId);
    if (message.sender.kind !== 'app') return failure(400, 230012, 'The bot is NOT the sender of the message.');
    if (message.type !== 'interactive') return failure(400, 230001, 'Your request contains an invalid request parameter, ext=not a card');
    if (state.nowMs() - message.sentMs > patchableMs)
      return failure(400, 230031, 'The message has exceeded the limit time of modification');
    const limited = appLimit('patch');
    if (limited !== null) return limited;
    const wait = perMessage.waitMs(message.id, state.nowMs());
    if (wait !== null) return rateLimited(400, 230020, wait);
    const read = readContent(state, 'interactive', parsed.data.content);
    if ('status' in read) return read;
    perMessage.count(message.id, state.nowMs());
    state.redraw(message, read.card);
    return success({});
  };

  const list = ({ query }: ApiRequest): ApiAnswer => {
    const chat = state.chats.get(query.get('container_id') ?? '');
    if (query.get('container_id_type') !== 'chat' || chat === undefined)
      return failure(400, 230001, 'Your request contains an invalid request parameter.');
    if (!chat.bot) return failure(400, 230002, 'Bot/User can NOT be out of the chat.');
    const size = Math.min(50, Number(query.get('page_size') ?? 20));
    const offset = Number(query.get('page_token') ?? 0);
    // History runs in real time; a start in the sandbox clock's past or future would hide everything.
    const sorted = state.messagesOf(chat.id);
    const ordered = query.get('sort_type') === 'ByCreateTimeDesc' ? [...sorted].reverse() : sorted;
    const raw = query.get('card_msg_content_type') === 'raw_card_content';
    const items = ordered.slice(offset, offset + size).map((message) => itemOf(state, message, raw ? 'raw' : 'list'));
    const more = offset + size < ordered.length;
    return success({ has_more: more, ...(more ? { page_token: String(offset + size) } : {}), items } satisfies Data<'list'>);
  };

  const get = ({ params, query }: ApiRequest): ApiAnswer => {
    const message = state.messages.get(params['id'] ?? '');
    if (message === undefined) return failure(400, 230001, invalidMessageId);
    const raw = query.get('card_msg_content_type') === 'raw_card_content';
    return success({ items: [itemOf(state, message, raw ? 'raw' : 'list')] } satisfies Data<'get'>);
  };

  const urgent = ({ json, params, query }: ApiRequest): ApiAnswer => {
    const parsed = z.strictObject({ user_id_list: z.array(z.string()).min(1).max(200) }).safeParse(json);
    if ((query.get('user_id_type') ?? 'open_id') !== 'open_id')
      return failure(400, 230001, 'Your request contains an invalid request parameter, ext=user_id_type');
    const message = state.messages.get(params['id'] ?? '');
    if (!parsed.success) return failure(400, 230001, 'Your request contains an invalid request parameter.');
    if (message === undefined) return failure(400, 230001, invalidMessageId);
    if (message.sender.kind !== 'app') return failure(400, 230012, 'The bot is NOT the sender of the message.');
    const members = state.chats.get(message.chat)?.members ?? new Set();
    const invalid = parsed.data.user_id_list.filter((id) => !members.has(id));
    for (const id of parsed.data.user_id_list) {
      const unread = urgentUnread.get(id) ?? 0;
      if (unread >= mostUrgent) return failure(400, 230023, 'The number of unread buzz messages has reached the limit.');
      urgentUnread.set(id, unread + 1);
    }
    state.urgent.add(message.id);
    state.changed();
    return success({ invalid_user_id_list: invalid } satisfies Data<'urgentApp'>);
  };

  const send = ['im:message', 'im:message:send_as_bot', 'im:message:send'];
  const history = ['im:message', 'im:message:readonly', 'im:message.history:readonly'];
  return [
    { name: 'im.message.create', method: 'POST', path: '/open-apis/im/v1/messages', scopes: send, ...im, handle: create },
    { name: 'im.message.list', method: 'GET', path: '/open-apis/im/v1/messages', scopes: history, ...im, handle: list },
    {
      name: 'im.message.patch',
      method: 'PATCH',
      path: '/open-apis/im/v1/messages/:id',
      scopes: [...send, 'im:message:update'],
      ...im,
      handle: patch,
    },
    { name: 'im.message.get', method: 'GET', path: '/open-apis/im/v1/messages/:id', scopes: history, ...im, handle: get },
    {
      name: 'im.message.urgent_app',
      method: 'PATCH',
      path: '/open-apis/im/v1/messages/:id/urgent_app',
      scopes: ['im:message.urgent'],
      ...im,
      handle: urgent,
    },
  ];
}

/** What a message holds once its content was read, or why it is refused. */
function readContent(
  state: FeishuState,
  type: Exclude<MessageRecord['type'], 'post'>,
  content: string,
): Pick<MessageRecord, 'shown' | 'card' | 'file'> | ApiAnswer {
  const json = parseJson(content);
  if (json === undefined)
    return failure(400, 230001, 'Your request contains an invalid request parameter, ext=content is not a string in json format');
  switch (type) {
    case 'text': {
      const text = z.strictObject({ text: z.string().min(1) }).safeParse(json);
      if (!text.success) return failure(400, 230001, 'Your request contains an invalid request parameter, ext=invalid content');
      if (Buffer.byteLength(content) > longestText) return failure(400, 230025, 'The length of the message content reaches its limit.');
      return { shown: text.data.text, card: null, file: null };
    }
    case 'interactive': {
      if (Buffer.byteLength(content) > longestCard) return failure(400, 230025, 'The length of the message content reaches its limit.');
      const judged = judgeCard(json);
      if (judged !== null)
        return failure(400, 230099, `Failed to create card content, ext=ErrCode: ${judged.code}; ErrMsg: ${judged.message}; `);
      return { shown: titleOf(json), card: json, file: null };
    }
    case 'file':
    case 'image': {
      const key = z.union([z.strictObject({ file_key: z.string() }), z.strictObject({ image_key: z.string() })]).safeParse(json);
      const file = key.success ? state.files.get('file_key' in key.data ? key.data.file_key : key.data.image_key) : undefined;
      return file === undefined ? failure(400, 230055, 'The resource is invalid.') : { shown: file.name, card: null, file };
    }
  }
}

const cardTitle = z.object({ header: z.object({ title: z.object({ content: z.string() }) }) });

export function titleOf(card: unknown): string {
  const parsed = cardTitle.safeParse(card);
  return parsed.success ? parsed.data.header.title.content : '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A message as the API shows it. Cards of JSON 2.0 read as an invitation to update, unless their raw content is asked for. */
function itemOf(state: FeishuState, message: MessageRecord, how: 'create' | 'list' | 'raw'): Item & { message_id: string } {
  const old = JSON.stringify({ title: titleOf(message.card), elements: [[{ tag: 'text', text: '请升级至最新版本客户端,以查看内容' }]] });
  const content =
    message.type === 'file' && message.file !== null
      ? JSON.stringify({ file_key: message.file.key, file_name: message.file.name })
      : message.type !== 'interactive'
        ? message.content
        : how === 'raw'
          ? JSON.stringify({ json_card: message.content })
          : old;
  return {
    message_id: message.id,
    msg_type: message.type,
    create_time: String(Date.now() - Math.round(state.nowMs() - message.sentMs)),
    update_time: String(Date.now()),
    deleted: false,
    updated: message.updated,
    chat_id: message.chat,
    sender: {
      id: message.sender.id,
      id_type: message.sender.kind === 'app' ? 'app_id' : 'open_id',
      sender_type: message.sender.kind,
      tenant_key: state.bot.tenantKey,
    },
    body: { content },
    ...(message.mentions.length === 0
      ? {}
      : {
          mentions: message.mentions.map(({ key, id, name }) => ({ key, id, id_type: 'open_id', name, tenant_key: state.bot.tenantKey })),
        }),
  };
}
