import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { DayKind } from '../policy.ts';
import { type ObligationEntry, obligationEntrySchema } from '../schema/obligation.ts';
import { dueOf } from './due.ts';
import type { DueInput, ShiftOccurrence } from './occurrence.ts';
import { latestRounds, roundAfter, roundUnderway } from './rounds.ts';
import type { ObligationRule } from './rule.ts';
import { dueAfter, isRepeated } from './trigger.ts';

const zone = 'Asia/Shanghai';
const at = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
const wall = (moment: Temporal.Instant | null): string | null =>
  moment === null ? null : moment.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
const rule = (value: ObligationEntry): ObligationRule => ({ value, entry: 'gate obligation.one', reaction: 'flag', cites: [] });

/** 1 to 3 October 2026 are holidays, 10 October a make-up Saturday. */
const kindOn = (on: string): DayKind => {
  if (on >= '2026-10-01' && on <= '2026-10-03') return 'holiday';
  if (on === '2026-10-10') return 'make-up-workday';
  return Temporal.PlainDate.from(on).dayOfWeek >= 6 ? 'weekend' : 'workday';
};
const calendar: DueInput['calendar'] = {
  zone,
  day: (on) => ({ on, kind: kindOn(on), name: null, season: 'winter', weekday: Temporal.PlainDate.from(on).dayOfWeek, source: 'test' }),
  anchors: (anchor) => (anchor === 'first-sailing' ? { hour: 6, minute: 30, dayOffset: 0 } : null),
};
const shift = (slot: string, code: string, from: string, to: string): ShiftOccurrence => ({ slot, code, start: at(from), end: at(to) });
const night = shift('n1', 'night', '2026-12-03T20:00', '2026-12-04T08:00');
const due = (value: ObligationEntry, from: string, to: string, shifts: readonly ShiftOccurrence[] = []) =>
  dueOf({ policy: { obligations: [rule(value)] }, span: { start: at(from), end: at(to) }, calendar, shifts, seed: 's' });
const moments = (...given: Parameters<typeof due>) => due(...given).map(({ dueAt }) => wall(dueAt));

