import { describe, expect, it } from 'vitest';
import { parseWallClock } from '../../src/policy/index.ts';
import { local, policyOf } from './desk.ts';
import { askedBy, drawn, dueBetween, dueOn, judged, obligationOf, occurrences, problemsOf, receivers, reported } from './register-case.ts';

const policy = policyOf('maritime-city', '2026-12-01');
const due = (rule: string, from: string, to: string) => dueBetween(policy, `maritime-city-${rule}`, from, to);
const sailing = (anchor: string) =>
  anchor === 'first-sailing' ? parseWallClock('07:00') : anchor === 'last-berthing' ? parseWallClock('18:30') : null;

describe('maritime-city: checks', () => {
  it('checks all county centres and own points every day [maritime-city-02]', () => {
    expect(due('02', '2026-12-02', '2026-12-02').toSorted()).toEqual([
      'inspect:monitoring 2026-12-02T00:00',
      'inspect:monitoring 2026-12-02T00:00',
      'inspect:monitoring 2026-12-02T00:00',
    ]);
    for (const many of [1, 79, 80, 200]) expect(drawn(policy, 'maritime-city-02', many)).toHaveLength(many);
  });

  it('checks every county centre twice in the morning and twice in the afternoon [maritime-city-03]', () => {
    const all = drawn(policy, 'maritime-city-03', 9);
    expect(all).toHaveLength(9);
    expect(all.every(({ morning, afternoon, anytime }) => morning === 2 && afternoon === 2 && anytime === 0)).toBe(true);
  });

  it('watches from 15 minutes before the first ferry to the last berthing, and not without the times [maritime-city-04]', () => {
    const [watch, ...more] = occurrences(policy, 'maritime-city-04', '2026-12-03', '2026-12-03', sailing);
    expect(more).toEqual([]);
    expect([watch?.fromAt, watch?.dueAt].map((at) => (at === undefined ? '' : local(at)))).toEqual([
      '2026-12-03T06:45',
      '2026-12-03T18:30',
    ]);
    expect(due('04', '2026-12-03', '2026-12-03')).toEqual([]);
  });

  it.each([
    [1, 1],
    [79, 79],
  ])('draws all of %i county points [maritime-city-05]', (points, size) => {
    expect(drawn(policy, 'maritime-city-05', points)).toHaveLength(size);
  });

  it.each([
    [80, 80],
    [81, 80],
    [500, 80],
  ])('draws of %i county points %i [maritime-city-06]', (points, size) => {
    expect(drawn(policy, 'maritime-city-06', points)).toHaveLength(size);
  });
});

