import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Temporal } from '../core/time.ts';
import { insertStatement } from './insert.ts';
import { columnName, compose, json, toParam } from './statement.ts';

describe('compose', () => {
  test('numbers the parameters through, and counts only what is expected', () => {
    const composed = compose([
      { sql: 'INSERT INTO a VALUES ($1, $2)', params: [1, 2], expect: null },
      { sql: 'UPDATE b SET c = $1 WHERE d = $2 AND e = $1', params: ['x', 'y'], expect: 1 },
    ]);
    expect(composed).toEqual({
      text: 'WITH s0 AS (INSERT INTO a VALUES ($1, $2)), s1 AS (UPDATE b SET c = $3 WHERE d = $4 AND e = $3 RETURNING 1) SELECT zhiban_expect((SELECT count(*) FROM s1), 1)',
      params: [1, 2, 'x', 'y'],
    });
  });

  test('leaves $1 alone in texts, names and comments', () => {
    const sql = `UPDATE a SET b = $1, c = 'it''s $1', "d$1" = /* $1 */ $2 -- $1`;
    const { text } = compose([
      { sql: 'DELETE FROM z WHERE y = $1', params: [0], expect: null },
      { sql, params: [1, 2], expect: null },
    ]);
    expect(text).toContain(`UPDATE a SET b = $2, c = 'it''s $1', "d$1" = /* $1 */ $3 -- $1\n)`);
  });

  test('every parameter of every statement is reached by exactly its own number', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 8 }), (sizes) => {
        const statements = sizes.map((size, index) => ({
          sql: `DELETE FROM t${index} WHERE x IN (${Array.from({ length: size }, (_, at) => `$${at + 1}`).join(', ')})`,
          params: Array.from({ length: size }, (_, at) => `${index}.${at}`),
          expect: null,
        }));
        const { text, params } = compose(statements);
        const named = [...text.matchAll(/t(\d+) WHERE x IN \(([^)]*)\)/g)].flatMap(([, table, places = '']) =>
          [...places.matchAll(/\$(\d+)/g)].map(([, place], at) => [`${table}.${at}`, params[Number(place) - 1]]),
        );
        expect(named).toEqual(named.map(([wanted]) => [wanted, wanted]));
        expect(named).toHaveLength(params.length);
      }),
    );
  });
});

describe('values', () => {
  test.each([
    ['an instant', Temporal.Instant.from('2026-12-01T07:20:00.123+08:00'), '2026-11-30T23:20:00.123Z'],
    ['a date', Temporal.PlainDate.from('2026-12-01'), '2026-12-01'],
    ['a list', ['a', Temporal.PlainDate.from('2026-12-01')], ['a', '2026-12-01']],
    ['a document', { a: [1] }, '{"a":[1]}'],
    ['a list marked as a document', json([1, { at: Temporal.PlainDate.from('2026-12-01') }]), '[1,{"at":"2026-12-01"}]'],
    ['a document that is not there', json(null), null],
    ['nothing', undefined, null],
  ])('%s', (_name, value, sent) => {
    expect(toParam(value)).toEqual(sent);
  });

  test('column names', () => {
    expect(['id', 'offMinutes', 'on'].map(columnName)).toEqual(['"id"', '"off_minutes"', '"on"']);
  });
});

test('the text of an INSERT of many rows does not depend on how many they are', () => {
  const row = (id: number) => ({ orgId: 'o', id });
  expect(insertStatement('a', [row(1), row(2)], 'fail').sql).toBe(insertStatement('a', [row(1), row(2), row(3)], 'fail').sql);
});
