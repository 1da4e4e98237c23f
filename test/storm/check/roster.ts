import type { Database } from '../../../src/db/database.ts';
import type { Aftermath } from '../storm.ts';
import { both, minus, type Spans, without, withSpan } from './spans.ts';

/** Who is in a shift, and for which hours of it. */
export interface HeldSlot {
  readonly slot: string;
  readonly desk: string;
  readonly name: string;
  readonly on: string;
  readonly shift: string;
  readonly from: number;
  readonly to: number;
  readonly people: ReadonlyMap<string, Spans>;
}

interface Row {
  slot: string;
  desk: string;
  name: string;
  on: string;
  shift: string;
  starts_at: Date;
  ends_at: Date;
  person: string | null;
  own_start: Date | null;
  own_end: Date | null;
}

/** Every shift with whoever is in it now. Two rows of one person that overlap come out as an error. */
export async function readHolders(db: Database): Promise<HeldSlot[]> {
  const rows = await db.query<Row>(
    `SELECT s.id::text AS slot, s.desk_id::text AS desk, d.code || ' ' || s.duty_on || ' ' || s.shift AS name, s.duty_on::text AS "on", s.shift, s.starts_at, s.ends_at,
       a.person_id::text AS person, a.starts_at AS own_start, a.ends_at AS own_end
     FROM slot s JOIN desk d ON d.org_id = s.org_id AND d.id = s.desk_id
     LEFT JOIN assignment a ON a.org_id = s.org_id AND a.slot_id = s.id AND a.live ORDER BY s.starts_at, s.id`,
    [],
  );
  const slots = new Map<string, Omit<HeldSlot, 'people'> & { people: Map<string, Spans> }>();
  for (const row of rows) {
    const slot = slots.get(row.slot) ?? {
      slot: row.slot,
      desk: row.desk,
      name: row.name,
      on: row.on,
      shift: row.shift,
      from: row.starts_at.getTime(),
      to: row.ends_at.getTime(),
      people: new Map<string, Spans>(),
    };
    slots.set(row.slot, slot);
    if (row.person === null || row.own_start === null || row.own_end === null) continue;
    slot.people.set(row.person, withSpan(slot.people.get(row.person) ?? [], row.own_start.getTime(), row.own_end.getTime()));
  }
  return [...slots.values()];
}

interface Moved {
  id: string;
  number: number;
  type: string;
  state: string;
  desk: string;
  subject: string;
  partner: string | null;
  fields: Record<string, string>;
  duties: { slot: string; person: string; part: string; from: string; to: string }[];
}

/** Something a request did to the roster: carried out, or taken back. */
interface Move {
  readonly request: Moved;
  readonly how: 'apply' | 'undo';
  readonly at: number;
}

/** All that requests did to the roster, in the order in which it was written down. */
async function readMoves(db: Database): Promise<readonly Move[]> {
  const rows = await db.query<Moved & { how: 'apply' | 'undo'; at: Date }>(
    `SELECT r.id::text AS id, r.number, r.type, r.state, r.desk_id::text AS desk, r.subject_id::text AS subject, r.partner_id::text AS partner, r.fields, m.how, m.at,
       (SELECT coalesce(json_agg(json_build_object('slot', d.slot_id, 'person', d.person_id, 'part', d.part, 'from', d.starts_at, 'to', d.ends_at)), '[]')
        FROM request_duty d WHERE d.org_id = r.org_id AND d.request_id = r.id) AS duties
     FROM request r CROSS JOIN LATERAL (
       (SELECT 'apply' AS how, e.seq, e.at FROM audit_entry e WHERE e.org_id = r.org_id AND e.subject = r.id::text AND e.detail ->> 'state' = 'approved' ORDER BY e.seq LIMIT 1)
       UNION ALL
       (SELECT 'undo', e.seq, e.at FROM audit_entry e WHERE e.org_id = r.org_id AND e.subject = r.id::text AND e.detail ->> 'state' = 'cancelled' ORDER BY e.seq LIMIT 1)
     ) m ORDER BY m.seq`,
    [],
  );
  return rows.map(({ how, at, ...request }) => ({ request, how, at: Math.floor(at.getTime() / 60_000) * 60_000 }));
}

