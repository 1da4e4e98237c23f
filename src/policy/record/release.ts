import type { Cited, Policy } from '../policy.ts';
import type { RecordType } from './type.ts';

/**
 * Records of the shift without which the outgoing person may not clock out. Whether one is complete says `recordRules` of it in the state
 * `release`.
 */
export function recordsBeforeRelease(policy: Pick<Policy, 'records'>): readonly Cited<string>[] {
  const gating = policy.records.filter(
    ({ reaction, value }) => reaction !== 'off' && value.key === 'required_before' && value.value === 'release',
  );
  return [...new Set(gating.flatMap(({ records }) => records))].map((value) => {
    const mine = gating.filter(({ records }) => records.includes(value));
    return {
      value,
      cites: mine.flatMap(({ cites }) => cites),
      reaction: mine.some(({ reaction }) => reaction === 'refuse') ? 'refuse' : 'flag',
    };
  });
}

/** The type of record a form is, by the type's own code or the name regulations give the form: `annex-08`. Null for a form that is none. */
export function recordOfForm(form: string, types: readonly RecordType[]): RecordType | null {
  return types.find(({ code }) => code === form) ?? types.find(({ forms }) => forms.includes(form)) ?? null;
}
