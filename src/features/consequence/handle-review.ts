import type { DeskId, PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import { type Policy, proposeOutcomes } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import {
  type AttendanceFact,
  closingOf,
  countDesks,
  countPeople,
  cycleBefore,
  cycleOn,
  loadChanged,
  loadRefusedCorrections,
  loadSwappedDuties,
  partOf,
} from '../attendance/index.ts';
import { type Desk, loadDesk, policyFor } from '../people/index.ts';
import { type NewProposal, tellDeciders, tellTakenBack } from './handle-tell.ts';
import { conductFact, knownOffences, lookBack, offencesOf, sharedFacts, toProposed } from './offences.ts';
import { type Proposed, proposalSubject, type StoredProposal } from './proposal.ts';
import { type Change, reconcile } from './reconcile.ts';
import { addProposal, changeProposal, loadConduct, loadProposals, loadRecorded, withdrawProposal } from './store.ts';

type Cycle = ReturnType<typeof cycleOn>;

/** The earlier of two days, `YYYY-MM-DD`. */
function earlierDay(a: string, b: string): string {
  return [a, b].toSorted()[0] ?? a;
}

/** Whom and what to count anew. */
interface Scope {
  readonly cycle: Cycle;
  /** Null: everybody the desk counts. */
  readonly people: readonly PersonId[] | null;
  /** For the history of what changes. */
  readonly reason: string;
}

/** Rules that price anything at all. */
const pricesAnything = (policy: Policy): boolean => knownOffences(policy).size > 0;

const todayAt = (ctx: Ctx, desk: Desk): string => ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString();

/**
 * Counts a cycle of a desk anew and brings its proposals up to date: what is new is shown to whoever decides, what no longer holds is taken back.
 * The rules are those of the last day of the cycle, or of today while it runs. Counting again changes nothing.
 */
async function review(ctx: Ctx, desk: Desk, { cycle, people, reason }: Scope): Promise<void> {
  const today = todayAt(ctx, desk);
  const policy = await policyFor(ctx, desk, earlierDay(today, cycle.until));
  if (!pricesAnything(policy)) return;
  const from = lookBack(policy, cycle.from);
  const swapped = await loadSwappedDuties(ctx, desk.id, from, cycle.until);
  // A shift missed after a swap concerns both sides.
  const sharing = (one: PersonId): PersonId[] =>
    swapped.filter((duty) => duty.person === one || duty.from === one).flatMap((duty) => [duty.person, duty.from]);
  const recorded =
    people === null
      ? await loadRecorded(ctx, desk.id, cycle.from, cycle.until)
      : [...new Set([...people, ...people.flatMap((one) => sharing(one))])];
  const counting = people === null ? await countDesks(ctx, [desk], from, cycle.until) : await countPeople(ctx, people, from, cycle.until);
  const missing = recorded.filter((person) => !counting.people.some((one) => one.person.person === person));
  const extra = missing.length === 0 ? [] : (await countPeople(ctx, missing, from, cycle.until)).people;
  const counted = [...counting.people, ...extra];
  const ids = counted.map(({ person }) => person.person);
  const [conduct, stored, refused, closesAt] = await Promise.all([
    loadConduct(ctx, desk.id, ids, from, cycle.until),
    loadProposals(ctx, desk.id, ids, cycleOn(policy, from).key),
    loadRefusedCorrections(ctx, ids, from, cycle.until),
    closingOf(ctx, desk, cycle),
  ]);
  const known = knownOffences(policy);
  const own = new Set([desk.id]);
  const isClosed = closesAt.epochMilliseconds <= ctx.now.epochMilliseconds;
  const shiftName = (shift: string, on: string): Words => shiftWords(counting.policyOf, policy, desk, shift, on);
  const factsOf = new Map(counted.map(({ person, attendance }) => [person.person, partOf(attendance, own).facts]));
  for (const { person, attendance } of counted) {
    const part = partOf(attendance, own);
    const recordedOf = conduct.filter((one) => one.person === person.person);
    const mine = stored.filter((one) => one.person === person.person);
    const shared = sharedFacts(policy, person.person, swapped, (other) => factsOf.get(other) ?? []);
    const facts = [
      ...part.facts.flatMap((fact) =>
        offencesOf(fact, {
          known,
          closed: (on) => on < cycle.from || isClosed,
          refused: refused.get(person.person) ?? new Set(),
          swapped: new Set(swapped.filter((duty) => duty.person === person.person).map((duty) => duty.slot)),
        }),
      ),
      ...shared.map(({ counts }) => counts),
      ...recordedOf.map(conductFact),
    ];
    const input = {
      policy,
      subject: `${desk.id}:${person.person}`,
      facts,
      scheduled: attendance.dutyDays,
      asOf: today,
      unitKinds: desk.kinds,
    };
    // Only what somebody accepted counts further: a first look gives the keys, the second leaves out what is not accepted.
    const accepted = new Set(mine.filter((one) => one.state === 'accepted').map((one) => one.key));
    const keys = proposeOutcomes({ ...input, turnedDown: [] }).map((one) => one.key);
    const outcomes = proposeOutcomes({ ...input, turnedDown: keys.filter((key) => !accepted.has(key)) });
    const lookup = {
      attendance: new Map<string, AttendanceFact>([...shared.map(({ fact }) => fact), ...part.facts].map((fact) => [fact.key, fact])),
      conduct: new Map(recordedOf.map((one) => [one.id, one])),
      shiftName,
    };
    const proposed = outcomes.map((one) => toProposed(one, lookup)).filter((one) => one.cycle === cycle.key);
    const changes = reconcile(
      mine.filter((one) => one.cycle === cycle.key),
      proposed,
      ctx.now,
      reason,
    );
    await save(ctx, desk, person.person, policy.version, changes);
  }
}

function shiftWords(policyOf: (desk: DeskId, on: string) => Policy, policy: Policy, desk: Desk, shift: string, on: string): Words {
  const named =
    policyOf(desk.id, on).shifts.find(({ value }) => value.code === shift) ?? policy.shifts.find(({ value }) => value.code === shift);
  return named?.value.name ?? { zh: shift, en: shift };
}

async function save(ctx: Ctx, desk: Desk, person: PersonId, policyVersion: string, changes: readonly Change[]): Promise<void> {
  const fresh: { id: string; proposed: Proposed }[] = [];
  for (const change of changes) {
    const id = change.kind === 'add' ? ctx.newId() : change.stored.id;
    if (change.kind === 'add') addProposal(ctx.unit, id, { desk: desk.id, person, policyVersion }, change.proposed, change.entry, ctx.now);
    else if (change.kind === 'update') changeProposal(ctx.unit, change.stored, change.proposed, change.state, change.entry, policyVersion);
    else withdrawProposal(ctx.unit, change.stored, change.entry);
    if (change.kind === 'add' || (change.kind === 'update' && change.entry?.what === 'reopened'))
      fresh.push({ id, proposed: change.proposed });
    if (change.kind !== 'add') ctx.unit.refresh(proposalSubject(id));
    if (change.kind === 'withdraw' && change.stored.state === 'accepted') await tellTakenBack(ctx, desk, change.stored);
    if (change.kind !== 'update' || change.entry !== null)
      ctx.unit.audit({
        action: `consequence.${change.entry?.what ?? 'changed'}`,
        desk: desk.id,
        subject: id,
        policyVersion,
        detail: auditOf(change.kind === 'withdraw' ? change.stored : change.proposed, person),
      });
  }
  for (const one of fresh) newOnes(ctx, desk).push({ ...one, person });
}

const auditOf = (of: Proposed | StoredProposal, person: PersonId) => ({
  person,
  offence: of.offence,
  outcome: of.outcome,
  amount: of.amount,
  rules: of.rules,
});

/** What is new in this unit, by desk: told together once everything is counted. */
const found = new WeakMap<Ctx['unit'], Map<DeskId, NewProposal[]>>();

function newOnes(ctx: Ctx, desk: Desk): NewProposal[] {
  const byDesk = found.get(ctx.unit) ?? new Map<DeskId, NewProposal[]>();
  found.set(ctx.unit, byDesk);
  const own = byDesk.get(desk.id) ?? [];
  byDesk.set(desk.id, own);
  return own;
}

async function reviewAll(ctx: Ctx, desk: Desk, scopes: readonly Scope[]): Promise<void> {
  for (const scope of scopes) await review(ctx, desk, scope);
  await tellDeciders(ctx, desk, newOnes(ctx, desk));
}

/** Days after the end of a cycle in which it is still counted every day: night shifts end, punches close, lists are handed in. */
const daysAfterEnd = 3;

/**
 * Every morning: the running cycle, the one before while it settles, and people whose requests or proofs changed since the day before yesterday, also
 * where that concerns a cycle that is over.
 */
export async function reviewDesk(ctx: Ctx, deskId: DeskId): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return;
  const today = todayAt(ctx, desk);
  const policy = await policyFor(ctx, desk, today);
  const running = cycleOn(policy, today);
  const previous = cycleBefore(policy, today);
  const begun = Temporal.PlainDate.from(running.from).until(Temporal.PlainDate.from(today)).days;
  const closing = await closingOf(ctx, desk, previous);
  const settles = begun <= daysAfterEnd || closing.add({ hours: 24 * daysAfterEnd }).epochMilliseconds >= ctx.now.epochMilliseconds;
  const everybody: Scope[] = [running, ...(settles ? [previous] : [])].map((cycle) => ({ cycle, people: null, reason: 'day-end' }));
  const covered = new Set(everybody.map(({ cycle }) => cycle.key));
  const since = ctx.now.subtract({ hours: 48 });
  const changed = await changedScopes(ctx, desk, since, covered);
  await reviewAll(ctx, desk, [...everybody, ...changed]);
}

