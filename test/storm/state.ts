import type { Database } from '../../src/db/database.ts';
import type { StormOrganisation, StormPerson } from './organisation.ts';

/** Ids of the organisation, and back. */
export interface StormIds {
  readonly org: string;
  readonly desk: ReadonlyMap<string, string>;
  readonly person: ReadonlyMap<string, string>;
  readonly houseOf: ReadonlyMap<string, StormOrganisation['desks'][number]>;
  /** Everybody by id. */
  readonly people: ReadonlyMap<string, StormPerson>;
}

export async function readIds(db: Database, organisation: StormOrganisation): Promise<StormIds> {
  const [org] = await db.query<{ id: string }>('SELECT id::text AS id FROM organisation', []);
  const desks = await db.query<{ id: string; code: string }>('SELECT id::text AS id, code FROM desk', []);
  const people = await db.query<{ id: string; code: string }>('SELECT id::text AS id, code FROM person', []);
  const known = new Map([...organisation.bosses, ...organisation.desks.flatMap((desk) => desk.people)].map((one) => [one.code, one]));
  const desk = new Map(desks.map((row) => [row.code, row.id]));
  return {
    org: org?.id ?? '',
    desk,
    person: new Map(people.map((row) => [row.code, row.id])),
    houseOf: new Map(organisation.desks.map((one) => [desk.get(one.code) ?? '', one])),
    people: new Map(
      people.flatMap((row): [string, StormPerson][] => {
        const person = known.get(row.code);
        return person === undefined ? [] : [[row.id, person]];
      }),
    ),
  };
}

export interface SeenStep {
  readonly kind: 'confirm' | 'approve';
  readonly words: readonly string[];
  readonly handed_to: string | null;
}

/** A request as the generator sees it: some of it is out of date when the press arrives, as it is with a card on a screen. */
export interface SeenRequest {
  readonly id: string;
  readonly desk: string;
  readonly type: string;
  readonly state: string;
  readonly subject: string;
  readonly filed_by: string;
  readonly partner: string | null;
  readonly open: readonly SeenStep[];
  readonly follow: readonly string[];
}

export interface SeenDuty {
  readonly slot: string;
  readonly desk: string;
  readonly person: string;
  readonly on: string;
  readonly shift: string;
  readonly starts: Date;
}

/** What people see at a moment. */
export interface Seen {
  readonly now: Date;
  readonly requests: readonly SeenRequest[];
  /** Duties to come, of the next weeks. */
  readonly coming: readonly SeenDuty[];
  /** Duties of the last days. */
  readonly past: readonly SeenDuty[];
}

const longestDays = 45;

export async function look(db: Database, now: Date): Promise<Seen> {
  const [requests, duties] = await Promise.all([
    db.query<SeenRequest>(
      `SELECT r.id::text AS id, r.desk_id::text AS desk, r.type, r.state, r.subject_id::text AS subject, r.filed_by::text AS filed_by, r.partner_id::text AS partner,
         (SELECT coalesce(json_agg(json_build_object('kind', s.kind, 'words', s.words, 'handed_to', s.handed_to) ORDER BY s.id), '[]')
          FROM request_step s WHERE s.org_id = r.org_id AND s.request_id = r.id AND s.state = 'open') AS open,
         ARRAY(SELECT f.id::text FROM request_follow_up f WHERE f.org_id = r.org_id AND f.request_id = r.id AND f.state = 'waiting' ORDER BY f.id) AS follow
       FROM request r ORDER BY r.filed_at, r.id`,
      [],
    ),
    db.query<SeenDuty>(
      `SELECT s.id::text AS slot, s.desk_id::text AS desk, a.person_id::text AS person, s.duty_on::text AS "on", s.shift, a.starts_at AS starts
       FROM assignment a JOIN slot s ON s.org_id = a.org_id AND s.id = a.slot_id
       WHERE a.live AND a.starts_at > $1::timestamptz - interval '7 days' AND a.starts_at < $1::timestamptz + interval '${longestDays} days'
       ORDER BY a.starts_at, s.id, a.person_id`,
      [now],
    ),
  ]);
  return { now, requests, coming: duties.filter((duty) => duty.starts > now), past: duties.filter((duty) => duty.starts <= now) };
}
