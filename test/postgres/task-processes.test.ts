import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Temporal } from '../../src/core/time.ts';
import type { Database } from '../../src/db/database.ts';
import { attendanceSlice } from '../../src/features/attendance/index.ts';
import { calendarSlice } from '../../src/features/calendar/index.ts';
import { createDirectory, peopleSlice } from '../../src/features/people/index.ts';
import { createRecordSlice } from '../../src/features/record/index.ts';
import { rosterSlice } from '../../src/features/roster/index.ts';
import { taskSlice, tasksOfEntry } from '../../src/features/task/index.ts';
import { createRuntime, type Runtime } from '../../src/runtime/runtime.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { userOf } from '../harness/exchange.ts';
import { TaskRoom } from '../harness/task-room.ts';
import { metrics, silent } from '../harness/tiny-bot.ts';

/** So many desks beside the first, all with the same to do at the same moments. */
const more = 5;
const presets = ['holiday-duty-notice', 'telecom-team-lead', 'maritime-city'];

describe('several processes on one database', { timeout: 120_000 }, () => {
  let test: TestDatabase;
  let room: TaskRoom;
  let running: Runtime[] = [];
  beforeAll(async () => {
    test = await testDatabase();
    room = new TaskRoom(test.database);
  });
  afterAll(() => test.drop());
  afterEach(async () => {
    await Promise.all(running.map((one) => one.stop()));
    running = [];
  });

  /** Lets the clock go through everything that comes until the third of December, as a clock does, and has every desk planned anew now and then. */
  const through = async (step: () => Promise<unknown>): Promise<void> => {
    const end = room.at('2026-12-03T00:00');
    for (let count = 0; ; count += 1) {
      const [next] = await room.db.query<{ at: Date | null }>(
        `SELECT min(due_at) AS at FROM (SELECT due_at FROM due WHERE done_at IS NULL UNION ALL SELECT due_at FROM outbox WHERE state = 'waiting') w WHERE due_at > $1`,
        [new Date(room.now.epochMilliseconds)],
      );
      if (next?.at == null || next.at.getTime() > end.epochMilliseconds) return;
      room.now = Temporal.Instant.fromEpochMilliseconds(next.at.getTime());
      if (count % 10 === 0) await plansAgain();
      await step();
    }
  };

  /** A process as in production; `db` is what it reaches the database through. */
  const starts = (db: Database = room.db): Runtime => {
    const clock = { now: () => room.now };
    const runtime = createRuntime({
      db,
      slices: [taskSlice, createRecordSlice([tasksOfEntry]), attendanceSlice, rosterSlice, calendarSlice, peopleSlice],
      directory: createDirectory({ messengers: [room.slack], clock }),
      messengers: [room.slack],
      clock,
      log: silent,
      metrics,
      onEvent: () => Promise.resolve(),
    });
    running.push(runtime);
    return runtime;
  };

  const opens = async (): Promise<void> => {
    await room.goesBy(presets);
    for (let desk = 1; desk <= more; desk += 1) {
      const code = `more-${desk}`;
      await room.db.query(
        `INSERT INTO desk (org_id, id, code, name, zone, locale, kinds, settings) SELECT org_id, gen_random_uuid(), $2, $2, zone, locale, kinds, settings FROM desk WHERE id = $1::uuid`,
        [room.ownDesk.id, code],
      );
      const copies = [
        'INSERT INTO adoption (org_id, desk_id, preset, from_date) SELECT n.org_id, n.id, a.preset, a.from_date FROM adoption a, desk n WHERE a.desk_id = $1::uuid AND n.code = $2',
        'INSERT INTO member (org_id, desk_id, person_id, roles, position) SELECT n.org_id, n.id, m.person_id, m.roles, m.position FROM member m, desk n WHERE m.desk_id = $1::uuid AND n.code = $2',
      ];
      for (const sql of copies) await room.db.query(sql, [room.ownDesk.id, code]);
    }
    await plansAgain();
  };

  /** Every desk is to be planned, three times over. */
  const plansAgain = () =>
    room.db.query(
      `INSERT INTO due (org_id, id, kind, key, due_at, desk_id, payload)
       SELECT org_id, gen_random_uuid(), 'runtime.plan', gen_random_uuid()::text, $1, id, '{"repeat": false}' FROM desk, generate_series(1, 3)`,
      [new Date(room.now.epochMilliseconds)],
    );

  /** What was said to whom, and what is due in which state, without anything that differs from run to run. */
  const outcome = async () => {
    const said = room.heard().map(({ to, text }) => `${to} ${(JSON.parse(text) as { title: string }).title}`);
    const tasks = await room.db.query<{ line: string }>(
      `SELECT concat_ws(' ', d.code, t.verb, t.object, t.state, t.level, to_char(t.due_at, 'MM-DD HH24:MI')) AS line
       FROM task t JOIN desk d ON d.id = t.desk_id ORDER BY 1`,
      [],
    );
    const left = await room.db.query(`SELECT kind, key FROM due WHERE done_at IS NULL AND due_at <= $1`, [
      new Date(room.now.epochMilliseconds),
    ]);
    return { said: said.toSorted(), tasks: tasks.map(({ line }) => line), left };
  };

  /** A process that comes as far as its first write, which never reaches the database; nothing of it is heard again. */
  const diesNow = async (): Promise<void> => {
    let saving = () => {};
    const dies = new Promise<void>((resolve) => {
      saving = resolve;
    });
    const write = (): Promise<never> => {
      saving();
      return new Promise(() => {});
    };
    void starts({ ...room.db, write }).settle();
    running.pop();
    await dies;
    expect((await room.db.query('SELECT 1 FROM due WHERE done_at IS NULL AND claimed_till > now()', [])).length).toBeGreaterThan(0);
    // A minute of the database's own clock later its claims are over.
    await room.db.query(
      `UPDATE due SET claimed_till = claimed_till - interval '61 seconds' WHERE done_at IS NULL AND claimed_till IS NOT NULL`,
      [],
    );
  };

  let alone: Awaited<ReturnType<typeof outcome>>;
  beforeEach(async () => {
    if (alone !== undefined) return;
    await opens();
    const one = starts();
    await one.settle();
    await through(() => one.settle());
    alone = await outcome();
    expect(alone.said.length).toBeGreaterThan(40);
    expect(alone.tasks.filter((line) => line.includes(' missed ')).length).toBeGreaterThan(more);
  }, 120_000);

  it('two plan, remind and miss the same as one alone, nothing twice', async () => {
    await opens();
    const [first, second] = [starts(), starts()];
    const both = async () => {
      await Promise.all([first.settle(), second.settle()]);
      await first.settle();
    };
    await both();
    await through(both);
    expect(await outcome()).toEqual(alone);
  });

  it('what is finished through both at once is finished once', async () => {
    await opens();
    const [first, second] = [starts(), starts()];
    room.now = room.at('2026-12-02T16:00');
    await plansAgain();
    await first.settle();
    const open = await room.tasks(`object = 'daily-record' AND state = 'open' AND from_at <= '${room.now.toString()}'`);
    expect(open.length).toBeGreaterThan(more);
    const press = (runtime: Runtime, id: string, code: string) =>
      runtime.inbound.intent({
        platform: 'slack',
        tenant: 'T0ZHIBAN',
        eventKey: `${code} ${id}`,
        userId: userOf(code),
        place: { kind: 'form', id: null, messageId: null },
        ask: { kind: 'submit', route: 'task.prove', args: { id }, values: { content: '平安无事', delivered: '16:20 电话' } },
        external: false,
      });
    for (const { id } of open)
      await Promise.all([press(first, id, 'an'), press(second, id, 'lead'), press(second, id, 'an'), press(first, id, 'lead')]);
    const ids = open.map(({ id }) => id);
    const proofs = await room.db.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM task_proof WHERE task_id = ANY($1::uuid[]) GROUP BY task_id`,
      [ids],
    );
    expect(proofs.map(({ n }) => n)).toEqual(ids.map(() => 1));
    expect(await room.db.query(`SELECT 1 FROM task WHERE id = ANY($1::uuid[]) AND done <> 1`, [ids])).toEqual([]);
  });

  it.each(['00:00', '16:00', '16:30'])(
    'one that dies at %s after it claimed the work and before it saved any loses nothing',
    async (time) => {
      await opens();
      const survivor = starts();
      await survivor.settle();
      let died = false;
      await through(async () => {
        if (!died && Temporal.Instant.compare(room.at(`2026-12-02T${time}`), room.now) <= 0) {
          died = true;
          await diesNow();
        }
        await survivor.settle();
      });
      expect(died).toBe(true);
      expect(await outcome()).toEqual(alone);
    },
  );
});