async function changedScopes(ctx: Ctx, desk: Desk, since: Instant, covered: ReadonlySet<string>): Promise<Scope[]> {
  const byCycle = new Map<string, { cycle: Cycle; people: Set<PersonId> }>();
  for (const { person, from, until } of await loadChanged(ctx, desk.id, new Date(since.epochMilliseconds))) {
    for (const cycle of await cyclesOf(ctx, desk, from, until)) {
      if (covered.has(cycle.key)) continue;
      const scope = byCycle.get(cycle.key) ?? { cycle, people: new Set<PersonId>() };
      byCycle.set(cycle.key, { ...scope, people: scope.people.add(person) });
    }
  }
  return [...byCycle.values()].map(({ cycle, people }) => ({ cycle, people: [...people], reason: 'proof' }));
}

/** The cycles a stretch of days touches, up to the one that runs. */
async function cyclesOf(ctx: Ctx, desk: Desk, from: string, until: string): Promise<Cycle[]> {
  const today = todayAt(ctx, desk);
  const cycles: Cycle[] = [];
  const last = earlierDay(until, today);
  for (let on = from; on <= last; ) {
    const cycle = cycleOn(await policyFor(ctx, desk, on), on);
    cycles.push(cycle);
    on = Temporal.PlainDate.from(cycle.until).add({ days: 1 }).toString();
  }
  return cycles;
}

