import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import { isRepeated, recordRules, recordTypes, triggerOf } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { allDesks, type Desk, loadDesk, membersOf } from '../people/index.ts';
import { type Entry, type EntryEvent, entriesOf, entryLine, isAnonymous, loadEntry, moveEntry, sharedLine } from '../record/index.ts';
import { assigned, eventsOf, kindOfMatter, matters, notices, workOrders } from './events.ts';
import { prove } from './handle-finish.ts';
import { listSubject, refreshTask } from './handle-plan.ts';
import { filling, isKeeping, roundOf } from './handle-round-entry.ts';
import { lastRoundOf } from './handle-rounds.ts';
import { tasksTriggered } from './handle-trigger.ts';
import { calendarOf, policyAt, ruleOf } from './handle-world.ts';
import { loadAbout, loadProvable, loadRounds } from './store.ts';
import { updateTasks } from './store-write.ts';
import type { Task } from './task.ts';

export const stuckKind = 'task.stuck';

/**
 * Hears of entries of registers: one proves the open task whose form it is; it makes due what rules want after such an event; several of a kind in a
 * short time are a repeated matter. Costs no round trip where the desk's rules ask for nothing of it.
 */
export async function tasksOfEntry(ctx: Ctx, desk: Desk, event: EntryEvent): Promise<void> {
  const { entry } = event;
  // An assigned matter stands on the list of whoever sees to it.
  if (entry.type === assigned && entry.owner !== null) ctx.unit.refresh(listSubject(entry.owner));
  const policy = await policyAt(ctx, desk, ctx.now);
  const triggers = new Set(policy.obligations.map(({ value }) => triggerOf(value)));
  if (event.kind === 'created') {
    if (policy.obligations.length > 0) await proveByEntry(ctx, desk, entry);
    if (!isKeeping(ctx)) await proveRound(ctx, desk, entry);
    if (triggers.has('repeated-matter') && matters.has(entry.type)) await watchRepetition(ctx, desk, entry);
    if (triggers.has('work-order-stuck') && workOrders.has(entry.type) && entry.dueAt !== null && entry.closedAt === null)
      planStuck(ctx, desk, entry, entry.dueAt);
    if (notices.has(entry.type)) await toldBelow(ctx, desk, entry, null);
  }
  if (event.kind === 'amended' && notices.has(entry.type) && entry.closedAt === null) await toldBelow(ctx, desk, entry, event.before);
  if (event.kind === 'state' && notices.has(entry.type) && entry.state === 'replied') await replied(ctx, desk, entry, event.by);
  for (const name of eventsOf(event))
    if (triggers.has(name))
      await tasksTriggered(ctx, desk, { name, id: entry.id, at: ctx.now, subject: await subjectOf(ctx, desk, entry) });
}

async function subjectOf(ctx: Ctx, desk: Desk, entry: Entry): Promise<Words> {
  return { zh: await sharedLine(ctx, desk, entry, 'zh'), en: await sharedLine(ctx, desk, entry, 'en') };
}

/** Names under which rules ask for an entry of a type: its code, and what its form is called. */
const objectsOf = (type: string): readonly string[] => [type, ...(recordTypes().find(({ code }) => code === type)?.forms ?? [])];

/** The earliest open task that is proved by an entry of this register is done with it. */
async function proveByEntry(ctx: Ctx, desk: Desk, entry: Entry): Promise<void> {
  const policy = await policyAt(ctx, desk, ctx.now);
  const wanted = objectsOf(entry.type);
  const objects = policy.obligations
    .filter(({ value }) => [...(value.form ?? []), value.do.slice(value.do.indexOf(':') + 1)].some((name) => wanted.includes(name)))
    .map(({ value }) => value.do.slice(value.do.indexOf(':') + 1));
  // Who wrote an anonymous record must not be read from whose task it would be.
  const type = recordTypes().find(({ code }) => code === entry.type);
  if (objects.length === 0 || type === undefined || isAnonymous(policy, type)) return;
  const tasks = await loadProvable(ctx, desk.id, [...new Set(objects)]);
  const task = tasks.find((one) => fits(one, entry)) ?? null;
  if (task === null) return;
  const lines = { zh: await entryLine(ctx, desk, entry, 'zh'), en: await entryLine(ctx, desk, entry, 'en') };
  const shared = await subjectOf(ctx, desk, entry);
  await prove(ctx, desk, task, {
    by: entry.author,
    proofs: [{ kind: 'report', target: null, finding: null, detail: { content: shared[desk.locale] }, entry: entry.id }],
    done: task.done + 1,
    lines: (locale) => lines[locale],
  });
}

