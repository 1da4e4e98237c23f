import { z } from 'zod';
import { elementKey } from './paths.ts';
import { type Sections, sectionsSchema } from './schema/preset.ts';
import { clockText, durationText } from './schema/scalars.ts';

/** How a value of a preset is asked for in a form. */
export type ValueKind =
  | { readonly kind: 'duration' }
  | { readonly kind: 'clock' }
  | { readonly kind: 'number'; readonly whole: boolean; readonly least: number | null; readonly most: number | null }
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'choices'; readonly options: readonly string[] }
  /** A list of names: roles, documents, leave types. */
  | { readonly kind: 'names' }
  | { readonly kind: 'name' };

/** One value that can be set by itself, at its path: `request.quota.max_count.limit`. */
export interface Leaf {
  readonly path: string;
  readonly value: unknown;
  /** Null: fixed by the format, or made of parts only a desk file can write. */
  readonly kind: ValueKind | null;
}

/** The part of JSON Schema that presets use. */
interface Shape {
  readonly type?: string;
  readonly anyOf?: readonly Shape[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
}

let shape: Shape | undefined;

const rootShape = (): Shape => {
  shape ??= z.toJSONSchema(sectionsSchema, { io: 'input' }) as Shape;
  return shape;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value may be of this shape, looking one level deep. */
function accepts(of: Shape, value: unknown): boolean {
  if (of.anyOf !== undefined) return of.anyOf.some((one) => accepts(one, value));
  if (of.const !== undefined) return of.const === value;
  if (of.enum !== undefined) return of.enum.includes(value);
  switch (of.type) {
    case 'string':
      return typeof value === 'string' && (of.pattern === undefined || new RegExp(of.pattern).test(value));
    case 'number':
    case 'integer':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return Array.isArray(value);
    case 'object':
      if (!isRecord(value) || !(of.required ?? []).every((key) => Object.hasOwn(value, key))) return false;
      return of.properties === undefined || Object.keys(value).every((key) => Object.hasOwn(of.properties ?? {}, key));
    default:
      return false;
  }
}

/** The alternative a value is written in. */
function chosen(of: Shape, value: unknown): Shape | null {
  if (of.anyOf === undefined) return of;
  const found = of.anyOf.find((one) => accepts(one, value));
  return found === undefined ? null : chosen(found, value);
}

const child = (of: Shape, key: string): Shape | null => {
  const own = of.properties?.[key];
  if (own !== undefined) return own;
  return typeof of.additionalProperties === 'object' ? of.additionalProperties : null;
};

/** Keys that say for what an entry holds; what it asks for can be changed, not what it is about. */
const aboutKeys: readonly string[] = [
  'applies_to',
  'if',
  'if_any',
  'unless',
  'request',
  'kinds',
  'leave_type',
  'season',
  'do',
  'record',
  'resource',
  'event',
  'trigger',
  'category',
  'code',
  'name',
  'aliases',
];

/** The values at and below a path that can be looked at and set one by one, in the order of the preset. */
export function leavesAt(sections: Sections, path: string): readonly Leaf[] {
  let at: Shape | null = rootShape();
  let node: unknown = sections;
  for (const segment of path.split('.')) {
    if (at === null) return [];
    const here = chosen(at, node);
    if (here === null) return [];
    if (Array.isArray(node)) {
      const list: readonly unknown[] = node;
      node = list.find((element, index) => elementKey(element) === segment || String(index) === segment);
      at = here.items ?? null;
    } else {
      node = isRecord(node) ? node[segment] : undefined;
      at = child(here, segment);
    }
  }
  return node === undefined || at === null ? [] : below(at, node, path);
}

function below(of: Shape, value: unknown, path: string): readonly Leaf[] {
  const here = chosen(of, value);
  if (here === null) return [{ path, value, kind: null }];
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    const item = here.items;
    if (list.every((element) => typeof element === 'string')) return [{ path, value, kind: item === undefined ? null : listKind(item) }];
    return list.flatMap((element, index) => (item === undefined ? [] : below(item, element, `${path}.${elementKey(element) ?? index}`)));
  }
  if (!isRecord(value)) return [{ path, value, kind: scalarKind(here, of) }];
  return Object.entries(value).flatMap(([key, part]) => {
    const inner = child(here, key);
    return inner === null || aboutKeys.includes(key) || part === undefined ? [] : below(inner, part, `${path}.${key}`);
  });
}

function listKind(item: Shape): ValueKind {
  if (item.enum !== undefined) return { kind: 'choices', options: item.enum.map(String) };
  return { kind: 'names' };
}

const durationPattern = patternOf(durationText);
const clockPattern = patternOf(clockText);

function patternOf(schema: z.ZodType): string | undefined {
  return (z.toJSONSchema(schema) as Shape).pattern;
}

/** `around` offers alternatives beside the one the value is written in: a word such as `configurable`, say. */
function scalarKind(of: Shape, around: Shape): ValueKind | null {
  if (of.enum !== undefined) return of.enum.length > 1 ? { kind: 'choice', options: of.enum.map(String) } : null;
  if (of.const !== undefined) {
    const other = (around.anyOf ?? []).filter((one) => one.const === undefined);
    const [only] = other;
    return other.length === 1 && only !== undefined && only.type !== 'object' && only.type !== 'array' ? scalarKind(only, only) : null;
  }
  switch (of.type) {
    case 'boolean':
      return { kind: 'flag' };
    case 'number':
    case 'integer':
      return { kind: 'number', whole: of.type === 'integer', least: of.minimum ?? null, most: of.maximum ?? null };
    case 'string':
      if (of.pattern === durationPattern) return { kind: 'duration' };
      return of.pattern === clockPattern ? { kind: 'clock' } : { kind: 'name' };
    default:
      return null;
  }
}