describe('what is due at a time', () => {
  it('is due on every day, once, at its moment; the end of the stretch is out', () => {
    const daily: ObligationEntry = { do: 'submit:daily-report', when: { every: 'day', at: '16:30' } };
    expect(moments(daily, '2026-12-03T00:00', '2026-12-05T00:00')).toEqual(['2026-12-03T16:30', '2026-12-04T16:30']);
    expect(moments(daily, '2026-12-03T16:30', '2026-12-03T16:31')).toHaveLength(1);
    expect(moments(daily, '2026-12-03T16:00', '2026-12-03T16:30')).toEqual([]);
  });

  it('has the same key however the stretch is cut', () => {
    const twice: ObligationEntry = { do: 'broadcast:safety', when: [{ at: '10:00' }, { at: '17:00' }] };
    const whole = due(twice, '2026-12-01T00:00', '2026-12-08T00:00').map(({ key }) => key);
    const parts = [1, 2, 3, 4, 5, 6, 7].flatMap((day) =>
      due(twice, `2026-12-0${day}T00:00`, `2026-12-0${day + 1}T00:00`).map(({ key }) => key),
    );
    expect(parts).toEqual(whole);
    expect(new Set(whole).size).toBe(14);
  });

  it('is due on Monday before 13:00 and on Friday at 17:00', () => {
    const on = (weekday: 'mon' | 'fri', time: string) =>
      moments({ do: 'submit:weekly-report', when: { every: 'week', weekday, at: time } }, '2026-12-01T00:00', '2026-12-15T00:00');
    expect(on('mon', '13:00')).toEqual(['2026-12-07T13:00', '2026-12-14T13:00']);
    expect(on('fri', '17:00')).toEqual(['2026-12-04T17:00', '2026-12-11T17:00']);
  });

  it('before the 4th is due by the end of the 3rd, on the 4th where it is included', () => {
    const before: ObligationEntry = { do: 'submit:ledgers', when: { every: 'month', day_rule: { day: 4, before: true }, at: '24:00' } };
    const [one] = due(before, '2026-12-01T00:00', '2026-12-31T00:00');
    expect([wall(one?.dueAt ?? null), one?.on]).toEqual(['2026-12-04T00:00', '2026-12-03']);
    const included: ObligationEntry = { do: 'submit:ledgers', when: { due: { day: 4 } } };
    expect(due(included, '2026-12-01T00:00', '2026-12-31T00:00').map(({ dueAt, on }) => [wall(dueAt), on])).toEqual([
      ['2026-12-05T00:00', '2026-12-04'],
    ]);
    const first: ObligationEntry = { do: 'submit:ledgers', when: { due: { day: 1, before: true } } };
    expect(moments(first, '2026-12-01T00:00', '2026-12-31T23:00')).toEqual(['2026-12-01T00:00']);
  });

  it('is due nowhere while the desk has not set it, nor where the anchor is not known', () => {
    expect(moments({ do: 'round:patrol', when: 'configurable' }, '2026-12-01T00:00', '2026-12-31T00:00')).toEqual([]);
    expect(moments({ do: 'checklist:lighting', when: { at: { anchor: 'lighting-on' } } }, '2026-12-01T00:00', '2026-12-02T00:00')).toEqual(
      [],
    );
    expect(moments({ do: 'submit:report' }, '2026-12-01T00:00', '2026-12-31T00:00')).toEqual([]);
  });

  it('is asked for at its moment where it is done then, and missed at the end of the shift or day', () => {
    const closing: ObligationEntry = { do: 'checklist:closing-round', when: { every: 'workday', at: { anchor: 'work_end' } } };
    const [one] = due(closing, '2026-12-03T00:00', '2026-12-04T00:00');
    expect([one?.remindAt, one?.dueAt].map((moment) => wall(moment ?? null))).toEqual(['2026-12-03T17:00', '2026-12-04T00:00']);
    const day = shift('d', 'day', '2026-12-03T08:00', '2026-12-03T18:30');
    expect(moments(closing, '2026-12-03T00:00', '2026-12-04T00:00', [day])).toEqual(['2026-12-03T18:30']);
  });

  it('has to be done by its moment where the rule says so, and can be begun so long before', () => {
    const opening: ObligationEntry = { do: 'checklist:opening-round', when: { every: 'workday', at: '09:00' }, by_then: 'PT30M' };
    const shape = (value: ObligationEntry, shifts: readonly ShiftOccurrence[] = []) =>
      due(value, '2026-12-03T00:00', '2026-12-04T00:00', shifts).map(({ fromAt, remindAt, dueAt, on }) => [
        ...[fromAt, remindAt, dueAt].map(wall),
        on,
      ]);
    const day = shift('d', 'day', '2026-12-03T08:00', '2026-12-03T18:30');
    expect(shape(opening, [day])).toEqual([['2026-12-03T08:30', '2026-12-03T08:30', '2026-12-03T09:00', '2026-12-03']]);
    expect(shape({ ...opening, by_then: 'P1D' })).toEqual([['2026-12-02T09:00', '2026-12-02T09:00', '2026-12-03T09:00', '2026-12-03']]);
    expect(shape({ ...opening, warn_before: 'PT10M' })).toEqual([
      ['2026-12-03T08:30', '2026-12-03T08:50', '2026-12-03T09:00', '2026-12-03'],
    ]);
    // Midnight at the end of the 2nd belongs to the 2nd.
    const midnight = shape({ ...opening, when: { every: 'day', at: '24:00' } }).map(([, , moment, on]) => [moment, on]);
    expect(midnight).toEqual([['2026-12-03T00:00', '2026-12-02']]);
    const [end] = due({ do: 'record:tools', when: 'shift-end', by_then: 'PT1H' }, '2026-12-04T00:00', '2026-12-05T00:00', [night]);
    expect([end?.fromAt, end?.dueAt].map((moment) => wall(moment ?? null))).toEqual(['2026-12-04T07:00', '2026-12-04T08:00']);
  });

  it('takes by_then with a time only', () => {
    const holds = (more: object): boolean =>
      obligationEntrySchema.safeParse({ do: 'checklist:opening-round', by_then: 'PT30M', ...more }).success;
    expect([{ when: { at: '09:00' } }, { when: [{ at: '09:00' }, { at: '14:00' }] }, { when: 'shift-start' }].map(holds)).toEqual([
      true,
      true,
      true,
    ]);
    const others = [
      {},
      { trigger: 'finding', when: { at: '09:00' } },
      { when: { after: 'finding', within: 'P1D' } },
      { when: { random: 1, from: '09:00', to: '10:00' } },
      { when: { at: '09:00' }, window: [{ from: '09:00', to: '10:00' }] },
      { when: { at: '09:00' }, by_then: '-PT30M' },
    ];
    expect(others.map(holds)).toEqual(others.map(() => false));
  });

  it('counts whole days before and after a moment by the calendar', () => {
    const [report] = due({ do: 'submit:daily-report', when: { at: '16:30' }, warn_before: 'P1D' }, '2026-12-03T00:00', '2026-12-04T00:00');
    expect(wall(report?.remindAt ?? null)).toBe('2026-12-02T16:30');
    const call: ObligationEntry = { do: 'meet:roll-call', when: 'shift-start', before_shift_start: 'P1D' };
    expect(due(call, '2026-12-02T00:00', '2026-12-03T00:00', [night]).map(({ remindAt }) => wall(remindAt))).toEqual(['2026-12-02T20:00']);
    const random: ObligationEntry = { do: 'round:patrol', when: { random: 1, from: '09:00', to: '09:01' }, grace: 'P1D' };
    const [drawn] = due(random, '2026-12-03T00:00', '2026-12-04T00:00');
    expect(drawn?.dueAt.epochMilliseconds).toBe((drawn?.fromAt.epochMilliseconds ?? 0) + 86_400_000);
  });

  it('warns as long before as the rule says', () => {
    const [one] = due({ do: 'submit:daily-report', when: { at: '16:30' }, warn_before: 'PT40M' }, '2026-12-03T00:00', '2026-12-04T00:00');
    expect(wall(one?.remindAt ?? null)).toBe('2026-12-03T15:50');
    const [plain] = due({ do: 'submit:daily-report', when: { at: '16:30' } }, '2026-12-03T00:00', '2026-12-04T00:00');
    expect([plain?.remindAt, wall(plain?.fromAt ?? null)]).toEqual([null, '2026-12-03T00:00']);
  });

  it('is not asked for where the rule is off', () => {
    const off = { ...rule({ do: 'submit:daily-report', when: { at: '16:30' } }), reaction: 'off' as const };
    const span = { start: at('2026-12-03T00:00'), end: at('2026-12-04T00:00') };
    expect(dueOf({ policy: { obligations: [off] }, span, calendar, shifts: [], seed: '' })).toEqual([]);
  });
});

