import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Temporal } from '../core/time.ts';
import { edgeOf, segmentOf } from './compile.ts';
import { daysRule } from './days.ts';
import type { DayFacts, DayLookup, PolicyShift } from './policy.ts';
import type { DaysText } from './schema/scope.ts';
import { policyCalendar, seasonOn } from './season.ts';
import { deskAnchors, shiftTimes } from './shift-times.ts';
import { formatWallClock, parseWallClock } from './wall-clock.ts';

const day: DayLookup = (on): DayFacts => {
  const weekday = Temporal.PlainDate.from(on).dayOfWeek;
  return {
    on,
    kind: on >= '2027' ? 'unknown' : weekday >= 6 ? 'weekend' : 'workday',
    name: null,
    season: 'winter',
    weekday,
    source: 'test',
  };
};

type Edges = Parameters<typeof edgeOf>[0];
const shift = (start: Edges, end: Edges, segments: readonly Parameters<typeof segmentOf>[0][] = [], days?: DaysText): PolicyShift => ({
  code: 'x',
  name: { zh: '班', en: 'x' },
  start: edgeOf(start),
  end: edgeOf(end),
  existsOn: daysRule(days),
  segments: segments.map(segmentOf),
  aliases: [],
});
const none = () => null;
const length = (of: PolicyShift, on: string, zone: string): number | undefined => {
  const times = shiftTimes({ shift: of, on, zone, anchors: none, day });
  return times?.end.since(times.start).total('hours');
};

describe('wall clock', () => {
  it('reads what people write and nothing else', () => {
    expect(parseWallClock('07:30')).toEqual({ hour: 7, minute: 30, dayOffset: 0 });
    expect(parseWallClock('08:00+1')).toEqual({ hour: 8, minute: 0, dayOffset: 1 });
    expect(parseWallClock('24:00')).toEqual({ hour: 0, minute: 0, dayOffset: 1 });
    expect(['7:30', '24:01', '25:00', '12:60', '12:00+', '', '12:00+10'].map(parseWallClock)).toEqual(
      Array.from({ length: 7 }, () => null),
    );
  });

  it('writes what it reads', () => {
    fc.assert(
      fc.property(fc.nat(23), fc.nat(59), fc.nat(9), (hour, minute, dayOffset) => {
        expect(parseWallClock(formatWallClock({ hour, minute, dayOffset }))).toEqual({ hour, minute, dayOffset });
      }),
    );
  });
});

