import { Temporal } from '../core/time.ts';
import type { Statement } from './database.ts';

/** A value for a jsonb column; without the mark an array would become a Postgres array. */
class Json {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** Marks a value as jsonb. Temporal values inside become ISO text; null and undefined become SQL's NULL. */
export const json = (value: unknown): Json => new Json(value);

/** `offMinutes` → `off_minutes`; quoted, because columns are named `on` and `end`. */
export const columnName = (key: string): string => `"${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`;

/** A value as pg sends it: Temporal values become ISO text (an instant in UTC), marked and plain objects JSON, arrays Postgres arrays. */
export function toParam(value: unknown): unknown {
  if (value === undefined) return null;
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date || value instanceof Uint8Array) return value;
  if (value instanceof Json) return value.value === null || value.value === undefined ? null : JSON.stringify(value.value);
  if (isTemporal(value)) return value.toString();
  if (Array.isArray(value)) return value.map(toParam);
  return JSON.stringify(value);
}

/** The same value inside a JSON document that `jsonb_populate_recordset` turns into rows. */
export function toJsonField(value: unknown): unknown {
  if (value instanceof Json) return value.value;
  if (typeof value === 'bigint') return value.toString();
  return value === undefined ? null : value;
}

function isTemporal(value: unknown): value is Temporal.Instant | Temporal.PlainDate | Temporal.PlainTime | Temporal.PlainDateTime {
  return (
    value instanceof Temporal.Instant ||
    value instanceof Temporal.PlainDate ||
    value instanceof Temporal.PlainTime ||
    value instanceof Temporal.PlainDateTime
  );
}

export interface Composed {
  readonly text: string;
  readonly params: readonly unknown[];
}

/**
 * Makes one statement of many: `WITH s0 AS (INSERT …), s1 AS (UPDATE … RETURNING 1) SELECT zhiban_expect((SELECT count(*) FROM s1), 1)`.
 * Parameters are renumbered; `$1` inside a string, a quoted name or a comment is left alone.
 */
export function compose(statements: readonly Statement[]): Composed {
  const params: unknown[] = [];
  const parts: string[] = [];
  const checks: string[] = [];
  statements.forEach((statement, index) => {
    const text = renumber(statement.sql, params.length);
    for (const param of statement.params) params.push(toParam(param));
    parts.push(`s${index} AS (${text}${statement.expect === null ? '' : ' RETURNING 1'})`);
    if (statement.expect !== null) checks.push(`zhiban_expect((SELECT count(*) FROM s${index}), ${Math.trunc(statement.expect)})`);
  });
  return { text: `WITH ${parts.join(', ')} SELECT ${checks.length === 0 ? '1' : checks.join(', ')}`, params };
}

const tokens = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\d+)/g;

/** Shifts the parameters of a statement by `offset`. */
function renumber(sql: string, offset: number): string {
  const text =
    offset === 0
      ? sql
      : sql.replace(tokens, (token, number: string | undefined) => (number === undefined ? token : `$${Number(number) + offset}`));
  // A line comment at the end would swallow the bracket that closes the part.
  return text.includes('--') ? `${text}\n` : text;
}
