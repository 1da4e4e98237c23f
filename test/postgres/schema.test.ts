import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const types: Readonly<Record<string, string>> = {
  String: 'text',
  Int: 'integer',
  BigInt: 'bigint',
  Boolean: 'boolean',
  Json: 'jsonb',
  Float: 'double precision',
  Bytes: 'bytea',
  Uuid: 'uuid',
  Timestamptz: 'timestamp with time zone',
  Date: 'date',
};

/** `table.column type [null]` of every field in schema.prisma. */
function columnsOfSchema(): string[] {
  const text = readFileSync(fileURLToPath(new URL('../../prisma/schema.prisma', import.meta.url)), 'utf8');
  return [...text.matchAll(/^model \w+ \{([\s\S]*?)^\}/gm)].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1];
    return [...body.matchAll(/^ {2}(\w+)\s+(\w+)(\?|\[\])?(.*)$/gm)].map(([, field = '', type = '', mark, rest = '']) => {
      const column = /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field;
      const native = /@db\.(\w+)/.exec(rest)?.[1] ?? type;
      return `${table}.${column} ${mark === '[]' ? 'ARRAY' : types[native]}${mark === '?' ? ' null' : ''}`;
    });
  });
}

test('the migrations make the tables of schema.prisma, column by column', async () => {
  const rows = await db.database.query<{ line: string }>(
    `SELECT table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'YES' THEN ' null' ELSE '' END AS line
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`,
    [],
  );
  expect(rows.map((row) => row.line).sort()).toEqual(columnsOfSchema().sort());
});

test('a foreign key, unique index or exclusion has a name that says what it keeps', async () => {
  const rows = await db.database.query<{ name: string }>(
    `SELECT conname AS name FROM pg_constraint WHERE contype = 'f' AND conname !~ '_fk$'`,
    [],
  );
  expect(rows).toEqual([]);
});
