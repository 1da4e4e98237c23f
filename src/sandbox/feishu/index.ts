import type { Clock } from '../../core/time.ts';
import type { SandboxClient, SandboxFault, SandboxSeed } from '../client.ts';
import { CardUpdates } from './api/card-update.ts';
import { directoryRoutes } from './api/directory.ts';
import { fileRoutes } from './api/files.ts';
import { messageRoutes } from './api/messages.ts';
import { pinRoutes } from './api/pins.ts';
import { SlashCommands } from './api/slash-commands.ts';
import { TokenOffice } from './api/token.ts';
import { type ApiAnswer, type ApiRoute, ApiServer, failure, type TranscriptEntry } from './api-server.ts';
import { type AppManifest, shippedAppManifest } from './app-manifest.ts';
import { type DeliveryRecord, Dispatcher } from './dispatcher.ts';
import { createClient } from './feishu-client.ts';
import { LongConnectionServer } from './long-connection.ts';
import { FeishuState } from './state.ts';

export interface SandboxFeishuOptions {
  readonly seed: SandboxSeed;
  /** For shown times only; limits and expiries run in real time. */
  readonly clock: Clock;
  /** Where events are pushed to; null: the long connection. */
  readonly eventUrl: string | null;
  readonly appId: string;
  readonly appSecret: string;
  readonly encryptKey: string;
  readonly verificationToken: string;
  readonly tenantKey: string;
  /** How the app is set up; default: as `manifests/feishu/app.json` says. */
  readonly app?: AppManifest;
  /** Calls per month; default: no limit. */
  readonly monthlyQuota?: number;
  /** Pauses before an event that was not taken is repeated; default: Feishu's 15 s, 5 min, 1 h and 6 h. */
  readonly retryDelaysMs?: readonly number[];
  /** Default two hours. */
  readonly tokenSeconds?: number;
  /** Default `strict`: messages are limited as Feishu limits them. `off` is for measuring what sends to it. */
  readonly limits?: 'strict' | 'off';
  /** Events longer than this arrive in several frames. */
  readonly splitBytes?: number;
}

export interface SandboxFeishu {
  readonly client: SandboxClient;
  /** Resolves to the address for `FEISHU_DOMAIN`. */
  start(): Promise<{ readonly domain: string }>;
  stop(): Promise<void>;
  fault(fault: SandboxFault): void;
  /** Every request to the API, oldest first. */
  transcript(): readonly TranscriptEntry[];
  /** Every attempt to deliver an event or callback, oldest first. */
  deliveries(): readonly DeliveryRecord[];
  /** Offline: no connection is accepted and the open ones are cut. */
  setOnline(online: boolean): void;
  /** Cuts the long connections; new ones are accepted. */
  cutConnections(): void;
  /** Open long connections. */
  connections(): number;
  /** Every tenant access token given out so far is refused from now on. */
  revokeTokens(): void;
  /** Lets limits and expiries believe that time has passed. */
  elapse(ms: number): void;
  /** Repeats every event that waits for it now. */
  redeliver(): Promise<void>;
  /** The question the developer console asks a new address. */
  challenge(): Promise<boolean>;
  /** The bot is added to a group, or removed from it. */
  setBotInChannel(channelId: string, present: boolean): Promise<void>;
  /** Calls counted against the monthly quota. */
  callsThisMonth(): number;
}

const feishuRetries = [15_000, 300_000, 3_600_000, 21_600_000];

