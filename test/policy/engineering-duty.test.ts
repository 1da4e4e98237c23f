import { describe, expect, it } from 'vitest';
import { judgeRequest } from '../../src/policy/index.ts';
import { policyOf } from './desk.ts';
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