describe('maritime-city: what is due', () => {
  it('mails the record of the day by 20:00 [maritime-city-08]', () => {
    expect(due('08', '2026-12-05', '2026-12-05')).toEqual(['submit:daily-record 2026-12-05T20:00']);
    expect(obligationOf(policy, 'maritime-city-08')).toMatchObject({ to: ['provincial-centre'], channels: ['email'] });
  });

  it('sends the four ledgers of last month before the 4th: the 3rd is the last day [maritime-city-09]', () => {
    expect(due('09', '2026-12-01', '2026-12-31')).toEqual(['submit:ledgers 2026-12-04T00:00']);
    expect(due('09', '2026-12-04', '2026-12-31')).toHaveLength(1);
    expect(due('09', '2026-12-05', '2026-12-31')).toEqual([]);
    expect(obligationOf(policy, 'maritime-city-09')).toMatchObject({
      range: 'last-month',
      form: ['annex-09', 'annex-10', 'annex-11', 'annex-12'],
    });
  });

  it('answers a notice in writing within seven calendar days of receipt, all of the seventh [maritime-city-10]', () => {
    expect(dueOn(policy, 'maritime-city-10', 'notice-received', '2026-12-03T00:00')).toEqual([
      'submit:rectification-reply 2026-12-11T00:00',
    ]);
    expect(dueOn(policy, 'maritime-city-10', 'notice-received', '2026-12-03T23:59')).toEqual([
      'submit:rectification-reply 2026-12-11T00:00',
    ]);
    expect(dueOn(policy, 'maritime-city-10', 'notice-received', '2026-12-04T00:00')).toEqual([
      'submit:rectification-reply 2026-12-12T00:00',
    ]);
    expect(dueOn(policy, 'maritime-city-10', 'navigation-notice', '2026-12-03T00:00')).toEqual([]);
    expect(obligationOf(policy, 'maritime-city-10')).toMatchObject({ to: ['provincial-centre'], written: true });
  });

  it('sums the key task lists up on Fridays [maritime-city-14]', () => {
    expect(due('14', '2026-12-04', '2026-12-10')).toEqual(['submit:key-task-list 2026-12-04T17:00']);
    expect(due('14', '2026-12-05', '2026-12-10')).toEqual([]);
    expect(obligationOf(policy, 'maritime-city-14').form).toEqual(['annex-02']);
  });

  it('broadcasts at 10:00 and 17:00 what the duty leader approved, on every day [maritime-city-15]', () => {
    const times = (on: string) =>
      occurrences(policy, 'maritime-city-15', on, on).map(({ fromAt, remindAt }) => [
        local(fromAt),
        remindAt === null ? '' : local(remindAt),
      ]);
    for (const on of ['2026-12-03', '2026-12-05'])
      expect(times(on)).toEqual([
        [`${on}T10:00`, `${on}T10:00`],
        [`${on}T17:00`, `${on}T17:00`],
      ]);
    expect(obligationOf(policy, 'maritime-city-15')).toMatchObject({
      approve_by: ['duty-leader'],
      fields: ['channel', 'traffic-control', 'weather', 'water-level'],
    });
  });

  it('checks the equipment on Mondays with the operator, on no other day [maritime-city-16]', () => {
    expect(due('16', '2026-12-07', '2026-12-07')).toHaveLength(1);
    expect(due('16', '2026-12-08', '2026-12-13')).toEqual([]);
    expect(obligationOf(policy, 'maritime-city-16').with).toEqual(['network-operator']);
  });

  it('sums last month up before the 4th, approved by the head [maritime-city-17]', () => {
    expect(due('17', '2026-12-01', '2026-12-31')).toEqual(['submit:monthly-summary 2026-12-04T00:00']);
    expect(due('17', '2026-12-05', '2026-12-31')).toEqual([]);
    expect(obligationOf(policy, 'maritime-city-17')).toMatchObject({
      approve_by: ['centre-head'],
      to: ['city-bureau-leaders', 'provincial-centre'],
      range: 'last-month',
    });
  });

  it('sums events and systems up every month for the leaders [maritime-city-35]', () => {
    expect(due('35', '2026-12-02', '2027-01-31')).toEqual(['submit:monthly-summary 2027-01-01T00:00']);
    expect(due('35', '2026-12-02', '2026-12-31')).toEqual([]);
    expect(obligationOf(policy, 'maritime-city-35')).toMatchObject({ approve_by: ['centre-head'], to: ['city-bureau-leaders'] });
  });
});

type Facts = Readonly<Record<string, string | number | boolean | readonly string[]>>;
const told = (rule: string, event: string, facts: Facts = {}, severity: string | null = null) =>
  receivers(reported(policy, event, { facts, severity }), `maritime-city-${rule}`);
const chain = ['1 to duty-leader', '2 approve centre-head', '3 then provincial-centre'];

describe('maritime-city: violations', () => {
  it('leaves to township and keeper what was not corrected [maritime-city-19]', () => {
    expect(told('19', 'point-violation', { not_corrected: true })).toEqual(['1 to township-leader', '1 to ship-keeper']);
    expect(told('19', 'point-violation', { not_corrected: false })).toEqual([]);
    expect(told('19', 'point-violation')).toEqual([]);
  });

  it('tells duty leader and site supervisor of a serious violation or a graver one [maritime-city-20]', () => {
    const both = ['1 to duty-leader 10:05', '1 to site-supervisor 10:05'];
    for (const severity of ['serious', 'urgent', 'major']) expect(told('20', 'point-violation', {}, severity)).toEqual(both);
    expect(told('20', 'point-violation', {}, 'minor')).toEqual([]);
    expect(told('20', 'point-violation')).toEqual([]);
  });

  it('tells the county of one in its waters, with notice and ledger [maritime-city-21]', () => {
    expect(told('21', 'point-violation', { county_waters: true })).toEqual(['1 to county-safety-lead']);
    expect(told('21', 'point-violation', { county_waters: false })).toEqual([]);
    const route = reported(policy, 'point-violation', { facts: { county_waters: true } });
    expect(askedBy(route.issues, 'maritime-city-21')).toEqual(['annex-08']);
    expect(askedBy(route.ledgers, 'maritime-city-21')).toEqual(['annex-10']);
    expect(reported(policy, 'point-violation').issues).toEqual([]);
  });

  it('tells the county safety lead from 30 minutes off post, or where it was not stopped [maritime-city-22]', () => {
    expect(told('22', 'centre-violation', { off_post_minutes: 30 })).toEqual(['1 to county-safety-lead 10:05']);
    expect(told('22', 'centre-violation', { off_post_minutes: 29 })).toEqual([]);
    expect(told('22', 'centre-violation', { not_stopped: true })).toEqual(['1 to county-safety-lead 10:05']);
    expect(told('22', 'centre-violation')).toEqual([]);
  });
});

