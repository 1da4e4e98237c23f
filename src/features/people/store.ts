import type { DeskId, OrganisationId, PersonId } from '../../core/ids.ts';
import type { Locale } from '../../core/locale.ts';
import type { Database } from '../../db/database.ts';
import { gather } from '../../db/gather.ts';
import {
  type AdoptionRow,
  type Contact,
  type Desk,
  type DeskChannel,
  type Member,
  type MessengerName,
  named,
  type ShiftRow,
} from './people.ts';
import { deskSettings, personSettings } from './settings.ts';

/** The part of a context that reading needs. */
export interface Reader {
  readonly db: Database;
  readonly org: OrganisationId;
}

const toLocale = (locale: string): Locale => (locale === 'en' ? 'en' : 'zh');
const isUuid = (text: string): boolean => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text);

interface DeskRow {
  id: string;
  code: string;
  parent_id: string | null;
  lineage: string[];
  name: string;
  name_en: string | null;
  zone: string;
  locale: string;
  kinds: string[];
  settings: unknown;
  version: number;
  adoptions: AdoptionRow[];
  shifts: { code: string; name: string; name_en: string; start: string; end: string; segments: unknown; aliases: string[] }[];
}

const toShift = (row: DeskRow['shifts'][number]): ShiftRow => ({
  code: row.code,
  name: named(row.name, row.name_en),
  start: row.start,
  end: row.end,
  segments: row.segments,
  aliases: row.aliases,
});

const toDesk = (org: OrganisationId, row: DeskRow): Desk => ({
  org,
  id: row.id,
  code: row.code,
  parent: row.parent_id,
  lineage: row.lineage,
  name: named(row.name, row.name_en),
  zone: row.zone,
  locale: toLocale(row.locale),
  kinds: row.kinds,
  settings: deskSettings.parse(row.settings),
  adoptions: row.adoptions,
  shifts: row.shifts.map(toShift),
  version: row.version,
});

/** Of a desk `d`: its own columns, its line of parents, and what its policy is made from. */
const deskColumns = `d.id::text AS id, d.code, d.parent_id::text AS parent_id, d.name, d.name_en, d.zone, d.locale, d.kinds, d.settings, d.version,
       (WITH RECURSIVE up AS (
          SELECT d.id, d.parent_id, 0 AS depth
          UNION ALL
          SELECT p.id, p.parent_id, up.depth + 1 FROM up JOIN desk p ON p.org_id = d.org_id AND p.id = up.parent_id WHERE up.depth < 32
        ) SELECT array_agg(up.id::text ORDER BY up.depth) FROM up) AS lineage,
       (SELECT coalesce(json_agg(json_build_object('preset', a.preset, 'from', a.from_date::text, 'until', a.until_date::text, 'overrides', a.overrides)
          ORDER BY a.from_date, a.preset), '[]') FROM adoption a WHERE a.org_id = d.org_id AND a.desk_id = d.id) AS adoptions,
       (SELECT coalesce(json_agg(json_build_object('code', s.code, 'name', s.name, 'name_en', s.name_en, 'start', s.start, 'end', s."end",
          'segments', s.segments, 'aliases', s.aliases) ORDER BY s.position, s.code), '[]')
        FROM shift s WHERE s.org_id = d.org_id AND s.desk_id = d.id) AS shifts`;

/** Desks in one round trip. `filter` names `d` and parameters from `$2`. */
async function readDesks({ db, org }: Reader, filter: string, params: readonly unknown[]): Promise<Desk[]> {
  const rows = await db.query<DeskRow>(`SELECT ${deskColumns} FROM desk d WHERE d.org_id = $1::uuid AND ${filter} ORDER BY d.code`, [
    org,
    ...params,
  ]);
  return rows.map((row) => toDesk(org, row));
}

const deskOfId = gather<{ readonly org: OrganisationId; readonly desk: DeskId }, Desk | null>(async (db, keys) => {
  const rows = await db.query<DeskRow & { n: string; org: string }>(
    `SELECT k.n, d.org_id::text AS org, ${deskColumns} FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS k(org_id, desk_id, n)
     JOIN desk d ON d.org_id = k.org_id AND d.id = k.desk_id`,
    [keys.map((key) => key.org), keys.map((key) => key.desk)],
  );
  const desks = keys.map((): Desk | null => null);
  for (const row of rows) desks[Number(row.n) - 1] = toDesk(row.org, row);
  return desks;
});

