import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { auditCommand } from '../../src/cli/audit.ts';
import { doctorCommand } from '../../src/cli/doctor.ts';
import { migrateCommand } from '../../src/cli/migrate.ts';
import { outboxCommand } from '../../src/cli/outbox.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { sealAudit } from '../../src/runtime/audit.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { emptyDatabase, type TestDatabase, testDatabase } from '../harness/database.ts';
import { moment, type SeededDesk, seedDesk, unitOf } from '../harness/seed.ts';

let db: TestDatabase;
let seeded: SeededDesk;
let env: Record<string, string>;
let said: string[];
let terminal: Terminal;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.database.query('TRUNCATE outbox, due, channel, adoption', []);
  seeded = await seedDesk(db.database);
  // Port 1 has no bot.
  env = { DATABASE_URL: db.url, PORT: '1', SLACK_BOT_TOKEN: 'xoxb-test', SLACK_APP_TOKEN: 'xapp-test' };
  said = [];
  terminal = { locale: 'en', out: (line) => void said.push(line), err: (line) => void said.push(line) };
});

const dead = { state: 'dead', error: 'slack permission (not_in_channel): invite the bot', locale: 'zh', platform: 'slack' };
const times = { dueAt: moment('2026-12-01T00:00:00Z'), createdAt: moment('2026-12-01T00:00:00Z') };

async function park(rows: readonly Record<string, unknown>[]): Promise<void> {
  const unit = unitOf(seeded.org);
  for (const row of rows) unit.insert('outbox', { orgId: seeded.org, destination: 'channel:C1', kind: 'send', ...dead, ...times, ...row });
  await db.database.write(unit.statements);
}

const states = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await db.database.query<{ id: string; state: string }>('SELECT id, state FROM outbox', [])).map((row) => [row.id, row.state]),
  );

describe('outbox', () => {
  test('parked messages are listed with their cause', async () => {
    const id = newId();
    await park([{ id }]);
    expect(await outboxCommand(['list-dead'], env, terminal)).toBe(0);
    expect(said.join('\n')).toMatch(new RegExp(`1 parked message[\\s\\S]*${id}[\\s\\S]*channel:C1[\\s\\S]*not_in_channel`));
  });

  test('one is released, or all, and it is audited', async () => {
    const [one, two, three] = [newId(), newId(), newId()];
    await park([{ id: one }, { id: two }, { id: three }]);
    expect(await outboxCommand(['release', one], env, terminal)).toBe(0);
    expect(await states()).toEqual({ [one]: 'waiting', [two]: 'dead', [three]: 'dead' });
    expect(await outboxCommand(['drop', two], env, terminal)).toBe(0);
    expect(await outboxCommand(['release', 'all'], env, terminal)).toBe(0);
    expect(await states()).toEqual({ [one]: 'waiting', [two]: 'dropped', [three]: 'waiting' });
    const audit = await db.database.query<{ action: string }>('SELECT action FROM audit_entry WHERE org_id = $1 ORDER BY seq', [
      seeded.org,
    ]);
    expect(audit.map((entry) => entry.action)).toEqual(['outbox.release', 'outbox.drop', 'outbox.release']);
  });

  test('of several parked edits of one message the newest is released', async () => {
    const [old, recent, other] = [newId(), newId(), newId()];
    const edit = { kind: 'edit', channelId: 'C1', messageId: '1', subject: 'x/1' };
    await park([
      { id: old, ...edit },
      { id: recent, ...edit },
      { id: other, ...edit, messageId: '2' },
      { id: newId(), ...edit, messageId: '2', state: 'waiting' },
    ]);
    expect(await outboxCommand(['release', 'all'], env, terminal)).toBe(0);
    expect(await states()).toMatchObject({ [old]: 'dropped', [recent]: 'waiting', [other]: 'dropped' });
  });

  test.each([[['release']], [['release', 'everything']], [['drop', 'all']], [[]], [['list-dead', 'x']]])(
    '%j is answered with what to type',
    async (args) => {
      expect(await outboxCommand(args, env, terminal)).toBe(2);
      expect(said.join()).toMatch(/Usage|list-dead/);
    },
  );

  test('an id nobody has is said to be so', async () => {
    expect(await outboxCommand(['release', newId()], env, terminal)).toBe(1);
    expect(said.join()).toContain('No parked message has the id');
  });
});

describe('audit verify', () => {
  test('says that it is whole, and then where it is not', async () => {
    const unit = unitOf(seeded.org);
    unit.audit({ action: 'roster.publish' });
    await db.database.write(unit.statements);
    for (let sealed = 0; sealed === 0; ) sealed = await sealAudit(db.database, seeded.org, moment('2026-12-01T00:00:00Z'));
    await auditCommand(['verify'], env, terminal);
    expect(said.join('\n')).toContain('✓ 物业: the audit is whole (1 entries, 1 seals)');
    await db.database.query(
      `DO $$ BEGIN SET LOCAL session_replication_role = replica; UPDATE audit_entry SET action = 'x' WHERE action = 'roster.publish'; END $$`,
      [],
    );
    said = [];
    expect(await auditCommand(['verify'], env, terminal)).toBe(1);
    expect(said.join('\n')).toMatch(
      /✗ 物业: the audit was changed[\s\S]*seal 1 \(entries 1 to \d+\): not what was sealed; 1 entries now, 1 then/,
    );
  });

  test('a database that is not migrated, or away, is named', async () => {
    const empty = await emptyDatabase();
    expect(await auditCommand(['verify'], { ...env, DATABASE_URL: empty.url }, terminal)).toBe(1);
    expect(said.join()).toContain('run npm run db:migrate first');
    await empty.drop();
    said = [];
    expect(await auditCommand(['verify'], { ...env, DATABASE_URL: 'postgresql://zhiban:x@127.0.0.1:1/zhiban' }, terminal)).toBe(1);
    expect(said.join()).toContain('The database cannot be reached (ECONNREFUSED)');
    expect(said.join()).not.toContain('zhiban:x');
  });
});

