import { Temporal } from '../../src/core/time.ts';
import type { Database } from '../../src/db/database.ts';
import { org, team, uuid } from './seed.ts';

/** People and desks of the swap figures. */
export interface SwapSize {
  readonly people: number;
  readonly desks: number;
  /** Days of roster before today, with punches and requests, and after it. */
  readonly history: number;
  readonly ahead: number;
}

/** A swap that keeps all rules: who asks whom for which shifts, by number. */
export interface PlannedSwap {
  readonly desk: number;
  readonly subject: number;
  readonly partner: number;
  readonly given: string;
  readonly returned: string;
}

const zone = 'Asia/Shanghai';
/** Four teams of a desk: day, off, evening, off; each is a day behind the next. */
const teams = 4;
const swapsAMonth = 2;

const idOf = (kind: number, number: number): string => `0193a000-000${kind}-7000-8000-${number.toString(16).padStart(12, '0')}`;
export const personOf = (number: number): string => idOf(2, number);
export const deskOf = (number: number): string => idOf(1, number);
export const userOf = (number: number): string => `US${number}`;
/** The team lead of a desk stands behind everybody of the roster. */
export const leadOf = (size: SwapSize, desk: number): number => size.people + desk;

const firstDay = (size: SwapSize): Temporal.PlainDate => Temporal.Now.zonedDateTimeISO(zone).toPlainDate().subtract({ days: size.history });
const slotOf = (size: SwapSize, day: number, desk: number, shift: 0 | 1): string => idOf(4, (day * size.desks + desk) * 2 + shift);

/**
 * A call centre by telecom-leave and telecom-swap: desks of people in two shifts, rosters of a year before today and some months after it, punches,
 * and the swaps and leaves of the year. Ids are numbered, so that the rows can be written by the server itself.
 */
