import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Temporal } from '../../../core/time.ts';
import { type DeskShift, loadPreset, type Policy, resolvePolicy } from '../../../policy/index.ts';
import { dayLookup } from '../../calendar/day-facts.ts';
import type { Member } from '../../people/index.ts';
import { defaultDeskSettings } from '../../people/settings.ts';
import type { StoredSlot } from '../edit/rows.ts';
import type { RosterWorld } from '../plan.ts';
import type { PlannedSlot, Proposal, ProposedDuty } from '../roster.ts';
import { decidePublication, differenceOf, type Publication, type PublicationFacts } from './decide.ts';
import { pairChanges } from './views.ts';

const zone = 'Asia/Shanghai';
const days = dayLookup({ settings: defaultDeskSettings.calendar, entries: new Map() });
const ownShifts: DeskShift[] = [
  { code: 'early', name: { zh: '早班', en: 'early' }, start: '07:30', end: '16:00' },
  { code: 'middle', name: { zh: '中班', en: 'middle' }, start: '16:00', end: '24:00' },
  { code: 'night', name: { zh: '晚班', en: 'night' }, start: '00:00', end: '07:30' },
];

function policyOf(presets: readonly string[]): Policy {
  const policy = resolvePolicy({
    adoptions: presets.map((preset) => ({ preset, overrides: [], from: '2020-01-01', until: null })),
    deskShifts: ownShifts,
    deskKinds: [],
    calendarSettings: {},
    on: '2026-12-01',
    load: loadPreset,
  });
  if (!policy.ok) throw new Error(JSON.stringify(policy.refusal));
  return policy.value;
}

const free = policyOf([]);
const guarded = policyOf(['property-security-duty']);
const world = (policy: Policy): RosterWorld => ({ zone, days, policyOn: () => policy, dayData: () => null });
const members: Member[] = ['a', 'b', 'c', 'd'].map((code, position) => ({
  person: code,
  desk: 'desk',
  code,
  name: { zh: code, en: code },
  phone: null,
  attributes: {},
  roles: ['guard'],
  position,
  linked: [],
}));
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
const published = { id: 'r', version: 3, publishedAt: at('2026-11-20T10:00'), publishedBy: { person: 'a', name: { zh: 'a', en: 'a' } } };

const facts = (more: Partial<PublicationFacts> = {}): PublicationFacts => ({
  now: at('2026-11-25T10:00'),
  published: null,
  stored: [],
  around: [],
  elsewhere: [],
  away: [],
  members,
  planning: { roles: null, holders: [] },
  world: world(free),
  ...more,
});
const proposal = (duties: readonly ProposedDuty[], basedOn: number | null = null): Proposal => ({
  desk: 'desk',
  month: '2026-12',
  origin: { kind: 'rotation' },
  basedOn,
  duties,
});
const duty = (day: number, shift: string, person: string, role = 'duty-officer'): ProposedDuty => ({
  on: `2026-12-${String(day).padStart(2, '0')}`,
  shift,
  person,
  role,
});

/** What the database holds after the publication was written. */
function write(stored: readonly StoredSlot[], publication: Publication): StoredSlot[] {
  const gone = new Set(publication.droppedAssignments);
  const retired = new Set(publication.retiredAssignments);
  const kept = stored
    .filter((slot) => !publication.droppedSlots.includes(slot.id))
    .map((slot): StoredSlot => {
      const moved = publication.movedSlots.find((one) => one.id === slot.id);
      const own = slot.assignments
        .filter((one) => !gone.has(one.id))
        .map((one) => {
          const changed = publication.changedAssignments.find((candidate) => candidate.id === one.id);
          const { startsAt, endsAt } = changed ?? one;
          return {
            ...one,
            startsAt,
            endsAt,
            live: retired.has(one.id) ? false : changed === undefined ? one.live : true,
            role: changed?.role ?? one.role,
            position: changed === undefined ? one.position : changed.position,
          };
        });
      const added = publication.newAssignments
        .filter((one) => one.slot === slot.id)
        .map(({ slot: of, ...one }) => ({ ...one, id: `${of}+${one.person}`, live: true, version: 1, punched: false }));
      return {
        ...slot,
        ...(moved === undefined ? {} : { startsAt: moved.startsAt, endsAt: moved.endsAt }),
        assignments: [...own, ...added],
      };
    });
  return [...kept, ...publication.newSlots.map(storedSlot)];
}

function storedSlot(slot: PlannedSlot): StoredSlot {
  const id = `${slot.dutyOn}/${slot.shift}`;
  return {
    ...slot,
    id,
    roster: 'r',
    version: 1,
    rosterVersion: 1,
    assignments: slot.people.map(({ person, role, position = null }) => ({
      id: `${id}/${person}`,
      person,
      role,
      position,
      startsAt: slot.startsAt,
      endsAt: slot.endsAt,
      live: true,
      version: 1,
      punched: false,
    })),
  };
}

