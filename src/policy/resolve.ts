import { ok, type Result, refuse } from '../core/result.ts';
import { adopt } from './adopted.ts';
import { compile } from './compile.ts';
import type { PolicyConflict } from './conflict.ts';
import { type DeskShift, deskShifts } from './desk-shift.ts';
import { type Draft, type Drafted, emptyDraft } from './drafted.ts';
import { inForce, type Override } from './override.ts';
import type { Cited, Policy } from './policy.ts';
import type { Preset } from './preset.ts';
import type { CalendarSettings } from './schema/calendar.ts';
import { policyCalendar, seasonOn } from './season.ts';
import { canonicalJson, sha256 } from './sha256.ts';
import { rulesTogether, together } from './together.ts';

/** Counts up when the same presets and settings come to mean something else. */
const edition = 4;

/** A preset a desk goes by, from its first day until the first day it does not (null: open). */
export interface Adoption {
  readonly preset: string;
  readonly overrides: readonly Override[];
  readonly from: string;
  readonly until: string | null;
}

export interface PolicyInput {
  readonly adoptions: readonly Adoption[];
  /** The desk's own shifts; with any, those of the presets do not apply. */
  readonly deskShifts: readonly DeskShift[];
  /** Unit kinds and tiers of the desk, for entries that are not for all. */
  readonly deskKinds: readonly string[];
  readonly calendarSettings: CalendarSettings;
  /** `YYYY-MM-DD` */
  readonly on: string;
  /** Null for a preset that does not exist. */
  readonly load: (id: string) => Preset | null;
}

const byDefault = <Value>(value: Value): Cited<Value> => ({ value, cites: [], reaction: 'flag' });

/**
 * The rules of one desk on one date. Presets that disagree, and overrides that do not fit, come back as data: nothing is decided by order.
 * The version changes exactly when something that is in force on the date changes.
 */
export function resolvePolicy(input: PolicyInput): Result<Policy, readonly PolicyConflict[]> {
  const conflicts: PolicyConflict[] = [];
  const adoptions = input.adoptions
    .filter((adoption) => inForce(adoption, input.on))
    .toSorted((left, right) => (left.preset < right.preset ? -1 : 1));
  const calendar = policyCalendar(input.calendarSettings);
  const desk = { kinds: input.deskKinds, season: seasonOn(input.on, calendar) };
  const draft = emptyDraft();
  const presets: Preset[] = [];
  for (const [index, adoption] of adoptions.entries()) {
    const preset = input.load(adoption.preset);
    if (preset === null) conflicts.push({ code: 'policy.presetUnknown', preset: adoption.preset });
    else if (adoptions[index - 1]?.preset === adoption.preset) conflicts.push({ code: 'policy.adoptedTwice', preset: adoption.preset });
    else {
      const { adopted, conflicts: found } = adopt(preset, adoption.overrides, input.on);
      conflicts.push(...found);
      presets.push(preset);
      compile(adopted, desk, draft);
    }
  }
  const own = deskShifts(input.deskShifts);
  conflicts.push(...own.conflicts);
  const policy = bringTogether(draft, conflicts, own.shifts);
  if (conflicts.length > 0) return refuse(conflicts);
  const version = versionOf(input, adoptions, presets, desk.season);
  return ok({ ...policy, version, presets: presets.map(({ id, title }) => ({ id, title })), unitKinds: input.deskKinds, calendar });
}

function versionOf(input: PolicyInput, adoptions: readonly Adoption[], presets: readonly Preset[], season: string): string {
  const basis = {
    edition,
    season,
    presets: presets.map(({ digest }) => digest),
    overrides: adoptions.map(({ preset, overrides }) => ({
      preset,
      overrides: overrides.filter((override) => inForce(override, input.on)),
    })),
    shifts: input.deskShifts,
    kinds: input.deskKinds.toSorted(),
    calendar: input.calendarSettings,
  };
  return sha256(canonicalJson(basis)).slice(0, 16);
}

type Settled = Omit<Policy, 'version' | 'presets' | 'unitKinds' | 'calendar'>;

function bringTogether(draft: Draft, conflicts: PolicyConflict[], own: Policy['shifts']): Settled {
  const listed = <Value>(drafted: readonly Drafted<Value>[]): readonly Cited<Value>[] => together(drafted, conflicts, 'may-repeat');
  const single = <Value>(drafted: readonly Drafted<Value>[]): Cited<Value> | null => {
    const kept = together(drafted, conflicts, 'once');
    return kept.find(({ reaction }) => reaction !== 'off') ?? kept[0] ?? null;
  };
  const coverages = listed(draft.coverages);
  const rotations = listed(draft.rotations);
  const allDay = coverages.find(({ value }) => value.hours === '24h' && value.role === null && value.within === 'always');
  const turns = rotations[0];
  return {
    shifts: own.length > 0 ? own : listed(draft.shifts),
    coverage: allDay === undefined ? null : { ...allDay, value: '24h' },
    coverages,
    staff: listed(draft.staff),
    reinforced: listed(draft.reinforced),
    eligible: listed(draft.eligible),
    rotation: turns === undefined ? null : { ...turns, value: { kind: turns.value.kind, daysPerTurn: turns.value.daysPerTurn } },
    rotations,
    tasks: listed(draft.tasks),
    matters: listed(draft.matters),
    breaks: single(draft.breaks),
    publishBy: single(draft.publishBy),
    publishEvery: single(draft.publishEvery),
    display: single(draft.display),
    contactChange: listed(draft.contactChange),
    attributes: listed(draft.attributes),
    cycle: single(draft.cycle),
    specialPeriods: single(draft.specialPeriods),
    presence: {
      rosteredOnly: single(draft.rosteredOnly),
      lateOverMinutes: single(draft.lateOver) ?? byDefault(0),
      earlyLeaveOverMinutes: single(draft.earlyLeaveOver) ?? byDefault(0),
      arriveBeforeMinutes: single(draft.arriveBefore),
      offPost: single(draft.offPost),
      place: single(draft.place),
      reachable: listed(draft.reachable),
      punches: listed(draft.punches),
      noShow: single(draft.noShow),
      missedPunch: single(draft.missedPunch),
      proxyPunch: single(draft.proxyPunch),
      outing: listed(draft.outing),
      weeklyHoursMin: single(draft.weeklyHoursMin),
      requireAny: single(draft.requireAny),
      clockOutRequires: single(draft.clockOutRequires),
      observe: listed(draft.observe),
      compare: listed(draft.compare),
    },
    requests: rulesTogether(draft.requests, conflicts),
    entitlements: rulesTogether(draft.entitlements, conflicts),
    consequences: rulesTogether(draft.consequences, conflicts),
    lists: rulesTogether(draft.lists, conflicts),
    obligations: rulesTogether(draft.obligations, conflicts),
    records: rulesTogether(draft.records, conflicts),
    access: rulesTogether(draft.access, conflicts),
    handovers: rulesTogether(draft.handovers, conflicts),
    escalations: rulesTogether(draft.escalations, conflicts),
  };
}
