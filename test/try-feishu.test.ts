import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { startBot } from '../src/bot.ts';
import { deskFileVocabulary } from '../src/cli/desk.ts';
import { loadConfig } from '../src/config/index.ts';
import { applyDeskFile } from '../src/features/people/index.ts';
import { passTime } from '../src/sandbox/bot-clock.ts';
import { createSandboxFeishu } from '../src/sandbox/feishu/index.ts';
import { sandboxApps } from '../src/sandbox/apps.ts';
import { publishExampleRosters } from '../src/sandbox/rosters.ts';
import { exampleDeskFiles, sandboxSeeds } from '../src/sandbox/seed.ts';
import { testDatabase } from './harness/database.ts';
import { visibleText } from './harness/read-payload.ts';
import { wall } from './harness/wall.ts';

it('tries', async () => {
  const test = await testDatabase();
  let current = wall('2026-11-30T06:50');
  const clock = { now: () => current, moveTo: (at: typeof current) => { current = at; } };
  for (const { text } of exampleDeskFiles()) {
    const applied = await applyDeskFile(test.database, text, { vocabulary: deskFileVocabulary(), now: current, dryRun: false, by: null });
    if (!applied.ok) throw new Error(JSON.stringify(applied.refusal));
  }
  await publishExampleRosters(test.database, current);
  const seeds = sandboxSeeds(exampleDeskFiles().map((f) => f.text));
  const feishu = createSandboxFeishu({ ...sandboxApps.feishu, seed: seeds.feishu, clock, eventUrl: null });
  const { domain } = await feishu.start();
  const env = sandboxApps.env({ slackApiUrl: 'http://127.0.0.1:9/', feishuDomain: domain, transport: 'socket', port: 0 });
  for (const k of Object.keys(env)) if (k.startsWith('SLACK')) delete env[k];
  const cfg = loadConfig(env);
  if (!cfg.ok) throw new Error(JSON.stringify(cfg.refusal));
  const log = { debug: () => {}, info: console.info, warn: console.warn, error: console.error };
  const bot = await startBot({ config: cfg.value, db: test.database, clock, log });
  await new Promise((r) => setTimeout(r, 800));
  console.log(bot.messengers.map((m) => m.status()));
  const c = feishu.client;
  const dump = (user: string) => {
    for (const conv of c.conversations(user)) {
      console.log('##', user, conv.name);
      for (const m of c.messages(user, conv.id)) console.log('-', m.at, m.from.name, m.text.slice(0, 60), '\n   ', visibleText(m.payload).replaceAll('\n', ' | ').slice(0, 500));
    }
  };
  const users = c.users();
  console.log(users.map((u) => `${u.id} ${u.name}`).join(', '));
  await passTime(bot.runtime, clock, wall('2026-11-30T07:50'));
  const say = async (u: string, t: string) => {
    const app = c.conversations(u).find((x) => x.kind === 'app')!;
    console.log(u, t, JSON.stringify(await c.say(u, app.id, t)));
    await bot.runtime.settle();
  };
  const boss = users[0]!.id;
  for (const t of (process.env.TRY_WORDS ?? '上班,谁值班,我的班,值班表,到岗,主页,帮助,helo').split(',')) await say(boss, t);
  dump(boss);
  for (const u of users.slice(1, 4)) { await say(u.id, '上班'); await say(u.id, '下班'); }
  dump(users[1]!.id);
  console.log(JSON.stringify(await test.database.query(`select platform,state,kind,destination,error from outbox where state not in ('sent') and platform='feishu'`, []), null, 1).slice(0, 3000));
  await bot.stop();
  await feishu.stop();
  await test.drop();
}, 60_000);
