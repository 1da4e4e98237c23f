import type { OrganisationId, PersonId } from '../../../core/ids.ts';
import type { Locale } from '../../../core/locale.ts';
import type { Database } from '../../../db/database.ts';
import type { MessengerEvent } from '../../../runtime/intent.ts';
import type { Unit } from '../../../runtime/unit.ts';
import { type MessengerName, named } from '../people.ts';

/** How many desks there are, and the names of those to ask: the leads of the channel's desks, else of the desks at the top. */
export async function readWhomToAsk(
  db: Database,
  org: OrganisationId,
  roles: readonly string[],
  channel: { readonly platform: MessengerName; readonly id: string } | null,
  locale: Locale,
): Promise<{ desks: number; names: string[] }> {
  const rows = await db.query<{ desks: number; here: boolean | null; name: string | null; name_en: string | null }>(
    `WITH own AS (SELECT c.desk_id FROM channel c WHERE c.org_id = $1::uuid AND c.platform = $3 AND c.channel_id = $4)
     SELECT (SELECT count(*)::int FROM desk d WHERE d.org_id = $1::uuid) AS desks, asked.here, asked.name, asked.name_en
     FROM (SELECT 1) one LEFT JOIN (
       SELECT DISTINCT ON (p.id) m.desk_id IN (SELECT desk_id FROM own) AS here, p.name, p.name_en, m.position
       FROM member m JOIN desk d ON d.org_id = m.org_id AND d.id = m.desk_id JOIN person p ON p.org_id = m.org_id AND p.id = m.person_id AND p.active
       WHERE m.org_id = $1::uuid AND m.roles && $2::text[] AND (d.parent_id IS NULL OR m.desk_id IN (SELECT desk_id FROM own))
       ORDER BY p.id, 1 DESC
     ) asked ON true
     ORDER BY asked.here DESC NULLS LAST, asked.position, asked.name`,
    [org, roles, channel?.platform ?? '', channel?.id ?? ''],
  );
  const people = rows.flatMap((row) =>
    row.name === null ? [] : [{ here: row.here === true, name: named(row.name, row.name_en)[locale] }],
  );
  const here = people.filter((person) => person.here);
  return { desks: rows[0]?.desks ?? 0, names: (here.length > 0 ? here : people).slice(0, 3).map((person) => person.name) };
}

/** The one active person with this e-mail address who has no account in the messenger yet; null where there is none or it is not clear who. */
export async function readByEmail(
  db: Database,
  org: OrganisationId,
  platform: MessengerName,
  email: string,
): Promise<{ person: PersonId; name: string } | null> {
  const rows = await db.query<{ id: string; name: string }>(
    `SELECT p.id::text AS id, p.name FROM person p
     WHERE p.org_id = $1::uuid AND p.active AND lower(p.email) = lower($3)
       AND NOT EXISTS (SELECT 1 FROM identity i WHERE i.org_id = p.org_id AND i.person_id = p.id AND i.platform = $2)`,
    [org, platform, email],
  );
  const [row, ...more] = rows;
  return row === undefined || more.length > 0 ? null : { person: row.id, name: row.name };
}

export function saveIdentity(
  unit: Unit,
  platform: MessengerName,
  userId: string,
  person: PersonId,
  by: 'email' | 'lead',
  actor: PersonId | null,
): void {
  unit.insert('identity', { orgId: unit.org, platform, userId, personId: person });
  unit.audit({ action: 'people.link', person: actor, subject: person, detail: { platform, userId, by } });
}

/** Active people of the workspace's organisation who have an e-mail address and no account in the messenger. */
export function readUnlinked(
  db: Database,
  platform: MessengerName,
  tenant: string,
): Promise<{ org: string; person: string; email: string }[]> {
  return db.query(
    `SELECT p.org_id::text AS org, p.id::text AS person, p.email FROM workspace w JOIN person p ON p.org_id = w.org_id AND p.active AND p.email IS NOT NULL
     WHERE w.platform = $1 AND w.external_id = $2
       AND NOT EXISTS (SELECT 1 FROM identity i WHERE i.org_id = p.org_id AND i.person_id = p.id AND i.platform = $1)
     ORDER BY p.code`,
    [platform, tenant],
  );
}

export interface WorkspaceId {
  readonly platform: MessengerName;
  /** Slack team id, Feishu tenant key. */
  readonly tenant: string;
}

export async function readOrganisationOf(db: Database, workspace: WorkspaceId): Promise<OrganisationId | null> {
  const rows = await db.query<{ org: string }>('SELECT org_id::text AS org FROM workspace WHERE platform = $1 AND external_id = $2', [
    workspace.platform,
    workspace.tenant,
  ]);
  return rows[0]?.org ?? null;
}

export const readOrganisations = async (db: Database): Promise<OrganisationId[]> =>
  (await db.query<{ id: string }>('SELECT id::text AS id FROM organisation ORDER BY id LIMIT 2', [])).map((row) => row.id);

/** The first organisation of an empty database, code `main`; does nothing where somebody was quicker. */
export async function saveFirstOrganisation(db: Database, id: OrganisationId, name: string, zone: string, locale: Locale): Promise<void> {
  await db.query(
    `INSERT INTO organisation (id, code, name, zone, locale) VALUES ($1::uuid, 'main', $2, $3, $4) ON CONFLICT (code) DO NOTHING`,
    [id, name, zone, locale],
  );
}

export async function saveWorkspace(db: Database, workspace: WorkspaceId, org: OrganisationId, name: string | null): Promise<void> {
  await db.query(
    'INSERT INTO workspace (platform, external_id, org_id, name) VALUES ($1, $2, $3::uuid, $4) ON CONFLICT (platform, external_id) DO NOTHING',
    [workspace.platform, workspace.tenant, org, name],
  );
}

/** Notes on the desks' channels that the bot was removed or is back; gives the number of channels. */
export async function saveChannelEvent(db: Database, event: Extract<MessengerEvent, { channelId: string }>): Promise<number> {
  const cause = event.kind === 'channel-lost' ? 'removed' : null;
  const rows = await db.query<{ channel_id: string }>(
    `UPDATE channel c SET lost_cause = $1 FROM workspace w
     WHERE w.platform = $2 AND w.external_id = $3 AND c.org_id = w.org_id AND c.platform = $2 AND c.channel_id = $4 RETURNING c.channel_id`,
    [cause, event.platform, event.tenant, event.channelId],
  );
  return rows.length;
}
