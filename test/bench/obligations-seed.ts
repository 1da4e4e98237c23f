import type { Temporal } from '../../src/core/time.ts';
import type { Database } from '../../src/db/database.ts';
import { org, team, uuid } from './seed.ts';

export const zone = 'Asia/Shanghai';
/** Three guards and their captain. */
const peopleOfDesk = 4;
/** The shifts of property-security-duty. */
const shifts = [
  ['early', 450, 960],
  ['middle', 960, 1440],
  ['night', 0, 450],
] as const;
/** Desks begin a quarter of an hour in turns; at these minutes of the day all of them have something at once. */
const groups = 4;
const together = [540, 720, 990, 1200];

/** What a desk has to do in a day. */
export const perDay = 96 + together.length;

export const obligationUsers = (desks: number): readonly string[] => Array.from({ length: desks * peopleOfDesk }, (_, n) => `UO${n}`);
/** The direct chat of somebody in the sandbox Slack. */
export const chatOf = (user: string): string => `D${user}`;

/** Minutes of the day at which desk `n` has something to do. */
const minutesOf = (desk: number): readonly number[] =>
  [...Array.from({ length: 96 }, (_, quarter) => quarter * 15 + ((desk % groups) + 1) * 3), ...together].toSorted((a, b) => a - b);

const clockOf = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Minutes around the change of a shift: the reminder of what is not done yet and of the shift that comes, the change, and who has not come. */
const aroundChange = [-30, 0, 15];

/** Every minute of the day at which something begins on some desk, is reminded of or missed. */
export const moments: readonly number[] = [
  ...new Set([
    ...shifts.flatMap(([, from]) => aroundChange.map((offset) => (from + offset + 1440) % 1440)),
    ...Array.from({ length: groups }, (_, desk) => minutesOf(desk)).flat(),
  ]),
].toSorted((a, b) => a - b);

/**
 * Desks by property-security-duty, each with a hundred rounds a day that it set itself, around the clock in three shifts; whoever is on duty clocks in on
 * time. `day`: the day of the figures; the rosters begin the day before and end two days after.
 */
