import { describe, expect, it } from 'vitest';
import { Temporal } from '../../../core/time.ts';
import { type LeaveSpan, takenFrom } from '../../roster/index.ts';
import { type AroundLeave, spanOfLeave } from './leave-span.ts';

/** A clock of one zone: wall times of November 2026 as `28T20:00`, or whole dates. */
function clock(zone: string) {
  const at = (text: string) =>
    Temporal.PlainDateTime.from(text.length > 8 ? text : `2026-11-${text}`)
      .toZonedDateTime(zone)
      .toInstant();
  const wall = (moment: Temporal.Instant) => moment.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
  const duty = (on: string, from: string, until: string) => ({
    dutyOn: on.length > 2 ? on : `2026-11-${on}`,
    startsAt: at(from),
    endsAt: at(until),
  });
  const nothing: AroundLeave = { duties: [], leaves: [] };
  /** Leave from a day to a day; with times where they are given. */
  const leave = (
    from: string,
    until: string,
    around: Partial<AroundLeave> = {},
    times: { start?: string; end?: string } = {},
  ): LeaveSpan => {
    const day = (text: string) => Temporal.PlainDate.from(text.length > 2 ? text : `2026-11-${text}`);
    const startsAt = times.start === undefined ? day(from).toZonedDateTime(zone).toInstant() : at(times.start);
    const endsAt = times.end === undefined ? day(until).add({ days: 1 }).toZonedDateTime(zone).toInstant() : at(times.end);
    return spanOfLeave({ fromOn: day(from).toString(), untilOn: day(until).toString(), startsAt, endsAt }, zone, { ...nothing, ...around });
  };
  const hours = (span: LeaveSpan) => `${wall(span.startsAt)}/${wall(span.endsAt)}`;
  const taken = (span: LeaveSpan, one: ReturnType<typeof duty>) => {
    const part = takenFrom(one, span);
    return part === null ? null : `${wall(part.start)}/${wall(part.end)}`;
  };
  return { at, duty, leave, hours, taken };
}

const { duty, leave, hours, taken } = clock('Asia/Shanghai');
const before = duty('27', '27T20:00', '28T08:00');
const night = duty('28', '28T20:00', '29T08:00');
const early = duty('28', '28T00:00', '28T08:00');
const next = duty('29', '29T20:00', '30T08:00');

describe('a leave of whole days', () => {
  it('is from midnight to midnight where no duty reaches over it', () => {
    expect(hours(leave('28', '28'))).toBe('2026-11-28T00:00/2026-11-29T00:00');
    expect(hours(leave('28', '29', { duties: [duty('28', '28T08:00', '28T16:00')] }))).toBe('2026-11-28T00:00/2026-11-30T00:00');
  });

  it('leaves the night of the day before to be worked, and begins when it ends', () => {
    const span = leave('28', '28', { duties: [before] });
    expect(hours(span)).toBe('2026-11-28T08:00/2026-11-29T00:00');
    expect(taken(span, before)).toBeNull();
  });

  it('takes the night of its last day whole, and ends with it', () => {
    const span = leave('28', '28', { duties: [before, night, next] });
    expect(hours(span)).toBe('2026-11-28T08:00/2026-11-29T08:00');
    expect([taken(span, night), taken(span, next)]).toEqual(['2026-11-28T20:00/2026-11-29T08:00', null]);
  });

  it('takes a shift from midnight of its first day, and none from midnight of the day after', () => {
    const after = duty('29', '29T00:00', '29T08:00');
    const span = leave('28', '28', { duties: [early, after] });
    expect([taken(span, early), taken(span, after)]).toEqual(['2026-11-28T00:00/2026-11-28T08:00', null]);
    expect(hours(span)).toBe('2026-11-28T00:00/2026-11-29T00:00');
  });

  it('begins where leave of the day before ended, though its night is not in the roster any more', () => {
    const first = leave('28', '28', { duties: [night] });
    expect(hours(leave('29', '29', { leaves: [first] }))).toBe('2026-11-29T08:00/2026-11-30T00:00');
  });

  it('ends where leave of the day after begins, and still takes its last night whole', () => {
    const second = leave('29', '29');
    const span = leave('28', '28', { duties: [night], leaves: [second] });
    expect(hours(span)).toBe('2026-11-28T00:00/2026-11-29T00:00');
    expect(taken(span, night)).toBe('2026-11-28T20:00/2026-11-29T08:00');
  });

  it('keeps its midnight where a duty of the day before outlasts it', () => {
    expect(hours(leave('28', '28', { duties: [duty('27', '27T08:00', '29T08:00')] }))).toBe('2026-11-28T00:00/2026-11-29T00:00');
  });
});

