import { expect, it } from 'vitest';
import { day } from '../../../test/policy/desk.ts';
import { markedPeriods } from './periods.ts';

const rule = (...kinds: string[]) => ({ value: kinds, cites: [], reaction: 'flag' as const });
const city = rule('fair', 'holiday');
const between = (from: string, until: string, stored: readonly Readonly<Record<string, unknown>>[] = [], kinds = city) =>
  markedPeriods(kinds, stored, day, from, until).map((one) => `${one.kind} ${one.from} ${one.until}${one.written ? ` ${one.name}` : ''}`);

it('a public holiday is a marked period from its first to its last day, where the rule names holidays', () => {
  expect(between('2026-09-28', '2026-09-30')).toEqual([]);
  expect(between('2026-09-28', '2026-10-01')).toEqual(['holiday 2026-10-01 2026-10-07']);
  expect(between('2026-10-07', '2026-10-20')).toEqual(['holiday 2026-10-01 2026-10-07']);
  expect(between('2026-10-08', '2026-10-20')).toEqual([]);
  expect(between('2026-10-01', '2026-10-07', [], rule('fair'))).toEqual([]);
  expect(markedPeriods(null, [{ kind: 'fair', from: '2026-10-01' }], day, '2026-10-01', '2026-10-07')).toEqual([]);
  expect(markedPeriods({ ...city, reaction: 'off' }, [], day, '2026-10-01', '2026-10-07')).toEqual([]);
});

it('what was written down counts on its days alone, of the kinds the rule names', () => {
  const fair = { kind: 'fair', from: '2026-12-05', until: '2026-12-06', reason: '冬至庙会' };
  for (const [on, found] of [
    ['2026-12-04', []],
    ['2026-12-05', ['fair 2026-12-05 2026-12-06 冬至庙会']],
    ['2026-12-06', ['fair 2026-12-05 2026-12-06 冬至庙会']],
    ['2026-12-07', []],
  ] as const)
    expect(between(on, on, [fair])).toEqual(found);
  const { until: _, ...oneDay } = fair;
  expect(between('2026-12-06', '2026-12-06', [oneDay])).toEqual([]);
  expect(between('2026-12-05', '2026-12-05', [{ ...fair, kind: 'students-travel' }, { reason: '没有写种类' }])).toEqual([]);
});

it('a holiday somebody wrote down does not stand there twice', () => {
  const written = { kind: 'holiday', from: '2026-10-01', until: '2026-10-07', reason: '国庆' };
  expect(between('2026-10-03', '2026-10-03', [written])).toEqual(['holiday 2026-10-01 2026-10-07 国庆']);
});
