import { describe, expect, it } from 'vitest';
import { Temporal } from '../../../core/time.ts';
import { loadPreset, type Policy, resolvePolicy } from '../../../policy/index.ts';
import type { DayHours, MonthDuty, MonthPunch } from '../month/facts.ts';
import { correctionProblem, dutyMeant } from './correction.ts';
import { creditableHours } from './overtime.ts';

const at = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime('Asia/Shanghai').toInstant();
const duty = (slot: string, from: string, until: string, assignment: string | null = 'a'): MonthDuty => ({
  slot,
  assignment,
  desk: 'gate',
  shift: 'day',
  dutyOn: from.slice(0, 10),
  parts: [{ start: at(from), end: at(until) }],
});
const day = duty('day', '2026-12-01T09:00', '2026-12-01T18:00');
const punch = (kind: 'in' | 'out', when: string): MonthPunch => ({ id: when, slot: 'day', desk: 'gate', kind, at: at(when), proxy: null });

describe('correcting a punch', () => {
  const facts = (now: string, punches: readonly MonthPunch[] = []) => ({ punches, excuses: [], now: at(now) });

  it('is for a punch that is missing', () => {
    expect(correctionProblem(day, 'in', facts('2026-12-01T09:00'))).toBeNull();
    expect(correctionProblem(day, 'in', facts('2026-12-01T08:59'))).toMatchObject({ code: 'attendance.tooEarly', punch: 'in' });
    expect(correctionProblem(day, 'out', facts('2026-12-01T17:59'))).toMatchObject({ code: 'attendance.tooEarly', punch: 'out' });
    expect(correctionProblem(day, 'both', facts('2026-12-02T09:00', [punch('out', '2026-12-01T18:02')]))).toMatchObject({
      code: 'attendance.punchThere',
      punch: 'out',
    });
    const proxy = { ...punch('in', '2026-12-01T09:00'), proxy: { by: 'x', asked: false } };
    expect(correctionProblem(day, 'in', facts('2026-12-02T09:00', [proxy]))).toBeNull();
  });

  it('is for a duty on the roster', () => {
    expect(correctionProblem(null, 'in', facts('2026-12-02T09:00'))).toEqual({ code: 'attendance.noDuty' });
    const early = duty('early', '2026-12-01T07:30', '2026-12-01T12:00');
    const late = duty('late', '2026-12-01T16:00', '2026-12-02T00:00');
    expect(dutyMeant([early, late], '2026-12-01', at('2026-12-01T16:00'), at('2026-12-01T17:00'))?.slot).toBe('late');
    expect(dutyMeant([early, late], '2026-12-01', at('2026-12-01T08:00'), at('2026-12-01T09:00'))?.slot).toBe('early');
    expect(dutyMeant([early, late], '2026-12-02', at('2026-12-02T08:00'), at('2026-12-02T09:00'))).toBeNull();
  });
});

describe('overtime that can be credited', () => {
  const policyOf = (...presets: string[]): Policy => {
    const policy = resolvePolicy({
      adoptions: presets.map((preset) => ({ preset, from: '2026-01-01', until: null, overrides: [] })),
      deskShifts: [],
      deskKinds: [],
      calendarSettings: {},
      on: '2026-12-05',
      load: loadPreset,
    });
    if (!policy.ok) throw new Error(JSON.stringify(policy.refusal));
    return policy.value;
  };
  const rules = policyOf('attendance-overtime');
  const hours = (on: string, count: number, rostered: boolean): DayHours => ({
    on,
    desk: 'gate',
    kind: rostered ? 'workday' : 'weekend',
    rostered,
    minutes: count * 60,
    night: 0,
    offRoster: rostered ? 0 : count * 60,
    beyond: 0,
    unknown: 0,
  });
  const week = (rosteredHours: number, rest: number) => [hours('2026-12-04', rosteredHours, true), hours('2026-12-05', rest, false)];
  const ahead = { hours: 0, rostered: false, claimIsAhead: false };
  const given = (days: readonly DayHours[], claimed: number, credited = 0) =>
    creditableHours({ policy: rules, on: '2026-12-05', claimed, days, ahead, credited }).hours;

  it('needs a rest day and a week beyond 40 hours, at most the hours beyond [attendance-overtime-01]', () => {
    expect(given(week(45, 4), 4)).toBe(4);
    expect(given(week(38, 4), 4)).toBe(2);
    expect(given(week(36, 4), 4)).toBe(0);
    expect(creditableHours({ policy: rules, on: '2026-12-04', claimed: 4, days: week(45, 4), ahead, credited: 0 }).hours).toBe(0);
  });

  it('credits what was punched, less what the week was credited already [attendance-overtime-05]', () => {
    expect(given(week(45, 3), 4)).toBe(3);
    expect(given(week(40, 4), 4, 3)).toBe(1);
  });

  it('reckons with the roster for hours that lie ahead', () => {
    const planned = { hours: 38, rostered: false, claimIsAhead: true };
    expect(creditableHours({ policy: rules, on: '2026-12-05', claimed: 4, days: [], ahead: planned, credited: 0 }).hours).toBe(2);
    const onDuty = { ...planned, rostered: true };
    expect(creditableHours({ policy: rules, on: '2026-12-05', claimed: 4, days: [], ahead: onDuty, credited: 0 }).hours).toBe(0);
  });

  it('credits what is claimed where no rule says what overtime is', () => {
    expect(creditableHours({ policy: policyOf(), on: '2026-12-05', claimed: 3, days: [], ahead, credited: 0 }).hours).toBe(3);
  });
});