describe('a leave of half days and hours', () => {
  it('goes by the clock within the duties of its days', () => {
    const afternoon = leave('28', '28', { duties: [before, night] }, { start: '28T12:00' });
    expect([hours(afternoon), taken(afternoon, before), taken(afternoon, night)]).toEqual([
      '2026-11-28T12:00/2026-11-29T08:00',
      null,
      '2026-11-28T20:00/2026-11-29T08:00',
    ]);
    const morning = leave('28', '28', { duties: [before, early, night] }, { end: '28T12:00' });
    expect([before, early, night].map((one) => taken(morning, one))).toEqual([null, '2026-11-28T00:00/2026-11-28T08:00', null]);
    expect(hours(morning)).toBe('2026-11-28T08:00/2026-11-28T12:00');
  });

  it('takes hours of the night that began on the day before where they lie in it', () => {
    const late = leave('28', '28', { duties: [before] }, { start: '28T02:00', end: '28T06:00' });
    expect(taken(late, before)).toBe('2026-11-28T02:00/2026-11-28T06:00');
    const tail = leave('28', '28', { duties: [before] }, { end: '28T08:00' });
    expect(taken(tail, before)).toBe('2026-11-28T00:00/2026-11-28T08:00');
    // Something is due on the day itself: the night before is not meant.
    const day = leave('28', '28', { duties: [before, duty('28', '28T10:00', '28T18:00')] }, { end: '28T15:00' });
    expect(taken(day, before)).toBeNull();
  });

  it('takes the hours that are named of a night that goes on', () => {
    const span = leave('28', '29', { duties: [night] }, { start: '28T22:00', end: '29T02:00' });
    expect([hours(span), taken(span, night)]).toEqual(['2026-11-28T22:00/2026-11-29T02:00', '2026-11-28T22:00/2026-11-29T02:00']);
  });
});

describe('a leave over a change of the clocks', () => {
  it('has the days of the wall, whatever they last', () => {
    const berlin = clock('Europe/Berlin');
    // 25 October 2026 has 25 hours; the night into it ends after the change.
    const nights = [
      berlin.duty('2026-10-24', '2026-10-24T20:00', '2026-10-25T06:00'),
      berlin.duty('2026-10-25', '2026-10-25T20:00', '2026-10-26T06:00'),
    ] as const;
    const span = berlin.leave('2026-10-25', '2026-10-25', { duties: nights });
    expect(berlin.hours(span)).toBe('2026-10-25T06:00/2026-10-26T06:00');
    expect(nights.map((one) => berlin.taken(span, one))).toEqual([null, '2026-10-25T20:00/2026-10-26T06:00']);
    const off = berlin.leave('2026-10-25', '2026-10-25');
    expect(off.startsAt.until(off.endsAt).total('hours')).toBe(25);
  });

  it('begins with a day whose midnight is skipped', () => {
    const cairo = clock('Africa/Cairo');
    const span = cairo.leave('2026-04-24', '2026-04-24');
    expect([cairo.hours(span), span.wholeFrom, span.wholeUntil]).toEqual(['2026-04-24T01:00/2026-04-25T00:00', '2026-04-24', '2026-04-24']);
  });
});
