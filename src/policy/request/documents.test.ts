import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoPolicy } from '../../../test/policy/demo-policy.ts';
import { type CaseText, caseOf, found } from '../../../test/policy/request-case.ts';
import { plusDays } from '../days.ts';
import { judgeRequest } from './judge.ts';

const ruling = (entry: Readonly<Record<string, unknown>>, given: Partial<CaseText> = {}) =>
  judgeRequest(
    demoPolicy({ request: { papers: { request: ['leave'], ...entry } } }),
    caseOf({ type: 'leave', kind: 'sick', filed: '2026-12-01T09:00', from: '2026-12-07', until: '2026-12-10', ...given }),
  );
const paper = (name: string, from: string | null = null, until = from) => ({ name, from, until });

describe('required fields', () => {
  it('are filled, or are answered by the request itself', () => {
    const asked = ruling({ required: ['reason', 'from', 'requester'] });
    expect(asked.findings).toEqual([]);
    expect(asked.required.map(({ field }) => field)).toEqual(['reason', 'from', 'requester']);
    expect(found(ruling({ required: ['reason'] }, { filled: [] }), 'demo-01')).toEqual(['field-missing refuse /reason']);
    expect(found(ruling({ required: ['partner'] }), 'demo-01')).toEqual(['field-missing refuse /partner']);
    expect(ruling({ required: ['from'] }, { from: null }).findings).toHaveLength(1);
  });
});

describe('what must be there', () => {
  const entry = { requires: ['medical-certificate'] };

  it('is a document of that name, however it is written, or a field that holds it', () => {
    expect(found(ruling(entry), 'demo-01')).toEqual(['document-missing refuse /medical-certificate']);
    expect(ruling(entry, { documents: [paper('medical-certificate')] }).findings).toEqual([]);
    expect(ruling(entry, { documents: [paper('medical_certificate')] }).findings).toEqual([]);
    expect(ruling(entry, { filled: ['medical_certificate'] }).findings).toEqual([]);
    expect(ruling(entry, { documents: [paper('medical-record-copy')] }).findings).toHaveLength(1);
  });

  it('may follow: the request stands provisionally until then', () => {
    const follows = { ...entry, requires_by: 'follow-up' };
    const without = ruling(follows);
    expect(found(without, 'demo-01')).toEqual(['document-missing provisional /medical-certificate']);
    expect(without.provisional).toBe(true);
    expect(ruling(follows, { documents: [paper('medical-certificate')] })).toMatchObject({ findings: [], provisional: false });
  });

  it('is a condition that others settle', () => {
    const phoned = { if: { after_start: true }, requires: ['leader-phoned'] };
    const after = { filed: '2026-12-07T00:00' };
    expect(found(ruling(phoned, after), 'demo-01')).toEqual(['condition-missing refuse /leader-phoned']);
    expect(ruling(phoned, { ...after, given: ['leader-phoned'] }).findings).toEqual([]);
    expect(ruling(phoned, { filed: '2026-12-06T23:59' }).findings).toEqual([]);
  });

  it('an approval is met by the chain', () => {
    expect(ruling({ requires: ['approval'] })).toMatchObject({ findings: [], stages: null });
    expect(ruling({ requires: ['approval'], approve: [] }).stages).toBeNull();
    expect(ruling({ approve: [] }).stages).toEqual([]);
  });

  it('is asked for from the length on that the rule names', () => {
    const aDay = { ...entry, if: { days: { from: 1 } }, unless: { emergency: true } };
    const half = { lengths: { days: 0.5, calendarDays: 0.5, workingDays: 0.5 } };
    const one = { lengths: { days: 1, calendarDays: 1, workingDays: 1 } };
    expect(ruling(aDay, half).findings).toEqual([]);
    expect(ruling(aDay, one).findings).toHaveLength(1);
    expect(ruling(aDay, { ...one, answers: { emergency: true } }).findings).toEqual([]);
  });
});

describe('certificates', () => {
  const check = { check: ['certificates-continuous'] };
  const asked = (...documents: readonly ReturnType<typeof paper>[]) => ruling(check, { documents });

  it('cover the leave from its first to its last day without a gap', () => {
    expect(asked(paper('note', '2026-12-07', '2026-12-10')).findings).toEqual([]);
    expect(asked(paper('note', '2026-12-09', '2026-12-11'), paper('note', '2026-12-05', '2026-12-08')).findings).toEqual([]);
    expect(found(asked(paper('note', '2026-12-07'), paper('note', '2026-12-09', '2026-12-10')), 'demo-01')).toEqual([
      'certificates-gap refuse 2026-12-08/2026-12-07/2026-12-10',
    ]);
    expect(asked(paper('note', '2026-12-08', '2026-12-10')).findings).toMatchObject([{ measured: '2026-12-07' }]);
    expect(asked(paper('note', '2026-12-07', '2026-12-09')).findings).toMatchObject([{ measured: '2026-12-10' }]);
  });

  it('that say no days, or none at all, leave no gap', () => {
    expect(asked().findings).toEqual([]);
    expect(asked(paper('note')).findings).toEqual([]);
  });

  it('leave a gap exactly where a day is in none of them', () => {
    const stretch = fc.tuple(fc.integer({ min: -2, max: 6 }), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 5 }), (stretches) => {
        const papers = stretches.map(([start, days]) => paper('note', plusDays('2026-12-07', start), plusDays('2026-12-07', start + days)));
        const days = [0, 1, 2, 3].map((offset) => plusDays('2026-12-07', offset));
        const missing = days.find((on) => !papers.some(({ from, until }) => from !== null && until !== null && from <= on && on <= until));
        expect(asked(...papers).findings.map(({ measured }) => measured)).toEqual(missing === undefined ? [] : [missing]);
      }),
    );
  });
});
