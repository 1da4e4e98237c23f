import { describe, expect, it } from 'vitest';
import { reportUp } from '../../src/policy/index.ts';
import { policyOf } from './desk.ts';
import { judged, problemsOf, receivers, routed } from './register-case.ts';

const policy = policyOf('telecom-instructions', '2026-12-01');
const up = (level: number, emergency: boolean, told = 0) => reportUp(policy, { level, told, emergency });

describe('telecom-instructions', () => {
  it.each([
    ['political-problem', 'telecom-instructions-01'],
    ['secret-leak', 'telecom-instructions-01'],
    ['serious-error', 'telecom-instructions-02'],
    ['accident', 'telecom-instructions-02'],
    ['discipline-breach', 'telecom-instructions-02'],
    ['danger-to-equipment', 'telecom-instructions-03'],
    ['danger-to-people', 'telecom-instructions-03'],
    ['out-of-scope', 'telecom-instructions-04'],
  ])('brings %s to the superior within half an hour', (event, rule) => {
    expect(receivers(routed(policy, event), rule)).toEqual(['1 to superior 10:30']);
  });

  it('routes each matter by its own rule and no other [telecom-instructions-01] [telecom-instructions-02] [telecom-instructions-03] [telecom-instructions-04]', () => {
    for (const [event, rule] of [
      ['political-problem', 'telecom-instructions-02'],
      ['serious-error', 'telecom-instructions-01'],
      ['danger-to-people', 'telecom-instructions-04'],
      ['out-of-scope', 'telecom-instructions-03'],
    ] as const)
      expect(receivers(routed(policy, event), rule)).toEqual([]);
    expect(routed(policy, 'lost-umbrella').stages).toEqual([]);
  });

  it('leaves a difficult customer to the team lead, without a limit [telecom-instructions-05]', () => {
    expect(receivers(routed(policy, 'difficult-customer'), 'telecom-instructions-05')).toEqual(['1 to team-lead']);
    expect(receivers(routed(policy, 'accident'), 'telecom-instructions-05')).toEqual([]);
  });

  it('goes one level at a time and skips one in an emergency only [telecom-instructions-06]', () => {
    expect(up(1, false)).toMatchObject({ allowed: true, skipped: [] });
    expect(up(2, false)).toMatchObject({ allowed: false, skipped: [1], cites: [{ rule: 'telecom-instructions-06' }, {}] });
    expect(up(2, false, 1).allowed).toBe(true);
    expect(up(2, true)).toMatchObject({ allowed: true, skipped: [1] });
  });

  it('reminds whoever skipped a level until the one passed over knows [telecom-instructions-07]', () => {
    expect(routed(policy, 'level-skipped').stages).toMatchObject([
      { word: 'skipped-superior', remind: true, cites: [{ rule: 'telecom-instructions-07' }] },
    ]);
    expect(up(2, true).remind).toBe(true);
    expect(up(1, true).remind).toBe(false);
  });

  it('asks for the facts and a proposal, and keeps instruction, execution and objection [telecom-instructions-08] [telecom-instructions-09] [telecom-instructions-10]', () => {
    const facts = { facts: '线路中断' };
    expect(problemsOf(judged(policy, 'instruction-request', { fields: facts }), 'telecom-instructions-08')).toEqual([
      'missing flag proposal',
    ]);
    const complete = judged(policy, 'instruction-request', { fields: { ...facts, proposal: '切换备用' } });
    expect(complete.problems).toEqual([]);
    expect(complete.fields.map(({ value }) => value)).toEqual([
      'instruction',
      'instructed_by',
      'executed_at',
      'objection',
      'superior_decision',
      'raised_after',
      'facts',
      'proposal',
    ]);
  });
});