/** Something about a person's days changed: their cycles are counted anew now, with those after them that look back on these. */
export async function recountPerson(
  ctx: Ctx,
  deskId: DeskId,
  what: { person: PersonId; from: string; until: string; cause: string },
): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return;
  const today = todayAt(ctx, desk);
  const cycles = await cyclesOf(ctx, desk, what.from, today);
  await reviewAll(
    ctx,
    desk,
    cycles.map((cycle) => ({ cycle, people: [what.person], reason: what.cause })),
  );
}

export const reviewKind = 'consequence.review';

/** Lays out the daily count: when the desk's office opens, so that nobody is woken by it. */
export async function planReviews(ctx: Ctx, deskId: DeskId, from: Instant, to: Instant): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return;
  const day = (at: Instant): Temporal.PlainDate => at.toZonedDateTimeISO(desk.zone).toPlainDate();
  const opens = Temporal.PlainTime.from(desk.settings.calendar.work_start);
  for (let on = day(from); Temporal.PlainDate.compare(on, day(to)) <= 0; on = on.add({ days: 1 })) {
    if (!pricesAnything(await policyFor(ctx, desk, on.toString()))) continue;
    const at = on.toZonedDateTime({ timeZone: desk.zone, plainTime: opens }).toInstant();
    if (at.epochMilliseconds < from.epochMilliseconds || at.epochMilliseconds >= to.epochMilliseconds) continue;
    ctx.unit.due({ kind: reviewKind, key: `${desk.id}:${on}`, at, desk: desk.id });
  }
}
