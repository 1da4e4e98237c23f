import { describe, expect, it } from 'vitest';
import { parseWallClock } from '../../src/policy/index.ts';
import { local, policyOf } from './desk.ts';
import { askedBy, drawn, dueBetween, dueOn, judged, obligationOf, occurrences, problemsOf, receivers, reported } from './register-case.ts';

const policy = policyOf('maritime-county', '2026-12-01');
const due = (rule: string, from: string, to: string) => dueBetween(policy, `maritime-county-${rule}`, from, to);
const sailing = (anchor: string) =>
  anchor === 'first-sailing' ? parseWallClock('06:00') : anchor === 'last-berthing' ? parseWallClock('19:10') : null;

describe('maritime-county: what is due', () => {
  it('checks every point every day [maritime-county-02]', () => {
    for (const many of [1, 9, 80, 81]) expect(drawn(policy, 'maritime-county-02', many)).toHaveLength(many);
    expect(due('02', '2026-12-05', '2026-12-06')).toHaveLength(2);
  });

  it('watches from 15 minutes before the first ferry to the last berthing, and not without the times [maritime-county-03]', () => {
    const [watch, ...more] = occurrences(policy, 'maritime-county-03', '2026-12-03', '2026-12-03', sailing);
    expect(more).toEqual([]);
    expect([watch?.fromAt, watch?.dueAt].map((at) => (at === undefined ? '' : local(at)))).toEqual([
      '2026-12-03T05:45',
      '2026-12-03T19:10',
    ]);
    expect(due('03', '2026-12-03', '2026-12-03')).toEqual([]);
  });

  it('mails the record of the day by 19:00 [maritime-county-04]', () => {
    expect(due('04', '2026-12-05', '2026-12-05')).toEqual(['submit:monitoring-record 2026-12-05T19:00']);
    expect(obligationOf(policy, 'maritime-county-04')).toMatchObject({ to: ['city-centre'], channels: ['email'], form: ['annex-04'] });
  });

  it('sends the four ledgers of last month before the 2nd: the 1st is the last day [maritime-county-05]', () => {
    expect(due('05', '2026-12-01', '2026-12-31')).toEqual(['submit:ledgers 2026-12-02T00:00']);
    expect(due('05', '2026-12-03', '2026-12-31')).toEqual([]);
    expect(obligationOf(policy, 'maritime-county-05')).toMatchObject({
      range: 'last-month',
      form: ['annex-09', 'annex-10', 'annex-11', 'annex-12'],
    });
  });

  it('answers a notice in writing within seven calendar days of receipt, all of the seventh [maritime-county-06]', () => {
    expect(dueOn(policy, 'maritime-county-06', 'notice-received', '2026-12-03T09:00')).toEqual([
      'submit:rectification-reply 2026-12-11T00:00',
    ]);
    expect(dueOn(policy, 'maritime-county-06', 'notice-received', '2026-12-04T00:00')).toEqual([
      'submit:rectification-reply 2026-12-12T00:00',
    ]);
    expect(dueOn(policy, 'maritime-county-06', 'navigation-notice', '2026-12-03T09:00')).toEqual([]);
    expect(obligationOf(policy, 'maritime-county-06')).toMatchObject({ to: ['city-centre'], written: true });
  });

  it('lists the key tasks of next week on Friday [maritime-county-10]', () => {
    expect(due('10', '2026-12-04', '2026-12-10')).toEqual(['submit:key-task-list 2026-12-04T17:00']);
    expect(due('10', '2026-12-05', '2026-12-10')).toEqual([]);
  });

  it('checks the equipment on Mondays with the operator, on no other day [maritime-county-11]', () => {
    expect(due('11', '2026-12-07', '2026-12-07')).toHaveLength(1);
    expect(due('11', '2026-12-08', '2026-12-13')).toEqual([]);
    expect(obligationOf(policy, 'maritime-county-11').with).toEqual(['network-operator']);
  });

  it('sums last month up before the 2nd, approved by the head, with the video system [maritime-county-12]', () => {
    expect(due('12', '2026-12-01', '2026-12-31')).toEqual(['submit:monthly-summary 2026-12-02T00:00']);
    expect(due('12', '2026-12-03', '2026-12-31')).toEqual([]);
    expect(obligationOf(policy, 'maritime-county-12')).toMatchObject({
      approve_by: ['centre-head'],
      to: ['city-centre'],
      range: 'last-month',
    });
    expect(obligationOf(policy, 'maritime-county-12').fields).toContain('video-system');
  });

  it('sums events and systems up every month for the leaders [maritime-county-21]', () => {
    expect(due('21', '2026-12-02', '2027-01-31')).toEqual(['submit:monthly-summary 2027-01-01T00:00']);
    expect(due('21', '2026-12-02', '2026-12-31')).toEqual([]);
    expect(obligationOf(policy, 'maritime-county-21')).toMatchObject({ approve_by: ['centre-head'], to: ['county-bureau-leaders'] });
  });
});

