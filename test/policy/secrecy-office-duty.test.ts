import { describe, expect, it } from 'vitest';
import {
  answerable,
  compRest,
  judgeRequest,
  lateness,
  mayPlan,
  outOfReach,
  type RosterSlot,
  recordDue,
  takeTurns,
} from '../../src/policy/index.ts';
import { at, citing, day, findingsOf, hours, person, policyOf, rosterOf, segmentsOf, zone } from './desk.ts';
import { askedBy, dueBetween, judged, obligationOf, policyWith, problemsOf, protocolOf, receivers, routed } from './register-case.ts';
import { caseOf, duty, fact, found, party, proposed, stagesOf } from './request-case.ts';

const policy = policyOf('secrecy-office-duty', '2026-12-01');
const official = (name: string, attributes: Readonly<Record<string, string>> = {}) =>
  person(name, 'duty-officer', { memberRoles: ['officials'], attributes });
const driver = person('driver', 'standby-driver');

/** Who has the duty on each day; the driver stands by in every shift. */
function roster(from: string, to: string, who: (on: string) => string): readonly RosterSlot[] {
  return rosterOf(policy, from, to, []).map((slot) => ({ ...slot, people: [official(who(slot.dutyOn)), driver] }));
}
const rotationOf = (rule: string) => {
  const found = policy.rotations.find(({ cites }) => cites.some((cite) => cite.rule === rule));
  if (found === undefined) throw new Error(`no rotation for ${rule}`);
  return found.value;
};
const turns = (rule: string, from: string, to: string): string =>
  takeTurns({ rotation: rotationOf(rule), order: ['a', 'b', 'c'], from, to, day, startWith: 0 })
    .map(({ on, person: who }) => `${on.slice(8)}${who}`)
    .join(' ');