describe('maritime-city: hazards, dangers and accidents', () => {
  it('reports a problem with dangerous goods within half an hour [maritime-city-12]', () => {
    expect(told('12', 'dangerous-goods-problem')).toEqual(['1 to duty-leader 10:30', '1 to provincial-centre 10:30']);
    expect(told('12', 'hazard')).toEqual([]);
  });

  it.each(['hazard', 'danger', 'accident', 'ship-danger', 'ship-accident', 'dangerous-goods-problem'])(
    'tells duty leader and county centre of a %s in county waters, elsewhere not [maritime-city-24]',
    (event) => {
      expect(told('24', event, { county_waters: true })).toEqual(['1 to duty-leader 10:05', '1 to county-centre 10:05']);
      expect(told('24', event, { county_waters: false })).toEqual([]);
    },
  );

  it('takes what is major up once the head approves, an accident on own waters only once [maritime-city-26]', () => {
    for (const event of ['accident', 'hazard', 'ship-accident']) {
      expect(told('26', event, { county_waters: true }, 'major')).toEqual(chain);
      expect(told('26', event, {}, 'major')).toEqual(chain);
      expect(told('26', event, { county_waters: true }, 'urgent')).toEqual([]);
    }
    expect(told('26', 'accident', { own_waters: true }, 'major')).toEqual([]);
    expect(told('31', 'accident', { own_waters: true }, 'major')).toEqual(chain);
  });

  it('has a hazard that can be removed removed at once [maritime-city-27]', () => {
    expect(told('27', 'hazard', { removable: true })).toEqual(['1 to ship-or-unit 10:05']);
    expect(told('27', 'hazard', { removable: false })).toEqual([]);
    expect(told('27', 'hazard')).toEqual([]);
  });

  it('takes one that cannot be removed up with evidence and report [maritime-city-28]', () => {
    expect(told('28', 'hazard', { removable: false })).toEqual([
      '1 to duty-leader',
      '2 approve centre-head',
      '3 then city-bureau',
      '4 then provincial-centre',
    ]);
    const route = reported(policy, 'hazard', { facts: { removable: false } });
    expect(route.stages.every(({ requires }) => requires.includes('evidence'))).toBe(true);
    expect(askedBy(route.forms, 'maritime-city-28')).toEqual(['annex-05']);
    expect(told('28', 'hazard', { removable: true })).toEqual([]);
  });

  it.each(['ship-danger', 'ship-accident'])(
    'calls leader, province, government and plan units to a %s at once [maritime-city-30]',
    (event) => {
      expect(told('30', event)).toEqual([
        '1 to responsible-leader 10:05',
        '1 to provincial-centre 10:05',
        '1 to local-government 10:05',
        '1 to plan-units 10:05',
      ]);
      expect(told('30', 'accident')).toEqual([]);
    },
  );

  it('takes a grave accident up with an event report: major, ferries of markets and students, holidays, leaks [maritime-city-31]', () => {
    for (const event of ['accident', 'ship-accident']) {
      expect(told('31', event, {}, 'major')).toEqual(chain);
      for (const facts of [{ casualties: 'market-ferry' }, { casualties: 'student-ferry' }, { day: ['holiday'] }, { chemical_leak: true }])
        expect(told('31', event, facts)).toEqual(chain);
      for (const facts of [{}, { casualties: 'none' }, { casualties: 'other' }, { day: ['weekend'] }, { chemical_leak: false }])
        expect(told('31', event, facts, 'urgent')).toEqual([]);
    }
    expect(told('31', 'ship-danger', { chemical_leak: true })).toEqual(chain);
    expect(told('31', 'ship-danger', {}, 'major')).toEqual([]);
    expect(told('31', 'accident', { county_waters: true }, 'major')).toEqual([]);
    const route = reported(policy, 'accident', { severity: 'major' });
    expect(askedBy(route.forms, 'maritime-city-31')).toEqual(['annex-05']);
  });

  it.each(['reported-from-below', 'assistance-request'])(
    'takes %s to the duty leader and keeps the handling [maritime-city-33]',
    (event) => {
      expect(told('33', event)).toEqual(['1 to duty-leader']);
      expect(askedBy(reported(policy, event).fields, 'maritime-city-33')).toEqual(['instruction', 'handling']);
      expect(told('33', 'accident')).toEqual([]);
    },
  );

  it('calls contractor and operator to a fault, with form and ledger [maritime-city-36]', () => {
    const route = reported(policy, 'equipment-fault');
    expect(receivers(route, 'maritime-city-36')).toEqual(['1 to contractor', '1 to network-operator']);
    expect([route.forms, route.ledgers, route.actions].map((found) => askedBy(found, 'maritime-city-36').join())).toEqual([
      'annex-03',
      'annex-12',
      'preserve-scene',
    ]);
    expect(reported(policy, 'accident').forms).toEqual([]);
  });
});

