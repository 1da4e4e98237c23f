import { startBot } from '../../src/bot.ts';
import { configReport, loadConfig, readEnv } from '../../src/config/index.ts';
import { Temporal } from '../../src/core/time.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { createLog } from '../../src/runtime/pino-log.ts';
import { readTick, type Tick } from './obligations-clock.ts';

/** The bot of `src/main.ts` with a clock that it is told: what is due in a day happens without the hours between. Says `ready`. */
const loaded = loadConfig(readEnv());
if (!loaded.ok) throw new Error(configReport(loaded.refusal));
const config = loaded.value;
const log = createLog('warn');
let tick: Tick = JSON.parse(process.argv[2] ?? '') as Tick;
process.on('message', (next: Tick) => {
  tick = next;
});
const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(readTick(tick)) };
const db = connectDatabase(config.databaseUrl?.reveal() ?? '');
// The destinations' own limits are left away: to the limiter a millisecond is a quarter of an hour.
const bot = await startBot({ config, db, clock, log, monotonic: () => performance.now() * 1_000_000 });
process.send?.('ready');
process.once('SIGTERM', () => {
  bot
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
