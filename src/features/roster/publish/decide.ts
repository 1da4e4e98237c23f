import type { AssignmentId, PersonId, SlotId } from '../../../core/ids.ts';
import { ok, type Result, refuse } from '../../../core/result.ts';
import { type Instant, Temporal } from '../../../core/time.ts';
import { checkRoster } from '../../../policy/index.ts';
import { datesOf } from '../../calendar/index.ts';
import type { Member } from '../../people/index.ts';
import { type Away, awayFindings, isOverLeave } from '../away.ts';
import { asPlanned, changesBetween, reconcile, rowsOf, type StoredSlot, type WantedRow } from '../edit/rows.ts';
import { byStart, type Clash, clashes, planSlots, type RosterWorld, type Stay, slotKey, staysIn, toCheck } from '../plan.ts';
import { type Planning, plannerFinding } from '../planner.ts';
import type { DutyChange, PlannedPerson, PlannedSlot, Proposal, PublishedRoster, RosterFinding } from '../roster.ts';

export interface PublicationFacts {
  readonly now: Instant;
  readonly published: PublishedRoster | null;
  /** Slots of the month. */
  readonly stored: readonly StoredSlot[];
  /** Published slots of the days around the month. */
  readonly around: readonly (PlannedSlot & { readonly id: SlotId })[];
  /** Where else the people are, on other desks. */
  readonly elsewhere: readonly Stay[];
  /** Leave of the desk's people, asked for or granted. */
  readonly away: readonly Away[];
  readonly members: readonly Member[];
  readonly planning: Planning;
  readonly world: RosterWorld;
}

export type PublicationRefusal =
  /** A rule names others for it; the finding says whom to ask. */
  | { readonly code: 'roster.notPlanner'; readonly findings: readonly RosterFinding[] }
  /** Somebody published or changed the month after the proposal was made. */
  | { readonly code: 'roster.changedMeanwhile'; readonly published: PublishedRoster | null }
  | { readonly code: 'roster.againstRules'; readonly findings: readonly RosterFinding[] }
  | { readonly code: 'roster.twoPlaces'; readonly clashes: readonly Clash[] }
  /** People of the proposal who are no longer on the desk. */
  | { readonly code: 'roster.strangers'; readonly people: readonly PersonId[] }
  /** Shifts whose hours cannot be worked out. */
  | { readonly code: 'roster.noHours'; readonly shifts: readonly { readonly on: string; readonly shift: string }[] }
  /** Rules that are only flagged are not met: publishing needs a reason, which is kept. */
  | { readonly code: 'roster.needsReason'; readonly findings: readonly RosterFinding[] }
  | { readonly code: 'roster.unchanged' };

/** What has to be written. Slots are named by day and shift until they have an id. */
export interface Publication {
  readonly month: string;
  readonly firstTime: boolean;
  readonly newSlots: readonly PlannedSlot[];
  /** Slots that stay, at other hours. */
  readonly movedSlots: readonly { readonly id: SlotId; readonly version: number; readonly startsAt: Instant; readonly endsAt: Instant }[];
  readonly droppedSlots: readonly SlotId[];
  readonly newAssignments: readonly {
    readonly slot: SlotId;
    readonly person: PersonId;
    readonly role: string;
    readonly position: string | null;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
  }[];
  readonly changedAssignments: readonly {
    readonly id: AssignmentId;
    readonly version: number;
    readonly role: string;
    readonly position: string | null;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
  }[];
  readonly droppedAssignments: readonly AssignmentId[];
  /** Taken out but kept. */
  readonly retiredAssignments: readonly AssignmentId[];
  readonly changes: readonly DutyChange[];
  readonly flags: readonly RosterFinding[];
  /** Slots that had begun and stay as they are although the proposal has something else. */
  readonly frozen: number;
  readonly policyVersion: string;
}

const day = (on: string, days: number): string => Temporal.PlainDate.from(on).add({ days }).toString();

/** What the month would look like: begun slots as they stand, everything later as proposed. */
interface Outcome {
  readonly slots: readonly PlannedSlot[];
  readonly kept: readonly StoredSlot[];
  readonly planned: readonly PlannedSlot[];
  readonly unplaced: readonly { on: string; shift: string }[];
  readonly frozen: number;
}

