import { describe, expect, it } from 'vitest';
import { type Finding, judgeRequest, loadPreset, type Override, resolvePolicy, type TouchedDuty } from '../../src/policy/index.ts';
import { at, policyOf } from './desk.ts';
import { type CaseText, caseOf, duty, fact, found, other, party, proposed, stagesOf } from './request-case.ts';

const policy = policyOf('telecom-swap', '2026-12-01');

/** `a` gives the early shift of Thursday 3 December to `b` and takes the late one of Saturday 5 December in return. */
const swap = (more: Partial<CaseText> = {}, beside: readonly TouchedDuty[] = []) =>
  judgeRequest(
    policy,
    caseOf({
      type: 'swap',
      filed: '2026-12-01T09:00',
      partner: party('b'),
      filled: ['reason', 'given_shift', 'return_shift'],
      touched: [duty('a', 'early', '2026-12-03T08:00', '2026-12-03T16:00'), duty('b', 'late', '2026-12-05T16:00', '2026-12-06T00:00')],
      resulting: [
        duty('b', 'early', '2026-12-03T08:00', '2026-12-03T16:00'),
        duty('a', 'late', '2026-12-05T16:00', '2026-12-06T00:00'),
        ...beside,
      ],
      ...more,
    }),
  );
const people = (ruling: ReturnType<typeof swap>) => ruling.findings.map(({ code, person }) => `${code} ${person}`);

