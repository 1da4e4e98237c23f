import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Temporal } from '../../../core/time.ts';
import { type DeskShift, loadPreset, type Policy, resolvePolicy } from '../../../policy/index.ts';
import { dayLookup } from '../../calendar/day-facts.ts';
import type { Member } from '../../people/index.ts';
import { defaultDeskSettings } from '../../people/settings.ts';
import { decideEdits, type EditFacts, editsOf, inverseOf, previewOf } from './decide.ts';
import type { RosterEdit } from './edit.ts';
import { reconcile, type StoredAssignment, type StoredSlot, type WantedRow } from './rows.ts';

const zone = 'Asia/Shanghai';
const days = dayLookup({ settings: defaultDeskSettings.calendar, entries: new Map() });
const shifts: DeskShift[] = [
  { code: 'early', name: { zh: '早班', en: 'early' }, start: '07:30', end: '16:00' },
  { code: 'middle', name: { zh: '中班', en: 'middle' }, start: '16:00', end: '24:00' },
  { code: 'night', name: { zh: '晚班', en: 'night' }, start: '00:00', end: '07:30' },
];
function policyOf(presets: readonly string[]): Policy {
  const adoptions = presets.map((preset) => ({ preset, overrides: [], from: '2020-01-01', until: null }));
  const given = { adoptions, deskShifts: shifts, deskKinds: [], calendarSettings: {}, on: '2026-12-03', load: loadPreset };
  const policy = resolvePolicy(given);
  if (!policy.ok) throw new Error(JSON.stringify(policy.refusal));
  return policy.value;
}
const free = policyOf([]);
/** At least two guards on post in every minute of a shift. */
const twoGuards = policyOf(['center-security-1']);
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
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
const hours: Readonly<Record<string, readonly [string, string]>> = {
  early: ['T07:30', 'T16:00'],
  middle: ['T16:00', 'T23:59:59.999'],
};
function slot(on: string, shift: string, people: readonly string[], more: Partial<StoredAssignment> = {}): StoredSlot {
  const [from, to] = hours[shift] ?? ['T07:30', 'T16:00'];
  const times = { startsAt: at(`${on}${from}`), endsAt: at(`${on}${to}`) };
  const id = `${on}/${shift}`;
  return {
    id,
    roster: 'r',
    shift,
    dutyOn: on,
    ...times,
    version: 1,
    rosterVersion: 1,
    assignments: people.map((person) => ({
      id: `${id}/${person}`,
      person,
      role: 'guard',
      position: null,
      ...times,
      live: true,
      version: 1,
      punched: false,
      ...more,
    })),
  };
}
const facts = (stored: readonly StoredSlot[], more: Partial<EditFacts> = {}): EditFacts => ({
  now: at('2026-12-01T00:00'),
  stored,
  elsewhere: [],
  away: [],
  members,
  world: { zone, days, policyOn: () => free, dayData: () => null },
  roleOf: () => 'guard',
  ...more,
});
const edit = (more: Partial<RosterEdit>): RosterEdit => ({
  slot: '2026-12-03/early',
  out: null,
  in: null,
  part: null,
  role: null,
  ...more,
});
const part = (from: string, to: string) => ({ start: at(`2026-12-03T${from}`), end: at(`2026-12-03T${to}`) });
const guarded = { world: { zone, days, policyOn: () => twoGuards, dayData: () => null } };

/** What the database holds of a slot afterwards: `a 07:30–16:00`. */
function rowsAfter(slots: readonly StoredSlot[], edits: readonly RosterEdit[], more: Partial<EditFacts> = {}): string[] {
  const decided = decideEdits(edits, facts(slots, more), 'swap');
  if (!decided.ok) throw new Error(decided.refusal.code);
  return decided.value.slots.flatMap(({ slot: own, rows }) => live(write(own.assignments, rows)));
}
const wall = (moment: Temporal.Instant): string => moment.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });
const live = (rows: readonly StoredAssignment[]): string[] =>
  rows
    .filter((row) => row.live)
    .map((row) => `${row.person} ${wall(row.startsAt)}–${wall(row.endsAt)}`)
    .sort();
