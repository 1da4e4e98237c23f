import { describe, expect, it } from 'vitest';
import { Temporal } from '../../../core/time.ts';
import { type Citation, loadPreset, type Policy, resolvePolicy } from '../../../policy/index.ts';
import { dayLookup } from '../../calendar/day-facts.ts';
import { defaultDeskSettings } from '../../people/settings.ts';
import { attendanceOf } from './compute.ts';
import { cycleBefore, cycleNamed, cycleOn } from './cycle.ts';
import type { AttendanceFact, Excuse, MonthDuty, MonthGiven, MonthLeave, MonthPunch } from './facts.ts';
import { splitHours } from './hours.ts';

const words = { zh: '考勤', en: 'Attendance' };
const cite = (rule: string): Citation => ({ rule, preset: 'attendance-clock', title: words, section: words, words });
const plain = (() => {
  const policy = resolvePolicy({
    adoptions: [],
    deskShifts: [],
    deskKinds: [],
    calendarSettings: { summerFrom: '05-01', winterFrom: '10-01' },
    on: '2026-12-01',
    load: loadPreset,
  });
  if (!policy.ok) throw new Error('no policy');
  return policy.value;
})();
const strict: Policy = {
  ...plain,
  presence: {
    ...plain.presence,
    outing: [
      { value: { requires: 'clock-in' }, cites: [cite('attendance-clock-06')], reaction: 'flag' },
      { value: { return_punch: true }, cites: [cite('attendance-clock-10')], reaction: 'flag' },
    ],
  },
};

const at = (text: string, zone = 'Asia/Shanghai') => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
const duty = (from: string, until: string, more: Partial<MonthDuty> = {}): MonthDuty => ({
  slot: `slot ${from}`,
  assignment: `a ${from}`,
  desk: 'gate',
  shift: 'day',
  dutyOn: from.slice(0, 10),
  parts: [{ start: at(from), end: at(until) }],
  ...more,
});
const punch = (slot: MonthDuty | null, kind: 'in' | 'out', when: string, more: Partial<MonthPunch> = {}): MonthPunch => ({
  id: `${kind} ${when}`,
  slot: slot?.slot ?? null,
  desk: 'gate',
  kind,
  at: at(when),
  proxy: null,
  ...more,
});
const excuse = (kind: Excuse['kind'], from: string, until: string, slot: MonthDuty | null, more: Partial<Excuse> = {}): Excuse => ({
  request: `${kind} request`,
  kind,
  desk: 'gate',
  slot: slot?.slot ?? null,
  on: from.slice(0, 10),
  startsAt: at(from),
  endsAt: at(until),
  returnedAt: null,
  ...more,
});
const leave = (from: string, until: string, standing: MonthLeave['standing'] = 'holds'): MonthLeave => ({
  request: 'leave request',
  wholeFrom: from.endsWith('T00:00') ? from.slice(0, 10) : null,
  wholeUntil: until.endsWith('T00:00') ? Temporal.PlainDate.from(until.slice(0, 10)).subtract({ days: 1 }).toString() : null,
  kind: 'personal',
  startsAt: at(from),
  endsAt: at(until),
  standing,
  daily: null,
});
const days = dayLookup({ settings: defaultDeskSettings.calendar, entries: new Map() });
const given = (more: Partial<MonthGiven>): MonthGiven => ({
  person: 'wu',
  now: at('2026-12-25T12:00'),
  from: '2026-11-21',
  until: '2026-12-20',
  duties: [],
  punches: [],
  excuses: [],
  leaves: [],
  madeForOthers: [],
  transfer: null,
  policyOf: () => strict,
  daysOf: () => days,
  zoneOf: () => 'Asia/Shanghai',
  nightOf: () => ({ from: '22:00', to: '06:00' }),
  ...more,
});
const codes = (facts: readonly AttendanceFact[]) => facts.map((fact) => `${fact.on} ${fact.code} ${fact.minutes}`);
const office = duty('2026-12-01T09:00', '2026-12-01T18:00');

