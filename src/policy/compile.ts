import type { Adopted } from './adopted.ts';
import { holds } from './condition.ts';
import { both, daysRule, daysTaken } from './days.ts';
import type {
  Cited,
  ContactListNeed,
  CoverageNeed,
  DutyMatters,
  Edge,
  EligibilityNeed,
  ExistsOn,
  PlanTask,
  Policy,
  PolicySegment,
  PolicyShift,
  ReachNeed,
  RotationNeed,
  StaffNeed,
} from './policy.ts';
import type { CalendarEntry } from './schema/calendar.ts';
import type { DirectoryEntry } from './schema/directory.ts';
import type { DutyPlanEntry, EdgeText, SegmentText, ShiftText } from './schema/duty-plan.ts';
import type { PresenceEntry } from './schema/presence.ts';
import type { Scope } from './schema/scope.ts';
import { everybody } from './selector.ts';
import { canonicalJson } from './sha256.ts';
import { durationDays, durationMinutes, wallClock } from './wall-clock.ts';

/** A value on its way into the policy. */
export interface Drafted<Value> {
  /** Names the thing that is set: two presets may not set the same one differently. */
  readonly what: string;
  readonly preset: string;
  readonly cited: Cited<Value>;
  /** The days on which it takes hold. */
  readonly days: ExistsOn;
  /** The value as the preset writes it; equal text is an equal value. */
  readonly text: string;
}

type Publication = NonNullable<Policy['publishBy']>['value'];

/** Everything the adopted presets say, before it is brought together. */
export interface Draft {
  readonly shifts: Drafted<PolicyShift>[];
  readonly coverages: Drafted<CoverageNeed>[];
  readonly staff: Drafted<StaffNeed>[];
  readonly eligible: Drafted<EligibilityNeed>[];
  readonly rotations: Drafted<RotationNeed>[];
  readonly tasks: Drafted<PlanTask>[];
  readonly matters: Drafted<DutyMatters>[];
  readonly publishBy: Drafted<Publication>[];
  readonly publishEvery: Drafted<'month'>[];
  readonly display: Drafted<{ readonly pinned: boolean }>[];
  readonly breaks: Drafted<{ readonly staggered: true }>[];
  readonly contacts: Drafted<ContactListNeed>[];
  readonly cycle: Drafted<{ readonly firstDay: number; readonly lastDay: number }>[];
  readonly specialPeriods: Drafted<readonly string[]>[];
  readonly rosteredOnly: Drafted<true>[];
  readonly lateOver: Drafted<number>[];
  readonly earlyLeaveOver: Drafted<number>[];
  readonly arriveBefore: Drafted<number>[];
  readonly offPost: Drafted<true>[];
  readonly place: Drafted<string>[];
  readonly reachable: Drafted<ReachNeed>[];
}

export function emptyDraft(): Draft {
  return {
    shifts: [],
    coverages: [],
    staff: [],
    eligible: [],
    rotations: [],
    tasks: [],
    matters: [],
    publishBy: [],
    publishEvery: [],
    display: [],
    breaks: [],
    contacts: [],
    cycle: [],
    specialPeriods: [],
    rosteredOnly: [],
    lateOver: [],
    earlyLeaveOver: [],
    arriveBefore: [],
    offPost: [],
    place: [],
    reachable: [],
  };
}

export interface DeskScope {
  readonly kinds: readonly string[];
  readonly season: 'summer' | 'winter';
}

const everyDay: ExistsOn = () => true;

/** Whether an entry is for a desk of these kinds. */
export function inScope(scope: Scope, kinds: readonly string[]): boolean {
  const facts = { unit_kind: kinds };
  return (
    (scope.applies_to === undefined || scope.applies_to.some((kind) => kinds.includes(kind))) &&
    (scope.if === undefined || holds(scope.if, facts)) &&
    (scope.if_any === undefined || scope.if_any.some((condition) => holds(condition, facts))) &&
    (scope.unless === undefined || !holds(scope.unless, facts))
  );
}

/** Adds what one adopted preset says to the draft. */
export function compile(adopted: Adopted, desk: DeskScope, draft: Draft): void {
  const { sections } = adopted;
  each(adopted, 'duty_plan', sections.duty_plan, desk, (entry, add) => compilePlan(entry, add, desk, draft));
  each(adopted, 'presence', sections.presence, desk, (entry, add) => compilePresence(entry, add, draft));
  each(adopted, 'directory', sections.directory, desk, (entry, add) => compileDirectory(entry, add, draft));
  each(adopted, 'calendar', sections.calendar, desk, (entry, add) => compileCalendar(entry, add, draft));
}

/** Puts a value into its list. `keys` are the keys of the entry it comes from. */
type Add = <Value>(
  list: Drafted<Value>[],
  value: Value,
  from: { readonly what: string; readonly keys: readonly string[]; readonly text: unknown; readonly days?: ExistsOn },
) => void;

