import { describe, expect, it } from 'vitest';
import { policyOf } from '../../../test/policy/desk.ts';
import { ledgersOf, mentionedFields, writableTypes } from './registers.ts';

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
