import { describe, expect, it } from 'vitest';
import { policyOf } from './desk.ts';
import { askedBy, drawn, dueBetween, dueOn, judged, obligationOf, problemsOf, receivers, reported } from './register-case.ts';

const policy = policyOf('maritime-province', '2026-12-01');
const due = (rule: string, from: string, to: string) => dueBetween(policy, `maritime-province-${rule}`, from, to);

describe('maritime-province: checks of the tiers below', () => {
  it('plans the week from the lists of the cities, by the start of work on Monday [maritime-province-02]', () => {
    expect(due('02', '2026-12-01', '2026-12-14')).toEqual([
      'submit:monitoring-plan 2026-12-07T09:00',
      'submit:monitoring-plan 2026-12-14T09:00',
    ]);
    expect(due('02', '2026-12-01', '2026-12-06')).toEqual([]);
    expect(obligationOf(policy, 'maritime-province-02').source).toEqual(['annex-02']);
  });

  it('checks every city centre once in the morning and once in the afternoon [maritime-province-03]', () => {
    const all = drawn(policy, 'maritime-province-03', 14);
    expect(all).toHaveLength(14);
    expect(all.every(({ morning, afternoon, anytime }) => morning === 1 && afternoon === 1 && anytime === 0)).toBe(true);
    expect(due('03', '2026-12-05', '2026-12-06')).toEqual(['inspect:monitoring 2026-12-05T00:00', 'inspect:monitoring 2026-12-06T00:00']);
  });

  it.each([
    [99, 10],
    [100, 10],
    [101, 11],
    [1, 1],
  ])('draws of %i county centres %i: a tenth, rounded up [maritime-province-04]', (centres, size) => {
    const found = drawn(policy, 'maritime-province-04', centres);
    expect(found).toHaveLength(size);
    expect(found.every(({ morning, afternoon, anytime }) => morning + afternoon + anytime === 1)).toBe(true);
  });

  it.each([
    [79, 79],
    [80, 80],
    [81, 80],
    [800, 80],
    [801, 81],
  ])('draws of %i points %i: a tenth and no fewer than 80 [maritime-province-05]', (points, size) => {
    expect(drawn(policy, 'maritime-province-05', points)).toHaveLength(size);
  });

  it('draws more where three checks a month would be missed, the least checked first [maritime-province-06]', () => {
    const none = { checked: () => 0 };
    // 100 centres need 300 checks: 10 a day in 30 days, 11 in 28.
    expect(drawn(policy, 'maritime-province-04', 100, { ...none, left: 30 })).toHaveLength(10);
    expect(drawn(policy, 'maritime-province-04', 100, { ...none, left: 28 })).toHaveLength(11);
    const lagging = drawn(policy, 'maritime-province-04', 100, { checked: (index) => (index < 4 ? 2 : 3), left: 1 });
    expect(lagging.map(({ target }) => target)).toEqual(expect.arrayContaining(['t000', 't001', 't002', 't003']));
    expect(due('06', '2026-12-01', '2026-12-31')).toEqual([]);
  });

  it('has none of a month below three when every draw is checked, in February too [maritime-province-06]', () => {
    const counts = new Map<string, number>();
    for (let left = 28; left >= 1; left -= 1)
      for (const { target } of drawn(policy, 'maritime-province-04', 95, {
        checked: (index) => counts.get(`t${String(index).padStart(3, '0')}`) ?? 0,
        left,
        seed: `day ${left}`,
      }))
        counts.set(target, (counts.get(target) ?? 0) + 1);
    expect(counts.size).toBe(95);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(3);
  });
});

