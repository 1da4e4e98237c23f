import type { SandboxClient, SandboxCommand, SandboxMessage, SandboxOutcome } from '../client.ts';
import type { CardUpdates } from './api/card-update.ts';
import type { SlashCommands } from './api/slash-commands.ts';
import type { AppManifest } from './app-manifest.ts';
import type { Dispatcher } from './dispatcher.ts';
import { pressElement } from './press.ts';
import { type ChatRecord, carriedBy, type FeishuState, type FileRecord, type MessageRecord } from './state.ts';

const fine: SandboxOutcome = { ok: true, toast: null, errors: null };
const failed = (text: string): SandboxOutcome => ({ ok: false, toast: { tone: 'error', text }, errors: null });

export interface ClientParts {
  readonly state: FeishuState;
  readonly dispatcher: Dispatcher;
  readonly updates: CardUpdates;
  readonly slashCommands: SlashCommands;
  readonly app: AppManifest;
}

/** What a person's Feishu shows and does. */
export function createClient(parts: ClientParts): SandboxClient {
  const { state, dispatcher, updates, slashCommands, app } = parts;

  const userOf = (id: string) => {
    const user = state.users.get(id);
    if (user === undefined) throw new Error(`Nobody in the local Feishu is called ${id}`);
    return user;
  };
  const chatOf = (userId: string, id: string): ChatRecord => {
    const chat = id === state.direct(userId).id ? state.direct(userId) : state.chats.get(id);
    if (chat === undefined || !chat.members.has(userId)) throw new Error(`${userId} is not in the conversation ${id}`);
    return chat;
  };

  const messageIn = (conversation: string, id: string): MessageRecord => {
    const message = state.messages.get(id);
    if (message === undefined || message.chat !== conversation) throw new Error(`There is no message ${id} in ${conversation}`);
    return message;
  };

  const shown = (message: MessageRecord): SandboxMessage => {
    const bot = message.sender.kind === 'app';
    const parent = message.parent === null ? undefined : state.messages.get(message.parent);
    const name = bot ? (state.bot.names[0] ?? '') : (state.users.get(message.sender.id)?.name ?? message.sender.id);
    return {
      id: message.id,
      conversation: message.chat,
      from: { id: message.sender.id, name, bot },
      at: message.shownAt,
      text: message.shown,
      payload: message.card,
      ephemeral: false,
      edited: message.updated,
      files: carriedBy(message).map(({ key, name, content }) => ({ id: key, name, size: content.length })),
      ...(parent === undefined ? {} : { quoted: parent.shown }),
      ...(state.pins.has(message.id) ? { pinned: state.bot.names[0] ?? '' } : {}),
      ...(state.urgent.has(message.id) ? { urgent: true as const } : {}),
    };
  };

  /** Tells the bot of a message, if it hears it: everything in the direct chat, and what mentions it in a group. */
  const hear = async (message: MessageRecord, chat: ChatRecord, userId: string, invoked: boolean): Promise<SandboxOutcome> => {
    const user = userOf(userId);
    const mentioned = message.mentions.some((mention) => mention.id === state.bot.openId);
    if (!chat.bot || (chat.kind === 'group' && !mentioned && !invoked)) return fine;
    const tenantKey = user.external ? 'another_tenant' : state.bot.tenantKey;
    await dispatcher.event('im.message.receive_v1', {
      sender: { sender_id: { union_id: `on_${userId}`, user_id: '', open_id: userId }, sender_type: 'user', tenant_key: tenantKey },
      message: {
        message_id: message.id,
        ...(message.parent === null ? {} : { root_id: message.parent, parent_id: message.parent }),
        create_time: String(Date.now()),
        update_time: String(Date.now()),
        chat_id: chat.id,
        chat_type: chat.kind,
        message_type: message.type,
        content: message.content,
        ...(message.mentions.length === 0
          ? {}
          : {
              mentions: message.mentions.map(({ key, id, name }) => ({
                key,
                id: { union_id: `on_${id}`, user_id: '', open_id: id },
                name,
                tenant_key: state.bot.tenantKey,
              })),
            }),
      },
    });
    return fine;
  };

  /** `@name` and `@id` become mentions, the longest name first. */
  const mentionsIn = (text: string) => {
    const people = [
      ...state.bot.names.map((name) => ({ id: state.bot.openId, name })),
      ...[...state.users.values()].map(({ id, name }) => ({ id, name })),
    ];
    const spellings = people
      .flatMap(({ id, name }) => [name, id].map((word) => ({ id, name, word })))
      .sort((a, b) => b.word.length - a.word.length);
    const mentions: { key: string; id: string; name: string }[] = [];
    let rest = text;
    for (const { id, name, word } of spellings) {
      if (!rest.includes(`@${word}`)) continue;
      const known = mentions.find((mention) => mention.id === id);
      const key = known?.key ?? `@_user_${mentions.length + 1}`;
      if (known === undefined) mentions.push({ key, id, name });
      rest = rest.replaceAll(`@${word}`, `${key} `);
    }
    return { text: rest.replace(/ {2,}/g, ' ').trim(), mentions };
  };

  const sayText = (
    userId: string,
    chat: ChatRecord,
    text: string,
    invoked: boolean,
    parent: string | null = null,
  ): Promise<SandboxOutcome> => {
    const { text: marked, mentions } = mentionsIn(text);
    const said = { content: JSON.stringify({ text: marked }), shown: text, mentions };
    const message = state.add(
      { chat: chat.id, sender: { kind: 'user', id: userId }, type: 'text', card: null, file: null, ...said },
      parent,
    );
    return hear(message, chat, userId, invoked);
  };

  const sayPost = (userId: string, chat: ChatRecord, text: string, pictures: readonly FileRecord[]): Promise<SandboxOutcome> => {
    const { text: marked, mentions } = mentionsIn(text);
    const lines = [[{ tag: 'text', text: marked }], ...pictures.map(({ key }) => [{ tag: 'img', image_key: key }])];
    const content = JSON.stringify({ title: '', content: lines });
    const sender = { kind: 'user', id: userId } as const;
    const message = state.add({ chat: chat.id, sender, type: 'post', content, shown: text, card: null, mentions, file: null, pictures });
    return hear(message, chat, userId, false);
  };

  const sayFile = (userId: string, chat: ChatRecord, file: FileRecord): Promise<SandboxOutcome> => {
    const content = file.type === 'image' ? { image_key: file.key } : { file_key: file.key, file_name: file.name };
    const message = state.add({
      chat: chat.id,
      sender: { kind: 'user', id: userId },
      type: file.type,
      content: JSON.stringify(content),
      shown: '',
      card: null,
      mentions: [],
      file,
    });
    return hear(message, chat, userId, false);
  };

  return {
    platform: 'feishu',
    bot: () => ({ id: state.bot.openId, name: state.bot.names[0] ?? '' }),
    users: () => [...state.users.values()],
    conversations(userId) {
      const direct = state.direct(userId);
      const unread = (chat: ChatRecord) => {
        const read = state.reads.get(`${userId} ${chat.id}`) ?? 0;
        return state.messagesOf(chat.id).filter((message, at) => at >= read && message.sender.id !== userId).length;
      };
      const groups = [...state.chats.values()].filter((chat) => chat.kind === 'group' && chat.members.has(userId));
      return [direct, ...groups].map((chat) => ({
        id: chat.id,
        kind: chat.kind === 'p2p' ? 'app' : 'channel',
        name: chat.name,
        unread: unread(chat),
      }));
    },
    messages: (userId, conversation) => state.messagesOf(chatOf(userId, conversation).id).map(shown),
    pins: (userId, conversation) => {
      const { id: chat } = chatOf(userId, conversation);
      return [...state.pins.keys()]
        .flatMap((id) => state.messages.get(id) ?? [])
        .filter((message) => message.chat === chat)
        .map(shown)
        .reverse();
    },
    file: (userId, conversation, file) =>
      state
        .messagesOf(chatOf(userId, conversation).id)
        .flatMap(carriedBy)
        .find(({ key }) => key === file) ?? null,
    markRead(userId, conversation) {
      state.reads.set(`${userId} ${conversation}`, state.messagesOf(chatOf(userId, conversation).id).length);
      state.changed();
    },
    commands(): SandboxCommand[] {
      const offered = new Map(app.slash_commands.map((command) => [command.command, command]));
      for (const command of slashCommands.all()) offered.set(command.command, command);
      return [...offered.values()].map(({ command, description }) => ({
        name: `/${command}`,
        description: description.i18n?.zh_cn ?? description.default_value,
        hint: '',
      }));
    },
    home: () => null,
    menu: () => app.bot.menu.map(({ key, name }) => ({ key, label: name.zh_cn })),
    shortcuts: () => [],
    modal: () => null,

    async say(userId, conversation, text, files = []) {
      const chat = chatOf(userId, conversation);
      // Words and pictures go as one message; other files go by themselves.
      if (text.trim() !== '' && files.length > 0 && files.every(({ mimeType }) => mimeType.startsWith('image/'))) {
        const pictures = files.map(({ name, content }) => state.addFile({ name, type: 'image', content }));
        return sayPost(userId, chat, text, pictures);
      }
      if (text.trim() !== '') await sayText(userId, chat, text, false);
      for (const { name, mimeType, content } of files) {
        await sayFile(userId, chat, state.addFile({ name, type: mimeType.startsWith('image/') ? 'image' : 'file', content }));
      }
      return fine;
    },
    command: (userId, conversation, command, text) =>
      sayText(userId, chatOf(userId, conversation), `/${command.replace(/^\//, '')} ${text}`.trim(), true),
    async press(userId, where, element, values) {
      if (where === 'home' || where === 'modal') return failed('飞书没有这个页面');
      chatOf(userId, where.conversation);
      const message = state.messages.get(where.message);
      if (message === undefined || message.chat !== where.conversation) return failed('消息不存在');
      return pressElement({ state, dispatcher, updates }, userOf(userId), message, element, values);
    },
    submitModal: () => Promise.resolve(failed('飞书没有弹窗')),
    closeModal: () => Promise.resolve(),
    openHome: () => Promise.resolve(),
    async pressMenu(userId, key) {
      userOf(userId);
      if (!app.bot.menu.some((entry) => entry.key === key)) return failed('没有这个菜单');
      await dispatcher.event('application.bot.menu_v6', {
        operator: { operator_name: userOf(userId).name, operator_id: { union_id: `on_${userId}`, user_id: '', open_id: userId } },
        event_key: key,
        timestamp: Date.now(),
      });
      return fine;
    },
    shortcut: () => Promise.resolve(failed('飞书没有消息快捷操作')),
    react: () => Promise.resolve(failed('飞书没有把表情告诉这个应用')),
    async reply(userId, conversation, id, text) {
      return sayText(userId, chatOf(userId, conversation), text, false, messageIn(conversation, id).id);
    },
    async edit(userId, conversation, id, text) {
      chatOf(userId, conversation);
      const message = messageIn(conversation, id);
      if (message.sender.id !== userId || message.type !== 'text') throw new Error(`${userId} did not write ${id}`);
      const { text: marked, mentions } = mentionsIn(text);
      state.rewrite(message, JSON.stringify({ text: marked }), text, mentions);
      return fine;
    },
    onChange: (listener) => state.onChange(listener),
  };
}
