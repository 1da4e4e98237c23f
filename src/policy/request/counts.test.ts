import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoPolicy } from '../../../test/policy/demo-policy.ts';
import { at } from '../../../test/policy/desk.ts';
import { type CaseText, caseOf, duty, found, other, party } from '../../../test/policy/request-case.ts';
import { judgeRequest } from './judge.ts';

const filed = '2026-12-01T09:00';
const length = (max_length: string, given: Partial<CaseText>) =>
  judgeRequest(demoPolicy({ request: { long: { request: ['leave'], max_length } } }), caseOf({ type: 'leave', filed, ...given }));

describe('the greatest length', () => {
  it('counts the calendar days from the first to the last', () => {
    expect(length('P7D', { from: '2026-12-07', until: '2026-12-13' }).findings).toEqual([]);
    const long = length('P7D', { from: '2026-12-07', until: '2026-12-14' });
    expect(found(long, 'demo-01')).toEqual(['too-long refuse 8/7']);
    expect(long.findings[0]?.instead).toBe('2026-12-13');
  });

  it('takes half a day more for more, weeks for seven days, months by the calendar', () => {
    const half = { from: '2026-12-07', until: '2026-12-14', lengths: { days: 7.5, calendarDays: 7.5, workingDays: 5.5 } };
    expect(found(length('P7D', half), 'demo-01')).toEqual(['too-long refuse 7.5/7']);
    expect(found(length('P2W', { from: '2026-12-01', until: '2026-12-14' }), 'demo-01')).toEqual([]);
    expect(found(length('P1M', { from: '2026-02-01', until: '2026-02-28' }), 'demo-01')).toEqual([]);
    expect(found(length('P1M', { from: '2026-02-01', until: '2026-03-01' }), 'demo-01')).toEqual(['too-long refuse 29/28']);
  });

  it('in hours is that of the span', () => {
    expect(length('PT2H', { hours: ['2026-12-03T13:00', '2026-12-03T15:00'] }).findings).toEqual([]);
    const long = length('PT2H', { hours: ['2026-12-03T13:00', '2026-12-03T15:01'] });
    expect(found(long, 'demo-01')).toEqual(['too-long refuse PT2H1M/PT2H']);
    expect(long.findings[0]?.instead).toBe(at('2026-12-03T15:00').toString());
  });
});

describe('the greatest number in a period', () => {
  const swap = (max_count: object, given: Partial<CaseText>, calendar = {}) =>
    judgeRequest(
      demoPolicy({ request: { many: { request: ['swap'], max_count } }, calendar }),
      caseOf({ type: 'swap', filed, partner: party('b'), touched: [duty('a', 'early', '2026-12-20T08:00', '2026-12-20T16:00')], ...given }),
    );
  const twice = { limit: 2, per: 'month', who: 'each-participant' };

  it('counts approved and open ones of each side, as the one who asks or who obliges', () => {
    const first = other('swap', 'a', '2026-12-04', { partner: 'c' });
    const second = other('swap', 'd', '2026-12-31', { partner: 'a', open: true });
    expect(swap(twice, { others: [first] }).findings).toEqual([]);
    expect(swap(twice, { others: [first, second] }).findings).toMatchObject([
      { code: 'too-many', level: 'refuse', measured: 3, allowed: 2, instead: '2027-01-01', person: 'a' },
    ]);
    const theirs = [other('swap', 'b', '2026-12-01'), other('swap', 'c', '2026-12-02', { partner: 'b' })];
    expect(swap(twice, { others: theirs }).findings).toMatchObject([{ person: 'b', measured: 3 }]);
    expect(swap({ ...twice, who: 'requester' }, { others: [...theirs, first, second] }).findings).toEqual([]);
  });

  it('counts the month of the given shift, not the neighbouring ones or other kinds of request', () => {
    const outside = [other('swap', 'a', '2026-11-30'), other('swap', 'a', '2027-01-01'), other('leave', 'a', '2026-12-05')];
    expect(swap(twice, { others: [...outside, other('swap', 'a', '2026-12-05')] }).findings).toEqual([]);
  });

  it('names the first month with room', () => {
    const full = ['2026-12-01', '2026-12-02', '2027-01-05', '2027-01-06'].map((on) => other('swap', 'a', on));
    expect(swap(twice, { others: full }).findings).toMatchObject([{ instead: '2027-02-01' }]);
    expect(swap({ ...twice, limit: 0 }, {}).findings).toMatchObject([{ measured: 1, allowed: 0, instead: null }, { person: 'b' }]);
  });

  it('goes by the cycle of the desk, over the end of the year, or by the year', () => {
    const cycle = { cycle: { cycle: { first_day: 21, last_day: 20 } } };
    const once = { limit: 1, per: 'cycle', who: 'requester' };
    expect(swap(once, { others: [other('swap', 'a', '2026-11-20')] }, cycle).findings).toEqual([]);
    expect(swap(once, { others: [other('swap', 'a', '2026-11-21')] }, cycle).findings).toMatchObject([{ instead: '2026-12-21' }]);
    const later = { touched: [duty('a', 'early', '2026-12-21T08:00', '2026-12-21T16:00')] };
    expect(swap(once, { others: [other('swap', 'a', '2027-01-20')], ...later }, cycle).findings).toMatchObject([{ instead: '2027-01-21' }]);
    expect(swap(once, { others: [other('swap', 'a', '2027-01-21')], ...later }, cycle).findings).toEqual([]);
    const yearly = { limit: 1, per: 'year', who: 'requester' };
    expect(swap(yearly, { others: [other('swap', 'a', '2026-01-01')] }).findings).toMatchObject([{ instead: '2027-01-01' }]);
    expect(swap(yearly, { others: [other('swap', 'a', '2025-12-31')] }).findings).toEqual([]);
  });
});