describe('maritime-province: what is due', () => {
  it('has the record in order at the end of every shift [maritime-province-08]', () => {
    const duty = policyOf(['maritime-duty', 'maritime-province'], '2026-12-01');
    expect(dueBetween(duty, 'maritime-province-08', '2026-12-03', '2026-12-03')).toEqual([
      'submit:monitoring-record 2026-12-03T08:00',
      'submit:monitoring-record 2026-12-03T14:00',
      'submit:monitoring-record 2026-12-03T20:00',
    ]);
    expect(due('08', '2026-12-03', '2026-12-03')).toEqual([]);
  });

  it('sums up the day by 09:00 of the next, for leaders and department [maritime-province-09]', () => {
    expect(due('09', '2026-12-03', '2026-12-04')).toEqual([
      'submit:daily-summary 2026-12-03T09:00',
      'submit:daily-summary 2026-12-04T09:00',
    ]);
    expect(obligationOf(policy, 'maritime-province-09')).toMatchObject({
      to: ['province-maritime-leaders', 'province-transport-department'],
      channels: ['fax', 'platform-message'],
    });
  });

  it('passes a navigation notice on to the city centres, which confirm it [maritime-province-10]', () => {
    expect(dueOn(policy, 'maritime-province-10', 'navigation-notice', '2026-12-03T10:00')).toEqual(['send:notice 2026-12-04T00:00']);
    expect(dueOn(policy, 'maritime-province-10', 'notice-received', '2026-12-03T10:00')).toEqual([]);
    expect(obligationOf(policy, 'maritime-province-10')).toMatchObject({ to: ['city-centres'], ack: 'received' });
  });

  it('checks the equipment on Mondays with the operator, on no other day [maritime-province-11]', () => {
    expect(due('11', '2026-12-07', '2026-12-07')).toHaveLength(1);
    expect(due('11', '2026-12-08', '2026-12-13')).toEqual([]);
    expect(obligationOf(policy, 'maritime-province-11').with).toEqual(['network-operator']);
  });

  it('sums up the month for the leaders once the head approves [maritime-province-25]', () => {
    expect(due('25', '2026-12-02', '2027-01-31')).toEqual(['submit:monthly-summary 2027-01-01T00:00']);
    expect(due('25', '2026-12-02', '2026-12-31')).toEqual([]);
    expect(obligationOf(policy, 'maritime-province-25')).toMatchObject({ approve_by: ['centre-head'], to: ['province-bureau-leaders'] });
  });
});

describe('maritime-province: where it goes', () => {
  it('tells duty leader and city safety lead of a violation at once [maritime-province-14]', () => {
    expect(receivers(reported(policy, 'point-violation'), 'maritime-province-14')).toEqual([
      '1 to duty-leader 10:05',
      '1 to city-safety-lead 10:05',
    ]);
    expect(receivers(reported(policy, 'violation'), 'maritime-province-14')).toEqual([]);
  });

  it('tells the city safety lead from 30 minutes off post, or where it was not stopped [maritime-province-17]', () => {
    const told = (facts: Readonly<Record<string, number | boolean>>) =>
      receivers(reported(policy, 'centre-violation', { facts }), 'maritime-province-17');
    expect(told({ off_post_minutes: 30 })).toEqual(['1 to city-safety-lead 10:05']);
    expect(told({ off_post_minutes: 29 })).toEqual([]);
    expect(told({ not_stopped: true })).toEqual(['1 to city-safety-lead 10:05']);
    expect(told({ not_stopped: false })).toEqual([]);
    expect(told({})).toEqual([]);
  });

  it.each(['hazard', 'danger', 'accident', 'ship-accident', 'ship-danger'])(
    'tells duty leader and city centre of a %s at once [maritime-province-19]',
    (event) => {
      expect(receivers(reported(policy, event), 'maritime-province-19')).toEqual(['1 to duty-leader 10:05', '1 to city-centre 10:05']);
      expect(reported(policy, event).stages.every(({ urgent }) => urgent)).toBe(true);
    },
  );

  it('brings what is major to the leaders once the head approves, nothing less [maritime-province-22]', () => {
    const up = (event: string, severity: string | null) => receivers(reported(policy, event, { severity }), 'maritime-province-22');
    const chain = ['1 to duty-leader', '2 approve centre-head', '3 then province-bureau-leaders'];
    expect(up('accident', 'major')).toEqual(chain);
    expect(up('ship-accident', 'major')).toEqual(chain);
    expect(up('hazard', 'major')).toEqual(chain);
    expect(up('accident', 'urgent')).toEqual([]);
    expect(up('accident', null)).toEqual([]);
    expect(up('danger', 'major')).toEqual([]);
  });

  it.each(['reported-from-below', 'assistance-request'])(
    'takes %s to the duty leader and keeps instruction and handling [maritime-province-23]',
    (event) => {
      const route = reported(policy, event);
      expect(receivers(route, 'maritime-province-23')).toEqual(['1 to duty-leader']);
      expect(askedBy(route.fields, 'maritime-province-23')).toEqual(['instruction', 'handling']);
      expect(reported(policy, 'violation').fields).toEqual([]);
    },
  );

  it('calls contractor and operator to a fault and keeps the scene [maritime-province-26]', () => {
    const route = reported(policy, 'communication-fault');
    expect(receivers(route, 'maritime-province-26')).toEqual(['1 to contractor', '1 to network-operator']);
    expect(askedBy(route.actions, 'maritime-province-26')).toEqual(['preserve-scene']);
    expect(reported(policy, 'accident').actions).toEqual([]);
  });
});

