import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Interval, Temporal } from '../core/time.ts';
import { minutesBelow, without } from './cover.ts';
import { daysRule } from './days.ts';
import type { DayFacts, Policy } from './policy.ts';
import { resolvePolicy } from './resolve.ts';
import { checkRoster, type Finding, type RosterSlot } from './staffing.ts';

const zone = 'Europe/Berlin';
const from = '2026-03-28';
const to = '2026-03-30';
const start = Temporal.PlainDate.from(from).toZonedDateTime(zone).toInstant();
const minutes = (Temporal.PlainDate.from('2026-03-31').toZonedDateTime(zone).epochMilliseconds - start.epochMilliseconds) / 60_000;
const day = (on: string): DayFacts => ({
  on,
  kind: 'workday',
  name: null,
  season: 'winter',
  weekday: Temporal.PlainDate.from(on).dayOfWeek,
  source: 'test',
});

const bare = resolvePolicy({
  adoptions: [],
  deskShifts: [{ code: 'any', name: { zh: '班', en: 'any' }, start: '00:00', end: '24:00' }],
  deskKinds: [],
  calendarSettings: {},
  on: from,
  load: () => null,
});
if (!bare.ok) throw new Error('a desk without presets has a policy');
const policy: Policy = {
  ...bare.value,
  coverages: [{ value: { hours: '24h', role: null, within: 'always', mode: null }, cites: [], reaction: 'refuse' }],
  staff: [
    { value: { role: null, min: 2, check: ['publish'] }, cites: [], reaction: 'refuse' },
    { value: { role: 'leader', min: 1, check: ['publish', 'leave'] }, cites: [], reaction: 'flag' },
  ],
  breaks: { value: { staggered: true }, cites: [], reaction: 'flag' },
  eligible: [
    {
      value: { dutyRole: 'leader', roles: [], attributes: { employment: 'established' }, existsOn: daysRule('all') },
      cites: [],
      reaction: 'refuse',
    },
  ],
};

const interval = fc.tuple(fc.nat(minutes - 1), fc.integer({ min: 1, max: 900 })).map(([at, length]): Interval => {
  const begin = start.add({ minutes: at });
  return { start: begin, end: begin.add({ minutes: Math.min(length, minutes - at) }) };
});
const someone = fc.record({
  person: fc.constantFrom('a', 'b', 'c', 'd'),
  role: fc.constantFrom('leader', 'officer'),
  memberRoles: fc.constant<readonly string[]>([]),
  attributes: fc.constantFrom<Readonly<Record<string, string>>>({ employment: 'established' }, {}),
});
const slot = fc.tuple(interval, fc.array(someone, { maxLength: 4 }), fc.uuid()).map(
  ([{ start: startsAt, end: endsAt }, people, id]): RosterSlot => ({
    id,
    shift: 'any',
    dutyOn: startsAt.toZonedDateTimeISO(zone).toPlainDate().toString(),
    startsAt,
    endsAt,
    people,
  }),
);
const roster = fc.array(slot, { maxLength: 5 });
const check = (slots: readonly RosterSlot[], moment?: 'publish' | 'clock_out'): readonly Finding[] =>
  checkRoster({ policyOn: () => policy, day, slots, from, to, zone, ...(moment === undefined ? {} : { moment }) });
const lengthOf = (findings: readonly Finding[], code: Finding['code']): number =>
  findings.filter((finding) => finding.code === code).reduce((sum, finding) => sum + finding.from.until(finding.until).total('minutes'), 0);
/** A runtime-independent check by the minute, the slow way. */
const bareMinutes = (slots: readonly RosterSlot[]): number => {
  const held = new Set<number>();
  for (const { startsAt, endsAt, people } of slots) {
    if (people.length > 0) for (let at = startsAt.epochMilliseconds; at < endsAt.epochMilliseconds; at += 60_000) held.add(at);
  }
  return minutes - held.size;
};