describe('the hours of a shift', () => {
  it('end at midnight, on the next day, or days later', () => {
    expect(length(shift('16:00', '24:00'), '2026-12-31', 'Asia/Shanghai')).toBe(8);
    expect(length(shift('20:00', '08:00+1'), '2026-02-28', 'Asia/Shanghai')).toBe(12);
    expect(length(shift('09:00', '09:00+3'), '2028-02-28', 'Asia/Shanghai')).toBe(72);
  });

  it('are real hours across a clock change', () => {
    expect(length(shift('20:00', '08:00+1'), '2026-03-28', 'Europe/Berlin')).toBe(11);
    expect(length(shift('20:00', '08:00+1'), '2026-10-24', 'Europe/Berlin')).toBe(13);
    expect(length(shift('00:00', '24:00'), '2026-03-29', 'Europe/Berlin')).toBe(23);
  });

  it('cover a day without a gap whatever the clock does', () => {
    const turns = [shift('00:00', '07:30'), shift('07:30', '16:00'), shift('16:00', '24:00')];
    const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia'];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.nat(3650), (zone, days) => {
        const on = Temporal.PlainDate.from('2020-01-01').add({ days }).toString();
        const times = turns.map((turn) => shiftTimes({ shift: turn, on, zone, anchors: none, day }));
        expect(times[0]?.end.toString()).toBe(times[1]?.start.toString());
        expect(times[1]?.end.toString()).toBe(times[2]?.start.toString());
      }),
    );
  });

  it('make no stretch when the end is not after the start', () => {
    expect(length(shift('08:00', '08:00'), '2026-12-01', 'Asia/Shanghai')).toBeUndefined();
    expect(length(shift('08:00', '07:00'), '2026-12-01', 'Asia/Shanghai')).toBeUndefined();
  });

  it('take an anchor from the day, the desk, the regulation, and office hours last', () => {
    const office = shift({ anchor: 'work_start', default: '08:00' }, { anchor: 'work_end' });
    const shown = (anchors: Parameters<typeof shiftTimes>[0]['anchors']): string => {
      const times = shiftTimes({ shift: office, on: '2026-12-01', zone: 'Asia/Shanghai', anchors, day });
      return [times?.start, times?.end]
        .map((at) => at?.toZonedDateTimeISO('Asia/Shanghai').toPlainTime().toString({ smallestUnit: 'minute' }))
        .join('–');
    };
    const desk = policyCalendar({ workStart: '08:30', workEnd: '17:30' });
    expect(shown(none)).toBe('08:00–17:00');
    expect(shown(deskAnchors(desk))).toBe('08:30–17:30');
    expect(shown(deskAnchors(desk, (anchor) => (anchor === 'work_end' ? { hour: 12, minute: 0, dayOffset: 0 } : null)))).toBe(
      '08:30–12:00',
    );
  });

  it('have no length when an end nobody knows is a bound of the shift', () => {
    expect(length(shift({ anchor: 'first-sailing' }, '20:00'), '2026-12-01', 'Asia/Shanghai')).toBeUndefined();
  });

  it('stop before days the calendar does not know', () => {
    const block = shift({ anchor: 'work_end' }, { anchor: 'work_start', day: 'first-workday-after' });
    expect(length(block, '2026-12-25', 'Asia/Shanghai')).toBe(64);
    expect(length(block, '2026-12-31', 'Asia/Shanghai')).toBeUndefined();
  });

  it('are divided into segments without gap or overlap', () => {
    const clock = fc
      .nat(24 * 60 - 1)
      .map((minutes) => formatWallClock({ hour: Math.floor(minutes / 60), minute: minutes % 60, dayOffset: 0 }));
    const segment = fc.record({
      mode: fc.constantFrom('on_site' as const, 'phone' as const),
      from: clock,
      to: clock.map((text) => `${text}+1`),
    });
    fc.assert(
      fc.property(clock, clock, fc.array(segment, { maxLength: 3 }), (start, end, segments) => {
        const times = shiftTimes({
          shift: shift(start, `${end}+1`, segments),
          on: '2026-03-28',
          zone: 'Europe/Berlin',
          anchors: none,
          day,
        });
        if (times === null) return expect(end <= start).toBe(true);
        expect(times.segments[0]?.start.toString()).toBe(times.start.toString());
        expect(times.segments.at(-1)?.end.toString()).toBe(times.end.toString());
        times.segments.slice(1).forEach((part, index) => {
          expect(part.start.toString()).toBe(times.segments[index]?.end.toString());
          expect(part.mode).not.toBe(times.segments[index]?.mode);
        });
        return true;
      }),
      { numRuns: 60 },
    );
  });
});

describe('season', () => {
  it('changes on the day, also where summer spans the new year', () => {
    const north = { summerFrom: '05-01', winterFrom: '10-01' };
    const south = { summerFrom: '10-01', winterFrom: '04-01' };
    expect(['2026-04-30', '2026-05-01', '2026-09-30', '2026-10-01'].map((on) => seasonOn(on, north))).toEqual([
      'winter',
      'summer',
      'summer',
      'winter',
    ]);
    expect(['2026-09-30', '2026-10-01', '2026-01-01', '2026-03-31', '2026-04-01'].map((on) => seasonOn(on, south))).toEqual([
      'winter',
      'summer',
      'summer',
      'summer',
      'winter',
    ]);
  });
});
