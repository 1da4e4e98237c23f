import { Temporal } from '../../core/time.ts';
import type { Finding } from '../finding.ts';
import type { RequestFinding } from './case.ts';
import { dateOf } from './facts.ts';
import { finding, type Judged, type RuleOf, rulesOf } from './judged.ts';

/** What a roster lacks because somebody is away, and somebody who covers would bring back. */
const mendable: readonly Finding['code'][] = ['coverage-gap', 'too-few', 'break-too-few', 'shift-empty'];

/**
 * What the resulting roster would do worse. With the check `roster-constraints` it counts as that rule and its own level say. Without it a gap that
 * an absence leaves is told to those who decide, since cover is asked for; everything else counts as the roster's own rules say.
 */
export function rosterFindings({ request, rules }: Judged): readonly RequestFinding[] {
  const [check, ...more] = withCheck(rules, 'roster-constraints');
  const absence = request.span !== null && request.partner === null;
  return request.rosterFindings.map((found): RequestFinding => {
    const base = {
      code: 'roster' as const,
      measured: found.measured,
      allowed: found.allowed,
      finding: found,
      person: found.person ?? null,
    };
    if (check === undefined) {
      const level = absence && mendable.includes(found.code) ? 'flag' : found.level;
      return { ...base, level, instead: null, principle: false, cites: found.cites };
    }
    const strict = [check, ...more].find(({ reaction }) => reaction === 'refuse') ?? check;
    const level = strict.reaction === 'refuse' ? found.level : 'flag';
    return { ...finding(strict, base), level, cites: [...found.cites, ...strict.cites] };
  });
}

function withCheck(rules: Judged['rules'], check: RuleOf<'check'>['value']['value'][number]): readonly RuleOf<'check'>[] {
  return rulesOf(rules, 'check').filter(({ value }) => value.value.includes(check));
}

/** Whether the tiers by length hold whatever else says who decides. */
export function tiersStand(rules: Judged['rules']): boolean {
  return withCheck(rules, 'tier-satisfied').length > 0;
}

/** Claims of hours: none twice, none after the cycle closed, the right staff number, no more than earned. */
export function claimFindings({ request, rules, policy }: Judged): readonly RequestFinding[] {
  const { claimed, subject, span, others, type, zone } = request;
  const overlapping =
    span === null
      ? []
      : others.filter(
          (other) =>
            other.type === type &&
            other.subject === subject.person &&
            other.span !== null &&
            Temporal.Instant.compare(other.span.start, span.end) < 0 &&
            Temporal.Instant.compare(span.start, other.span.end) < 0,
        );
  const staffNo = subject.attributes.staff_no ?? '';
  const earning = policy.entitlements.filter(({ value, reaction }) => value.key === 'overtime' && reaction !== 'off');
  return [
    ...withCheck(rules, 'no-overlap').flatMap((rule) =>
      overlapping.slice(0, 1).map((other) => {
        const end = other.span?.end.toString() ?? null;
        return finding(rule, { code: 'overlap', measured: other.on, allowed: other.id, instead: end, person: subject.person });
      }),
    ),
    ...withCheck(rules, 'not-after-close')
      .filter(() => claimed?.cycleClosed === true)
      .map((rule) =>
        finding(rule, {
          code: 'after-close',
          measured: dateOf(request.filedAt, zone),
          allowed: request.from ?? dateOf(request.filedAt, zone),
        }),
      ),
    ...withCheck(rules, 'staff-no-correct')
      .filter(() => claimed !== null && claimed.staffNo !== null && (staffNo === '' || claimed.staffNo !== staffNo))
      .map((rule) => finding(rule, { code: 'staff-number', measured: claimed?.staffNo ?? '', allowed: staffNo, person: subject.person })),
    ...earning
      .filter(() => claimed !== null && claimed.hours > claimed.creditable)
      .map(
        ({ cites, reaction, principle }): RequestFinding => ({
          code: 'hours-not-creditable',
          level: reaction === 'refuse' ? 'refuse' : 'flag',
          measured: claimed?.hours ?? 0,
          allowed: claimed?.creditable ?? 0,
          instead: claimed !== null && claimed.creditable > 0 ? claimed.creditable : null,
          person: subject.person,
          finding: null,
          principle,
          cites,
        }),
      ),
  ];
}
