import type { Interval } from '../../../core/time.ts';
import { clausesOf } from '../../../policy/entitlement/clause.ts';
import { nursingShift } from '../../../policy/entitlement/nursing.ts';
import type { Policy } from '../../../policy/policy.ts';

/** The hours expected in a duty; null: the duty's own. */
export type DailyHours = (duty: { readonly dutyOn: string } & Interval) => Interval | null;

/** Time off of each day instead of whole days, where a rule grants the leave so; null: the leave is for whole days. */
export function dailyHours(
  policy: Policy,
  leave: { readonly kind: string | null; readonly fields: Readonly<Record<string, string>> },
  attributes: Readonly<Record<string, string>>,
): DailyHours | null {
  const { kind, fields } = leave;
  if (kind === null || clausesOf(policy, 'per_day', kind).length === 0) return null;
  const options = clausesOf(policy, 'options', kind).flatMap(({ value }) => value);
  const option = Object.values(fields).find((said) => options.includes(said)) ?? '';
  return ({ dutyOn, start, end }) =>
    nursingShift(policy, { leaveType: kind, attributes, facts: fields, option, dutyOn, startsAt: start, endsAt: end });
}