/** A strict local Feishu. It knows no feature of the bot, only the platform's rules. */
export function createSandboxFeishu(options: SandboxFeishuOptions): SandboxFeishu {
  const app = options.app ?? shippedAppManifest();
  const scopes = new Set(app.scopes.tenant);
  let elapsedMs = 0;
  let calls = 0;
  const monotonic = () => performance.now() + elapsedMs;
  const bot = {
    appId: options.appId,
    openId: `ou_bot_${options.appId.slice(4)}`,
    tenantKey: options.tenantKey,
    names: [app.name.zh_cn, app.name.en_us],
  };
  const state = new FeishuState({ seed: options.seed, clock: options.clock, bot, monotonic });
  const office = new TokenOffice({
    appId: options.appId,
    appSecret: options.appSecret,
    now: monotonic,
    lifeSeconds: options.tokenSeconds ?? 7_200,
  });
  const updates = new CardUpdates(state);
  const slashCommands = new SlashCommands();
  const connection = new LongConnectionServer({
    office,
    splitBytes: options.splitBytes ?? 64 * 1024,
    // What waited during an outage comes in a burst.
    onConnect: () =>
      void setTimeout(
        () => dispatcher.flush().catch((error: unknown) => process.stderr.write(`sandbox feishu: ${String(error)}\n`)),
        50,
      ).unref(),
  });

  const admit = (route: ApiRoute, headers: NodeJS.Dict<string | string[]>): ApiAnswer | null => {
    if (route.access === 'open') return null;
    const authorization = headers['authorization'];
    const token = typeof authorization === 'string' ? authorization.replace(/^Bearer /, '') : '';
    if (token === '') return failure(400, 99991661, 'Missing access token for authorization.');
    if (!office.holds(token))
      return failure(400, 99991663, 'Invalid access token for authorization. Please make a test attempt to obtain a new token.');
    calls += 1;
    if (options.monthlyQuota !== undefined && calls > options.monthlyQuota)
      return failure(400, 99991403, "This month's API call quota has been exceeded");
    if (route.scopes.length > 0 && !route.scopes.some((scope) => scopes.has(scope))) {
      return failure(400, 99991672, `Access denied. One of the following scopes is required: [${route.scopes.join(', ')}].`);
    }
    return null;
  };

  const api = new ApiServer({
    routes: [
      office.route(),
      connection.route(),
      updates.route(),
      ...messageRoutes(state, options.limits ?? 'strict'),
      ...pinRoutes(state, options.limits ?? 'strict'),
      ...directoryRoutes(state),
      ...fileRoutes(state),
      ...slashCommands.routes(),
    ],
    admit,
  });
  const dispatcher: Dispatcher = new Dispatcher({
    appId: options.appId,
    tenantKey: options.tenantKey,
    verificationToken: options.verificationToken,
    encryptKey: options.encryptKey,
    eventUrl: options.eventUrl,
    retryDelaysMs: options.retryDelaysMs ?? feishuRetries,
    api,
    connection,
  });

  return {
    client: createClient({ state, dispatcher, updates, slashCommands, app }),
    async start() {
      const port = await api.start();
      connection.attach(api, port);
      return { domain: `http://127.0.0.1:${port}` };
    },
    async stop() {
      await dispatcher.stop();
      connection.stop();
      await api.stop();
    },
    fault: (fault) => api.fault(fault),
    transcript: () => api.transcript,
    deliveries: () => dispatcher.deliveries,
    setOnline(online) {
      api.online = online;
      if (!online) {
        connection.cut();
        api.cut();
      }
    },
    cutConnections: () => connection.cut(),
    connections: () => connection.connections,
    revokeTokens: () => office.revokeAll(),
    elapse(ms) {
      elapsedMs += ms;
    },
    redeliver: () => dispatcher.flush(),
    challenge: () => dispatcher.challenge(),
    async setBotInChannel(channelId, present) {
      const chat = state.chats.get(channelId);
      if (chat === undefined || chat.bot === present) return;
      chat.bot = present;
      state.changed();
      const [operator = ''] = chat.members;
      await dispatcher.event(present ? 'im.chat.member.bot.added_v1' : 'im.chat.member.bot.deleted_v1', {
        chat_id: channelId,
        operator_id: { union_id: `on_${operator}`, user_id: '', open_id: operator },
        external: false,
        operator_tenant_key: options.tenantKey,
        name: chat.name,
      });
    },
    callsThisMonth: () => calls,
  };
}
