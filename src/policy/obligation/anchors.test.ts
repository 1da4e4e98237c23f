import { describe, expect, it } from 'vitest';
import { parseWallClock } from '../wall-clock.ts';
import { missingAnchors } from './anchors.ts';

const calendarWith = (known: Readonly<Record<string, string>>) => ({
  zone: 'Asia/Shanghai',
  day: (on: string) => ({ on, kind: 'workday' as const, name: null, season: 'winter' as const, weekday: 2, source: 'test' }),
  anchors: (anchor: string) => {
    const text = known[anchor];
    return text === undefined ? null : parseWallClock(text);
  },
});
const lighting = {
  when: [
    { every: 'day' as const, at: { anchor: 'lighting-on' } },
    { every: 'day' as const, at: { anchor: 'lighting-off' } },
  ],
};
const watch = { window: [{ from: { anchor: 'first-sailing', offset: '-PT15M' }, to: { anchor: 'last-berthing' } }] };

describe('anchors nobody supplied', () => {
  it('are named one by one, and none is once the desk has them all', () => {
    expect(missingAnchors(lighting, '2026-12-01', calendarWith({}))).toEqual(['lighting-on', 'lighting-off']);
    expect(missingAnchors(lighting, '2026-12-01', calendarWith({ 'lighting-on': '17:30' }))).toEqual(['lighting-off']);
    expect(missingAnchors(lighting, '2026-12-01', calendarWith({ 'lighting-on': '17:30', 'lighting-off': '06:30' }))).toEqual([]);
    expect(missingAnchors(watch, '2026-12-01', calendarWith({ 'first-sailing': '06:30' }))).toEqual(['last-berthing']);
  });

  it('are not asked for where a rule names the time, an event or office hours', () => {
    expect(missingAnchors({ when: { every: 'day', at: '16:30' } }, '2026-12-01', calendarWith({}))).toEqual([]);
    expect(missingAnchors({ when: 'configurable' }, '2026-12-01', calendarWith({}))).toEqual([]);
    expect(missingAnchors({ when: { every: 'day', at: { anchor: 'work_end' } } }, '2026-12-01', calendarWith({}))).toEqual([]);
  });
});
