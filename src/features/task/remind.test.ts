import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { Due } from '../../policy/index.ts';
import { headsUp, remindersOf } from './remind.ts';

const zone = 'Asia/Shanghai';
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
const desk = { zone, minutes: 30, quiet: { from: '22:00', to: '07:00' }, workStart: '09:00' };
const due = (dueAt: string, more: Partial<Due> = {}): Due => ({
  key: 'k',
  entry: 'p obligation.x',
  verb: 'submit',
  object: 'weekly-report',
  remindAt: null,
  fromAt: at('2026-12-07T00:00'),
  dueAt: at(dueAt),
  slot: null,
  hidden: false,
  on: '2026-12-07',
  window: null,
  value: { do: 'submit:weekly-report' },
  cites: [],
  ...more,
});

describe('the reminder before a deadline', () => {
  it('comes so many minutes before; for a deadline at midnight at the start of work of the day that ends', () => {
    expect(headsUp(due('2026-12-07T13:00'), desk)).toEqual(at('2026-12-07T12:30'));
    expect(headsUp(due('2026-12-08T00:00'), desk)).toEqual(at('2026-12-07T09:00'));
    expect(headsUp(due('2026-12-07T13:00'), { ...desk, minutes: null })).toBeNull();
  });

  it('is left out where there is no time for one', () => {
    expect(headsUp(due('2026-12-07T13:00', { fromAt: at('2026-12-07T12:30') }), desk)).toBeNull();
    expect(headsUp(due('2026-12-07T13:00', { fromAt: at('2026-12-07T12:29') }), desk)).toEqual(at('2026-12-07T12:30'));
  });

  it('is the second one where people were told long before', () => {
    expect(remindersOf(due('2026-12-07T13:00'), desk)).toEqual({ first: at('2026-12-07T12:30'), last: null });
    expect(remindersOf(due('2026-12-07T13:00', { remindAt: at('2026-12-07T11:30') }), desk)).toEqual({
      first: at('2026-12-07T11:30'),
      last: at('2026-12-07T12:30'),
    });
    expect(remindersOf(due('2026-12-07T13:00', { remindAt: at('2026-12-07T11:31') }), desk).last).toBeNull();
  });

  it('of a draw comes when it begins; nothing hidden is announced', () => {
    const drawn = due('2026-12-08T00:00', { value: { do: 'inspect:monitoring', sample: { percent: 10 } } });
    expect(remindersOf(drawn, desk).first).toEqual(at('2026-12-07T00:00'));
    expect(remindersOf(due('2026-12-07T13:00', { hidden: true }), desk)).toEqual({ first: null, last: null });
  });
});
