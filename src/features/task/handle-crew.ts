import type { DeskId, PersonId } from '../../core/ids.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import { isDoneAtOnce } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Desk, type Member, membersOver, roleHolders } from '../people/index.ts';
import { borrowersOf } from '../record/index.ts';
import { loadDuties, loadDutiesOf } from './store.ts';
import type { Task } from './task.ts';
import { crewOf, type Duty, holdingOf, leadsFrom, leftEarly, quietUntil, tellAt } from './who.ts';

/** Who stands and serves on some desks around a moment. */
export interface Crews {
  readonly at: Instant;
  readonly duties: readonly Duty[];
  readonly members: readonly Member[];
}

/** Shifts so far back and ahead are looked at: the longest ones, and the next duty of somebody who is left in peace now. */
const hoursAround = 36;

/** Reads who is on duty and who stands where, for many desks in two round trips. */
export async function loadCrews(ctx: Ctx, desks: readonly Desk[], at: Instant): Promise<Crews> {
  const lineage = [...new Set(desks.flatMap((desk) => desk.lineage))];
  const ids: DeskId[] = desks.map(({ id }) => id);
  const [duties, members] = await Promise.all([
    loadDuties(ctx, ids, at.subtract({ hours: hoursAround }), at.add({ hours: hoursAround })),
    membersOver(ctx, { lineage }),
  ]);
  return { at, duties, members };
}

/**
 * When people are on duty around a moment, on whatever desk: who stands a shift elsewhere is not woken. Costs no round trip where it is in no desk's
 * quiet hours.
 */
export async function dutiesOf(ctx: Ctx, desks: readonly Desk[], people: readonly PersonId[], at: Instant): Promise<readonly Duty[]> {
  if (desks.every(({ settings, zone }) => quietUntil(at, settings.quiet_hours, zone) === null)) return [];
  return loadDutiesOf(ctx, people, at.subtract({ hours: hoursAround }), at.add({ hours: hoursAround }));
}

/** When each of some people hears of something of a desk, as {@link tellAt} has it for what happens `at` a moment and cannot wait beyond `latest`. */
export async function hearing(
  ctx: Ctx,
  desk: Desk,
  people: readonly PersonId[],
  { at, latest }: { readonly at: Instant; readonly latest: Instant | null },
): Promise<(person: PersonId) => Instant> {
  const duties = await dutiesOf(ctx, [desk], people, at);
  return (person) => tellAt(person, { at, latest, duties, quiet: desk.settings.quiet_hours, zone: desk.zone });
}

/** The members of a desk and of those above it. */
export const membersOf = (crews: Crews, desk: Desk): readonly Member[] =>
  crews.members.filter((member) => desk.lineage.includes(member.desk));

/** The leads of a desk, or of the nearest above it that has one. */
export const leadsOfDesk = (crews: Crews, desk: Desk): readonly PersonId[] => leadsFrom(desk.lineage, 0, crews.members).people;

/** What somebody did not do in the shift in which it was to be done; others may still do it, and it is not on their lists. */
const isOfItsShift = ({ state, person, verb }: Pick<Task, 'state' | 'person' | 'verb'>): boolean =>
  state === 'missed' && person === null && isDoneAtOnce(verb);

/** The shift of work that was missed: of the last moment at which it could be done. */
export const crewsOfMiss = (crews: Crews, task: Task): Crews =>
  isOfItsShift(task) ? { ...crews, at: task.dueAt.subtract({ milliseconds: 1 }) } : crews;

/** Who is or was on duty for each of some tasks of a desk: what was missed in a shift is that shift's. One round trip at most. */
export async function crewsFor(ctx: Ctx, desk: Desk, tasks: readonly Task[], crews: Crews): Promise<(task: Task) => Crews> {
  const ends = tasks.filter(isOfItsShift).map(({ dueAt }) => dueAt);
  const [first, last] = [ends.toSorted(Temporal.Instant.compare)[0], ends.toSorted(Temporal.Instant.compare).at(-1)];
  if (first === undefined || last === undefined) return () => crews;
  const duties = await loadDuties(ctx, [desk.id], first.subtract({ milliseconds: 1 }), last);
  return (task) => (isOfItsShift(task) ? { ...crewsOfMiss(crews, task), duties } : crews);
}

const stands = ({ members, duties }: Crews, person: PersonId): boolean =>
  members.some((one) => one.person === person) || duties.some((one) => one.person === person);

/**
 * Who has to do a task: the person it was given to; whoever has out what is to be returned; else those of the shift who hold a role its rule names; else holders of the role; else the shift,
 * and where nobody is on duty, the leads.
 */
export async function responsibleFor(
  ctx: Ctx,
  desk: Desk,
  task: Pick<Task, 'person' | 'slot' | 'desk' | 'roles' | 'object'>,
  crews: Crews,
): Promise<readonly PersonId[]> {
  // Somebody who has left the desk and its shifts hands nothing in any more: it is for whoever has to do such work.
  if (task.person !== null && stands(crews, task.person)) return [task.person];
  const borrowers = task.roles.includes('borrower') ? await borrowersOf(ctx, desk, task.object) : [];
  if (borrowers.length > 0) return borrowers;
  const crew = crewOf(task, crews.duties, crews.at);
  const everybody = [...new Set(crew.map(({ person }) => person))];
  if (task.roles.length > 0) {
    const holding = holdingOf(crew, task.roles, membersOf(crews, desk));
    if (holding.length > 0) return holding;
    const left = leftEarly(task, crews.duties, crews.at);
    const held = (await roleHolders(ctx, desk, task.roles)).filter((person) => !left.has(person));
    if (held.length > 0) return held;
  }
  return everybody.length > 0 ? everybody : leadsOfDesk(crews, desk);
}
