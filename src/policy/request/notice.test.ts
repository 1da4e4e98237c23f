import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoPolicy } from '../../../test/policy/demo-policy.ts';
import { at } from '../../../test/policy/desk.ts';
import { type CaseText, caseOf, duty, found, stagesOf } from '../../../test/policy/request-case.ts';
import { judgeRequest } from './judge.ts';

const leave = { request: ['leave'] };
const early = duty('a', 'early', '2026-12-03T08:00', '2026-12-03T16:00');
const night = duty('a', 'late', '2026-12-04T00:00', '2026-12-04T08:00');

const notice = (entry: Readonly<Record<string, unknown>>) => demoPolicy({ request: { notice: { ...leave, ...entry } } });
const ruling = (entry: Readonly<Record<string, unknown>>, given: Partial<CaseText>) =>
  judgeRequest(notice(entry), caseOf({ type: 'leave', filed: '2026-12-02T12:00', from: '2026-12-03', ...given }));

describe('notice in days', () => {
  it('goes by the calendar: the last minute of the day before is one day ahead, the first of the day itself is none', () => {
    expect(found(ruling({ min_notice: 'P1D' }, { filed: '2026-12-02T23:59' }), 'demo-01')).toEqual([]);
    expect(found(ruling({ min_notice: 'P1D' }, { filed: '2026-12-03T00:00' }), 'demo-01')).toEqual(['too-late refuse P0D/P1D']);
    expect(found(ruling({ min_notice: 'P2D' }, { filed: '2026-12-01T23:59' }), 'demo-01')).toEqual([]);
    expect(found(ruling({ min_notice: 'P2D' }, { filed: '2026-12-02T00:00' }), 'demo-01')).toEqual(['too-late refuse P1D/P2D']);
    expect(found(ruling({ min_notice: 'P1W' }, { filed: '2026-11-26T23:00' }), 'demo-01')).toEqual([]);
    expect(found(ruling({ min_notice: 'P1W' }, { filed: '2026-11-27T00:00' }), 'demo-01')).toEqual(['too-late refuse P6D/P1W']);
  });

  it('names the first day that would be in time, and tells of days gone by', () => {
    expect(ruling({ min_notice: 'P2D' }, { filed: '2026-12-02T09:00' }).findings).toMatchObject([{ instead: '2026-12-04' }]);
    expect(found(ruling({ min_notice: 'P1D' }, { filed: '2026-12-05T09:00' }), 'demo-01')).toEqual(['too-late refuse -P2D/P1D']);
  });

  it('is met exactly from the day on that it names, whatever the day and the time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 1439 }),
        (ahead, days, minute) => {
          const filedAt = at('2026-11-13T00:00').add({ minutes: ahead * 1440 + minute });
          const request = { ...caseOf({ type: 'leave', filed: '2026-11-13T00:00', from: '2026-12-03' }), filedAt };
          const refused = judgeRequest(notice({ min_notice: `P${days}D` }), request).findings.length > 0;
          expect(refused).toBe(20 - ahead < days);
        },
      ),
    );
  });
});

describe('notice in hours', () => {
  it('goes to the minute before the first shift; exactly the hour is enough', () => {
    const asked = (filed: string) => found(ruling({ min_notice: 'PT1H' }, { filed, touched: [early] }), 'demo-01');
    expect(asked('2026-12-03T06:59')).toEqual([]);
    expect(asked('2026-12-03T07:00')).toEqual([]);
    expect(asked('2026-12-03T07:01')).toEqual(['too-late refuse PT59M/PT1H']);
    expect(asked('2026-12-03T08:30')).toEqual(['too-late refuse -PT30M/PT1H']);
  });

  it('counts from the beginning of the leave where no shift is touched, or where the leave begins in the middle of one', () => {
    expect(found(ruling({ min_notice: 'PT1H' }, { filed: '2026-12-02T23:00' }), 'demo-01')).toEqual([]);
    expect(found(ruling({ min_notice: 'PT1H' }, { filed: '2026-12-02T23:01' }), 'demo-01')).toHaveLength(1);
    const afternoon = { hours: ['2026-12-03T13:00', '2026-12-03T16:00'] as const, touched: [early] };
    expect(found(ruling({ min_notice: 'PT1H' }, { filed: '2026-12-03T12:00', ...afternoon }), 'demo-01')).toEqual([]);
    expect(found(ruling({ min_notice: 'PT1H' }, { filed: '2026-12-03T12:01', ...afternoon }), 'demo-01')).toHaveLength(1);
  });

  it('says when a start would be early enough', () => {
    const [late] = ruling({ min_notice: 'PT1H' }, { filed: '2026-12-03T07:30', touched: [early] }).findings;
    expect(late?.instead).toBe(at('2026-12-03T08:30').toString());
  });
});

