import { describe, expect, it } from 'vitest';
import type { Citation } from '../../../policy/policy.ts';
import { metLine } from './findings.ts';

const cite = (preset: string | null, rule: string): Citation => ({
  preset,
  rule,
  title: preset === 'leave' ? { zh: '客服部请假制度', en: 'Telecom call centre: leave' } : { zh: '考勤管理制度', en: 'Attendance' },
  section: { zh: rule, en: rule },
  words: { zh: '规定', en: 'rule' },
});

describe('a request that meets every rule', () => {
  it('says in one line how many rules of which regulations, each rule once', () => {
    const cites = [cite('leave', 'leave-01'), cite('leave', 'leave-02'), cite('leave', 'leave-01'), cite('clock', 'clock-07')];
    expect(metLine(cites, 'zh')).toEqual([{ level: 'ok', text: '符合规定:客服部请假制度 2 条、考勤管理制度 1 条' }]);
    expect(metLine(cites, 'en')).toEqual([{ level: 'ok', text: 'Meets the rules: Telecom call centre: leave (2), Attendance (1)' }]);
  });

  it('says nothing where no rule is at stake', () => {
    expect(metLine([], 'zh')).toEqual([]);
  });
});
