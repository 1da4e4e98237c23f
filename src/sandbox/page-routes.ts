import { type Instant, Temporal } from '../core/time.ts';
import type { SandboxClient, SandboxOutcome } from './client.ts';
import { type SandboxClock, sandboxZone } from './clock.ts';
import { type ClockMove, PageRefusal, parse, readClockMove, requests } from './page-requests.ts';

/** What the page needs of the bot beside its messages: the time line and its health. */
export interface SandboxBot {
  /** The next thing the bot will do by itself; `at` is an ISO instant. */
  nextDue(): Promise<{ readonly at: string; readonly title: { readonly zh: string; readonly en: string } } | null>;
  /** Lets time pass up to `at`, stopping wherever something is due. */
  advanceTo(at: Instant): Promise<void>;
  /** Moves the clock as if the bot had been down meanwhile. */
  jumpTo(at: Instant): Promise<void>;
  health(): Promise<unknown>;
}

/** How many messages a conversation shows unless more are asked for, and how many at most. */
const messagesShown = { usual: 80, most: 2_000 };

/** The JSON API of the page, without HTTP. Throws {@link PageRefusal}; whatever else is thrown is a bug. */
export function createPageRoutes(clients: readonly SandboxClient[], clock: SandboxClock, bot: SandboxBot) {
  let moving: Promise<unknown> = Promise.resolve();

  const clientOf = (platform: string): SandboxClient => {
    const client = clients.find((each) => each.platform === platform);
    if (client !== undefined) return client;
    const known = clients.map((each) => each.platform).join(', ');
    throw new PageRefusal(404, { zh: `没有叫 ${platform} 的客户端,只有 ${known}。`, en: `There is no client ${platform}, only ${known}.` });
  };
  const userOf = (client: SandboxClient, id: string): string => {
    if (client.users().some((user) => user.id === id)) return id;
    throw new PageRefusal(404, { zh: `${client.platform} 里没有 ${id} 这个人。`, en: `${client.platform} has no user ${id}.` });
  };
  const conversationOf = (client: SandboxClient, user: string, id: string): string => {
    if (client.conversations(user).some((each) => each.id === id)) return id;
    throw new PageRefusal(404, { zh: `${user} 不在会话 ${id} 里。`, en: `${user} is not in the conversation ${id}.` });
  };

  const clockState = async () => ({ now: clock.now().toString(), frozen: clock.frozen, zone: sandboxZone, next: await bot.nextDue() });

  const move = async (wanted: ClockMove): Promise<void> => {
    if (wanted.kind === 'next') {
      const next = await bot.nextDue();
      if (next === null) throw new PageRefusal(409, { zh: '没有到期的事。', en: 'Nothing is due.' });
      return bot.advanceTo(Temporal.Instant.from(next.at));
    }
    const at = wanted.kind === 'to' ? wanted.at : clock.now().toZonedDateTimeISO(sandboxZone).add(wanted.duration).toInstant();
    return wanted.downtime ? bot.jumpTo(at) : bot.advanceTo(at);
  };

  return {
    setup: () => ({
      zone: sandboxZone,
      clients: clients.map((client) => ({
        platform: client.platform,
        bot: client.bot(),
        users: client.users(),
        commands: client.commands(),
        menu: client.menu(),
        shortcuts: client.shortcuts(),
      })),
    }),

    /** What one person sees now. An unknown or absent conversation gives the first one. */
    state(platform: string, userId: string, wanted: string | null, limit: string | null) {
      const client = clientOf(platform);
      const user = userOf(client, userId);
      const conversations = client.conversations(user);
      const open = conversations.find((each) => each.id === wanted) ?? conversations[0] ?? null;
      const all = open === null ? [] : client.messages(user, open.id);
      const count = Math.min(Number(limit ?? '') || messagesShown.usual, messagesShown.most);
      return {
        conversations,
        conversation: open?.id ?? null,
        messages: all.slice(-count),
        pins: open === null ? [] : client.pins(user, open.id).map(({ id, at, text }) => ({ id, at, text })),
        earlier: Math.max(0, all.length - count),
        home: client.home(user),
        modal: client.modal(user),
      };
    },

    /** A file of a message the person sees. */
    file(platform: string, userId: string, conversation: string | null, id: string | null) {
      const client = clientOf(platform);
      const user = userOf(client, userId);
      const found = client.file(user, conversationOf(client, user, conversation ?? ''), id ?? '');
      if (found !== null) return found;
      throw new PageRefusal(404, { zh: '这个会话里没有这个文件。', en: 'There is no such file in this conversation.' });
    },

    async act(platform: string, userId: string, verb: string, body: unknown): Promise<SandboxOutcome> {
      const client = clientOf(platform);
      const user = userOf(client, userId);
      const done: SandboxOutcome = { ok: true, toast: null, errors: null };
      switch (verb) {
        case 'say': {
          const { conversation, text, files } = parse(requests.say, body);
          return client.say(user, conversationOf(client, user, conversation), text, files);
        }
        case 'command': {
          const { conversation, command, text } = parse(requests.command, body);
          return client.command(user, conversationOf(client, user, conversation), command, text);
        }
        case 'press': {
          const { where, element, values } = parse(requests.press, body);
          if (typeof where === 'object') conversationOf(client, user, where.conversation);
          return client.press(user, where, element, values);
        }
        case 'submit':
          return client.submitModal(user, parse(requests.submit, body).values);
        case 'close':
          parse(requests.close, body);
          await client.closeModal(user);
          return done;
        case 'open-home':
          parse(requests['open-home'], body);
          await client.openHome(user);
          return done;
        case 'menu':
          return client.pressMenu(user, parse(requests.menu, body).key);
        case 'shortcut': {
          const { conversation, message, callbackId } = parse(requests.shortcut, body);
          return client.shortcut(user, conversationOf(client, user, conversation), message, callbackId);
        }
        case 'react': {
          const { conversation, message, emoji } = parse(requests.react, body);
          return client.react(user, conversationOf(client, user, conversation), message, emoji);
        }
        case 'reply': {
          const { conversation, message, text } = parse(requests.reply, body);
          return client.reply(user, conversationOf(client, user, conversation), message, text);
        }
        case 'edit': {
          const { conversation, message, text } = parse(requests.edit, body);
          return client.edit(user, conversationOf(client, user, conversation), message, text);
        }
        case 'read':
          client.markRead(user, conversationOf(client, user, parse(requests.read, body).conversation));
          return done;
        default:
          throw new PageRefusal(404, { zh: `没有 ${verb} 这个操作。`, en: `There is no ${verb}.` });
      }
    },

    clock: clockState,

    /** One move after the other: two at once would interleave what falls due between them. */
    moveClock(body: unknown) {
      const wanted = readClockMove(body);
      const moved = moving.then(() => move(wanted)).then(clockState);
      moving = moved.catch(() => undefined);
      return moved;
    },

    health: () => bot.health(),
  };
}