describe('what is due by shifts', () => {
  it('is due at the start or before it, for each shift once, and missed when the shift is over', () => {
    const [read] = due({ do: 'read:notices', when: 'shift-start' }, '2026-12-03T00:00', '2026-12-04T00:00', [night]);
    expect([wall(read?.remindAt ?? null), wall(read?.dueAt ?? null), read?.slot]).toEqual(['2026-12-03T20:00', '2026-12-04T08:00', 'n1']);
    const call: ObligationEntry = { do: 'meet:roll-call', when: 'shift-start', before_shift_start: 'PT10M' };
    expect(due(call, '2026-12-03T00:00', '2026-12-04T00:00', [night]).map(({ remindAt }) => wall(remindAt))).toEqual(['2026-12-03T19:50']);
  });

  it('is due at the end of the shift it can be done in', () => {
    const [record] = due({ do: 'submit:monitoring-record', when: 'shift-end' }, '2026-12-04T00:00', '2026-12-05T00:00', [night]);
    expect([wall(record?.fromAt ?? null), wall(record?.dueAt ?? null)]).toEqual(['2026-12-03T20:00', '2026-12-04T08:00']);
  });

  it('falls on days the shift exists, to whoever is in it', () => {
    const report: ObligationEntry = { do: 'submit:daily-report', when: { every: 'day', at: '16:30' }, shift: 'afternoon' };
    const afternoon = shift('a', 'afternoon', '2026-12-03T16:00', '2026-12-03T18:00');
    expect(due(report, '2026-12-03T00:00', '2026-12-05T00:00', [afternoon, night]).map(({ slot, dueAt }) => [slot, wall(dueAt)])).toEqual([
      ['a', '2026-12-03T16:30'],
    ]);
  });

  it('is due at the end of the last working day before a holiday', () => {
    const before: ObligationEntry = { do: 'return:classified-loan', when: 'before-holiday' };
    expect(moments(before, '2026-09-20T00:00', '2026-10-20T00:00')).toEqual(['2026-09-30T17:00']);
  });
});