describe('secrecy-office-duty', () => {
  it('has the bureau leader answer for duty [secrecy-office-duty-01]', () => {
    const { roles, cites } = answerable({ policy, at: at('2026-12-01T12:00'), zone, day });
    expect(roles).toEqual(['bureau-leader']);
    expect(cites.map(({ rule }) => rule)).toEqual(['secrecy-office-duty-01']);
  });

  it('lets the secretariat make the rota and nobody else [secrecy-office-duty-02]', () => {
    const may = (roles: readonly string[]) => mayPlan({ policy, task: 'compile', roles, on: '2026-12-01', day });
    expect(may(['secretariat']).allowed).toBe(true);
    expect(may(['officials', 'bureau-leader'])).toMatchObject({ allowed: false });
    expect(may([]).cites.map(({ rule }) => rule)).toContain('secrecy-office-duty-02');
    expect(policy.rotation?.value.kind).toBe('rota-list');
  });

  it('counts officials in, flags others [secrecy-office-duty-04]', () => {
    const slots = roster('2026-12-01', '2026-12-01', () => 'a');
    expect(citing(findingsOf(policy, slots, '2026-12-01', '2026-12-01'), 'secrecy-office-duty-04')).toEqual([]);
    const other = slots.map((slot) => ({ ...slot, people: [person('x'), driver] }));
    expect(citing(findingsOf(policy, other, '2026-12-01', '2026-12-01'), 'secrecy-office-duty-04')).toEqual([
      'role-missing flag 2026-12-01T09:00–2026-12-02T09:00 /officials',
    ]);
  });

  it('hands out weekdays five at a time; a turn ends with its week [secrecy-office-duty-05]', () => {
    expect(turns('secrecy-office-duty-05', '2026-11-30', '2026-12-11')).toBe('30a 01a 02a 03a 04a 07b 08b 09b 10b 11b');
    // Thursday 8 October follows the holiday; the make-up Saturday is a duty day of the same week.
    expect(turns('secrecy-office-duty-05', '2026-09-28', '2026-10-13')).toBe('28a 29a 30a 08b 09b 10b 12c 13c');
  });

  it('accepts five weekdays in one turn and flags the sixth, and a turn that goes on into the next week [secrecy-office-duty-05]', () => {
    const week = roster('2026-11-30', '2026-12-04', () => 'a');
    expect(citing(findingsOf(policy, week, '2026-11-30', '2026-12-04'), 'secrecy-office-duty-05')).toEqual([]);
    const longer = roster('2026-11-30', '2026-12-07', (on) => (on === '2026-12-05' ? 'b' : on === '2026-12-06' ? 'c' : 'a'));
    expect(citing(findingsOf(policy, longer, '2026-11-30', '2026-12-07'), 'secrecy-office-duty-05')).toEqual([
      'turn-too-long flag 2026-11-30T00:00–2026-12-08T00:00 6/5',
    ]);
    const across = roster('2026-12-03', '2026-12-07', (on) => (on === '2026-12-05' ? 'b' : on === '2026-12-06' ? 'c' : 'a'));
    expect(citing(findingsOf(policy, across, '2026-12-03', '2026-12-07'), 'secrecy-office-duty-05')).toEqual([
      'turn-too-long flag 2026-12-03T00:00–2026-12-08T00:00 3/5',
    ]);
  });

  it('flags someone who is posted away, on weekdays [secrecy-office-duty-05]', () => {
    const away = roster('2026-12-04', '2026-12-05', (on) => on).map((slot) => ({
      ...slot,
      people: [official(slot.id, { posting: 'away' }), driver],
    }));
    expect(citing(findingsOf(policy, away, '2026-12-04', '2026-12-05'), 'secrecy-office-duty-05')).toEqual([
      'attribute-excluded flag 2026-12-04T09:00–2026-12-05T09:00 posting=away/posting≠away',
    ]);
  });

  it('is in the office from 09:00 to 17:00 and then by telephone until the next morning [secrecy-office-duty-06]', () => {
    expect(hours(policy, '2026-12-04')).toEqual({ weekday: '09:00–2026-12-05T09:00' });
    expect(segmentsOf(policy, '2026-12-04', 'weekday')).toEqual(['on_site 09:00–17:00', 'phone 17:00–2026-12-05T09:00']);
  });

  it('hands out days off one at a time [secrecy-office-duty-07]', () => {
    expect(turns('secrecy-office-duty-07', '2026-12-04', '2026-12-13')).toBe('05a 06b 12c 13a');
    expect(turns('secrecy-office-duty-07', '2026-09-30', '2026-10-04')).toBe('01a 02b 03c 04a');
  });

  it('accepts one day off for a person and flags the second in a row [secrecy-office-duty-07]', () => {
    const one = roster('2026-12-05', '2026-12-06', (on) => on);
    expect(citing(findingsOf(policy, one, '2026-12-05', '2026-12-06'), 'secrecy-office-duty-07')).toEqual([]);
    const both = roster('2026-12-05', '2026-12-06', () => 'a');
    expect(citing(findingsOf(policy, both, '2026-12-05', '2026-12-06'), 'secrecy-office-duty-07')).toEqual([
      'turn-too-long flag 2026-12-05T00:00–2026-12-07T00:00 2/1',
    ]);
  });

  it('splits weekends and holidays the same way [secrecy-office-duty-08]', () => {
    expect(hours(policy, '2026-12-05')).toEqual({ 'rest-day': '09:00–2026-12-06T09:00' });
    expect(segmentsOf(policy, '2026-10-01', 'rest-day')).toEqual(['on_site 09:00–17:00', 'phone 17:00–2026-10-02T09:00']);
    expect(hours(policy, '2026-10-10')).toEqual({ weekday: '09:00–2026-10-11T09:00' });
  });

  it('flags the first minute of lateness [secrecy-office-duty-24]', () => {
    const startsAt = at('2026-12-01T09:00');
    expect(lateness({ startsAt, at: startsAt, policy }).late).toBe(false);
    expect(lateness({ startsAt, at: at('2026-12-01T09:01'), policy })).toMatchObject({
      late: true,
      cites: [{ rule: 'secrecy-office-duty-24' }],
    });
  });

  it('has a standby driver at all hours, reachable and rostered by the secretariat [secrecy-office-duty-29]', () => {
    const slots = roster('2026-12-01', '2026-12-02', (on) => on);
    const answered = roster('2026-11-30', '2026-12-02', (on) => on);
    expect(citing(findingsOf(policy, answered, '2026-12-01', '2026-12-02'), 'secrecy-office-duty-29')).toEqual([]);
    const without = slots.map((slot) =>
      slot.dutyOn === '2026-12-02' ? { ...slot, people: slot.people.filter(({ role }) => role !== 'standby-driver') } : slot,
    );
    expect(citing(findingsOf(policy, without, '2026-12-01', '2026-12-02'), 'secrecy-office-duty-29')).toEqual([
      'coverage-gap flag 2026-12-02T09:00–2026-12-03T09:00 0/1',
    ]);
    const reach = (reached: boolean) => outOfReach({ policy, role: 'standby-driver', onDuty: false, reached, place: 'away' });
    expect(reach(true).flagged).toBe(false);
    expect(reach(false)).toMatchObject({ flagged: true, cites: [{ rule: 'secrecy-office-duty-29' }] });
  });

  const instead = (filed: string, station = 'hotline') =>
    judgeRequest(
      policy,
      caseOf({
        type: 'substitute',
        filed,
        from: '2026-12-03',
        partner: party('b', { station }),
        touched: [duty('a', 'weekday', '2026-12-03T09:00', '2026-12-04T09:00')],
      }),
    );

  it('lets a department find somebody else by itself and tells the secretariat; what comes after the start is flagged [secrecy-office-duty-09]', () => {
    expect(instead('2026-12-03T08:59').stages).toEqual([]);
    expect(instead('2026-12-03T08:59').notify).toEqual(['secretariat']);
    expect(found(instead('2026-12-03T08:59'), 'secrecy-office-duty-09')).toEqual([]);
    expect(found(instead('2026-12-03T09:00'), 'secrecy-office-duty-09')).toEqual(['after-start flag 2026-12-03T09:00/2026-12-03T09:00']);
  });

  it('flags somebody of another department [secrecy-office-duty-09]', () => {
    expect(found(instead('2026-12-02T09:00', 'archive'), 'secrecy-office-duty-09')).toEqual([
      'not-the-same flag unit=archive/unit=hotline',
    ]);
  });

  const rest = (type: string) => judgeRequest(policy, caseOf({ type, filed: '2026-12-01T09:00', from: '2026-12-03' }));

  it('has time off after duty arranged by the department, other leave not [secrecy-office-duty-10]', () => {
    expect(stagesOf(rest('comp-rest'), 'secrecy-office-duty-10')).toEqual(['1 department']);
    expect(rest('leave').stages).toBeNull();
  });

  it('has time off in lieu taken within the month of the duty [secrecy-office-duty-11]', () => {
    const left = (duties: readonly string[], on: string, taken: readonly { readonly on: string; readonly days: number }[] = []) =>
      compRest(policy, { duties, taken, on })?.left;
    expect(left(['2026-12-01'], '2026-12-31')).toBe(1);
    expect(left(['2026-12-01'], '2027-01-01')).toBe(0);
    expect(left(['2026-12-01', '2026-12-02'], '2026-12-31', [{ on: '2026-12-10', days: 1 }])).toBe(1);
    const standing = compRest(policy, { duties: ['2026-12-31'], taken: [], on: '2027-01-01' });
    expect(standing).toMatchObject({ left: 0, lapsed: 1, reaction: 'flag', principle: true, cites: [{ rule: 'secrecy-office-duty-11' }] });
  });

  it('files time off in lieu with the secretariat, other leave not [secrecy-office-duty-12]', () => {
    expect(rest('comp-rest').notify).toEqual(['secretariat']);
    expect(rest('leave').notify).toEqual([]);
  });

  it('sends what a check found to the party group, with the outcome left to it', () => {
    expect(proposed(policy, [fact('concealed-report', '2026-12-03')])).toEqual(['to-be-decided secrecy-office-duty-26']);
    expect(proposed(policy, [fact('late', '2026-12-03', 5)])).toEqual(['decided-case-by-case secrecy-office-duty-28']);
  });
});