function outcomeOf(proposal: Proposal, facts: PublicationFacts): Outcome {
  const { slots, unplaced } = planSlots(proposal.duties, facts.world);
  const begun = (slot: { readonly startsAt: Instant }): boolean =>
    facts.published !== null && slot.startsAt.epochMilliseconds <= facts.now.epochMilliseconds;
  const kept = facts.stored.filter(begun);
  const planned = slots.filter((slot) => !begun(slot));
  const begunSlots = kept.map(asPlanned);
  const past = slots.filter(begun);
  const frozen =
    past.filter((slot) => !sameAs(slot, begunSlots)).length +
    begunSlots.filter(
      (slot) => slot.people.length > 0 && !past.some((other) => slotKey(other.dutyOn, other.shift) === slotKey(slot.dutyOn, slot.shift)),
    ).length;
  return { slots: [...begunSlots, ...planned].sort(byStart), kept, planned, unplaced, frozen };
}

function sameAs(slot: PlannedSlot, others: readonly PlannedSlot[]): boolean {
  const other = others.find((candidate) => slotKey(candidate.dutyOn, candidate.shift) === slotKey(slot.dutyOn, slot.shift));
  const names = (one: PlannedSlot | undefined): string =>
    [...new Set((one?.people ?? []).map((person) => `${person.person} ${person.role}`))].sort().join();
  const stands = ({ person, position }: PlannedPerson): boolean =>
    position === undefined || other?.people.some((one) => one.person === person && (one.position ?? null) === position) === true;
  return names(slot) === names(other) && slot.people.every(stands);
}

/** What the rules find in the month that would result, from the first day that has not passed, and in who arranges it. */
export function findingsOf(proposal: Proposal, facts: PublicationFacts): readonly RosterFinding[] {
  return [...plannerOf(proposal, facts), ...check(proposal, outcomeOf(proposal, facts), facts)];
}

function plannerOf(proposal: Proposal, facts: PublicationFacts): readonly RosterFinding[] {
  const finding = plannerFinding('compile', datesOf(proposal.month), facts.planning, facts.world);
  return finding === null ? [] : [finding];
}

function check(proposal: Proposal, outcome: Outcome, facts: PublicationFacts): readonly RosterFinding[] {
  const dates = datesOf(proposal.month);
  const today = facts.now.toZonedDateTimeISO(facts.world.zone).toPlainDate().toString();
  const first = dates[0] ?? today;
  const last = dates.at(-1) ?? today;
  if (today > last) return [];
  const from = [first, today].sort().at(-1) ?? today;
  const { zone, days, policyOn, dayData } = facts.world;
  return [
    ...awayFindings(outcome.slots, facts.away, { from, until: last }, 'flag'),
    ...checkRoster({
      policyOn,
      day: days,
      slots: toCheck([...facts.around, ...outcome.slots], facts.members),
      from,
      to: last,
      zone,
      dayData,
      moment: 'publish',
    }),
  ];
}

/** How the proposal differs from what is published, whatever the rules say of it. */
export function differenceOf(
  proposal: Proposal,
  facts: PublicationFacts,
): { readonly added: number; readonly removed: number; readonly frozen: number } {
  const outcome = outcomeOf(proposal, facts);
  const { changes } = compare(outcome, facts);
  return {
    added: changes.filter((change) => change.before === null).length,
    removed: changes.filter((change) => change.after === null).length,
    frozen: outcome.frozen,
  };
}

/**
 * A finding that needs a reason: a rule of a regulation that is only flagged, or granted leave that is passed over. Other remarks are shown,
 * nothing more.
 */
export const isRuleFlag = (finding: RosterFinding): boolean =>
  finding.level === 'flag' && (isOverLeave(finding) || finding.cites.some((cite) => cite.preset !== null));

/**
 * Publishes a month: as a whole, or not at all. The rules are checked on the roster that would result. Slots that have begun are history and
 * stay as they are once a roster is published; what is published for the first time may reach back.
 */
