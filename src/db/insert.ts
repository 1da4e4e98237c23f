import type { Statement } from './database.ts';
import { columnName, toJsonField } from './statement.ts';

/**
 * What an INSERT does with a row that is there already: `fail` breaks the constraint; `keep` leaves it (`null`: whichever index is hit);
 * `replace` sets every other column; `move` does so only while `done_at` is null, and forgets earlier attempts (planned work).
 */
export type OnConflict =
  | 'fail'
  | { readonly keep: readonly string[] | null }
  | { readonly replace: readonly string[] }
  | { readonly move: readonly string[] };

type Row = Readonly<Record<string, unknown>>;

/**
 * One INSERT for rows with the same columns (those of the first). One row goes as parameters; many go as one JSON parameter that Postgres
 * turns into rows of the table's own type, so that the text of the statement, and with it its prepared plan, does not depend on how many.
 */
export function insertStatement(table: string, rows: readonly Row[], conflict: OnConflict): Statement {
  const [first] = rows;
  if (first === undefined) throw new Error(`Nothing to insert into ${table}`);
  const keys = Object.keys(first);
  const columns = keys.map(columnName).join(', ');
  const name = columnName(table);
  const ending = onConflict(keys, conflict, name);
  if (rows.length === 1) {
    const places = keys.map((_, index) => `$${index + 1}`).join(', ');
    return { sql: `INSERT INTO ${name} (${columns}) VALUES (${places})${ending}`, params: Object.values(first), expect: null };
  }
  const document = rows.map((row) => Object.fromEntries(keys.map((key) => [columnName(key).slice(1, -1), toJsonField(row[key])])));
  return {
    sql: `INSERT INTO ${name} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${name}, $1::text::jsonb)${ending}`,
    params: [JSON.stringify(document)],
    expect: null,
  };
}

function onConflict(keys: readonly string[], conflict: OnConflict, table: string): string {
  if (conflict === 'fail') return '';
  if ('keep' in conflict)
    return conflict.keep === null ? ' ON CONFLICT DO NOTHING' : ` ON CONFLICT (${conflict.keep.map(columnName).join(', ')}) DO NOTHING`;
  const key = 'replace' in conflict ? conflict.replace : conflict.move;
  const rest = keys.filter((each) => !key.includes(each) && !('move' in conflict && each === 'id'));
  const target = ` ON CONFLICT (${key.map(columnName).join(', ')})`;
  if (rest.length === 0) return `${target} DO NOTHING`;
  const set = rest.map((each) => `${columnName(each)} = excluded.${columnName(each)}`).join(', ');
  if ('replace' in conflict) return `${target} DO UPDATE SET ${set}`;
  return `${target} DO UPDATE SET ${set}, attempts = 0, claimed_by = NULL, claimed_till = NULL, error = NULL WHERE ${table}.done_at IS NULL`;
}
