import { describe, expect, it } from 'vitest';
import { lengthOf } from '../../src/features/balance/length.ts';
import { cycleOf, dayCountOf, judgeRequest, lastCycle, loadPreset, payShareOf, resolvePolicy } from '../../src/policy/index.ts';
import { at, policyOf, zone } from './desk.ts';
import { office } from './leave-review.ts';
import { type CaseText, caseOf, found, stagesOf } from './request-case.ts';

const policy = policyOf('attendance-leave', '2026-12-01');
const judge = (kind: string, more: Partial<CaseText> = {}) =>
  judgeRequest(policy, caseOf({ type: 'leave', kind, filed: '2026-12-01T09:00', from: '2026-12-07', ...more }));
const withDocuments = (...names: string[]) => ({ documents: names.map((name) => ({ name, from: null, until: null })) });

/** Days of a leave from Friday to Monday, as the type is counted; the person works Friday and Monday. */
function overWeekend(leaveType: string): number {
  const count = dayCountOf(policy, leaveType)?.value ?? 'none';
  if (count === 'none') throw new Error(`${leaveType} is not counted`);
  const duties = ['2026-12-04', '2026-12-07'].map((on) => ({ dutyOn: on, startsAt: at(`${on}T09:00`), endsAt: at(`${on}T17:00`) }));
  const [startsAt, endsAt] = [at('2026-12-04T00:00'), at('2026-12-08T00:00')];
  const span = { startsAt, endsAt, wholeFrom: '2026-12-04', wholeUntil: '2026-12-07' };
  return lengthOf({ startsAt, endsAt, zone, count, span, duties, isRostered: () => true, isWorkday: () => false, office }).days;
}

