import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { loadPreset, resolvePolicy } from '../../policy/index.ts';
import { callState, freeMembers, remindersOf, responsibilityRules } from './cover.ts';

const at = (text: string) => Temporal.Instant.from(`2026-12-03T${text}:00Z`);

describe('an open call', () => {
  it('is open, waits, is covered, or has come to nothing', () => {
    expect(
      (['open-call', 'confirming', 'approving', 'asked', 'approved', 'cancelling', 'closed', 'lapsed', 'withdrawn'] as const).map(
        callState,
      ),
    ).toEqual(['open', 'waits', 'waits', 'waits', 'covered', 'covered', 'covered', 'lapsed', 'over']);
  });

  it('is sent again a day, six and two hours before the shift, but not right after the call itself', () => {
    const hours = (now: Temporal.Instant) => remindersOf(at('20:00'), now).map((moment) => moment.until(at('20:00')).total('hours'));
    expect(hours(at('00:00').subtract({ hours: 48 }))).toEqual([24, 6, 2]);
    expect(hours(at('13:30'))).toEqual([6, 2]);
    expect(hours(at('13:31'))).toEqual([2]);
    expect(hours(at('17:31'))).toEqual([]);
  });

  it('goes to who is free: not to who is on duty then, away, or asked for', () => {
    const members = ['a', 'b', 'c', 'd'].map((person) => ({ person }));
    const stretch = { start: at('08:00'), end: at('12:00') };
    const busy = [
      { person: 'b', startsAt: at('04:00'), endsAt: at('08:00') },
      { person: 'c', startsAt: at('11:59'), endsAt: at('20:00') },
    ];
    expect(freeMembers(members, 'a', busy, stretch)).toEqual(['b', 'd']);
  });

  it('moves responsibility only where a rule says so [maintenance-duty-23] [maritime-duty-19]', () => {
    const rules = (preset: string, type = 'substitute') => {
      const adoptions = [{ preset, overrides: [], from: '2020-01-01', until: null }];
      const made = resolvePolicy({
        adoptions,
        deskShifts: [],
        deskKinds: ['front-line'],
        calendarSettings: {},
        on: '2026-12-01',
        load: loadPreset,
      });
      if (!made.ok) throw new Error(JSON.stringify(made.refusal));
      return responsibilityRules(made.value, type).map((cite) => cite.rule);
    };
    expect(rules('maintenance-duty')).toEqual(['maintenance-duty-23']);
    expect(rules('maritime-duty')).toEqual(['maritime-duty-19']);
    expect(rules('maintenance-duty', 'leave')).toEqual([]);
    expect(rules('property-security-duty')).toEqual([]);
  });
});
