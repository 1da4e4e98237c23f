import { Temporal } from '../../src/core/time.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { createDirectory } from '../../src/features/people/index.ts';
import { createFeishuMessenger } from '../../src/feishu/index.ts';
import type { Messenger } from '../../src/runtime/messenger.ts';
import { createLog } from '../../src/runtime/pino-log.ts';
import { createRuntime } from '../../src/runtime/runtime.ts';
import { sandboxApps } from '../../src/sandbox/apps.ts';
import { createSlackMessenger } from '../../src/slack/index.ts';
import { createMetrics } from '../../src/web/metrics.ts';

/**
 * The sending half of the bot: runtime, outbox and both adapters as in `src/bot.ts`. The platforms' own limits would make 10,000 messages a
 * matter of ten minutes, so `LIMITS=off` leaves the adapters' buckets away and what is measured is ours. Prints a line when it is ready.
 */
const env = (name: string): string => process.env[name] ?? '';
const { slack, feishu } = sandboxApps;
const log = createLog('warn');
const clock = { now: () => Temporal.Now.instant() };
const db = connectDatabase(env('DATABASE_URL'));
const adapters: Messenger[] = [
  createSlackMessenger({
    botToken: slack.botToken,
    signingSecret: slack.signingSecret,
    apiUrl: env('SLACK_API_URL'),
    log,
    now: () => new Date(),
  }),
  createFeishuMessenger({ ...feishu, domain: env('FEISHU_DOMAIN'), transport: 'http', log }),
];
const messengers = env('LIMITS') === 'off' ? adapters.map((adapter): Messenger => ({ ...adapter, buckets: () => [] })) : adapters;
const runtime = createRuntime({
  db,
  slices: [],
  directory: createDirectory({ messengers, clock }),
  messengers,
  clock,
  log,
  metrics: createMetrics(),
  onEvent: () => Promise.resolve(),
});
await runtime.start();
process.stdout.write(`${JSON.stringify({ port: 0 })}\n`);
process.once('SIGTERM', () => {
  runtime
    .stop()
    .then(() => db.close())
    .then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
});
