import type { Words } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import { isRepeated, recordTypes, triggerOf } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { allDesks, type Desk, loadDesk } from '../people/index.ts';
import { type Entry, type EntryEvent, entriesOf, entryLine, loadEntry, moveEntry } from '../record/index.ts';
import { eventsOf, kindOfMatter, matters, notices, workOrders } from './events.ts';
import { prove } from './handle-finish.ts';
import { tasksTriggered } from './handle-trigger.ts';
import { calendarOf, policyAt } from './handle-world.ts';
import { loadProvable } from './store.ts';
import type { Task } from './task.ts';

export const stuckKind = 'task.stuck';

/**
 * Hears of entries of registers: one proves the open task whose form it is; it makes due what rules want after such an event; several of a kind in a
 * short time are a repeated matter. Costs no round trip where the desk's rules ask for nothing of it.
 */
export async function tasksOfEntry(ctx: Ctx, desk: Desk, event: EntryEvent): Promise<void> {
  const { entry } = event;
  const policy = await policyAt(ctx, desk, ctx.now);
  const triggers = new Set(policy.obligations.map(({ value }) => triggerOf(value)));
  if (event.kind === 'created') {
    if (policy.obligations.length > 0) await proveByEntry(ctx, desk, entry);
    if (triggers.has('repeated-matter') && matters.has(entry.type)) await watchRepetition(ctx, desk, entry);
    if (triggers.has('work-order-stuck') && workOrders.has(entry.type) && entry.dueAt !== null && entry.closedAt === null)
      ctx.unit.due({ kind: stuckKind, key: entry.id, at: entry.dueAt, desk: desk.id, payload: { entry: entry.id } });
    if (notices.has(entry.type)) await toldBelow(ctx, desk, entry);
  }
  for (const name of eventsOf(event))
    if (triggers.has(name))
      await tasksTriggered(ctx, desk, { name, id: entry.id, at: ctx.now, subject: await subjectOf(ctx, desk, entry) });
}

async function subjectOf(ctx: Ctx, desk: Desk, entry: Entry): Promise<Words> {
  return { zh: await entryLine(ctx, desk, entry, 'zh'), en: await entryLine(ctx, desk, entry, 'en') };
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
  if (objects.length === 0) return;
  const tasks = await loadProvable(ctx, desk.id, [...new Set(objects)]);
  const task = tasks.find((one) => fits(one, entry)) ?? null;
  if (task === null) return;
  const lines = { zh: await entryLine(ctx, desk, entry, 'zh'), en: await entryLine(ctx, desk, entry, 'en') };
  await prove(ctx, desk, task, {
    by: entry.author,
    proofs: [{ kind: 'report', target: null, finding: null, detail: { content: lines[desk.locale] }, entry: entry.id }],
    done: task.done + 1,
    lines: (locale) => lines[locale],
  });
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

/** A notice goes to the unit below it names; a unit with none below registers notices it received itself. */
async function toldBelow(ctx: Ctx, desk: Desk, entry: Entry): Promise<void> {
  const below = (await allDesks(ctx)).filter((one) => one.id !== desk.id && one.lineage.includes(desk.id));
  const values = Object.values(entry.fields).filter((value): value is string => typeof value === 'string');
  const named = below.filter((one) => [one.code, one.name.zh, one.name.en].some((name) => values.includes(name)));
  const receivers = below.length === 0 ? [desk] : named;
  for (const receiver of receivers)
    await tasksTriggered(ctx, receiver, { name: 'notice-received', id: entry.id, at: ctx.now, subject: await subjectOf(ctx, desk, entry) });
}

/** A work order that is still open when it is due is stuck. */
export async function checkStuck(ctx: Ctx, id: string): Promise<void> {
  const entry = await loadEntry(ctx, id);
  const desk = entry === null || entry.closedAt !== null ? null : await loadDesk(ctx, entry.desk);
  if (entry === null || desk === null) return;
  await tasksTriggered(ctx, desk, { name: 'work-order-stuck', id: entry.id, at: ctx.now, subject: await subjectOf(ctx, desk, entry) });
}

/** A reply to a notice is written into the notice, which is replied to with it. */
export async function replyToNotice(ctx: Ctx, task: Task, reply: string, by: string): Promise<void> {
  const entry =
    task.detail.about === undefined || !/^[0-9a-f-]{36}$/i.test(task.detail.about) ? null : await loadEntry(ctx, task.detail.about);
  if (entry === null || !notices.has(entry.type) || entry.state === 'replied') return;
  await moveEntry(ctx, entry.id, 'replied', by, null, { reply, replied_at: ctx.now.toString() });
}