describe('doctor', () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());

  async function bot(body: unknown): Promise<string> {
    const listening = createServer((_request, response) => response.end(JSON.stringify(body))).listen(0, '127.0.0.1');
    server = listening;
    await new Promise((resolve) => listening.once('listening', resolve));
    const address = listening.address();
    return address !== null && typeof address === 'object' ? String(address.port) : '';
  }

  test('a healthy house has no errors', async () => {
    expect(await doctorCommand([], env, terminal)).toBe(0);
    expect(said.join('\n')).toMatch(
      /settings are complete \(Slack\)[\s\S]*presets load[\s\S]*database answers[\s\S]*No message is parked[\s\S]*No bot runs on port 1[\s\S]*0 errors, 0 warnings/,
    );
  });

  test('parked and waiting messages, lost channels, failing work and unknown presets are told with a remedy', async () => {
    await park([{ id: newId() }, { id: newId() }]);
    const unit = unitOf(seeded.org);
    const old = moment('2020-01-01T00:00:00Z');
    unit.insert('outbox', {
      orgId: seeded.org,
      id: newId(),
      platform: 'feishu',
      kind: 'send',
      destination: 'person:u',
      locale: 'zh',
      dueAt: old,
      createdAt: old,
    });
    unit.insert('channel', {
      orgId: seeded.org,
      deskId: seeded.desk,
      platform: 'slack',
      channelId: 'C1',
      name: 'guards',
      lostCause: 'not_in_channel',
      pinCause: 'too_many_pins',
    });
    unit.insert('due', { orgId: seeded.org, id: newId(), kind: 'roster.remind', key: 'k', dueAt: old, error: 'no such desk' });
    unit.insert('adoption', { orgId: seeded.org, deskId: seeded.desk, preset: 'gone-duty', fromDate: '2026-01-01' });
    await db.database.write(unit.statements);
    expect(await doctorCommand([], env, terminal)).toBe(1);
    const text = said.join('\n');
    expect(text).toContain(
      '2 messages are parked (slack): slack permission (not_in_channel): invite the bot\n    → Remove the cause, then run zhiban outbox release all',
    );
    expect(text).toMatch(/1 feishu message waits to be sent, the oldest for \d+ min/);
    expect(text).toContain('The channel guards of 门岗 (slack) gets no messages: not_in_channel\n    → Invite the bot');
    expect(text).toContain('The duty card of 门岗 could not be pinned in guards (slack): too_many_pins\n    → Let the app');
    expect(text).toContain('1 due item of roster.remind failed and will be tried again: no such desk');
    expect(text).toContain('门岗 has adopted the preset gone-duty, which this version does not have');
    expect(text).toContain('1 error, 5 warnings');
  });

  test('a running bot tells how its messengers are', async () => {
    const down = { platform: 'feishu', state: 'down', cause: { zh: '凭证无效', en: 'The credentials are wrong' } };
    const port = await bot({
      status: 'degraded',
      database: { up: true, roundTripMs: 1 },
      messengers: [{ platform: 'slack', state: 'up', cause: null }, down],
    });
    expect(await doctorCommand([], { ...env, PORT: port }, terminal)).toBe(1);
    expect(said.join('\n')).toMatch(
      /The bot runs on port \d+[\s\S]*Slack is connected[\s\S]*Feishu is not connected\n {4}→ The credentials are wrong/,
    );
  });

  test('another program on the port is a warning', async () => {
    expect(await doctorCommand([], { ...env, PORT: await bot({ hello: 1 }) }, terminal)).toBe(0);
    expect(said.join('\n')).toContain('is not Zhiban');
  });

  test('missing settings are named, the rest is looked at all the same', async () => {
    expect(await doctorCommand([], { DATABASE_URL: db.url, PORT: '1' }, terminal)).toBe(1);
    expect(said.join('\n')).toMatch(/SLACK_BOT_TOKEN is not set[\s\S]*The database answers/);
  });

  test('a data folder without a database is said to have none, and none is made', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zhiban-doctor-'));
    expect(await doctorCommand([], { ...env, DATABASE_URL: '', DATA_DIR: folder }, terminal)).toBe(1);
    expect(said.join('\n')).toContain(`There is no database in ${folder} yet`);
    rmSync(folder, { recursive: true });
  });
});

test('migrate brings an empty database up to date, once', async () => {
  const empty = await emptyDatabase();
  const of = { ...env, DATABASE_URL: empty.url };
  expect(await migrateCommand([], of, terminal)).toBe(0);
  expect(said).toContain('20261125000000_init');
  said = [];
  expect(await migrateCommand([], of, terminal)).toBe(0);
  expect(said).toEqual(['The database is up to date']);
  await empty.drop();
});
