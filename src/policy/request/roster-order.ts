import { type Instant, Temporal } from '../../core/time.ts';
import type { RequestCase, RequestFinding, TouchedDuty } from './case.ts';
import { finding, type Judged, type RuleOf, rulesOf } from './judged.ts';
import type { RequestRule } from './rule.ts';

type CheckRule = RuleOf<'check'>;

/** Checks of the order of duties in the roster that would result, for both sides. */
export function orderFindings({ request, rules }: Judged): readonly RequestFinding[] {
  return rulesOf(rules, 'check').flatMap((rule: CheckRule) =>
    rule.value.value.flatMap((check) => {
      if (check === 'not-back-to-back') return people(request).flatMap((person) => backToBack(request, rule, person) ?? []);
      if (check === 'not-consecutive') return people(request).flatMap((person) => consecutive(request, rule, person) ?? []);
      return [];
    }),
  );
}

const people = ({ subject, partner }: RequestCase): readonly string[] => [subject.person, ...(partner === null ? [] : [partner.person])];

/** Duties of a person in the roster that would result, in order. */
function dutiesOf(request: RequestCase, person: string): readonly TouchedDuty[] {
  return request.resulting
    .filter((duty) => duty.person === person)
    .toSorted((left, right) => Temporal.Instant.compare(left.startsAt, right.startsAt));
}

/** Two duties of a person of which one begins when or before the other ends, where the request brought one of them. */
function backToBack(request: RequestCase, rule: RequestRule, person: string): RequestFinding | null {
  const brought = new Set(request.touched.filter((duty) => duty.person !== person).map(({ slot }) => slot));
  const duties = dutiesOf(request, person);
  for (const [index, next] of duties.entries()) {
    const before = duties.slice(0, index).filter((one) => brought.has(one.slot) || brought.has(next.slot));
    const touching = before.find((one) => Temporal.Instant.compare(next.startsAt, one.endsAt) <= 0);
    if (touching !== undefined)
      return finding(rule, { code: 'back-to-back', measured: next.startsAt.toString(), allowed: touching.endsAt.toString(), person });
  }
  return null;
}

/** A place in the order of somebody's duties: one they have or had, and the swap that moved it. */
interface Place {
  readonly at: Instant;
  readonly on: string;
  readonly swap: string | null;
}

/**
 * A person's next duty after a swapped one may not be swapped as well. What they gave away keeps its place in the order; what belongs to one and
 * the same swap does not count against itself.
 */
function consecutive(request: RequestCase, rule: RequestRule, person: string): RequestFinding | null {
  const had = request.touched.filter((duty) => duty.person === person);
  const brought = new Set(request.touched.filter((duty) => duty.person !== person).map(({ slot }) => slot));
  const places: readonly Place[] = [
    ...dutiesOf(request, person).map((duty) => ({
      at: duty.startsAt,
      on: duty.dutyOn,
      swap: brought.has(duty.slot) ? request.id : duty.swapped === null ? null : (duty.swap ?? duty.slot),
    })),
    ...had.map((duty) => ({ at: duty.startsAt, on: duty.dutyOn, swap: request.id })),
    ...request.others
      .filter((other) => other.type === request.type && (other.subject === person || other.partner === person))
      .map((other) => ({ at: other.span?.start ?? midnight(other.on, request), on: other.on, swap: other.id })),
  ].toSorted((left, right) => Temporal.Instant.compare(left.at, right.at));
  for (const [index, next] of places.entries()) {
    const previous = places[index - 1];
    const ours = previous?.swap === request.id || next.swap === request.id;
    if (previous === undefined || previous.swap === null || next.swap === null || previous.swap === next.swap || !ours) continue;
    return finding(rule, { code: 'consecutive', measured: next.on, allowed: previous.on, person });
  }
  return null;
}

const midnight = (on: string, { zone }: RequestCase): Instant => Temporal.PlainDate.from(on).toZonedDateTime(zone).toInstant();