describe('the cycle attendance is counted in', () => {
  const ruled = { cycle: { value: { firstDay: 21, lastDay: 20 }, cites: [], reaction: 'flag' as const } };

  it('runs from the 21st to the 20th, also across the new year [attendance-leave-08]', () => {
    expect(cycleOn(ruled, '2026-12-20')).toEqual({ key: '2026-12', from: '2026-11-21', until: '2026-12-20' });
    expect(cycleOn(ruled, '2026-12-21')).toEqual({ key: '2027-01', from: '2026-12-21', until: '2027-01-20' });
    expect(cycleNamed(ruled, '2027-01').from).toBe('2026-12-21');
    expect(cycleBefore(ruled, '2027-01-03')).toEqual({ key: '2026-12', from: '2026-11-21', until: '2026-12-20' });
  });

  it('is the calendar month where no rule names one', () => {
    expect(cycleOn({ cycle: null }, '2028-02-29')).toEqual({ key: '2028-02', from: '2028-02-01', until: '2028-02-29' });
    expect(cycleNamed({ cycle: null }, '2026-12').until).toBe('2026-12-31');
  });
});

describe('attendance facts', () => {
  it('says nothing of a day that was worked as rostered', () => {
    const counted = attendanceOf(
      given({ duties: [office], punches: [punch(office, 'in', '2026-12-01T08:55'), punch(office, 'out', '2026-12-01T18:03')] }),
    );
    expect(counted.facts).toEqual([]);
    expect(counted.days).toMatchObject([
      { on: '2026-12-01', kind: 'workday', minutes: 540, night: 0, beyond: 3, rostered: true, unknown: 0 },
    ]);
    expect(counted.dutyDays).toEqual(['2026-12-01']);
  });

  it('measures lateness and leaving early to the minute [attendance-clock-05]', () => {
    const punches = [punch(office, 'in', '2026-12-01T09:10:59'), punch(office, 'out', '2026-12-01T17:29:10')];
    const counted = attendanceOf(given({ duties: [office], punches }));
    expect(codes(counted.facts)).toEqual(['2026-12-01 late 10', '2026-12-01 early-leave 31']);
    expect(counted.facts[0]?.sources.map((source) => source.kind)).toEqual(['duty', 'punch']);
    expect(counted.days[0]?.minutes).toBe(499);
  });

  it('tells a missed punch from not coming at all [attendance-audit-02]', () => {
    const other = duty('2026-12-02T09:00', '2026-12-02T18:00');
    const third = duty('2026-12-03T09:00', '2026-12-03T18:00');
    const counted = attendanceOf(
      given({
        duties: [office, other, third],
        punches: [punch(office, 'in', '2026-12-01T09:00'), punch(other, 'out', '2026-12-02T18:00')],
      }),
    );
    expect(codes(counted.facts)).toEqual(['2026-12-01 missed-out 0', '2026-12-02 missed-in 0', '2026-12-03 no-show 540']);
    expect(counted.days.map((day) => [day.minutes, day.unknown])).toEqual([
      [0, 540],
      [0, 540],
      [0, 0],
    ]);
  });

  it('waits until a duty is over, and twelve hours longer for the clock-out', () => {
    const punches = [punch(office, 'in', '2026-12-01T09:00')];
    const seen = (now: string, withPunches = true) =>
      codes(attendanceOf(given({ now: at(now), duties: [office], punches: withPunches ? punches : [] })).facts);
    expect(seen('2026-12-02T05:59')).toEqual([]);
    expect(seen('2026-12-02T06:00')).toEqual(['2026-12-01 missed-out 0']);
    expect(seen('2026-12-01T17:59', false)).toEqual([]);
    expect(seen('2026-12-01T18:00', false)).toEqual(['2026-12-01 no-show 540']);
  });

  it('keeps a confirmed missed punch as a fact that is confirmed, and counts the hours [attendance-clock-11]', () => {
    const counted = attendanceOf(
      given({
        duties: [office],
        punches: [punch(office, 'in', '2026-12-01T09:00')],
        excuses: [excuse('missed-out', '2026-12-01T18:00', '2026-12-01T18:00', office)],
      }),
    );
    expect(counted.facts).toMatchObject([{ code: 'missed-out', confirmedBy: 'missed-out request' }]);
    expect(counted.days[0]).toMatchObject({ minutes: 540, unknown: 0 });
  });

  it('counts a shift over midnight on its duty day, with its night hours', () => {
    const night = duty('2026-12-19T20:00', '2026-12-20T08:00');
    const last = duty('2026-12-20T20:00', '2026-12-21T08:00');
    const punches = [
      punch(night, 'in', '2026-12-19T19:50'),
      punch(night, 'out', '2026-12-20T08:00'),
      punch(last, 'in', '2026-12-20T20:30'),
      punch(last, 'out', '2026-12-21T08:00'),
    ];
    const counted = attendanceOf(given({ duties: [night, last], punches }));
    expect(codes(counted.facts)).toEqual(['2026-12-20 late 30']);
    expect(counted.days.map((day) => [day.on, day.kind, day.minutes, day.night])).toEqual([
      ['2026-12-19', 'weekend', 720, 480],
      ['2026-12-20', 'weekend', 690, 480],
    ]);
    expect(splitHours(counted.days)).toMatchObject({ minutes: 1410, weekend: 1410, holiday: 0, night: 960 });
    expect(attendanceOf(given({ from: '2026-12-21', until: '2027-01-20', duties: [last], punches })).days).toEqual([]);
  });

  it('counts real hours where the clocks change', () => {
    const zone = 'Europe/Berlin';
    const night = (from: string, until: string): MonthDuty =>
      duty(from, until, { parts: [{ start: at(from, zone), end: at(until, zone) }] });
    const worked = (item: MonthDuty) => {
      const [part] = item.parts;
      if (part === undefined) throw new Error('no part');
      const punches = [
        punch(item, 'in', '2026-01-01T00:00', { at: part.start }),
        punch(item, 'out', '2026-01-01T00:00', { at: part.end, id: 'out' }),
      ];
      const range = { from: item.dutyOn, until: item.dutyOn, now: part.end.add({ hours: 48 }) };
      return attendanceOf(given({ duties: [item], punches, zoneOf: () => zone, ...range })).days[0];
    };
    expect(worked(night('2026-03-28T22:00', '2026-03-29T06:00'))).toMatchObject({ minutes: 420, night: 420 });
    expect(worked(night('2026-10-24T22:00', '2026-10-25T06:00'))).toMatchObject({ minutes: 540, night: 540 });
  });

  it('a stay that a rule asked for is work and no fault; what somebody stays beyond it is told apart [telecom-handover-04]', () => {
    const out = (when: string, held: string | null) =>
      attendanceOf(
        given({
          duties: [office],
          punches: [punch(office, 'in', '2026-12-01T09:00'), punch(office, 'out', when, { heldUntil: held === null ? null : at(held) })],
        }),
      );
    const kept = out('2026-12-01T18:40', '2026-12-01T18:30');
    expect(kept.facts).toEqual([]);
    expect(kept.days).toMatchObject([{ minutes: 570, beyond: 10 }]);
    expect(out('2026-12-01T18:40', null).days).toMatchObject([{ minutes: 540, beyond: 40 }]);
    expect(out('2026-12-01T18:20', '2026-12-01T18:30').days).toMatchObject([{ minutes: 560, beyond: 0 }]);
    const late = duty('2026-12-01T14:00', '2026-12-01T22:00');
    const punches = [punch(late, 'in', '2026-12-01T14:00'), punch(late, 'out', '2026-12-01T22:30', { heldUntil: at('2026-12-01T22:30') })];
    expect(attendanceOf(given({ duties: [late], punches })).days).toMatchObject([{ minutes: 510, night: 30 }]);
  });

  it('splits public holidays from weekends', () => {
    const holiday = duty('2026-10-01T09:00', '2026-10-01T17:00');
    const punches = [punch(holiday, 'in', '2026-10-01T09:00'), punch(holiday, 'out', '2026-10-01T17:00')];
    const counted = attendanceOf(given({ from: '2026-10-01', until: '2026-10-31', duties: [holiday], punches }));
    expect(splitHours(counted.days)).toMatchObject({ minutes: 480, holiday: 480, weekend: 0 });
  });

  it('expects nobody on approved leave, and only the rest of a day that is half off', () => {
    const punches = [punch(office, 'in', '2026-12-01T13:05'), punch(office, 'out', '2026-12-01T18:00')];
    expect(attendanceOf(given({ duties: [office], leaves: [leave('2026-12-01T00:00', '2026-12-02T00:00')] })).facts).toEqual([]);
    const half = attendanceOf(given({ duties: [office], punches, leaves: [leave('2026-12-01T00:00', '2026-12-01T13:00')] }));
    expect(codes(half.facts)).toEqual(['2026-12-01 late 5']);
    expect(half.facts[0]?.leaveRequested).toBe(false);
  });

  it('goes by the duty day where whole days are off: the night before is worked to its end, the last night is off to its end', () => {
    const nights = [duty('2026-12-01T20:00', '2026-12-02T08:00'), duty('2026-12-02T20:00', '2026-12-03T08:00')] as const;
    const off = { ...leave('2026-12-02T00:00', '2026-12-03T00:00'), wholeFrom: '2026-12-02', wholeUntil: '2026-12-02' };
    const counted = attendanceOf(given({ duties: nights, leaves: [off], punches: [punch(nights[0], 'in', '2026-12-01T20:00')] }));
    expect(codes(counted.facts)).toEqual(['2026-12-01 missed-out 0']);
    expect(counted.facts[0]?.from).toEqual(at('2026-12-02T08:00'));
    // Asked for and not approved: it excuses nothing of the night before.
    const refused = attendanceOf(given({ duties: nights, leaves: [{ ...off, standing: 'asked' }] }));
    expect(codes(refused.facts)).toEqual(['2026-12-01 no-show 720', '2026-12-02 unapproved-leave 720']);
  });

  it('turns a leave whose proof did not come into absence backwards, and tells a leave that was not approved', () => {
    const absent = (standing: MonthLeave['standing']) =>
      attendanceOf(given({ duties: [office], leaves: [leave('2026-12-01T00:00', '2026-12-02T00:00', standing)] })).facts;
    expect(absent('holds')).toEqual([]);
    expect(absent('failed')).toMatchObject([{ code: 'unapproved-leave', leaveRequested: true, minutes: 540 }]);
    expect(absent('asked')[0]?.sources.at(-1)).toEqual({ kind: 'request', id: 'leave request' });
  });

  it('tells who did not come back after a leave [attendance-audit-11]', () => {
    const second = duty('2026-12-02T09:00', '2026-12-02T18:00');
    const third = duty('2026-12-03T09:00', '2026-12-03T18:00');
    const counted = attendanceOf(
      given({
        duties: [office, second, third],
        leaves: [leave('2026-12-01T00:00', '2026-12-02T00:00')],
        punches: [punch(third, 'in', '2026-12-03T09:00'), punch(third, 'out', '2026-12-03T18:00')],
      }),
    );
    expect(codes(counted.facts)).toEqual(['2026-12-02 overstayed-leave 540']);
  });

  it('tells who keeps the hours of the former desk after a transfer [attendance-clock-16]', () => {
    const moved = { transfer: { on: '2026-12-01', former: 'lobby' }, duties: [office], punches: [punch(null, 'in', '2026-12-01T14:00')] };
    expect(attendanceOf(given(moved)).facts.map((fact) => fact.code)).toEqual(['wrong-hours-after-transfer', 'off-roster']);
    const before = { ...moved, transfer: { on: '2026-12-02', former: 'lobby' } };
    expect(attendanceOf(given(before)).facts.map((fact) => fact.code)).toEqual(['no-show', 'off-roster']);
  });

  it('pairs punches off the roster and counts their hours on a rest day', () => {
    const punches = [punch(null, 'in', '2026-12-05T10:00'), punch(null, 'out', '2026-12-05T14:30'), punch(null, 'in', '2026-12-12T10:00')];
    const counted = attendanceOf(given({ punches }));
    expect(codes(counted.facts)).toEqual(['2026-12-05 off-roster 270', '2026-12-12 off-roster 0']);
    expect(counted.days).toMatchObject([{ on: '2026-12-05', rostered: false, minutes: 270, offRoster: 270 }]);
  });

  it('counts an outing as worked and flags one without a clock-in before it [attendance-clock-06]', () => {
    const outing = excuse('outing', '2026-12-01T09:00', '2026-12-01T12:00', office, { returnedAt: at('2026-12-01T12:00') });
    const punches = [punch(office, 'in', '2026-12-01T12:02'), punch(office, 'out', '2026-12-01T18:00')];
    const counted = attendanceOf(given({ duties: [office], punches, excuses: [outing] }));
    expect(codes(counted.facts)).toEqual(['2026-12-01 outing-without-punch 0', '2026-12-01 late 2']);
    expect(counted.days[0]?.minutes).toBe(538);
    const first = [punch(office, 'in', '2026-12-01T08:58'), punch(office, 'out', '2026-12-01T18:00')];
    expect(attendanceOf(given({ duties: [office], punches: first, excuses: [outing] })).facts).toEqual([]);
  });

  it('misses the punch on return where the duty goes on [attendance-clock-10]', () => {
    const outing = excuse('outing', '2026-12-01T14:00', '2026-12-01T16:00', office);
    const punches = [punch(office, 'in', '2026-12-01T09:00'), punch(office, 'out', '2026-12-01T18:00')];
    expect(codes(attendanceOf(given({ duties: [office], punches, excuses: [outing] })).facts)).toEqual(['2026-12-01 no-return-punch 0']);
    const untilEnd = excuse('outing', '2026-12-01T14:00', '2026-12-01T18:00', office);
    const early = [punch(office, 'in', '2026-12-01T09:00'), punch(office, 'out', '2026-12-01T14:00')];
    const counted = attendanceOf(given({ duties: [office], punches: early, excuses: [untilEnd] }));
    expect(counted.facts).toEqual([]);
    expect(counted.days[0]?.minutes).toBe(540);
  });

  it('gives a punch somebody else made no weight, and names it for both [attendance-clock-20]', () => {
    const made = punch(office, 'in', '2026-12-01T08:59', { proxy: { by: 'zhao', asked: true } });
    const counted = attendanceOf(given({ duties: [office], punches: [made] }));
    expect(codes(counted.facts)).toEqual(['2026-12-01 proxy-punch 0', '2026-12-01 no-show 540']);
    const unasked = { ...made, proxy: { by: 'zhao', asked: false } };
    expect(codes(attendanceOf(given({ duties: [office], punches: [unasked] })).facts)).toEqual(['2026-12-01 no-show 540']);
    expect(codes(attendanceOf(given({ person: 'zhao', madeForOthers: [unasked] })).facts)).toEqual(['2026-12-01 proxy-punch 0']);
  });

  it('joins the parts of a shift that requests have split', () => {
    const split = duty('2026-12-01T09:00', '2026-12-01T18:00', {
      parts: [
        { start: at('2026-12-01T09:00'), end: at('2026-12-01T12:00') },
        { start: at('2026-12-01T14:00'), end: at('2026-12-01T18:00') },
      ],
    });
    const punches = [punch(split, 'in', '2026-12-01T09:00'), punch(split, 'out', '2026-12-01T18:00')];
    const counted = attendanceOf(given({ duties: [split], punches }));
    expect(counted.facts).toEqual([]);
    expect(counted.days[0]?.minutes).toBe(420);
  });
});