describe('secrecy-office-duty: what is written, handed over, reported and due', () => {
  const policy = policyOf('secrecy-office-duty', '2026-12-01');

  it('has the secretariat look into the duty as often as the desk says [secrecy-office-duty-03]', () => {
    expect(dueBetween(policy, 'secrecy-office-duty-03', '2026-12-01', '2026-12-31')).toEqual([]);
    const weekly = policyWith('secrecy-office-duty', 'obligation.checks.when', { every: 'week', weekday: 'wed', at: '15:00' });
    expect(dueBetween(weekly, 'secrecy-office-duty-03', '2026-12-01', '2026-12-07')).toEqual(['inspect:duty 2026-12-02T15:00']);
    expect(obligationOf(policy, 'secrecy-office-duty-03').by).toEqual(['secretariat']);
  });

  it('asks for five facts of a call and of a meeting [secrecy-office-duty-13] [secrecy-office-duty-17] [secrecy-office-duty-19]', () => {
    const call = { unit: '市委办', caller: '王', phone: '118', content: '通知', action: '已转' };
    const problems = (fields: Readonly<Record<string, string>>) =>
      problemsOf(judged(policy, 'phone-message', { fields }), 'secrecy-office-duty-17');
    expect(problems(call)).toEqual([]);
    expect(problems({ ...call, phone: '' })).toEqual(['missing flag phone']);
    expect(problemsOf(judged(policy, 'meeting-notice', { fields: { name: '例会' } }), 'secrecy-office-duty-19')).toEqual([
      'missing flag time place attendees requirements',
    ]);
  });

  it.each(['emergency', 'urgent-business'])('brings %s to the duty leader within half an hour [secrecy-office-duty-14]', (event) => {
    expect(receivers(routed(policy, event), 'secrecy-office-duty-14')).toEqual(['1 to duty-leader 10:30']);
    expect(receivers(routed(policy, 'message'), 'secrecy-office-duty-14')).toEqual([]);
  });

  it('tells the duty leader first and those concerned after that, of what is major [secrecy-office-duty-18]', () => {
    const route = (severity: string | null) => receivers(routed(policy, 'emergency', { severity }), 'secrecy-office-duty-18');
    expect(route('major')).toEqual(['1 to duty-leader 10:30', '2 then person-concerned 10:30']);
    expect(route('minor')).toEqual([]);
    expect(route(null)).toEqual([]);
  });

  it('tells the attendees of an urgent meeting at once, and the secretariat [secrecy-office-duty-20]', () => {
    expect(receivers(routed(policy, 'urgent-meeting'), 'secrecy-office-duty-20')).toEqual([
      '1 to attendees 10:05',
      '1 cc secretariat 10:05',
    ]);
    expect(receivers(routed(policy, 'emergency'), 'secrecy-office-duty-20')).toEqual([]);
  });

  it('offers the stand-by driver to who is called back from 17:00 until work starts [secrecy-office-duty-23]', () => {
    const ride = (known: string) => receivers(routed(policy, 'call-back', { known }), 'secrecy-office-duty-23');
    expect(ride('2026-12-03T17:00')).toEqual(['1 to standby-driver']);
    expect(ride('2026-12-03T16:59')).toEqual([]);
    expect(ride('2026-12-04T02:00')).toEqual(['1 to standby-driver']);
    expect(ride('2026-12-04T09:00')).toEqual([]);
    expect(routed(policy, 'call-back', { known: '2026-12-03T18:00' }).stages[0]?.optional).toBe(true);
  });

  it('keeps tasks, inspections from above, papers and the arrival [secrecy-office-duty-15] [secrecy-office-duty-21] [secrecy-office-duty-22] [secrecy-office-duty-25]', () => {
    expect(askedBy(judged(policy, 'task').fields, 'secrecy-office-duty-15')).toEqual(['given_by', 'content', 'outcome']);
    const kind = (value: string) =>
      problemsOf(judged(policy, 'superior-inspection', { fields: { kind: value } }), 'secrecy-office-duty-21');
    expect(kind('undercover')).toEqual([]);
    expect(kind('party')).toEqual(['not-allowed flag kind party']);
    expect(askedBy(judged(policy, 'document-receipt').fields, 'secrecy-office-duty-22')).toHaveLength(6);
    expect(askedBy(judged(policy, 'duty-log').events, 'secrecy-office-duty-25')).toEqual(['clock-in']);
  });

  it('asks for the log and the hand-over at every duty [secrecy-office-duty-16]', () => {
    expect(askedBy(protocolOf(policy).requires, 'secrecy-office-duty-16')).toEqual(['duty-log', 'handover']);
  });

  it('fills in the plate of the duty car, in principle [secrecy-office-duty-30]', () => {
    expect(judged(policy, 'duty-vehicle').defaults.plate?.value).toBe('8448');
    expect(policy.records.find(({ cites }) => cites.some(({ rule }) => rule === 'secrecy-office-duty-30'))?.principle).toBe(true);
  });

  it('reminds of a key at the end of the duty it was taken for [secrecy-office-duty-31]', () => {
    const { due, defaults } = judged(policy, 'key-custody', { state: 'out' });
    const shift = { start: at('2026-12-03T09:00'), end: at('2026-12-04T09:00') };
    const given = { due, at: at('2026-12-03T09:05'), termEnd: null, calendar: { zone, day, anchors: () => null } };
    expect(recordDue({ ...given, shift })?.equals(shift.end)).toBe(true);
    expect(recordDue({ ...given, shift: null })).toBeNull();
    expect(due?.value.remind).toBe(true);
    expect(defaults.issued_by?.value).toBe('secretariat');
  });
});
