import { describe, expect, it } from 'vitest';
import { ruleFacts, sourceLine } from './rule-facts.ts';

const task = { detail: { origin: 'clock', remind: null, on: '2027-01-04' } } as const;

describe('what a card says of the rule behind a task', () => {
  it('to whom it goes, how, with whom it is done and about which days', () => {
    const rule = {
      do: 'submit:daily-record',
      to: ['provincial-centre'],
      copies: { 'department-director': 6 },
      channels: ['email'],
      with: ['network-operator'],
      range: 'last-month',
      form: ['annex-02'],
    } as const;
    const facts = ruleFacts(
      { ...rule, to: [...rule.to], channels: [...rule.channels], with: [...rule.with], form: [...rule.form] },
      task,
      'zh',
    );
    expect(Object.fromEntries(facts.map(({ label, value }) => [label, value]))).toEqual({
      报给: '省监控中心',
      份数: '客服部主任 6',
      报送方式: '电子邮件',
      会同: '运营商',
      内容时段: '12月1日(周二)–12月31日(周四)',
      表格: '重点监控任务表(附件二)',
    });
  });

  it('that it is wanted in writing', () => {
    expect(ruleFacts({ do: 'submit:incident-report', to: ['general-manager'], written: true }, task, 'en')).toEqual([
      { label: 'To, in writing', value: expect.stringMatching(/general manager/i) },
    ]);
  });

  it('one day as one day, and nothing where the rule says nothing or is gone', () => {
    expect(ruleFacts({ do: 'submit:daily-statistics', range: 'day' }, task, 'en')).toEqual([{ label: 'About', value: 'Mon 4 Jan' }]);
    expect(ruleFacts({ do: 'round:patrol' }, task, 'zh')).toEqual([]);
    expect(ruleFacts(null, task, 'zh')).toEqual([]);
  });

  it('what shows the entries it is made from, of its days', () => {
    expect(sourceLine({ do: 'submit:quality-analysis', source: ['duty-log'], range: 'last-month' }, task)).toBe(
      'report log duty log 2026-12-01 2026-12-31',
    );
    expect(sourceLine({ do: 'submit:quality-analysis', source: ['duty-log'] }, task)).toBeNull();
    expect(sourceLine(null, task)).toBeNull();
  });
});
