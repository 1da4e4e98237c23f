import { z } from 'zod';
import type { Locale, Words } from '../core/locale.ts';
import type { Logger } from '../runtime/log.ts';
import {
  type Edit,
  type FoundUser,
  type Inbound,
  type MessageRef,
  type Messenger,
  MessengerError,
  type MessengerStatus,
  type Outgoing,
  type OutgoingFile,
  type RateBucket,
  type WebRoute,
} from '../runtime/messenger.ts';
import type { RefusedReason } from '../runtime/metrics.ts';
import { Answers } from './answer.ts';
import { FeishuApi } from './api.ts';
import { Chats } from './chats.ts';
import { Courier } from './courier.ts';
import { download } from './download.ts';
import type { Envelope } from './inbound/envelope.ts';
import { limits } from './limits.ts';
import { createReadEdited, createReadMessage } from './read-message.ts';
import { Receiver } from './receive.ts';
import { Sender } from './send.ts';
import { registerSlashCommands, type SlashCommand } from './slash-commands.ts';
import { createEventsRoute } from './transport/events-route.ts';
import { LongConnection } from './transport/long-connection.ts';
import { findUploaded, uploadFile } from './upload.ts';
import { Users } from './users.ts';

export type { SlashCommand } from './slash-commands.ts';

export interface FeishuOptions {
  /** `cli_` and 16 hexadecimal digits. */
  readonly appId: string;
  readonly appSecret: string;
  /** Both needed for `http` only. */
  readonly encryptKey?: string;
  readonly verificationToken?: string;
  /** `feishu`, `lark`, or the address of a private deployment. */
  readonly domain: string;
  readonly transport: 'ws' | 'http';
  readonly log: Logger;
  /** Told of every call that counts against the monthly quota. */
  readonly countCall?: (platform: 'feishu', calls: number) => void;
  /** Counts requests that were not let in, and those of people who see nothing here. */
  readonly refused?: (reason: RefusedReason) => void;
  /** Registered at the start as native slash commands; a message that begins with one needs no mention in a group. */
  readonly commands?: readonly SlashCommand[];
}

const notYet: Words = { zh: '还没有连上飞书,正在重试', en: 'Not connected to Feishu yet; trying again' };
const socketDown: Words = { zh: '与飞书的长连接断了,正在重连', en: 'The long connection to Feishu is down; reconnecting' };
/** The start of the process does not wait longer for a messenger. */
const startPatienceMs = 3_000;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

/** Settings that can never work; said at once instead of retried. */
export class FeishuMisconfigured extends Error {}

function checkOptions(options: FeishuOptions): void {
  if (!/^cli_[0-9a-fA-F]{16}$/.test(options.appId)) {
    throw new FeishuMisconfigured(
      'FEISHU_APP_ID must be cli_ and 16 hexadecimal digits, as under Credentials & Basic Info of the Feishu app',
    );
  }
  if (options.appSecret === '') throw new FeishuMisconfigured('FEISHU_APP_SECRET is empty');
  if (options.transport === 'http' && (!options.encryptKey || !options.verificationToken)) {
    throw new FeishuMisconfigured('FEISHU_TRANSPORT=http needs FEISHU_ENCRYPT_KEY and FEISHU_VERIFICATION_TOKEN');
  }
}

const botInfo = z.object({ bot: z.object({ open_id: z.string().min(1) }) });