export async function readDesk({ db, org }: Reader, idOrCode: string): Promise<Desk | null> {
  if (isUuid(idOrCode)) return deskOfId(db, { org, desk: idOrCode });
  return (await readDesks({ db, org }, 'd.code = $2', [idOrCode]))[0] ?? null;
}

export const readAllDesks = (reader: Reader): Promise<Desk[]> => readDesks(reader, 'true', []);

export const readDesksById = (reader: Reader, ids: readonly DeskId[]): Promise<Desk[]> =>
  readDesks(reader, 'd.id = ANY($2::uuid[])', [ids]);

/** The desks each person stands on; a desk that several share is read once. */
const desksOfOne = gather<{ readonly org: OrganisationId; readonly person: PersonId }, Desk[]>(async (db, keys) => {
  const rows = await db.query<DeskRow & { org: string; askers: string[] }>(
    `SELECT d.org_id::text AS org, array_agg(k.n) AS askers, ${deskColumns}
     FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS k(org_id, person_id, n)
     JOIN member m ON m.org_id = k.org_id AND m.person_id = k.person_id
     JOIN desk d ON d.org_id = m.org_id AND d.id = m.desk_id
     GROUP BY d.org_id, d.id ORDER BY d.code`,
    [keys.map((key) => key.org), keys.map((key) => key.person)],
  );
  const desks = keys.map((): Desk[] => []);
  for (const row of rows) {
    const desk = toDesk(row.org, row);
    for (const asker of row.askers) desks[Number(asker) - 1]?.push(desk);
  }
  return desks;
});

export const readDesksOf = ({ db, org }: Reader, person: PersonId): Promise<Desk[]> => desksOfOne(db, { org, person });

/** A desk by its names only, for finding one among many. */
export interface DeskName extends Pick<Desk, 'id' | 'code' | 'name' | 'lineage'> {}

export async function readDeskNames({ db, org }: Reader): Promise<DeskName[]> {
  const rows = await db.query<{ id: string; code: string; name: string; name_en: string | null; parent_id: string | null }>(
    'SELECT id::text AS id, code, name, name_en, parent_id::text AS parent_id FROM desk WHERE org_id = $1::uuid ORDER BY code',
    [org],
  );
  const parents = new Map(rows.map((row) => [row.id, row.parent_id]));
  const lineageOf = (id: string): string[] => {
    const line: string[] = [];
    for (let at: string | null = id; at !== null && !line.includes(at); at = parents.get(at) ?? null) line.push(at);
    return line;
  };
  return rows.map((row) => ({ id: row.id, code: row.code, name: named(row.name, row.name_en), lineage: lineageOf(row.id) }));
}

export async function readDeskIdsOfChannel({ db, org }: Reader, platform: MessengerName, channelId: string): Promise<DeskId[]> {
  const rows = await db.query<{ id: string }>(
    'SELECT desk_id::text AS id FROM channel WHERE org_id = $1::uuid AND platform = $2 AND channel_id = $3',
    [org, platform, channelId],
  );
  return rows.map((row) => row.id);
}

interface MemberRow {
  desk_id: string;
  person_id: string;
  code: string;
  name: string;
  name_en: string | null;
  phone: string | null;
  attributes: Record<string, string>;
  roles: string[];
  position: number;
  linked: MessengerName[];
}

/** Active members of the desks, in order of position and name. */
export async function readMembers({ db, org }: Reader, desks: readonly DeskId[]): Promise<Member[]> {
  const rows = await db.query<MemberRow>(
    `SELECT m.desk_id::text AS desk_id, p.id::text AS person_id, p.code, p.name, p.name_en, p.phone, p.attributes, m.roles, m.position,
       ARRAY(SELECT i.platform FROM identity i WHERE i.org_id = p.org_id AND i.person_id = p.id ORDER BY i.platform DESC) AS linked
     FROM member m JOIN person p ON p.org_id = m.org_id AND p.id = m.person_id
     WHERE m.org_id = $1::uuid AND m.desk_id = ANY($2::uuid[]) AND p.active
     ORDER BY m.desk_id, m.position, p.name`,
    [org, desks],
  );
  return rows.map((row) => ({
    desk: row.desk_id,
    person: row.person_id,
    code: row.code,
    name: named(row.name, row.name_en),
    phone: row.phone,
    attributes: row.attributes,
    roles: row.roles,
    position: row.position,
    linked: row.linked,
  }));
}

