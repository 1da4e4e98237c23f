import { describe, expect, it } from 'vitest';
import { Temporal } from '../../../core/time.ts';
import type { OwedLater, Stage } from '../../../policy/request/case.ts';
import { dueOf, lapsesAt, planCancellation, planSteps, stateWhile } from './plan.ts';

const stage = (number: number, ...words: string[]): Stage => ({ number, words, minRank: null, cites: [] });
const at = (wall: string): Temporal.Instant => Temporal.ZonedDateTime.from(`${wall}[Asia/Shanghai]`).toInstant();
const draft = { subject: 'an', filedBy: 'an', partner: null };
let made = 0;
const newId = (): string => {
  made += 1;
  return String(made);
};
const options = { openCall: false, newId };
const type = { approve: ['superior'], partner: 'optional' as const };
const plain = (steps: ReturnType<typeof planSteps>): string =>
  steps.map((step) => `${step.kind} ${step.stage} ${step.words.join('|')} ${step.state}`).join(', ');

describe('the steps of a request', () => {
  it('are the type’s own where no rule speaks, and none where a rule asks for nobody', () => {
    expect(plain(planSteps(draft, { confirm: [], stages: null, after: [] }, type, options))).toBe('approve 1 superior open');
    expect(planSteps(draft, { confirm: [], stages: [], after: [] }, type, options)).toEqual([]);
  });

  it('put whoever signs afterwards behind the type’s own chain', () => {
    expect(plain(planSteps(draft, { confirm: [], stages: null, after: [stage(1, 'hr')] }, type, options))).toBe(
      'approve 1 superior open, approve 2 hr waiting',
    );
  });

  it('ask the other side first, and whom it is for where somebody else filed it and a rule wants it', () => {
    const swap = { ...draft, partner: 'bo' };
    expect(plain(planSteps(swap, { confirm: ['requester', 'partner'], stages: [stage(1, 'team-lead')], after: [] }, type, options))).toBe(
      'confirm 0 partner open, approve 1 team-lead waiting',
    );
    const filed = { ...swap, filedBy: 'chen' };
    expect(plain(planSteps(filed, { confirm: ['requester', 'partner'], stages: [], after: [] }, type, options))).toBe(
      'confirm 0 partner open, confirm 0 subject open',
    );
  });

  it('wait for a taker in an open call', () => {
    const steps = planSteps(draft, { confirm: [], stages: [stage(1, 'team-lead')], after: [] }, type, { ...options, openCall: true });
    expect(plain(steps)).toBe('confirm 0 partner waiting, approve 1 team-lead waiting');
  });

  it('are asked again for a cancellation, the other side included, in the same rows when it is asked a second time', () => {
    const grant = planSteps({ ...draft, partner: 'bo' }, { confirm: [], stages: [stage(1, 'team-lead')], after: [] }, type, options);
    const first = planCancellation(grant, { subject: 'an', partner: 'bo' }, 'an', [], options.newId);
    expect(plain(first)).toBe('confirm 0 partner open, approve 1 team-lead waiting');
    const second = planCancellation(grant, { subject: 'an', partner: 'bo' }, 'bo', first, options.newId);
    expect(plain(second)).toBe('confirm 0 subject open, approve 1 team-lead waiting');
    expect(second[1]?.id).toBe(first[1]?.id);
    expect(
      stateWhile(
        second.filter((step) => step.state === 'open'),
        'cancelled',
      ),
    ).toBe('confirming');
  });
});

describe('a request nobody decides', () => {
  const filed = at('2026-12-01T10:00');
  const leave = { effect: 'absent' as const };

  it('lapses when it begins, or after the desk’s days', () => {
    expect(lapsesAt({ startsAt: at('2026-12-05T00:00') }, leave, filed, 14)).toEqual(at('2026-12-05T00:00'));
    expect(lapsesAt({ startsAt: at('2027-01-05T00:00') }, leave, filed, 14)).toEqual(at('2026-12-15T10:00'));
    expect(lapsesAt({ startsAt: null }, leave, filed, 3)).toEqual(at('2026-12-04T10:00'));
  });

  it('is when the shift ends for one that runs', () => {
    const running = { startsAt: at('2026-12-01T08:00'), endsAt: at('2026-12-01T16:00') };
    expect(lapsesAt(running, { effect: 'replace-person' }, filed, 14)).toEqual(at('2026-12-01T16:00'));
    expect(lapsesAt(running, leave, filed, 14)).toEqual(at('2026-12-15T10:00'));
  });

  it('is not lost for leave that begins within a day or has begun, but a swap is', () => {
    expect(lapsesAt({ startsAt: at('2026-12-02T09:59') }, leave, filed, 14)).toEqual(at('2026-12-15T10:00'));
    expect(lapsesAt({ startsAt: at('2026-12-02T10:00') }, leave, filed, 14)).toEqual(at('2026-12-02T10:00'));
    expect(lapsesAt({ startsAt: at('2026-11-30T10:00') }, leave, filed, 14)).toEqual(at('2026-12-15T10:00'));
    expect(lapsesAt({ startsAt: at('2026-12-01T16:00') }, { effect: 'exchange-shifts' }, filed, 14)).toEqual(at('2026-12-01T16:00'));
  });
});

describe('what is owed afterwards', () => {
  const facts = {
    zone: 'Asia/Shanghai',
    approvedAt: at('2026-12-01T10:00'),
    startsAt: at('2026-12-03T00:00'),
    endsAt: at('2026-12-06T00:00'),
    dutiesAfter: ['2026-12-07', '2026-12-09'],
  };
  const owed = (due: OwedLater['due']): OwedLater => ({ do: 'close', due, remind: false, to: [], otherwise: null, cites: [] });

  it('is due at the end of its day, counted from the last day of the leave', () => {
    expect(dueOf(owed({ after: 'end', days: 1 }), facts)).toEqual(at('2026-12-07T00:00'));
    expect(dueOf(owed({ after: 'end', days: 0 }), facts)).toEqual(at('2026-12-06T00:00'));
    expect(dueOf(owed({ after: 'start', days: 0 }), facts)).toEqual(at('2026-12-04T00:00'));
    expect(dueOf(owed({ after: 'approval', days: 2 }), facts)).toEqual(at('2026-12-04T00:00'));
    expect(dueOf(owed({ before: 'start' }), facts)).toEqual(facts.startsAt);
  });

  it('counts duty days on the roster, and is open where the roster ends', () => {
    expect(dueOf(owed({ after: 'end', rosteredDays: 1 }), facts)).toEqual(at('2026-12-08T00:00'));
    expect(dueOf(owed({ after: 'end', rosteredDays: 3 }), facts)).toBeNull();
    expect(dueOf(owed(null), facts)).toBeNull();
  });
});
