import type { Condition } from './condition.ts';
import type { PolicyConflict } from './conflict.ts';
import type { Preset } from './preset.ts';
import { resolvePolicy } from './resolve.ts';
import type { Scope } from './schema/scope.ts';

/** Every unit kind a condition names. */
function kindsIn(condition: Condition): readonly string[] {
  return Object.values(condition).flatMap((part: unknown): readonly string[] => {
    if (typeof part === 'string') return [part];
    if (Array.isArray(part)) return part.flatMap((inner: unknown) => (typeof inner === 'string' ? [inner] : kindsIn(inner as Condition)));
    return typeof part === 'object' && part !== null ? kindsIn(part as Condition) : [];
  });
}

function kindsOf({ applies_to = [], if: holds, if_any = [], unless }: Scope): readonly string[] {
  const conditions = [...(holds === undefined ? [] : [holds]), ...if_any, ...(unless === undefined ? [] : [unless])];
  return [...applies_to, ...conditions.flatMap(kindsIn)];
}

/** Where a preset contradicts itself: adopted alone, by a desk of each kind it speaks of or of none, in summer and in winter. */
export function selfConflicts(preset: Preset): readonly PolicyConflict[] {
  const { directory = {}, calendar = {}, duty_plan = {}, presence = {}, obligation = {} } = preset.sections;
  const { request = {}, entitlement = {}, consequence = {} } = preset.sections;
  const ofDesks = [directory, calendar, duty_plan, presence, obligation].flatMap((section): readonly Scope[] => Object.values(section));
  // Conditions of these are asked case by case; only `applies_to` speaks of desks.
  const ofCases = [request, entitlement, consequence].flatMap((section): readonly Scope[] => Object.values(section));
  const named = [...ofDesks.flatMap(kindsOf), ...ofCases.flatMap(({ applies_to = [] }) => applies_to)];
  const kinds = [[], ...[...new Set(named)].map((kind) => [kind])];
  const found = kinds.flatMap((deskKinds) =>
    ['2026-07-01', '2026-12-01'].flatMap((on) => {
      const adoptions = [{ preset: preset.id, overrides: [], from: on, until: null }];
      const policy = resolvePolicy({ adoptions, deskShifts: [], deskKinds, calendarSettings: {}, on, load: () => preset });
      return policy.ok ? [] : policy.refusal;
    }),
  );
  return [...new Map(found.map((conflict) => [JSON.stringify(conflict), conflict])).values()];
}
