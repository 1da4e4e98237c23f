import { loadPreset } from '../../../src/policy/index.ts';
import type { Aftermath } from '../storm.ts';

/** The swaps a month the regulation allows; the figure is the preset's. */
function swapsAllowed(): number {
  const rules = loadPreset('telecom-swap')?.sections.request ?? {};
  const quota = Object.values(rules).flatMap((entry) => (entry.max_count?.per === 'month' ? [entry.max_count.limit] : []));
  const [limit] = quota;
  if (limit === undefined) throw new Error('telecom-swap has no quota');
  return limit;
}

/** No quota exceeded, no balance below its limit, no place of absence taken twice. */
export async function checkLimits(after: Aftermath): Promise<string[]> {
  return [...(await quotas(after)), ...(await absences(after)), ...(await balances(after))];
}

/** Open ones count as well: they are promised. The month is that of the shift given away; who obliges somebody has swapped too. */
async function quotas({ db, ids }: Aftermath): Promise<string[]> {
  const limit = swapsAllowed();
  const desks = [...ids.houseOf].flatMap(([desk, { house }]) => (house === 'telecom' ? [desk] : []));
  const rows = await db.query<{ code: string; month: string; count: number }>(
    `SELECT p.code, to_char(d.duty_on, 'YYYY-MM') AS month, count(DISTINCT r.id)::int AS count
     FROM request r JOIN request_duty d ON d.org_id = r.org_id AND d.request_id = r.id AND d.part = 'given'
     JOIN person p ON p.org_id = r.org_id AND p.id IN (r.subject_id, r.partner_id)
     WHERE r.type = 'swap' AND r.desk_id = ANY($1::uuid[]) AND r.state IN ('confirming', 'approving', 'asked', 'approved', 'cancelling', 'closed')
     GROUP BY p.code, 2 HAVING count(DISTINCT r.id) > $2`,
    [desks, limit],
  );
  return rows.map((row) => `quota: ${row.code} has ${row.count} swaps in ${row.month}; ${limit} are allowed`);
}

async function absences({ db }: Aftermath): Promise<string[]> {
  const twice = await db.query<{ code: string }>(
    `SELECT p.code FROM absence a JOIN absence b ON b.org_id = a.org_id AND b.person_id = a.person_id AND b.live AND b.id > a.id
       AND b.starts_at < a.ends_at AND b.ends_at > a.starts_at
     JOIN person p ON p.org_id = a.org_id AND p.id = a.person_id WHERE a.live`,
    [],
  );
  // One of a station, on whichever of its desks they stand.
  const station = await db.query<{ first: string; second: string }>(
    `SELECT p.code AS first, q.code AS second FROM request r JOIN request o ON o.org_id = r.org_id AND o.id > r.id
     JOIN absence a ON a.org_id = r.org_id AND a.request_id = r.id AND a.live
     JOIN absence b ON b.org_id = o.org_id AND b.request_id = o.id AND b.live AND b.starts_at < a.ends_at AND b.ends_at > a.starts_at
     JOIN person p ON p.org_id = r.org_id AND p.id = r.subject_id JOIN person q ON q.org_id = o.org_id AND q.id = o.subject_id
     WHERE r.type = 'leave' AND o.type = 'leave' AND p.attributes ->> 'station' = q.attributes ->> 'station' AND p.id <> q.id`,
    [],
  );
  const stray = await db.query<{ id: string; state: string; approved: boolean }>(
    `SELECT r.number::text AS id, r.state, a.approved FROM absence a JOIN request r ON r.org_id = a.org_id AND r.id = a.request_id
     WHERE a.live AND (r.state NOT IN ('confirming', 'approving', 'asked', 'approved', 'cancelling', 'closed')
       OR a.approved <> (r.state IN ('approved', 'cancelling', 'closed')))`,
    [],
  );
  // Somebody is on duty while they are away, and nobody was asked to cover it.
  const onDuty = await db.query<{ code: string; on: string; number: number }>(
    `SELECT p.code, s.duty_on::text AS "on", r.number FROM absence a JOIN request r ON r.org_id = a.org_id AND r.id = a.request_id
     JOIN assignment d ON d.org_id = a.org_id AND d.person_id = a.person_id AND d.live AND d.starts_at < a.ends_at AND d.ends_at > a.starts_at
     JOIN slot s ON s.org_id = d.org_id AND s.id = d.slot_id JOIN person p ON p.org_id = a.org_id AND p.id = a.person_id
     WHERE a.live AND a.approved AND d.starts_at > r.decided_at AND d.desk_id = r.desk_id
       AND (a.whole_from IS NULL OR s.duty_on >= a.whole_from) AND (a.whole_until IS NULL OR s.duty_on <= a.whole_until)
       AND NOT EXISTS (SELECT 1 FROM due w WHERE w.org_id = a.org_id AND w.kind = 'leave.cover' AND w.payload ->> 'request' = r.id::text AND w.payload ->> 'slot' = s.id::text)`,
    [],
  );
  return [
    ...twice.map((row) => `absence: ${row.code} is away twice at once`),
    ...station.map((row) => `quota: ${row.first} and ${row.second} of one station are away at once`),
    ...stray.map((row) => `absence: of request #${row.id}, ${row.state}, one ${row.approved ? 'granted' : 'asked for'} is live`),
    ...onDuty.map((row) => `absence: ${row.code} is away (#${row.number}) and on duty on ${row.on}, and no cover was asked for`),
  ];
}