describe('what must come before', () => {
  it('the shift comes after the last minute before it, not with its first', () => {
    const asked = (filed: string) => found(ruling({ before: 'shift-start' }, { filed, touched: [early] }), 'demo-01');
    expect(asked('2026-12-03T07:59')).toEqual([]);
    expect(asked('2026-12-03T08:00')).toEqual(['after-start refuse 2026-12-03T08:00/2026-12-03T08:00']);
  });

  it('the start is the first shift of the first day; a later shift leaves it at the beginning of the leave', () => {
    expect(found(ruling({ before: 'start' }, { filed: '2026-12-03T07:59', touched: [early] }), 'demo-01')).toEqual([]);
    const tomorrow = duty('a', 'early', '2026-12-04T08:00', '2026-12-04T16:00');
    const later = { until: '2026-12-04', touched: [tomorrow] };
    expect(found(ruling({ before: 'start' }, { filed: '2026-12-03T00:00', ...later }), 'demo-01')).toHaveLength(1);
    expect(found(ruling({ before: 'shift-start' }, { filed: '2026-12-03T00:00', ...later }), 'demo-01')).toEqual([]);
  });

  it('what was told in time stays in time however late it is written down; leaving waits for the approval', () => {
    const told = { filed: '2026-12-03T07:00', now: '2026-12-03T12:00', touched: [early] };
    expect(found(ruling({ before: 'shift-start' }, told), 'demo-01')).toEqual([]);
    expect(found(ruling({ before: 'leaving' }, told), 'demo-01')).toEqual(['after-start refuse 2026-12-03T12:00/2026-12-03T08:00']);
  });

  it('a request without a day or a shift comes before nothing', () => {
    const policy = demoPolicy({ request: { sent: { request: ['broadcast'], before: 'sending', min_notice: 'P1D' } } });
    expect(judgeRequest(policy, caseOf({ type: 'broadcast', filed: '2026-12-03T07:00' })).findings).toEqual([]);
  });

  it('a swap begins with the earlier of its two shifts', () => {
    const policy = demoPolicy({ request: { swap: { request: ['swap'], before: 'shift-start', min_notice: 'P1D' } } });
    const touched = [
      duty('a', 'early', '2026-12-05T08:00', '2026-12-05T16:00'),
      duty('b', 'early', '2026-12-03T08:00', '2026-12-03T16:00'),
    ];
    const asked = (filed: string) => judgeRequest(policy, caseOf({ type: 'swap', filed, touched })).findings.map(({ code }) => code);
    expect(asked('2026-12-02T23:59')).toEqual([]);
    expect(asked('2026-12-03T07:59')).toEqual(['too-late']);
    expect(asked('2026-12-03T08:00')).toEqual(['too-late', 'after-start']);
  });
});