type Facts = Readonly<Record<string, string | number | boolean | readonly string[]>>;
const told = (rule: string, event: string, facts: Facts = {}, severity: string | null = null) =>
  receivers(reported(policy, event, { facts, severity }), `maritime-county-${rule}`);
const chain = ['1 to duty-leader', '2 approve centre-head', '3 then city-centre'];

describe('maritime-county: where it goes', () => {
  it('reports a problem with dangerous goods within half an hour [maritime-county-08]', () => {
    expect(told('08', 'dangerous-goods-problem')).toEqual(['1 to duty-leader 10:30', '1 to city-centre 10:30']);
    expect(told('08', 'hazard')).toEqual([]);
  });

  it('tells leader and supervisor of a serious violation, township and keeper of one that goes on [maritime-county-13]', () => {
    for (const severity of ['serious', 'urgent', 'major'])
      expect(told('13', 'point-violation', {}, severity)).toEqual([
        '1 to duty-leader 10:05',
        '1 to site-supervisor 10:05',
        '2 then township-leader 10:05',
        '2 then ship-keeper 10:05',
      ]);
    expect(told('13', 'point-violation', {}, 'minor')).toEqual([]);
    expect(told('13', 'point-violation', { not_corrected: true }, 'minor')).toEqual(['1 to township-leader', '1 to ship-keeper']);
    expect(told('13', 'point-violation', { not_corrected: false }, 'minor')).toEqual([]);
    expect(told('13', 'point-violation', { not_corrected: true }, 'serious')).toHaveLength(4);
  });

  it('has a hazard removed, or takes it up with evidence once the head approves [maritime-county-15]', () => {
    expect(told('15', 'hazard', { removable: true })).toEqual(['1 to ship-or-unit 10:05']);
    expect(told('15', 'hazard', { removable: false })).toEqual([
      '1 to duty-leader',
      '2 approve centre-head',
      '3 then county-bureau',
      '4 then city-centre',
    ]);
    expect(told('15', 'hazard')).toEqual([]);
    const route = reported(policy, 'hazard', { facts: { removable: false } });
    expect(route.stages.every(({ requires }) => requires.includes('evidence'))).toBe(true);
    expect(askedBy(route.forms, 'maritime-county-15')).toEqual(['annex-05']);
  });

  it.each(['ship-danger', 'ship-accident'])(
    'calls leader, city, government and plan units to a %s at once [maritime-county-16]',
    (event) => {
      expect(told('16', event)).toEqual([
        '1 to responsible-leader 10:05',
        '1 to city-centre 10:05',
        '1 to local-government 10:05',
        '1 to plan-units 10:05',
      ]);
      expect(told('16', 'accident')).toEqual([]);
    },
  );

  it('takes a grave accident up with an event report: major, ferries of markets and students, holidays, leaks [maritime-county-17]', () => {
    for (const event of ['accident', 'ship-accident']) {
      expect(told('17', event, {}, 'major')).toEqual(chain);
      for (const facts of [{ casualties: 'market-ferry' }, { casualties: 'student-ferry' }, { day: ['holiday'] }, { chemical_leak: true }])
        expect(told('17', event, facts)).toEqual(chain);
      for (const facts of [{}, { casualties: 'other' }, { day: ['weekend'] }, { chemical_leak: false }])
        expect(told('17', event, facts, 'urgent')).toEqual([]);
    }
    expect(told('17', 'dangerous-goods-problem', { chemical_leak: true })).toEqual(chain);
    expect(told('17', 'dangerous-goods-problem')).toEqual([]);
    expect(askedBy(reported(policy, 'accident', { severity: 'major' }).forms, 'maritime-county-17')).toEqual(['annex-05']);
  });

  it.each(['reported-from-below', 'assistance-request'])(
    'takes %s to the duty leader and keeps the handling [maritime-county-19]',
    (event) => {
      expect(told('19', event)).toEqual(['1 to duty-leader']);
      expect(askedBy(reported(policy, event).fields, 'maritime-county-19')).toEqual(['instruction', 'handling']);
      expect(told('19', 'accident')).toEqual([]);
    },
  );

  it('calls contractor and operator to a fault, with form and ledger [maritime-county-22]', () => {
    const route = reported(policy, 'equipment-fault');
    expect(receivers(route, 'maritime-county-22')).toEqual(['1 to contractor', '1 to network-operator']);
    expect([route.forms, route.ledgers, route.actions].map((found) => askedBy(found, 'maritime-county-22').join())).toEqual([
      'annex-03',
      'annex-12',
      'preserve-scene',
    ]);
    expect(reported(policy, 'accident').actions).toEqual([]);
  });
});

