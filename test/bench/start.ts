import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from '../../src/core/time.ts';
import { sandboxApps } from '../../src/sandbox/apps.ts';
import { createSandboxFeishu } from '../../src/sandbox/feishu/index.ts';
import { createSandboxSlack } from '../../src/sandbox/slack/index.ts';
import { type Figure, figure } from './figures.ts';
import { type Child, startBot } from './processes.ts';

/** Until what the start needed has been given back. */
const settleMs = 20_000;

/**
 * From spawn to ready with both messengers connected by socket: with a DATA_DIR that is empty, so that the database is made first, and with
 * the one of before. Then the resident memory of the process once it has been idle for a while; the database's own is not in it.
 */
export async function startFigures(log: (line: string) => void): Promise<Figure[]> {
  const clock = { now: () => Temporal.Now.instant() };
  const seed = { users: [], channels: [] };
  const slack = createSandboxSlack({ ...sandboxApps.slack, seed, clock, eventUrl: null });
  const feishu = createSandboxFeishu({ ...sandboxApps.feishu, seed, clock, eventUrl: null });
  const [{ apiUrl }, { domain }] = await Promise.all([slack.start(), feishu.start()]);
  const dataDir = await mkdtemp(join(tmpdir(), 'zhiban-bench-start-'));
  const env = {
    ...sandboxApps.env({ slackApiUrl: apiUrl, feishuDomain: domain, transport: 'socket', port: 0 }),
    DATABASE_URL: '',
    DATA_DIR: dataDir,
  };
  let bot: Child | null = null;
  try {
    bot = await startBot(env);
    const first = bot.readyMs;
    await bot.stop();
    bot = await startBot(env);
    const later = bot.readyMs;
    log(`first start ${Math.round(first)} ms, later start ${Math.round(later)} ms; idle for ${settleMs / 1000} s`);
    await sleep(settleMs);
    const idle = await bot.memory();
    return [
      figure('start.first', first, 'ms', null, '< 15000 ms', (value) => value < 15_000),
      figure('start.later', later, 'ms', null, '< 4000 ms', (value) => value < 4_000),
      figure('idle.memory', idle, 'MB', null, '< 250 MB', (value) => value < 250),
    ];
  } finally {
    await bot?.stop();
    await Promise.all([slack.stop(), feishu.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  }
}
