import type { Adopted } from './adopted.ts';
import { compileCases } from './compile-cases.ts';
import { compilePresence } from './compile-presence.ts';
import { both, daysRule, daysTaken } from './days.ts';
import { type Add, type DeskScope, type Draft, each, everyDay, type Publication } from './drafted.ts';
import type { Edge, PlanTask, PolicySegment, PolicyShift, StaffNeed } from './policy.ts';
import type { CalendarEntry } from './schema/calendar.ts';
import type { DirectoryEntry } from './schema/directory.ts';
import type { DutyPlanEntry, EdgeText, SegmentText, ShiftText } from './schema/duty-plan.ts';
import { everybody } from './selector.ts';
import { canonicalJson } from './sha256.ts';
import { durationMinutes, wallClock } from './wall-clock.ts';

/** Adds what one adopted preset says to the draft. */
export function compile(adopted: Adopted, desk: DeskScope, draft: Draft): void {
  const { sections } = adopted;
  each(adopted, 'duty_plan', sections.duty_plan, desk, (entry, add) => compilePlan(entry, add, desk, draft));
  each(adopted, 'presence', sections.presence, desk, (entry, add) => compilePresence(entry, add, draft));
  each(adopted, 'directory', sections.directory, desk, (entry, add) => compileDirectory(entry, add, draft));
  each(adopted, 'calendar', sections.calendar, desk, (entry, add) => compileCalendar(entry, add, draft));
  compileCases(adopted, desk, draft);
}

function compilePlan(entry: DutyPlanEntry, add: Add, desk: DeskScope, draft: Draft): void {
  const days = daysRule(entry.days);
  const role = entry.role ?? null;
  const hours = entry.hours ?? 'all';
  compileShifts(entry, add, desk, draft);
  if (entry.coverage !== undefined) {
    const { hours: covered, within } =
      typeof entry.coverage === 'string' ? { hours: entry.coverage, within: 'always' as const } : entry.coverage;
    add(
      draft.coverages,
      { hours: covered, role, within, mode: entry.mode ?? null },
      // A day that is covered by the minute has somebody on it: the two do not disagree.
      { what: `coverage.${covered === 'daily' ? 'daily.' : ''}${role ?? 'anyone'}`, keys: ['coverage'], text: [within, entry.mode] },
    );
  }
  for (const slot of entry.slots ?? []) addStaff(slot.role, slot.min, slot.check, `slots.${slot.role}`);
  if (entry.min_staff !== undefined) addStaff(role, entry.min_staff, entry.check, 'min_staff');
  if (entry.reinforced !== undefined) {
    const need = { role, more: entry.reinforced.more, check: entry.check ?? (['publish', 'leave', 'swap'] as const), existsOn: days };
    add(draft.reinforced, need, { what: `reinforced.${role ?? 'anyone'}`, keys: ['reinforced'], text: entry.reinforced, days });
  }
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
  const aboutDuty = (['matters', 'scope', 'place'] as const).filter((key) => entry[key] !== undefined);
  if (aboutDuty.length > 0) {
    const { matters = [], scope = null, place = null } = entry;
    add(
      draft.matters,
      { matters, scope, place, hours, existsOn: days },
      { what: `matters.${canonicalJson([entry.matters, entry.place])}`, keys: aboutDuty, text: [matters, scope, place] },
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
      { role, when: 'always', place: null, hours: null },
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

function compileDirectory(entry: DirectoryEntry, add: Add, draft: Draft): void {
  if ('event' in entry) {
    const told = { to: entry.to, withinMinutes: durationMinutes(entry.within) };
    add(draft.contactChange, told, { what: `contact-change.${entry.to.join('-')}`, keys: ['event', 'to', 'within'], text: told });
  } else if ('attribute' in entry) {
    const { attribute, values, fields = [] } = entry;
    add(
      draft.attributes,
      { attribute, values, fields },
      { what: `attribute.${attribute}`, keys: ['attribute', 'values', 'fields'], text: entry },
    );
  } else if ('requires' in entry) {
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
