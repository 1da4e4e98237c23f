import { describe, expect, it } from 'vitest';
import { judgeRequest, mayPlan, roundAfter } from '../../src/policy/index.ts';
import { at, day, local, policyOf, zone } from './desk.ts';
import {
  askedBy,
  because,
  dueBetween,
  judged,
  obligationOf,
  occurrences,
  problemsOf,
  protocolOf,
  receivers,
  routed,
} from './register-case.ts';
import { caseOf, fact, found, proposed, stagesOf } from './request-case.ts';

const policy = policyOf('center-security-2', '2026-12-01');
const complete = ['item', 'owner', 'taken_by', 'reason', 'at'];
const itemOut = (filled: readonly string[], answers = {}, now = '2026-12-01T09:00') =>
  judgeRequest(
    policy,
    caseOf({ type: 'item-out', filed: '2026-12-01T09:00', now, hours: ['2026-12-01T10:00', '2026-12-01T10:00'], filled, answers }),
  );

describe('center-security-2', () => {
  it.each(['compile', 'change'] as const)('has the captain %s the roster, nobody else [center-security-2-02]', (task) => {
    const may = (role: string) => mayPlan({ policy, task, roles: [role], on: '2026-12-01', day }).allowed;
    expect(may('guard-captain')).toBe(true);
    expect(may('guard')).toBe(false);
  });

  it('refuses what is not registered in full [center-security-2-15]', () => {
    expect(found(itemOut(complete), 'center-security-2-15')).toEqual([]);
    for (const missing of complete) {
      expect(found(itemOut(complete.filter((field) => field !== missing)), 'center-security-2-15')).toEqual([
        `field-missing refuse /${missing}`,
      ]);
    }
  });

  it('refuses what is registered once it has left [center-security-2-15]', () => {
    expect(found(itemOut(complete, {}, '2026-12-01T09:59'), 'center-security-2-15')).toEqual([]);
    expect(found(itemOut(complete, {}, '2026-12-01T10:00'), 'center-security-2-15')).toEqual([
      'after-start refuse 2026-12-01T10:00/2026-12-01T10:00',
    ]);
  });

  it('asks the office about important equipment only [center-security-2-16]', () => {
    expect(stagesOf(itemOut(complete, { important: true }), 'center-security-2-16')).toEqual(['1 centre-office']);
    expect(itemOut(complete, { important: false }).stages).toEqual([]);
  });

  it('proposes to charge a private call', () => {
    expect(proposed(policy, [fact('private-call', '2026-12-01')])).toEqual(['cost-charged center-security-2-23']);
  });
});

