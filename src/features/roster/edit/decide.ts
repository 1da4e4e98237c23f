import type { PersonId, SlotId } from '../../../core/ids.ts';
import { ok, type Result, refuse } from '../../../core/result.ts';
import { type Instant, type Interval, Temporal } from '../../../core/time.ts';
import { minutesBelow, without } from '../../../policy/cover.ts';
import { checkRoster } from '../../../policy/index.ts';
import type { Member } from '../../people/index.ts';
import { type Away, awayFindings } from '../away.ts';
import { clashes, type RosterWorld, type Stay, stayIn, staysIn, toCheck } from '../plan.ts';
import type { DutyChange, PlannedSlot, RosterFinding } from '../roster.ts';
import type { EditMoment, EditPreview, EditRefusal, RosterEdit } from './edit.ts';
import { asPlanned, changesBetween, positionAt, type RowChanges, reconcile, type StoredSlot, type WantedRow } from './rows.ts';
import { worse } from './worse.ts';

/** Everything a decision about edits may see. */
export interface EditFacts {
  readonly now: Instant;
  /** Slots of the days around the edits, their own among them. */
  readonly stored: readonly StoredSlot[];
  /** Where the people named are on other desks. */
  readonly elsewhere: readonly (Stay & { readonly slot: SlotId; readonly dutyOn: string })[];
  readonly away: readonly Away[];
  readonly members: readonly Member[];
  readonly world: RosterWorld;
  /** The duty role of somebody who takes no one's place. */
  readonly roleOf: (member: Member) => string;
}

/** One slot of a decision, with the rows it has and those it gets. */
export interface EditedSlot {
  readonly slot: StoredSlot;
  readonly rows: RowChanges;
}

/** What has to be written, and what the rules find worse in it. Nothing is refused for the findings here. */
export interface EditDecision {
  readonly slots: readonly EditedSlot[];
  readonly changes: readonly DutyChange[];
  readonly findings: readonly RosterFinding[];
  /** The slots of the days around as they would be. */
  readonly after: readonly (PlannedSlot & { readonly id: SlotId })[];
  readonly policyVersion: string;
}

/**
 * Edits of published shifts, each for the whole shift or a part, decided together: a swap is two. The rules are checked on the roster that would
 * result; only what gets worse counts, so that replacing somebody who is ill is not stopped by what was wrong before.
 */
export function decideEdits(
  edits: readonly RosterEdit[],
  facts: EditFacts,
  moment: EditMoment | 'publish',
): Result<EditDecision, EditRefusal> {
  const rows = new Map<SlotId, readonly WantedRow[]>();
  for (const edit of edits) {
    const slot = facts.stored.find((one) => one.id === edit.slot);
    if (slot === undefined) return refuse({ code: 'roster.slotGone', slot: edit.slot });
    const edited = applyEdit(rows.get(slot.id) ?? slot.assignments.filter((row) => row.live), slot, edit, facts);
    if (!edited.ok) return edited;
    rows.set(slot.id, edited.value);
  }
  const before = facts.stored.map(asPlanned);
  const after = before.map((slot) => {
    const people = rows.get(slot.id);
    return people === undefined ? slot : { ...slot, people };
  });
  const joining = new Set(edits.flatMap((edit) => edit.in ?? []));
  const overlaps = clashes([...staysIn(after), ...facts.elsewhere].filter((stay) => joining.has(stay.person)));
  if (overlaps.length > 0) return refuse({ code: 'roster.changeTwoPlaces', clashes: overlaps });
  const touched = facts.stored.filter((slot) => rows.has(slot.id));
  const findings = daysAround(touched, facts.world).flatMap((days) =>
    worse(check(before, days, facts, moment), check(after, days, facts, moment)),
  );
  const slots = touched.map((slot): EditedSlot => ({ slot, rows: reconcile(slot.assignments, rows.get(slot.id) ?? []) }));
  return ok({
    slots,
    changes: touched.flatMap((slot) =>
      changesBetween(
        slot,
        slot.assignments.filter((row) => row.live),
        rows.get(slot.id) ?? [],
      ),
    ),
    findings,
    after,
    policyVersion: facts.world.policyOn(touched[0]?.dutyOn ?? '').version,
  });
}