/** Feishu, or Lark, as the runtime sees it. Throws {@link FeishuMisconfigured} for settings that cannot work; everything else is a status. */
export function createFeishuMessenger(options: FeishuOptions): Messenger {
  checkOptions(options);
  const { log } = options;
  let tenant: string | null = null;
  const api = new FeishuApi({ ...options, onTrouble: () => askAgain() });
  const chats = new Chats(api, log, () => tenant);
  const sender = new Sender(api, chats, log);
  const users = new Users(api);
  const courier = new Courier(sender, log);
  const answers = new Answers(sender, chats);
  const commands = options.commands ?? [];

  let bot: Promise<string> | null = null;
  let greeted = false;
  let stopped = false;
  let retry: NodeJS.Timeout | null = null;
  let asking: NodeJS.Timeout | null = null;
  let askedInVain = 0;
  let receive: ((envelope: Envelope) => Promise<object>) | null = null;

  const askBot = () =>
    api.call((client, callOptions) => client.request<{ code?: number }>({ method: 'GET', url: '/open-apis/bot/v3/info' }, callOptions));

  const botOpenId = (): Promise<string> => {
    bot ??= askBot()
      .then((answer) => botInfo.parse(answer).bot.open_id)
      .catch((error: unknown) => {
        bot = null;
        throw error;
      });
    return bot;
  };

  const askTenant = async (): Promise<void> => {
    try {
      const answer = await api.call((client, callOptions) => client.tenant.v2.tenant.query({}, callOptions));
      tenant ??= answer.data?.tenant?.tenant_key ?? null;
    } catch (error) {
      if (!(error instanceof MessengerError) || error.kind === 'network') throw error;
      log.warn({ code: error.code }, 'Feishu does not name the tenant; it is taken from the first event');
    }
  };

  const registerCommands = async (): Promise<void> => {
    try {
      await registerSlashCommands(api, commands, log);
    } catch (error) {
      if (!(error instanceof MessengerError) || error.kind === 'network') throw error;
      log.warn({ code: error.code }, 'slash commands could not be registered at Feishu; the words work without them');
    }
  };

  /** Everything that is asked of Feishu once. Repeated with growing pauses until Feishu is there. */
  const greet = async (attempt: number): Promise<void> => {
    try {
      await api.signIn();
      await askTenant();
      await botOpenId();
      await registerCommands();
      greeted = true;
    } catch (error) {
      if (!(error instanceof MessengerError)) throw error;
      const pause = Math.min(longestRetryMs, firstRetryMs * 2 ** (attempt - 1));
      log.warn({ code: error.code, kind: error.kind, nextMs: pause }, 'Feishu does not answer as it should');
      if (stopped) return;
      retry = setTimeout(() => greetInBackground(attempt + 1), pause);
      retry.unref();
    }
  };
  const greetInBackground = (attempt: number): Promise<void> =>
    greet(attempt).catch((error: unknown) => log.error({ err: error }, 'the first calls to Feishu failed'));

  /** While Feishu counts as away no message goes out that could show it is back: a call that changes nothing is made until one succeeds. */
  const askAgain = (): void => {
    if (asking !== null || stopped || !greeted) return;
    const pause = Math.min(longestRetryMs, firstRetryMs * 2 ** askedInVain);
    asking = setTimeout(() => {
      asking = null;
      const trouble = api.trouble();
      if (trouble === null || trouble.kind === 'quota') {
        askedInVain = 0;
        return;
      }
      askedInVain += 1;
      askBot().then(
        () => {
          askedInVain = 0;
        },
        (error: unknown) => {
          if (!(error instanceof MessengerError)) log.error({ err: error }, 'Feishu could not be asked whether it is back');
          askAgain();
        },
      );
    }, pause);
    asking.unref();
  };

  const connection =
    options.transport === 'ws'
      ? new LongConnection({
          appId: options.appId,
          appSecret: options.appSecret,
          domain: options.domain,
          log,
          onUp: () => api.heard(),
          receive: (envelope) => (receive === null ? Promise.reject(new Error('not started')) : receive(envelope)),
        })
      : null;

  const webRoutes: WebRoute[] =
    options.transport === 'http'
      ? [
          createEventsRoute({
            encryptKey: options.encryptKey ?? '',
            verificationToken: options.verificationToken ?? '',
            log,
            receiver: () => receive,
            now: Date.now,
            ...(options.refused === undefined ? {} : { refused: options.refused }),
          }),
        ]
      : [];

  return {
    platform: 'feishu',
    tenant: () => tenant,
    webRoutes,

    async start(inbound: Inbound): Promise<void> {
      stopped = false;
      const receiver = new Receiver({
        inbound,
        answers,
        chats,
        courier,
        hearing: { botOpenId, quoted: createReadMessage(api, log), commands: new Set(commands.map((command) => command.command)) },
        log,
        noteTenant: (key) => {
          tenant ??= key;
        },
        ...(options.refused === undefined ? {} : { refused: options.refused }),
      });
      receive = (envelope) => {
        api.heard();
        return receiver.receive(envelope);
      };
      connection?.start();
      const deadline = performance.now() + startPatienceMs;
      await Promise.race([greetInBackground(1), pause(startPatienceMs)]);
      while (connection !== null && greeted && !connection.up && performance.now() < deadline) await pause(20);
    },

    async stop(): Promise<void> {
      stopped = true;
      if (retry !== null) clearTimeout(retry);
      if (asking !== null) clearTimeout(asking);
      connection?.stop();
      await courier.stop();
      receive = null;
    },

    status(): MessengerStatus {
      const trouble = api.trouble();
      if (trouble !== null) return { state: trouble.kind === 'quota' ? 'degraded' : 'down', cause: trouble.remedy };
      if (!greeted) return { state: 'down', cause: notYet };
      if (connection !== null && !connection.up) return { state: 'down', cause: socketDown };
      const plain = sender.urgentTrouble();
      return plain === null ? { state: 'up', cause: null } : { state: 'degraded', cause: urgentAsPlain(plain.remedy) };
    },

    buckets({ kind, to }): readonly RateBucket[] {
      if (kind === 'home') return [];
      const key = 'messageId' in to ? `message:${to.messageId}` : `${to.kind === 'person' ? 'user' : 'chat'}:${to.id}`;
      return [
        { key: `feishu:${key}`, ...limits.perDestination },
        { key: `feishu:app:${kind}`, ...limits.perApp },
        { key: `feishu:minute:${kind}`, ...limits.perAppMinute },
      ];
    },

    send: (message: Outgoing): Promise<MessageRef> => sender.send(message),
    edit: (message: Edit): Promise<void> => sender.edit(message),
    pin: (ref: MessageRef): Promise<void> => sender.pin(ref),
    unpin: (ref: MessageRef): Promise<void> => sender.unpin(ref),
    /** Feishu has no page of its own for the bot: the home page is a card the person asks for. */
    publishHome: (_userId: string, _view, _locale: Locale): Promise<void> => Promise.resolve(),
    findSent: (message: Outgoing, since: Date): Promise<MessageRef | null> => sender.findSent(message, since),
    sendFile: (file: OutgoingFile): Promise<MessageRef> => uploadFile(api, chats, file),
    findSentFile: (file: OutgoingFile, since: Date): Promise<MessageRef | null> => findUploaded(api, chats, file, since),
    userByEmail: (email: string): Promise<FoundUser | null> => users.byEmail(email),
    userById: (userId: string): Promise<FoundUser | null> => users.byId(userId),
    editedText: createReadEdited(api, botOpenId),
    download: (fileId: string, messageId: string | null, maxBytes: number): Promise<Buffer> => download(api, fileId, messageId, maxBytes),
  };
}

const urgentAsPlain = (why: Words): Words => ({
  zh: `加急消息改发普通消息:${why.zh}`,
  en: `Urgent messages go out as plain ones: ${why.en}`,
});

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