describe('center-security-2: what is written, handed over, reported and due', () => {
  const protocol = protocolOf(policy);

  it.each([
    ['sudden-event', null, 'center-security-2-03', ['1 to guard-captain', '2 then centre-admin']],
    ['violation', null, 'center-security-2-05', ['1 to centre-admin 10:30', '1 to guard-company 10:30']],
    ['emergency', null, 'center-security-2-06', ['1 to centre-admin', '1 assist guard-captain']],
    ['hazard', null, 'center-security-2-13', ['1 to centre-admin 10:05']],
    ['suspicious-item', null, 'center-security-2-17', ['1 to centre-admin 10:05']],
    ['emergency', 'major', 'center-security-2-24', ['1 to centre-admin 10:05']],
  ] as const)('brings %s (%s) where it belongs: %s', (event, severity, rule, expected) => {
    expect(receivers(routed(policy, event, { severity }), rule)).toEqual(expected);
    expect(receivers(routed(policy, 'lost-umbrella'), rule)).toEqual([]);
  });

  it('keeps each matter to its own rule [center-security-2-03] [center-security-2-05] [center-security-2-06]', () => {
    expect(receivers(routed(policy, 'violation'), 'center-security-2-03')).toEqual([]);
    expect(receivers(routed(policy, 'sudden-event'), 'center-security-2-05')).toEqual([]);
    expect(receivers(routed(policy, 'hazard'), 'center-security-2-06')).toEqual([]);
  });

  it('says what is done at once [center-security-2-13] [center-security-2-17] [center-security-2-24]', () => {
    const done = (event: string, severity: string | null = null) => routed(policy, event, { severity }).actions.map(({ value }) => value);
    expect(done('hazard')).toEqual(['call-police-if-severe']);
    expect(done('suspicious-item')).toEqual(['hold-item']);
    expect(done('emergency', 'major')).toEqual(['call-police-if-severe']);
    expect(done('emergency')).toEqual([]);
  });

  it('goes round at least every two hours while the hall is closed, and once at noon [center-security-2-11]', () => {
    const rounds = occurrences(policy, 'center-security-2-11', '2026-12-02', '2026-12-02').filter(({ hidden }) => !hidden);
    const [noon, evening] = rounds;
    expect(rounds.map(({ fromAt, dueAt }) => `${local(fromAt)} ${local(dueAt)}`)).toEqual([
      '2026-12-02T12:00 2026-12-02T13:00',
      '2026-12-02T17:00 2026-12-02T19:00',
    ]);
    if (noon === undefined || evening === undefined) throw new Error('two windows a day');
    const rule = policy.obligations.find(because('center-security-2-11'));
    if (rule === undefined) throw new Error('the rule on rounds');
    const input = { calendar: { zone, day, anchors: () => null }, shifts: [] };
    const next = (done: string | null, round = evening) => {
      const due = roundAfter(round, { completedAt: done === null ? null : at(done) }, rule, input);
      return due === null ? null : local(due.dueAt);
    };
    expect(next('2026-12-02T18:10')).toBe('2026-12-02T20:10');
    expect(next(null)).toBe('2026-12-02T21:00');
    expect(next('2026-12-03T06:59')).toBe('2026-12-03T08:59');
    expect(next('2026-12-03T07:00')).toBeNull();
    expect(next('2026-12-02T12:20', noon)).toBeNull();
  });

  it('adds a round at an odd time in each window [center-security-2-11]', () => {
    const odd = occurrences(policy, 'center-security-2-11', '2026-12-02', '2026-12-03').filter(({ hidden }) => hidden);
    expect(odd.filter(({ window }) => window !== null && local(window.start) === '2026-12-02T12:00')).toHaveLength(1);
    expect(odd.filter(({ window }) => window !== null && local(window.start) === '2026-12-02T17:00')).toHaveLength(1);
    for (const { fromAt, dueAt } of odd) expect(fromAt.until(dueAt).total('minutes')).toBe(30);
  });

  it('closes power, water and passages at the end of work on working days [center-security-2-14]', () => {
    expect(dueBetween(policy, 'center-security-2-14', '2026-12-04', '2026-12-06')).toHaveLength(1);
    expect(dueBetween(policy, 'center-security-2-14', '2026-12-05', '2026-12-06')).toEqual([]);
    expect(obligationOf(policy, 'center-security-2-14')).toMatchObject({
      items: ['power-off', 'water-valves-closed', 'passages-closed'],
      by: ['guard'],
    });
  });

  it('lets nobody leave before the hand-over is done [center-security-2-19]', () => {
    expect(protocol.requires.filter(because('center-security-2-19'))).toMatchObject([{ value: 'handover-completed', gates: true }]);
    expect(protocolOf(policyOf('property-security-duty', '2026-12-01')).requires).toEqual([]);
  });

  it('keeps what is registered, by whom and for whom [center-security-2-04] [center-security-2-07] [center-security-2-09] [center-security-2-10] [center-security-2-12] [center-security-2-28]', () => {
    expect(problemsOf(judged(policy, 'violation', { roles: ['guard'] }), 'center-security-2-04')).toEqual(['not-yours flag guard-captain']);
    expect(problemsOf(judged(policy, 'violation', { roles: ['guard-captain'] }), 'center-security-2-04')).toEqual([]);
    expect(askedBy(judged(policy, 'task').fields, 'center-security-2-07')).toEqual(['given_by', 'assigned_to', 'content', 'outcome']);
    const round = (time: readonly string[]) => judged(policy, 'patrol-round', { facts: { time } });
    expect(round(['office-hours']).checkpoints).toHaveLength(5);
    expect(round(['off-hours']).checkpoints).toEqual([]);
    expect(askedBy(round([]).fields, 'center-security-2-12')).toEqual(['fire', 'theft', 'explosion', 'other']);
    expect(askedBy(judged(policy, 'suspicious-person').fields, 'center-security-2-10')).toContain('description');
    expect(judged(policy, 'lost-and-found').to).toMatchObject([{ value: ['centre-office'], cites: [{ rule: 'center-security-2-28' }] }]);
  });
});
