import type { AssignmentId } from '../../../core/ids.ts';
import { ok, type Result, refuse } from '../../../core/result.ts';
import { type Instant, Temporal } from '../../../core/time.ts';
import { checkRoster, type Finding, shiftsOn } from '../../../policy/index.ts';
import type { Member } from '../../people/index.ts';
import { clashes, hoursOf, type RosterWorld, type Stay, toCheck } from '../plan.ts';
import { type Planning, plannerFinding } from '../planner.ts';
import { isRuleFlag, type StoredAssignment, type StoredSlot } from '../publish/decide.ts';
import type { ChangedDuty, DutyChange, PlannedSlot, PublishedRoster, RosterFinding } from '../roster.ts';
import type { ChangeRefusal, ShiftChange } from './change.ts';

export interface ChangeFacts {
  readonly now: Instant;
  readonly published: PublishedRoster | null;
  /** Slots of the days around the change, its own among them. */
  readonly stored: readonly StoredSlot[];
  readonly elsewhere: readonly Stay[];
  readonly members: readonly Member[];
  readonly planning: Planning;
  readonly world: RosterWorld;
  /** The duty role of somebody who takes no one's place. */
  readonly roleOf: (member: Member) => string;
}

/** What has to be written for one shift. */
export interface ChangeDecision {
  /** The slot as it stands; null: it is made. */
  readonly slot: { readonly id: string; readonly version: number } | null;
  readonly hours: Pick<PlannedSlot, 'dutyOn' | 'shift' | 'startsAt' | 'endsAt'>;
  readonly takeOut: { readonly id: AssignmentId; readonly keep: boolean } | null;
  readonly putIn: {
    readonly person: string;
    readonly role: string;
    readonly revive: { readonly id: AssignmentId; readonly version: number } | null;
  } | null;
  readonly changes: readonly DutyChange[];
  readonly flags: readonly RosterFinding[];
  readonly policyVersion: string;
}

const planned = (slot: StoredSlot): PlannedSlot & { id: string } => ({
  ...slot,
  people: slot.assignments.filter((one) => one.live).map(({ person, role }) => ({ person, role })),
});

/**
 * Changes one shift of a published month. Only what the change makes worse counts against it: findings that were there before do not stop a
 * lead from replacing somebody who is ill.
 */
export function decideChange(change: ShiftChange, facts: ChangeFacts): Result<ChangeDecision, ChangeRefusal> {
  const { world } = facts;
  if (change.out === null && change.in === null) return refuse({ code: 'roster.nobodyNamed' });
  if (change.out === change.in) return refuse({ code: 'roster.samePerson' });
  if (facts.published === null) return refuse({ code: 'roster.monthNotPublished', month: change.on.slice(0, 7) });
  const planner = plannerFinding('change', [change.on], facts.planning, world);
  if (planner?.level === 'refuse') return refuse({ code: 'roster.changeNotPlanner', findings: [planner] });
  const stored = facts.stored.find((slot) => slot.dutyOn === change.on && slot.shift === change.shift) ?? null;
  const exists = shiftsOn(world.policyOn(change.on), change.on, world.days).shifts.some(({ value }) => value.code === change.shift);
  const hours = stored ?? (exists ? hoursOf(world, change.shift, change.on) : null);
  if (hours === null) return refuse({ code: 'roster.noSuchShift', shift: change.shift, on: change.on });
  const place = { dutyOn: change.on, shift: change.shift, startsAt: hours.startsAt, endsAt: hours.endsAt };
  if (place.endsAt.epochMilliseconds <= facts.now.epochMilliseconds) return refuse({ code: 'roster.shiftOver', slot: place });
  const people = movingPeople(change, stored, facts);
  if (!people.ok) return people;
  const { leaving, joining } = people.value;
  const before = facts.stored.map(planned);
  const own: PlannedSlot = {
    ...place,
    people: [
      ...(stored === null ? [] : planned(stored).people).filter(({ person }) => person !== change.out),
      ...(joining === null ? [] : [{ person: joining.member.person, role: joining.role }]),
    ],
  };
  const after = [...before.filter((slot) => slot.id !== stored?.id), { ...own, id: stored?.id ?? 'new' }];
  if (joining !== null) {
    const overlaps = clashes(stays(after, facts).filter((stay) => stay.person === joining.member.person));
    if (overlaps.length > 0) return refuse({ code: 'roster.changeTwoPlaces', clashes: overlaps });
  }
  const flags: readonly RosterFinding[] = [
    ...(planner === null ? [] : [planner]),
    ...worse(check(before, change.on, facts), check(after, change.on, facts)),
  ];
  const against = flags.filter((finding) => finding.level === 'refuse');
  if (against.length > 0) return refuse({ code: 'roster.changeAgainstRules', findings: against });
  if (change.reason === null && flags.some(isRuleFlag))
    return refuse({ code: 'roster.changeNeedsReason', findings: flags.filter(isRuleFlag) });
  const duty = (role: string): ChangedDuty => ({ ...place, role });
  return ok({
    slot: stored === null ? null : { id: stored.id, version: stored.version },
    hours: place,
    takeOut: leaving === null ? null : { id: leaving.id, keep: leaving.punched },
    putIn: joining === null ? null : { person: joining.member.person, role: joining.role, revive: joining.revive },
    changes: [
      ...(leaving === null ? [] : [{ person: leaving.person, before: duty(leaving.role), after: null }]),
      ...(joining === null ? [] : [{ person: joining.member.person, before: null, after: duty(joining.role) }]),
    ],
    flags,
    policyVersion: world.policyOn(change.on).version,
  });
}

