import { z } from 'zod';

/** Value of a fact: text, number, yes/no, or several texts at once (the kinds of a unit). */
export type FactValue = string | number | boolean | readonly string[];

/** What is known of the subject; a fact that is left out has no value and meets no comparison. */
export type Facts = Readonly<Record<string, FactValue | undefined>>;

export type FactType = 'text' | 'texts' | 'number' | 'flag';

/** The facts a place in a preset may ask about, by name. */
export type FactTypes = Readonly<Record<string, FactType>>;

type Scalar = string | number | boolean;

export type Comparison =
  | Scalar
  | { readonly '=': Scalar }
  | { readonly in: readonly Scalar[] }
  | {
      readonly over?: number | undefined;
      readonly below?: number | undefined;
      readonly from?: number | undefined;
      readonly up_to?: number | undefined;
    };

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly [fact: string]: Comparison };

const scalarSchema = z.union([z.string(), z.number(), z.boolean()]);

const comparisonSchema = z.union([
  scalarSchema,
  z.strictObject({ '=': scalarSchema }),
  z.strictObject({ in: z.array(scalarSchema).min(1) }),
  z
    .strictObject({ over: z.number().optional(), below: z.number().optional(), from: z.number().optional(), up_to: z.number().optional() })
    .refine((limits) => Object.keys(limits).length > 0, 'over, below, from or up_to'),
]);

/** `{fact: value}`, `{fact: {in: […]}}`, `{fact: {from: 1, below: 3}}`, several facts that must all hold, or `all` / `any` / `not`. */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionSchema).min(1) }),
    z.strictObject({ any: z.array(conditionSchema).min(1) }),
    z.strictObject({ not: conditionSchema }),
    z
      .record(z.string().regex(/^(?!(?:all|any|not)$)[a-z][a-z0-9_-]*$/), comparisonSchema)
      .refine((facts) => Object.keys(facts).length > 0, 'at least one fact'),
  ]),
);

type Parted =
  | { readonly kind: 'all'; readonly parts: readonly Condition[] }
  | { readonly kind: 'any'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'facts'; readonly entries: readonly (readonly [string, Comparison])[] };

function part(condition: Condition): Parted {
  if ('all' in condition && Array.isArray(condition.all)) return { kind: 'all', parts: condition.all as readonly Condition[] };
  if ('any' in condition && Array.isArray(condition.any)) return { kind: 'any', parts: condition.any as readonly Condition[] };
  if ('not' in condition) return { kind: 'not', part: condition.not as Condition };
  return { kind: 'facts', entries: Object.entries(condition as Readonly<Record<string, Comparison>>) };
}

/** Why a condition cannot be asked here. */
export type ConditionProblem =
  | { readonly code: 'unknown-fact'; readonly fact: string; readonly known: readonly string[] }
  | { readonly code: 'wrong-type'; readonly fact: string; readonly expected: FactType };

function scalarsOf(comparison: Comparison): readonly Scalar[] | null {
  if (typeof comparison !== 'object') return [comparison];
  if ('=' in comparison) return [comparison['=']];
  return 'in' in comparison ? comparison.in : null;
}

/** Every fact the condition names that `known` does not have, or compares with a value of another type. Run when a preset is loaded. */
export function checkCondition(condition: Condition, known: FactTypes): readonly ConditionProblem[] {
  const parted = part(condition);
  if (parted.kind === 'not') return checkCondition(parted.part, known);
  if (parted.kind === 'all' || parted.kind === 'any') return parted.parts.flatMap((inner) => checkCondition(inner, known));
  return parted.entries.flatMap(([fact, comparison]): ConditionProblem[] => {
    const type = Object.hasOwn(known, fact) ? known[fact] : undefined;
    if (type === undefined) return [{ code: 'unknown-fact', fact, known: Object.keys(known) }];
    const scalars = scalarsOf(comparison);
    const wanted = type === 'number' ? 'number' : type === 'flag' ? 'boolean' : 'string';
    const fits = scalars === null ? type === 'number' : scalars.every((scalar) => typeof scalar === wanted);
    return fits ? [] : [{ code: 'wrong-type', fact, expected: type }];
  });
}

/** Every fact a condition asks about, with repeats. */
export function factsIn(condition: Condition): readonly string[] {
  const parted = part(condition);
  if (parted.kind === 'not') return factsIn(parted.part);
  if (parted.kind === 'all' || parted.kind === 'any') return parted.parts.flatMap(factsIn);
  return parted.entries.map(([fact]) => fact);
}

function meets(value: FactValue | undefined, comparison: Comparison): boolean {
  if (value === undefined) return false;
  const scalars = scalarsOf(comparison);
  if (scalars !== null) return typeof value === 'object' ? value.some((one) => scalars.includes(one)) : scalars.includes(value);
  if (typeof value !== 'number' || typeof comparison !== 'object' || 'in' in comparison || '=' in comparison) return false;
  const { over, below, from, up_to: upTo } = comparison;
  return (
    (over === undefined || value > over) &&
    (below === undefined || value < below) &&
    (from === undefined || value >= from) &&
    (upTo === undefined || value <= upTo)
  );
}

/** Whether the facts meet the condition. `over` and `below` exclude the limit, `from` and `up_to` include it. */
export function holds(condition: Condition, facts: Facts): boolean {
  const parted = part(condition);
  if (parted.kind === 'not') return !holds(parted.part, facts);
  if (parted.kind === 'all') return parted.parts.every((inner) => holds(inner, facts));
  if (parted.kind === 'any') return parted.parts.some((inner) => holds(inner, facts));
  return parted.entries.every(([fact, comparison]) => meets(Object.hasOwn(facts, fact) ? facts[fact] : undefined, comparison));
}