describe('telecom-swap', () => {
  it('finds nothing wrong with a plain swap', () => {
    expect(swap().findings).toEqual([]);
  });

  it('asks for a reason', () => {
    expect(found(swap({ filled: ['given_shift', 'return_shift'] }), 'telecom-swap-01')).toEqual(['field-missing refuse /reason']);
  });

  it('has both team leads agree, in any order; leave is not theirs to decide [telecom-swap-02]', () => {
    expect(stagesOf(swap(), 'telecom-swap-02')).toEqual(['1 team-lead-of-requester', '1 team-lead-of-partner']);
    expect(judgeRequest(policy, caseOf({ type: 'leave', filed: '2026-12-01T09:00', from: '2026-12-03' })).stages).toBeNull();
  });

  it('refuses the third swap of a month [telecom-swap-03]', () => {
    const having = (...others: CaseText['others'] & object) => found(swap({ others }), 'telecom-swap-03');
    expect(having(other('swap', 'a', '2026-12-10'))).toEqual([]);
    expect(having(other('swap', 'a', '2026-12-10'), other('swap', 'a', '2026-12-20'))).toEqual(['too-many refuse 3/2']);
    // One that waits for a decision counts; leave, and the months beside, do not.
    expect(having(other('swap', 'a', '2026-12-10'), other('swap', 'a', '2026-12-20', { open: true }))).toHaveLength(1);
    expect(having(other('swap', 'a', '2026-12-10'), other('leave', 'a', '2026-12-20'))).toEqual([]);
    expect(having(other('swap', 'a', '2026-11-30'), other('swap', 'a', '2027-01-01'))).toEqual([]);
  });

  it('counts obliging somebody, names who has had enough, and says from when [telecom-swap-03]', () => {
    const others = [other('swap', 'c', '2026-12-10', { partner: 'b' }), other('swap', 'b', '2026-12-20')];
    const ruling = swap({ others }, [duty('b', 'early', '2026-12-07T08:00', '2026-12-07T16:00')]);
    expect(people(ruling)).toEqual(['too-many b']);
    expect(ruling.findings[0]?.instead).toBe('2027-01-01');
  });

  it('refuses to swap the shift after a swapped one, not the one after that [telecom-swap-04]', () => {
    const swapped = duty('a', 'early', '2026-12-04T08:00', '2026-12-04T16:00', { swapped: 'swapped', swap: 's1' });
    const between = duty('a', 'early', '2026-12-05T06:00', '2026-12-05T12:00');
    expect(found(swap({}, [swapped]), 'telecom-swap-04')).toEqual(['consecutive refuse 2026-12-04/2026-12-03']);
    const later = { ...swapped, slot: 'later', dutyOn: '2026-12-07', startsAt: at('2026-12-07T08:00'), endsAt: at('2026-12-07T16:00') };
    const own = duty('a', 'early', '2026-12-06T08:00', '2026-12-06T16:00');
    expect(found(swap({}, [later]), 'telecom-swap-04')).toEqual(['consecutive refuse 2026-12-07/2026-12-05']);
    expect(found(swap({}, [own, later]), 'telecom-swap-04')).toEqual([]);
    expect(found(swap({}, [between]), 'telecom-swap-04')).toEqual([]);
  });

  it('refuses two shifts back to back for either of the two, not with a minute between [telecom-swap-05]', () => {
    const having = (person: string, until: string) =>
      swap({}, [duty(person, 'day', person === 'a' ? '2026-12-05T08:00' : '2026-12-03T00:00', until)]);
    expect(found(having('a', '2026-12-05T15:59'), 'telecom-swap-05')).toEqual([]);
    expect(found(having('a', '2026-12-05T16:00'), 'telecom-swap-05')).toEqual(['back-to-back refuse 2026-12-05T16:00/2026-12-05T16:00']);
    expect(found(having('b', '2026-12-03T07:59'), 'telecom-swap-05')).toEqual([]);
    expect(people(having('b', '2026-12-03T08:00'))).toEqual(['back-to-back b']);
  });

  it('leaves alone two shifts back to back that the swap has nothing to do with [telecom-swap-05]', () => {
    const own = [duty('a', 'day', '2026-12-08T08:00', '2026-12-08T16:00'), duty('a', 'late', '2026-12-08T16:00', '2026-12-09T00:00')];
    expect(found(swap({}, own), 'telecom-swap-05')).toEqual([]);
  });

  const partnerWith = (attributes: Readonly<Record<string, string>>) => swap({ partner: party('b', { attributes }) });

  it('refuses a partner of another job, or one nothing is known of [telecom-swap-06]', () => {
    expect(found(partnerWith({ job_type: 'agent', skill_grade: 'junior' }), 'telecom-swap-06')).toEqual([]);
    expect(found(partnerWith({ job_type: 'inspector', skill_grade: 'junior' }), 'telecom-swap-06')).toEqual([
      'not-the-same refuse job_type=inspector/job_type=agent',
    ]);
    expect(found(partnerWith({ skill_grade: 'junior' }), 'telecom-swap-06')).toHaveLength(1);
  });

  it('refuses a partner of another grade [telecom-swap-07]', () => {
    expect(found(partnerWith({ job_type: 'agent', skill_grade: 'junior' }), 'telecom-swap-07')).toEqual([]);
    expect(found(partnerWith({ job_type: 'agent', skill_grade: 'senior' }), 'telecom-swap-07')).toEqual([
      'not-the-same refuse skill_grade=senior/skill_grade=junior',
    ]);
  });

  it('has both confirm and shows the lead who is there', () => {
    expect(swap().confirm).toEqual(['requester', 'partner']);
    expect(swap().show).toEqual(['swaps_this_month', 'staff_on_shift', 'grades']);
  });

  it('proposes absence for a shift missed through an unclear swap, for the team lead to share out [telecom-swap-09]', () => {
    expect(proposed(policy, [fact('missed-swapped-shift', '2026-12-03')])).toEqual(['absence telecom-swap-09']);
    expect(proposed(policy, [fact('late', '2026-12-03', 60)])).toEqual([]);
    expect(policy.consequences[0]?.value).toMatchObject({ liable: ['requester', 'partner'], decided_by: ['team-lead'] });
  });

  it('refuses leave from a swapped or a returned shift, not from another [telecom-swap-10]', () => {
    const from = (swapped: TouchedDuty['swapped']) =>
      judgeRequest(
        policy,
        caseOf({
          type: 'leave',
          kind: 'annual',
          filed: '2026-12-01T09:00',
          from: '2026-12-03',
          touched: [duty('a', 'early', '2026-12-03T08:00', '2026-12-03T16:00', { swapped, swap: swapped === null ? null : 's1' })],
        }),
      );
    expect(found(from(null), 'telecom-swap-10')).toEqual([]);
    expect(found(from('swapped'), 'telecom-swap-10')).toEqual(['forbidden-shift refuse 2026-12-03/swapped-shift']);
    expect(found(from('returned'), 'telecom-swap-10')).toEqual(['forbidden-shift refuse 2026-12-03/returned-shift']);
  });

  it('counts staying away from a swapped shift as absence [telecom-swap-10]', () => {
    const rule = policy.requests.find(({ value }) => value.key === 'forbid_on' && value.value.includes('swapped-shift'));
    expect(rule?.otherwise).toBe('absence');
    expect(policy.requests.find(({ value }) => value.key === 'max_count')?.otherwise).toBeNull();
  });

  it('refuses swap and leave on a holiday, not the day after [telecom-swap-12]', () => {
    const onDay = (type: string, on: string) =>
      found(
        judgeRequest(
          policy,
          caseOf({
            type,
            filed: '2026-09-20T09:00',
            from: type === 'leave' ? on : null,
            partner: type === 'leave' ? null : party('b'),
            filled: ['reason', 'given_shift', 'return_shift'],
            touched: [duty('a', 'early', `${on}T08:00`, `${on}T16:00`)],
          }),
        ),
        'telecom-swap-12',
      );
    for (const type of ['swap', 'leave']) {
      expect(onDay(type, '2026-10-07')).toEqual(['forbidden-day refuse 2026-10-07/holiday']);
      expect(onDay(type, '2026-10-08')).toEqual([]);
    }
  });

  it('refuses what makes the roster break another rule [telecom-swap-14]', () => {
    const place = { from: at('2026-12-03T08:00'), until: at('2026-12-03T16:00'), on: '2026-12-03', shift: 'early' };
    const short: Finding = { code: 'too-few', level: 'refuse', measured: 1, allowed: 2, cites: [], ...place };
    expect(found(swap({ rosterFindings: [] }), 'telecom-swap-14')).toEqual([]);
    expect(found(swap({ rosterFindings: [short] }), 'telecom-swap-14')).toEqual(['roster refuse 1/2']);
    expect(found(swap({ rosterFindings: [{ ...short, level: 'flag' }] }), 'telecom-swap-14')).toEqual(['roster flag 1/2']);
  });
});

