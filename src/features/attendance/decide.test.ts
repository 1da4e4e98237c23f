import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { Citation, Policy } from '../../policy/policy.ts';
import type { Duty, PunchFacts } from './attendance.ts';
import { decideClockIn, decideClockOut } from './decide.ts';

const zone = 'Asia/Shanghai';
const at = (text: string) => Temporal.Instant.from(`${text}+08:00`);
const words = { zh: '门岗', en: 'Gate' };
const cite: Citation = { rule: 'property-security-duty-03', preset: 'property-security-duty', title: words, section: words, words };

const policy = (
  over: {
    rosteredOnly?: boolean;
    substitutes?: 'refuse' | 'flag';
    lastOut?: boolean;
    lateOver?: number;
    minStaff?: number;
    offPost?: boolean;
    closing?: readonly string[];
  } = {},
): Policy =>
  ({
    version: 'v1',
    presets: [],
    shifts: [],
    coverage: null,
    staff:
      over.minStaff === undefined
        ? []
        : [{ value: { role: null, min: over.minStaff, check: ['publish', 'clock_out'] }, cites: [cite], reaction: 'refuse' }],
    eligible: [],
    rotation: null,
    publishBy: null,
    display: null,
    requests:
      over.substitutes === undefined
        ? []
        : [{ value: { key: 'effect', value: 'refuse-unapproved-clock-in' }, cites: [cite], reaction: over.substitutes }],
    presence: {
      rosteredOnly: over.rosteredOnly === true ? { value: true, cites: [cite], reaction: 'refuse' } : null,
      lateOverMinutes: { value: over.lateOver ?? 0, cites: [], reaction: 'flag' },
      earlyLeaveOverMinutes: { value: 0, cites: [], reaction: 'flag' },
      arriveBeforeMinutes: null,
      punches: over.lastOut === true ? [{ value: { last_out: 'counts' }, cites: [cite], reaction: 'flag' }] : [],
      clockOutRequires:
        over.closing === undefined
          ? null
          : { value: over.closing, cites: [{ ...cite, rule: 'student-office-duty-03' }], reaction: 'refuse' },
      offPost: over.offPost === true ? { value: true, cites: [{ ...cite, rule: 'front-desk-duty-03' }], reaction: 'flag' } : null,
    },
  }) as unknown as Policy;

const duty = (start: string, end: string, over: Partial<Duty> = {}): Duty => ({
  assignment: `a-${start}`,
  slot: `s-${start}`,
  shift: 'day',
  dutyOn: '2026-12-03',
  position: null,
  slotVersion: 1,
  desk: 'gate',
  deskName: words,
  zone,
  shiftName: { zh: '早班', en: 'Early' },
  role: 'duty-officer',
  startsAt: at(start),
  endsAt: at(end),
  expected: null,
  in: null,
  out: null,
  ...over,
});

const facts = (now: string, duties: readonly Duty[], over: Partial<PunchFacts> = {}, rules: Policy = policy()): PunchFacts => ({
  now: at(now),
  duties,
  openOffRoster: null,
  next: null,
  policyOf: () => rules,
  desks: [{ id: 'gate', name: words, zone }],
  opensMinutes: () => 120,
  presentOn: () => [],
  ...over,
});

const early = duty('2026-12-01T07:30', '2026-12-01T16:00');
const night = duty('2026-11-30T20:00', '2026-12-01T08:00');

const punched = (result: ReturnType<typeof decideClockIn>) => {
  if (!result.ok || result.value.kind !== 'punched') throw new Error(`not punched: ${JSON.stringify(result)}`);
  return result.value.punch;
};
const refused = (result: ReturnType<typeof decideClockIn>) => (result.ok ? null : result.refusal.code);
const asked = (result: ReturnType<typeof decideClockIn>) =>
  result.ok && result.value.kind === 'question' ? result.value.question.ask : null;