describe('a watch', () => {
  it('lasts its window, with an anchor and an offset', () => {
    const watch: ObligationEntry = {
      do: 'watch:key-period',
      window: [{ from: { anchor: 'first-sailing', offset: '-PT15M' }, to: '18:00' }],
    };
    expect(due(watch, '2026-12-03T00:00', '2026-12-04T00:00').map(({ fromAt, dueAt }) => [wall(fromAt), wall(dueAt)])).toEqual([
      ['2026-12-03T06:15', '2026-12-03T18:00'],
    ]);
  });
});

describe('a window over midnight', () => {
  it('ends on the next day where its end is no later on the wall than its start', () => {
    const night: ObligationEntry = { do: 'watch:gate', window: [{ from: '22:00', to: '06:00' }] };
    const found = due(night, '2026-12-03T12:00', '2026-12-04T12:00').map(({ fromAt, dueAt }) => [wall(fromAt), wall(dueAt)]);
    expect(found).toEqual([['2026-12-03T22:00', '2026-12-04T06:00']]);
  });
});

describe('rounds', () => {
  const value: ObligationEntry = {
    do: 'round:patrol',
    max_interval: 'PT2H',
    window: [
      { from: '17:00', to: '09:00+1' },
      { from: '12:00', to: '13:00' },
    ],
    schedule: 'interval+random',
    extra_random: 2,
  };
  const found = due(value, '2026-12-03T00:00', '2026-12-04T00:00');
  const timed = found.filter(({ hidden }) => !hidden);
  const [noon, evening] = timed;
  const following = (round: (typeof found)[number] | undefined, completed: string | null) =>
    round === undefined
      ? null
      : roundAfter(round, { completedAt: completed === null ? null : at(completed) }, rule(value), { calendar, shifts: [] });

  it('start anew in each window; a window shorter than the interval has one, by its end [center-security-2-11]', () => {
    expect(timed.map(({ fromAt, dueAt }) => [wall(fromAt), wall(dueAt)])).toEqual([
      ['2026-12-03T12:00', '2026-12-03T13:00'],
      ['2026-12-03T17:00', '2026-12-03T19:00'],
    ]);
    expect(following(noon, '2026-12-03T12:10')).toBeNull();
  });

  it('are due two hours after the last one that was made, across midnight [center-security-2-11]', () => {
    expect(wall(following(evening, '2026-12-03T18:20')?.dueAt ?? null)).toBe('2026-12-03T20:20');
    expect(wall(following(evening, '2026-12-03T23:30')?.dueAt ?? null)).toBe('2026-12-04T01:30');
  });

  it('begin half the interval after the one that was made, at once after one that was missed [center-security-2-11]', () => {
    const fromAndReminder = (completed: string | null) => {
      const next = following(evening, completed);
      return next === null ? null : [wall(next.fromAt), wall(next.remindAt)];
    };
    expect(fromAndReminder('2026-12-03T17:05')).toEqual(['2026-12-03T18:05', '2026-12-03T18:05']);
    expect(fromAndReminder('2026-12-03T17:05:40')).toEqual(['2026-12-03T18:05', '2026-12-03T18:05']);
    expect(fromAndReminder(null)).toEqual(['2026-12-03T19:00', '2026-12-03T19:00']);
  });

  it('count from the missed moment where none was made, and end with the window [center-security-2-11]', () => {
    expect(wall(following(evening, null)?.dueAt ?? null)).toBe('2026-12-03T21:00');
    expect(wall(following(evening, '2026-12-04T06:59')?.dueAt ?? null)).toBe('2026-12-04T08:59');
    expect(following(evening, '2026-12-04T07:00')).toBeNull();
  });

  it('go on in the middle of a window in which none was planned, with the next latest moment [center-security-2-11]', () => {
    const next = (now: string) => (evening === undefined ? null : roundUnderway(evening, at(now)));
    expect(wall(next('2026-12-03T19:00')?.dueAt ?? null)).toBe('2026-12-03T21:00');
    expect(wall(next('2026-12-03T20:59')?.fromAt ?? null)).toBe('2026-12-03T19:00');
    expect(next('2026-12-04T02:00')?.key.endsWith(' 5')).toBe(true);
    expect(next('2026-12-04T07:00')).toBeNull();
  });

  it('have keys that count up in their window', () => {
    const second = following(evening, '2026-12-03T18:20');
    const third = following(second ?? undefined, '2026-12-03T20:00');
    expect(new Set([evening?.key, second?.key, third?.key]).size).toBe(3);
    expect(third?.key.endsWith(' 3')).toBe(true);
    expect(following(evening, '2026-12-03T18:50')?.key).toBe(second?.key);
  });

  it('at random lie in their window, are hidden, reproducible from the seed and others from another', () => {
    const random = found.filter(({ hidden }) => hidden);
    expect(random).toHaveLength(4);
    for (const { fromAt, window } of random) {
      expect(
        window !== null && Temporal.Instant.compare(window.start, fromAt) <= 0 && Temporal.Instant.compare(fromAt, window.end) < 0,
      ).toBe(true);
    }
    const drawn = (seed: string) =>
      dueOf({
        policy: { obligations: [rule(value)] },
        span: { start: at('2026-12-03T00:00'), end: at('2026-12-04T00:00') },
        calendar,
        shifts: [],
        seed,
      })
        .filter(({ hidden }) => hidden)
        .map(({ fromAt }) => wall(fromAt))
        .join();
    expect(drawn('a')).toBe(drawn('a'));
    expect(new Set(['a', 'b', 'c', 'd', 'e'].map(drawn)).size).toBeGreaterThan(3);
    expect(following(random[0], null)).toBeNull();
  });

  it('at random are due so long after their moment as the rule gives, all of it in the window; else until its end', () => {
    const drawn = (grace?: string) =>
      ['a', 'b', 'c', 'd'].flatMap((seed) =>
        dueOf({
          policy: { obligations: [rule({ ...value, ...(grace === undefined ? {} : { grace }) })] },
          span: { start: at('2026-12-03T00:00'), end: at('2026-12-04T00:00') },
          calendar,
          shifts: [],
          seed,
        }).filter(({ hidden }) => hidden),
      );
    for (const { fromAt, dueAt, window } of drawn('PT20M')) {
      expect(dueAt.equals(fromAt.add({ minutes: 20 }))).toBe(true);
      expect(window !== null && Temporal.Instant.compare(dueAt, window.end) <= 0).toBe(true);
    }
    for (const { dueAt, window } of drawn()) expect(window !== null && dueAt.equals(window.end)).toBe(true);
  });

  it('are shown ahead at their latest moments', () => {
    const window = { start: at('2026-12-03T17:00'), end: at('2026-12-04T09:00') };
    expect(latestRounds('PT2H', window).map(wall)).toEqual([
      '2026-12-03T19:00',
      '2026-12-03T21:00',
      '2026-12-03T23:00',
      '2026-12-04T01:00',
      '2026-12-04T03:00',
      '2026-12-04T05:00',
      '2026-12-04T07:00',
    ]);
    expect(latestRounds('PT2H', { start: at('2026-12-03T12:00'), end: at('2026-12-03T13:00') }).map(wall)).toEqual(['2026-12-03T13:00']);
  });
});

