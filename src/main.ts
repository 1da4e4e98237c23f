import { startBot } from './bot.ts';
import { configReport, loadConfig, readEnv } from './config/index.ts';
import { Temporal } from './core/time.ts';
import { openDatabase } from './db/open.ts';
import { DatabaseUnavailable } from './db/unavailable.ts';
import { createLog } from './runtime/pino-log.ts';
import { PortTaken } from './web/server.ts';

const loaded = loadConfig(readEnv());
if (!loaded.ok) {
  process.stderr.write(configReport(loaded.refusal));
  process.exit(78);
}
const config = loaded.value;
const log = createLog(config.logLevel);
for (const { key, why } of config.ineffective) log.warn({ key }, why.en);
const started = performance.now();
const { opened, bot } = await open().catch((error: unknown) => {
  if (!(error instanceof DatabaseUnavailable || error instanceof PortTaken)) throw error;
  process.stderr.write(`${error instanceof DatabaseUnavailable ? `${error.words.en}\n${error.words.zh}` : error.message}\n`);
  process.exit(1);
});
log.info(
  { url: bot.url, readyMs: Math.round(performance.now() - started), messengers: bot.messengers.map((messenger) => messenger.platform) },
  'ready',
);

async function open() {
  const opened = await openDatabase({ databaseUrl: config.databaseUrl?.reveal() ?? null, dataDir: config.dataDir, log });
  return { opened, bot: await startBot({ config, db: opened.database, clock: { now: () => Temporal.Now.instant() }, log }) };
}

let stopping = false;
const stop = (signal: string) => {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, 'stopping');
  bot
    .stop()
    .then(() => opened.close())
    .then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
};
process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGINT', () => stop('SIGINT'));