describe('maritime-city: what is written', () => {
  it('asks a finding for time, place, ship or crew and kind [maritime-city-11]', () => {
    const finding = { at: '2026-12-03T10:00', place: '渡口', ship_or_crew: '客渡 3', kind: 'overload' };
    const missing = (fields: Readonly<Record<string, string>>) =>
      problemsOf(judged(policy, 'monitoring-record', { fields }), 'maritime-city-11');
    expect(missing(finding)).toEqual([]);
    expect(missing({ ...finding, place: '' })).toEqual(['missing flag place']);
  });

  it('asks on own waters when and how the offender was told to stop [maritime-city-18]', () => {
    const asked = (own: boolean) => askedBy(judged(policy, 'point-violation', { fields: { own_waters: own } }).fields, 'maritime-city-18');
    expect(asked(true)).toEqual(['point', 'at', 'ship', 'kind', 'told_to_stop_at', 'means']);
    expect(asked(false)).toEqual([]);
  });

  it('issues a notice for a breach, files event reports and keeps the ledgers [maritime-city-01] [maritime-city-07] [maritime-city-13] [maritime-city-23] [maritime-city-25] [maritime-city-32]', () => {
    expect(judged(policy, 'monitored-object').form?.value).toBe('annex-01');
    expect(judged(policy, 'monitoring-record').form?.value).toBe('annex-04');
    expect(policy.specialPeriods).toMatchObject({ value: ['fair', 'tourism-peak', 'holiday', 'students-travel', 'port-loading-plan'] });
    expect(judged(policy, 'centre-violation').issues).toMatchObject({ value: 'annex-07', cites: [{ rule: 'maritime-city-23' }] });
    expect(askedBy(judged(policy, 'centre-violation').ledgers, 'maritime-city-23')).toEqual(['annex-09']);
    expect(judged(policy, 'centre-violation-notice').to).toMatchObject([{ value: ['county-office'] }]);
    expect(judged(policy, 'point-violation').issues).toBeNull();
    expect(judged(policy, 'monitoring-event').form?.value).toBe('annex-05');
    expect(judged(policy, 'monitoring-event').states).toMatchObject({ value: ['open', 'filed'], cites: [{ rule: 'maritime-city-32' }] });
    expect(askedBy(judged(policy, 'monitoring-event').ledgers, 'maritime-city-25')).toEqual(['annex-11']);
  });

  it('a key period is of one of the five kinds and says from when [maritime-city-13]', () => {
    const wrong = (fields: Readonly<Record<string, string>>) =>
      problemsOf(judged(policy, 'key-task', { state: 'kept', fields }), 'maritime-city-13');
    for (const kind of ['fair', 'tourism-peak', 'holiday', 'students-travel', 'port-loading-plan'])
      expect(wrong({ kind, from: '2026-12-05', reason: '人多' })).toEqual([]);
    expect(wrong({ kind: 'typhoon', from: '2026-12-05', reason: '人多' })).toEqual(['not-allowed flag kind typhoon']);
    expect(wrong({ reason: '人多' })).toEqual(['missing flag kind from']);
  });

  it('flags what is closed or filed without a place for its evidence [maritime-city-34]', () => {
    const closing = (type: string, state: string, fields = {}) => problemsOf(judged(policy, type, { state, fields }), 'maritime-city-34');
    expect(closing('point-violation', 'closed')).toEqual(['missing flag evidence_location']);
    expect(closing('point-violation', 'noticed')).toEqual([]);
    // Filing closes an event report here.
    expect(closing('monitoring-event', 'filed')).toEqual(['missing flag evidence_location']);
    expect(closing('monitoring-event', 'open')).toEqual([]);
    expect(closing('monitoring-event', 'filed', { evidence_location: 'NVR-3' })).toEqual([]);
  });
});
