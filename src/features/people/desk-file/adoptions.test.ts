import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdoptionRow } from '../people.ts';
import { adopted, adoptionsAfter } from './adoptions.ts';

const row = (from: string, until: string | null, overrides: unknown = [], preset = 'a'): AdoptionRow => ({
  preset,
  from,
  until,
  overrides,
});

describe('adoptions', () => {
  it('begin today where no day is named, and stay as they are when nothing changes', () => {
    const first = adoptionsAfter([], [{ preset: 'a', overrides: [] }], '2026-12-01');
    expect(first).toEqual([row('2026-12-01', null)]);
    expect(adoptionsAfter(first, [{ preset: 'a', overrides: [] }], '2026-12-09')).toEqual(first);
  });

  it('keep what held until today when overrides change', () => {
    const rows = adoptionsAfter([row('2026-01-01', null)], [{ preset: 'a', from: '2026-01-01', overrides: [1] }], '2026-12-01');
    expect(rows).toEqual([row('2026-01-01', '2026-12-01'), row('2026-12-01', null, [1])]);
    expect(adoptionsAfter(rows, [{ preset: 'a', overrides: [2] }], '2026-12-01')).toEqual([
      row('2026-01-01', '2026-12-01'),
      row('2026-12-01', null, [2]),
    ]);
    expect(adopted(rows)).toEqual([{ preset: 'a', from: '2026-01-01', overrides: [1] }]);
  });

  it('end today when dropped, leave no trace when they had not begun, and can begin again', () => {
    expect(adoptionsAfter([row('2026-01-01', null)], [], '2026-12-01')).toEqual([row('2026-01-01', '2026-12-01')]);
    expect(adoptionsAfter([row('2027-01-01', null)], [], '2026-12-01')).toEqual([]);
    const again = adoptionsAfter([row('2026-01-01', '2026-06-01')], [{ preset: 'a', overrides: [] }], '2026-12-01');
    expect(again).toEqual([row('2026-01-01', '2026-06-01'), row('2026-12-01', null)]);
    expect(adopted(again)).toEqual([{ preset: 'a', from: '2026-12-01', overrides: [] }]);
  });

  it('move their start', () => {
    expect(adoptionsAfter([row('2026-01-01', null)], [{ preset: 'a', from: '2026-03-01', overrides: [] }], '2026-12-01')).toEqual([
      row('2026-03-01', null),
    ]);
  });

  const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-12-${String(number).padStart(2, '0')}`);
  const wanted = fc.uniqueArray(
    fc.record({ preset: fc.constantFrom('a', 'b'), from: fc.option(day, { nil: undefined }), overrides: fc.constantFrom([], [1], [2]) }),
    {
      selector: (want) => want.preset,
    },
  );

  it('wanted twice are the same, whatever was wanted before; rows of a preset never overlap', () => {
    fc.assert(
      fc.property(fc.array(wanted, { maxLength: 6 }), (steps) => {
        let rows: AdoptionRow[] = [];
        steps.forEach((want, index) => {
          const today = `2026-12-${String(index * 4 + 3).padStart(2, '0')}`;
          rows = adoptionsAfter(rows, want, today);
          expect(adoptionsAfter(rows, want, today)).toEqual(rows);
          for (const preset of ['a', 'b']) {
            const own = rows.filter((each) => each.preset === preset).sort((a, b) => (a.from < b.from ? -1 : 1));
            own.forEach((each, at) => {
              expect(each.until === null || each.until > each.from).toBe(true);
              const next = own[at + 1];
              if (next !== undefined) expect(each.until !== null && each.until <= next.from).toBe(true);
            });
            expect(adopted(rows).some((each) => each.preset === preset)).toBe(want.some((each) => each.preset === preset));
          }
        });
      }),
    );
  });
});