export function decidePublication(
  proposal: Proposal,
  facts: PublicationFacts,
  reason: string | null,
): Result<Publication, PublicationRefusal> {
  const planner = plannerOf(proposal, facts);
  if (planner.some((finding) => finding.level === 'refuse')) return refuse({ code: 'roster.notPlanner', findings: planner });
  if ((facts.published?.version ?? null) !== proposal.basedOn)
    return refuse({ code: 'roster.changedMeanwhile', published: facts.published });
  const known = new Set(facts.members.map((member) => member.person));
  const strangers = [...new Set(proposal.duties.map((duty) => duty.person))].filter((person) => !known.has(person));
  if (strangers.length > 0) return refuse({ code: 'roster.strangers', people: strangers });
  const outcome = outcomeOf(proposal, facts);
  if (outcome.unplaced.length > 0) return refuse({ code: 'roster.noHours', shifts: outcome.unplaced });
  const overlaps = clashes(staysOf(outcome.slots, facts));
  if (overlaps.length > 0) return refuse({ code: 'roster.twoPlaces', clashes: overlaps });
  const findings = [...planner, ...check(proposal, outcome, facts)];
  const against = findings.filter((finding) => finding.level === 'refuse');
  if (against.length > 0) return refuse({ code: 'roster.againstRules', findings: against });
  if (findings.some(isRuleFlag) && reason === null) return refuse({ code: 'roster.needsReason', findings: findings.filter(isRuleFlag) });
  const rows = compare(outcome, facts);
  const empty = [
    rows.newSlots,
    rows.movedSlots,
    rows.droppedSlots,
    rows.newAssignments,
    rows.changedAssignments,
    rows.droppedAssignments,
    rows.retiredAssignments,
  ].every((list) => list.length === 0);
  if (facts.published !== null && empty) return refuse({ code: 'roster.unchanged' });
  const version = facts.world.policyOn(datesOf(proposal.month)[0] ?? '').version;
  return ok({
    ...rows,
    month: proposal.month,
    firstTime: facts.published === null,
    flags: findings,
    frozen: outcome.frozen,
    policyVersion: version,
  });
}

function staysOf(slots: readonly PlannedSlot[], facts: PublicationFacts): Stay[] {
  return [...staysIn([...facts.around, ...slots]), ...facts.elsewhere];
}

type Rows = Omit<Publication, 'month' | 'firstTime' | 'flags' | 'frozen' | 'policyVersion'>;

/** The least that has to be written to get from what is stored to what is planned. */
function compare(outcome: Outcome, facts: PublicationFacts): Rows {
  const stored = new Map(
    facts.stored.filter((slot) => !outcome.kept.includes(slot)).map((slot) => [slotKey(slot.dutyOn, slot.shift), slot]),
  );
  const rows = { newSlots: [] as PlannedSlot[], movedSlots: [] as Publication['movedSlots'][number][], droppedSlots: [] as SlotId[] };
  const people = {
    newAssignments: [] as Publication['newAssignments'][number][],
    changedAssignments: [] as Publication['changedAssignments'][number][],
    droppedAssignments: [] as AssignmentId[],
    retiredAssignments: [] as AssignmentId[],
  };
  const changes: DutyChange[] = [];
  const settle = (slot: StoredSlot, wanted: readonly WantedRow[]): void => {
    const { added, changed, dropped, retired } = reconcile(slot.assignments, wanted);
    people.newAssignments.push(...added.map((row) => ({ slot: slot.id, ...row })));
    people.changedAssignments.push(...changed);
    people.droppedAssignments.push(...dropped);
    people.retiredAssignments.push(...retired);
    changes.push(
      ...changesBetween(
        slot,
        slot.assignments.filter((row) => row.live),
        wanted,
      ),
    );
  };
  for (const planned of outcome.planned) {
    const slot = stored.get(slotKey(planned.dutyOn, planned.shift));
    stored.delete(slotKey(planned.dutyOn, planned.shift));
    const wanted = rowsOf(planned, slot?.assignments);
    if (slot === undefined) {
      rows.newSlots.push(planned);
      changes.push(...changesBetween(planned, [], wanted));
      continue;
    }
    const { startsAt, endsAt } = planned;
    const moved = !slot.startsAt.equals(startsAt) || !slot.endsAt.equals(endsAt);
    if (moved) rows.movedSlots.push({ id: slot.id, version: slot.version, startsAt, endsAt });
    settle(slot, wanted);
  }
  for (const slot of stored.values()) {
    const live = slot.assignments.filter((row) => row.live);
    // A slot somebody clocked in on stays, without people.
    if (slot.assignments.some((assignment) => assignment.punched)) settle(slot, []);
    else {
      rows.droppedSlots.push(slot.id);
      people.droppedAssignments.push(...live.map(({ id }) => id));
      changes.push(...changesBetween(slot, live, []));
    }
  }
  return { ...rows, ...people, changes };
}

/** First and last day whose slots bear on a month: a week on either side, for turns and hours that reach over its ends. */
export function daysAround(month: string): { readonly from: string; readonly until: string } {
  const dates = datesOf(month);
  return { from: day(dates[0] ?? '', -7), until: day(dates.at(-1) ?? '', 7) };
}