describe('the latest time', () => {
  const entry = { if: { shift: 'night' }, latest: { at: '12:00', day: 'evening-before-midnight-start' } };

  it('is noon of the day the night shift starts on, noon included', () => {
    const evening = duty('a', 'late', '2026-12-03T20:00', '2026-12-04T08:00');
    const asked = (filed: string) => found(ruling(entry, { filed, touched: [evening] }), 'demo-01');
    expect(asked('2026-12-03T12:00')).toEqual([]);
    expect(asked('2026-12-03T12:01')).toEqual(['past-latest refuse 2026-12-03T12:01/2026-12-03T12:00']);
  });

  it('is noon of the day before for a shift that starts at midnight, or of the day itself where the rule says so', () => {
    const given = { from: '2026-12-04', touched: [night] };
    expect(found(ruling(entry, { filed: '2026-12-03T12:00', ...given }), 'demo-01')).toEqual([]);
    expect(found(ruling(entry, { filed: '2026-12-03T12:01', ...given }), 'demo-01')).toHaveLength(1);
    const same = { ...entry, latest: { at: '12:00', day: 'of-start' } };
    expect(found(ruling(same, { filed: '2026-12-04T12:00', ...given }), 'demo-01')).toEqual([]);
  });

  it('is that of the night shift, also where a day shift comes before it', () => {
    const given = { until: '2026-12-04', touched: [early, duty('a', 'late', '2026-12-04T20:00', '2026-12-05T08:00')] };
    expect(found(ruling(entry, { filed: '2026-12-04T12:00', ...given }), 'demo-01')).toEqual([]);
    expect(found(ruling(entry, { filed: '2026-12-04T12:01', ...given }), 'demo-01')).toHaveLength(1);
  });

  it('on the same day counts both days of a shift over midnight', () => {
    const given = { hours: ['2026-12-03T20:00', '2026-12-04T08:00'] as const };
    const entryOn = { latest: { same_day: true } };
    expect(found(ruling(entryOn, { filed: '2026-12-04T23:59', ...given }), 'demo-01')).toEqual([]);
    expect(found(ruling(entryOn, { filed: '2026-12-05T00:00', ...given }), 'demo-01')).toEqual([
      'past-latest refuse 2026-12-05/2026-12-04',
    ]);
  });
});

describe('a route for what comes late', () => {
  const policy = demoPolicy({
    request: {
      ahead: { ...leave, min_notice: 'P1D' },
      start: { ...leave, before: 'shift-start' },
      holiday: { ...leave, if: { day: 'weekend' }, min_notice: 'P2D', approve: ['director'] },
      late: { ...leave, if: { late_request: true }, approve: ['manager'] },
      length: { ...leave, tiers: [{ up_to: 1, unit: 'day', by: ['lead'] }] },
    },
  });
  const asked = (filed: string, more: Partial<CaseText> = {}) =>
    judgeRequest(policy, caseOf({ type: 'leave', filed, from: '2026-12-03', touched: [early], ...more }));

  it('takes the place of the refusal and of the usual deciders', () => {
    const late = asked('2026-12-03T06:00');
    expect(found(late, 'demo-01')).toEqual(['too-late flag P0D/P1D']);
    expect(stagesOf(late)).toEqual(['1 manager']);
    expect(found(asked('2026-12-03T08:00'), 'demo-02')).toEqual(['after-start flag 2026-12-03T08:00/2026-12-03T08:00']);
  });

  it('is not taken in time', () => {
    const early = asked('2026-12-02T23:59');
    expect(early.findings).toEqual([]);
    expect(stagesOf(early)).toEqual(['1 lead']);
  });

  it('leaves a rule with a decider of its own as it is', () => {
    const saturday = { from: '2026-12-05', touched: [] };
    expect(found(asked('2026-12-04T09:00', saturday), 'demo-03')).toEqual(['too-late refuse P1D/P2D']);
    expect(found(asked('2026-12-03T09:00', saturday), 'demo-03')).toEqual([]);
  });

  it('belongs to its own regulation only', () => {
    const alone = demoPolicy({ request: { ahead: { ...leave, min_notice: 'P1D' } } });
    expect(found(judgeRequest(alone, caseOf({ type: 'leave', filed: '2026-12-03T06:00', from: '2026-12-03' })), 'demo-01')).toEqual([
      'too-late refuse P0D/P1D',
    ]);
  });
});