describe('attendance-leave', () => {
  it('resolves with the other parts of the document', () => {
    const adoptions = ['attendance-audit', 'attendance-clock', 'attendance-leave', 'attendance-overtime'].map((preset) => ({
      preset,
      overrides: [],
      from: '2026-01-01',
      until: null,
    }));
    const all = resolvePolicy({ adoptions, deskShifts: [], deskKinds: [], calendarSettings: {}, on: '2026-12-01', load: loadPreset });
    expect(all.ok ? [] : all.refusal).toEqual([]);
  });

  describe('request', () => {
    it('is made before the start [attendance-leave-01]', () => {
      expect(found(judge('personal', { filed: '2026-12-06T23:59' }), 'attendance-leave-01')).toEqual([]);
      expect(found(judge('personal', { filed: '2026-12-07T00:00' }), 'attendance-leave-01')).toEqual([
        'after-start refuse 2026-12-07T00:00/2026-12-07T00:00',
      ]);
      expect(found(judge('personal', { filed: '2026-12-07T00:00', answers: { verbal: true } }), 'attendance-leave-01')).toEqual([]);
    });

    it('goes to the superior, to two levels, or to the department head by its working days [attendance-leave-02] [attendance-leave-03] [attendance-leave-04]', () => {
      const stages = (days: number) => {
        const lengths = { days, calendarDays: Math.ceil(days), workingDays: days };
        return (judge('personal', { lengths }).stages ?? []).map(({ number, words, minRank, cites }) =>
          [number, ...words, minRank ?? '', ...cites.map(({ rule }) => rule)].join(' '),
        );
      };
      const short = ['1 superior  attendance-leave-02'];
      const middle = ['1 superior  attendance-leave-03', '2 superior-of-superior manager attendance-leave-03'];
      const long = ['1 department-head director attendance-leave-04'];
      expect([stages(0.5), stages(1)]).toEqual([short, short]);
      expect([stages(1.5), stages(3)]).toEqual([middle, middle]);
      expect(stages(3.5)).toEqual(long);
    });

    it('by word of mouth goes to the direct superior [attendance-leave-05]', () => {
      expect(
        stagesOf(judge('personal', { from: '2026-12-07', until: '2026-12-11', answers: { verbal: true } }), 'attendance-leave-05'),
      ).toEqual(['1 superior']);
      expect(stagesOf(judge('personal'), 'attendance-leave-05')).toEqual([]);
    });

    it('by word of mouth owes the form on the first rostered day after [attendance-leave-06]', () => {
      const owed = (verbal: boolean) =>
        judge('personal', { answers: { verbal } }).followUps.filter(({ cites }) =>
          cites.some(({ rule }) => rule === 'attendance-leave-06'),
        );
      expect(owed(true)).toMatchObject([{ do: 'submit-form', due: { after: 'end', rosteredDays: 1 }, remind: true }]);
      expect(owed(false)).toEqual([]);
    });

    it('of some types, or of more than ten days, goes on to human resources [attendance-leave-07]', () => {
      const hr = (kind: string, until = '2026-12-07') => stagesOf(judge(kind, { until }), 'attendance-leave-07');
      expect(hr('personal', '2026-12-16')).toEqual([]);
      expect(hr('personal', '2026-12-17')).toEqual(['2 hr']);
      expect(hr('sick')).toEqual([]);
      for (const kind of ['annual', 'marriage', 'maternity', 'bereavement', 'official'])
        expect([kind, ...hr(kind)]).toEqual([kind, '2 hr']);
    });

    it('stands provisionally until the paper arrives [attendance-leave-09]', () => {
      const ruling = judge('personal');
      expect(ruling.provisional).toBe(true);
      expect(ruling.followUps).toMatchObject([{ do: 'hand-in-paper', due: null, cites: [{ rule: 'attendance-leave-09' }] }]);
      const adopted = { rule: 'attendance-leave-09', reaction: 'off', by: 'a', reason: 'r', from: '2026-01-01' } as const;
      const soft = policyOf('attendance-leave', '2026-12-01', { overrides: [adopted] });
      const request = caseOf({ type: 'leave', kind: 'personal', filed: '2026-12-01T09:00', from: '2026-12-07' });
      expect(judgeRequest(soft, request)).toMatchObject({ provisional: false, followUps: [] });
    });

    it('needs the papers of its type [attendance-leave-10] [attendance-leave-24] [attendance-leave-27] [attendance-leave-38] [attendance-leave-41]', () => {
      const missing = (kind: string, rule: string, ...there: string[]) =>
        found(judge(kind, withDocuments(...there)), `attendance-leave-${rule}`);
      const papers = [
        ['sick', '10', 'public-hospital-sick-note', 'medical-record-copy'],
        ['marriage', '24', 'marriage-certificate-copy'],
        ['prenatal', '27', 'family-planning-proof'],
        ['maternity', '27', 'family-planning-proof'],
        ['nursing', '27', 'family-planning-proof'],
        ['paternity', '38', 'birth-certificate-copy'],
        ['bereavement', '41', 'death-certificate-copy'],
      ] as const;
      for (const [kind, rule, ...names] of papers) {
        expect(missing(kind, rule, ...names)).toEqual([]);
        expect(missing(kind, rule)).toEqual(names.map((name) => `document-missing refuse /${name}`));
      }
      expect(missing('sick', '10', 'public-hospital-sick-note')).toEqual(['document-missing refuse /medical-record-copy']);
    });

    it('for a marriage comes before the start, also by word of mouth [attendance-leave-24]', () => {
      const asked = { answers: { verbal: true }, ...withDocuments('marriage-certificate-copy') };
      expect(found(judge('marriage', { ...asked, filed: '2026-12-06T23:59' }), 'attendance-leave-24')).toEqual([]);
      expect(found(judge('marriage', { ...asked, filed: '2026-12-07T00:00' }), 'attendance-leave-24')).toHaveLength(1);
    });

    it('for personal reasons lasts two weeks at most [attendance-leave-14]', () => {
      expect(found(judge('personal', { until: '2026-12-20' }), 'attendance-leave-14')).toEqual([]);
      expect(found(judge('personal', { until: '2026-12-21' }), 'attendance-leave-14')).toEqual(['too-long refuse 15/14']);
      expect(found(judge('annual', { until: '2026-12-21' }), 'attendance-leave-14')).toEqual([]);
    });
  });

  it('counts from the 21st to the 20th, across the end of the year [attendance-leave-08]', () => {
    expect(cycleOf(policy, '2026-12-20')).toEqual({ from: '2026-11-21', until: '2026-12-20' });
    expect(cycleOf(policy, '2026-12-21')).toEqual({ from: '2026-12-21', until: '2027-01-20' });
    expect(cycleOf(policy, '2027-01-20')).toEqual({ from: '2026-12-21', until: '2027-01-20' });
    expect(lastCycle(policy, '2027-01-20')).toEqual({ from: '2026-11-21', until: '2026-12-20' });
    expect(lastCycle(policy, '2027-01-21')).toEqual({ from: '2026-12-21', until: '2027-01-20' });
    expect(cycleOf({ cycle: null }, '2026-02-15')).toEqual({ from: '2026-02-01', until: '2026-02-28' });
  });

  it.each([
    ['sick', 4, 'attendance-leave-11'],
    ['personal', 2, 'attendance-leave-15'],
    ['annual', 2, 'attendance-leave-21'],
    ['marriage', 4, 'attendance-leave-26'],
    ['prenatal', 4, 'attendance-leave-28'],
    ['maternity', 4, 'attendance-leave-33'],
    ['paternity', 4, 'attendance-leave-38'],
    ['bereavement', 4, 'attendance-leave-41'],
  ])(
    'counts %s leave over a weekend as %d days, by calendar or roster [attendance-leave-11] [attendance-leave-15] [attendance-leave-21] [attendance-leave-26] [attendance-leave-28] [attendance-leave-33]',
    (kind, days, rule) => {
      expect(overWeekend(kind)).toBe(days);
      expect(dayCountOf(policy, kind)?.cites.map((cite) => cite.rule)).toContain(rule);
    },
  );

  it.each([
    ['sick', 0.4, 'attendance-leave-12'],
    ['personal', 0, 'attendance-leave-13'],
    ['annual', 1, 'attendance-leave-20'],
  ])('pays %s leave at a share of %d [attendance-leave-12] [attendance-leave-13] [attendance-leave-20]', (kind, share, rule) => {
    expect(payShareOf(policy, kind)).toMatchObject({ value: share, cites: [{ rule }] });
    expect(payShareOf(policy, 'other')).toBeNull();
  });
});
