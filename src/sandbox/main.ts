import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bot, startBot } from '../bot.ts';
import { deskFileVocabulary } from '../cli/desk.ts';
import { loadConfig } from '../config/index.ts';
import { Temporal } from '../core/time.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { DatabaseUnavailable } from '../db/unavailable.ts';
import { applyDeskFile, problemLine } from '../features/people/index.ts';
import { createLog } from '../runtime/pino-log.ts';
import { sandboxApps } from './apps.ts';
import { passTime } from './bot-clock.ts';
import { createSandboxClock } from './clock.ts';
import { createSandboxFeishu } from './feishu/index.ts';
import { leftOff } from './left-off.ts';
import { createPageServer } from './page-server.ts';
import { publishExampleRosters } from './rosters.ts';
import { exampleDeskFiles, sandboxSeeds } from './seed.ts';
import { isTaken, readSettings, takenWords } from './settings.ts';
import { createSandboxSlack } from './slack/index.ts';

/**
 * `npm run sandbox`: Postgres, a local Slack, a local Feishu, the bot connected to both as in production, example desks, and a page.
 * `--fresh` forgets what was done before, `--port N` or `PORT` moves the page, `--http` lets the messengers push instead of holding a connection.
 */
const read = readSettings(process.argv.slice(2), process.env);
if (!read.ok) give(read.problem, 2);
const { port, botPort, fresh } = read.settings;
for (const each of botPort === null ? [port] : [port, botPort]) if (await isTaken(each)) give(takenWords(each), 1);
const dataDir = join(process.env.DATA_DIR ?? '.data', 'sandbox');
const log = createLog(process.env.LOG_LEVEL ?? 'warn');
if (fresh) await rm(dataDir, { recursive: true, force: true });

const opened = await openDatabase({ databaseUrl: null, dataDir, log }).catch((error: unknown) => {
  if (!(error instanceof DatabaseUnavailable)) throw error;
  return give(`${error.words.en}\n${error.words.zh}`, 1);
});
const clock = createSandboxClock(await leftOff(opened.database, Temporal.Now.instant()));
await applyExamples(opened.database);
await publishExampleRosters(opened.database, clock.now());

const seeds = sandboxSeeds(exampleDeskFiles().map((file) => file.text));
const push = (path: string) => (botPort !== null ? `http://127.0.0.1:${botPort}${path}` : null);
const slack = createSandboxSlack({ ...sandboxApps.slack, seed: seeds.slack, clock, eventUrl: push('/slack/events') });
const feishu = createSandboxFeishu({ ...sandboxApps.feishu, seed: seeds.feishu, clock, eventUrl: push('/feishu/events') });
const [{ apiUrl }, { domain }] = await Promise.all([slack.start(), feishu.start()]);

const loaded = loadConfig(
  sandboxApps.env({ slackApiUrl: apiUrl, feishuDomain: domain, transport: botPort === null ? 'socket' : 'http', port: botPort ?? 0 }),
);
if (!loaded.ok) throw new Error(`The sandbox's own settings do not fit: ${JSON.stringify(loaded.refusal)}`);
const config = loaded.value;
let bot: Bot = await startBot({ config, db: opened.database, clock, log });

const page = createPageServer({
  clients: [slack.client, feishu.client],
  clock,
  port,
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
const { url } = await page.start();
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

/** Says why it does not start, and ends. */
function give(why: string, code: number): never {
  process.stderr.write(`${why}\n`);
  process.exit(code);
}