describe('clocking in', () => {
  it('is in time up to the second in which the shift starts', () => {
    expect(punched(decideClockIn(facts('2026-12-01T07:21', [early]), null))).toMatchObject({
      verdict: 'on-time',
      offMinutes: 0,
      duty: { assignment: early.assignment },
    });
    expect(punched(decideClockIn(facts('2026-12-01T07:30:59', [early]), null)).verdict).toBe('on-time');
    expect(punched(decideClockIn(facts('2026-12-01T07:31', [early]), null))).toMatchObject({ verdict: 'late', offMinutes: 1 });
  });

  it('leaves the tolerance of the policy', () => {
    const rules = policy({ lateOver: 10 });
    expect(punched(decideClockIn(facts('2026-12-01T07:40', [early], {}, rules), null)).verdict).toBe('on-time');
    expect(punched(decideClockIn(facts('2026-12-01T07:41', [early], {}, rules), null)).verdict).toBe('late');
  });

  it('expects whoever has time off every day at the moved hours [attendance-leave-35]', () => {
    const later = { ...early, expected: { start: at('2026-12-01T08:30'), end: early.endsAt } };
    expect(punched(decideClockIn(facts('2026-12-01T08:30', [later]), null)).verdict).toBe('on-time');
    expect(punched(decideClockIn(facts('2026-12-01T08:31', [later]), null))).toMatchObject({ verdict: 'late', offMinutes: 1 });
    const sooner = { ...early, in: at('2026-12-01T07:21'), expected: { start: early.startsAt, end: at('2026-12-01T15:00') } };
    expect(punched(decideClockOut(facts('2026-12-01T15:00', [sooner]), null)).verdict).toBe('on-time');
    expect(asked(decideClockOut(facts('2026-12-01T14:59', [sooner]), null))).toBe('early-leave');
  });

  it('opens two hours before the start and not a minute earlier', () => {
    expect(asked(decideClockIn(facts('2026-12-01T05:29:59', [early]), null))).toBe('off-roster');
    expect(punched(decideClockIn(facts('2026-12-01T05:30', [early]), null)).duty?.slot).toBe(early.slot);
  });

  it('belongs to the night shift after midnight, too', () => {
    expect(punched(decideClockIn(facts('2026-12-01T00:10', [night, early]), null))).toMatchObject({
      duty: { slot: night.slot },
      verdict: 'late',
      offMinutes: 250,
    });
  });

  it('counts one punch for two presses', () => {
    const entered = { ...early, in: at('2026-12-01T07:21') };
    expect(refused(decideClockIn(facts('2026-12-01T07:22', [entered]), null))).toBe('attendance.alreadyIn');
  });

  it('enters the next shift only close to its start while one is still in the first', () => {
    const first = { ...early, in: at('2026-12-01T07:21') };
    const second = duty('2026-12-01T16:00', '2026-12-02T00:00');
    expect(refused(decideClockIn(facts('2026-12-01T15:29', [first, second]), null))).toBe('attendance.alreadyIn');
    expect(punched(decideClockIn(facts('2026-12-01T15:30', [first, second]), null)).duty?.slot).toBe(second.slot);
  });

  it('enters the shift that is about to begin rather than one that was missed and is all but over', () => {
    const missed = duty('2026-12-01T16:00', '2026-12-02T00:00');
    const next = duty('2026-12-02T00:00', '2026-12-02T07:30');
    expect(punched(decideClockIn(facts('2026-12-01T23:29', [missed, next]), null)).duty?.slot).toBe(missed.slot);
    expect(punched(decideClockIn(facts('2026-12-01T23:55', [missed, next]), null))).toMatchObject({
      verdict: 'on-time',
      duty: { slot: next.slot },
    });
    expect(punched(decideClockIn(facts('2026-12-01T23:55', [missed]), null)).duty?.slot).toBe(missed.slot);
  });

  it('refuses a punch off the roster where only the rostered may clock in [property-security-duty-03]', () => {
    const rules = policy({ rosteredOnly: true });
    expect(refused(decideClockIn(facts('2026-12-01T12:00', [], {}, rules), null))).toBe('attendance.notOnRoster');
    expect(refused(decideClockIn(facts('2026-12-01T12:00', [], {}, rules), 'gate'))).toBe('attendance.notOnRoster');
    expect(punched(decideClockIn(facts('2026-12-01T07:30', [early], {}, rules), null)).verdict).toBe('on-time');
  });

  it('refuses a substitute whom nobody approved, and lets one in who stands in the roster [center-security-1-15]', () => {
    const rules = policy({ substitutes: 'refuse' });
    expect(refused(decideClockIn(facts('2026-12-01T12:00', [], {}, rules), 'gate'))).toBe('attendance.notOnRoster');
    expect(punched(decideClockIn(facts('2026-12-01T07:30', [early], {}, rules), null)).verdict).toBe('on-time');
    expect(asked(decideClockIn(facts('2026-12-01T12:00', [], {}, policy({ substitutes: 'flag' })), null))).toBe('off-roster');
  });

  it('tells whoever is in off the roster already about the first punch', () => {
    const open = { openOffRoster: { desk: 'gate', at: at('2026-12-01T11:58') } };
    expect(refused(decideClockIn(facts('2026-12-01T12:00', [], open), 'gate'))).toBe('attendance.alreadyInOffRoster');
  });

  it('asks about the desk it names, where the one that was confirmed is no longer theirs', () => {
    expect(asked(decideClockIn(facts('2026-12-01T12:00', []), 'elsewhere'))).toBe('off-roster');
  });

  it('asks first about a punch off the roster elsewhere, and records it once it is confirmed', () => {
    expect(asked(decideClockIn(facts('2026-12-01T12:00', []), null))).toBe('off-roster');
    expect(punched(decideClockIn(facts('2026-12-01T12:00', []), 'gate'))).toMatchObject({
      verdict: 'off-roster',
      duty: null,
      desk: 'gate',
    });
    expect(refused(decideClockIn(facts('2026-12-01T12:00', [], { desks: [] }), null))).toBe('attendance.noDesk');
  });
});

