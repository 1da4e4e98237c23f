import { z } from 'zod';
import { type Condition, conditionSchema, type FactValue, holds } from './condition.ts';
import { nameSchema } from './schema/scalars.ts';

/** Roles that everybody on a desk holds without being named. */
export const everybody: readonly string[] = ['all-staff', 'staff', 'whole-unit'];

export interface Unit {
  readonly id: string;
  /** `centre`, `station`, `site`, … */
  readonly kind: string;
  readonly parent: string | null;
}

/** Who is who, at the moment a selector is resolved. */
export interface Directory {
  readonly units: readonly Unit[];
  readonly people: readonly {
    readonly id: string;
    readonly superior: string | null;
    readonly attributes: Readonly<Record<string, FactValue>>;
  }[];
  readonly roles: readonly { readonly person: string; readonly unit: string; readonly role: string }[];
  readonly onDuty: readonly { readonly person: string; readonly unit: string; readonly shift: string; readonly position: string | null }[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Addresses outside the workspace; delivery to them is confirmed by hand. */
  readonly externals: Readonly<Record<string, { readonly name: string; readonly channel: 'phone' | 'fax' | 'mail' }>>;
}

const relations = ['own', 'parent', 'child', 'station', 'site'] as const;

/** Who: everything that is named must hold. A list of selectors is the people of each, in that order. */
export const selectorSchema = z
  .strictObject({
    role: nameSchema.meta({ description: 'A role held in the unit.' }).optional(),
    of: z
      .enum(relations)
      .meta({ description: 'Which unit, seen from the own one; without it, the nearest one upwards that has the role.' })
      .optional(),
    level: z.number().int().min(1).max(9).meta({ description: 'The superior so many steps up from the person concerned.' }).optional(),
    where: conditionSchema.meta({ description: 'Attributes the person must have.' }).optional(),
    on: z
      .union([z.literal('duty'), z.strictObject({ shift: nameSchema }), z.strictObject({ position: nameSchema })])
      .meta({ description: 'On duty at the moment.' })
      .optional(),
    group: nameSchema.meta({ description: 'A named group.' }).optional(),
    external: nameSchema.meta({ description: 'An address outside the workspace.' }).optional(),
  })
  .refine((selector) => Object.keys(selector).some((key) => key !== 'of'), 'role, level, where, on, group or external')
  .refine((selector) => selector.external === undefined || Object.keys(selector).length === 1, 'external stands alone');

export type Selector = z.infer<typeof selectorSchema>;

export interface Chosen {
  /** People by id, each once, in order. */
  readonly people: readonly string[];
  readonly externals: readonly string[];
}

export interface Standpoint {
  readonly directory: Directory;
  /** The own unit. */
  readonly unit: string;
  /** The person concerned, for `level`; null where there is none. */
  readonly subject: string | null;
}

/** Resolves selectors now. A selector that nobody meets adds nobody: whoever asks decides what an empty answer means. */
export function choose(selectors: Selector | readonly Selector[], from: Standpoint): Chosen {
  const list: readonly Selector[] = Array.isArray(selectors) ? selectors : [selectors as Selector];
  const externals = list.flatMap(({ external }) =>
    external !== undefined && Object.hasOwn(from.directory.externals, external) ? [external] : [],
  );
  return { people: [...new Set(list.flatMap((selector) => peopleOf(selector, from)))], externals: [...new Set(externals)] };
}

function peopleOf(selector: Selector, from: Standpoint): readonly string[] {
  if (selector.external !== undefined) return [];
  const { directory } = from;
  const sets = [
    selector.group === undefined ? null : (directory.groups[selector.group] ?? []),
    selector.level === undefined ? null : superior(selector.level, from),
    selector.role === undefined ? null : holders(selector.role, selector.of, from),
    selector.on === undefined ? null : onDuty(selector.on, selector.of, from),
    selector.where === undefined ? null : having(selector.where, directory),
  ].filter((set) => set !== null);
  const [first = [], ...others] = sets;
  return first.filter((person) => others.every((set) => set.includes(person)));
}

function superior(levels: number, { directory, subject }: Standpoint): readonly string[] {
  let person: string | null = subject;
  for (let level = 0; level < levels && person !== null; level += 1)
    person = directory.people.find(({ id }) => id === person)?.superior ?? null;
  return person === null ? [] : [person];
}

function holders(role: string, of: Selector['of'], from: Standpoint): readonly string[] {
  const { directory } = from;
  const inUnits = (units: readonly string[]): readonly string[] =>
    directory.roles
      .filter((held) => units.includes(held.unit) && (held.role === role || everybody.includes(role)))
      .map(({ person }) => person);
  if (of !== undefined) return inUnits(unitsOf(of, from));
  for (const unit of upwards(from)) {
    const found = inUnits([unit.id]);
    if (found.length > 0) return found;
  }
  return [];
}

function onDuty(on: NonNullable<Selector['on']>, of: Selector['of'], from: Standpoint): readonly string[] {
  const units = unitsOf(of ?? 'own', from);
  return from.directory.onDuty
    .filter(
      (duty) => units.includes(duty.unit) && (on === 'duty' || ('shift' in on ? duty.shift === on.shift : duty.position === on.position)),
    )
    .map(({ person }) => person);
}

function having(condition: Condition, directory: Directory): readonly string[] {
  return directory.people.filter(({ attributes }) => holds(condition, attributes)).map(({ id }) => id);
}

/** The own unit and those above it; a circle in the tree is walked once. */
function upwards({ directory, unit }: Standpoint): readonly Unit[] {
  const found: Unit[] = [];
  let next = directory.units.find(({ id }) => id === unit);
  while (next !== undefined && !found.includes(next)) {
    found.push(next);
    const { parent } = next;
    next = directory.units.find(({ id }) => id === parent);
  }
  return found;
}

function unitsOf(of: NonNullable<Selector['of']>, from: Standpoint): readonly string[] {
  const path = upwards(from);
  switch (of) {
    case 'own':
      return path.slice(0, 1).map(({ id }) => id);
    case 'parent':
      return path.slice(1, 2).map(({ id }) => id);
    case 'child':
      return from.directory.units.filter(({ parent }) => parent === from.unit).map(({ id }) => id);
    default:
      return path
        .filter(({ kind }) => kind === of)
        .slice(0, 1)
        .map(({ id }) => id);
  }
}
