import { describe, expect, it } from 'vitest';
import { Temporal } from '../../../core/time.ts';
import { deskAnchors, loadPreset, resolvePolicy } from '../../../policy/index.ts';
import { dayLookup } from '../../calendar/day-facts.ts';
import { defaultDeskSettings } from '../../people/settings.ts';
import { cycleOn } from '../month/cycle.ts';
import type { MonthDuty } from '../month/facts.ts';
import { cycleCloses } from './closing.ts';
import { pageOf } from './content.ts';
import { periodOf } from './period.ts';
import { type InspectedPunch, suspiciousOf } from './suspicious.ts';

const zone = 'Asia/Shanghai';
const at = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();

describe('when a cycle closes', () => {
  const resolve = (...presets: string[]) => {
    const policy = resolvePolicy({
      adoptions: presets.map((preset) => ({ preset, from: '2026-01-01', until: null, overrides: [] })),
      deskShifts: [],
      deskKinds: [],
      calendarSettings: { workStart: '09:00', workEnd: '18:00' },
      on: '2026-12-20',
      load: loadPreset,
    });
    if (!policy.ok) throw new Error(JSON.stringify(policy.refusal));
    return policy.value;
  };
  const day = dayLookup({ settings: defaultDeskSettings.calendar, entries: new Map() });

  it('is when its overtime has to be in: the 21st at the end of work [attendance-overtime-03]', () => {
    const policy = resolve('attendance-overtime', 'attendance-leave');
    const calendar = { zone, day, anchors: deskAnchors(policy.calendar, () => null) };
    const cycle = cycleOn(policy, '2026-12-20');
    expect(cycle).toEqual({ key: '2026-12', from: '2026-11-21', until: '2026-12-20' });
    expect(cycleCloses(policy, cycle, calendar).toString()).toBe(at('2026-12-21T18:00').toString());
    expect(cycleCloses(policy, cycleOn(policy, '2027-01-05'), calendar).toString()).toBe(at('2027-01-21T18:00').toString());
  });

  it('is its end where no rule says so', () => {
    const policy = resolve('attendance-leave');
    const calendar = { zone, day, anchors: deskAnchors(policy.calendar, () => null) };
    expect(cycleCloses(policy, cycleOn(policy, '2026-12-20'), calendar).toString()).toBe(at('2026-12-21T00:00').toString());
  });
});

describe('suspicious punches', () => {
  const punch = (when: string, offRoster = true): InspectedPunch => ({
    id: when,
    person: 'wu',
    desk: 'gate',
    kind: 'in',
    at: at(when),
    offRoster,
    proxyBy: null,
  });
  const duty: MonthDuty = {
    slot: 's',
    assignment: 'a',
    desk: 'gate',
    shift: 'day',
    dutyOn: '2026-12-01',
    parts: [{ start: at('2026-12-01T09:00'), end: at('2026-12-01T18:00') }],
  };
  const leave = {
    request: 'r',
    desk: 'gate',
    kind: 'sick',
    state: 'approved',
    approved: true,
    missed: false,
    startsAt: at('2026-12-03T00:00'),
    endsAt: at('2026-12-04T00:00'),
    wholeFrom: '2026-12-03',
    wholeUntil: '2026-12-03',
    fields: {},
  };
  const found = (punches: readonly InspectedPunch[]) =>
    suspiciousOf(punches, new Map([['wu', [duty]]]), new Map([['wu', [leave]]])).map(({ punch: one, why }) => `${one.id} ${why}`);

  it('are those on approved leave and those far off the roster [attendance-audit-09]', () => {
    expect(found([punch('2026-12-03T09:00'), punch('2026-12-04T09:00')])).toEqual(['2026-12-03T09:00 onLeave', '2026-12-04T09:00 farOff']);
    // Who clocks out of the night before the leave was there.
    const night = { ...duty, dutyOn: '2026-12-02', parts: [{ start: at('2026-12-02T20:00'), end: at('2026-12-03T08:00') }] };
    const out = { ...punch('2026-12-03T08:02'), offRoster: false };
    expect(suspiciousOf([out], new Map([['wu', [night]]]), new Map([['wu', [leave]]]))).toEqual([]);
    expect(suspiciousOf([out], new Map(), new Map([['wu', [leave]]]))).toHaveLength(1);
    expect(found([punch('2026-12-02T06:00'), punch('2026-12-02T06:01')])).toEqual(['2026-12-02T06:01 farOff']);
    expect(found([punch('2026-12-10T09:00', false)])).toEqual([]);
  });
});

describe('what people type for a period', () => {
  it.each([
    ['', 'this-cycle'],
    ['上期', 'last-cycle'],
    ['Last Week', 'last-week'],
    ['本周', 'this-week'],
    ['2026-11', null],
  ])('reads “%s”', (said, meant) => {
    expect(periodOf(said)).toBe(meant);
  });
});

describe('pages', () => {
  it('never leave the list', () => {
    expect(pageOf([1, 2, 3], 9, 2)).toEqual({ rows: [3], page: 1, pages: 2 });
    expect(pageOf([], 0, 2)).toEqual({ rows: [], page: 0, pages: 1 });
  });
});