/** A round written into its register is the earliest one that can be made now, like one that was pressed. */
async function proveRound(ctx: Ctx, desk: Desk, entry: Entry): Promise<void> {
  const object = roundOf(entry.type);
  const policy = object === null ? null : await policyAt(ctx, desk, ctx.now);
  if (object === null || policy?.obligations.some(({ value }) => value.do === `round:${object}`) !== true) return;
  const filled = filling.get(ctx);
  if (filled?.task === null) return;
  const rounds = await loadRounds(ctx, desk.id, object);
  // The one whose form it was comes first.
  for (const task of rounds.toSorted((left, right) => Number(right.id === filled?.task) - Number(left.id === filled?.task))) {
    const rule = await ruleOf(ctx, desk, task);
    if (!fits(task, entry) || rule?.value.targets !== undefined || (await lastRoundOf(ctx, desk, task)) !== null) continue;
    const proofs = [{ kind: 'tick', target: null, finding: null, detail: {}, entry: entry.id }];
    const finished = await prove(ctx, desk, task, { by: entry.author, proofs, done: task.done + 1, lines: null });
    if (filled !== undefined) filled.finished = finished;
    return;
  }
}

/** Given to one person it is proved by theirs alone; of a shift by one of that shift. */
const fits = (task: Task, entry: Entry): boolean =>
  (task.person === null || task.person === entry.author) &&
  (task.slot === null || entry.slot === null || task.slot === entry.slot || task.state === 'missed');

/** So many entries of one kind in so long: a repeated matter, once in that time. */
async function watchRepetition(ctx: Ctx, desk: Desk, entry: Entry): Promise<void> {
  const policy = await policyAt(ctx, desk, ctx.now);
  const calendar = await calendarOf(ctx, desk, policy);
  for (const { value } of policy.obligations) {
    if (triggerOf(value) !== 'repeated-matter' || value.repeated === undefined) continue;
    const since = entry.at.toZonedDateTimeISO(desk.zone).subtract(value.repeated.within).toInstant();
    const stored = await entriesOf(ctx, desk.id, { types: [entry.type], from: since });
    const alike = stored.filter((other) => other.id !== entry.id && kindOfMatter(other) === kindOfMatter(entry));
    const times = [...alike.map(({ at }) => at), entry.at];
    if (!isRepeated(value, times, entry.at, calendar)) continue;
    // Every further entry of the same series is part of the same report.
    const [first = entry] = alike.filter((other) => Temporal.Instant.compare(since, other.at) < 0);
    await tasksTriggered(ctx, desk, {
      name: 'repeated-matter',
      id: `${kindOfMatter(entry)} ${first.id}`,
      at: ctx.now,
      subject: await subjectOf(ctx, desk, entry),
    });
  }
}

/**
 * A notice goes to the unit below it names or is served on, once, when that is known; `before`: the notice as it was until now. A unit it was wrongly said
 * to be for owes no reply any more.
 */
async function toldBelow(ctx: Ctx, desk: Desk, entry: Entry, before: Entry | null): Promise<void> {
  const receivers = await receiversOf(ctx, desk, entry);
  const told = before === null ? [] : await receiversOf(ctx, desk, before);
  const without = (these: readonly Desk[], those: readonly Desk[]): readonly Desk[] =>
    these.filter(({ id }) => !those.some((one) => one.id === id));
  for (const receiver of without(receivers, told))
    await tasksTriggered(ctx, receiver, { name: noticeReceived, id: entry.id, at: ctx.now, subject: await subjectOf(ctx, desk, entry) });
  const wrongly = without(told, receivers).map(({ id }) => id);
  const tasks = wrongly.length === 0 ? [] : await loadAbout(ctx, wrongly, replyObject, entry.id);
  updateTasks(
    ctx,
    tasks.map((task) => ({ task, state: 'dropped', nextAt: null })),
  );
  for (const task of tasks) refreshTask(ctx, task);
}

/** A unit with none below registers notices it received itself; what a violation of its own issued goes to others. */
async function receiversOf(ctx: Ctx, desk: Desk, entry: Entry): Promise<readonly Desk[]> {
  const below = (await allDesks(ctx)).filter((one) => one.id !== desk.id && one.lineage.includes(desk.id));
  if (below.length > 0) return receiversBelow(ctx, desk, below, entry);
  return entry.parent === null ? [desk] : [];
}

