import type { Temporal } from '../../core/time.ts';
import type { SandboxClient, SandboxFault, SandboxSeed } from '../client.ts';
import type { CallContext } from './api/method.ts';
import { createClient } from './client.ts';
import { createDeliver, type Delivered, type Delivery } from './dispatch/deliver.ts';
import { Events } from './dispatch/events.ts';
import { Payloads } from './dispatch/payloads.ts';
import { ownManifest, readManifest } from './manifest.ts';
import { Rates } from './rates.ts';
import { ApiServer } from './server.ts';
import { Sockets } from './sockets.ts';
import { type JsonObject, Workspace } from './state.ts';
import { type Recorded, Requests } from './transcript.ts';
import { createAdmin, type WorkspaceAdmin } from './workspace-admin.ts';

export interface SandboxSlackOptions {
  readonly seed: SandboxSeed;
  /** Dates messages. Signatures, triggers and limits run in real time. */
  readonly clock: { now(): Temporal.Instant };
  /** Where events, commands and interactivity are posted to; null: Socket Mode. */
  readonly eventUrl: string | null;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly teamId: string;
  /** A parsed app manifest: scopes, commands, shortcuts, events. Default: the one of this product. */
  readonly manifest?: unknown;
  /** Milliseconds before each repetition of an event that was not answered; default: at once, 1 minute, 5 minutes. */
  readonly retryAfterMs?: readonly number[];
  /** Default: any free port. */
  readonly port?: number;
  /** Default `strict`: calls are limited as Slack limits them. `off` is for measuring what sends to it. */
  readonly limits?: 'strict' | 'off';
}

export interface SandboxSlack {
  readonly client: SandboxClient;
  readonly admin: WorkspaceAdmin;
  /** Gives the address of the Web API, such as `http://127.0.0.1:4000/api/`. */
  start(): Promise<{ readonly apiUrl: string }>;
  stop(): Promise<void>;
  fault(fault: SandboxFault): void;
  /** Every request of the bot, oldest first. */
  transcript(): readonly Recorded[];
  /** False: the network is away. Sockets break, nothing is answered, nothing is delivered. */
  setOnline(online: boolean): void;
  /** Asks the connections of Socket Mode to come back. */
  disconnectSockets(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void;
  /** Cuts the connections of Socket Mode without a word. */
  cutSockets(): void;
  /** Connections of Socket Mode that are up. */
  connections(): number;
  /** Lets the rate limits believe that time has passed. */
  elapse(ms: number): void;
  /** Connections are taken but never greeted while this is held. */
  holdHello(held: boolean): void;
  /** Delivers anything by the way that is set up, once. */
  deliver(delivery: Delivery): Promise<Delivered>;
  /** Sends any event with retries, if the manifest subscribes to `name`; false when it does not or the first try failed. */
  event(name: string, event: JsonObject): Promise<boolean>;
}

export type { Delivered, Delivery } from './dispatch/deliver.ts';
export { signedHeaders } from './dispatch/deliver.ts';
export type { Recorded } from './transcript.ts';

const usualRetries = [0, 60_000, 300_000];

/** A local Slack with one workspace and one app: strict where Slack is strict, and without any knowledge of what the app does. */
export function createSandboxSlack(options: SandboxSlackOptions): SandboxSlack {
  const manifest = options.manifest === undefined ? ownManifest() : readManifest(options.manifest);
  const botName = manifest.features.bot_user?.display_name ?? manifest.display_information.name;
  const workspace = new Workspace(options.seed, options.clock, options.teamId, botName);
  const monotonic = () => performance.now();
  const requests = new Requests();
  const sockets = new Sockets(workspace.bot.appId);
  const scopes = new Set(manifest.oauth_config.scopes.bot);
  let online = true;
  let elapsedMs = 0;

  const context = (baseUrl: string): CallContext => ({
    workspace,
    scopes,
    baseUrl,
    monotonic,
    openSocket: () => (options.eventUrl === null ? sockets.ticket(new URL(baseUrl).host) : null),
    tabs: {
      home: manifest.features.app_home?.home_tab_enabled ?? false,
      messages: manifest.features.app_home?.messages_tab_enabled ?? false,
    },
  });
  const server = new ApiServer({
    tokens: { bot: options.botToken, app: options.appToken },
    rates: options.limits === 'off' ? { take: () => 0 } : new Rates(() => monotonic() + elapsedMs),
    requests,
    sockets,
    context,
    port: options.port ?? 0,
  });
  const payloads = new Payloads(workspace, () => server.baseUrl, monotonic);
  const deliver = createDeliver({ eventUrl: options.eventUrl, signingSecret: options.signingSecret, sockets, isOnline: () => online });
  const subscribed = new Set(manifest.settings.event_subscriptions?.bot_events ?? []);
  const events = new Events({ deliver, payloads, subscribed, retryAfterMs: options.retryAfterMs ?? usualRetries });

  return {
    client: createClient({ workspace, manifest, payloads, events, deliver }),
    admin: createAdmin(workspace, events),
    async start() {
      await server.start();
      return { apiUrl: `${server.baseUrl}/api/` };
    },
    async stop() {
      events.stop();
      sockets.close();
      await server.stop();
    },
    fault: (fault) => requests.inject(fault),
    transcript: () => requests.transcript(),
    setOnline(next) {
      online = next;
      server.setOnline(next);
      if (!next) sockets.cut();
    },
    disconnectSockets: (reason) => sockets.disconnect(reason),
    cutSockets: () => sockets.cut(),
    connections: () => sockets.connections(),
    elapse(ms) {
      elapsedMs += ms;
    },
    holdHello: (held) => {
      sockets.helloHeld = held;
    },
    deliver,
    event: (name, event) => events.send(name, event),
  };
}
