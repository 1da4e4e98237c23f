import { expect, test } from 'vitest';
import { createStatementNames } from './statement-names.ts';

test('a text is prepared when it comes for the second time, always under the same name', () => {
  const nameOf = createStatementNames();
  expect(nameOf('SELECT 1')).toBeNull();
  const name = nameOf('SELECT 1');
  expect(name).toMatch(/^z[0-9a-f]{24}$/);
  expect(nameOf('SELECT 1')).toBe(name);
  expect(nameOf('SELECT 2')).toBeNull();
});

test('texts without end do not fill the server', () => {
  const nameOf = createStatementNames();
  const named = Array.from({ length: 1_000 }, (_, index) => `SELECT ${index}`).filter(
    (text) => nameOf(text) === null && nameOf(text) !== null,
  );
  expect(named).toHaveLength(400);
});
