import { type Instant, type Interval, Temporal } from '../../core/time.ts';
import type { Citation, Cited, Policy, Reaction } from '../policy.ts';
import type { TimeOfDay, WhenCalendar } from '../when.ts';
import { timeOn } from '../when.ts';
import type { HandoverClause, HandoverRule } from './rule.ts';

/** What is handed over: a shift, or the post of somebody who changes it or leaves. */
export type HandoverEvent = 'shift' | 'change-of-post' | 'leaving';

/** How a shift or post is passed on at a desk. Lists are without repeats, in the order of the rules. */
export interface HandoverProtocol {
  /** Whether any rule asks for a hand-over. */
  readonly asked: boolean;
  /** Texts that must be written. */
  readonly sections: readonly Cited<string>[];
  /** Items verified one by one. */
  readonly verify: readonly Cited<string>[];
  /** What the outgoing side has ready, what the incoming side has done. */
  readonly outgoing: readonly Cited<string>[];
  readonly incoming: readonly Cited<string>[];
  /** Who signs; null where no rule says. */
  readonly sign: Cited<'both' | 'outgoing' | 'incoming'> | null;
  /** Shown by a code read out. */
  readonly inPerson: Cited<true> | null;
  /** Every open problem is confirmed singly, by the incoming side unless a rule names another. */
  readonly confirmEach: Cited<readonly string[]> | null;
  /** What must be complete: `handover-completed`, a record type, a form. `gates`: before that the outgoing person may not clock out. */
  readonly requires: readonly (Cited<string> & { readonly gates: boolean })[];
  /** The relief must have clocked in, at the same position or in the same role, before the outgoing person may leave. */
  readonly release: Cited<'position' | 'role'> | null;
  /** Roles told of a missing relief. */
  readonly alert: readonly Cited<string>[];
  /** Processes that freeze it while one is open. */
  readonly freezeWhile: readonly Cited<string>[];
  /** Incidents between the two signatures stop it: the outgoing side stays responsible, verification starts again. A value is what a rule is about. */
  readonly stops: readonly Cited<IncidentDuring>[];
  /** Reasons the incoming side may refuse for; empty: no rule lets it refuse. */
  readonly refusals: readonly Cited<string>[];
  /** Open items are passed on with a reason only. */
  readonly openItems: Cited<'reason-required'> | null;
  readonly carryOver: Cited<'shown' | 'assigned-to-incoming'> | null;
  /** Further hand-overs inside the shift. */
  readonly at: Cited<readonly TimeOfDay[]> | null;
  /** Records it keeps beside itself, their fields and who keeps them. */
  readonly records: readonly (Cited<string> & { readonly fields: readonly string[]; readonly by: readonly string[] })[];
}

/** The protocol of one hand-over. `shift` is the code of the shift that ends; null where it has none. */
export function handoverProtocol(
  policy: Pick<Policy, 'handovers'>,
  given: { readonly shift: string | null; readonly season: 'summer' | 'winter'; readonly event?: HandoverEvent },
): HandoverProtocol {
  const event = given.event ?? 'shift';
  const rules = policy.handovers.filter(
    (rule) =>
      rule.reaction !== 'off' &&
      (rule.event ?? 'shift') === event &&
      (rule.season === null || rule.season === given.season) &&
      (rule.shift === null || rule.shift === given.shift),
  );
  const every = <Key extends HandoverClause['key']>(key: Key): readonly Found<Key>[] => rules.flatMap((rule) => found(rule, key));
  const one = <Key extends HandoverClause['key']>(key: Key): Found<Key> | null => every(key).at(-1) ?? null;
  /** Of a key that has one value only: every rule behind it. */
  const same = <Key extends 'in_person' | 'open_items'>(key: Key): Cited<ValueOf<Key>> | null => {
    const [first] = every(key);
    return first === undefined ? null : { value: first.value, ...because(every(key)) };
  };
  const items = (key: ListKey): readonly Cited<string>[] =>
    merged(every(key).flatMap(({ value, cites, reaction }) => value.map((item) => ({ value: item, cites, reaction }))));
  const release = every('release');
  const confirm = every('confirm_each');
  const signs = every('sign');
  const at = one('at');
  return {
    asked: rules.length > 0,
    sections: items('sections'),
    verify: items('verify'),
    outgoing: items('outgoing'),
    incoming: items('incoming'),
    sign: signs.length === 0 ? null : { value: signsAll(signs.map(({ value }) => value)), ...because(signs) },
    inPerson: same('in_person'),
    confirmEach: confirm.length === 0 ? null : { value: [...new Set(confirm.flatMap(({ rule }) => rule.by))], ...because(confirm) },
    requires: gated(every('require')),
    release:
      release.length === 0
        ? null
        : { value: release.some(({ rule }) => rule.per === 'position') ? 'position' : 'role', ...because(release) },
    alert: items('alert'),
    freezeWhile: items('freeze_while'),
    stops: every('on_incident_during'),
    refusals: items('refuse_if'),
    openItems: same('open_items'),
    carryOver: one('carry_over'),
    at: at === null ? null : { value: every('at').flatMap(({ value }) => value), cites: at.cites, reaction: at.reaction },
    records: recordsOf(every('record'), rules),
  };
}