describe('the check of a roster', () => {
  it('finds exactly the minutes nobody holds', () => {
    fc.assert(
      fc.property(roster, (slots) => {
        expect(lengthOf(check(slots), 'coverage-gap')).toBe(bareMinutes(slots));
      }),
      { numRuns: 60 },
    );
  });

  it('finds no more gaps or shortages when a person is added', () => {
    fc.assert(
      fc.property(roster, someone, fc.nat(4), (slots, added, index) => {
        const more = slots.map((one, place) => (place === index ? { ...one, people: [...one.people, { ...added, person: 'new' }] } : one));
        const [before, after] = [check(slots), check(more)];
        for (const code of ['coverage-gap', 'too-few', 'break-too-few', 'shift-empty'] as const)
          expect(lengthOf(after, code)).toBeLessThanOrEqual(lengthOf(before, code));
      }),
      { numRuns: 60 },
    );
  });

  it('does not mind a slot being split in two adjacent ones', () => {
    fc.assert(
      fc.property(roster, fc.nat(4), fc.nat(899), (slots, index, offset) => {
        const split = slots.flatMap((one, place) => {
          const cut = one.startsAt.add({ minutes: offset });
          if (place !== index || Temporal.Instant.compare(cut, one.endsAt) >= 0 || offset === 0) return [one];
          return [
            { ...one, endsAt: cut },
            { ...one, id: `${one.id}+`, startsAt: cut },
          ];
        });
        const [whole, parts] = [check(slots), check(split)];
        for (const code of ['coverage-gap', 'too-few'] as const) expect(lengthOf(parts, code)).toBe(lengthOf(whole, code));
      }),
      { numRuns: 60 },
    );
  });

  it('says the same whatever the order of slots and people', () => {
    const text = (findings: readonly Finding[]): readonly string[] => findings.map((finding) => JSON.stringify(finding)).toSorted();
    fc.assert(
      fc.property(roster, (slots) => {
        const turned = slots.toReversed().map((one) => ({ ...one, people: one.people.toReversed() }));
        expect(text(check(turned))).toEqual(text(check(slots)));
      }),
      { numRuns: 40 },
    );
  });

  it('judges a person by who they are, whoever else is there', () => {
    const judged = (findings: readonly Finding[]): readonly string[] =>
      findings.filter(({ code }) => code === 'attribute-missing').map(({ person, slot: at }) => `${person} ${at}`);
    fc.assert(
      fc.property(roster, (slots) => {
        const alone = slots.flatMap((one) => one.people.flatMap((person) => judged(check([{ ...one, people: [person] }]))));
        expect(judged(check(slots)).toSorted()).toEqual(alone.toSorted());
      }),
      { numRuns: 30 },
    );
  });

  const person = (name: string, role: string) => ({ person: name, role, memberRoles: [], attributes: { employment: 'established' } });
  const daily = (people: RosterSlot['people']): readonly RosterSlot[] =>
    [from, '2026-03-29', to].map((on) => {
      const date = Temporal.PlainDate.from(on);
      return {
        id: on,
        shift: 'any',
        dutyOn: on,
        startsAt: date.toZonedDateTime(zone).toInstant(),
        endsAt: date.add({ days: 1 }).toZonedDateTime(zone).toInstant(),
        people,
      };
    });

  it('finds nothing wrong with enough of the right people, the short day of the clock change included', () => {
    expect(check(daily([person('a', 'leader'), person('b', 'officer')]))).toEqual([]);
  });

  it('leaves out numbers that are not tested at the moment', () => {
    const one = daily([person('b', 'officer')]);
    expect(check(one).map(({ code, role }) => `${code} ${role}`)).toEqual([
      'too-few undefined',
      'too-few leader',
      'too-few undefined',
      'too-few leader',
      'too-few undefined',
      'too-few leader',
    ]);
    expect(check(one, 'clock_out')).toEqual([]);
  });

  it('refuses a shift the desk does not have', () => {
    const odd = daily([person('a', 'leader'), person('b', 'officer')]).map((one) => ({ ...one, shift: 'odd' }));
    expect(check(odd).filter(({ code }) => code === 'shift-unknown')).toMatchObject([
      { level: 'refuse', measured: 'odd', allowed: 'any' },
      {},
      {},
    ]);
  });

  it('flags a shift on a day it does not exist, and not where the calendar cannot say', () => {
    const weekends = {
      ...policy,
      shifts: policy.shifts.map((shift) => ({ ...shift, value: { ...shift.value, existsOn: daysRule('weekend') } })),
    };
    const findings = (kind: DayFacts['kind']) =>
      checkRoster({
        policyOn: () => weekends,
        day: (on) => ({ ...day(on), kind }),
        slots: daily([person('a', 'leader'), person('b', 'officer')]),
        from,
        to,
        zone,
      });
    expect(findings('workday').map(({ code, level }) => `${code} ${level}`)).toEqual([
      'shift-not-on-day flag',
      'shift-not-on-day flag',
      'shift-not-on-day flag',
    ]);
    expect(findings('weekend')).toEqual([]);
    // Saturday and Sunday hang on the calendar; a Monday is no weekend whatever it says.
    expect(findings('unknown').map(({ code, on }) => `${code} ${on}`)).toEqual([
      'calendar-unknown 2026-03-28',
      'calendar-unknown 2026-03-29',
      'shift-not-on-day 2026-03-30',
    ]);
  });

  it('applies to each day the policy of that day', () => {
    const strict = { ...policy, staff: policy.staff.map((need) => ({ ...need, value: { ...need.value, min: 3 } })) };
    const slots = daily([person('a', 'leader'), person('b', 'officer')]);
    const findings = checkRoster({ policyOn: (on) => (on === '2026-03-29' ? strict : policy), day, slots, from, to, zone });
    expect(findings.map(({ code, on, measured, allowed }) => `${code} ${on} ${measured}/${allowed}`)).toEqual([
      'too-few 2026-03-29 2/3',
      'too-few 2026-03-29 1/3',
    ]);
  });

  it('finds the hours between two plans when a desk changes over', () => {
    const day12 = {
      ...policy,
      staff: [],
      shifts: policy.shifts.map((shift) => ({
        ...shift,
        value: {
          ...shift.value,
          start: { kind: 'clock', at: { hour: 12, minute: 0, dayOffset: 0 } },
          end: { kind: 'clock', at: { hour: 12, minute: 0, dayOffset: 1 } },
        } as const,
      })),
    };
    const noon = (on: string) => Temporal.PlainDate.from(on).toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).toInstant();
    const slots = daily([person('a', 'leader'), person('b', 'officer')]).map((one) =>
      one.dutyOn === from ? one : { ...one, startsAt: noon(one.dutyOn), endsAt: noon(one.dutyOn).add({ hours: 24 }) },
    );
    const findings = checkRoster({ policyOn: (on) => (on <= from ? { ...policy, staff: [] } : day12), day, slots, from, to, zone });
    expect(findings.map(({ code, from: begin, until }) => `${code} ${begin.until(until).total('hours')}`)).toEqual(['coverage-gap 11']);
  });
});

describe('stretches of time', () => {
  it('are whole again when what was taken is put back', () => {
    fc.assert(
      fc.property(interval, fc.array(interval, { maxLength: 6 }), (whole, taken) => {
        const rest = without(whole, taken);
        expect(without(whole, [...rest, ...taken])).toEqual([]);
        for (const part of rest) expect(without(part, taken)).toEqual([part]);
      }),
    );
  });

  it('count the people in every minute', () => {
    fc.assert(
      fc.property(interval, fc.array(interval, { maxLength: 5 }), fc.integer({ min: 1, max: 4 }), (whole, there, min) => {
        const below = new Map<number, number>();
        for (const part of minutesBelow(whole, there, min))
          for (let at = part.start.epochMilliseconds; at < part.end.epochMilliseconds; at += 60_000) below.set(at, part.count);
        for (let at = whole.start.epochMilliseconds; at < whole.end.epochMilliseconds; at += 60_000) {
          const count = there.filter((one) => one.start.epochMilliseconds <= at && at < one.end.epochMilliseconds).length;
          expect(below.get(at)).toBe(count < min ? count : undefined);
        }
      }),
      { numRuns: 30 },
    );
  });
});