/** Days of annual leave in a year, by the longest service the regulation knows; nobody of the storm has more. */
function mostAnnual(joined: string, on: string): number {
  const accrual = Object.values(loadPreset('attendance-leave')?.sections.entitlement ?? {}).find(
    (entry) => entry.accrual?.ranks?.includes('staff') === true,
  )?.accrual;
  if (accrual === undefined) throw new Error('attendance-leave grants no annual leave');
  const years = Number(on.slice(0, 4)) - Number(joined.slice(0, 4)) - (on.slice(5) < joined.slice(5) ? 1 : 0);
  if (years < 1) return accrual.first_year;
  return Math.min(accrual.cap, accrual.after_one_year + (years - 1) * (accrual.per_further_year ?? 0));
}

interface Taken {
  code: string;
  account: string;
  joined: string;
  period: string;
  last: string;
  taken: number;
  earned: number;
  set_aside: boolean;
}

/** What is reserved and used stays within what is granted or earned; and every request has exactly what its state says. */
async function balances({ db }: Aftermath): Promise<string[]> {
  const rows = await db.query<Taken>(
    `SELECT p.code, b.account, p.attributes ->> 'joined_on' AS joined, to_char(b."on", CASE WHEN b.account = 'comp-rest' THEN 'YYYY-MM' ELSE 'YYYY' END) AS period,
       max(b."on")::text AS last,
       -sum(CASE WHEN b.kind IN ('used', 'returned') OR (b.kind IN ('reserved', 'released') AND b.account <> 'comp-rest') THEN b.amount ELSE 0 END) AS taken,
       sum(CASE WHEN b.kind IN ('earned', 'carried', 'adjusted') THEN b.amount ELSE 0 END) AS earned,
       bool_or(EXISTS (SELECT 1 FROM request r WHERE r.org_id = b.org_id AND r.id = b.request_id AND jsonb_array_length(r.flags) > 0)) AS set_aside
     FROM balance_entry b JOIN person p ON p.org_id = b.org_id AND p.id = b.person_id
     WHERE b.account IN ('annual', 'comp-rest') GROUP BY 1, 2, 3, 4`,
    [],
  );
  // Time off in lieu is kept in principle: more may be asked for, and whoever approves it sets that aside with a reason.
  const over = rows.filter(({ account, taken, earned, joined, last, set_aside }) =>
    account === 'annual' ? taken > mostAnnual(joined, last) + earned : taken > earned && !set_aside,
  );
  const wrong = await db.query<{ number: number; state: string; account: string; reserved: number; used: number }>(
    `SELECT r.number, r.state, b.account, -sum(CASE WHEN b.kind IN ('reserved', 'released') THEN b.amount ELSE 0 END) AS reserved,
       -sum(CASE WHEN b.kind IN ('used', 'returned') THEN b.amount ELSE 0 END) AS used
     FROM balance_entry b JOIN request r ON r.org_id = b.org_id AND r.id = b.request_id GROUP BY r.id, r.number, r.state, b.account
     HAVING (r.state IN ('confirming', 'approving', 'asked')) <> (sum(CASE WHEN b.kind IN ('reserved', 'released') THEN b.amount ELSE 0 END) < -0.001)
       OR (r.state IN ('declined', 'refused', 'withdrawn', 'cancelled', 'lapsed') AND abs(sum(b.amount)) > 0.001)
       OR sum(b.amount) > 0.001`,
    [],
  );
  return [
    ...over.map((row) => `balance: ${row.code} has taken ${row.taken} days of ${row.account} in ${row.period}; more than there are`),
    ...wrong.map(
      (row) => `balance: #${row.number} is ${row.state}, with ${row.reserved} days of ${row.account} reserved and ${row.used} used`,
    ),
  ];
}
