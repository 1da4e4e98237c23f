import { describe, expect, it } from 'vitest';
import { eventWords, frozenBy, judgeRequest, stopsFor, widerEvents } from '../../src/policy/index.ts';
import { policyOf } from './desk.ts';
import {
  askedBy,
  because,
  dueBetween,
  judged,
  obligationOf,
  policyWith,
  problemsOf,
  protocolOf,
  receivers,
  routed,
} from './register-case.ts';
import { caseOf, found, party, stagesOf } from './request-case.ts';

const policy = policyOf('engineering-duty', '2026-12-01');

describe('engineering-duty', () => {
  it('has the director decide on a swap, with a reason; leave is left to the desk [engineering-duty-09]', () => {
    const asked = (type: string, filled: readonly string[]) =>
      judgeRequest(policy, caseOf({ type, filed: '2026-12-01T09:00', from: '2026-12-03', filled, partner: party('b') }));
    expect(stagesOf(asked('swap', ['reason']), 'engineering-duty-09')).toEqual(['1 engineering-director']);
    expect(found(asked('swap', ['reason']), 'engineering-duty-09')).toEqual([]);
    expect(found(asked('swap', []), 'engineering-duty-09')).toEqual(['field-missing refuse /reason']);
    expect(asked('leave', []).stages).toBeNull();
  });
});

