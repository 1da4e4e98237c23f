import { Temporal } from '../../src/core/time.ts';
import type { Intent, MessengerEvent } from '../../src/runtime/intent.ts';
import type { Messenger } from '../../src/runtime/messenger.ts';
import type { RefusedReason } from '../../src/runtime/metrics.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { createSandboxSlack, type SandboxSlack, type SandboxSlackOptions } from '../../src/sandbox/slack/index.ts';
import { createSlackMessenger, type RefusedPayload } from '../../src/slack/index.ts';
import { createWebServer, type WebServer } from '../../src/web/server.ts';

export type Transport = 'socket' | 'http';

/** What happens to be logged, for tests that look at it. */
export interface Line {
  readonly level: string;
  readonly fields: object;
  readonly message: string;
}

/** The bot's Slack adapter, real, beside a local Slack; behind it stands a port of the test that answers as it is told. */
export interface SlackWorld {
  readonly sandbox: SandboxSlack;
  readonly messenger: Messenger;
  readonly intents: Intent[];
  readonly events: MessengerEvent[];
  readonly refused: RefusedReason[];
  readonly refusedPayloads: RefusedPayload[];
  readonly lines: Line[];
  readonly eventUrl: string;
  /** What the port says to the next intents; a throw is a failed commit. */
  answer: (intent: Intent) => Promise<Reply> | Reply;
  stop(): Promise<void>;
}

export const signingSecret = '0123456789abcdef0123456789abcdef';
export const tokens = { botToken: 'xoxb-test-1', appToken: 'xapp-test-1', signingSecret, teamId: 'T1' };

export const seed = {
  users: [
    { id: 'U1', name: '周敏', title: '门岗', email: 'zhou@example.test', locale: 'zh' as const, external: false },
    { id: 'U2', name: 'Wu Lei', title: 'Gate', email: 'wu@example.test', locale: 'en' as const, external: false },
    { id: 'U9', name: 'Guest', title: '', email: 'guest@example.test', locale: 'en' as const, external: true },
  ],
  channels: [
    { id: 'C1', name: 'gate', members: ['U1', 'U2', 'U9'], bot: true },
    { id: 'C2', name: 'guards', members: ['U1'], bot: false },
  ],
};

export interface WorldOptions {
  readonly transport: Transport;
  readonly sandbox?: Partial<SandboxSlackOptions>;
  /** Starts with the local Slack away. */
  readonly offline?: boolean;
}

export async function startSlackWorld(options: WorldOptions): Promise<SlackWorld> {
  const clock = { now: () => Temporal.Now.instant() };
  const http = options.transport === 'http';
  const port = http ? await freePort() : 0;
  const eventUrl = `http://127.0.0.1:${port}/slack/events`;
  const sandbox = createSandboxSlack({
    ...tokens,
    seed,
    clock,
    eventUrl: http ? eventUrl : null,
    retryAfterMs: [0, 100, 200],
    ...options.sandbox,
  });
  const { apiUrl } = await sandbox.start();
  if (options.offline === true) sandbox.setOnline(false);
  const lines: Line[] = [];
  const line = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message });
  const log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  const refused: RefusedReason[] = [];
  const refusedPayloads: RefusedPayload[] = [];
  const messenger = createSlackMessenger({
    botToken: tokens.botToken,
    ...(http ? { signingSecret } : { appToken: tokens.appToken }),
    apiUrl,
    log,
    now: () => new Date(clock.now().epochMilliseconds),
    refused: (reason) => refused.push(reason),
    refusedPayload: (payload) => refusedPayloads.push(payload),
  });
  let web: WebServer | null = null;
  if (http) {
    const metrics = { refused: () => undefined, exposition: () => Promise.reject(new Error('nobody asks')) };
    web = createWebServer({
      port,
      routes: messenger.webRoutes,
      health: { ready: () => Promise.reject(new Error('nobody asks')) },
      metrics,
      log,
    });
    await web.start();
  }
  const world: SlackWorld = {
    sandbox,
    messenger,
    intents: [],
    events: [],
    refused,
    refusedPayloads,
    lines,
    eventUrl,
    answer: () => ({ kind: 'nothing', locale: 'zh' }),
    async stop() {
      await messenger.stop();
      await web?.stop();
      await sandbox.stop();
    },
  };
  await messenger.start({
    async intent(intent) {
      world.intents.push(intent);
      return world.answer(intent);
    },
    event(event) {
      world.events.push(event);
      return Promise.resolve();
    },
  });
  return world;
}

export async function until(what: () => boolean, withinMs = 8_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!what()) {
    if (performance.now() > deadline) throw new Error(`This does not come true: ${what.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}
