import { Temporal } from '../../src/core/time.ts';
import {
  type Anchors,
  type CalendarSettings,
  checkRoster,
  type DayFacts,
  type DayKind,
  type DayLookup,
  deskAnchors,
  type Finding,
  loadPreset,
  type Override,
  type Policy,
  type RosteredPerson,
  type RosterSlot,
  resolvePolicy,
  type ShiftTimes,
  seasonOn,
  shiftsOn,
  shiftTimes,
} from '../../src/policy/index.ts';

export const zone = 'Asia/Shanghai';
export const at = (text: string): Temporal.Instant => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
export const local = (instant: Temporal.Instant): string =>
  instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' });

/** The first days of October are a holiday that ends on a Wednesday; Saturday the 10th makes up for it. 2027 is not covered. */
const special: Readonly<Record<string, DayKind>> = {
  ...Object.fromEntries(['01', '02', '03', '04', '05', '06', '07'].map((day) => [`2026-10-${day}`, 'holiday' as const])),
  '2026-10-10': 'make-up-workday',
};

export const day: DayLookup = (on): DayFacts => {
  const weekday = Temporal.PlainDate.from(on).dayOfWeek;
  const usual = on >= '2027' ? 'unknown' : weekday >= 6 ? 'weekend' : 'workday';
  return {
    on,
    kind: special[on] ?? usual,
    name: null,
    season: seasonOn(on, { summerFrom: '05-01', winterFrom: '10-01' }),
    weekday,
    source: 'test',
  };
};

export interface DeskSetting {
  readonly kinds?: readonly string[];
  readonly calendar?: CalendarSettings;
  readonly overrides?: readonly Override[];
}

/** The policy of a desk that goes by one regulation. */
export function policyOf(
  presets: string | readonly string[],
  on: string,
  { kinds = [], calendar = {}, overrides = [] }: DeskSetting = {},
): Policy {
  const adoptions = [presets].flat().map((preset) => ({ preset, overrides, from: '2020-01-01', until: null }));
  const policy = resolvePolicy({ adoptions, deskShifts: [], deskKinds: kinds, calendarSettings: calendar, on, load: loadPreset });
  if (!policy.ok) throw new Error(JSON.stringify(policy.refusal));
  return policy.value;
}

/** The hours of the shifts of a day, `HH:MM` with the date where it is another one. */
export function hours(policy: Policy, on: string, dayData: Anchors = () => null): Readonly<Record<string, string>> {
  const shown = (instant: Temporal.Instant): string => local(instant).replace(`${on}T`, '');
  return Object.fromEntries([...timesOn(policy, on, dayData)].map(([code, times]) => [code, `${shown(times.start)}–${shown(times.end)}`]));
}

export function timesOn(policy: Policy, on: string, dayData: Anchors = () => null): ReadonlyMap<string, ShiftTimes> {
  const anchors = deskAnchors(policy.calendar, dayData);
  return new Map(
    shiftsOn(policy, on, day).shifts.flatMap(({ value }) => {
      const times = shiftTimes({ shift: value, on, zone, anchors, day });
      return times === null ? [] : [[value.code, times] as const];
    }),
  );
}

/** Segments as `on_site 08:00–10:00`. */
export function segmentsOf(policy: Policy, on: string, shift: string, dayData: Anchors = () => null): readonly string[] {
  const shown = (instant: Temporal.Instant): string => local(instant).replace(`${on}T`, '');
  const times = timesOn(policy, on, dayData).get(shift);
  return (times?.segments ?? []).map(({ mode, start, end }) => `${mode} ${shown(start)}–${shown(end)}`);
}

export const person = (name: string, role = 'duty-officer', more: Partial<RosteredPerson> = {}): RosteredPerson => ({
  person: name,
  role,
  memberRoles: [],
  attributes: {},
  ...more,
});

/** A roster with the same people in every shift of the days. */
export function rosterOf(policy: Policy, from: string, to: string, people: readonly RosteredPerson[]): readonly RosterSlot[] {
  const slots: RosterSlot[] = [];
  for (let date = Temporal.PlainDate.from(from); date.toString() <= to; date = date.add({ days: 1 })) {
    const on = date.toString();
    for (const [shift, { start, end }] of timesOn(policy, on))
      slots.push({ id: `${on} ${shift}`, shift, dutyOn: on, startsAt: start, endsAt: end, people });
  }
  return slots;
}

export function findingsOf(policy: Policy, slots: readonly RosterSlot[], from: string, to: string): readonly Finding[] {
  return checkRoster({ policyOn: () => policy, day, slots, from, to, zone });
}

/** Findings that cite a rule, as `code level from–until measured/allowed`. */
export function citing(findings: readonly Finding[], rule: string): readonly string[] {
  return findings
    .filter(({ cites }) => cites.some((cite) => cite.rule === rule))
    .map(({ code, level, from, until, measured, allowed }) => `${code} ${level} ${local(from)}–${local(until)} ${measured}/${allowed}`);
}
