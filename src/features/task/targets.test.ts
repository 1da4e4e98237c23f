import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { countedOf, countsNow, openTargets, sourceOf } from './targets.ts';
import type { Proof, TaskTarget } from './task.ts';

const zone = 'Asia/Shanghai';
const at = (time: string) => Temporal.PlainDateTime.from(`2026-12-03T${time}`).toZonedDateTime(zone).toInstant();
const target = (id: string, morning: number, afternoon: number, anytime: number): TaskTarget => ({
  id,
  name: { zh: id, en: id },
  morning,
  afternoon,
  anytime,
  carried: false,
});
const proof = (id: string, time: string, kind = 'tick'): Proof => ({
  task: 't',
  kind,
  target: id,
  finding: null,
  detail: {},
  entry: null,
  by: 'an',
  at: at(time),
});

describe('checks of a target', () => {
  const twice = target('centre', 1, 1, 0);
  it('count once in each half of the day [maritime-province-03] [maritime-city-03]', () => {
    expect(countsNow(twice, [], at('11:59'), zone)).toBe('counts');
    expect(countsNow(twice, [proof('centre', '09:00')], at('11:59'), zone)).toBe('later');
    expect(countsNow(twice, [proof('centre', '09:00')], at('12:00'), zone)).toBe('counts');
    expect(countsNow(twice, [proof('centre', '09:00'), proof('centre', '12:00')], at('12:01'), zone)).toBe('done');
    expect(countedOf([twice], [proof('centre', '09:00'), proof('centre', '10:00')], zone)).toBe(1);
    expect(countedOf([twice], [proof('centre', '09:00'), proof('centre', '13:00')], zone)).toBe(2);
  });

  it('at any time count until there are enough; a try and a photo do not', () => {
    const one = target('point', 0, 0, 1);
    expect(countsNow(one, [proof('point', '09:00', 'try'), proof('point', '09:00', 'photo')], at('10:00'), zone)).toBe('counts');
    expect(countsNow(one, [proof('point', '09:00')], at('13:00'), zone)).toBe('done');
    expect(openTargets([one, target('other', 0, 0, 1)], [proof('point', '09:00')], at('10:00'), zone).map(({ id }) => id)).toEqual([
      'other',
    ]);
  });

  it('are of registers, units or people where a word says so, else the word itself', () => {
    expect(sourceOf('points')).toMatchObject({ kind: 'register', types: ['monitored-object'] });
    expect(sourceOf('county-centres')).toEqual({ kind: 'desks', kinds: ['county-centre'] });
    expect(sourceOf('warehouse')).toEqual({ kind: 'word' });
  });
});
