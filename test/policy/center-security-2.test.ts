import { describe, expect, it } from 'vitest';
import { judgeRequest, mayPlan } from '../../src/policy/index.ts';
import { day, policyOf } from './desk.ts';
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
