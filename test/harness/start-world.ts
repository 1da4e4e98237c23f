import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bot, startBot } from '../../src/bot.ts';
import { deskFileVocabulary } from '../../src/cli/desk.ts';
import { loadConfig } from '../../src/config/index.ts';
import type { Temporal } from '../../src/core/time.ts';
import { applyDeskFile } from '../../src/features/people/index.ts';
import type { Platform } from '../../src/runtime/intent.ts';
import { sandboxApps } from '../../src/sandbox/apps.ts';
import { passTime } from '../../src/sandbox/bot-clock.ts';
import { createSandboxFeishu, type SandboxFeishu } from '../../src/sandbox/feishu/index.ts';
import { publishExampleRosters } from '../../src/sandbox/rosters.ts';
import { exampleDeskFiles, sandboxSeeds } from '../../src/sandbox/seed.ts';
import { createSandboxSlack, type SandboxSlack } from '../../src/sandbox/slack/index.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { wall } from './wall.ts';
import { StoryPerson } from './world.ts';

export type Transport = 'socket' | 'http';

export interface WorldOptions {
  /** Wall time of Asia/Shanghai. */
  readonly at: string;
  /** The example desks that exist; none: an organisation in which nothing is set up. The people are in the messengers in any case. */
  readonly desks: readonly ('gate' | 'monitoring' | 'hotline' | 'hall')[];
  /** Texts of further desk files of the same organisation; their people are in the messengers as well. */
  readonly deskFiles?: readonly string[];
  /** What the desk files say differently in this story; gets and gives the text of each. */
  readonly change?: (text: string) => string;
  /** Rosters of the month and the one before from the rotations, whoever is on duty has clocked in. Default: true. */
  readonly rosters?: boolean;
  readonly transport?: Transport;
}

/** A whole Zhiban beside a local Slack and a local Feishu, at a moment of our choice. */
export interface World {
  readonly database: TestDatabase['database'];
  readonly slack: SandboxSlack;
  readonly feishu: SandboxFeishu;
  readonly bot: Bot;
  now(): Temporal.Instant;
  /** The same person for the same account, with what they have read. */
  person(platform: Platform, userId: string): StoryPerson;
  /** Time passes; everything due on the way happens. `2026-12-01T07:30` in the zone of the desks. What comes is news to everybody. */
  until(wallTime: string): Promise<void>;
  settle(): Promise<void>;
  /** The bot is stopped, time passes without it, and it starts again. */
  downUntil(wallTime: string): Promise<void>;
  /** Resolves when the bot is connected to both messengers; fails after ten seconds. */
  everyMessengerUp(): Promise<void>;
  /** A JSON answer or the text of a path of the bot's own port. */
  asks(path: string): Promise<{ status: number; text: string }>;
  stop(): Promise<void>;
}

/** A change of desk files by which these people, named by their codes, read English. */
export const readEnglish =
  (...codes: readonly string[]) =>
  (text: string): string =>
    codes.reduce((changed, code) => changed.replace(`- code: ${code}\n`, `- code: ${code}\n    locale: en\n`), text);

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
/** What the messengers' limits have recovered between two things people do. */
const breathMs = 10_000;

/** Starts everything at a wall time of Asia/Shanghai, with the real SDKs over sockets or signed HTTP. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const test = await testDatabase();
  let current = wall(options.at);
  let elapsedMs = 0;
  const clock = {
    now: () => current,
    moveTo: (at: Temporal.Instant) => {
      current = at;
    },
  };
  const change = options.change ?? ((text: string) => text);
  const examples = exampleDeskFiles().map(({ name, text }) => ({ name, text: change(text) }));
  const further = (options.deskFiles ?? []).map((text, index) => ({ name: `desk file ${index + 1}`, text: change(text) }));
  for (const { name, text } of [...examples.filter((file) => options.desks.some((desk) => file.name === `${desk}.yaml`)), ...further]) {
    const applied = await applyDeskFile(test.database, text, { vocabulary: deskFileVocabulary(), now: current, dryRun: false, by: null });
    if (!applied.ok) throw new Error(`${name}: ${JSON.stringify(applied.refusal)}`);
  }
  if (options.rosters !== false) await publishExampleRosters(test.database, current);

  const seeds = sandboxSeeds([...examples, ...further].map((file) => file.text));
  const http = options.transport === 'http';
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
  const log = process.env.STORY_LOG === undefined ? silent : consoleLog;
  const start = async (): Promise<Bot> => {
    const bot = await startBot({ config, db: test.database, clock, log, monotonic: () => performance.now() + elapsedMs });
    await everyMessengerUp(bot);
    return bot;
  };
  let bot = await start();

  const people = new Map<string, StoryPerson>();
  const everybodyLooks = () => {
    for (const person of people.values()) person.looks();
  };
  const breathe = () => {
    elapsedMs += breathMs;
    slack.elapse(breathMs);
    feishu.elapse(breathMs);
  };
  const settle = async () => {
    breathe();
    await bot.runtime.settle();
  };
  for (const platform of ['slack', 'feishu'] as const) {
    const { client } = platform === 'slack' ? slack : feishu;
    for (const { id } of client.users()) people.set(`${platform}/${id}`, new StoryPerson(client, id, { settle }));
  }

  const world: World = {
    database: test.database,
    slack,
    feishu,
    get bot() {
      return bot;
    },
    now: () => current,
    person(platform, userId) {
      const person = people.get(`${platform}/${userId}`);
      if (person === undefined) throw new Error(`Nobody on ${platform} is ${userId}`);
      return person;
    },
    async until(wallTime) {
      everybodyLooks();
      await passTime({ ...bot.runtime, settle }, clock, wall(wallTime));
    },
    settle,
    async downUntil(wallTime) {
      everybodyLooks();
      await bot.stop();
      current = wall(wallTime);
      bot = await start();
      await settle();
    },
    everyMessengerUp: () => everyMessengerUp(bot),
    async asks(path) {
      const response = await fetch(`${bot.url}${path}`);
      return { status: response.status, text: await response.text() };
    },
    async stop() {
      await bot.stop();
      await Promise.all([slack.stop(), feishu.stop()]);
      await test.drop();
    },
  };
  await settle();
  everybodyLooks();
  return world;
}

const consoleLog = {
  debug: (fields: object, message: string) => console.debug(message, fields),
  info: (fields: object, message: string) => console.info(message, fields),
  warn: (fields: object, message: string) => console.warn(message, fields),
  error: (fields: object, message: string) => console.error(message, fields),
};

async function everyMessengerUp(bot: Bot): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (bot.messengers.some((messenger) => messenger.status().state !== 'up')) {
    if (performance.now() > deadline)
      throw new Error(`A messenger does not come up: ${JSON.stringify(bot.messengers.map((messenger) => messenger.status()))}`);
    await pause(10);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}
