import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoPolicy, demoPreset, demoResolved } from '../../../test/policy/demo-policy.ts';
import { at } from '../../../test/policy/desk.ts';
import { type CaseText, caseOf, duty, found, other, party } from '../../../test/policy/request-case.ts';
import type { Finding } from '../finding.ts';
import { isNightShift } from './facts.ts';
import { judgeRequest } from './judge.ts';

type Entries = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
const asked = (request: Entries, given: Partial<CaseText> = {}, kinds: readonly string[] = []) =>
  judgeRequest(demoPolicy({ request }, kinds), caseOf({ type: 'leave', filed: '2026-12-01T09:00', from: '2026-12-07', ...given }));
const leave = { request: ['leave'] };

describe('a ruling', () => {
  it('without a rule asks for nothing', () => {
    expect(asked({})).toEqual({
      findings: [],
      confirm: [],
      stages: null,
      after: [],
      approveNot: [],
      notify: [],
      handedTo: [],
      show: [],
      followUps: [],
      required: [],
      responsibilityMoves: null,
      provisional: false,
      cites: [],
    });
  });

  it('holds for the type, the sub-type and the kinds of desk a rule names', () => {
    const entry = { ...leave, kinds: ['sick'], notify: ['lead'], applies_to: ['centre'] };
    expect(asked({ entry }, { kind: 'sick' }, ['centre']).notify).toEqual(['lead']);
    expect(asked({ entry }, { kind: 'sick' }, ['group']).notify).toEqual([]);
    expect(asked({ entry }, { kind: 'annual' }, ['centre']).notify).toEqual([]);
    expect(asked({ entry }, {}, ['centre']).notify).toEqual([]);
    expect(asked({ entry }, { kind: 'sick', type: 'swap' }, ['centre']).notify).toEqual([]);
  });

  it('asks conditions about the desk, the days and the answers of the form', () => {
    const big = { ...leave, if: { unit_kind: 'large' }, notify: ['lead'] };
    expect(asked({ big }, {}, ['large', 'centre']).notify).toEqual(['lead']);
    expect(asked({ big }, {}, ['centre']).notify).toEqual([]);
    const late = {
      ...leave,
      if_any: [{ late_marriage: true }, { calendar_days: { over: 10 } }],
      ...Object.fromEntries([['then', ['hr']]]),
    };
    expect(asked({ late }, { answers: { late_marriage: true } }).after).toHaveLength(1);
    expect(asked({ late }, { until: '2026-12-16' }).after).toHaveLength(0);
    expect(asked({ late }, { until: '2026-12-17' }).after).toHaveLength(1);
  });

  it('joins what several rules list, each word once', () => {
    const first = { ...leave, confirm: ['requester', 'partner'], notify: ['lead', 'hr'], show: ['away'], to: ['office'] };
    const second = { ...leave, confirm: ['partner'], notify: ['hr'], show: ['balance', 'away'] };
    expect(asked({ first, second })).toMatchObject({
      confirm: ['requester', 'partner'],
      notify: ['lead', 'hr'],
      show: ['away', 'balance'],
      handedTo: ['office'],
    });
  });

  it('says what is owed afterwards, to whom, and what it counts as otherwise', () => {
    const note = {
      ...leave,
      follow_up: { do: 'hand-in-sick-note', due: { after: 'end', days: 1 } },
      to: ['lead'],
      remind: true,
      else: 'absence',
    };
    expect(asked({ note })).toMatchObject({
      handedTo: [],
      provisional: false,
      followUps: [{ do: 'hand-in-sick-note', due: { after: 'end', days: 1 }, remind: true, to: ['lead'], otherwise: 'absence' }],
    });
    const form = { ...leave, follow_up: { do: 'submit-form', due: { after: 'end', rostered_days: 1 } } };
    expect(asked({ form })).toMatchObject({ provisional: true, followUps: [{ due: { after: 'end', rosteredDays: 1 }, remind: false }] });
    const paper = { ...leave, follow_up: { do: 'hand-in-paper', due: 'configurable' } };
    expect(asked({ paper })).toMatchObject({ provisional: true, followUps: [{ due: null }] });
  });

  it('moves the responsibility where a rule says so', () => {
    expect(asked({ moved: { ...leave, effect: 'responsibility-moves' } }).responsibilityMoves?.cites).toMatchObject([{ rule: 'demo-01' }]);
    expect(asked({ post: { ...leave, effect: 'refuse-unapproved-clock-in' } }).responsibilityMoves).toBeNull();
  });

  it('of a rule that was softened is told and not refused, and of one switched off is nothing', () => {
    const preset = demoPreset('demo', { request: { long: { ...leave, max_length: 'P1D' } } });
    const soften = (reaction: 'flag' | 'off') => {
      const override = { rule: 'demo-01', reaction, reason: 'agreed', by: 'chen', from: '2026-01-01' };
      const { policy } = demoResolved([preset], { overrides: { demo: [override] } });
      if (policy === null) throw new Error('no policy');
      return found(
        judgeRequest(policy, caseOf({ type: 'leave', filed: '2026-12-01T09:00', from: '2026-12-07', until: '2026-12-08' })),
        'demo-01',
      );
    };
    expect(soften('flag')).toEqual(['too-long flag 2/1']);
    expect(soften('off')).toEqual([]);
  });

  it('cites two regulations that find the same once, by the stricter of them', () => {
    const long = { long: { ...leave, max_length: 'P1D' } };
    const { policy } = demoResolved([
      demoPreset('left', { request: long, enforce: { long: 'warn' } }),
      demoPreset('right', { request: long }),
    ]);
    if (policy === null) throw new Error('no policy');
    const { findings } = judgeRequest(
      policy,
      caseOf({ type: 'leave', filed: '2026-12-01T09:00', from: '2026-12-07', until: '2026-12-08' }),
    );
    expect(findings.map(({ level, cites }) => [level, cites.map(({ rule }) => rule).toSorted()])).toEqual([
      ['refuse', ['left-01', 'right-01']],
    ]);
  });

  it('does not hang on the order of what it is given', () => {
    const touched = [duty('a', 'late', '2026-12-07T20:00', '2026-12-08T08:00'), duty('a', 'early', '2026-12-09T08:00', '2026-12-09T16:00')];
    const others = [other('leave', 'b', '2026-12-07'), other('leave', 'c', '2026-12-08'), other('leave', 'd', '2026-12-09')];
    const rules = {
      count: { ...leave, max_count: { limit: 1, per: 'month', who: 'requester' }, max_concurrent: { limit: 1, within: 'station' } },
      notice: { ...leave, min_notice: 'P9D', latest: { at: '08:00', day: 'of-start' } },
      night: { ...leave, forbid_on: ['night-shift', 'weekend'] },
    };
    const given = { until: '2026-12-12', filed: '2026-12-07T10:00' };
    const base = asked(rules, { ...given, touched, others });
    expect(base.findings.length).toBeGreaterThan(3);
    fc.assert(
      fc.property(fc.shuffledSubarray(touched, { minLength: 2 }), fc.shuffledSubarray(others, { minLength: 3 }), (duties, rivals) => {
        expect(asked(rules, { ...given, touched: duties, others: rivals })).toEqual(base);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the roster that would result', () => {
  const gap = (level: Finding['level'], code: Finding['code'] = 'too-few'): Finding => ({
    code,
    level,
    from: at('2026-12-07T08:00'),
    until: at('2026-12-07T16:00'),
    measured: 1,
    allowed: 2,
    cites: [],
  });
  const levels = (rules: Entries, given: Partial<CaseText>) => asked(rules, given).findings.map(({ code, level }) => `${code} ${level}`);
  const check = { check: { ...leave, check: ['roster-constraints'] } };

  it('counts as the rule that asks for the check says', () => {
    expect(levels(check, { rosterFindings: [gap('refuse')] })).toEqual(['roster refuse']);
    expect(levels(check, { rosterFindings: [gap('flag')] })).toEqual(['roster flag']);
    const { policy } = demoResolved([demoPreset('demo', { request: check, enforce: { check: 'warn' } })]);
    if (policy === null) throw new Error('no policy');
    const ruling = judgeRequest(
      policy,
      caseOf({ type: 'leave', filed: '2026-12-01T09:00', from: '2026-12-07', rosterFindings: [gap('refuse')] }),
    );
    expect(ruling.findings).toMatchObject([{ level: 'flag', measured: 1, allowed: 2, cites: [{ rule: 'demo-01' }] }]);
  });

  it('without the check is told where an absence leaves a gap, and counts as its own rules say elsewhere', () => {
    expect(levels({}, { rosterFindings: [gap('refuse')] })).toEqual(['roster flag']);
    expect(levels({}, { rosterFindings: [gap('refuse', 'attribute-missing')] })).toEqual(['roster refuse']);
    expect(levels({}, { type: 'swap', from: null, partner: party('b'), rosterFindings: [gap('refuse')] })).toEqual(['roster refuse']);
  });
});

describe('claims of hours', () => {
  const rules = (check: string) => ({ claim: { request: ['overtime'], check: [check] } });
  const claimed = { hours: 4, creditable: 4, cycleClosed: false, staffNo: '0012' };
  const subject = party('a', { attributes: { staff_no: '0012' } });
  const claim = (check: string, given: Partial<CaseText>) =>
    asked(rules(check), { type: 'overtime', from: null, hours: ['2026-12-05T08:00', '2026-12-05T12:00'], subject, claimed, ...given })
      .findings;
  const claimedBefore = (from: string, until: string, more = {}) =>
    other('overtime', 'a', '2026-12-05', { span: { start: at(from), end: at(until) }, ...more });

  it('name no hour twice; hours that touch are not the same', () => {
    expect(claim('no-overlap', { others: [claimedBefore('2026-12-05T12:00', '2026-12-05T14:00')] })).toEqual([]);
    expect(claim('no-overlap', { others: [claimedBefore('2026-12-05T11:59', '2026-12-05T14:00')] })).toMatchObject([
      { code: 'overlap', level: 'refuse' },
    ]);
    expect(claim('no-overlap', { others: [{ ...claimedBefore('2026-12-05T08:00', '2026-12-05T12:00'), subject: 'b' }] })).toEqual([]);
    expect(claim('no-overlap', { others: [claimedBefore('2026-12-05T08:00', '2026-12-05T12:00', { type: 'outing' })] })).toEqual([]);
  });

  it('come before the cycle closes and with the right staff number', () => {
    expect(claim('not-after-close', {})).toEqual([]);
    expect(claim('not-after-close', { claimed: { ...claimed, cycleClosed: true } })).toMatchObject([{ code: 'after-close' }]);
    expect(claim('staff-no-correct', {})).toEqual([]);
    expect(claim('staff-no-correct', { claimed: { ...claimed, staffNo: null } })).toEqual([]);
    expect(claim('staff-no-correct', { claimed: { ...claimed, staffNo: '12' } })).toMatchObject([{ measured: '12', allowed: '0012' }]);
    expect(claim('staff-no-correct', { subject: party('a', { attributes: {} }) })).toMatchObject([{ allowed: '' }]);
  });

  it('are no more than what is earned where a rule says what counts', () => {
    const policy = demoPolicy({ entitlement: { overtime: { overtime: { rostered: 'rest', weekly_hours_over: 40, both: true } } } });
    const hours = (creditable: number) =>
      judgeRequest(policy, caseOf({ type: 'overtime', filed: '2026-12-06T09:00', claimed: { ...claimed, creditable } })).findings;
    expect(hours(4)).toEqual([]);
    expect(hours(2)).toMatchObject([{ code: 'hours-not-creditable', measured: 4, allowed: 2, instead: 2, cites: [{ rule: 'demo-01' }] }]);
    expect(hours(0)).toMatchObject([{ instead: null }]);
  });
});

describe('facts', () => {
  it('know triple pay by the holiday itself, on both days of a shift over midnight', () => {
    const triple = { pay: { request: ['attendance-exception'], if: { day: 'triple-pay' }, to: ['hr'] } };
    const on = (from: string, until: string) =>
      asked(triple, { type: 'attendance-exception', from: null, touched: [duty('a', 'late', from, until)] }).handedTo;
    expect(on('2026-09-30T20:00', '2026-10-01T08:00')).toEqual(['hr']);
    expect(on('2026-09-30T16:00', '2026-10-01T00:00')).toEqual([]);
    expect(on('2026-10-07T20:00', '2026-10-08T08:00')).toEqual(['hr']);
    expect(on('2026-10-08T08:00', '2026-10-08T16:00')).toEqual([]);
  });

  it('tell a night shift by its middle', () => {
    const shift = (startsAt: string, endsAt: string) =>
      isNightShift({ shift: 'x', startsAt: at(startsAt), endsAt: at(endsAt) }, 'Asia/Shanghai');
    expect(shift('2026-12-03T22:00', '2026-12-04T06:00')).toBe(true);
    expect(shift('2026-12-03T14:00', '2026-12-03T22:00')).toBe(false);
  });
});
