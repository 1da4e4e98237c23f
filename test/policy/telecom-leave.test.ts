import { describe, expect, it } from 'vitest';
import { earliness, judgeRequest, lateness, type Policy } from '../../src/policy/index.ts';
import { at, policyOf } from './desk.ts';
import { type CaseText, caseOf, duty, fact, found, proposed, stagesOf } from './request-case.ts';

const policy = policyOf('telecom-leave', '2026-12-01');
const without = (rule: string): Policy =>
  policyOf('telecom-leave', '2026-12-01', { overrides: [{ rule, reaction: 'off', reason: 'tried', by: 'chen', from: '2026-01-01' }] });

/** Leave of `a` on Thursday 3 December, from an early shift 08:00–16:00. */
const leave = (kind: string, filed: string, more: Partial<CaseText> = {}) =>
  caseOf({
    type: 'leave',
    kind,
    filed,
    from: '2026-12-03',
    touched: [duty('a', 'early', '2026-12-03T08:00', '2026-12-03T16:00')],
    ...more,
  });
const lengths = (days: number) => ({ days, calendarDays: Math.ceil(days), workingDays: Math.ceil(days) });
const special = { answers: { circumstances: 'special' } };
const extreme = { answers: { circumstances: 'extreme' } };

describe('telecom-leave', () => {
  it('flags one minute late and one minute early, and counts not coming as absence [telecom-leave-02]', () => {
    const startsAt = at('2026-12-03T08:00');
    expect(lateness({ startsAt, at: startsAt, policy }).late).toBe(false);
    expect(lateness({ startsAt, at: at('2026-12-03T08:01'), policy })).toMatchObject({ late: true, cites: [{ rule: 'telecom-leave-02' }] });
    expect(earliness({ endsAt: startsAt, at: startsAt, policy }).early).toBe(false);
    expect(earliness({ endsAt: startsAt, at: at('2026-12-03T07:59'), policy }).early).toBe(true);
    expect(proposed(policy, [fact('no-show', '2026-12-03')])).toEqual(['absence telecom-leave-02']);
    expect(proposed(policy, [fact('early-leave', '2026-12-03', 5)])).toEqual([]);
  });

  it('has sick leave asked for before the shift begins, and sends what comes at its start to a manager [telecom-leave-03]', () => {
    const asked = (kind: string, filed: string) => found(judgeRequest(policy, leave(kind, filed)), 'telecom-leave-03');
    expect(asked('sick', '2026-12-03T07:59')).toEqual([]);
    expect(asked('sick', '2026-12-03T08:00')).toEqual(['after-start flag 2026-12-03T08:00/2026-12-03T08:00']);
    expect(asked('personal', '2026-12-03T08:00')).toEqual(['after-start flag 2026-12-03T08:00/2026-12-03T08:00']);
    expect(asked('annual', '2026-12-03T08:00')).toEqual([]);
  });

  it('refuses what comes at the start of the shift where no manager may let it pass [telecom-leave-03]', () => {
    const strict = without('telecom-leave-06');
    expect(found(judgeRequest(strict, leave('sick', '2026-12-03T08:00')), 'telecom-leave-03')).toEqual([
      'after-start refuse 2026-12-03T08:00/2026-12-03T08:00',
    ]);
  });

  it('has ordinary personal leave asked for until midnight of the day before [telecom-leave-04]', () => {
    const asked = (filed: string, more = {}) => found(judgeRequest(policy, leave('personal', filed, more)), 'telecom-leave-04');
    expect(asked('2026-12-02T23:59')).toEqual([]);
    expect(asked('2026-12-03T00:00')).toEqual(['too-late flag P0D/P1D']);
    expect(asked('2026-12-03T00:00', special)).toEqual([]);
    const strict = judgeRequest(without('telecom-leave-06'), leave('personal', '2026-12-03T00:00'));
    expect(found(strict, 'telecom-leave-04')).toEqual(['too-late refuse P0D/P1D']);
  });

  it('has special personal leave asked for an hour before the shift [telecom-leave-05]', () => {
    const asked = (filed: string, more = {}) => found(judgeRequest(policy, leave('personal', filed, more)), 'telecom-leave-05');
    expect(asked('2026-12-03T07:00', special)).toEqual([]);
    expect(asked('2026-12-03T07:01', special)).toEqual(['too-late flag PT59M/PT1H']);
    expect(asked('2026-12-03T07:01')).toEqual([]);
    const strict = judgeRequest(without('telecom-leave-06'), leave('personal', '2026-12-03T07:01', special));
    expect(found(strict, 'telecom-leave-05')).toEqual(['too-late refuse PT59M/PT1H']);
  });

  it('asks a manager as well where it could not be asked for ahead [telecom-leave-06]', () => {
    const stages = (filed: string) => stagesOf(judgeRequest(policy, leave('personal', filed)));
    expect(stages('2026-12-02T23:59')).toEqual(['1 department-director']);
    expect(stages('2026-12-03T00:00').toSorted()).toEqual(['1 department-director', '1 manager']);
    expect(stagesOf(judgeRequest(policy, leave('personal', '2026-12-03T00:00')), 'telecom-leave-06')).toEqual(['1 manager']);
  });

  it('counts leave nobody allowed as absence, and no other offence [telecom-leave-07]', () => {
    expect(proposed(policy, [fact('unapproved-leave', '2026-12-03')])).toEqual(['absence telecom-leave-07']);
    expect(proposed(policy, [fact('missed-punch', '2026-12-03')])).toEqual([]);
  });

  it('takes long personal leave level by level, other leave straight to whoever decides [telecom-leave-08]', () => {
    const stages = (kind: string, days: number) =>
      stagesOf(judgeRequest(policy, leave(kind, '2026-12-01T09:00', { until: '2026-12-04', lengths: lengths(days) })));
    expect(stages('personal', 2)).toEqual(['1 department-director', '2 centre-director']);
    expect(stages('personal', 1)).toEqual(['1 department-director']);
    expect(stages('annual', 2)).toEqual(['1 centre-director']);
    expect(stagesOf(judgeRequest(without('telecom-leave-08'), leave('personal', '2026-12-01T09:00', { lengths: lengths(2) })))).toEqual([
      '1 centre-director',
    ]);
  });

  it('has one day approved by the department director [telecom-leave-09]', () => {
    const stages = (days: number) =>
      stagesOf(judgeRequest(policy, leave('annual', '2026-12-01T09:00', { lengths: lengths(days) })), 'telecom-leave-09');
    expect(stages(0.5)).toEqual(['1 department-director']);
    expect(stages(1)).toEqual(['1 department-director']);
    expect(stages(1.5)).toEqual([]);
  });

  it('has more than one day approved by the centre director [telecom-leave-10]', () => {
    const stages = (days: number) =>
      stagesOf(judgeRequest(policy, leave('annual', '2026-12-01T09:00', { lengths: lengths(days) })), 'telecom-leave-10');
    expect(stages(1)).toEqual([]);
    expect(stages(1.5)).toEqual(['1 centre-director']);
    expect(stages(30)).toEqual(['1 centre-director']);
  });

  it('refuses personal leave filed by somebody else, not sick leave [telecom-leave-11]', () => {
    const by = (kind: string, person: string) =>
      found(judgeRequest(policy, leave(kind, '2026-12-01T09:00', { filedBy: { person, roles: ['representative'] } })), 'telecom-leave-11');
    expect(by('personal', 'a')).toEqual([]);
    expect(by('personal', 'b')).toEqual(['proxy-not-allowed refuse b/a']);
    expect(by('sick', 'b')).toEqual([]);
  });

  it('holds sick leave of a day provisionally until the certificate is there [telecom-leave-12]', () => {
    const sick = (days: number, more: Partial<CaseText> = {}) =>
      judgeRequest(policy, leave('sick', '2026-12-02T09:00', { lengths: lengths(days), ...more }));
    expect(found(sick(0.5), 'telecom-leave-12')).toEqual([]);
    expect(found(sick(1), 'telecom-leave-12')).toEqual(['document-missing provisional /medical-certificate']);
    expect(sick(1).provisional).toBe(true);
    const certificate = { documents: [{ name: 'medical-certificate', from: '2026-12-03', until: '2026-12-03' }] };
    expect(found(sick(1, certificate), 'telecom-leave-12')).toEqual([]);
    expect(sick(1, certificate).provisional).toBe(false);
    expect(found(sick(1, { answers: { emergency: true } }), 'telecom-leave-12')).toEqual([]);
  });

  it('makes it absence where the certificate never comes, except after an emergency [telecom-leave-12]', () => {
    const otherwise = (days: number, answers = {}) =>
      judgeRequest(policy, leave('sick', '2026-12-02T09:00', { lengths: lengths(days), answers })).followUps.map((owed) => owed.otherwise);
    expect(otherwise(1)).toEqual(['absence']);
    expect(otherwise(0.5)).toEqual([null]);
    expect(otherwise(1, { emergency: true })).toEqual([null]);
  });

  it('has anybody tell the team lead of an emergency before the shift [telecom-leave-13]', () => {
    const emergency = (filed: string, answers = { emergency: true }) =>
      judgeRequest(policy, leave('sick', filed, { answers, filedBy: { person: 'b', roles: [] } }));
    expect(emergency('2026-12-03T07:59').notify).toEqual(['team-lead']);
    expect(found(emergency('2026-12-03T07:59'), 'telecom-leave-13')).toEqual([]);
    expect(found(emergency('2026-12-03T08:00'), 'telecom-leave-13')).toHaveLength(1);
    expect(emergency('2026-12-03T07:59', { emergency: false }).notify).toEqual([]);
  });

  it('refuses certificates that leave a day out [telecom-leave-14]', () => {
    const days = (...covered: readonly (readonly [string, string])[]) =>
      found(
        judgeRequest(
          policy,
          leave('sick', '2026-12-02T09:00', {
            until: '2026-12-06',
            documents: covered.map(([from, until]) => ({ name: 'medical-certificate', from, until })),
          }),
        ),
        'telecom-leave-14',
      );
    expect(days(['2026-12-03', '2026-12-04'], ['2026-12-05', '2026-12-06'])).toEqual([]);
    expect(days(['2026-12-03', '2026-12-04'], ['2026-12-06', '2026-12-06'])).toEqual([
      'certificates-gap refuse 2026-12-05/2026-12-03/2026-12-06',
    ]);
  });

  it('reminds of the sick note on the first day after the leave, and of none after other leave [telecom-leave-15]', () => {
    const owed = (kind: string, days = 2) => judgeRequest(policy, leave(kind, '2026-12-02T09:00', { lengths: lengths(days) })).followUps;
    const note = { do: 'hand-in-sick-note', due: { after: 'end', days: 1 }, remind: true, to: ['team-lead'] };
    expect(owed('sick')).toMatchObject([note]);
    expect(owed('sick')[0]?.cites.map(({ rule }) => rule)).toEqual(['telecom-leave-15']);
    expect(owed('sick', 0.5)).toMatchObject([note]);
    expect(owed('personal')).toEqual([]);
  });

  const night = (filed: string, more: Partial<CaseText> = {}) =>
    judgeRequest(policy, leave('annual', filed, { touched: [duty('a', 'late', '2026-12-03T22:00', '2026-12-04T06:00')], ...more }));

  it('flags leave from a night shift in principle, not from another shift or for a special reason [telecom-leave-16]', () => {
    expect(found(night('2026-12-01T09:00'), 'telecom-leave-16')).toEqual(['forbidden-shift flag 2026-12-03/night-shift']);
    expect(night('2026-12-01T09:00').findings[0]?.principle).toBe(true);
    expect(found(night('2026-12-01T09:00', special), 'telecom-leave-16')).toEqual([]);
    const evening = { touched: [duty('a', 'late', '2026-12-03T14:00', '2026-12-03T22:00')] };
    expect(found(night('2026-12-01T09:00', evening), 'telecom-leave-16')).toEqual([]);
  });

  it('refuses special night leave after noon of its day [telecom-leave-17]', () => {
    expect(found(night('2026-12-03T12:00', special), 'telecom-leave-17')).toEqual([]);
    expect(found(night('2026-12-03T12:01', special), 'telecom-leave-17')).toEqual(['past-latest refuse 2026-12-03T12:01/2026-12-03T12:00']);
    expect(stagesOf(night('2026-12-03T12:00', special), 'telecom-leave-17')).toEqual(['1 manager']);
    expect(stagesOf(judgeRequest(policy, leave('annual', '2026-12-03T07:00', special)), 'telecom-leave-17')).toEqual([]);
  });

  it('counts the day before as the day of a night shift that starts at midnight [telecom-leave-17]', () => {
    const midnight = (filed: string) =>
      found(
        night(filed, { ...special, from: '2026-12-04', touched: [duty('a', 'night', '2026-12-04T00:00', '2026-12-04T08:00')] }),
        'telecom-leave-17',
      );
    expect(midnight('2026-12-03T12:00')).toEqual([]);
    expect(midnight('2026-12-03T12:01')).toEqual(['past-latest refuse 2026-12-03T12:01/2026-12-03T12:00']);
  });

  const holiday = (filed: string, on = '2026-10-07', more: Partial<CaseText> = {}) =>
    judgeRequest(
      policy,
      caseOf({ type: 'leave', kind: 'annual', filed, from: on, touched: [duty('a', 'early', `${on}T08:00`, `${on}T16:00`)], ...more }),
    );

  it('refuses leave on a holiday and names the first day after it [telecom-leave-18]', () => {
    expect(found(holiday('2026-10-01T09:00'), 'telecom-leave-18')).toEqual(['forbidden-day refuse 2026-10-07/holiday']);
    expect(holiday('2026-10-01T09:00').findings[0]?.instead).toBe('2026-10-08');
    expect(found(holiday('2026-10-01T09:00', '2026-10-08'), 'telecom-leave-18')).toEqual([]);
    expect(found(holiday('2026-10-01T09:00', '2026-10-07', special), 'telecom-leave-18')).toHaveLength(1);
    expect(found(holiday('2026-10-01T09:00', '2026-10-07', extreme), 'telecom-leave-18')).toEqual([]);
  });

  it('has an extreme case on a holiday asked for two days ahead and approved by a manager [telecom-leave-19]', () => {
    expect(found(holiday('2026-10-05T23:59', '2026-10-07', extreme), 'telecom-leave-19')).toEqual([]);
    expect(found(holiday('2026-10-06T00:00', '2026-10-07', extreme), 'telecom-leave-19')).toEqual(['too-late refuse P1D/P2D']);
    expect(stagesOf(holiday('2026-10-05T23:59', '2026-10-07', extreme), 'telecom-leave-19')).toEqual(['1 manager']);
    expect(stagesOf(holiday('2026-10-05T23:59', '2026-10-08', extreme), 'telecom-leave-19')).toEqual([]);
  });

  it('makes twenty minutes late a breach, not nineteen, and not with leave asked for [telecom-leave-20]', () => {
    const late = (minutes: number, flags = {}) => proposed(policy, [fact('late', '2026-12-03', minutes, flags)]);
    expect(late(19)).toEqual([]);
    expect(late(20)).toEqual(['violation telecom-leave-20']);
    expect(late(20, { leave_requested: true })).toEqual([]);
    expect(late(20, { leave_requested: false })).toEqual(['violation telecom-leave-20']);
  });

  it('makes twenty minutes off post a breach, not nineteen [telecom-leave-21]', () => {
    const away = (minutes: number) => proposed(policy, [fact('off-post', '2026-12-03', minutes)]);
    expect(away(19)).toEqual([]);
    expect(away(20)).toEqual(['violation telecom-leave-21']);
  });

  it('has business and study outside approved by the centre director, other errands not [telecom-leave-22]', () => {
    const outing = (kind: string) =>
      judgeRequest(policy, caseOf({ type: 'outing', kind, filed: '2026-12-01T09:00', hours: ['2026-12-03T09:00', '2026-12-03T11:00'] }));
    expect(stagesOf(outing('business'))).toEqual(['1 centre-director']);
    expect(stagesOf(outing('study'))).toEqual(['1 centre-director']);
    expect(outing('errand').stages).toBeNull();
  });
});