function applyEdit(
  rows: readonly WantedRow[],
  slot: StoredSlot,
  edit: RosterEdit,
  facts: EditFacts,
): Result<readonly WantedRow[], EditRefusal> {
  const part = edit.part ?? { start: slot.startsAt, end: slot.endsAt };
  const isInside =
    Temporal.Instant.compare(part.start, part.end) < 0 &&
    Temporal.Instant.compare(slot.startsAt, part.start) <= 0 &&
    Temporal.Instant.compare(part.end, slot.endsAt) <= 0;
  if (!isInside) return refuse({ code: 'roster.partOutside', slot: slot.id });
  if (part.end.epochMilliseconds <= facts.now.epochMilliseconds) return refuse({ code: 'roster.shiftOver', slot: slot.id });
  const leaving = rows.filter((row) => row.person === edit.out);
  const taken = leaving.flatMap((row) => shared(row, part));
  if (edit.out !== null && taken.length === 0) return refuse({ code: 'roster.notInShift', slot: slot.id, person: edit.out });
  const left = [...rows.filter((row) => row.person !== edit.out), ...leaving.flatMap((row) => rest(row, part))];
  if (edit.in === null) return ok(left);
  const member = facts.members.find((candidate) => candidate.person === edit.in);
  if (member === undefined) return refuse({ code: 'roster.notMember', person: edit.in });
  const person = member.person;
  // A replacement does what the one who leaves would have done; one who comes back stands where they stood.
  const coming =
    edit.out === null
      ? [{ role: facts.roleOf(member), position: positionAt(slot.assignments, person, part), startsAt: part.start, endsAt: part.end }]
      : taken;
  const joined = coming.map(
    (row): WantedRow => ({
      ...row,
      person,
      role: edit.role ?? row.role,
      position: edit.position === undefined ? row.position : edit.position,
    }),
  );
  const isThere = left.some((row) => row.person === person && joined.some((one) => shared(row, intervalOf(one)).length > 0));
  if (isThere) return refuse({ code: 'roster.alreadyInShift', slot: slot.id, person });
  const others = left.filter((row) => row.person !== person);
  return ok([...others, ...joinedUp([...left.filter((row) => row.person === person), ...joined])]);
}

const intervalOf = (row: WantedRow): Interval => ({ start: row.startsAt, end: row.endsAt });
const withHours = (row: WantedRow, { start, end }: Interval): WantedRow => ({
  person: row.person,
  role: row.role,
  position: row.position,
  startsAt: start,
  endsAt: end,
});
const rest = (row: WantedRow, part: Interval): WantedRow[] => without(intervalOf(row), [part]).map((left) => withHours(row, left));
const shared = (row: WantedRow, part: Interval): WantedRow[] =>
  without(intervalOf(row), without(intervalOf(row), [part])).map((common) => withHours(row, common));

/** Parts of one person that touch and have one role at one position are one again. */
function joinedUp(rows: readonly WantedRow[]): WantedRow[] {
  const joined: WantedRow[] = [];
  for (const row of rows.toSorted((a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt))) {
    const last = joined.at(-1);
    if (last !== undefined && last.role === row.role && last.position === row.position && last.endsAt.equals(row.startsAt))
      joined[joined.length - 1] = { ...last, endsAt: row.endsAt };
    else joined.push(withHours(row, intervalOf(row)));
  }
  return joined;
}

/** Days beside a change that bear on it: the hours that reach over midnight, and a week where a rule counts turns. */
const [nearDays, turnDays] = [1, 7];

function daysAround(slots: readonly StoredSlot[], world: RosterWorld): { from: string; until: string }[] {
  const stretches: { from: string; until: string }[] = [];
  for (const on of [...new Set(slots.map((slot) => slot.dutyOn))].sort()) {
    const margin = world.policyOn(on).rotations.some((one) => one.value.daysPerTurn !== null) ? turnDays : nearDays;
    const date = Temporal.PlainDate.from(on);
    const [from, until] = [date.subtract({ days: margin }).toString(), date.add({ days: margin }).toString()];
    const last = stretches.at(-1);
    if (last !== undefined && from <= last.until) last.until = until;
    else stretches.push({ from, until });
  }
  return stretches;
}