function write(held: readonly StoredAssignment[], rows: ReturnType<typeof reconcile>): StoredAssignment[] {
  const kept = held
    .filter((row) => !rows.dropped.includes(row.id))
    .map((row) => {
      const changed = rows.changed.find((one) => one.id === row.id);
      if (changed !== undefined) return { ...row, ...changed, live: true };
      return rows.retired.includes(row.id) ? { ...row, live: false } : row;
    });
  const added = rows.added.map((row, index) => ({ ...row, id: `new${index}`, live: true, version: 1, punched: false }));
  return [...kept, ...added];
}

describe('editing a published roster', () => {
  it('exchanges two shifts in one decision', () => {
    const slots = [slot('2026-12-03', 'early', ['a']), slot('2026-12-05', 'early', ['b'])];
    const swap = [edit({ out: 'a', in: 'b' }), edit({ slot: '2026-12-05/early', out: 'b', in: 'a' })];
    expect(rowsAfter(slots, swap)).toEqual(['b 07:30–16:00', 'a 07:30–16:00']);
  });

  it('gives a part away, and the two rests stay', () => {
    const slots = [slot('2026-12-03', 'early', ['a'])];
    const given = edit({ out: 'a', in: 'b', part: part('10:00', '12:00') });
    expect(rowsAfter(slots, [given])).toEqual(['a 07:30–10:00', 'a 12:00–16:00', 'b 10:00–12:00']);
  });

  it('puts who comes where the edit says, else where who goes stood; taken back, everybody stands where they stood', () => {
    const slots = [slot('2026-12-03', 'early', ['a'], { position: '东门' })];
    const standing = (edits: readonly RosterEdit[], stored = slots): (string | null)[] => {
      const decided = decideEdits(edits, facts(stored), 'swap');
      if (!decided.ok) throw new Error(decided.refusal.code);
      const rows = decided.value.slots.flatMap(({ slot: own, rows: changes }) => write(own.assignments, changes));
      return rows.filter((row) => row.live).map((row) => row.position);
    };
    const given = edit({ out: 'a', in: 'b' });
    expect(standing([given])).toEqual(['东门']);
    expect(standing([{ ...given, position: '西门' }])).toEqual(['西门']);
    expect(standing([{ ...given, position: null }])).toEqual([null]);
    const [back] = inverseOf([{ ...given, position: '西门' }]);
    expect(back).toEqual(edit({ out: 'b', in: 'a' }));
  });

  it('joins the parts again when it is taken back', () => {
    const slots = [slot('2026-12-03', 'early', ['a'])];
    const given = edit({ out: 'a', in: 'b', part: part('10:00', '12:00') });
    expect(rowsAfter(slots, [given, ...inverseOf([given])])).toEqual(['a 07:30–16:00']);
  });

  describe('where the roster names positions', () => {
    const stands = (rows: readonly StoredAssignment[]): string[] =>
      rows
        .filter((row) => row.live)
        .map((row) => `${row.person} ${row.position}`)
        .sort();
    const edited = (slots: readonly StoredSlot[], edits: readonly RosterEdit[]) => {
      const decided = decideEdits(edits, facts(slots), 'swap');
      if (!decided.ok) throw new Error(decided.refusal.code);
      return decided.value.slots.map(({ slot: own, rows }) => ({ ...own, assignments: write(own.assignments, rows) }));
    };
    const east = slot('2026-12-03', 'early', ['a'], { position: '东门' });
    const west = slot('2026-12-05', 'early', ['b'], { position: '西门' });

    it('whoever takes a duty takes its position, and gives it back with it', () => {
      const swap = [edit({ out: 'a', in: 'b' }), edit({ slot: '2026-12-05/early', out: 'b', in: 'a' })];
      const swapped = edited([east, west], swap);
      expect(swapped.map(({ assignments }) => stands(assignments))).toEqual([['b 东门'], ['a 西门']]);
      expect(edited(swapped, inverseOf(swap)).map(({ assignments }) => stands(assignments))).toEqual([['a 东门'], ['b 西门']]);
      expect(edited([east], [edit({ out: 'a', in: 'b', part: part('10:00', '12:00') })]).map((one) => stands(one.assignments))).toEqual([
        ['a 东门', 'a 东门', 'b 东门'],
      ]);
    });

    it('whoever comes back after leave stands where they stood', () => {
      const gone = edited([east], [edit({ out: 'a' })]);
      expect(gone.map(({ assignments }) => stands(assignments))).toEqual([[]]);
      expect(edited(gone, [edit({ in: 'a' })]).map(({ assignments }) => stands(assignments))).toEqual([['a 东门']]);
      expect(edited(gone, [edit({ in: 'b' })]).map(({ assignments }) => stands(assignments))).toEqual([['b null']]);
    });
  });

  it('keeps the row of somebody who clocked in, and revives it', () => {
    const [punched] = [slot('2026-12-03', 'early', ['a'], { punched: true })];
    const out = decideEdits([edit({ out: 'a', in: 'b' })], facts([punched]), 'swap');
    expect(out).toMatchObject({ ok: true, value: { slots: [{ rows: { retired: ['2026-12-03/early/a'], dropped: [] } }] } });
    const retired = { ...punched, assignments: punched.assignments.map((row) => ({ ...row, live: false })) };
    const back = decideEdits([edit({ in: 'a' })], facts([retired]), 'swap');
    expect(back).toMatchObject({ ok: true, value: { slots: [{ rows: { added: [], changed: [{ id: '2026-12-03/early/a' }] } }] } });
  });

  it('refuses what cannot be: who is not there, who is there, strangers, what is over, hours outside', () => {
    const slots = [slot('2026-12-03', 'early', ['a', 'b'])];
    const refused = (one: RosterEdit, more: Partial<EditFacts> = {}) => {
      const decided = decideEdits([one], facts(slots, more), 'swap');
      return decided.ok ? null : decided.refusal.code;
    };
    expect(refused(edit({ out: 'c', in: 'd' }))).toBe('roster.notInShift');
    expect(refused(edit({ out: 'a', in: 'b' }))).toBe('roster.alreadyInShift');
    expect(refused(edit({ out: 'a', in: 'x' }))).toBe('roster.notMember');
    expect(refused(edit({ slot: 'gone', out: 'a' }))).toBe('roster.slotGone');
    expect(refused(edit({ out: 'a', in: 'c', part: part('07:00', '09:00') }))).toBe('roster.partOutside');
    expect(refused(edit({ out: 'a', in: 'c' }), { now: at('2026-12-03T16:00') })).toBe('roster.shiftOver');
    expect(refused(edit({ out: 'a', in: 'c' }), { now: at('2026-12-03T15:59') })).toBeNull();
    expect(refused(edit({ out: 'a', in: 'c', part: part('08:00', '10:00') }), { now: at('2026-12-03T10:00') })).toBe('roster.shiftOver');
  });

  it('puts nobody in two places; shifts that touch are two places after each other', () => {
    const slots = [slot('2026-12-03', 'early', ['a']), slot('2026-12-03', 'middle', ['b'])];
    expect(rowsAfter(slots, [edit({ out: 'a', in: 'b' })])).toEqual(['b 07:30–16:00']);
    const elsewhere = [
      {
        person: 'c',
        shift: 'x',
        desk: { zh: '别处', en: 'elsewhere' },
        slot: 's',
        dutyOn: '2026-12-03',
        startsAt: at('2026-12-03T12:00'),
        endsAt: at('2026-12-03T14:00'),
      },
    ];
    const decided = decideEdits([edit({ out: 'a', in: 'c' })], facts(slots, { elsewhere }), 'swap');
    expect(decided).toMatchObject({ ok: false, refusal: { code: 'roster.changeTwoPlaces' } });
    expect(rowsAfter(slots, [edit({ out: 'a', in: 'c', part: part('07:30', '12:00') })], { elsewhere })).toContain('c 07:30–12:00');
  });

  it('counts in the thinnest minute of the roster that would result [center-security-1-13]', () => {
    const slots = [slot('2026-12-03', 'early', ['a', 'b'])];
    const short = decideEdits([edit({ out: 'a', part: part('10:00', '10:30') })], facts(slots, guarded), 'swap');
    expect(short.ok && short.value.findings).toMatchObject([
      { code: 'too-few', level: 'refuse', measured: 1, allowed: 2, from: at('2026-12-03T10:00'), until: at('2026-12-03T10:30') },
    ]);
    const three = decideEdits([edit({ out: 'a' })], facts([slot('2026-12-03', 'early', ['a', 'b', 'c'])], guarded), 'swap');
    expect(three.ok && three.value.findings).toEqual([]);
  });

  it('holds only against it what gets worse', () => {
    const alone = [slot('2026-12-03', 'early', ['a'])];
    const replaced = decideEdits([edit({ out: 'a', in: 'b' })], facts(alone, guarded), 'swap');
    expect(replaced.ok && replaced.value.findings).toEqual([]);
    const helped = decideEdits([edit({ in: 'b', part: part('10:00', '12:00') })], facts(alone, guarded), 'swap');
    expect(helped.ok && helped.value.findings).toEqual([]);
    const emptied = decideEdits([edit({ out: 'a', part: part('10:00', '12:00') })], facts(alone, guarded), 'swap');
    expect(emptied.ok && emptied.value.findings.map((finding) => [finding.code, finding.measured])).toContainEqual(['too-few', 0]);
  });

  it('refuses somebody on granted leave in a swap, flags them for a lead, and only remarks on leave that is asked for', () => {
    const slots = [slot('2026-12-03', 'early', ['a'])];
    const leave = {
      person: 'b',
      number: 12,
      startsAt: at('2026-12-03T12:00'),
      endsAt: at('2026-12-04T00:00'),
      wholeFrom: null,
      wholeUntil: '2026-12-03',
      approved: true,
    };
    const found = (approved: boolean, moment: 'swap' | 'publish') => {
      const decided = decideEdits([edit({ out: 'a', in: 'b' })], facts(slots, { away: [{ ...leave, approved }] }), moment);
      return decided.ok
        ? decided.value.findings.map(({ code, level, measured, from }) => [code, level, measured, wall(from)])
        : decided.refusal.code;
    };
    expect(found(true, 'swap')).toEqual([['on-leave', 'refuse', '#12', '12:00']]);
    expect(found(true, 'publish')).toEqual([['on-leave', 'flag', '#12', '12:00']]);
    expect(found(false, 'swap')).toEqual([['on-leave', 'flag', '#12', '12:00']]);
    const before = decideEdits([edit({ out: 'a', in: 'b', part: part('07:30', '12:00') })], facts(slots, { away: [leave] }), 'swap');
    expect(before.ok && before.value.findings).toEqual([]);
  });

  it('goes by the duty day where whole days are off, and counts a leave in several rows once', () => {
    const away = (from: string, until: string) => ({
      person: 'b',
      number: 12,
      startsAt: at(from),
      endsAt: at(until),
      wholeFrom: '2026-12-03',
      wholeUntil: '2026-12-03',
      approved: true,
    });
    const rows = [away('2026-12-03T00:00', '2026-12-03T12:00'), away('2026-12-03T12:00', '2026-12-04T00:00')];
    const found = (on: string) => {
      const decided = decideEdits(
        [edit({ slot: `${on}/early`, out: 'a', in: 'b' })],
        facts([slot(on, 'early', ['a'])], { away: rows }),
        'swap',
      );
      return decided.ok ? decided.value.findings.map(({ code, from, until }) => [code, wall(from), wall(until)]) : decided.refusal.code;
    };
    expect([found('2026-12-02'), found('2026-12-03'), found('2026-12-04')]).toEqual([[], [['on-leave', '07:30', '16:00']], []]);
  });

  it('shows who is left, the thinnest stretch and where both will be', () => {
    const slots = [slot('2026-12-03', 'early', ['a', 'b']), slot('2026-12-05', 'early', ['c'])];
    const edits = [edit({ out: 'a', in: 'c', part: part('10:00', '12:00') }), edit({ out: 'b', part: part('11:00', '13:00') })];
    const given = facts(slots, guarded);
    const decided = decideEdits(edits, given, 'swap');
    if (!decided.ok) throw new Error(decided.refusal.code);
    const shown = previewOf(decided.value, edits, given, 'swap');
    expect(shown.staffing).toMatchObject([{ people: 3, thinnest: { from: at('2026-12-03T11:00'), count: 1 }, least: 2 }]);
    expect(shown.resulting.filter((stay) => stay.person === 'c').map((stay) => `${stay.dutyOn} ${wall(stay.startsAt)}`)).toEqual([
      '2026-12-03 10:00',
      '2026-12-05 07:30',
    ]);
  });

  it('gives the sides of a request to whom they belong', () => {
    const duty = { slot: 's', startsAt: at('2026-12-03T07:30'), endsAt: at('2026-12-03T16:00') };
    const moves = editsOf(
      [
        { ...duty, person: 'a', part: 'given' },
        { ...duty, slot: 't', person: 'b', part: 'returned' },
        { ...duty, slot: 'u', person: 'a', part: 'absent' },
      ],
      'a',
      'b',
    );
    expect(moves.map(({ slot: of, out, in: comes }) => [of, out, comes])).toEqual([
      ['s', 'a', 'b'],
      ['t', 'b', 'a'],
      ['u', 'a', null],
    ]);
  });
});

