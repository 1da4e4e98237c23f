import { describe, expect, it } from 'vitest';
import { dayLookup } from '../../calendar/day-facts.ts';
import type { Member } from '../../people/index.ts';
import { defaultDeskSettings } from '../../people/settings.ts';
import { draftDuties } from './draft.ts';

const days = dayLookup({ settings: defaultDeskSettings.calendar, entries: new Map() });
const member = (code: string): Member => ({
  person: `id-${code}`,
  desk: 'desk',
  code,
  name: { zh: code, en: code },
  phone: null,
  attributes: {},
  roles: ['guard'],
  position: 0,
  linked: [],
});

describe('a draft from the rotations', () => {
  it('has people stand where their rotation says, and names no position where it does not', () => {
    const rule = { kind: 'pattern', pattern: ['day'], teams: [['a', 'b']], positions: { a: '东门' } };
    const draft = draftDuties(
      [{ code: 'gate', rule, startsOn: '2026-12-01' }],
      ['2026-12-01'],
      { days, exists: () => true },
      [member('a'), member('b')],
      ['day'],
    );
    expect(draft).toEqual({
      problems: [],
      duties: [
        { on: '2026-12-01', shift: 'day', person: 'id-a', role: 'duty-officer', position: '东门' },
        { on: '2026-12-01', shift: 'day', person: 'id-b', role: 'duty-officer' },
      ],
    });
  });
});
