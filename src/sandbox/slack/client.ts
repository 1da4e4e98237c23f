import type { SandboxClient, SandboxMessage, SandboxUser } from '../client.ts';
import { Acts, type ActsOptions } from './acts.ts';
import type { Conversation, StoredMessage } from './state.ts';
import { viewShape } from './views.ts';

/** The Slack client of every person of the workspace. Throws for people and conversations that do not exist, or that a person is not in. */
export function createClient(options: ActsOptions): SandboxClient {
  const { workspace, manifest } = options;
  const acts = new Acts(options);

  const person = (id: string): SandboxUser => {
    const user = workspace.users.get(id);
    if (user === undefined) throw new Error(`There is no user ${id} in this Slack`);
    return user;
  };
  const conversation = (user: string, id: string): Conversation => {
    const found = workspace.conversations.get(id);
    if (found === undefined || !found.members.has(user)) throw new Error(`${user} is not in ${id}`);
    return found;
  };
  const nameOf = (userId: string): string =>
    userId === workspace.bot.userId ? workspace.bot.name : (workspace.users.get(userId)?.name ?? userId);
  const shown = (where: Conversation, message: StoredMessage): SandboxMessage => ({
    id: message.ts,
    conversation: where.id,
    from: { id: message.user, name: nameOf(message.user), bot: message.user === workspace.bot.userId },
    at: message.at.toString(),
    text: message.text,
    payload: message.blocks === null ? null : { blocks: message.blocks },
    ephemeral: message.ephemeralTo !== null,
    edited: message.edited,
    files: message.files.map((file) => ({ id: file.id, name: file.name, size: file.content.length })),
    ...(message.reactions.length === 0 ? {} : { reactions: [...new Set(message.reactions.map(({ emoji }) => emoji))] }),
    ...(where.pins.includes(message.ts) ? { pinned: workspace.bot.name } : {}),
    ...quotedIn(where, message),
  });
  const quotedIn = (where: Conversation, message: StoredMessage): { quoted?: string } => {
    const root = message.threadTs === null ? undefined : workspace.find(where.id, message.threadTs);
    return root === undefined ? {} : { quoted: root.text };
  };

  return {
    platform: 'slack',
    bot: () => ({ id: workspace.bot.userId, name: workspace.bot.name }),
    users: () => [...workspace.users.values()],
    conversations: (user) =>
      [...workspace.conversations.values()]
        .filter((where) => where.members.has(person(user).id) && !where.archived)
        .toSorted((a, b) => Number(b.kind === 'im') - Number(a.kind === 'im'))
        .map((where) => ({
          id: where.id,
          kind: where.kind === 'im' ? 'app' : 'channel',
          name: where.name,
          unread: workspace.unread(where, user),
        })),
    messages: (user, id) => {
      const where = conversation(person(user).id, id);
      return workspace.visible(where, user).map((message) => shown(where, message));
    },
    pins: (user, id) => {
      const where = conversation(person(user).id, id);
      return where.pins
        .flatMap((ts) => workspace.find(where.id, ts) ?? [])
        .map((message) => shown(where, message))
        .toReversed();
    },
    file: (user, id, file) => {
      const messages = workspace.visible(conversation(person(user).id, id), user);
      return messages.flatMap((message) => message.files).find((candidate) => candidate.id === file) ?? null;
    },
    markRead: (user, id) => workspace.markRead(conversation(user, id), user),
    commands: () =>
      manifest.features.slash_commands.map(({ command, description, usage_hint }) => ({ name: command, description, hint: usage_hint })),
    home: (user) => {
      const open = workspace.homes.get(person(user).id);
      return open === undefined ? null : viewShape(workspace, open);
    },
    menu: () => [],
    shortcuts: () =>
      manifest.features.shortcuts.flatMap((shortcut) =>
        shortcut.type === 'message' ? [{ callbackId: shortcut.callback_id, label: shortcut.name }] : [],
      ),
    modal: (user) => {
      const open = workspace.modals.get(person(user).id)?.at(-1);
      return open === undefined ? null : { id: open.id, view: viewShape(workspace, open) };
    },
    say: async (user, id, text, files = []) => acts.say(person(user), conversation(user, id), text, files),
    command: async (user, id, command, text) => acts.command(person(user), conversation(user, id), command, text),
    press: async (user, where, element, values) =>
      typeof where === 'string'
        ? acts.pressInView(person(user), where, element, values)
        : acts.pressInMessage(person(user), conversation(user, where.conversation), where.message, element, values),
    submitModal: async (user, values) => acts.submit(person(user), values),
    closeModal: async (user) => acts.close(person(user)),
    openHome: async (user) => acts.openHome(person(user), 'home'),
    pressMenu: (_, key) => Promise.reject(new Error(`Slack has no bot menu (${key})`)),
    shortcut: async (user, id, message, callbackId) => acts.shortcut(person(user), conversation(user, id), message, callbackId),
    react: async (user, id, message, emoji) => acts.react(person(user), conversation(user, id), message, emoji),
    reply: async (user, id, message, text) => acts.say(person(user), conversation(user, id), text, [], message),
    edit: async (user, id, message, text) => acts.edit(person(user), conversation(user, id), message, text),
    onChange: (listener) => workspace.onChange(listener),
  };
}
