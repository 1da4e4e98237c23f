import type { OrganisationId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { Statement } from '../db/database.ts';
import { insertStatement, type OnConflict } from '../db/insert.ts';
import { columnName, json } from '../db/statement.ts';
import { idOf } from './new-id.ts';
import { unpinStatement } from './pin-statements.ts';
import type { Row, Unit } from './unit.ts';

export interface UnitOptions {
  readonly org: OrganisationId;
  readonly now: Instant;
  readonly newId: () => string;
}

/** Rows of one table, with the same columns and the same answer to a conflict: one INSERT. */
interface Batch {
  readonly table: string;
  readonly conflict: OnConflict;
  readonly rows: Row[];
}

/**
 * The unit of one decision. Rows of the same kind become one INSERT, so that ten thousand messages are one statement with one parameter.
 * `refresh` and `due` coalesce: a subject is refreshed once, and work that is taken back and planned anew in the same unit is moved.
 */
export function createUnit(options: UnitOptions): Unit {
  const batches = new Map<string, Batch>();
  const others: Statement[] = [];
  const subjects = new Set<string>();
  const due = new Map<string, Row>();
  const undue = new Map<string, { kind: string; key: string }>();

  const add = (table: string, rows: Row | readonly Row[], conflict: OnConflict): void => {
    for (const row of listOf(rows)) {
      const key = `${table}|${JSON.stringify(conflict)}|${Object.keys(row).join()}`;
      const batch = batches.get(key);
      if (batch === undefined) batches.set(key, { table, conflict, rows: [row] });
      else batch.rows.push(row);
    }
  };

  return {
    org: options.org,
    insert: (table, row) => add(table, row, 'fail'),
    insertMissing: (table, row) => add(table, row, { keep: arbiters[table] ?? null }),
    upsert: (table, key, row) => add(table, row, { replace: key }),
    update(table, where, set, expect = 1) {
      const params: unknown[] = [];
      const assignments = Object.entries(set).map(([key, value]) => `${columnName(key)} = ${place(params, value)}`);
      others.push({ sql: `UPDATE ${columnName(table)} SET ${assignments.join(', ')} WHERE ${matching(where, params)}`, params, expect });
    },
    remove(table, where, expect = 1) {
      const params: unknown[] = [];
      others.push({ sql: `DELETE FROM ${columnName(table)} WHERE ${matching(where, params)}`, params, expect });
    },
    raw: (statement) => void others.push(statement),
    audit(entry) {
      add(
        'audit_entry',
        {
          orgId: options.org,
          at: options.now,
          personId: entry.person ?? null,
          deskId: entry.desk ?? null,
          action: entry.action,
          subject: entry.subject ?? null,
          detail: json(entry.detail ?? {}),
          policyVersion: entry.policyVersion ?? null,
        },
        'fail',
      );
    },
    send(message) {
      if (message.view === undefined && message.subject === undefined)
        throw new Error('A message needs a view, or a subject to build one from');
      if (message.pin !== undefined && message.to.kind !== 'channel') throw new Error('Only a message to a channel can be pinned');
      const row = {
        orgId: options.org,
        id: message.id === undefined ? options.newId() : messageId(message.id),
        platform: message.platform,
        kind: message.view?.kind === 'home' ? 'home' : 'send',
        destination: `${message.to.kind}:${message.to.id}`,
        view: message.view === undefined ? null : json(message.view),
        locale: message.locale,
        subject: message.subject ?? null,
        dueAt: message.at ?? options.now,
        expiresAt: message.until ?? null,
        createdAt: options.now,
        pinSpot: message.pin ?? null,
      };
      // One kind of INSERT for all, so that messages keep the order in which they were said.
      add('outbox', row, { keep: ['orgId', 'id'] });
    },
    sendFile(file) {
      const row = {
        orgId: options.org,
        id: file.id === undefined ? options.newId() : messageId(file.id),
        platform: file.platform,
        kind: 'file',
        destination: `${file.to.kind}:${file.to.id}`,
        view: null,
        locale: file.locale,
        subject: file.file,
        dueAt: options.now,
        expiresAt: file.until ?? null,
        createdAt: options.now,
        pinSpot: null,
      };
      add('outbox', row, { keep: ['orgId', 'id'] });
    },
    unpin: (spot) => void others.push(unpinStatement(options.org, spot, options.now)),
    refresh: (subject) => void subjects.add(subject),
    due(work) {
      due.set(`${work.kind}|${work.key}`, {
        orgId: options.org,
        id: options.newId(),
        kind: work.kind,
        key: work.key,
        dueAt: work.at,
        deskId: work.desk ?? null,
        payload: json(work.payload ?? {}),
      });
    },
    undue(kind, key) {
      due.delete(`${kind}|${key}`);
      undue.set(`${kind}|${key}`, { kind, key });
    },
    get statements() {
      return [
        ...[...batches.values()].map((batch) => insertStatement(batch.table, batch.rows, batch.conflict)),
        ...planStatements(options.org, due, undue),
        ...(subjects.size > 0 ? [refreshStatement(options, [...subjects])] : []),
        ...others,
      ];
    },
  };
}

/** Where a table has a deferrable constraint, Postgres wants to be told which index decides that a row is there already. */
const arbiters: Readonly<Record<string, readonly string[]>> = { assignment: ['orgId', 'slotId', 'personId', 'startsAt'] };

const listOf = (rows: Row | readonly Row[]): readonly Row[] => (Array.isArray(rows) ? rows : [rows as Row]);

function place(params: unknown[], value: unknown): string {
  params.push(value);
  return `$${params.length}`;
}

/** `column = $n`, `column IS NULL` for null, `column = ANY($n)` for a list. No condition would touch the whole table: refused. */
function matching(where: Row, params: unknown[]): string {
  const conditions = Object.entries(where).map(([key, value]) => {
    const column = columnName(key);
    if (value === null || value === undefined) return `${column} IS NULL`;
    return Array.isArray(value) ? `${column} = ANY(${place(params, value)})` : `${column} = ${place(params, value)}`;
  });
  if (conditions.length === 0) throw new Error('A change needs a condition');
  return conditions.join(' AND ');
}

function planStatements(
  org: OrganisationId,
  due: ReadonlyMap<string, Row>,
  undue: ReadonlyMap<string, { kind: string; key: string }>,
): Statement[] {
  const plain: Row[] = [];
  const moved: Row[] = [];
  for (const [name, row] of due) (undue.has(name) ? moved : plain).push(row);
  const dropped = [...undue].filter(([name]) => !due.has(name)).map(([, work]) => work);
  const statements: Statement[] = [];
  if (plain.length > 0) statements.push(insertStatement('due', plain, { keep: dueKey }));
  if (moved.length > 0) statements.push(insertStatement('due', moved, { move: dueKey }));
  if (dropped.length > 0) {
    statements.push({
      sql: 'DELETE FROM due WHERE org_id = $1 AND done_at IS NULL AND (kind, key) IN (SELECT * FROM unnest($2::text[], $3::text[]))',
      params: [org, dropped.map((work) => work.kind), dropped.map((work) => work.key)],
      expect: null,
    });
  }
  return statements;
}

const dueKey = ['orgId', 'kind', 'key'];

/**
 * One edit per sent copy. A waiting edit is locked rather than passed over: an edit that is claimed in this moment would otherwise be built
 * from what it was before our commit.
 */
function refreshStatement(options: UnitOptions, subjects: readonly string[]): Statement {
  return {
    sql: `INSERT INTO outbox (org_id, id, platform, kind, destination, locale, subject, channel_id, message_id, due_at, created_at)
      SELECT org_id, gen_random_uuid(), platform, 'edit', 'channel:' || channel_id, locale, subject, channel_id, message_id, $3::timestamptz, $3::timestamptz
      FROM message_ref WHERE org_id = $1::uuid AND subject = ANY($2::text[]) ORDER BY platform, channel_id, message_id
      ON CONFLICT (org_id, platform, channel_id, message_id) WHERE kind = 'edit' AND state = 'waiting'
      DO UPDATE SET due_at = least(outbox.due_at, excluded.due_at)`,
    params: [options.org, subjects, options.now],
    expect: null,
  };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The outbox id is a UUID (Feishu takes it as its own); any other deterministic name is hashed into one. */
const messageId = (name: string): string => (uuid.test(name) ? name : idOf(name));