describe('clocking out', () => {
  const entered = { ...early, in: at('2026-12-01T07:21') };

  it('is in time from the end on, and asks before it counts as leaving early', () => {
    expect(punched(decideClockOut(facts('2026-12-01T16:00', [entered]), null)).verdict).toBe('on-time');
    expect(asked(decideClockOut(facts('2026-12-01T15:58', [entered]), null))).toBe('early-leave');
    expect(punched(decideClockOut(facts('2026-12-01T15:58', [entered]), early.assignment))).toMatchObject({
      verdict: 'early-leave',
      offMinutes: 2,
    });
    // A button left over from another duty is no consent.
    expect(asked(decideClockOut(facts('2026-12-01T15:58', [entered]), night.assignment))).toBe('early-leave');
  });

  it('asks for what is done before leaving, after the question on leaving early, and for this duty only [student-office-duty-03]', () => {
    const rules = policy({ closing: ['devices-off', 'power-cut', 'doors-and-windows-locked'] });
    const out = (time: string, early: string | null, done: string | null) =>
      decideClockOut(facts(`2026-12-01T${time}`, [entered], {}, rules), early, done);
    const question = out('16:00', null, null);
    expect(question.ok && question.value).toMatchObject({
      question: { ask: 'closing-up', items: ['devices-off', 'power-cut', 'doors-and-windows-locked'], early: false },
    });
    expect(punched(out('16:00', null, entered.assignment)).verdict).toBe('on-time');
    expect(asked(out('16:00', null, night.assignment))).toBe('closing-up');
    expect(asked(out('15:58', null, entered.assignment))).toBe('early-leave');
    const early = out('15:58', entered.assignment, null);
    expect(early.ok && early.value).toMatchObject({ question: { ask: 'closing-up', early: true } });
    expect(punched(out('15:58', entered.assignment, entered.assignment)).verdict).toBe('early-leave');
  });

  it('leaves the shift one is in, not the one that has just begun', () => {
    const next = duty('2026-12-01T16:00', '2026-12-02T00:00');
    expect(punched(decideClockOut(facts('2026-12-01T16:05', [entered, next]), null)).duty?.slot).toBe(early.slot);
    const both = [entered, { ...next, in: at('2026-12-01T15:55') }];
    expect(punched(decideClockOut(facts('2026-12-01T16:05', both), null)).duty?.slot).toBe(early.slot);
    expect(punched(decideClockOut(facts('2026-12-02T00:00', both), null)).duty?.slot).toBe(next.slot);
  });

  it('notes a missing clock-in, and closes twelve hours after the end', () => {
    expect(punched(decideClockOut(facts('2026-12-01T16:10', [early]), null))).toMatchObject({
      missedIn: true,
      duty: { slot: early.slot },
    });
    expect(punched(decideClockOut(facts('2026-12-02T03:59', [entered]), null)).duty?.slot).toBe(early.slot);
    expect(refused(decideClockOut(facts('2026-12-02T04:00', [entered]), null))).toBe('attendance.nothingToLeave');
  });

  it('counts one punch for two presses', () => {
    const left = { ...entered, out: at('2026-12-01T16:01') };
    expect(refused(decideClockOut(facts('2026-12-01T16:02', [left]), null))).toBe('attendance.alreadyOut');
  });

  it('lets the last clock-out count where the rules say so, and asks again while it is early [attendance-clock-04]', () => {
    const rules = policy({ lastOut: true });
    const left = { ...entered, out: at('2026-12-01T15:30') };
    expect(asked(decideClockOut(facts('2026-12-01T15:40', [left], {}, rules), null))).toBe('early-leave');
    expect(punched(decideClockOut(facts('2026-12-01T16:02', [left], {}, rules), null))).toMatchObject({
      verdict: 'on-time',
      replaces: at('2026-12-01T15:30'),
    });
    expect(refused(decideClockOut(facts('2026-12-02T04:00', [left], {}, rules), null))).toBe('attendance.nothingToLeave');
    expect(refused(decideClockOut(facts('2026-12-01T16:02', [left]), null))).toBe('attendance.alreadyOut');
  });

  it('closes a confirmed punch off the roster', () => {
    expect(
      punched(decideClockOut(facts('2026-12-01T12:00', [], { openOffRoster: { desk: 'gate', at: at('2026-12-01T10:00') } }), null)),
    ).toMatchObject({ verdict: 'off-roster', kind: 'out' });
    expect(refused(decideClockOut(facts('2026-12-01T12:00', []), null))).toBe('attendance.nothingToLeave');
  });

  it('refuses to leave fewer than two on post before the end of the shift [center-security-1-13]', () => {
    const rules = policy({ minStaff: 2 });
    const present = (count: number) => () =>
      Array.from({ length: count }, (_, index) => ({
        assignment: index === 0 ? entered.assignment : `other-${index}`,
        role: 'duty-officer',
      }));
    expect(refused(decideClockOut(facts('2026-12-01T15:00', [entered], { presentOn: present(2) }, rules), early.assignment))).toBe(
      'attendance.tooFew',
    );
    expect(punched(decideClockOut(facts('2026-12-01T15:00', [entered], { presentOn: present(3) }, rules), early.assignment)).verdict).toBe(
      'early-leave',
    );
    expect(punched(decideClockOut(facts('2026-12-01T16:00', [entered], { presentOn: present(2) }, rules), null)).verdict).toBe('on-time');
  });

  it('flags who leaves the post before the end by the rule on the post, and nobody at the end [front-desk-duty-03]', () => {
    const rules = policy({ offPost: true });
    const early15 = punched(decideClockOut(facts('2026-12-01T15:59', [entered], {}, rules), entered.assignment));
    expect(early15.cites.map((each) => each.rule)).toEqual(['front-desk-duty-03']);
    expect(punched(decideClockOut(facts('2026-12-01T16:00', [entered], {}, rules), null)).cites).toEqual([]);
  });

  it('rests on the others where the regulation counts who stays, so that two who leave at once look again', () => {
    const rules = policy({ minStaff: 1 });
    const presentOn = () => [
      { assignment: entered.assignment, role: 'duty-officer' },
      { assignment: 'relief', role: 'duty-officer' },
    ];
    expect(punched(decideClockOut(facts('2026-12-01T15:00', [entered], { presentOn }, rules), entered.assignment)).restsOnOthers).toBe(
      true,
    );
    expect(punched(decideClockOut(facts('2026-12-01T16:00', [entered], { presentOn }, rules), null)).restsOnOthers).toBe(false);
  });

  it('offers the desk that asks where another one refuses a punch off the roster', () => {
    const desks = [
      { id: 'strict', name: words, zone },
      { id: 'gate', name: words, zone },
    ];
    const policyOf = (desk: string) => policy({ rosteredOnly: desk === 'strict' });
    const result = decideClockIn(facts('2026-12-01T12:00', [], { desks, policyOf }), null);
    expect(result.ok && result.value.kind === 'question' && result.value.question.ask === 'off-roster' && result.value.question.desk).toBe(
      'gate',
    );
  });
});