/** How many active people stand on each desk; a desk with nobody is absent. */
export async function readCounts({ db, org }: Reader): Promise<Map<DeskId, number>> {
  const rows = await db.query<{ desk: string; people: number }>(
    `SELECT m.desk_id::text AS desk, count(*)::int AS people FROM member m JOIN person p ON p.org_id = m.org_id AND p.id = m.person_id AND p.active
     WHERE m.org_id = $1::uuid GROUP BY m.desk_id`,
    [org],
  );
  return new Map(rows.map((row) => [row.desk, row.people]));
}

/** Active people with one of the roles on the desk, or on the nearest desk above it where somebody has one. */
interface LeadsWanted {
  readonly org: OrganisationId;
  readonly desk: DeskId;
  readonly roles: readonly string[];
}

const leadsOfOne = gather<LeadsWanted, PersonId[]>(async (db, keys) => {
  const rows = await db.query<{ n: string; person: PersonId; depth: number }>(
    // Its members desk by desk (OFFSET 0): a plan for many desks would read everybody's.
    `SELECT k.n, m.person_id::text AS person, up.depth
     FROM unnest($1::uuid[], $2::uuid[], $3::text[]) WITH ORDINALITY AS k(org_id, desk_id, roles, n)
     CROSS JOIN LATERAL (WITH RECURSIVE up AS (
       SELECT d.id, d.parent_id, 0 AS depth FROM desk d WHERE d.org_id = k.org_id AND d.id = k.desk_id
       UNION ALL
       SELECT p.id, p.parent_id, up.depth + 1 FROM up JOIN desk p ON p.org_id = k.org_id AND p.id = up.parent_id WHERE up.depth < 32
     ) SELECT id, depth FROM up) up
     CROSS JOIN LATERAL (
       SELECT m.person_id, m.position, p.name FROM member m JOIN person p ON p.org_id = m.org_id AND p.id = m.person_id AND p.active
       WHERE m.org_id = k.org_id AND m.desk_id = up.id AND m.roles && string_to_array(k.roles, ' ') OFFSET 0
     ) m
     ORDER BY k.n, up.depth, m.position, m.name`,
    [keys.map((key) => key.org), keys.map((key) => key.desk), keys.map((key) => key.roles.join(' '))],
  );
  return keys.map((_, index) => {
    const found = rows.filter((row) => Number(row.n) === index + 1);
    return found.filter((row) => row.depth === found[0]?.depth).map((row) => row.person);
  });
});

export const readLeads = ({ db, org }: Reader, desk: DeskId, roles: readonly string[]): Promise<PersonId[]> =>
  leadsOfOne(db, { org, desk, roles });

/** Active people who hold one of the roles on any desk, by desk order; for offices that serve the whole organisation. */
export async function readHolders({ db, org }: Reader, roles: readonly string[]): Promise<PersonId[]> {
  if (roles.length === 0) return [];
  const rows = await db.query<{ person: string }>(
    `SELECT m.person_id::text AS person FROM member m JOIN person p ON p.org_id = m.org_id AND p.id = m.person_id AND p.active
     WHERE m.org_id = $1::uuid AND m.roles && $2::text[] ORDER BY m.desk_id, m.position, p.name`,
    [org, roles],
  );
  return [...new Set(rows.map((row) => row.person))];
}

interface ContactRow {
  id: string;
  name: string;
  name_en: string | null;
  locale: string;
  phone: string | null;
  settings: unknown;
  identities: Partial<Record<MessengerName, string>>;
}