function check(
  slots: readonly (PlannedSlot & { readonly id: SlotId })[],
  days: { readonly from: string; readonly until: string },
  facts: EditFacts,
  moment: EditMoment | 'publish',
): readonly RosterFinding[] {
  const { zone, days: day, policyOn, dayData } = facts.world;
  return [
    ...awayFindings(slots, facts.away, days, moment === 'publish' ? 'flag' : 'refuse'),
    ...checkRoster({ policyOn, day, slots: toCheck(slots, facts.members), from: days.from, to: days.until, zone, dayData, moment }),
  ];
}

/** What the edits would make of the roster, for cards and for the rules of a request. */
export function previewOf(decision: EditDecision, edits: readonly RosterEdit[], facts: EditFacts, moment: EditMoment): EditPreview {
  const people = new Set<PersonId>(edits.flatMap((edit) => [edit.out ?? [], edit.in ?? []].flat()));
  const after = new Map(decision.after.map((slot) => [slot.id, slot]));
  return {
    findings: decision.findings,
    staffing: decision.slots.flatMap(({ slot }) => {
      const own = after.get(slot.id);
      return own === undefined ? [] : [staffingOf(own, facts.world, moment)];
    }),
    changes: decision.changes,
    resulting: [
      ...decision.after.flatMap((slot) =>
        slot.people
          .filter((one) => people.has(one.person))
          .map((one) => {
            const { start, end } = stayIn(slot, one);
            return { person: one.person, shift: slot.shift, desk: null, startsAt: start, endsAt: end, slot: slot.id, dutyOn: slot.dutyOn };
          }),
      ),
      ...facts.elsewhere.filter((stay) => people.has(stay.person)),
    ].toSorted((a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt)),
  };
}

function staffingOf(slot: PlannedSlot, world: RosterWorld, moment: EditMoment): EditPreview['staffing'][number] {
  const whole = { start: slot.startsAt, end: slot.endsAt };
  const parts = minutesBelow(
    whole,
    slot.people.map((one) => stayIn(slot, one)),
    Number.POSITIVE_INFINITY,
  );
  const [first, ...others] = parts;
  const thinnest = others.reduce((thin, one) => (one.count < thin.count ? one : thin), first ?? { ...whole, count: 0 });
  const needs = world
    .policyOn(slot.dutyOn)
    .staff.filter(({ value, reaction }) => reaction !== 'off' && value.role === null && value.check.includes(moment));
  return {
    duty: { dutyOn: slot.dutyOn, shift: slot.shift, startsAt: slot.startsAt, endsAt: slot.endsAt },
    people: new Set(slot.people.map((one) => one.person)).size,
    thinnest: { from: thinnest.start, count: thinnest.count },
    least: needs.length === 0 ? null : Math.max(...needs.map(({ value }) => value.min)),
  };
}

/** The edits that take others back, last first. Who was taken out returns in the role of who came, else in `role`, to where they stood. */
export const inverseOf = (edits: readonly RosterEdit[]): RosterEdit[] =>
  edits.toReversed().map(({ position: _, ...edit }) => ({ ...edit, out: edit.in, in: edit.out, role: null }));

/** Sides of a request that moves duties: by who has the duty before. */
export interface MovedDuty {
  readonly slot: SlotId;
  readonly person: PersonId;
  readonly part: 'given' | 'returned' | 'absent' | 'covered';
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly dutyOn?: string;
}

/**
 * What a request makes of the roster: `given` and `covered` go to the partner (nobody while there is none), `returned` comes to the subject,
 * `absent` is taken out.
 */
export function editsOf(duties: readonly MovedDuty[], subject: PersonId, partner: PersonId | null): RosterEdit[] {
  const comes = { given: partner, covered: partner, returned: subject, absent: null };
  return duties.map((duty) => ({
    slot: duty.slot,
    ...(duty.dutyOn === undefined ? {} : { on: duty.dutyOn }),
    out: duty.person,
    in: comes[duty.part],
    part: { start: duty.startsAt, end: duty.endsAt },
    role: null,
  }));
}