describe('the greatest number at once', () => {
  const policy = (within: string, limit = 1) =>
    demoPolicy({ request: { once: { request: ['leave'], max_concurrent: { limit, within } } } });
  const away = (subject: string, from: string, until: string, more = {}) =>
    other('leave', subject, from, {
      span: { start: at(`${from}T00:00`), end: at(`${until}T24:00`.replace('T24:00', 'T00:00')).add({ hours: 24 }) },
      ...more,
    });
  const asked = (within: string, others: CaseText['others'], more: Partial<CaseText> = {}, limit = 1) =>
    judgeRequest(
      policy(within, limit),
      caseOf({ type: 'leave', filed, from: '2026-12-10', until: '2026-12-11', others: others ?? [], ...more }),
    ).findings;

  it('is broken by one shared day and not by touching ones', () => {
    expect(asked('station', [away('b', '2026-12-08', '2026-12-09')])).toEqual([]);
    expect(asked('station', [away('b', '2026-12-12', '2026-12-13')])).toEqual([]);
    expect(asked('station', [away('b', '2026-12-09', '2026-12-10')])).toMatchObject([
      { code: 'too-many-at-once', measured: 2, allowed: 1, instead: '2026-12-11' },
    ]);
    expect(asked('station', [away('b', '2026-12-11', '2026-12-20', { open: true })])).toMatchObject([{ instead: '2026-12-21' }]);
  });

  it('looks at the station or the desk, and never at the same person or another kind of request', () => {
    expect(asked('station', [away('b', '2026-12-10', '2026-12-10', { station: 'north' })])).toEqual([]);
    expect(asked('desk', [away('b', '2026-12-10', '2026-12-10', { station: 'north' })])).toHaveLength(1);
    expect(asked('desk', [away('b', '2026-12-10', '2026-12-10', { desk: 'other' })])).toEqual([]);
    expect(asked('desk', [away('a', '2026-12-10', '2026-12-10'), { ...away('b', '2026-12-10', '2026-12-10'), type: 'swap' }])).toEqual([]);
  });

  it('counts different people at one and the same moment', () => {
    const oneAfterAnother = [away('b', '2026-12-10', '2026-12-10'), away('c', '2026-12-11', '2026-12-11')];
    expect(asked('desk', oneAfterAnother, {}, 2)).toEqual([]);
    expect(asked('desk', [...oneAfterAnother, away('d', '2026-12-09', '2026-12-12')], {}, 2)).toMatchObject([{ measured: 3, allowed: 2 }]);
    expect(asked('desk', [away('b', '2026-12-10', '2026-12-10'), away('b', '2026-12-10', '2026-12-11')], {}, 2)).toEqual([]);
  });

  it('within a shift only looks at the hours on duty', () => {
    const touched = [duty('a', 'early', '2026-12-10T08:00', '2026-12-10T16:00')];
    const evening = other('leave', 'b', '2026-12-10', { span: { start: at('2026-12-10T16:00'), end: at('2026-12-11T00:00') } });
    expect(asked('shift', [evening], { touched })).toEqual([]);
    expect(asked('desk', [evening], { touched })).toHaveLength(1);
    expect(
      asked('shift', [{ ...evening, span: { start: at('2026-12-10T15:59'), end: at('2026-12-10T18:00') } }], { touched }),
    ).toHaveLength(1);
  });

  it('names a day from which there is room', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 4 })), { minLength: 1, maxLength: 6 }),
        (stretches) => {
          const plus = (days: number): string =>
            at('2026-12-07T00:00')
              .add({ hours: days * 24 })
              .toString();
          const others = stretches.map(([start, days], index) => {
            const from = at('2026-12-07T00:00').add({ hours: start * 24 });
            return other('leave', `p${index}`, plus(start).slice(0, 10), {
              span: { start: from, end: from.add({ hours: (days + 1) * 24 }) },
            });
          });
          const [full] = asked('desk', others);
          if (full === undefined) return;
          const on = String(full.instead);
          expect(on > '2026-12-10').toBe(true);
          const until = at(`${on}T00:00`).add({ hours: 24 }).toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString();
          expect(asked('desk', others, { from: on, until })).toEqual([]);
        },
      ),
    );
  });
});
