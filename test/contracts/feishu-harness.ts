import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Temporal } from '../../src/core/time.ts';
import { createFeishuMessenger, type FeishuOptions } from '../../src/feishu/index.ts';
import type { Intent, MessengerEvent } from '../../src/runtime/intent.ts';
import type { Logger } from '../../src/runtime/log.ts';
import type { Inbound, Messenger, Outgoing } from '../../src/runtime/messenger.ts';
import type { RefusedReason } from '../../src/runtime/metrics.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import type { SandboxMessage } from '../../src/sandbox/client.ts';
import { createSandboxFeishu, type SandboxFeishu, type SandboxFeishuOptions } from '../../src/sandbox/feishu/index.ts';
import { readBody } from '../../src/web/body.ts';

export const app = {
  appId: 'cli_00112233445566aa',
  appSecret: 'secret-of-the-app',
  encryptKey: 'key-of-the-app',
  verificationToken: 'token-of-the-app',
  tenantKey: 'tenant-1',
};

export const zhou = 'ou_zhou';
export const wu = 'ou_wu';
export const guest = 'ou_guest';
export const guards = 'oc_guards';

const user = (id: string, name: string, external = false) => ({
  id,
  name,
  title: '',
  email: `${id}@duty.example`,
  locale: 'zh' as const,
  external,
});

export interface Desk {
  readonly sandbox: SandboxFeishu;
  readonly messenger: Messenger;
  readonly intents: Intent[];
  readonly events: MessengerEvent[];
  readonly refused: RefusedReason[];
  readonly logged: { level: string; message: string; fields: object }[];
  calls: number;
  /** What the bot answers; the default is nothing. */
  answer: (intent: Intent) => Reply | Promise<Reply>;
  /** The address events are pushed to; empty for the long connection. */
  readonly url: string;
  messages(conversation?: string, userId?: string): readonly SandboxMessage[];
  newestCard(conversation?: string, userId?: string): unknown;
  outgoing(over?: Partial<Outgoing>): Outgoing;
  stop(): Promise<void>;
}

export async function until(holds: () => boolean, ms = 5_000): Promise<void> {
  const deadline = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`not within ${ms} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The real SDK and the adapter against the strict local Feishu, with an inbound of the test's own instead of the runtime. */
export async function startDesk(options: {
  transport: 'ws' | 'http';
  sandbox?: Partial<SandboxFeishuOptions>;
  messenger?: Partial<FeishuOptions>;
  offline?: boolean;
}): Promise<Desk> {
  const http = options.transport === 'http';
  let route: Messenger['webRoutes'][number] | undefined;
  const server = createServer((request, response) => {
    const work = async () => {
      const body = await readBody(request, route?.maxBytes ?? 0);
      if (typeof body === 'string' || route === undefined) return { status: body === 'oversized' ? 413 : 400, body: '', headers: {} };
      return route.handle({ method: request.method ?? '', path: '/feishu/events', headers: request.headers, body });
    };
    work().then(
      (answer) => response.writeHead(answer.status, answer.headers).end(answer.body),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = http ? `http://127.0.0.1:${(server.address() as AddressInfo).port}/feishu/events` : '';
  const sandbox = createSandboxFeishu({
    ...app,
    seed: {
      users: [user(zhou, '小周'), user(wu, '小吴'), user(guest, '访客', true)],
      channels: [{ id: guards, name: '门岗', members: [zhou, wu, guest], bot: true }],
    },
    clock: { now: () => Temporal.Instant.from('2026-12-03T07:20:00+08:00') },
    eventUrl: http ? url : null,
    ...options.sandbox,
  });
  const { domain } = await sandbox.start();
  if (options.offline === true) sandbox.setOnline(false);
  const logged: Desk['logged'] = [];
  const write = (level: string) => (fields: object, message: string) => void logged.push({ level, message, fields });
  const log: Logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const refused: RefusedReason[] = [];
  const desk: Desk = {
    sandbox,
    messenger: createFeishuMessenger({
      appId: app.appId,
      appSecret: app.appSecret,
      ...(http ? { encryptKey: app.encryptKey, verificationToken: app.verificationToken } : {}),
      domain,
      transport: options.transport,
      log,
      countCall: (_, calls) => {
        desk.calls += calls;
      },
      refused: (reason) => refused.push(reason),
      ...options.messenger,
    }),
    intents: [],
    events: [],
    refused,
    logged,
    calls: 0,
    answer: () => ({ kind: 'nothing', locale: 'zh' }),
    url,
    messages: (conversation = `oc_p2p_${zhou}`, userId = zhou) => sandbox.client.messages(userId, conversation),
    newestCard: (conversation, userId) => desk.messages(conversation, userId).findLast((message) => message.from.bot)?.payload ?? null,
    outgoing: (over = {}) => ({
      outboxId: crypto.randomUUID(),
      to: { kind: 'channel', id: guards },
      view: { kind: 'card', title: '早班开始', summary: '门岗早班开始', blocks: [], actions: [] },
      locale: 'zh',
      userIds: new Map(),
      ...over,
    }),
    async stop() {
      await desk.messenger.stop();
      await sandbox.stop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  route = desk.messenger.webRoutes[0];
  const inbound: Inbound = {
    intent: async (intent) => {
      desk.intents.push(intent);
      return desk.answer(intent);
    },
    event: async (event) => {
      desk.events.push(event);
    },
  };
  await desk.messenger.start(inbound);
  if (options.offline !== true) await until(() => desk.messenger.status().state === 'up');
  return desk;
}