describe('rows of a slot', () => {
  const step = fc.integer({ min: 0, max: 8 });
  const stretch = fc.tuple(step, step).filter(([from, to]) => from < to);
  const onHour = (hour: number) => at('2026-12-03T08:00').add({ hours: hour });
  const overlaps = (a: WantedRow, b: WantedRow): boolean =>
    a.person === b.person &&
    a.startsAt.epochMilliseconds < b.endsAt.epochMilliseconds &&
    b.startsAt.epochMilliseconds < a.endsAt.epochMilliseconds;
  const rows = fc.array(fc.tuple(fc.constantFrom('a', 'b'), stretch, fc.boolean()), { maxLength: 6 }).map((list) => {
    const kept: { row: WantedRow; flag: boolean }[] = [];
    for (const [person, [from, to], flag] of list) {
      const row = { person, role: 'guard', position: null, startsAt: onHour(from), endsAt: onHour(to) };
      if (kept.every((one) => !overlaps(one.row, row))) kept.push({ row, flag });
    }
    return kept;
  });

  it('become exactly what is wanted, no start twice, no punched row lost', () => {
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const held = before.map(
          ({ row, flag }, index): StoredAssignment => ({ ...row, id: `h${index}`, live: true, version: 1, punched: flag }),
        );
        const wanted = after.map(({ row }) => row);
        const written = write(held, reconcile(held, wanted));
        expect(live(written)).toEqual(
          live(wanted.map((row, index) => ({ ...row, id: `w${index}`, live: true, version: 1, punched: false }))),
        );
        const keys = written.map((row) => `${row.person} ${row.startsAt}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const row of held.filter((one) => one.punched)) expect(written.map((one) => one.id)).toContain(row.id);
      }),
    );
  });
});
