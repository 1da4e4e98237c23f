import type { Citation, Policy } from './policy.ts';

/** Something a regulation keeps of everybody that is missing of a person, or has a value it does not know. */
export interface AttributeProblem {
  readonly attribute: string;
  /** Null: nothing is kept. */
  readonly found: string | null;
  /** Values it may have; empty: any. */
  readonly values: readonly string[];
  readonly cites: readonly Citation[];
}

/** What the regulations keep of everybody and this person's attributes do not say. */
export function attributeProblems(policy: Policy, attributes: Readonly<Record<string, string>>): readonly AttributeProblem[] {
  return policy.attributes
    .filter(({ reaction }) => reaction !== 'off')
    .flatMap(({ value: { attribute, values, fields }, cites }) =>
      [{ attribute, values }, ...fields.map((field) => ({ attribute: field, values: [] }))].flatMap((kept): readonly AttributeProblem[] => {
        const found = attributes[kept.attribute] ?? null;
        const fits = found !== null && (kept.values.length === 0 || kept.values.includes(found));
        return fits ? [] : [{ ...kept, found, cites }];
      }),
    );
}