function each<Entry extends Scope>(
  adopted: Adopted,
  concept: string,
  entries: Readonly<Record<string, Entry>> | undefined,
  desk: DeskScope,
  compileEntry: (entry: Entry, add: Add) => void,
): void {
  for (const [name, entry] of Object.entries(entries ?? {})) {
    if (!inScope(entry, desk.kinds)) continue;
    compileEntry(entry, (list, value, { what, keys, text, days = everyDay }) => {
      const { cites, reaction } = adopted.cite(keys.map((key) => `${concept}.${name}.${key}`));
      list.push({ what, preset: adopted.preset.id, cited: { value, cites, reaction }, days, text: canonicalJson(text) });
    });
  }
}

function compilePlan(entry: DutyPlanEntry, add: Add, desk: DeskScope, draft: Draft): void {
  const days = daysRule(entry.days);
  const role = entry.role ?? null;
  const hours = entry.hours ?? 'all';
  compileShifts(entry, add, desk, draft);
  if (entry.coverage !== undefined) {
    const within = typeof entry.coverage === 'string' ? 'always' : entry.coverage.within;
    add(
      draft.coverages,
      { hours: '24h', role, within, mode: entry.mode ?? null },
      { what: `coverage.${role ?? 'anyone'}`, keys: ['coverage'], text: [within, entry.mode] },
    );
  }
  for (const slot of entry.slots ?? []) addStaff(slot.role, slot.min, slot.check, `slots.${slot.role}`);
  if (entry.min_staff !== undefined) addStaff(role, entry.min_staff, entry.check, 'min_staff');
  if (entry.eligible !== undefined) {
    const { roles = [], not_attributes: notAttributes = {}, shifts } = entry.eligible;
    // A role everybody holds asks for nothing more than standing on the desk.
    const asked = roles.some((one) => everybody.includes(one)) ? [] : roles;
    const need = {
      dutyRole: role,
      roles: asked,
      attributes: {},
      notAttributes,
      existsOn: days,
      ...(shifts === undefined ? {} : { shifts }),
    };
    add(draft.eligible, need, { what: `eligible.${role ?? 'anyone'}`, keys: ['eligible'], text: entry.eligible, days });
  }
  if (entry.rotation !== undefined) {
    const { kind, days_per_turn: turn, ends_with: end } = entry.rotation;
    add(
      draft.rotations,
      { role, kind, daysPerTurn: turn ?? null, endsWith: end ?? null, existsOn: days },
      { what: `rotation.${role ?? 'anyone'}`, keys: ['rotation'], text: entry.rotation, days },
    );
  }
  const tasks = { compiled_by: 'compile', changed_by: 'change', accountable: 'answer', notify: 'be-told' } as const;
  for (const [key, task] of Object.entries(tasks) as [keyof typeof tasks, PlanTask['task']][]) {
    const roles = entry[key];
    if (roles !== undefined)
      add(draft.tasks, { task, roles, existsOn: days, hours }, { what: key, keys: [key], text: [roles, hours], days });
  }
  if (entry.matters !== undefined || entry.scope !== undefined) {
    const keys = [...(entry.matters === undefined ? [] : ['matters']), ...(entry.scope === undefined ? [] : ['scope'])];
    add(
      draft.matters,
      { matters: entry.matters ?? [], scope: entry.scope ?? null, hours, existsOn: days },
      { what: `matters.${canonicalJson(entry.matters)}`, keys, text: [entry.matters, entry.scope] },
    );
  }
  if (entry.publish_by !== undefined)
    add(draft.publishBy, publication(entry.publish_by), { what: 'publish_by', keys: ['publish_by'], text: entry.publish_by });
  if (entry.publish_every !== undefined)
    add(draft.publishEvery, entry.publish_every, { what: 'publish_every', keys: ['publish_every'], text: entry.publish_every });
  if (entry.display !== undefined)
    add(draft.display, { pinned: entry.display.pinned }, { what: 'display', keys: ['display'], text: entry.display });
  if (entry.breaks !== undefined) add(draft.breaks, { staggered: true }, { what: 'breaks', keys: ['breaks'], text: entry.breaks });
  if (entry.reachable !== undefined)
    add(
      draft.reachable,
      { role, when: 'always', place: null },
      { what: `reachable.${role ?? 'anyone'}`, keys: ['reachable'], text: 'always' },
    );

  function addStaff(of: string | null, min: number, check: StaffNeed['check'] | undefined, key: string): void {
    const need = { role: of, min, check: check ?? (['publish', 'leave', 'swap'] as const) };
    add(draft.staff, need, { what: `staff.${of ?? 'anyone'}`, keys: [key], text: need, days });
  }
}

function publication(text: NonNullable<DutyPlanEntry['publish_by']>): Publication {
  if (!('day' in text)) return { kind: 'before-duty-day' };
  return { kind: 'day-of-month', day: text.day, of: text.of, before: text.before ?? false };
}