interface Moving {
  readonly leaving: StoredAssignment | null;
  readonly joining: {
    readonly member: Member;
    readonly role: string;
    readonly revive: { readonly id: AssignmentId; readonly version: number } | null;
  } | null;
}

function movingPeople(change: ShiftChange, stored: StoredSlot | null, facts: ChangeFacts): Result<Moving, ChangeRefusal> {
  const assignments = stored?.assignments ?? [];
  const leaving = change.out === null ? null : (assignments.find((one) => one.live && one.person === change.out) ?? null);
  if (change.out !== null && leaving === null) return refuse({ code: 'roster.notInShift', person: change.out });
  if (change.in === null) return ok({ leaving, joining: null });
  const member = facts.members.find((candidate) => candidate.person === change.in);
  if (member === undefined) return refuse({ code: 'roster.notMember' });
  const known = assignments.find((one) => one.person === change.in);
  if (known?.live === true) return refuse({ code: 'roster.alreadyInShift', person: change.in });
  // A replacement does what the one who leaves would have done.
  const role = leaving?.role ?? facts.roleOf(member);
  return ok({ leaving, joining: { member, role, revive: known === undefined ? null : { id: known.id, version: known.version } } });
}

function stays(slots: readonly PlannedSlot[], facts: ChangeFacts): Stay[] {
  const own = slots.flatMap((slot) =>
    slot.people.map(({ person }) => ({ person, shift: slot.shift, desk: null, startsAt: slot.startsAt, endsAt: slot.endsAt })),
  );
  return [...own, ...facts.elsewhere];
}

function check(slots: readonly (PlannedSlot & { id: string })[], on: string, facts: ChangeFacts): readonly Finding[] {
  const date = Temporal.PlainDate.from(on);
  const { zone, days, policyOn, dayData } = facts.world;
  return checkRoster({
    policyOn,
    day: days,
    slots: toCheck(slots, facts.members),
    from: date.subtract({ days: 1 }).toString(),
    to: date.add({ days: 1 }).toString(),
    zone,
    dayData,
    moment: 'publish',
  });
}

/** Findings of the roster that would result which the roster of now does not have, or not as badly. */
function worse(before: readonly Finding[], after: readonly Finding[]): readonly Finding[] {
  const key = (finding: Finding): string =>
    JSON.stringify([
      finding.code,
      finding.on,
      finding.shift,
      finding.role,
      finding.person,
      finding.from.toString(),
      finding.until.toString(),
      finding.measured,
    ]);
  const known = new Set(before.map(key));
  return after.filter((finding) => !known.has(key(finding)));
}