const live = (stored: readonly StoredSlot[]): string[] =>
  stored
    .flatMap((slot) => slot.assignments.filter((one) => one.live).map((one) => `${slot.dutyOn} ${slot.shift} ${one.person} ${one.role}`))
    .sort();
const wanted = (duties: readonly ProposedDuty[]): string[] =>
  duties.map((one) => `${one.on} ${one.shift} ${one.person} ${one.role}`).sort();

describe('publishing a month', () => {
  it('writes everything the first time, also what has passed', () => {
    const decided = decidePublication(
      proposal([duty(1, 'early', 'a'), duty(1, 'early', 'b')]),
      facts({ now: at('2026-12-20T10:00') }),
      null,
    );
    expect(decided).toMatchObject({
      ok: true,
      value: {
        firstTime: true,
        newSlots: [{ dutyOn: '2026-12-01', shift: 'early' }],
        changes: [
          { person: 'a', before: null },
          { person: 'b', before: null },
        ],
      },
    });
  });

  it('is refused when somebody published meanwhile', () => {
    expect(decidePublication(proposal([duty(1, 'early', 'a')]), facts({ published }), null)).toEqual({
      ok: false,
      refusal: { code: 'roster.changedMeanwhile', published },
    });
  });

  it('is refused for people who left the desk, and for hours nobody can work out', () => {
    expect(decidePublication(proposal([duty(1, 'early', 'x')]), facts(), null)).toEqual({
      ok: false,
      refusal: { code: 'roster.strangers', people: ['x'] },
    });
    expect(decidePublication(proposal([duty(1, 'dusk', 'a')]), facts(), null)).toMatchObject({
      ok: false,
      refusal: { code: 'roster.noHours' },
    });
  });

  it('is refused where somebody is in two places: in the month, over its end, on another desk', () => {
    const late = {
      person: 'a',
      shift: 'early',
      desk: { zh: '前台', en: 'Front desk' },
      startsAt: at('2026-12-05T15:00'),
      endsAt: at('2026-12-05T18:00'),
    };
    expect(decidePublication(proposal([duty(5, 'early', 'a')]), facts({ elsewhere: [late] }), null)).toMatchObject({
      ok: false,
      refusal: { code: 'roster.twoPlaces', clashes: [{ person: 'a', second: { desk: { zh: '前台' } } }] },
    });
    const touching = { ...late, startsAt: at('2026-12-05T16:00') };
    expect(decidePublication(proposal([duty(5, 'early', 'a')]), facts({ elsewhere: [touching] }), null).ok).toBe(true);
    const before = {
      id: 'x',
      dutyOn: '2026-11-30',
      shift: 'long',
      startsAt: at('2026-11-30T20:00'),
      endsAt: at('2026-12-01T08:00'),
      people: [{ person: 'a', role: 'duty-officer' }],
    };
    expect(decidePublication(proposal([duty(1, 'early', 'a')]), facts({ around: [before] }), null)).toMatchObject({
      ok: false,
      refusal: { code: 'roster.twoPlaces' },
    });
  });

  it('is refused by a rule, with the rule', () => {
    const decided = decidePublication(proposal([duty(1, 'early', 'a')]), facts({ world: world(guarded) }), 'because');
    expect(decided).toMatchObject({ ok: false, refusal: { code: 'roster.againstRules' } });
    expect(JSON.stringify(decided)).toContain('property-security-duty-01');
  });

  it('keeps a slot on which somebody clocked in, without people', () => {
    const slot = storedSlot({
      dutyOn: '2026-12-05',
      shift: 'early',
      startsAt: at('2026-12-05T07:30'),
      endsAt: at('2026-12-05T16:00'),
      people: [{ person: 'a', role: 'duty-officer' }],
    });
    const punched = { ...slot, assignments: slot.assignments.map((one) => ({ ...one, punched: true })) };
    const decided = decidePublication(proposal([duty(6, 'early', 'b')], 3), facts({ published, stored: [punched] }), null);
    expect(decided).toMatchObject({
      ok: true,
      value: { droppedSlots: [], droppedAssignments: [], retiredAssignments: punched.assignments.map((one) => one.id) },
    });
  });
});