describe('maritime-county: what is written', () => {
  it('asks a finding for time, place, ship or crew and kind [maritime-county-07]', () => {
    const finding = { at: '2026-12-03T10:00', place: '渡口', ship_or_crew: '客渡 3', kind: 'overload' };
    const missing = (fields: Readonly<Record<string, string>>) =>
      problemsOf(judged(policy, 'monitoring-record', { fields }), 'maritime-county-07');
    expect(missing(finding)).toEqual([]);
    expect(missing({ ...finding, ship_or_crew: '' })).toEqual(['missing flag ship_or_crew']);
  });

  it('serves the township a notice, files event reports and keeps the ledgers [maritime-county-01] [maritime-county-09] [maritime-county-14] [maritime-county-18]', () => {
    expect(judged(policy, 'monitored-object').form?.value).toBe('annex-01');
    expect(policy.specialPeriods?.value).toContain('students-travel');
    const violation = judged(policy, 'point-violation');
    expect(violation.issues).toMatchObject({ value: 'annex-08', cites: [{ rule: 'maritime-county-14' }] });
    expect(askedBy(violation.fields, 'maritime-county-14')).toEqual(['point', 'at', 'ship', 'kind']);
    expect(judged(policy, 'point-violation-notice').to.map(({ value }) => value)).toEqual([['township']]);
    expect(violation.to).toEqual([]);
    expect(askedBy(violation.ledgers, 'maritime-county-14')).toEqual(['annex-10']);
    expect(judged(policy, 'monitoring-event').states?.value).toEqual(['open', 'filed']);
    expect(askedBy(judged(policy, 'monitoring-event').ledgers, 'maritime-county-18')).toEqual(['annex-11']);
  });

  it('a key period is of one of the five kinds and says from when [maritime-county-09]', () => {
    const wrong = (fields: Readonly<Record<string, string>>) =>
      problemsOf(judged(policy, 'key-task', { state: 'kept', fields }), 'maritime-county-09');
    for (const kind of ['fair', 'tourism-peak', 'holiday', 'students-travel', 'port-loading-plan'])
      expect(wrong({ kind, from: '2026-12-05', reason: '人多' })).toEqual([]);
    expect(wrong({ kind: 'typhoon', from: '2026-12-05', reason: '人多' })).toEqual(['not-allowed flag kind typhoon']);
    expect(wrong({ reason: '人多' })).toEqual(['missing flag kind from']);
  });

  it('flags what is closed or filed without a place for its evidence [maritime-county-20]', () => {
    const closing = (type: string, state: string, fields = {}) => problemsOf(judged(policy, type, { state, fields }), 'maritime-county-20');
    expect(closing('point-violation', 'closed')).toEqual(['missing flag evidence_location']);
    expect(closing('point-violation', 'closed', { evidence_location: 'NVR-3' })).toEqual([]);
    expect(closing('point-violation', 'open')).toEqual([]);
    expect(closing('monitoring-event', 'filed')).toEqual(['missing flag evidence_location']);
  });
});
