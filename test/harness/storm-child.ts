import { Temporal } from '../../src/core/time.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { slices } from '../../src/features/index.ts';
import { createDirectory } from '../../src/features/people/index.ts';
import type { Platform } from '../../src/runtime/intent.ts';
import type { Logger } from '../../src/runtime/log.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { createRuntime } from '../../src/runtime/runtime.ts';
import { digestOf } from '../storm/digest.ts';
import type { Order, Said } from '../storm/messages.ts';
import { PortMessenger } from './port-messenger.ts';

// One of several bots on one database: runtime and slices as in production, messengers that keep what they are given, a clock that is told.

const [url = '', at = '', tenantSlack = '', tenantFeishu = ''] = process.argv.slice(2);
const tenants: Readonly<Record<Platform, string>> = { slack: tenantSlack, feishu: tenantFeishu };
let now = Temporal.Instant.from(at);

const tell = (said: Said): void => void process.send?.(said);
const whole = (fields: object, message: string): string => {
  const { err, ...rest } = fields as { err?: unknown };
  const error = err instanceof Error ? (err.stack ?? err.message) : err === undefined ? '' : String(err);
  return `${message} ${JSON.stringify(rest)} ${error}`.trim();
};
const log: Logger = {
  debug: () => {},
  info: () => {},
  warn: (fields, message) => tell({ kind: 'log', level: 'warn', text: whole(fields, message) }),
  error: (fields, message) => tell({ kind: 'log', level: 'error', text: whole(fields, message) }),
};
const nothing = () => {};
const metrics = {
  intent: nothing,
  contested: nothing,
  sent: nothing,
  outboxSizes: nothing,
  dueHandled: nothing,
  messengerUp: nothing,
  refused: nothing,
  apiCalls: nothing,
};

const db = connectDatabase(url, { poolSize: 10 });
const clock = { now: () => now };
const messengers = (['slack', 'feishu'] as const).map((platform) => {
  const messenger = new PortMessenger(platform);
  messenger.tenant = () => tenants[platform];
  return messenger;
});
const runtime = createRuntime({
  db,
  slices,
  directory: createDirectory({ messengers, clock }),
  messengers,
  clock,
  log,
  metrics,
  onEvent: () => Promise.resolve(),
});

const titleOf = (reply: Reply): string => {
  if (reply.kind === 'form' || reply.kind === 'invalid')
    return [reply.form.title, ...(reply.kind === 'invalid' ? Object.values(reply.errors) : [])].join(' | ');
  return reply.kind === 'nothing' ? '' : reply.view.title;
};

async function obey(order: Order): Promise<void> {
  const { number } = order;
  switch (order.kind) {
    case 'intent': {
      const reply = await runtime.inbound.intent(order.intent);
      tell({ kind: 'answer', number, reply: reply.kind, title: titleOf(reply), digest: digestOf(reply) });
      return;
    }
    case 'clock':
      now = Temporal.Instant.from(order.at);
      tell({ kind: 'done', number });
      return;
    case 'settle':
      await runtime.settle();
      // What was sent is not looked at, and a storm sends much.
      for (const messenger of messengers) {
        messenger.sent.length = 0;
        messenger.edits.length = 0;
      }
      tell({ kind: 'done', number });
      return;
    case 'stop':
      await runtime.stop();
      await db.close();
      tell({ kind: 'done', number });
      process.disconnect();
  }
}

process.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell({ kind: 'failed', number: order.number, error: text });
  });
});
await runtime.start();
tell({ kind: 'ready' });