/** What was asked about a shift, for whoever looks into a problem: `#3 swap approved given a>b`. */
async function readTrail(db: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ slot: string; trail: string }>(
    `SELECT d.slot_id::text AS slot, string_agg(format('#%s %s %s %s %s>%s%s', r.number, r.type, r.state, d.part, p.code,
         CASE d.part WHEN 'returned' THEN s.code WHEN 'absent' THEN '' ELSE q.code END,
         (SELECT string_agg(' ' || substr(e.action, 9) || '@' || e.seq, '' ORDER BY e.seq) FROM audit_entry e WHERE e.org_id = r.org_id AND e.subject = r.id::text)), '; ' ORDER BY r.filed_at, r.id) AS trail
     FROM request_duty d JOIN request r ON r.org_id = d.org_id AND r.id = d.request_id
     JOIN person p ON p.org_id = d.org_id AND p.id = d.person_id JOIN person s ON s.org_id = r.org_id AND s.id = r.subject_id
     LEFT JOIN person q ON q.org_id = r.org_id AND q.id = r.partner_id GROUP BY 1`,
    [],
  );
  return new Map(rows.map((row) => [row.slot, row.trail]));
}

const ms = (at: string): number => new Date(at).getTime();

/**
 * The roster is what the requests that stand have made of it, and nothing else: every place of a shift has the one person it had before, or the one
 * who took it over. Only a leave leaves a place empty, and where that leaves a shift with nobody, cover was asked for.
 */
export async function checkRoster({ db, before, ids }: Aftermath): Promise<string[]> {
  const problems: string[] = [];
  const [now, moves] = [await readHolders(db), await readMoves(db)];
  const [covers, trail] = await Promise.all([coversAsked(db), readTrail(db)]);
  const name = (person: string): string => ids.people.get(person)?.code ?? person;
  /** What was asked about a shift, and the rest days that moved on its desk: those name days, no shifts. */
  const about = (slot: string): string => {
    const desk = before.find((one) => one.slot === slot)?.desk;
    const rests = moves
      .filter(({ request }) => request.type === 'rest-change' && request.desk === desk)
      .map(
        ({ request, how }) =>
          `#${request.number} ${how} ${name(request.subject)} ${request.fields['instead']}>${request.fields['rest_day']}`,
      );
    return `(${trail.get(slot) ?? 'nothing was asked about it'}; rest days: ${rests.join(', ')})`;
  };
  const expected = new Map(before.map((slot) => [slot.slot, new Map(slot.people)]));
  /**
   * Stretches in which somebody may be away although they were there: on leave; or back from one, in a shift the rules of the day no longer let them
   * into, which they and the leads are told.
   */
  const away = new Map<string, Map<string, Spans>>();
  const moveDuty = (leaves: string, comes: string, slot: string, from: number, to: number): Spans => {
    const people = expected.get(slot) ?? new Map<string, Spans>();
    const had = people.get(leaves) ?? [];
    people.set(leaves, without(had, from, to));
    people.set(comes, withSpan(people.get(comes) ?? [], from, to));
    return minus([[from, to]], had);
  };
  for (const { request, how, at } of moves) {
    const { number, type, desk, subject, partner, duties, fields } = request;
    if (type === 'rest-change')
      moveRest(before, expected, {
        desk,
        person: subject,
        ...(how === 'apply' ? fields : { instead: fields.rest_day, rest_day: fields.instead }),
      });
    for (const duty of duties) {
      // Of a shift that runs, what has passed stays with whoever had it.
      const [from, to] = [Math.max(ms(duty.from), at), ms(duty.to)];
      if (duty.part === 'absent') {
        const slot = away.get(duty.slot) ?? new Map<string, Spans>();
        away.set(duty.slot, slot.set(duty.person, withSpan(slot.get(duty.person) ?? [], ms(duty.from), to)));
        continue;
      }
      const comes = duty.part === 'returned' ? subject : partner;
      if (comes === null || expected.get(duty.slot) === undefined) {
        problems.push(`roster: #${number} ${type} stands and moves a shift to nobody`);
        continue;
      }
      if (from >= to) continue;
      const [leaves, joins] = how === 'apply' ? [duty.person, comes] : [comes, duty.person];
      const missing = moveDuty(leaves, joins, duty.slot, from, to);
      if (missing.length > 0 && !away.get(duty.slot)?.has(leaves))
        problems.push(`roster: #${number} ${type} moves ${name(leaves)} out of a shift they are not in ${about(duty.slot)}`);
    }
  }

  for (const slot of now) {
    const wanted = expected.get(slot.slot);
    if (wanted === undefined) {
      problems.push(`roster: ${slot.name} is a shift nobody published`);
      continue;
    }
    const was = about(slot.slot);
    for (const person of new Set([...wanted.keys(), ...slot.people.keys()])) {
      const [is, should] = [slot.people.get(person) ?? [], wanted.get(person) ?? []];
      if (minus(is, should).length > 0) problems.push(`roster: ${name(person)} is in ${slot.name} beside whoever it belongs to ${was}`);
      const missing = minus(should, is);
      const excused = both(missing, away.get(slot.slot)?.get(person) ?? []);
      if (minus(missing, excused).length > 0)
        problems.push(`roster: ${name(person)} is missing in ${slot.name}, and nobody took it over ${was}`);
    }
    const present = [...slot.people.values()].flat();
    const held = [...(before.find((one) => one.slot === slot.slot)?.people.values() ?? [])].flat();
    const empty = minus(
      held,
      present.reduce<Spans>((spans, [from, to]) => withSpan(spans, from, to), []),
    );
    if (empty.length > 0 && !covers.has(slot.slot)) problems.push(`roster: ${slot.name} has nobody, and no cover was asked for ${was}`);
  }
  problems.push(...(await twoPlaces(db)));
  return problems;
}