describe('positions of a month that is published again', () => {
  const standing = (positions: Readonly<Record<string, string | null>>): StoredSlot =>
    storedSlot({
      dutyOn: '2026-12-05',
      shift: 'early',
      startsAt: at('2026-12-05T07:30'),
      endsAt: at('2026-12-05T16:00'),
      people: Object.entries(positions).map(([person, position]) => ({ person, role: 'duty-officer', position })),
    });
  const again = (duties: readonly ProposedDuty[], stored: readonly StoredSlot[]) => {
    const decided = decidePublication(proposal(duties, 3), facts({ published, stored }), null);
    if (!decided.ok) return decided.refusal.code;
    return write(stored, decided.value).flatMap(({ assignments }) =>
      assignments
        .filter((one) => one.live)
        .map(({ person, position }) => `${person} ${position}`)
        .sort(),
    );
  };
  const gates = standing({ a: '东门', b: '西门' });

  it('stay where the new one does not say, also with who comes for one who goes', () => {
    expect(again([duty(5, 'early', 'a'), duty(5, 'early', 'b')], [gates])).toBe('roster.unchanged');
    expect(again([duty(5, 'early', 'a'), duty(5, 'early', 'c')], [gates])).toEqual(['a 东门', 'c 西门']);
    expect(again([duty(5, 'early', 'c'), duty(5, 'early', 'd')], [gates])).toEqual(['c null', 'd null']);
  });

  it('are those of the new one where it says so, and who it touches is told', () => {
    const moved = [
      { ...duty(5, 'early', 'a'), position: '西门' },
      { ...duty(5, 'early', 'b'), position: null },
    ];
    expect(again(moved, [gates])).toEqual(['a 西门', 'b null']);
    const decided = decidePublication(proposal(moved, 3), facts({ published, stored: [gates] }), null);
    expect(decided).toMatchObject({
      ok: true,
      value: {
        changes: [
          { person: 'a', before: { position: '东门' }, after: { position: '西门' } },
          { person: 'b', before: { position: '西门' }, after: { position: null } },
        ],
      },
    });
  });

  it('do not keep a shift that goes', () => {
    const gone = { ...gates, assignments: gates.assignments.map((one, index) => ({ ...one, live: index === 0 })) };
    const decided = decidePublication(proposal([duty(6, 'early', 'b')], 3), facts({ published, stored: [gone] }), null);
    expect(decided).toMatchObject({
      ok: true,
      value: { droppedSlots: [gone.id], droppedAssignments: [gone.assignments[0]?.id], retiredAssignments: [] },
    });
  });
});

describe('laws of publication', () => {
  const duties = fc
    .uniqueArray(
      fc.record({
        day: fc.integer({ min: 1, max: 31 }),
        shift: fc.constantFrom('early', 'middle', 'night'),
        person: fc.constantFrom('a', 'b', 'c', 'd'),
        role: fc.constantFrom('duty-officer', 'duty-leader'),
      }),
      {
        selector: (one) => `${one.day} ${one.shift} ${one.person}`,
        maxLength: 30,
      },
    )
    .map((list) => list.map((one) => duty(one.day, one.shift, one.person, one.role)));

  it('leaves exactly what was proposed, whatever stood there before', () => {
    fc.assert(
      fc.property(duties, duties, (first, second) => {
        const one = decidePublication(proposal(first), facts(), null);
        if (!one.ok) throw new Error(one.refusal.code);
        const stored = write([], one.value);
        expect(live(stored)).toEqual(wanted(first));
        const two = decidePublication(proposal(second, 3), facts({ published, stored }), null);
        if (two.ok) expect(live(write(stored, two.value))).toEqual(wanted(second));
        else expect([two.refusal.code, wanted(second)]).toEqual(['roster.unchanged', wanted(first)]);
      }),
      { numRuns: 40 },
    );
  });

  it('never touches a shift that has begun once the month is published', () => {
    fc.assert(
      fc.property(duties, duties, fc.integer({ min: 1, max: 31 }), (first, second, today) => {
        const one = decidePublication(proposal(first), facts(), null);
        if (!one.ok) throw new Error(one.refusal.code);
        const stored = write([], one.value);
        const now = at(`2026-12-${String(today).padStart(2, '0')}T12:00`);
        const begun = (slots: readonly StoredSlot[]): string[] =>
          live(slots.filter((slot) => slot.startsAt.epochMilliseconds <= now.epochMilliseconds));
        const two = decidePublication(proposal(second, 3), facts({ published, stored, now }), null);
        if (two.ok) expect(begun(write(stored, two.value))).toEqual(begun(stored));
        expect(differenceOf(proposal(second, 3), facts({ published, stored, now })).frozen >= 0).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('tells each change once: before and after add up', () => {
    fc.assert(
      fc.property(duties, duties, (first, second) => {
        const one = decidePublication(proposal(first), facts(), null);
        if (!one.ok) throw new Error(one.refusal.code);
        const two = decidePublication(proposal(second, 3), facts({ published, stored: write([], one.value) }), null);
        if (!two.ok) return;
        for (const person of ['a', 'b', 'c', 'd']) {
          const own = two.value.changes.filter((change) => change.person === person);
          const pairs = pairChanges(own);
          expect(pairs.flatMap((pair) => pair.before ?? [])).toHaveLength(own.filter((change) => change.before !== null).length);
          expect(pairs.flatMap((pair) => pair.after ?? [])).toHaveLength(own.filter((change) => change.after !== null).length);
        }
      }),
      { numRuns: 40 },
    );
  });
});