export async function seedSwaps(db: Database, size: SwapSize): Promise<void> {
  const run = (sql: string, params: unknown[] = []) => db.query<unknown>(sql, params);
  const { people, desks, history, ahead } = size;
  const first = firstDay(size).toString();
  const last = history + ahead;
  await run(`INSERT INTO organisation (id, code, name, locale, zone) VALUES ($1, 'bench', 'Bench', 'zh', '${zone}')`, [org]);
  await run(`INSERT INTO workspace (platform, external_id, org_id) VALUES ('slack', $1, $2)`, [team, org]);
  await run(
    `INSERT INTO desk (org_id, id, code, name, zone, locale, kinds) SELECT $1, ${uuid(1, 'n')}, 'desk-' || n, '客服' || n, '${zone}', 'zh', '{}' FROM generate_series(0, $2::int) n`,
    [org, desks],
  );
  // Desk number `desks` is the centre above the others.
  await run(`UPDATE desk SET parent_id = $2 WHERE org_id = $1 AND id <> $2`, [org, deskOf(desks)]);
  // Both speak of leave on holidays; the centre goes by telecom-leave there.
  const overrides = JSON.stringify([
    { path: 'request.holiday.request', value: ['swap'], reason: '按请假制度', by: 'boss', from: '2020-01-01' },
  ]);
  for (const [preset, own] of [
    ['telecom-leave', '[]'],
    ['telecom-swap', overrides],
  ])
    await run(
      `INSERT INTO adoption (org_id, desk_id, preset, from_date, overrides) SELECT $1, ${uuid(1, 'n')}, $3, '2020-01-01', $4::jsonb FROM generate_series(0, $2::int - 1) n`,
      [org, desks, preset, own],
    );
  for (const [position, code, name, start, end] of [
    [0, 'day', '白班', '08:00', '16:00'],
    [1, 'evening', '晚班', '16:00', '00:00+1'],
  ])
    await run(
      `INSERT INTO shift (org_id, desk_id, code, name, name_en, start, "end", segments, aliases, position)
       SELECT $1, ${uuid(1, 'n')}, $3, $4, $3, $5, $6, '[]', '{}', $7 FROM generate_series(0, $2::int - 1) n`,
      [org, desks, code, name, start, end, position],
    );
  // People, then a lead for each desk and the directors of the centre.
  await run(
    `INSERT INTO person (org_id, id, code, name, attributes) SELECT $1, ${uuid(2, 'n')}, 'p-' || n, '员工' || n, '{"job_type": "hotline", "skill_grade": "senior"}'
     FROM generate_series(0, $2::int) n`,
    [org, people + desks],
  );
  await run(
    `INSERT INTO identity (org_id, platform, user_id, person_id) SELECT $1, 'slack', 'US' || n, ${uuid(2, 'n')} FROM generate_series(0, $2::int) n`,
    [org, people + desks],
  );
  await run(
    `INSERT INTO member (org_id, desk_id, person_id, roles)
     SELECT $1, CASE WHEN n < $2::int THEN ${uuid(1, 'n % $3::int')} ELSE ${uuid(1, '(n - $2::int)')} END, ${uuid(2, 'n')},
       CASE WHEN n < $2::int THEN '{representative}'::text[] WHEN n < $2::int + $3::int THEN '{team-lead}' ELSE '{department-director,centre-director,manager}' END
     FROM generate_series(0, $2::int + $3::int) n`,
    [org, people, desks],
  );
  // Public holidays would refuse swaps in some weeks of some years: the figures must not hang on the day they are taken.
  await run(
    `INSERT INTO calendar_day (org_id, desk_id, "on", kind, source) SELECT $1, '00000000-0000-0000-0000-000000000000', $2::date + d, 'workday', 'bench'
     FROM generate_series(-40, $3::int + 40) d`,
    [org, first, last],
  );
  await run(
    `INSERT INTO roster (org_id, id, desk_id, month, state)
     SELECT $1, ${uuid(3, `(m * ${desks} + n)`)}, ${uuid(1, 'n')}, to_char(date_trunc('month', $2::date) + make_interval(months => m), 'YYYY-MM'), 'published'
     FROM generate_series(0, $3::int - 1) n, generate_series(0, ${Math.ceil(last / 28) + 1}) m`,
    [org, first, desks],
  );
  const on = `($2::date + d)`;
  const roster = `(SELECT r.id FROM roster r WHERE r.org_id = $1 AND r.desk_id = ${uuid(1, 'n')} AND r.month = to_char(${on}, 'YYYY-MM'))`;
  const at = (shift: string) => `((${on} + make_interval(hours => 8 + 8 * ${shift})) AT TIME ZONE '${zone}')`;
  await run(
    `INSERT INTO slot (org_id, id, desk_id, roster_id, shift, duty_on, starts_at, ends_at)
     SELECT $1, ${uuid(4, `((d * ${desks} + n) * 2 + s)`)}, ${uuid(1, 'n')}, ${roster}, CASE s WHEN 0 THEN 'day' ELSE 'evening' END, ${on}, ${at('s')}, ${at('s')} + interval '8 hours'
     FROM generate_series(0, $3::int - 1) n, generate_series(0, $4::int) d, generate_series(0, 1) s`,
    [org, first, desks, last],
  );
  const team_ = `((n / ${desks}) % ${teams})`;
  const onDuty = `((d + ${team_}) % ${teams}) IN (0, 2)`;
  const shift = `(((d + ${team_}) % ${teams}) / 2)`;
  await run(
    `INSERT INTO assignment (org_id, id, slot_id, desk_id, person_id, role, starts_at, ends_at, live)
     SELECT $1, ${uuid(5, `(d * ${people} + n)`)}, ${uuid(4, `((d * ${desks} + n % ${desks}) * 2 + ${shift})`)}, ${uuid(1, `(n % ${desks})`)}, ${uuid(2, 'n')}, 'duty-officer',
       ${at(shift)}, ${at(shift)} + interval '8 hours', true
     FROM generate_series(0, $3::int - 1) n, generate_series(0, $4::int) d WHERE ${onDuty}`,
    [org, first, people, last],
  );
  for (const [kind, hours, number] of [
    ['in', 0, 6],
    ['out', 8, 7],
  ] as const)
    await run(
      `INSERT INTO punch (org_id, id, person_id, desk_id, assignment_id, kind, at, platform, off_minutes, verdict, rules)
       SELECT $1, ${uuid(number, `(d * ${people} + n)`)}, ${uuid(2, 'n')}, ${uuid(1, `(n % ${desks})`)}, ${uuid(5, `(d * ${people} + n)`)}, '${kind}',
         ${at(shift)} + interval '${hours} hours', 'slack', 0, 'on-time', '{}'
       FROM generate_series(0, $3::int - 1) n, generate_series(0, $4::int - 1) d WHERE ${onDuty}`,
      [org, first, people, history],
    );
  await pastSwaps(db, size);
  await pastLeaves(run, size, first);
  await run('ANALYZE');
}

/** The swaps of whole months: two for each pair, far apart enough that neither follows the other. */
export function planSwaps(size: SwapSize, from: Temporal.PlainDate, until: Temporal.PlainDate): readonly PlannedSwap[] {
  const first = firstDay(size);
  const planned: PlannedSwap[] = [];
  const perTeam = size.people / size.desks / teams;
  let month = from.with({ day: 1 }).add({ months: from.day > 1 ? 1 : 0 });
  for (; Temporal.PlainDate.compare(month.add({ months: 1 }), until) <= 0; month = month.add({ months: 1 })) {
    for (let turn = 0; turn < swapsAMonth; turn += 1) {
      for (let pair = 0; pair < perTeam * 2; pair += 1) {
        // Of one desk after the other: who follows each other seldom waits for the same lead.
        for (let desk = 0; desk < size.desks; desk += 1) {
          const askers = (pair % 2) * 2;
          const index = Math.floor(pair / 2) * teams + askers;
          // The first day from here on which the askers have the day shift; the others had it the day before.
          const start = first.until(month.with({ day: 3 + turn * 14 })).days;
          const given = start + ((teams - ((start + askers) % teams)) % teams);
          planned.push({
            desk,
            subject: index * size.desks + desk,
            partner: (index + 1) * size.desks + desk,
            given: slotOf(size, given, desk, 0),
            returned: slotOf(size, given - 1, desk, 0),
          });
        }
      }
    }
  }
  return planned;
}

