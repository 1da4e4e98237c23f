import { Temporal } from '../../core/time.ts';
import type { Facts } from '../condition.ts';
import { plusDays } from '../days.ts';
import type { Citation, Policy } from '../policy.ts';
import { applies, behind, type ClauseRule, clausesOf, type EntitledCase, factsOf } from './clause.ts';

/** The days leave may lie on, first and last included; null: open on that side. */
export interface LeaveWindow {
  readonly from: string | null;
  readonly until: string | null;
  /** What is not taken by then is lost. */
  readonly forfeited: boolean;
  /** Events whose date nobody gave, so that the window is not known. */
  readonly missing: readonly string[];
  readonly cites: readonly Citation[];
  readonly reaction: 'refuse' | 'flag';
}

/** Events a window may end at: the event it follows, and how long after it. The day itself is outside. */
const milestones: Readonly<Record<string, { readonly event: string; readonly after: Temporal.DurationLike }>> = {
  'child-first-birthday': { event: 'birth', after: { years: 1 } },
};

/** The date of an event of the case, `YYYY-MM-DD`; null where nobody gave one that exists. */
export function eventDay(facts: Facts, event: string): Temporal.PlainDate | null {
  const given = facts[event];
  if (typeof given !== 'string') return null;
  try {
    return Temporal.PlainDate.from(given);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * The window a leave type may be taken in: `P6M` from a registration on 1 June runs to 1 December, included. Where the regulation leaves the
 * day of the event out, the window starts on the next one and is as long. `length` are the days granted: leave that begins before its event
 * (`before`) ends that long after. Null where no rule sets a window.
 */
export function windowOf(policy: Policy, given: EntitledCase, length: number | null = null): LeaveWindow | null {
  const facts = factsOf(given);
  const valid = clausesOf(policy, 'valid', given.leaveType).filter(({ rule }) => applies(rule, facts));
  const ahead = clausesOf(policy, 'before', given.leaveType).filter(({ rule }) => applies(rule, facts));
  if (valid.length + ahead.length === 0) return null;
  const parts = [
    ...valid.map(({ value }) => validPart(value, facts)),
    ...ahead.flatMap(({ value }) => Object.entries(value).map(([event, days]) => aheadPart(event, days, length, facts))),
  ];
  // What only says that unused days are lost sets no bound.
  const bounding = [...valid.filter(({ value }) => value.from !== undefined || value.until !== undefined), ...ahead];
  const starts = parts.flatMap(({ from }) => from ?? []).toSorted();
  const ends = parts.flatMap(({ until }) => until ?? []).toSorted();
  return {
    from: starts.at(-1) ?? null,
    until: ends[0] ?? null,
    forfeited: valid.some(({ value }) => value.unused === 'forfeited'),
    missing: [...new Set(parts.flatMap(({ missing }) => missing))],
    ...behind(bounding.length > 0 ? bounding : valid),
  };
}

interface Part {
  readonly from: string | null;
  readonly until: string | null;
  readonly missing: readonly string[];
}

type Valid = ClauseRule<'valid'>['value'];

function validPart(valid: Valid, facts: Facts): Part {
  if (valid.from !== undefined) {
    const event = eventDay(facts, valid.from);
    if (event === null) return { from: null, until: null, missing: [valid.from] };
    const from = valid.event_counts === false ? event.add({ days: 1 }) : event;
    return {
      from: from.toString(),
      until: valid.for === undefined ? null : event.add(Temporal.Duration.from(valid.for)).toString(),
      missing: [],
    };
  }
  const milestone = valid.until === undefined ? undefined : milestones[valid.until];
  if (milestone === undefined) return { from: null, until: null, missing: [] };
  const event = eventDay(facts, milestone.event);
  if (event === null) return { from: null, until: null, missing: [milestone.event] };
  return { from: event.toString(), until: event.add(milestone.after).subtract({ days: 1 }).toString(), missing: [] };
}

function aheadPart(event: string, days: number, length: number | null, facts: Facts): Part {
  const date = eventDay(facts, event);
  if (date === null) return { from: null, until: null, missing: [event] };
  const from = date.subtract({ days }).toString();
  return { from, until: length === null ? null : plusDays(from, Math.ceil(length) - 1), missing: [] };
}
