import type { PersonId } from '../../../core/ids.ts';
import type { Words } from '../../../core/locale.ts';
import { type AllowanceCount, type Citation, dutyAllowances, type Policy } from '../../../policy/index.ts';
import type { Ctx } from '../../../runtime/context.ts';
import type { Desk } from '../../people/index.ts';
import { loadDoneDuties } from './store.ts';
import { listText as text } from './text.ts';

/** Duties that earn an allowance, by person. */
export interface Allowances {
  /** `夜班 3 · 早班 1`, with what they come to where the desk has set a rate. */
  readonly of: (person: PersonId) => Words | null;
  readonly cites: readonly Citation[];
}

/** The duties of some days that earn an allowance by the rules of the desk, as far as they are done; null where no rule grants one. */
export async function allowancesOf(ctx: Ctx, desk: Desk, policy: Policy, from: string, until: string): Promise<Allowances | null> {
  const rules = policy.entitlements.filter(({ value, reaction }) => value.key === 'allowance' && reaction !== 'off');
  if (rules.length === 0) return null;
  const counts = dutyAllowances(policy, await loadDoneDuties(ctx, desk.id, from, until));
  return {
    of: (person) => {
      const own = counts.find((count) => count.person === person);
      return own === undefined ? null : countWords(own, policy);
    },
    cites: [...new Map(rules.flatMap(({ cites }) => cites).map((cite) => [cite.rule, cite])).values()],
  };
}

function countWords({ byShift, amount }: AllowanceCount, policy: Policy): Words {
  const names = Object.entries(byShift).map(([shift, count]) => {
    const name = policy.shifts.find(({ value }) => value.code === shift)?.value.name ?? { zh: shift, en: shift };
    return { zh: `${name.zh} ${count}`, en: `${name.en} ${count}` };
  });
  const joined = { zh: names.map(({ zh }) => zh).join(' · '), en: names.map(({ en }) => en).join(' · ') };
  return amount === null ? joined : text.allowance(joined, amount);
}