describe('maritime-province: what is written', () => {
  it('knows seven kinds of violation and no others [maritime-province-13]', () => {
    const kind = (value: string) => problemsOf(judged(policy, 'point-violation', { fields: { kind: value } }), 'maritime-province-13');
    for (const one of [
      'no-life-jackets',
      'mixed-crossing',
      'non-passenger-ship',
      'overload',
      'sailing-ban',
      'sailing-not-signed-off',
      'site-staff-missing',
    ])
      expect(kind(one)).toEqual([]);
    expect(kind('noise')).toEqual(['not-allowed flag kind noise']);
  });

  it('issues the notice and keeps the ledger of each violation and breach [maritime-province-15] [maritime-province-18]', () => {
    expect(judged(policy, 'point-violation').issues).toMatchObject({ value: 'annex-08', cites: [{ rule: 'maritime-province-15' }] });
    expect(askedBy(judged(policy, 'point-violation').ledgers, 'maritime-province-15')).toEqual(['annex-10']);
    expect(judged(policy, 'centre-violation').issues).toMatchObject({ value: 'annex-07', cites: [{ rule: 'maritime-province-18' }] });
    expect(askedBy(judged(policy, 'centre-violation').ledgers, 'maritime-province-18')).toEqual(['annex-09']);
    expect(judged(policy, 'monitoring-event').issues).toBeNull();
    for (const notice of ['point-violation-notice', 'centre-violation-notice'])
      expect(judged(policy, notice).to.map(({ value }) => value)).toEqual([['city-bureau']]);
  });

  it('keeps forms and what was commanded [maritime-province-01] [maritime-province-07] [maritime-province-16] [maritime-province-20] [maritime-province-21] [maritime-province-27]', () => {
    expect(judged(policy, 'monitored-object').form?.value).toBe('annex-01');
    expect(judged(policy, 'monitoring-record').form?.value).toBe('annex-04');
    expect(askedBy(judged(policy, 'centre-violation').fields, 'maritime-province-16')).toEqual(['told_to_stop_at', 'stopped']);
    expect(problemsOf(judged(policy, 'centre-violation', { fields: { kind: 'other' } }), 'maritime-province-16')).toEqual([
      'not-allowed flag kind other',
    ]);
    expect(askedBy(judged(policy, 'monitoring-event').fields, 'maritime-province-20')).toEqual(['direct_command', 'means']);
    expect(judged(policy, 'monitoring-event').form?.value).toBe('annex-05');
    expect(judged(policy, 'equipment-fault').form?.value).toBe('annex-03');
    expect(askedBy(judged(policy, 'equipment-fault').ledgers, 'maritime-province-27')).toEqual(['annex-12']);
  });

  it.each(['point-violation', 'monitoring-event'])(
    'flags a %s that is closed without a place for its evidence [maritime-province-24]',
    (type) => {
      const closing = (state: string, fields = {}) => problemsOf(judged(policy, type, { state, fields }), 'maritime-province-24');
      expect(closing('closed')).toEqual(['missing flag evidence_location']);
      expect(closing('closed', { evidence_location: 'NVR-3' })).toEqual([]);
      expect(closing('open')).toEqual([]);
      expect(problemsOf(judged(policy, 'centre-violation', { state: 'closed' }), 'maritime-province-24')).toEqual([]);
    },
  );
});
