import { describe, expect, it } from 'vitest';
import { hours, local, policyOf } from './desk.ts';
import { because, judged, obligationOf, occurrences, policyWith, protocolOf, receivers, routed } from './register-case.ts';
import { fact, proposed } from './request-case.ts';

const policy = policyOf('factory-guard-duty', '2026-12-01');

describe('factory-guard-duty', () => {
  it('lets guards note who did not clock in, or did for another [factory-guard-duty-03]', () => {
    expect(policy.presence.observe).toMatchObject([
      { value: { by: ['guard'], kinds: ['not-clocked', 'clocked-for-other'] }, cites: [{ rule: 'factory-guard-duty-03' }] },
    ]);
  });

  it('names who comes without work clothes, and the points of a round [factory-guard-duty-04] [factory-guard-duty-12]', () => {
    const named = (category: string | null) => judged(policy, 'violation', { category }).fields.map(({ value }) => value);
    expect(named('no-work-clothes')).toEqual(['employee', 'at']);
    expect(named(null)).toEqual([]);
    expect(judged(policy, 'patrol-round').checkpoints.map(({ value }) => value)).toEqual([
      'grounds',
      'windows',
      'power-switches',
      'fire-equipment',
    ]);
  });

  it('draws two rounds in each shift at odd times, hidden until they are due [factory-guard-duty-07]', () => {
    const drawn = (seed: string) =>
      occurrences(policy, 'factory-guard-duty-07', '2026-12-02', '2026-12-03', () => null, seed).filter(({ window }) =>
        window === null ? false : ['2026-12-02T08:00', '2026-12-02T20:00'].includes(local(window.start)),
      );
    const found = drawn('a');
    expect(found.map(({ hidden, window }) => `${hidden} ${window === null ? '' : local(window.start)}`)).toEqual([
      'true 2026-12-02T08:00',
      'true 2026-12-02T08:00',
      'true 2026-12-02T20:00',
      'true 2026-12-02T20:00',
    ]);
    expect(found.map(({ fromAt, dueAt }) => fromAt.until(dueAt).total('minutes'))).toEqual([30, 30, 30, 30]);
    const times = (seed: string) => drawn(seed).map(({ fromAt }) => local(fromAt));
    expect(times('a')).toEqual(times('a'));
    expect(times('a')).not.toEqual(times('b'));
    expect(obligationOf(policy, 'factory-guard-duty-07')).toMatchObject({
      by: ['guard'],
      targets: ['water-switches', 'power-switches', 'warehouse'],
    });
  });

  it('brings a dispute to human resources and a problem to the superior within half an hour [factory-guard-duty-08] [factory-guard-duty-13]', () => {
    expect(receivers(routed(policy, 'civil-dispute'), 'factory-guard-duty-08')).toEqual(['1 to hr 10:30']);
    expect(receivers(routed(policy, 'problem'), 'factory-guard-duty-13')).toEqual(['1 to superior 10:30']);
    expect(receivers(routed(policy, 'problem'), 'factory-guard-duty-08')).toEqual([]);
    expect(receivers(routed(policy, 'civil-dispute'), 'factory-guard-duty-13')).toEqual([]);
  });

  it('has two shifts, whose hours the desk may set [factory-guard-duty-10]', () => {
    expect(hours(policy, '2026-12-01')).toEqual({ day: '08:00–20:00', night: '20:00–2026-12-02T08:00' });
    const later = policyWith('factory-guard-duty', 'duty_plan.guard-duty.shifts.day.start', '07:00');
    expect(hours(later, '2026-12-01').day).toBe('07:00–20:00');
  });

  it('lets nobody leave before the hand-over is done [factory-guard-duty-11]', () => {
    expect(protocolOf(policy).requires.filter(because('factory-guard-duty-11'))).toMatchObject([
      { value: 'handover-completed', gates: true, reaction: 'refuse' },
    ]);
    expect(protocolOf(policyOf('property-security-duty', '2026-12-01')).requires).toEqual([]);
  });

  it('charges neglect to the guard of the shift where it cost something [factory-guard-duty-14]', () => {
    expect(proposed(policy, [fact('neglect', '2026-12-03', null, { loss: true })])).toEqual(['liability factory-guard-duty-14']);
    expect(proposed(policy, [fact('neglect', '2026-12-03')])).toEqual([]);
  });
});
