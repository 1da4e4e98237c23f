import type { Database } from '../../../db/database.ts';
import { json } from '../../../db/statement.ts';
import type { Unit } from '../../../runtime/unit.ts';
import { messengerNames } from '../people.ts';
import { deskSettings } from '../settings.ts';
import type { DeskFile } from './desk-file.ts';
import type { Change } from './diff.ts';
import { type DeskRow, jsonColumns, type State, type TableName, type Tables, tableNames } from './state.ts';

type Columns = Record<string, unknown>;

const columns: { readonly [Name in TableName]: readonly (keyof Tables[Name][number] & string)[] } = {
  organisation: ['id', 'code', 'name', 'locale', 'zone'],
  workspace: ['platform', 'externalId', 'orgId'],
  desk: ['id', 'code', 'parentId', 'name', 'nameEn', 'zone', 'locale', 'kinds', 'settings', 'version'],
  person: ['id', 'code', 'name', 'nameEn', 'email', 'phone', 'locale', 'attributes', 'active', 'version'],
  identity: ['personId', 'platform', 'userId'],
  member: ['deskId', 'personId', 'roles', 'position'],
  channel: ['deskId', 'platform', 'channelId', 'name'],
  adoption: ['deskId', 'preset', 'fromDate', 'untilDate', 'overrides'],
  shift: ['deskId', 'code', 'name', 'nameEn', 'start', 'end', 'segments', 'aliases', 'position'],
  rotation: ['deskId', 'code', 'rule', 'startsOn'],
};

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Everything of one organisation, as one consistent snapshot (one statement). */
async function loadTables(db: Database, org: string): Promise<Tables> {
  const selects = tableNames.map((table) => {
    const owner = table === 'organisation' ? 'id' : 'org_id';
    return `SELECT '${table}' AS name, to_jsonb(t) AS row FROM "${table}" t WHERE t.${owner} = $1::uuid`;
  });
  const rows = await db.query<{ name: TableName; row: Columns }>(selects.join(' UNION ALL '), [org]);
  const of = <Name extends TableName>(table: Name): Tables[Name] =>
    rows
      .filter(({ name }) => name === table)
      .map(({ row }) => Object.fromEntries(columns[table].map((column) => [column, row[snake(column)]]))) as unknown as Tables[Name];
  const order = <Row extends { readonly position: number }>(list: readonly Row[], tie: (row: Row) => string): Row[] =>
    [...list].sort((a, b) => a.position - b.position || (tie(a) < tie(b) ? -1 : 1));
  const byCode = <Row extends { readonly code: string }>(list: readonly Row[]): Row[] =>
    [...list].sort((a, b) => (a.code < b.code ? -1 : 1));
  return {
    organisation: of('organisation'),
    workspace: of('workspace'),
    desk: byCode(of('desk')).map((desk): DeskRow => ({ ...desk, settings: deskSettings.parse(desk.settings) })),
    person: byCode(of('person')),
    identity: of('identity'),
    member: order(of('member'), (row) => row.personId),
    channel: [...of('channel')].sort((a, b) => (a.channelId < b.channelId ? -1 : 1)),
    adoption: of('adoption'),
    shift: order(of('shift'), (row) => row.code),
    rotation: byCode(of('rotation')),
  };
}

const nothing: Tables = {
  organisation: [],
  workspace: [],
  desk: [],
  person: [],
  identity: [],
  member: [],
  channel: [],
  adoption: [],
  shift: [],
  rotation: [],
};

interface BoundRow {
  platform: 'slack' | 'feishu';
  external_id: string;
  org_id: string;
  code: string;
  empty: boolean;
}

/**
 * The organisation a file is about: the one of its code; else one without desks that a workspace of the file is bound to (the bot made it when
 * it first connected); else none yet.
 */
export async function loadState(db: Database, file: DeskFile): Promise<State> {
  const named = messengerNames.flatMap((platform) => file.workspaces[platform].map((id) => `${platform}/${id}`));
  const bound = await db.query<BoundRow>(
    `SELECT w.platform, w.external_id, w.org_id::text AS org_id, o.code, NOT EXISTS (SELECT 1 FROM desk d WHERE d.org_id = w.org_id) AS empty
     FROM workspace w JOIN organisation o ON o.id = w.org_id WHERE w.platform || '/' || w.external_id = ANY($1::text[])`,
    [named],
  );
  const own = await db.query<{ id: string }>('SELECT id::text AS id FROM organisation WHERE code = $1', [file.organisation.code]);
  const org = own[0]?.id ?? bound.find((row) => row.empty)?.org_id ?? null;
  const tables = org === null ? nothing : await loadTables(db, org);
  const elsewhere = bound
    .filter((row) => row.org_id !== org)
    .map((row) => ({ platform: row.platform, externalId: row.external_id, orgId: row.org_id, orgCode: row.code, empty: row.empty }));
  return { ...tables, elsewhere };
}

/** The rows of an organisation by its code; null where there is none. With no code: of the only one. */
export async function loadOrganisation(db: Database, code: string | null): Promise<Tables | { readonly codes: readonly string[] }> {
  const rows = await db.query<{ id: string; code: string }>('SELECT id::text AS id, code FROM organisation ORDER BY code', []);
  const found = rows.filter((row) => code === null || row.code === code);
  const [only, ...more] = found;
  return only === undefined || more.length > 0 ? { codes: rows.map((row) => row.code) } : loadTables(db, only.id);
}

const stored = (row: Readonly<Columns>): Columns =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, jsonColumns.includes(column) ? json(value) : value]));

/** Writes the changes into a unit. A changed desk or person must still have the version it was read with. */
export function saveChanges(unit: Unit, changes: readonly Change[], desks: readonly DeskRow[]): void {
  const added = new Set(changes.filter((change) => change.op === 'add' && change.table === 'desk').map((change) => change.desk));
  for (const { op, table, key, set, version } of changes) {
    const owner = table === 'organisation' || table === 'workspace' ? {} : { orgId: unit.org };
    const guard = version === null ? {} : { version };
    if (op === 'add') unit.insert(table, { ...owner, ...stored(set) });
    else if (op === 'remove') unit.remove(table, { ...owner, ...key });
    else unit.update(table, { ...owner, ...key, ...guard }, { ...stored(set), ...(version === null ? {} : { version: version + 1 }) });
  }
  // People who change the same desk in chat meanwhile must lose, whichever of its rows they change.
  const changedItself = new Set(changes.filter((change) => change.table === 'desk').map((change) => change.desk));
  const touched = new Set(changes.map((change) => change.desk).filter((desk) => desk !== null));
  for (const desk of desks) {
    if (!touched.has(desk.id) || changedItself.has(desk.id) || added.has(desk.id)) continue;
    unit.update('desk', { orgId: unit.org, id: desk.id, version: desk.version }, { version: desk.version + 1 });
  }
}
