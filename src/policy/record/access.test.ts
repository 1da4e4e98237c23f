import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { AccessEntry } from '../schema/record.ts';
import { accessOf, keptUntil, type Reader } from './access.ts';

const rules = (...entries: readonly AccessEntry[]) => ({
  access: entries.map((value, index) => ({
    value,
    entry: `gate access.${index}`,
    reaction: 'refuse' as const,
    cites: [
      {
        rule: `gate-0${index}`,
        preset: 'gate',
        title: { zh: '一', en: '1' },
        section: { zh: '一', en: '1' },
        words: { zh: '一', en: '1' },
      },
    ],
  })),
});
const staff: Reader = { kinds: ['internal-staff', 'own-desk'], roles: ['guard'] };
const writer: Reader = { kinds: ['internal-staff', 'need-to-know'], roles: [] };
const guest: Reader = { kinds: ['guest'], roles: [] };
const outsider: Reader = { kinds: ['internal-staff', 'external'], roles: [] };

describe('who may read records', () => {
  it('is everybody inside and nobody outside, without any rule', () => {
    expect([staff, writer, guest, outsider].map((reader) => accessOf(rules(), ['duty-log'], reader).read)).toEqual([
      { allowed: true, cites: [] },
      { allowed: true, cites: [] },
      { allowed: false, cites: [] },
      { allowed: false, cites: [] },
    ]);
  });

  it('is internal staff, and a refusal of guests cites the rule', () => {
    const policy = rules({ resource: ['duty-log'], allow: ['internal-staff'], deny: ['guest', 'external'] });
    expect(accessOf(policy, ['duty-log'], staff).read.allowed).toBe(true);
    expect(accessOf(policy, ['duty-log'], guest).read).toMatchObject({ allowed: false, cites: [{ rule: 'gate-00' }] });
    expect(accessOf(policy, ['duty-log'], outsider).read.allowed).toBe(false);
    expect(accessOf(policy, ['visitor'], guest).read.cites).toEqual([]);
  });

  it('is those whose work needs it where customer data are concerned', () => {
    const policy = rules({ resource: ['customer-data'], allow: ['need-to-know'] });
    expect(accessOf(policy, ['complaint', 'customer-data'], writer).read.allowed).toBe(true);
    expect(accessOf(policy, ['complaint', 'customer-data'], staff).read).toMatchObject({ allowed: false, cites: [{ rule: 'gate-00' }] });
    expect(accessOf(policy, ['duty-log'], staff).read.allowed).toBe(true);
  });

  it('may be a role, and every rule has to agree', () => {
    const roles = rules({ resource: ['duty-log'], allow: ['guard'] });
    expect(accessOf(roles, ['duty-log'], staff).read.allowed).toBe(true);
    expect(accessOf(roles, ['duty-log'], writer).read.allowed).toBe(false);
    const both = rules({ resource: ['duty-log'], allow: ['guard'] }, { resource: ['duty-log'], allow: ['need-to-know'] });
    expect(accessOf(both, ['duty-log'], staff).read).toMatchObject({ allowed: false, cites: [{ rule: 'gate-01' }] });
  });

  it('is not who may export, where a rule forbids it', () => {
    const policy = rules({ resource: ['visitor'], export: false, audit: true, anonymous: true, keeper: ['secretariat'] });
    const access = accessOf(policy, ['visitor'], staff);
    expect(access.read.allowed).toBe(true);
    expect(access.export).toMatchObject({ allowed: false, cites: [{ rule: 'gate-00' }] });
    expect([access.audit.allowed, access.anonymous.allowed, access.keepers]).toEqual([true, true, ['secretariat']]);
    expect(accessOf(rules(), ['visitor'], staff)).toMatchObject({ audit: { allowed: false }, anonymous: { allowed: false } });
  });
});

describe('how long records are kept', () => {
  const at = Temporal.Instant.from('2024-02-29T02:00:00Z');

  it('is the longest of the periods, counted by the calendar', () => {
    const access = accessOf(
      rules({ resource: ['visitor'], retention: 'P1Y' }, { resource: ['visitor'], retention: 'P30M' }),
      ['visitor'],
      staff,
    );
    expect(access.retention).toMatchObject({ period: 'P30M', cites: [{ rule: 'gate-01' }] });
    expect(String(keptUntil(access, at, 'Asia/Shanghai'))).toBe('2026-08-29T02:00:00Z');
  });

  it('is for ever where deletion is refused without a period, and not at all without a rule', () => {
    expect(keptUntil(accessOf(rules({ resource: ['visitor'], delete: false }), ['visitor'], staff), at, 'UTC')).toBe('forever');
    const both = accessOf(rules({ resource: ['visitor'], delete: false, retention: 'P2Y' }), ['visitor'], staff);
    expect(String(keptUntil(both, at, 'UTC'))).toBe('2026-02-28T02:00:00Z');
    expect(keptUntil(accessOf(rules(), ['visitor'], staff), at, 'UTC')).toBeNull();
  });
});