describe('what an event makes due', () => {
  const limit = (more: Partial<ObligationEntry>, when: string) =>
    dueAfter({
      policy: { obligations: [rule({ do: 'submit:incident-report', trigger: 'major-incident', ...more })] },
      calendar,
      shifts: [],
      event: { name: 'major-incident', id: '7', at: at(when) },
    }).map(({ dueAt }) => wall(dueAt));

  it('is due by the minute where the limit has hours', () => {
    expect(limit({ due: 'PT60M' }, '2026-12-03T23:30')).toEqual(['2026-12-04T00:30']);
    expect(limit({ due: 'PT72H' }, '2026-12-03T10:00')).toEqual(['2026-12-06T10:00']);
  });

  it('is due by the end of the last day where it has days: seven days from the 3rd are all of the 10th', () => {
    expect(limit({ due: 'P7D' }, '2026-12-03T10:00')).toEqual(['2026-12-11T00:00']);
    expect(limit({ due: 'P7D' }, '2026-12-03T00:00')).toEqual(['2026-12-11T00:00']);
  });

  it('is due by the end of the next day, of the same day without a limit, and at the next time named', () => {
    expect(limit({ due: 'next-day' }, '2026-12-03T23:59')).toEqual(['2026-12-05T00:00']);
    expect(limit({}, '2026-12-03T10:00')).toEqual(['2026-12-04T00:00']);
    expect(limit({ when: { at: '09:00' } }, '2026-12-03T10:00')).toEqual(['2026-12-04T09:00']);
    expect(limit({ when: { due: { working_days: 2 }, at: '17:00' } }, '2026-12-04T10:00')).toEqual(['2026-12-08T17:00']);
  });

  it('is nothing for another event, and has a key of its own for each', () => {
    const given = { policy: { obligations: [rule({ do: 'send:notice', trigger: 'navigation-notice' })] }, calendar, shifts: [] };
    const keys = ['1', '2'].flatMap((id) =>
      dueAfter({ ...given, event: { name: 'navigation-notice', id, at: at('2026-12-03T10:00') } }).map(({ key }) => key),
    );
    expect(new Set(keys).size).toBe(2);
    expect(dueAfter({ ...given, event: { name: 'joined', id: '1', at: at('2026-12-03T10:00') } })).toEqual([]);
  });

  it('speaks of repeated matters from the count on, inside the time only', () => {
    const value: ObligationEntry = { do: 'submit:repetition-report', trigger: 'repeated-matter', repeated: { count: 3, within: 'P7D' } };
    const times = ['2026-12-01T10:00', '2026-12-04T10:00', '2026-12-08T09:59'].map(at);
    expect(isRepeated(value, times, at('2026-12-08T09:59'), calendar)).toBe(true);
    expect(isRepeated(value, times.slice(1), at('2026-12-08T09:59'), calendar)).toBe(false);
    expect(isRepeated(value, [...times.slice(0, 2), at('2026-12-08T10:00')], at('2026-12-08T10:00'), calendar)).toBe(false);
  });
});
