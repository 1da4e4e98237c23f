import { Temporal } from '../../src/core/time.ts';
import { type AttendanceFact, deskAnchors, listsDue, type Policy, type ProposedOutcome, proposeOutcomes } from '../../src/policy/index.ts';
import { at, day, local, zone } from './desk.ts';

/** A fact of a day, at 08:00 or the time given: `fact('late', '2026-12-03', { minutes: 31 })`. */
export const fact = (offence: string, on: string, more: Partial<AttendanceFact> & { readonly time?: string } = {}): AttendanceFact => {
  const { time = '08:00', ...given } = more;
  const id = `${offence} ${on} ${time}`;
  return {
    id,
    offence,
    on,
    at: at(`${on}T${time}`),
    minutes: null,
    days: null,
    shift: null,
    source: { kind: 'slot', id },
    flags: {},
    ...given,
  };
};

/** Workdays from a day to another, both included, Monday to Friday. */
export function weekdays(from: string, until: string): readonly string[] {
  const found: string[] = [];
  for (let date = Temporal.PlainDate.from(from); date.toString() <= until; date = date.add({ days: 1 }))
    if (date.dayOfWeek <= 5) found.push(date.toString());
  return found;
}

/** What is proposed for `a`, who works Monday to Friday, as seen at the end of January unless `asOf` says another day. */
export const outcomesOf = (policy: Policy, facts: readonly AttendanceFact[], asOf = '2027-01-31'): readonly ProposedOutcome[] =>
  proposeOutcomes({ policy, subject: 'a', facts, scheduled: weekdays('2026-08-01', '2027-02-28'), asOf });

/** `absence 1 days 2026-12-03 missed-punch` */
export const shown = (proposed: readonly ProposedOutcome[]): readonly string[] =>
  proposed.map(({ outcome, amount, unit, on, offence }) =>
    [outcome, ...(amount === null ? [] : [`${amount} ${unit}`]), on, offence].join(' '),
  );

/** Those that cite a rule. */
export const citing = (proposed: readonly ProposedOutcome[], rule: string): readonly string[] =>
  shown(proposed.filter(({ cites }) => cites.some((cite) => cite.rule === rule)));

/** The lists of a kind due on a day, as `2026-12-04T17:00 2026-11-28–2026-12-04 department → hr`. */
export function dueOn(policy: Policy, name: string, on: string): readonly string[] {
  return listsOn(policy, on)
    .filter((list) => list.do === name)
    .map(({ at: due, range, by, to, next }) =>
      [
        local(due),
        range === null ? 'no range' : `${range.from}–${range.until}`,
        [by, to, next]
          .filter((roles) => roles.length > 0)
          .map((roles) => roles.join(', '))
          .join(' → '),
      ].join(' '),
    );
}

export const listsOn = (policy: Policy, on: string) =>
  listsDue({ policy, on, calendar: { zone, day, anchors: deskAnchors(policy.calendar) }, seed: 'secret' });