/** What people swapped in the year before: decided long ago, and still counted by whoever asks again. */
async function pastSwaps(db: Database, size: SwapSize): Promise<void> {
  const first = firstDay(size);
  const swaps = planSwaps(size, first, first.add({ days: size.history }));
  await db.query(
    `WITH asked AS (
       SELECT n, ${uuid(1, 's.desk')} AS desk, ${uuid(2, 's.subject')} AS subject, ${uuid(2, 's.partner')} AS partner, ${uuid(2, 's.lead')} AS lead,
         g.id AS given, g.duty_on, g.starts_at, g.ends_at, b.id AS returned, b.duty_on AS back_on, b.starts_at AS back_at, b.ends_at AS back_until
       FROM unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::uuid[], $7::uuid[]) WITH ORDINALITY AS s(desk, subject, partner, lead, given, returned, n)
       JOIN slot g ON g.org_id = $1 AND g.id = s.given JOIN slot b ON b.org_id = $1 AND b.id = s.returned
     ), made AS (
       INSERT INTO request (org_id, id, desk_id, number, type, state, subject_id, filed_by, partner_id, station, from_on, until_on, starts_at, ends_at, fields, filed_at, lapses_at, decided_at)
       SELECT $1, ${uuid(8, 'n')}, desk, n, 'swap', 'approved', subject, subject, partner, desk::text, back_on, duty_on, back_at, ends_at, '{"reason": "家里有事"}',
         back_at - interval '9 days', back_at, back_at - interval '8 days' FROM asked
     ), signed AS (
       INSERT INTO request_step (org_id, id, request_id, round, kind, stage, words, state, decided_by, decided_at)
       SELECT $1, gen_random_uuid(), ${uuid(8, 'n')}, 'grant', w.kind, w.stage, ARRAY[w.word], 'agreed', CASE w.stage WHEN 0 THEN partner ELSE lead END, back_at - interval '8 days'
       FROM asked, (VALUES ('confirm', 0, 'partner'), ('approve', 1, 'team-lead-of-requester'), ('approve', 1, 'team-lead-of-partner')) AS w(kind, stage, word)
     )
     INSERT INTO request_duty (org_id, request_id, slot_id, person_id, part, starts_at, ends_at, duty_on, shift)
     SELECT $1, ${uuid(8, 'n')}, given, subject, 'given', starts_at, ends_at, duty_on, 'day' FROM asked
     UNION ALL SELECT $1, ${uuid(8, 'n')}, returned, partner, 'returned', back_at, back_until, back_on, 'day' FROM asked`,
    [
      org,
      swaps.map((swap) => swap.desk),
      swaps.map((swap) => swap.subject),
      swaps.map((swap) => swap.partner),
      swaps.map((swap) => leadOf(size, swap.desk)),
      swaps.map((swap) => swap.given),
      swaps.map((swap) => swap.returned),
    ],
  );
}

/** Four days of leave for everybody in the year before. */
async function pastLeaves(run: (sql: string, params: unknown[]) => Promise<unknown>, size: SwapSize, first: string): Promise<void> {
  const start = `(($2::date + 20 + k * 80 + n % 60) AT TIME ZONE '${zone}')`;
  const id = uuid(9, `(k * ${size.people} + n)`);
  await run(
    `WITH asked AS (SELECT n, k, ${start} AS starts, ${id} AS id FROM generate_series(0, $3::int - 1) n, generate_series(0, 3) k),
     made AS (
       INSERT INTO request (org_id, id, desk_id, number, type, kind, state, subject_id, filed_by, station, from_on, until_on, starts_at, ends_at, days, fields, filed_at, lapses_at, decided_at)
       SELECT $1, id, ${uuid(1, `(n % ${size.desks})`)}, 100000 + k * ${size.people} + n, 'leave', 'personal', 'approved', ${uuid(2, 'n')}, ${uuid(2, 'n')}, ${uuid(1, `(n % ${size.desks})`)}::text,
         (starts AT TIME ZONE '${zone}')::date, (starts AT TIME ZONE '${zone}')::date, starts, starts + interval '1 day', 1, '{}', starts - interval '5 days', starts, starts - interval '4 days' FROM asked)
     INSERT INTO absence (org_id, id, desk_id, person_id, request_id, kind, starts_at, ends_at, approved, live)
     SELECT $1, id, ${uuid(1, `(n % ${size.desks})`)}, ${uuid(2, 'n')}, id, 'personal', starts, starts + interval '1 day', true, true FROM asked`,
    [org, first, size.people],
  );
}
