import { describe, expect, it } from 'vitest';
import { recordDue, recordOfForm, recordTypes } from '../../src/policy/index.ts';
import { at, day, local, policyOf, zone } from './desk.ts';
import { askedBy, judged, problemsOf } from './register-case.ts';

const policy = policyOf('maritime-forms', '2026-12-01');

describe('maritime-forms', () => {
  it.each([
    [1, 'monitored-object'],
    [2, 'key-task'],
    [3, 'equipment-fault'],
    [4, 'monitoring-record'],
    [5, 'monitoring-event'],
    [6, 'handover'],
    [7, 'centre-violation-notice'],
    [8, 'point-violation-notice'],
    [9, 'centre-violation-ledger'],
    [10, 'point-violation-ledger'],
    [11, 'monitoring-event-ledger'],
    [12, 'equipment-fault-ledger'],
  ])('annex %i is the form %s, with the fields the text names', (annex, type) => {
    const rule = `maritime-forms-${String(annex).padStart(2, '0')}`;
    const form = judged(policy, type);
    expect(form.annex).toMatchObject({ value: annex, cites: [{ rule }] });
    expect(askedBy(form.fields, rule).length).toBeGreaterThanOrEqual(5);
    expect(recordOfForm(`annex-${String(annex).padStart(2, '0')}`, recordTypes())?.code).toBe(type);
  });

  it.each([
    ['maritime-forms-09', 'centre-violation-ledger', 'centre-violation-notice'],
    ['maritime-forms-10', 'point-violation-ledger', 'point-violation-notice'],
    ['maritime-forms-11', 'monitoring-event-ledger', 'monitoring-event'],
    ['maritime-forms-12', 'equipment-fault-ledger', 'equipment-fault'],
  ])('computes a ledger from its forms [%s]', (rule, ledger, form) => {
    expect(judged(policy, ledger).viewOf).toMatchObject({ value: form, cites: [{ rule }] });
    expect(judged(policy, form).viewOf).toBeNull();
  });

  it.each([
    ['maritime-forms-07', 'centre-violation-notice'],
    ['maritime-forms-08', 'point-violation-notice'],
  ])('numbers a notice and wants its reply within seven days, all of the seventh [%s]', (rule, notice) => {
    const issued = judged(policy, notice, { state: 'issued', fields: { facts: '超载' } });
    expect(issued.numbered?.cites.map((cite) => cite.rule)).toEqual([rule]);
    expect(issued.states?.value).toEqual(['issued', 'replied']);
    expect(issued.due?.value.remind).toBe(true);
    const due = recordDue({
      due: issued.due,
      at: at('2026-12-03T09:30'),
      shift: null,
      termEnd: null,
      calendar: { zone, day, anchors: () => null },
    });
    expect(due === null ? '' : local(due)).toBe('2026-12-11T00:00');
  });

  it.each([
    ['maritime-forms-07', 'centre-violation-notice'],
    ['maritime-forms-08', 'point-violation-notice'],
  ])('asks for the reply before a notice counts as answered [%s]', (rule, notice) => {
    const problems = (state: string, fields = {}) => problemsOf(judged(policy, notice, { state, fields }), rule);
    expect(problems('replied')).toEqual(['missing flag reply']);
    expect(problems('replied', { reply: '已整改' })).toEqual([]);
    expect(problems('issued')).toEqual([]);
  });
});
