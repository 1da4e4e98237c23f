import { type Instant, Temporal } from '../../core/time.ts';
import type { RecordJudgement, RecordType } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { contactsOf, type Desk, tell } from '../people/index.ts';
import { peopleMeant } from './handle-meant.ts';
import { entryListeners } from './handle-registry.ts';
import type { Entry, EntryEvent } from './record.ts';

export const remindKind = 'record.remind';
/** The live card of an entry. */
export const entrySubject = (id: string): string => `record.entry/${id}`;

/** So long before it is due whoever owns it is reminded, where a rule wants reminders. */
const firstReminderHours = 1;
/** A reminder is repeated so often until the entry is closed. */
const repeatHours = 24;

/** Sends the live card to those a rule has told, get it or sign it, and to whoever owns it; nobody gets it twice. */
export async function sendEntry(ctx: Ctx, desk: Desk, type: RecordType, entry: Entry, judged: RecordJudgement): Promise<void> {
  const words = [...judged.notify, ...judged.to, ...judged.signBy].flatMap(({ value }) => value);
  const meant = words.length === 0 ? [] : await peopleMeant(ctx, desk, type, entry, words);
  const own = entry.owner === null || entry.owner === entry.author ? [] : [entry.owner];
  const people = [...new Set([...meant, ...own])].filter((person) => person !== entry.author);
  if (people.length === 0) return;
  const contacts = await contactsOf(ctx, people);
  tell(ctx, contacts.values(), (_locale, contact) => ({
    subject: entrySubject(entry.id),
    id: `record:${entry.id}:card:${contact.person}`,
  }));
}

/** What reminds of an entry until it is closed; nothing is due: nothing. `remind`: before it is due, and again and again afterwards. */
export function planReminder(ctx: Ctx, desk: Desk, entry: Entry, remind: boolean): void {
  const { dueAt } = entry;
  if (dueAt === null || entry.closedAt !== null) return;
  const early = dueAt.subtract({ hours: firstReminderHours });
  const at = remind && Temporal.Instant.compare(early, ctx.now) > 0 ? early : dueAt;
  planAt(ctx, desk, entry.id, { due: dueAt, at, times: 1, remind });
}

/** The reminder after the `times`th one. */
export const planNextReminder = (ctx: Ctx, desk: Desk, entry: Entry, last: Instant, times: number): void => {
  const { dueAt } = entry;
  if (dueAt === null) return;
  const at = Temporal.Instant.compare(last, dueAt) < 0 ? dueAt : last.add({ hours: repeatHours });
  planAt(ctx, desk, entry.id, { due: dueAt, at, times: times + 1, remind: true });
};

interface Reminder {
  /** What it is a reminder of: one of a limit that became another one says nothing. */
  readonly due: Instant;
  readonly at: Instant;
  readonly times: number;
  readonly remind: boolean;
}

function planAt(ctx: Ctx, desk: Desk, id: string, { due, at, times, remind }: Reminder): void {
  const payload = { id, times, remind, due: due.toString() };
  ctx.unit.due({ kind: remindKind, key: `${id}:${times}:${due.epochMilliseconds}`, at, desk: desk.id, payload });
}

/** Tells the slices that listen, one after the other. */
export async function publish(ctx: Ctx, desk: Desk, event: EntryEvent): Promise<void> {
  for (const listener of entryListeners()) await listener(ctx, desk, event);
}