describe('leave on holidays by two regulations of one call centre', () => {
  const both = (overrides: { readonly leave?: readonly Override[]; readonly swap?: readonly Override[] }) =>
    resolvePolicy({
      adoptions: [
        { preset: 'telecom-leave', overrides: overrides.leave ?? [], from: '2026-01-01', until: null },
        { preset: 'telecom-swap', overrides: overrides.swap ?? [], from: '2026-01-01', until: null },
      ],
      deskShifts: [],
      deskKinds: [],
      calendarSettings: {},
      on: '2026-12-01',
      load: loadPreset,
    });
  const because = { reason: 'the head has decided', by: 'chen', from: '2026-01-01' };
  const holidayLeave = (given: Parameters<typeof both>[0], answers: CaseText['answers'] = {}) => {
    const policy = both(given);
    if (!policy.ok) throw new Error(JSON.stringify(policy.refusal));
    const request = caseOf({ type: 'leave', kind: 'annual', filed: '2026-10-01T09:00', from: '2026-10-07', answers });
    return judgeRequest(policy.value, request).findings.map(({ code, level }) => `${code} ${level}`);
  };

  it('is a conflict until a person picks: one knows an exception, the other none [telecom-leave-18] [telecom-swap-12]', () => {
    const policy = both({});
    expect(policy.ok).toBe(false);
    if (policy.ok) return;
    expect(policy.refusal).toMatchObject([{ code: 'policy.valuesDiffer', what: 'request.leave.forbid_on.holiday' }]);
    const [conflict] = policy.refusal;
    const sides = conflict !== undefined && 'sides' in conflict ? conflict.sides : [];
    expect(sides.map(({ preset, cites }) => `${preset} ${cites.map(({ rule }) => rule).join()}`)).toEqual([
      'telecom-leave telecom-leave-18',
      'telecom-swap telecom-swap-12',
    ]);
  });

  it('is gone once one of them is switched off: none at all [telecom-leave-18]', () => {
    const none = { leave: [{ rule: 'telecom-leave-18', reaction: 'off' as const, ...because }] };
    expect(holidayLeave(none)).toEqual(['forbidden-day refuse']);
    expect(holidayLeave(none, { circumstances: 'extreme' })).toEqual(['forbidden-day refuse']);
  });

  it('is gone once the other is: none but in an extreme case [telecom-swap-12]', () => {
    const some = { swap: [{ rule: 'telecom-swap-12', reaction: 'off' as const, ...because }] };
    expect(holidayLeave(some)).toEqual(['forbidden-day refuse']);
    expect(holidayLeave(some, { circumstances: 'extreme' })).toEqual([]);
  });

  it('can be settled for leave alone, so that swaps stay refused [telecom-swap-12]', () => {
    const swapsOnly = { swap: [{ path: 'request.holiday.request', value: ['swap'], ...because }] };
    expect(holidayLeave(swapsOnly, { circumstances: 'extreme' })).toEqual([]);
    const policy = both(swapsOnly);
    if (!policy.ok) throw new Error(JSON.stringify(policy.refusal));
    const touched = [duty('a', 'early', '2026-10-07T08:00', '2026-10-07T16:00')];
    const ruling = judgeRequest(policy.value, caseOf({ type: 'swap', filed: '2026-10-01T09:00', partner: party('b'), touched }));
    expect(found(ruling, 'telecom-swap-12')).toEqual(['forbidden-day refuse 2026-10-07/holiday']);
  });
});
