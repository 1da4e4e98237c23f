import type { PolicyConflict } from '../../src/policy/conflict.ts';
import { type Override, type Policy, resolvePolicy } from '../../src/policy/index.ts';
import { parsePreset } from '../../src/policy/parse.ts';
import type { Preset } from '../../src/policy/preset.ts';
import type { Enforce } from '../../src/policy/reaction.ts';

type Entries = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Sections of a made-up regulation. Every entry is one rule, `<id>-01` on in the order they stand here; `enforce` is `block` unless an entry is named. */
export interface DemoText {
  readonly request?: Entries;
  readonly entitlement?: Entries;
  readonly consequence?: Entries;
  readonly obligation?: Entries;
  readonly presence?: Entries;
  readonly calendar?: Entries;
  readonly enforce?: Readonly<Record<string, Enforce>>;
}

/** A made-up regulation. Throws where it does not hold. */
export function demoPreset(id: string, { enforce = {}, ...sections }: DemoText): Preset {
  const words = { zh: '一条。', en: 'One.' };
  const paths = Object.entries(sections).flatMap(([concept, entries]) => Object.keys(entries).map((name) => `${concept}.${name}`));
  const ids = paths.map((path, index) => [`${id}-${String(index + 1).padStart(2, '0')}`, path] as const);
  const text = {
    preset: id,
    title: { zh: id, en: id },
    source: { document: words, section: words },
    ...sections,
    rules: Object.fromEntries(
      ids.map(([rule, path]) => [rule, { words, kind: 'leave', enforce: enforce[path.split('.')[1] ?? ''] ?? 'block' }]),
    ),
    trace: Object.fromEntries(ids),
  };
  const parsed = parsePreset(JSON.stringify(text), { leave: { late_marriage: 'flag' } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value;
}

/** What the regulations make together on 1 December 2026, or why they make nothing. */
export function demoResolved(
  presets: readonly Preset[],
  {
    overrides = {},
    kinds = [],
  }: { readonly overrides?: Readonly<Record<string, readonly Override[]>>; readonly kinds?: readonly string[] } = {},
): { readonly policy: Policy | null; readonly conflicts: readonly PolicyConflict[] } {
  const resolved = resolvePolicy({
    adoptions: presets.map(({ id }) => ({ preset: id, overrides: overrides[id] ?? [], from: '2020-01-01', until: null })),
    deskShifts: [],
    deskKinds: kinds,
    calendarSettings: {},
    on: '2026-12-01',
    load: (id) => presets.find((preset) => preset.id === id) ?? null,
  });
  return resolved.ok ? { policy: resolved.value, conflicts: [] } : { policy: null, conflicts: resolved.refusal };
}

/** The policy of a desk that goes by one made-up regulation, `demo`. */
export function demoPolicy(text: DemoText, kinds: readonly string[] = []): Policy {
  const { policy, conflicts } = demoResolved([demoPreset('demo', text)], { kinds });
  if (policy === null) throw new Error(JSON.stringify(conflicts));
  return policy;
}
