import { readFileSync } from 'node:fs';
import { type Bot, startBot } from '../../src/bot.ts';
import { deskFileVocabulary } from '../../src/cli/desk.ts';
import { loadConfig } from '../../src/config/index.ts';
import type { Temporal } from '../../src/core/time.ts';
import { applyDeskFile } from '../../src/features/people/index.ts';
import type { Platform } from '../../src/runtime/intent.ts';
import { sandboxApps } from '../../src/sandbox/apps.ts';
import { passTime } from '../../src/sandbox/bot-clock.ts';
import { createSandboxFeishu, type SandboxFeishu } from '../../src/sandbox/feishu/index.ts';
import { sandboxSeeds } from '../../src/sandbox/seed.ts';
import { createSandboxSlack, type SandboxSlack } from '../../src/sandbox/slack/index.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { wall } from './wall.ts';
import { StoryPerson } from './world.ts';

export type Transport = 'socket' | 'http';

/** A whole Zhiban beside a local Slack and a local Feishu, at a moment of our choice. */
export interface World {
  readonly database: TestDatabase['database'];
  readonly slack: SandboxSlack;
  readonly feishu: SandboxFeishu;
  readonly bot: Bot;
  now(): Temporal.Instant;
  person(platform: Platform, userId: string): StoryPerson;
  /** Time passes; everything due on the way happens. `2026-12-01T07:30` in the zone of the desks. */
  until(wallTime: string): Promise<void>;
  settle(): Promise<void>;
  /** The bot is killed, time passes without it, and it starts again. */
  downUntil(wallTime: string): Promise<void>;
  stop(): Promise<void>;
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Starts everything with the desk files given, at a wall time of Asia/Shanghai. */
export async function startWorld(options: { at: string; deskFiles: readonly string[]; transport?: Transport }): Promise<World> {
  const test = await testDatabase();
  let current = wall(options.at);
  const clock = {
    now: () => current,
    moveTo: (at: Temporal.Instant) => {
      current = at;
    },
  };
  for (const file of options.deskFiles) {
    const applied = await applyDeskFile(test.database, readFileSync(file, 'utf8'), {
      vocabulary: deskFileVocabulary(),
      now: current,
      dryRun: false,
      by: null,
    });
    if (!applied.ok) throw new Error(`${file}: ${JSON.stringify(applied.refusal)}`);
  }
  const seeds = sandboxSeeds(options.deskFiles.map((file) => readFileSync(file, 'utf8')));
  const http = options.transport === 'http';
  const log = process.env.STORY_LOG === undefined ? silent : consoleLog;
  const port = http ? await freePort() : 0;
  const slack = createSandboxSlack({
    ...sandboxApps.slack,
    seed: seeds.slack,
    clock,
    eventUrl: http ? `http://127.0.0.1:${port}/slack/events` : null,
  });
  const feishu = createSandboxFeishu({
    ...sandboxApps.feishu,
    seed: seeds.feishu,
    clock,
    eventUrl: http ? `http://127.0.0.1:${port}/feishu/events` : null,
  });
  const [{ apiUrl }, { domain }] = await Promise.all([slack.start(), feishu.start()]);
  const loaded = loadConfig(sandboxApps.env({ slackApiUrl: apiUrl, feishuDomain: domain, transport: options.transport ?? 'socket', port }));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.refusal));
  const config = loaded.value;
  const start = () => startBot({ config, db: test.database, clock, log });
  let bot = await start();
  await ready(bot);

  const world: World = {
    database: test.database,
    slack,
    feishu,
    get bot() {
      return bot;
    },
    now: () => current,
    person: (platform, userId) => new StoryPerson(platform === 'slack' ? slack.client : feishu.client, userId, world),
    async until(wallTime) {
      await passTime(bot.runtime, clock, wall(wallTime));
    },
    settle: () => bot.runtime.settle(),
    async downUntil(wallTime) {
      await bot.stop();
      current = wall(wallTime);
      bot = await start();
      await ready(bot);
      await bot.runtime.settle();
    },
    async stop() {
      await bot.stop();
      await Promise.all([slack.stop(), feishu.stop()]);
      await test.drop();
    },
  };
  await world.settle();
  return world;
}

const consoleLog = {
  debug: (fields: object, message: string) => console.debug(message, fields),
  info: (fields: object, message: string) => console.info(message, fields),
  warn: (fields: object, message: string) => console.warn(message, fields),
  error: (fields: object, message: string) => console.error(message, fields),
};

async function ready(bot: Bot): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (bot.messengers.some((messenger) => messenger.status().state !== 'up')) {
    if (performance.now() > deadline)
      throw new Error(`A messenger does not come up: ${JSON.stringify(bot.messengers.map((messenger) => messenger.status()))}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
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
