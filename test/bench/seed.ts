import type { Database } from '../../src/db/database.ts';

export const team = 'T0BENCH';

/** People and their duties for the clock-in figures: each person has one duty that holds `now`. */
export interface SeedSize {
  readonly people: number;
  readonly desks: number;
  /** Years of finished duties, each with two punches, before today. */
  readonly years: number;
}

/** The organisation of every figure. */
export const org = '0193a000-0000-7000-8000-000000000001';

/** SQL of a numbered id, `kind` (1 desk, 2 person, 3 roster, 4 slot, 5 assignment, 6 and 7 punch, 8 and 9 request) with a number. */
export const uuid = (kind: number, expression: string) =>
  `('0193a000-000${kind}-7000-8000-' || lpad(to_hex(${expression}), 12, '0'))::uuid`;

/** Fills an empty, migrated database. Ids are numbered, so that the rows can be written by the server itself. */
export async function seed(db: Database, size: SeedSize): Promise<void> {
  const run = (sql: string, params: unknown[] = []) => db.query<unknown>(sql, params);
  await run(`INSERT INTO organisation (id, code, name, locale, zone) VALUES ($1, 'bench', 'Bench', 'zh', 'Asia/Shanghai')`, [org]);
  await run(`INSERT INTO workspace (platform, external_id, org_id) VALUES ('slack', $1, $2)`, [team, org]);
  await run(
    `INSERT INTO desk (org_id, id, code, name, zone, locale, kinds) SELECT $1, ${uuid(1, 'n')}, 'desk-' || n, '班组' || n, 'Asia/Shanghai', 'zh', '{}' FROM generate_series(1, $2::int) n`,
    [org, size.desks],
  );
  await run(
    `INSERT INTO adoption (org_id, desk_id, preset, from_date) SELECT $1, ${uuid(1, 'n')}, 'property-security-duty', '2020-01-01' FROM generate_series(1, $2::int) n`,
    [org, size.desks],
  );
  await run(
    `INSERT INTO person (org_id, id, code, name) SELECT $1, ${uuid(2, 'n')}, 'p-' || n, '员工' || n FROM generate_series(1, $2::int) n`,
    [org, size.people],
  );
  await run(
    `INSERT INTO identity (org_id, platform, user_id, person_id) SELECT $1, 'slack', 'UB' || n, ${uuid(2, 'n')} FROM generate_series(1, $2::int) n`,
    [org, size.people],
  );
  const desk = uuid(1, `(n % ${size.desks}) + 1`);
  await run(
    `INSERT INTO member (org_id, desk_id, person_id, roles) SELECT $1, ${desk}, ${uuid(2, 'n')}, '{guard}' FROM generate_series(1, $2::int) n`,
    [org, size.people],
  );
  await run(
    `INSERT INTO roster (org_id, id, desk_id, month, state) SELECT $1, ${uuid(3, 'n')}, ${uuid(1, 'n')}, '2000-01', 'published' FROM generate_series(1, $2::int) n`,
    [org, size.desks],
  );
  await duties(run, size, 0, 0, false);
  const days = Math.round(size.years * 250);
  if (days > 0) await history(run, size, days);
  await run('ANALYZE');
}

const historyTables = ['slot', 'assignment', 'punch'];

/** Finished duties in bulk: what every row would be checked against is made, or checked, once at the end. */
async function history(run: (sql: string, params?: unknown[]) => Promise<unknown[]>, size: SeedSize, days: number): Promise<void> {
  const [found] = (await run(
    `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = 'nobody_in_two_places'`,
  )) as {
    definition: string;
  }[];
  if (found === undefined) throw new Error('The schema has no constraint nobody_in_two_places');
  await run('ALTER TABLE assignment DROP CONSTRAINT nobody_in_two_places');
  for (const table of historyTables) await run(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
  for (let from = 1; from <= days; from += 5) await duties(run, size, from, Math.min(days, from + 4), true);
  for (const table of historyTables) await run(`ALTER TABLE ${table} ENABLE TRIGGER ALL`);
  await run(
    `SET statement_timeout = 0; ALTER TABLE assignment ADD CONSTRAINT nobody_in_two_places ${found.definition}; RESET statement_timeout`,
  );
}

/** The card of the running shift of desk 1, 2, … hangs in these messages. */
export async function showShifts(db: Database, messages: readonly { readonly channel: string; readonly ts: string }[]): Promise<void> {
  await db.query(
    `INSERT INTO message_ref (org_id, platform, channel_id, message_id, subject, locale, sent_at)
     SELECT $1, 'slack', m.channel, m.ts, 'attendance.shift/' || s.id, 'zh', now()
     FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS m(channel, ts, n)
     JOIN slot s ON s.org_id = $1 AND s.desk_id = ${uuid(1, 'm.n')} AND s.starts_at <= now() AND s.ends_at > now()`,
    [org, messages.map((message) => message.channel), messages.map((message) => message.ts)],
  );
}

/** Duties `from` to `to` working days ago (0: the one running now), one slot a desk and day. */
async function duties(
  run: (sql: string, params?: unknown[]) => Promise<unknown>,
  size: SeedSize,
  from: number,
  to: number,
  punched: boolean,
): Promise<void> {
  const at = `date_trunc('hour', now()) - interval '1 hour' - make_interval(days => d)`;
  const slot = (deskNumber: string) => uuid(4, `d * ${size.desks + 1} + ${deskNumber}`);
  const assignment = uuid(5, `d * ${size.people + 1} + n`);
  const deskNumber = `((n % ${size.desks}) + 1)`;
  await run(
    `INSERT INTO slot (org_id, id, desk_id, roster_id, shift, duty_on, starts_at, ends_at)
     SELECT $1, ${slot('n')}, ${uuid(1, 'n')}, ${uuid(3, 'n')}, 'early', (${at})::date, ${at}, ${at} + interval '8 hours'
     FROM generate_series(1, $2::int) n, generate_series($3::int, $4::int) d`,
    [org, size.desks, from, to],
  );
  await run(
    `INSERT INTO assignment (org_id, id, slot_id, desk_id, person_id, role, starts_at, ends_at, live)
     SELECT $1, ${assignment}, ${slot(deskNumber)}, ${uuid(1, deskNumber)}, ${uuid(2, 'n')}, 'duty-officer', ${at}, ${at} + interval '8 hours', true
     FROM generate_series(1, $2::int) n, generate_series($3::int, $4::int) d`,
    [org, size.people, from, to],
  );
  if (!punched) return;
  for (const [kind, offset, number] of [
    ['in', '0 hours', 6],
    ['out', '8 hours', 7],
  ] as const) {
    await run(
      `INSERT INTO punch (org_id, id, person_id, desk_id, assignment_id, kind, at, platform, off_minutes, verdict, rules)
       SELECT $1, ${uuid(number, `d * ${size.people + 1} + n`)}, ${uuid(2, 'n')}, ${uuid(1, deskNumber)}, ${assignment}, '${kind}', ${at} + interval '${offset}', 'slack', 0, 'on-time', '{}'
       FROM generate_series(1, $2::int) n, generate_series($3::int, $4::int) d`,
      [org, size.people, from, to],
    );
  }
}
