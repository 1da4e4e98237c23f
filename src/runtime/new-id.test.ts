import { expect, it } from 'vitest';
import { idOf, madeAt, newId } from './new-id.ts';

it('an id says when it was made, a name does not', () => {
  const before = Date.now();
  const made = madeAt(newId()) ?? 0;
  expect([made >= before, made <= Date.now()]).toEqual([true, true]);
  expect(madeAt('019ad2b8-4c00-7000-8000-000000000000')).toBe(0x019ad2b84c00);
  expect(madeAt(idOf('a name'))).toBeNull();
});
