import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose, type Directory, type Selector, selectorSchema } from './selector.ts';

const directory: Directory = {
  units: [
    { id: 'company', kind: 'company', parent: null },
    { id: 'north', kind: 'station', parent: 'company' },
    { id: 'gate', kind: 'site', parent: 'north' },
    { id: 'yard', kind: 'site', parent: 'north' },
  ],
  people: [
    { id: 'boss', superior: null, attributes: { grade: 9 } },
    { id: 'lead', superior: 'boss', attributes: { grade: 5 } },
    { id: 'ann', superior: 'lead', attributes: { grade: 2, job_type: 'guard' } },
    { id: 'bo', superior: 'lead', attributes: { grade: 3, job_type: 'guard' } },
  ],
  roles: [
    { person: 'boss', unit: 'company', role: 'director' },
    { person: 'lead', unit: 'north', role: 'station-lead' },
    { person: 'ann', unit: 'gate', role: 'guard' },
    { person: 'bo', unit: 'yard', role: 'guard' },
    { person: 'bo', unit: 'gate', role: 'captain' },
  ],
  onDuty: [
    { person: 'ann', unit: 'gate', shift: 'night', position: 'barrier' },
    { person: 'bo', unit: 'gate', shift: 'day', position: null },
  ],
  groups: { appeals: ['bo', 'boss'] },
  externals: { police: { name: 'Police', channel: 'phone' } },
};
const from = { directory, unit: 'gate', subject: 'ann' };
const people = (selector: Selector | readonly Selector[], at = from) => choose(selector, at).people;

describe('selector', () => {
  it.each<[string, Selector, readonly string[]]>([
    ['a role in the own unit', { role: 'guard' }, ['ann']],
    ['the nearest unit upwards that has the role', { role: 'station-lead' }, ['lead']],
    ['no nearer unit than asked for', { role: 'station-lead', of: 'own' }, []],
    ['the parent unit', { role: 'station-lead', of: 'parent' }, ['lead']],
    ['the station the unit lies in', { role: 'station-lead', of: 'station' }, ['lead']],
    ['the site itself', { role: 'captain', of: 'site' }, ['bo']],
    ['everybody of a unit', { role: 'all-staff', of: 'own' }, ['ann', 'bo']],
    ['the superior', { level: 1 }, ['lead']],
    ["the superior's superior", { level: 2 }, ['boss']],
    ['nobody above the top', { level: 3 }, []],
    ['people with an attribute', { where: { grade: { from: 3 } } }, ['boss', 'lead', 'bo']],
    ['whoever is on duty', { on: 'duty' }, ['ann', 'bo']],
    ['whoever has the shift', { on: { shift: 'night' } }, ['ann']],
    ['whoever stands there', { on: { position: 'barrier' } }, ['ann']],
    ['a group, in its order', { group: 'appeals' }, ['bo', 'boss']],
    ['everything at once', { role: 'all-staff', of: 'own', where: { grade: { over: 2 } }, on: 'duty' }, ['bo']],
    ['nobody of a group that does not exist', { group: 'nobody' }, []],
  ])('finds %s', (_, selector, expected) => {
    expect(selectorSchema.parse(selector)).toEqual(selector);
    expect(people(selector)).toEqual(expected);
  });

  it('finds the units below', () => {
    expect(people({ role: 'guard', of: 'child' }, { ...from, unit: 'north' })).toEqual(['ann', 'bo']);
  });

  it('keeps the order of a list and names each person once', () => {
    expect(people([{ level: 1 }, { role: 'guard' }, { role: 'station-lead' }])).toEqual(['lead', 'ann']);
  });

  it('gives an outside address, and none it does not know', () => {
    expect(choose([{ external: 'police' }, { level: 1 }], from)).toEqual({ people: ['lead'], externals: ['police'] });
    expect(choose({ external: 'toString' }, from)).toEqual({ people: [], externals: [] });
  });

  it('needs somebody to start from for a superior', () => {
    expect(choose({ level: 1 }, { ...from, subject: null }).people).toEqual([]);
  });

  it('ends in a tree that bites its tail', () => {
    const circle = { ...directory, units: directory.units.map((unit) => (unit.id === 'company' ? { ...unit, parent: 'gate' } : unit)) };
    expect(people({ role: 'nothing' }, { ...from, directory: circle })).toEqual([]);
  });

  it.each([{}, { of: 'own' }, { role: 'Guard' }, { level: 0 }, { external: 'police', role: 'guard' }, { who: 'guard' }])(
    'is not written %j',
    (broken) => {
      expect(selectorSchema.safeParse(broken).success).toBe(false);
    },
  );

  const selector: fc.Arbitrary<Selector> = fc.oneof(
    fc.record({ role: fc.constantFrom('guard', 'captain', 'all-staff') }),
    fc.record({ level: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ on: fc.constant('duty' as const) }),
    fc.record({ group: fc.constant('appeals') }),
  );

  it('a list chooses whom its parts choose, and a narrower selector nobody else', () => {
    fc.assert(
      fc.property(fc.array(selector, { maxLength: 4 }), selector, (list, one) => {
        const all = people(list);
        expect(new Set(all)).toEqual(new Set(list.flatMap((part) => people(part))));
        expect(new Set(all).size).toBe(all.length);
        const narrow = people({ ...one, where: { grade: { from: 3 } } });
        expect(narrow.every((person) => people(one).includes(person))).toBe(true);
      }),
    );
  });
});
