import type { PersonId } from '../../../core/ids.ts';
import type { Locale } from '../../../core/locale.ts';
import { json } from '../../../db/statement.ts';
import type { Unit } from '../../../runtime/unit.ts';
import type { Desk, MessengerName } from '../people.ts';
import { type PersonSettings, personSettings } from '../settings.ts';
import type { Reader } from '../store.ts';

/** A person as adding needs to know them, whether or not they are active. */
export interface KnownPerson {
  readonly person: PersonId;
  readonly name: string;
  readonly active: boolean;
  readonly version: number;
  /** The account they were found by; null: by e-mail address. */
  readonly userId: string | null;
  readonly email: string | null;
}

/** The people behind accounts or e-mail addresses. By address only who has no account in the messenger yet. */
export async function readKnown(
  { db, org }: Reader,
  platform: MessengerName,
  userIds: readonly string[],
  emails: readonly string[],
): Promise<KnownPerson[]> {
  const rows = await db.query<{ id: string; name: string; active: boolean; version: number; user_id: string | null; email: string | null }>(
    `SELECT p.id::text AS id, p.name, p.active, p.version, i.user_id, lower(p.email) AS email FROM person p
     LEFT JOIN identity i ON i.org_id = p.org_id AND i.person_id = p.id AND i.platform = $2
     WHERE p.org_id = $1::uuid AND (i.user_id = ANY($3::text[]) OR (i.user_id IS NULL AND lower(p.email) = ANY($4::text[])))`,
    [org, platform, userIds, emails.map((email) => email.toLowerCase())],
  );
  return rows.map((row) => ({
    person: row.id,
    name: row.name,
    active: row.active,
    version: row.version,
    userId: row.user_id,
    email: row.email,
  }));
}

export interface NewPerson {
  readonly person: PersonId;
  readonly code: string;
  readonly name: string;
  readonly email: string | null;
}

export function savePerson(unit: Unit, person: NewPerson): void {
  unit.insert('person', { orgId: unit.org, id: person.person, code: person.code, name: person.name, email: person.email });
}

/** A person who was closed is known again. */
export function saveReopened(unit: Unit, person: PersonId, version: number): void {
  unit.update('person', { orgId: unit.org, id: person, version }, { active: true, version: version + 1 });
}

export async function readVersion({ db, org }: Reader, person: PersonId): Promise<number> {
  const rows = await db.query<{ version: number }>('SELECT version FROM person WHERE org_id = $1::uuid AND id = $2::uuid', [org, person]);
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no person ${person}`);
  return row.version;
}

/** A person without a desk is closed: their history stays. */
export function saveClosed(unit: Unit, person: PersonId, version: number): void {
  unit.update('person', { orgId: unit.org, id: person, version }, { active: false, version: version + 1 });
}

/** Whoever changes the people or channels of a desk takes its next version, so that two who do so at once do not both pass. */
export function saveDeskVersion(unit: Unit, desk: Desk): void {
  unit.update('desk', { orgId: unit.org, id: desk.id, version: desk.version }, { version: desk.version + 1 });
}

export function saveMember(unit: Unit, desk: string, person: PersonId, roles: readonly string[], position: number): void {
  unit.insert('member', { orgId: unit.org, deskId: desk, personId: person, roles, position });
}

export function saveRoles(unit: Unit, desk: string, person: PersonId, roles: readonly string[]): void {
  unit.update('member', { orgId: unit.org, deskId: desk, personId: person }, { roles });
}

export function removeMember(unit: Unit, desk: string, person: PersonId): void {
  unit.remove('member', { orgId: unit.org, deskId: desk, personId: person });
}

export function saveChannel(unit: Unit, desk: string, platform: MessengerName, channelId: string): void {
  unit.insert('channel', { orgId: unit.org, deskId: desk, platform, channelId });
}

export function removeChannel(unit: Unit, desk: string, platform: MessengerName, channelId: string): void {
  unit.remove('channel', { orgId: unit.org, deskId: desk, platform, channelId }, null);
}

/** What somebody chose for themselves; `locale`: the language they read without a choice, entered for them or that of the organisation. */
export async function readOwnSettings(
  { db, org }: Reader,
  person: PersonId,
): Promise<{ settings: PersonSettings; version: number; locale: Locale; localeOf: 'person' | 'organisation' }> {
  const rows = await db.query<{ settings: unknown; version: number; locale: string; own: boolean }>(
    `SELECT p.settings, p.version, coalesce(p.locale, o.locale) AS locale, p.locale IS NOT NULL AS own FROM person p JOIN organisation o ON o.id = p.org_id
     WHERE p.org_id = $1::uuid AND p.id = $2::uuid`,
    [org, person],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no person ${person}`);
  return {
    settings: personSettings.parse(row.settings),
    version: row.version,
    locale: row.locale === 'en' ? 'en' : 'zh',
    localeOf: row.own ? 'person' : 'organisation',
  };
}

export function saveOwnSettings(
  unit: Unit,
  person: PersonId,
  own: { readonly settings: PersonSettings; readonly phone: string | null },
  version: number,
): void {
  unit.update('person', { orgId: unit.org, id: person, version }, { settings: json(own.settings), phone: own.phone, version: version + 1 });
}