describe('engineering-duty: what is written, handed over, reported and due', () => {
  const protocol = protocolOf(policy);
  const none = protocolOf(policyOf('property-security-duty', '2026-12-01'));

  it('wants a reason for a repair that is left undone [engineering-duty-04]', () => {
    const left = (state: string, fields = {}) => problemsOf(judged(policy, 'repair-request', { state, fields }), 'engineering-duty-04');
    expect(left('not-done')).toEqual(['missing flag reason']);
    expect(left('not-done', { reason: '缺配件' })).toEqual([]);
    expect(left('done')).toEqual([]);
  });

  it('brings a fault nobody on duty can fix to the director or the head of duty [engineering-duty-05]', () => {
    const route = (within_authority: boolean) =>
      receivers(routed(policy, 'equipment-fault', { facts: { within_authority } }), 'engineering-duty-05');
    expect(route(false)).toEqual(['1 to engineering-director 10:30', '1 to head-of-duty 10:30']);
    expect(route(true)).toEqual([]);
  });

  it('goes on rounds as often as the desk says [engineering-duty-06]', () => {
    expect(dueBetween(policy, 'engineering-duty-06', '2026-12-01', '2026-12-31')).toEqual([]);
    const daily = policyWith('engineering-duty', 'obligation.rounds.when', { every: 'day', at: '10:00' });
    expect(dueBetween(daily, 'engineering-duty-06', '2026-12-01', '2026-12-02')).toHaveLength(2);
    expect(obligationOf(daily, 'engineering-duty-06')).toMatchObject({ do: 'round:patrol', by: ['duty-officer'], targets: ['equipment'] });
  });

  it('brings a fault found on a round to the supervisor or the head of duty [engineering-duty-07]', () => {
    const route = (facts: Readonly<Record<string, boolean>>) =>
      receivers(routed(policy, 'equipment-fault', { facts }), 'engineering-duty-07');
    expect(route({ found_on_patrol: true })).toEqual(['1 to supervisor 10:30', '1 to head-of-duty 10:30']);
    expect(route({ found_on_patrol: false })).toEqual([]);
    expect(route({ found_on_patrol: true, within_authority: true })).toEqual([]);
  });

  it('keeps a run log of each piece of equipment and the form of the department [engineering-duty-08] [engineering-duty-24]', () => {
    expect(problemsOf(judged(policy, 'equipment-run-log'), 'engineering-duty-08')).toEqual(['missing flag equipment']);
    expect(problemsOf(judged(policy, 'equipment-run-log', { fields: { equipment: '1 号电梯' } }), 'engineering-duty-08')).toEqual([]);
    expect(judged(policy, 'handover').template?.value).toBe('engineering');
  });

  it('lists what is checked, heard, read and explained [engineering-duty-11] [engineering-duty-12] [engineering-duty-13] [engineering-duty-14] [engineering-duty-15] [engineering-duty-18]', () => {
    expect(protocol.verify.map(({ value }) => value)).toEqual(['tools', 'keys', 'instruments', 'rooms-clean', 'equipment-parameters']);
    expect(protocol.incoming.map(({ value }) => value)).toEqual(['report-heard', 'duty-log-read', 'run-log-read', 'patrol-records-read']);
    expect(askedBy(protocol.sections, 'engineering-duty-18')).toEqual(['duty', 'machines', 'open-problems']);
  });

  it('is face to face and signed by both; a desk without the rule asks for neither [engineering-duty-16]', () => {
    expect(protocol.inPerson).toMatchObject({ value: true, reaction: 'refuse', cites: [{ rule: 'engineering-duty-16' }] });
    expect(protocol.sign).toMatchObject({ value: 'both', reaction: 'refuse', cites: [{ rule: 'engineering-duty-16' }] });
    expect([none.inPerson, none.sign]).toEqual([null, null]);
  });

  it('has the papers of the shift in order first [engineering-duty-17]', () => {
    expect(askedBy(protocol.outgoing, 'engineering-duty-17')).toEqual(['run-records', 'patrol-records', 'duty-papers']);
    expect(protocol.outgoing.every(({ reaction }) => reaction === 'refuse')).toBe(true);
    expect(none.outgoing).toEqual([]);
  });

  it('has whoever comes confirm every open problem singly [engineering-duty-19]', () => {
    expect(protocol.confirmEach).toMatchObject({ value: ['incoming'], reaction: 'refuse', cites: [{ rule: 'engineering-duty-19' }] });
    expect(none.confirmEach).toBeNull();
  });

  it('may be refused for four reasons and for no other [engineering-duty-20] [engineering-duty-23]', () => {
    expect(askedBy(protocol.refusals, 'engineering-duty-20')).toEqual(['not-explained', 'records-improper', 'room-not-clean']);
    expect(askedBy(protocol.refusals, 'engineering-duty-23')).toEqual(['concealment-proved']);
    expect(protocol.refusals).toHaveLength(4);
    expect(none.refusals).toEqual([]);
  });

  it('is frozen while switching or while an accident is dealt with, not otherwise [engineering-duty-21]', () => {
    expect(frozenBy(protocol, ['switching-operation'])).toMatchObject({
      value: ['switching-operation'],
      cites: [{ rule: 'engineering-duty-21' }],
    });
    expect(frozenBy(protocol, ['accident-handling'])?.value).toEqual(['accident-handling']);
    expect(frozenBy(protocol, [])).toBeNull();
    expect(frozenBy(none, ['switching-operation'])).toBeNull();
    const opened = eventWords().events.flatMap(({ opens }) => opens);
    expect(protocol.freezeWhile.filter(because('engineering-duty-21')).every(({ value }) => opened.includes(value))).toBe(true);
  });

  it('stops when a fault comes up in between, and stays with whoever goes [engineering-duty-22]', () => {
    const { events } = eventWords();
    const stops = (event: string) => {
      const wider = widerEvents(event, events);
      return stopsFor(protocol, [...wider, ...wider.flatMap((code) => events.find((one) => one.code === code)?.opens ?? [])]);
    };
    for (const event of ['equipment-fault', 'communication-fault', 'accident', 'fire', 'injury'])
      expect(stops(event)).toMatchObject({ reaction: 'refuse', cites: [{ rule: 'engineering-duty-22' }] });
    for (const event of ['incident', 'civil-dispute', 'theft', 'complaint', 'switching-operation']) expect(stops(event)).toBeNull();
    expect(none.stops).toEqual([]);
  });
});