function compileShifts(entry: DutyPlanEntry, add: Add, desk: DeskScope, draft: Draft): void {
  for (const shift of entry.shifts ?? []) {
    if (shift.season !== undefined && shift.season !== desk.season) continue;
    const key = `shifts.${shift.code}${shift.season === undefined ? '' : `@${shift.season}`}`;
    const takes = both(daysRule(daysTaken(entry.days)), daysRule(daysTaken(shift.days)));
    add(draft.shifts, shiftOf(shift, entry, desk.season), {
      what: 'shifts',
      keys: entry.segments === undefined ? [key] : [key, 'segments'],
      text: [shift, entry.segments],
      days: takes,
    });
  }
}

function shiftOf(shift: ShiftText, entry: DutyPlanEntry, season: DeskScope['season']): PolicyShift {
  return {
    code: shift.code,
    name: shift.name,
    start: edgeOf(ofSeason(shift.start, season)),
    end: edgeOf(ofSeason(shift.end, season)),
    existsOn: both(daysRule(entry.days), daysRule(shift.days)),
    segments: (entry.segments ?? []).map(segmentOf),
    aliases: shift.aliases ?? [],
  };
}

function ofSeason(text: ShiftText['start'], season: DeskScope['season']): EdgeText {
  return typeof text === 'object' && 'summer' in text ? text[season] : text;
}

/** An edge as a preset writes it. */
export function edgeOf(text: EdgeText): Edge {
  if (typeof text === 'string') return { kind: 'clock', at: wallClock(text) };
  const offsetMinutes = text.offset === undefined ? 0 : durationMinutes(text.offset);
  if (text.day === 'first-workday-after') return { kind: 'first-workday-after', anchor: text.anchor, offsetMinutes };
  const dayOffset = text.day === undefined ? 0 : Number(text.day);
  return {
    kind: 'anchor',
    anchor: text.anchor,
    offsetMinutes,
    dayOffset,
    ...(text.default === undefined ? {} : { fallback: wallClock(text.default) }),
  };
}

/** A segment as a preset or desk writes it. */
export function segmentOf(text: SegmentText): PolicySegment {
  return { from: edgeOf(text.from), to: edgeOf(text.to), mode: text.mode };
}

function compilePresence(entry: PresenceEntry, add: Add, draft: Draft): void {
  if ('reachable' in entry) compileReach(entry, add, draft);
  else compileClocking(entry, add, draft);
}

type ReachEntry = Extract<PresenceEntry, { readonly reachable: unknown }>;

function compileReach(entry: ReachEntry, add: Add, draft: Draft): void {
  const keys = ['reachable', ...(entry.place === undefined ? [] : ['place'])];
  const need = { role: entry.role, when: entry.reachable.when, place: entry.place ?? null };
  add(draft.reachable, need, { what: `reachable.${entry.role}`, keys, text: [entry.reachable, entry.place] });
}

function compileClocking(entry: Exclude<PresenceEntry, ReachEntry>, add: Add, draft: Draft): void {
  const minutes = (list: Drafted<number>[], key: string, text: string | undefined): void => {
    if (text !== undefined) add(list, durationMinutes(text), { what: key, keys: [key], text: durationMinutes(text) });
  };
  minutes(draft.lateOver, 'late_over', entry.late_over);
  minutes(draft.earlyLeaveOver, 'early_leave_over', entry.early_leave_over);
  minutes(draft.arriveBefore, 'arrive_before', entry.arrive_before);
  if (entry.clock_in !== undefined) add(draft.rosteredOnly, true, { what: 'clock_in', keys: ['clock_in'], text: true });
  if (entry.off_post !== undefined) add(draft.offPost, true, { what: 'off_post', keys: ['off_post'], text: true });
  if (entry.place !== undefined) add(draft.place, entry.place, { what: 'place', keys: ['place'], text: entry.place });
}

function compileDirectory(entry: DirectoryEntry, add: Add, draft: Draft): void {
  if ('group' in entry) {
    const need = {
      group: entry.group,
      fields: entry.fields,
      confirmEveryDays: entry.within === 'configurable' ? null : durationDays(entry.within),
    };
    add(draft.contacts, need, { what: `contacts.${entry.group}`, keys: ['group', 'fields', 'within'], text: [entry.fields, entry.within] });
  } else {
    const need = { dutyRole: entry.role, roles: [], attributes: entry.requires, existsOn: everyDay };
    add(draft.eligible, need, { what: `requires.${entry.role}`, keys: ['requires'], text: entry.requires });
  }
}

function compileCalendar(entry: CalendarEntry, add: Add, draft: Draft): void {
  if (entry.cycle !== undefined)
    add(
      draft.cycle,
      { firstDay: entry.cycle.first_day, lastDay: entry.cycle.last_day },
      { what: 'cycle', keys: ['cycle'], text: entry.cycle },
    );
  if (entry.special_periods !== undefined)
    add(draft.specialPeriods, entry.special_periods, { what: 'special_periods', keys: ['special_periods'], text: entry.special_periods });
}