interface RestMove {
  readonly desk: string;
  readonly person: string;
  readonly instead?: string | undefined;
  readonly rest_day?: string | undefined;
}

/** Out of the shifts of the day on which they rest now, into the same ones of the day on which they did. */
function moveRest(slots: readonly HeldSlot[], expected: ReadonlyMap<string, Map<string, Spans>>, move: RestMove): void {
  const on = (day: string | undefined): readonly HeldSlot[] => slots.filter((slot) => slot.desk === move.desk && slot.on === day);
  for (const left of on(move.instead)) {
    const people = expected.get(left.slot);
    if ((people?.get(move.person) ?? []).length === 0) continue;
    people?.set(move.person, []);
    const taken = on(move.rest_day).find((slot) => slot.shift === left.shift);
    if (taken !== undefined) expected.get(taken.slot)?.set(move.person, [[taken.from, taken.to]]);
  }
}

/** Shifts for which a leave asked for cover, whatever became of it. */
async function coversAsked(db: Database): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ slot: string }>(
    `SELECT payload ->> 'slot' AS slot FROM due WHERE kind = 'leave.cover'
     UNION SELECT d.slot_id::text FROM request r JOIN request_duty d ON d.org_id = r.org_id AND d.request_id = r.id WHERE r.type = 'substitute'`,
    [],
  );
  return new Set(rows.map((row) => row.slot));
}

async function twoPlaces(db: Database): Promise<string[]> {
  const rows = await db.query<{ code: string; at: string }>(
    `SELECT p.code, a.starts_at::text AS at FROM assignment a
     JOIN assignment b ON b.org_id = a.org_id AND b.person_id = a.person_id AND b.live AND b.id > a.id AND b.starts_at < a.ends_at AND b.ends_at > a.starts_at
     JOIN person p ON p.org_id = a.org_id AND p.id = a.person_id WHERE a.live`,
    [],
  );
  return rows.map((row) => `roster: ${row.code} is in two places at ${row.at}`);
}
