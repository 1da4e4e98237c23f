import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slices } from '../../src/features/index.ts';
import { createDirectory, loadDesk } from '../../src/features/people/index.ts';
import { applyEdits } from '../../src/features/roster/index.ts';
import type { Ask } from '../../src/runtime/intent.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { createRuntime, type Runtime } from '../../src/runtime/runtime.ts';
import { publishExampleRosters } from '../../src/sandbox/rosters.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { deskFiles, Guardroom } from '../harness/guardroom.ts';
import { PortMessenger } from '../harness/port-messenger.ts';
import { moment } from '../harness/seed.ts';
import { metrics, silent } from '../harness/tiny-bot.ts';
import { runUseCase } from '../harness/use-case.ts';

/** What was planned under settings or hours that have changed since, on the real runtime with messengers at the port's own level. */
describe('plans that were overtaken', () => {
  let test: TestDatabase;
  let now = moment('2026-12-01T00:00:00+08:00');
  const clock = { now: () => now };
  const slack = new PortMessenger('slack');
  const feishu = new PortMessenger('feishu');
  let runtime: Runtime;

  beforeAll(async () => {
    test = await testDatabase();
    await new Guardroom(test.database).apply(deskFiles.gate, deskFiles.monitoring);
    await publishExampleRosters(test.database, now);
    slack.tenant = () => 'T0ZHIBAN';
    feishu.tenant = () => 'zhiban_tenant';
    const messengers = [slack, feishu];
    const directory = createDirectory({ messengers, clock });
    runtime = createRuntime({
      db: test.database,
      slices,
      directory,
      messengers,
      clock,
      log: silent,
      metrics,
      onEvent: () => Promise.resolve(),
    });
    await runtime.settle();
  });
  afterAll(() => test.drop());

  const until = async (text: string): Promise<void> => {
    now = moment(text);
    await runtime.settle();
  };
  const ask = (userId: string, asked: Ask) =>
    runtime.inbound.intent({
      platform: 'slack',
      tenant: 'T0ZHIBAN',
      eventKey: newId(),
      userId,
      place: { kind: 'direct', id: `D-${userId}`, messageId: null },
      external: false,
      ask: asked,
    });
  const told = (userId: string): string[] =>
    slack.sent.filter((message) => message.to.kind === 'person' && message.to.id === userId).map((message) => message.view.title);
  /** The guard on Slack with an early shift on the day. */
  const earlyGuard = async (on: string): Promise<string> => {
    const [row] = await test.database.query<{ user_id: string }>(
      `SELECT i.user_id FROM slot s JOIN assignment a ON a.org_id = s.org_id AND a.slot_id = s.id AND a.role = 'guard'
         JOIN identity i ON i.org_id = a.org_id AND i.person_id = a.person_id AND i.platform = 'slack'
       WHERE s.shift = 'early' AND s.duty_on = $1::date LIMIT 1`,
      [on],
    );
    return row?.user_id ?? '';
  };

  it('reminds once, at the hour somebody chose after the plan was made', async () => {
    const guard = (await earlyGuard('2026-12-01')) || (await earlyGuard('2026-12-02'));
    expect(guard).not.toBe('');
    const on = (await earlyGuard('2026-12-01')) === guard ? '2026-12-01' : '2026-12-02';
    await until(`${on}T05:00:00+08:00`);
    await ask(guard, { kind: 'submit', route: 'people.settings-save', args: {}, values: { locale: 'usual', reminder: '60' } });
    await runtime.settle();
    slack.sent.length = 0;
    await until(`${on}T06:31:00+08:00`);
    expect(told(guard).filter((title) => title.startsWith('07:30'))).toHaveLength(1);
    await until(`${on}T07:01:00+08:00`);
    expect(told(guard).filter((title) => title.startsWith('07:30'))).toHaveLength(1);
  });

  it('says nothing of a shift at the hour from which it was moved', async () => {
    await until('2026-12-03T02:00:00+08:00');
    await test.database.query(
      `UPDATE slot SET starts_at = starts_at + interval '1 hour' WHERE shift = 'early' AND duty_on = '2026-12-03' AND desk_id = (SELECT id FROM desk WHERE code = 'gate')`,
      [],
    );
    slack.sent.length = 0;
    await until('2026-12-03T08:00:00+08:00');
    const titles = slack.sent.map((message) => message.view.title);
    expect(titles.filter((title) => title.includes('早班开始') || title.includes('有人未到'))).toEqual([]);
  });

  it('reminds and misses somebody who takes a part of a shift at the hours of the part, also while the shift runs', async () => {
    await until('2026-12-03T09:00:00+08:00');
    const [gate] = await test.database.query<{ org: string; slot: string; out: string }>(
      `SELECT s.org_id::text AS org, s.id::text AS slot, a.person_id::text AS out FROM slot s JOIN desk d ON d.org_id = s.org_id AND d.id = s.desk_id AND d.code = 'gate'
         JOIN assignment a ON a.org_id = s.org_id AND a.slot_id = s.id AND a.role = 'guard' WHERE s.shift = 'early' AND s.duty_on = '2026-12-03' LIMIT 1`,
      [],
    );
    const [free] = await test.database.query<{ person: string; user_id: string }>(
      `SELECT m.person_id::text AS person, i.user_id FROM member m JOIN desk d ON d.org_id = m.org_id AND d.id = m.desk_id AND d.code = 'gate'
         JOIN identity i ON i.org_id = m.org_id AND i.person_id = m.person_id AND i.platform = 'slack'
       WHERE 'guard' = ANY(m.roles) AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.org_id = m.org_id AND a.person_id = m.person_id
         AND a.starts_at < '2026-12-04T00:00:00Z' AND a.ends_at > '2026-12-02T16:00:00Z') LIMIT 1`,
      [],
    );
    if (gate === undefined || free === undefined) throw new Error('Nobody of the gate is free');
    const part = { start: moment('2026-12-03T12:00:00+08:00'), end: moment('2026-12-03T14:00:00+08:00') };
    const edited = await runUseCase({ database: test.database, org: gate.org, now }, async (ctx) => {
      const desk = await loadDesk(ctx, 'gate');
      if (desk === null) throw new Error('There is no gate');
      const edit = { slot: gate.slot, out: gate.out, in: free.person, part, role: null };
      return applyEdits(ctx, desk, [edit], { by: gate.out, reason: null, cause: null, moment: 'swap', accept: 'flags' });
    });
    expect(edited.ok).toBe(true);
    slack.sent.length = 0;
    await until('2026-12-03T11:29:00+08:00');
    expect(told(free.user_id).filter((title) => title.startsWith('12:00'))).toEqual([]);
    await until('2026-12-03T11:31:00+08:00');
    expect(told(free.user_id).filter((title) => title.startsWith('12:00'))).toHaveLength(1);
    await until('2026-12-03T12:14:00+08:00');
    expect(told(free.user_id).filter((title) => title.includes('12:00') && title.includes('没'))).toEqual([]);
    await until('2026-12-03T12:16:00+08:00');
    expect(told(free.user_id).filter((title) => title.includes('12:00') && title.includes('没'))).toHaveLength(1);
  });

  it('takes two presses off the roster at once for one punch', async () => {
    const [row] = await test.database.query<{ user_id: string; desk: string }>(
      `SELECT i.user_id, m.desk_id::text AS desk FROM member m JOIN desk d ON d.org_id = m.org_id AND d.id = m.desk_id AND d.code <> 'gate'
         JOIN identity i ON i.org_id = m.org_id AND i.person_id = m.person_id AND i.platform = 'slack'
       WHERE NOT EXISTS (SELECT 1 FROM assignment a WHERE a.org_id = m.org_id AND a.person_id = m.person_id
         AND a.starts_at < '2026-12-03T14:00:00Z' AND a.ends_at > '2026-12-02T12:00:00Z') LIMIT 1`,
      [],
    );
    if (row === undefined) throw new Error('Everybody of the monitoring desk is on duty');
    const press = () => ask(row.user_id, { kind: 'press', route: 'attendance.off-roster', args: { desk: row.desk } });
    const replies = await Promise.all([press(), press()]);
    replies.push(await press());
    const punches = await test.database.query<{ n: number }>('SELECT count(*)::int AS n FROM punch WHERE assignment_id IS NULL', []);
    expect(punches).toEqual([{ n: 1 }]);
    const titles = replies.map((reply) => ('view' in reply ? reply.view.title : reply.kind));
    expect(titles.filter((title) => title.startsWith('已上班打卡'))).toHaveLength(1);
    expect(titles.filter((title) => title.startsWith('已经打过上班卡'))).toHaveLength(2);
  });
});