type IncidentDuring = ValueOf<'on_incident_during'>;
type ListKey = 'sections' | 'verify' | 'outgoing' | 'incoming' | 'alert' | 'freeze_while' | 'refuse_if';
type ValueOf<Key extends HandoverClause['key']> = Extract<HandoverClause, { readonly key: Key }>['value'];
type Found<Key extends HandoverClause['key']> = Cited<ValueOf<Key>> & { readonly rule: HandoverRule };

function found<Key extends HandoverClause['key']>(rule: HandoverRule, key: Key): readonly Found<Key>[] {
  if (rule.value.key !== key) return [];
  return [{ value: rule.value.value as ValueOf<Key>, cites: rule.cites, reaction: rule.reaction, rule }];
}

const stricter = (reactions: readonly Reaction[]): Reaction => (reactions.includes('refuse') ? 'refuse' : 'flag');

function because(rules: readonly Cited<unknown>[]): { readonly cites: readonly Citation[]; readonly reaction: Reaction } {
  return { cites: [...new Set(rules.flatMap(({ cites }) => cites))], reaction: stricter(rules.map(({ reaction }) => reaction)) };
}

function merged(found: readonly Cited<string>[]): readonly Cited<string>[] {
  return [...new Set(found.map(({ value }) => value))].map((value) => ({ value, ...because(found.filter((one) => one.value === value)) }));
}

/** Two rules that want one signature each want both. */
function signsAll(signs: readonly ('both' | 'outgoing' | 'incoming')[]): 'both' | 'outgoing' | 'incoming' {
  const [first = 'both', ...others] = signs;
  return others.every((one) => one === first) ? first : 'both';
}

function gated(requires: readonly Found<'require'>[]): HandoverProtocol['requires'] {
  const flat = requires.flatMap(({ value, cites, reaction, rule }) =>
    value.map((item) => ({ value: item, cites, reaction, gates: rule.gatesRelease })),
  );
  return merged(flat).map((one) => ({ ...one, gates: flat.some(({ value, gates }) => value === one.value && gates) }));
}

function recordsOf(records: readonly Found<'record'>[], rules: readonly HandoverRule[]): HandoverProtocol['records'] {
  return records.map(({ value, cites, reaction, rule }) => ({
    value,
    cites,
    reaction,
    by: rule.by,
    fields: rules.filter(({ entry }) => entry === rule.entry).flatMap((other) => (other.value.key === 'fields' ? other.value.value : [])),
  }));
}

/** The moments of further hand-overs inside a shift, in order; those outside its hours, and anchors nobody supplied, are left out. */
export function splitTimes(protocol: Pick<HandoverProtocol, 'at'>, hours: Interval, calendar: WhenCalendar): readonly Instant[] {
  if (protocol.at === null) return [];
  const first = hours.start.toZonedDateTimeISO(calendar.zone).toPlainDate();
  const days = [first, first.add({ days: 1 })].map((date) => date.toString());
  return protocol.at.value
    .flatMap((time) => days.flatMap((on) => timeOn(time, on, calendar) ?? []))
    .filter((at) => Temporal.Instant.compare(hours.start, at) < 0 && Temporal.Instant.compare(at, hours.end) < 0)
    .toSorted((left, right) => Temporal.Instant.compare(left, right));
}

/** What freezes this hand-over as long as an incident is open: null where it may go on. `kinds` as for `stopsFor`. */
export function frozenBy(protocol: Pick<HandoverProtocol, 'freezeWhile'>, kinds: readonly string[]): Cited<readonly string[]> | null {
  const frozen = protocol.freezeWhile.filter(({ value }) => kinds.includes(value));
  return frozen.length === 0 ? null : { value: frozen.map(({ value }) => value), ...because(frozen) };
}

/**
 * The rules by which an incident stops this hand-over; null: it does not. `kinds`: its event, what that is one of, and the processes it opens. A rule
 * that names no kind is about any incident.
 */
export function stopsFor(protocol: Pick<HandoverProtocol, 'stops'>, kinds: readonly string[]): Cited<true> | null {
  const stops = protocol.stops.filter(({ value: { events } }) => events === undefined || events.some((kind) => kinds.includes(kind)));
  return stops.length === 0 ? null : { value: true, ...because(stops) };
}