/** Units the notice names, as they are written or in a longer name; else those whose people hold the role it is served on. */
async function receiversBelow(ctx: Ctx, desk: Desk, below: readonly Desk[], entry: Entry): Promise<readonly Desk[]> {
  const short =
    recordTypes()
      .find(({ code }) => code === entry.type)
      ?.fields.filter(({ kind }) => kind === 'text') ?? [];
  const said = short.flatMap(({ name }) => (typeof entry.fields[name] === 'string' ? [plain(entry.fields[name])] : []));
  const namesOf = (one: Desk): readonly string[] => [one.code, one.name.zh, one.name.en].map(plain);
  const exact = below.filter((one) => namesOf(one).some((name) => said.includes(name)));
  if (exact.length > 0) return exact;
  const within = below.filter((one) =>
    [one.name.zh, one.name.en].map(plain).some((name) => name.length >= shortestName && said.some((words) => words.includes(name))),
  );
  if (within.length > 0) return within;
  const policy = await policyAt(ctx, desk, ctx.now);
  const words = recordRules(policy, entry).to.flatMap(({ value }) => value);
  const served = words.length === 0 ? [] : await servedBelow(ctx, below, words);
  // Where several units are served alike and none is named, nobody can say which one has to reply.
  return served.length === 1 ? served : [];
}

const noticeReceived = 'notice-received';
/** A name of one sign stands in many others. */
const shortestName = 2;
const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();

async function servedBelow(ctx: Ctx, below: readonly Desk[], words: readonly string[]): Promise<readonly Desk[]> {
  const members = await Promise.all(below.map((one) => membersOf(ctx, one.id)));
  return below.filter((_, at) => members[at]?.some(({ roles }) => roles.some((role) => words.includes(role))) === true);
}

/** Its limit may become another one meanwhile: each has a check of its own. */
const planStuck = (ctx: Ctx, desk: Desk, { id }: Entry, at: Instant): void =>
  ctx.unit.due({ kind: stuckKind, key: `${id}:${at.epochMilliseconds}`, at, desk: desk.id, payload: { entry: id } });

/** A work order that is still open when it is due is stuck. */
export async function checkStuck(ctx: Ctx, id: string): Promise<void> {
  const entry = await loadEntry(ctx, id);
  const desk = entry === null || entry.closedAt !== null ? null : await loadDesk(ctx, entry.desk);
  if (entry === null || desk === null) return;
  if (entry.dueAt !== null && Temporal.Instant.compare(ctx.now, entry.dueAt) < 0) return planStuck(ctx, desk, entry, entry.dueAt);
  await tasksTriggered(ctx, desk, { name: 'work-order-stuck', id: entry.id, at: ctx.now, subject: await subjectOf(ctx, desk, entry) });
}

/** What a unit owes after a notice. */
const replyObject = 'rectification-reply';

/** Tasks whose proof is being written into their notice in this unit: they are not proved a second time. */
const replying = new WeakSet<Ctx>();

/** A reply handed in as a task is written into the notice, which is replied to with it. */
export async function replyToNotice(ctx: Ctx, task: Task, reply: string, by: PersonId): Promise<void> {
  if (task.object !== replyObject) return;
  const entry =
    task.detail.about === undefined || !/^[0-9a-f-]{36}$/i.test(task.detail.about) ? null : await loadEntry(ctx, task.detail.about);
  if (entry === null || !notices.has(entry.type) || entry.state === 'replied') return;
  replying.add(ctx);
  await moveEntry(ctx, entry.id, 'replied', by, null, { reply, replied_at: ctx.now.toString() });
}

/** A notice was replied to on its own card: whoever owed the reply owes it no more. */
async function replied(ctx: Ctx, desk: Desk, entry: Entry, by: PersonId | null): Promise<void> {
  if (replying.has(ctx)) return;
  const desks = (await allDesks(ctx)).filter((one) => one.lineage.includes(desk.id));
  const tasks = await loadAbout(
    ctx,
    desks.map(({ id }) => id),
    replyObject,
    entry.id,
  );
  const { reply } = entry.fields;
  const content = typeof reply === 'string' ? reply : '';
  for (const task of tasks) {
    const owner = desks.find(({ id }) => id === task.desk);
    if (owner === undefined) continue;
    const proofs = [{ kind: 'report', target: null, finding: null, detail: { content }, entry: entry.id }];
    await prove(ctx, owner, task, { by: by ?? entry.owner ?? entry.author, proofs, done: task.done + 1, lines: null });
  }
}
