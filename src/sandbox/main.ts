import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Bot, startBot } from '../bot.ts';
import { deskFileVocabulary } from '../cli/desk.ts';
import { loadConfig } from '../config/index.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { DatabaseUnavailable } from '../db/unavailable.ts';
import { applyDeskFile, problemLine } from '../features/people/index.ts';
import { createLog } from '../runtime/pino-log.ts';
import { sandboxApps } from './apps.ts';
import { passTime } from './bot-clock.ts';
import { createSandboxClock } from './clock.ts';
import { createSandboxFeishu } from './feishu/index.ts';
import { createPageServer } from './page-server.ts';
import { publishExampleRosters } from './rosters.ts';
import { exampleDeskFiles, sandboxSeeds } from './seed.ts';
import { createSandboxSlack } from './slack/index.ts';

/**
 * `npm run sandbox`: Postgres, a local Slack, a local Feishu, the bot connected to both as in production, example desks, and a page.
 * `--fresh` forgets what was done before, `--port N` moves the page, `--http` lets the messengers push instead of holding a connection.
 */
const values = readOptions();
const dataDir = join(process.env.DATA_DIR ?? '.data', 'sandbox');
const log = createLog(process.env.LOG_LEVEL ?? 'warn');
if (values.fresh) await rm(dataDir, { recursive: true, force: true });

const opened = await openDatabase({ databaseUrl: null, dataDir, log }).catch((error: unknown) => {
  if (!(error instanceof DatabaseUnavailable)) throw error;
  process.stderr.write(`${error.words.en}\n${error.words.zh}\n`);
  process.exit(1);
});
const clock = createSandboxClock();
await applyExamples(opened.database);
await publishExampleRosters(opened.database, clock.now());

const seeds = sandboxSeeds(exampleDeskFiles().map((file) => file.text));
const botPort = values.http ? Number(values.port) + 1 : 0;
const push = (path: string) => (values.http ? `http://127.0.0.1:${botPort}${path}` : null);
const slack = createSandboxSlack({ ...sandboxApps.slack, seed: seeds.slack, clock, eventUrl: push('/slack/events') });
const feishu = createSandboxFeishu({ ...sandboxApps.feishu, seed: seeds.feishu, clock, eventUrl: push('/feishu/events') });
const [{ apiUrl }, { domain }] = await Promise.all([slack.start(), feishu.start()]);

const loaded = loadConfig(
  sandboxApps.env({ slackApiUrl: apiUrl, feishuDomain: domain, transport: values.http ? 'http' : 'socket', port: botPort }),
);
if (!loaded.ok) throw new Error(`The sandbox's own settings do not fit: ${JSON.stringify(loaded.refusal)}`);
const config = loaded.value;
let bot: Bot = await startBot({ config, db: opened.database, clock, log });

const page = createPageServer({
  clients: [slack.client, feishu.client],
  clock,
  port: Number(values.port),
  onError: (error) => log.error({ err: error }, 'a request of the page failed'),
  bot: {
    async nextDue() {
      const next = await bot.runtime.nextDue();
      if (next === null) return null;
      const of = (locale: 'zh' | 'en') => (next.desk === null ? next.title[locale] : `${next.title[locale]} · ${next.desk[locale]}`);
      return { at: next.at.toString(), title: { zh: of('zh'), en: of('en') } };
    },
    async advanceTo(at) {
      await passTime(bot.runtime, clock, at);
    },
    /** The bot is away while time passes: what it missed is caught up with afterwards. */
    async jumpTo(at) {
      await bot.stop();
      clock.moveTo(at);
      bot = await startBot({ config, db: opened.database, clock, log });
      await bot.runtime.settle();
    },
    health: async () => (await fetch(`${bot.url}/readyz`)).json(),
  },
});
const { url } = await page.start().catch(async (error: unknown) => {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
  process.stderr.write(
    `Port ${values.port} is in use: stop what listens there, or choose another with --port. 端口 ${values.port} 已被占用:停掉占用它的程序,或用 --port 换一个。\n`,
  );
  await stop();
  process.exit(1);
});
process.stdout.write(`\n  Zhiban sandbox 值班沙盒  ${url}\n  bot ${bot.url} · data ${dataDir} · Ctrl+C stops it\n\n`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  });
}

async function stop(): Promise<void> {
  await page.stop();
  await bot.stop();
  await Promise.all([slack.stop(), feishu.stop()]);
  await opened.close();
}

async function applyExamples(db: Database): Promise<void> {
  for (const { name, text } of exampleDeskFiles()) {
    const applied = await applyDeskFile(db, text, { vocabulary: deskFileVocabulary(), now: clock.now(), dryRun: false, by: null });
    if (applied.ok) continue;
    const { locale, problems } = applied.refusal;
    throw new Error(`${name}: ${problems.map((problem) => problemLine(problem, locale)).join('; ')}`);
  }
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '3000' },
        fresh: { type: 'boolean', default: false },
        http: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\nnpm run sandbox -- [--port N] [--fresh] [--http]\n`);
    process.exit(2);
  }
}