export async function seedObligations(db: Database, desks: number, day: Temporal.PlainDate): Promise<void> {
  const run = (sql: string, params: unknown[] = []) => db.query<unknown>(sql, params);
  const on = day.toString();
  await run(`INSERT INTO organisation (id, code, name, locale, zone) VALUES ($1, 'bench', 'Bench', 'zh', '${zone}')`, [org]);
  await run(`INSERT INTO workspace (platform, external_id, org_id) VALUES ('slack', $1, $2)`, [team, org]);
  await run(
    `INSERT INTO desk (org_id, id, code, name, zone, locale, kinds) SELECT $1, ${uuid(1, 'n')}, 'desk-' || n, '门岗' || n, '${zone}', 'zh', '{}' FROM generate_series(0, $2::int - 1) n`,
    [org, desks],
  );
  for (let group = 0; group < groups; group += 1) {
    const when = minutesOf(group).map((minute) => ({ every: 'day', at: clockOf(minute) }));
    const overrides = [{ path: 'obligation.rounds.when', value: when, reason: '本岗巡查表', by: 'captain', from: '2020-01-01' }];
    await run(
      `INSERT INTO adoption (org_id, desk_id, preset, from_date, overrides) SELECT $1, ${uuid(1, 'n')}, 'property-security-duty', '2020-01-01', $4::text::jsonb
       FROM generate_series(0, $2::int - 1) n WHERE n % ${groups} = $3::int`,
      [org, desks, group, JSON.stringify(overrides)],
    );
  }
  await run(
    `INSERT INTO person (org_id, id, code, name) SELECT $1, ${uuid(2, 'n')}, 'p-' || n, '员工' || n FROM generate_series(0, $2::int - 1) n`,
    [org, desks * peopleOfDesk],
  );
  await run(
    `INSERT INTO identity (org_id, platform, user_id, person_id) SELECT $1, 'slack', 'UO' || n, ${uuid(2, 'n')} FROM generate_series(0, $2::int - 1) n`,
    [org, desks * peopleOfDesk],
  );
  await run(
    `INSERT INTO member (org_id, desk_id, person_id, roles)
     SELECT $1, ${uuid(1, `(n / ${peopleOfDesk})`)}, ${uuid(2, 'n')}, CASE n % ${peopleOfDesk} WHEN 3 THEN '{guard-captain}'::text[] ELSE '{patrol-guard}' END
     FROM generate_series(0, $2::int - 1) n`,
    [org, desks * peopleOfDesk],
  );
  await run(
    `INSERT INTO roster (org_id, id, desk_id, month, state) SELECT $1, ${uuid(3, `(m * ${desks} + n)`)}, ${uuid(1, 'n')}, month, 'published'
     FROM generate_series(0, $2::int - 1) n, unnest($3::text[]) WITH ORDINALITY AS months(month, m)`,
    [org, desks, [...new Set([-1, 0, 1, 2].map((days) => day.add({ days }).toString().slice(0, 7)))]],
  );
  for (const [shift, [code, from, until]] of shifts.entries()) {
    const start = `(($2::date + d) + make_interval(mins => ${from})) AT TIME ZONE '${zone}'`;
    const end = `(($2::date + d) + make_interval(mins => ${until})) AT TIME ZONE '${zone}'`;
    const number = `(((d + 1) * ${desks} + n) * 3 + ${shift})`;
    const person = uuid(2, `(n * ${peopleOfDesk} + ${shift})`);
    const each = 'generate_series(0, $3::int - 1) n, generate_series(-1, 2) d';
    await run(
      `INSERT INTO slot (org_id, id, desk_id, roster_id, shift, duty_on, starts_at, ends_at)
       SELECT $1, ${uuid(4, number)}, ${uuid(1, 'n')}, r.id, '${code}', $2::date + d, ${start}, ${end}
       FROM ${each} JOIN LATERAL (SELECT id FROM roster WHERE org_id = $1 AND desk_id = ${uuid(1, 'n')} AND month = to_char($2::date + d, 'YYYY-MM')) r ON true`,
      [org, on, desks],
    );
    await run(
      `INSERT INTO assignment (org_id, id, slot_id, desk_id, person_id, role, starts_at, ends_at, live)
       SELECT $1, ${uuid(5, number)}, ${uuid(4, number)}, ${uuid(1, 'n')}, ${person}, 'duty-officer', ${start}, ${end}, true FROM ${each}`,
      [org, on, desks],
    );
    await run(
      `INSERT INTO punch (org_id, id, person_id, desk_id, assignment_id, kind, at, platform, off_minutes, verdict, rules)
       SELECT $1, ${uuid(6, number)}, ${person}, ${uuid(1, 'n')}, ${uuid(5, number)}, 'in', ${start}, 'slack', 0, 'on-time', '{}' FROM ${each}`,
      [org, on, desks],
    );
  }
  await watchDone(db);
  await run('ANALYZE');
}

/** Notes by the server's clock when each row of due work was done: `done_at` is the moment at which it was begun. */
async function watchDone(db: Database): Promise<void> {
  await db.query(
    'CREATE TABLE bench_done (due_id uuid NOT NULL, kind text NOT NULL, due_at timestamptz NOT NULL, wall timestamptz NOT NULL)',
    [],
  );
  await db.query(
    `CREATE FUNCTION bench_note_done() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       INSERT INTO bench_done VALUES (NEW.id, NEW.kind, NEW.due_at, clock_timestamp()); RETURN NULL; END $$`,
    [],
  );
  await db.query(
    `CREATE TRIGGER bench_done AFTER UPDATE OF done_at ON due FOR EACH ROW WHEN (OLD.done_at IS NULL AND NEW.done_at IS NOT NULL) EXECUTE FUNCTION bench_note_done()`,
    [],
  );
}