export async function readContacts({ db, org }: Reader, people: readonly PersonId[]): Promise<Map<PersonId, Contact>> {
  if (people.length === 0) return new Map();
  const rows = await db.query<ContactRow>(
    `SELECT p.id::text AS id, p.name, p.name_en, coalesce(p.settings ->> 'locale', p.locale, o.locale) AS locale, p.phone, p.settings,
       (SELECT coalesce(json_object_agg(i.platform, i.user_id), '{}') FROM identity i WHERE i.org_id = p.org_id AND i.person_id = p.id) AS identities
     FROM person p JOIN organisation o ON o.id = p.org_id
     WHERE p.org_id = $1::uuid AND p.id = ANY($2::uuid[])`,
    [org, [...new Set(people)]],
  );
  return new Map(
    rows.map((row) => {
      const own = personSettings.parse(row.settings);
      const contact: Contact = {
        person: row.id,
        name: named(row.name, row.name_en),
        locale: toLocale(row.locale),
        phone: row.phone,
        identities: row.identities,
        preferred: own.preferred ?? null,
        reminderMinutes: own.reminder_minutes,
      };
      return [row.id, contact];
    }),
  );
}

export async function readChannels({ db, org }: Reader, desks: readonly DeskId[]): Promise<DeskChannel[]> {
  const rows = await db.query<{
    desk_id: string;
    platform: MessengerName;
    channel_id: string;
    name: string | null;
    lost_cause: string | null;
  }>(
    `SELECT desk_id::text AS desk_id, platform, channel_id, name, lost_cause FROM channel
     WHERE org_id = $1::uuid AND desk_id = ANY($2::uuid[]) ORDER BY platform DESC, channel_id`,
    [org, desks],
  );
  return rows.map((row) => ({
    desk: row.desk_id,
    platform: row.platform,
    channelId: row.channel_id,
    name: row.name,
    lostCause: row.lost_cause,
  }));
}

/** The people behind messenger ids; who is unknown is absent. */
export async function readPeopleByUser(
  { db, org }: Reader,
  platform: MessengerName,
  userIds: readonly string[],
): Promise<Map<string, PersonId>> {
  const rows = await db.query<{ user_id: string; person_id: string }>(
    `SELECT i.user_id, i.person_id::text AS person_id FROM identity i JOIN person p ON p.org_id = i.org_id AND p.id = i.person_id
     WHERE i.org_id = $1::uuid AND i.platform = $2 AND i.user_id = ANY($3::text[]) AND p.active`,
    [org, platform, userIds],
  );
  return new Map(rows.map((row) => [row.user_id, row.person_id]));
}

interface ActorRow {
  org: string;
  zone: string;
  org_locale: string;
  person: string | null;
  name: string | null;
  name_en: string | null;
  locale: string;
  memberships: { desk: string; roles: string[] }[] | null;
}

interface Account {
  readonly platform: MessengerName;
  readonly tenant: string;
  readonly userId: string;
}

const actorOf = gather<Account, ActorRow | null>(async (db, keys) => {
  const rows = await db.query<ActorRow & { n: string }>(
    `SELECT k.n, o.id::text AS org, o.zone, o.locale AS org_locale, p.id::text AS person, p.name, p.name_en,
       coalesce(p.settings ->> 'locale', p.locale, o.locale) AS locale,
       (SELECT json_agg(json_build_object('desk', m.desk_id, 'roles', m.roles)) FROM member m WHERE m.org_id = p.org_id AND m.person_id = p.id) AS memberships
     FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS k(platform, tenant, user_id, n)
     JOIN workspace w ON w.platform = k.platform AND w.external_id = k.tenant
     JOIN organisation o ON o.id = w.org_id
     LEFT JOIN identity i ON i.org_id = w.org_id AND i.platform = w.platform AND i.user_id = k.user_id
     LEFT JOIN person p ON p.org_id = i.org_id AND p.id = i.person_id AND p.active`,
    [keys.map((key) => key.platform), keys.map((key) => key.tenant), keys.map((key) => key.userId)],
  );
  const found = new Map(rows.map((row) => [Number(row.n) - 1, row]));
  return keys.map((_, index) => found.get(index) ?? null);
});

/** Who writes from a workspace: the organisation, and the person where the account is linked to an active one. One round trip on primary keys. */
export async function readActor(db: Database, platform: MessengerName, tenant: string, userId: string) {
  const row = await actorOf(db, { platform, tenant, userId });
  if (row === null) return null;
  const organisation = { org: row.org, orgZone: row.zone, orgLocale: toLocale(row.org_locale) };
  const locale = toLocale(row.locale);
  if (row.person === null || row.name === null) return { ...organisation, person: null };
  const name = named(row.name, row.name_en)[locale];
  return { ...organisation, person: { id: row.person, name, locale, memberships: row.memberships ?? [] } };
}
