import { describe, expect, it } from 'vitest';
import { policyOf } from '../../../test/policy/desk.ts';
import { recordTypes } from '../../policy/index.ts';
import { ledgersOf, mentionedFields, typeAtStart, writableTypes } from './registers.ts';

const ledgers = (...presets: readonly string[]) =>
  Object.fromEntries([...ledgersOf(policyOf(presets, '2026-12-01'))].map(([type, sources]) => [type.code, sources]));

describe('ledgers', () => {
  it('are views of the notices, each of which stands there once [maritime-forms-09] [maritime-forms-10] [maritime-forms-11] [maritime-forms-12]', () => {
    expect(ledgers('maritime-province', 'maritime-forms')).toEqual({
      'centre-violation-ledger': ['centre-violation-notice'],
      'point-violation-ledger': ['point-violation-notice'],
      'monitoring-event-ledger': ['monitoring-event'],
      'equipment-fault-ledger': ['equipment-fault'],
    });
  });

  it('are lists of what a rule enters in them where nothing is said of a view [maritime-county-14]', () => {
    expect(ledgers('maritime-county')).toEqual({
      'point-violation-ledger': ['point-violation'],
      'monitoring-event-ledger': ['monitoring-event'],
    });
  });

  it('are not written by anybody, and neither is the form of a hand-over', () => {
    const types = writableTypes(policyOf(['maritime-duty', 'maritime-province', 'maritime-forms'], '2026-12-01')).map(({ code }) => code);
    expect(types.filter((code) => code.endsWith('-ledger') || code === 'handover')).toEqual([]);
    expect(types).toContain('point-violation-notice');
  });
});

describe('a register by its English word', () => {
  const code = (line: string) => typeAtStart(line, recordTypes(), { numbers: true })?.type.code ?? null;

  it('is found in the singular and in the plural, for every type there is', () => {
    for (const type of recordTypes())
      for (const word of type.words.en) {
        const plural = /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
        expect([word, code(word)]).toEqual([word, type.code]);
        if (!/(?:s|x|ch|sh)$/.test(word)) expect([plural, code(plural)]).toEqual([plural, type.code]);
      }
    expect(['visitor', 'visitors', 'Visitors: Mr Li', 'visitor registers', 'keys', 'duty log', 'duty logs'].map(code)).toEqual([
      'visitor',
      'visitor',
      'visitor',
      'visitor',
      'key-custody',
      'duty-log',
      'duty-log',
    ]);
  });

  it('not by a word that only begins like it', () => {
    expect(typeAtStart('keys are on the hook', recordTypes())).toBeNull();
    expect(['visitorship', 'keyss', 'keystone', 'visit'].map(code)).toEqual([null, null, null, null]);
  });
});

describe('the fields of a form', () => {
  it('are also what a rule hangs on, and what it wants then [maritime-city-18]', () => {
    const city = policyOf('maritime-city', '2026-12-01');
    expect(mentionedFields(city, 'point-violation')).toEqual(['own_waters', 'point', 'at', 'ship', 'kind', 'told_to_stop_at', 'means']);
    expect(mentionedFields(city, 'centre-violation')).toEqual([]);
  });

  it('are no facts that nobody fills in', () => {
    const company = policyOf('center-security-1', '2026-12-01');
    expect(mentionedFields(company, 'visitor')).toEqual(['badge_no', 'registration', 'destination']);
  });
});
