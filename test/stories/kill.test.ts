import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskFileVocabulary } from '../../src/cli/desk.ts';
import { Temporal } from '../../src/core/time.ts';
import { applyDeskFile } from '../../src/features/people/index.ts';
import { verifyAudit } from '../../src/runtime/audit.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';
import { sandboxApps } from '../../src/sandbox/apps.ts';
import type { SandboxClient } from '../../src/sandbox/client.ts';
import { createSandboxFeishu } from '../../src/sandbox/feishu/index.ts';
import { exampleDeskFiles, sandboxSeeds } from '../../src/sandbox/seed.ts';
import { createSandboxSlack } from '../../src/sandbox/slack/index.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { runModule } from '../harness/process.ts';
import { findPressable, visibleText } from '../harness/read-payload.ts';

/** The built process of `npm start` is killed without warning while people talk, press and are told things; afterwards the books have to balance. */
describe('kill -9', () => {
  const kills = 3;
  const clock = { now: () => Temporal.Now.instant() };
  const { text: deskFile } = exampleDeskFiles()[1] ?? { text: '' };
  const seeds = sandboxSeeds([deskFile]);
  const retries = [500, 1_000, 1_500, 2_000, 3_000, 4_000, ...Array.from({ length: 8 }, () => 5_000)];
  const slack = createSandboxSlack({ ...sandboxApps.slack, seed: seeds.slack, clock, eventUrl: null, retryAfterMs: retries });
  const feishu = createSandboxFeishu({ ...sandboxApps.feishu, seed: seeds.feishu, clock, eventUrl: null, retryDelaysMs: retries });
  const talkers: [SandboxClient, string][] = [
    [slack.client, 'U0M02'],
    [slack.client, 'U0M03'],
    [feishu.client, 'ou_monitor08'],
    [feishu.client, 'ou_monitor09'],
  ];
  const clockers: [SandboxClient, string][] = [
    [slack.client, 'U0M05'],
    [feishu.client, 'ou_monitor11'],
    [slack.client, 'U0M06'],
    [feishu.client, 'ou_monitor12'],
  ];
  const leaders: [SandboxClient, string][] = [
    [slack.client, 'U0M01'],
    [feishu.client, 'ou_monitor10'],
  ];
  let test: TestDatabase;
  let dataDir: string;
  let env: Record<string, string>;
  let bot: ReturnType<typeof runModule>;

  const start = async () => {
    bot = runModule('dist/bot/main.js', [], env);
    await bot.line(/"msg":"ready"/);
  };
  beforeAll(async () => {
    await promisify(execFile)('npm', ['run', '-s', 'build']);
    test = await testDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'zhiban-kill-'));
    const applied = await applyDeskFile(test.database, deskFile, {
      vocabulary: deskFileVocabulary(),
      now: clock.now(),
      dryRun: false,
      by: null,
    });
    if (!applied.ok) throw new Error(JSON.stringify(applied.refusal));
    const [{ apiUrl }, { domain }] = await Promise.all([slack.start(), feishu.start()]);
    const settings = sandboxApps.env({ slackApiUrl: apiUrl, feishuDomain: domain, transport: 'socket', port: 0 });
    env = { ...settings, DATABASE_URL: test.url, DATA_DIR: dataDir, LOG_LEVEL: 'info' };
    await start();
  });
  afterAll(async () => {
    bot.child.kill('SIGTERM');
    await bot.finished;
    await Promise.all([slack.stop(), feishu.stop()]);
    await test.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const chatOf = (client: SandboxClient, user: string): string => client.conversations(user).find((each) => each.kind === 'app')?.id ?? '';
  const botTexts = (client: SandboxClient, user: string, conversation: string): string[] =>
    client
      .messages(user, conversation)
      .flatMap((message) => (message.from.bot ? [`${message.text}\n${visibleText(message.payload)}`] : []));
  const until = async (what: string, done: () => boolean | Promise<boolean>, seconds = 60) => {
    const deadline = performance.now() + seconds * 1_000;
    while (!(await done())) {
      if (performance.now() > deadline) throw new Error(`It never came to this: ${what}`);
      await pause(50);
    }
  };

  let running = true;
  /** Says words that no other has said, one after the other. Gives them. */
  async function talk(client: SandboxClient, user: string): Promise<string[]> {
    const said: string[] = [];
    while (running) {
      const word = `q${user.slice(-2)}x${said.length}`;
      said.push(word);
      await client.say(user, chatOf(client, user), word);
      await pause(1_500);
    }
    return said;
  }

  /** Counts what the bot wrote to somebody with this text. */
  const written = (client: SandboxClient, user: string, text: string) =>
    botTexts(client, user, chatOf(client, user)).filter((each) => each.includes(text)).length;

  /** Presses the newest button of that label, and again whenever the client says that it did not work. */
  async function press(client: SandboxClient, user: string, label: string): Promise<void> {
    const conversation = chatOf(client, user);
    for (;;) {
      const message = client.messages(user, conversation).findLast((each) => findPressable(each.payload, label) !== null);
      // A press whose answer was lost may have changed the card all the same.
      if (message === undefined) return;
      const { ok, toast } = await client.press(user, { message: message.id, conversation }, findPressable(message.payload, label), {});
      if (ok && toast?.tone !== 'error') return;
      await pause(300);
    }
  }

  /** Clocks in off the roster and out again, by word and button, once. */
  async function clockInAndOut(client: SandboxClient, user: string, afterMs: number): Promise<void> {
    await pause(afterMs);
    await client.say(user, chatOf(client, user), '上班');
    await until(`${user} is asked`, () => written(client, user, '仍要打卡吗') > 0);
    await press(client, user, '仍要打卡');
    await client.say(user, chatOf(client, user), '下班');
    await until(`${user} is out`, () => written(client, user, '已下班打卡') > 0);
  }

  /** Has a month drafted and drops the draft, again and again. Gives how often. */
  async function draftAndDrop(client: SandboxClient, user: string, month: string): Promise<number> {
    let rounds = 0;
    while (running) {
      await client.say(user, chatOf(client, user), `排班 ${month}`);
      rounds += 1;
      await until(`${user} sees the draft`, () => written(client, user, '待确认') > 0);
      await press(client, user, '放弃');
      await until(`${user} sees it dropped`, () => written(client, user, '待确认') === 0);
      await pause(700);
    }
    return rounds;
  }

  /** Puts numbered notices into the outbox for channels and people, some at a time. Gives how many. */
  async function announce(): Promise<number> {
    const [organisation] = await test.database.query<{ id: string }>('SELECT id::text AS id FROM organisation', []);
    const places = [
      { platform: 'slack', to: { kind: 'channel', id: 'C0MONITOR' } },
      { platform: 'feishu', to: { kind: 'channel', id: 'oc_monitoring' } },
      { platform: 'slack', to: { kind: 'person', id: 'U0M00' } },
      { platform: 'feishu', to: { kind: 'person', id: 'ou_monitor00' } },
    ] as const;
    let number = 0;
    while (running) {
      const unit = createUnit({ org: organisation?.id ?? '', now: clock.now(), newId });
      for (const { platform, to } of places) {
        unit.send({
          platform,
          to,
          locale: 'zh',
          view: { kind: 'notice', tone: 'info', title: `通知 ${number} 号`, blocks: [], actions: [] },
        });
      }
      number += 1;
      await test.database.write(unit.statements);
      await pause(1_800);
    }
    return number;
  }

  it('loses nothing and does nothing twice', async () => {
    const today = clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toPlainYearMonth();
    const months = [1, 2].map((ahead) => today.add({ months: ahead }).toString());
    const work = Promise.all([
      Promise.all(talkers.map(([client, user]) => talk(client, user))),
      Promise.all(leaders.map(([client, user], index) => draftAndDrop(client, user, months[index] ?? ''))),
      announce(),
      Promise.all(clockers.map(([client, user], index) => clockInAndOut(client, user, 1_300 + index * 2_500))),
    ]);
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(1_500 + kill * 700);
      bot.child.kill('SIGKILL');
      await bot.finished;
      // What the dead process had in hand is free after a minute; here that minute passes at once.
      await test.database.query(`UPDATE outbox SET claimed_till = now() - interval '1 second' WHERE state = 'sending'`, []);
      await start();
    }
    await pause(1_500);
    running = false;
    const [said, rounds, notices] = await work;

    const waiting = async () => (await test.database.query(`SELECT 1 FROM outbox WHERE state IN ('waiting', 'sending')`, [])).length === 0;
    const answered = (index: number) => {
      const [client, user] = talkers[index] ?? [slack.client, ''];
      const texts = botTexts(client, user, chatOf(client, user));
      return (said[index] ?? []).map((word) => texts.filter((text) => text.includes(`“${word}”`)).length);
    };
    await until(
      'every word is answered',
      async () => (await waiting()) && said.every((_, index) => answered(index).every((times) => times > 0)),
    );

    talkers.forEach(([, user], index) => {
      expect(
        answered(index).filter((times) => times !== 1),
        `answers to ${user}`,
      ).toEqual([]);
    });
    for (const [, user] of clockers) {
      const punches = await test.database.query(
        `SELECT p.kind FROM punch p JOIN identity i ON i.org_id = p.org_id AND i.person_id = p.person_id WHERE i.user_id = $1 ORDER BY p.at`,
        [user],
      );
      expect(punches, `punches of ${user}`).toEqual([{ kind: 'in' }, { kind: 'out' }]);
    }
    for (const [index, [, user]] of leaders.entries()) {
      const drafts = await test.database.query(
        `SELECT r.state FROM roster_import r JOIN identity i ON i.org_id = r.org_id AND i.person_id = r.by_person WHERE i.user_id = $1`,
        [user],
      );
      expect(drafts, `drafts of ${user}`).toEqual(Array.from({ length: rounds[index] ?? 0 }, () => ({ state: 'dropped' })));
    }
    const places: [SandboxClient, string, string][] = [
      [slack.client, 'U0M00', 'C0MONITOR'],
      [slack.client, 'U0M00', chatOf(slack.client, 'U0M00')],
      [feishu.client, 'ou_monitor00', 'oc_monitoring'],
      [feishu.client, 'ou_monitor00', chatOf(feishu.client, 'ou_monitor00')],
    ];
    for (const [client, user, place] of places) {
      const numbers = botTexts(client, user, place).flatMap((text) => /通知 (\d+) 号/.exec(text)?.[1] ?? []);
      expect(numbers.map(Number), `notices in ${place}`).toEqual(Array.from({ length: notices }, (_, number) => number));
    }
    expect((await verifyAudit(test.database)).flatMap((report) => report.problems)).toEqual([]);
    expect(await test.database.query(`SELECT id FROM outbox WHERE state = 'dead'`, [])).toEqual([]);
    expect(said.flat().length).toBeGreaterThan(12);
    expect(Math.min(...rounds)).toBeGreaterThan(0);
  }, 150_000);
});
