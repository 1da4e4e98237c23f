import { describe, expect, it } from 'vitest';
import { judgeRequest } from '../../src/policy/index.ts';
import { at, policyOf } from './desk.ts';
import { type CaseText, caseOf, found, other, party, stagesOf } from './request-case.ts';

const policy = policyOf('maintenance-leave', '2026-12-01');
const leave = (more: Partial<CaseText> = {}) =>
  judgeRequest(policy, caseOf({ type: 'leave', kind: 'personal', filed: '2026-12-01T09:00', from: '2026-12-07', ...more }));
const ofDays = (days: number) => leave({ lengths: { days, calendarDays: Math.ceil(days), workingDays: Math.ceil(days) } });

describe('maintenance-leave', () => {
  it('asks for a reason', () => {
    expect(found(leave({ filled: [] }), 'maintenance-leave-02')).toEqual(['field-missing refuse /reason']);
    expect(found(leave(), 'maintenance-leave-02')).toEqual([]);
  });

  it('refuses eight days, not seven, and says until when [maintenance-leave-03]', () => {
    expect(found(leave({ until: '2026-12-13' }), 'maintenance-leave-03')).toEqual([]);
    expect(found(leave({ until: '2026-12-14' }), 'maintenance-leave-03')).toEqual(['too-long refuse 8/7']);
    expect(leave({ until: '2026-12-14' }).findings[0]?.instead).toBe('2026-12-13');
  });

  it('has two days approved by the station lead [maintenance-leave-04]', () => {
    expect(stagesOf(ofDays(0.5), 'maintenance-leave-04')).toEqual(['1 station-lead']);
    expect(stagesOf(ofDays(2), 'maintenance-leave-04')).toEqual(['1 station-lead']);
    expect(stagesOf(ofDays(2.5), 'maintenance-leave-04')).toEqual([]);
  });

  it('has three days, and what lies between two and three, approved by the regional lead [maintenance-leave-05]', () => {
    expect(stagesOf(ofDays(2), 'maintenance-leave-05')).toEqual([]);
    expect(stagesOf(ofDays(2.5), 'maintenance-leave-05')).toEqual(['1 regional-lead']);
    expect(stagesOf(ofDays(3), 'maintenance-leave-05')).toEqual(['1 regional-lead']);
  });

  it('refuses a second person of a station on leave, also where the first still waits [maintenance-leave-06]', () => {
    const beside = (on: string, more = {}) =>
      found(leave({ until: '2026-12-08', others: [other('leave', 'b', on, more)] }), 'maintenance-leave-06');
    expect(beside('2026-12-06')).toEqual([]);
    expect(beside('2026-12-07')).toEqual(['too-many-at-once refuse 2/1']);
    expect(beside('2026-12-08', { open: true })).toEqual(['too-many-at-once refuse 2/1']);
    expect(beside('2026-12-09')).toEqual([]);
  });

  it('refuses half a day that overlaps and takes the other half [maintenance-leave-06]', () => {
    const morning = { span: { start: at('2026-12-07T00:00'), end: at('2026-12-07T12:00') } };
    const half = (hours: readonly [string, string]) =>
      found(leave({ hours, others: [other('leave', 'b', '2026-12-07', morning)] }), 'maintenance-leave-06');
    expect(half(['2026-12-07T12:00', '2026-12-08T00:00'])).toEqual([]);
    expect(half(['2026-12-07T11:59', '2026-12-08T00:00'])).toEqual(['too-many-at-once refuse 2/1']);
  });

  it('lets people of two stations be away at once, and of one station for anything else [maintenance-leave-06]', () => {
    const others = [other('leave', 'b', '2026-12-07', { station: 'north' })];
    expect(found(leave({ others }), 'maintenance-leave-06')).toEqual([]);
    expect(found(leave({ others, subject: party('a', { station: 'north' }) }), 'maintenance-leave-06')).toHaveLength(1);
    expect(found(leave({ others: [other('outing', 'b', '2026-12-07')] }), 'maintenance-leave-06')).toEqual([]);
  });

  it('refuses what is asked for later than two days ahead and hands it to the regional lead [maintenance-leave-07]', () => {
    expect(found(leave({ filed: '2026-12-05T23:59' }), 'maintenance-leave-07')).toEqual([]);
    expect(found(leave({ filed: '2026-12-06T00:00' }), 'maintenance-leave-07')).toEqual(['too-late refuse P1D/P2D']);
    expect(leave({ filed: '2026-12-06T00:00' }).findings[0]?.instead).toBe('2026-12-08');
    expect(leave().handedTo).toEqual(['regional-lead']);
  });

  it('reminds to close the leave on the day after its end [maintenance-leave-09]', () => {
    expect(leave().followUps).toMatchObject([
      { do: 'close', due: { after: 'end', days: 1 }, remind: true, cites: [{ rule: 'maintenance-leave-09' }] },
    ]);
    expect(judgeRequest(policy, caseOf({ type: 'swap', filed: '2026-12-01T09:00' })).followUps).toEqual([]);
  });

  it('has the department manager agree last, and nobody leave before [maintenance-leave-10]', () => {
    expect(stagesOf(ofDays(2))).toEqual(['1 station-lead', '2 department-manager']);
    expect(stagesOf(ofDays(3), 'maintenance-leave-10')).toEqual(['2 department-manager']);
    expect(found(leave({ now: '2026-12-06T23:59' }), 'maintenance-leave-10')).toEqual([]);
    expect(found(leave({ now: '2026-12-07T00:00' }), 'maintenance-leave-10')).toEqual([
      'after-start refuse 2026-12-07T00:00/2026-12-07T00:00',
    ]);
  });
});
