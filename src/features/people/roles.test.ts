import { describe, expect, it } from 'vitest';
import { presetFiles } from '../../policy/load.ts';
import { isRole, leads, leadsShift, roleName } from './roles.ts';

/** Keys of a preset whose values are roles. */
const roleKeys = new Set([
  'accountable',
  'approve',
  'approve_not',
  'by',
  'changed_by',
  'compiled_by',
  'confirmed_by',
  'decided_by',
  'for',
  'liable',
  'notify',
  'role',
  'roles',
  'then',
  'to',
]);

function rolesIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(rolesIn);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: readonly [string, unknown]) => {
    const named: readonly unknown[] = roleKeys.has(key) ? [value].flat() : [];
    return [...named.filter((one) => typeof one === 'string'), ...rolesIn(value)];
  });
}

describe('roles', () => {
  it.each([...presetFiles().values()])('names every role $id speaks of, in both languages', ({ preset }) => {
    if (preset === null) throw new Error('the preset does not load');
    const { directory, duty_plan, presence, request, entitlement, consequence, obligation } = preset.sections;
    const named = new Set([directory, duty_plan, presence, request, entitlement, consequence, obligation].flatMap(rolesIn));
    // What a contact list or a duration is `for` or goes `to` is not a role.
    const nameless = [...named].filter(
      (code) => code !== 'being-rostered' && !/^[\d:]+|^P\w+$/.test(code) && roleName(code, 'zh') === code,
    );
    expect(nameless).toEqual([]);
    for (const code of named) expect(roleName(code, 'en')).not.toMatch(/\p{Script=Han}/u);
  });

  it('has nobody hold a word that only says who somebody is to a case', () => {
    for (const code of ['superior', 'partner', 'team-lead-of-partner']) {
      expect(isRole(code)).toBe(false);
      expect(leads(code)).toBe(false);
    }
  });

  it('has an office decide without leading a shift', () => {
    expect(leads('centre-office')).toBe(true);
    expect(leadsShift('centre-office')).toBe(false);
    expect(leadsShift('guard-captain')).toBe(true);
  });
});
