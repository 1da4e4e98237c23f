import type { PersonId } from '../../core/ids.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { announce, type Contact, contactsOf, type Desk, tell } from '../people/index.ts';
import { cardName, cardsBefore, type TellingKind } from './card-name.ts';
import { dutiesOf } from './handle-crew.ts';
import { registerOf } from './handle-facts.ts';
import { dueSubject, ownSubject, refreshCard } from './handle-plan.ts';
import type { ruleOf } from './handle-world.ts';
import { loadNames } from './store.ts';
import { isForChannels, type Task, type TaskId } from './task.ts';
import type { TaskChange } from './task-change.ts';
import type { Turn } from './turn.ts';
import { dueCard, type TaskFacts, taskCard } from './views.ts';
import { tellAt } from './who.ts';

/** A task whose time has come, with what follows. */
export interface Turned {
  readonly turn: Turn;
  readonly rule: Awaited<ReturnType<typeof ruleOf>>;
  /** The task as it will be. */
  readonly after: Task;
  /** Who hears of it in person. */
  readonly readers: readonly PersonId[];
}

/** One message, before it is known how its reader is reached. */
interface Telling {
  readonly desk: Desk;
  /** Null: the channels of the desk. */
  readonly person: PersonId | null;
  readonly kind: TellingKind;
  readonly tasks: readonly Turned[];
}

/** One message with its reader, the name of its card, and when it goes out. */
interface Addressed extends Telling {
  readonly contact: Contact | null;
  readonly card: string;
  readonly when: Instant;
  /** It waits for the end of the quiet hours, with all that waits for it. */
  readonly held: boolean;
}

/** Who hears of what on one desk, one message for each reader. */
export function tellingsOf(desk: Desk, turned: readonly Turned[]): readonly Telling[] {
  const found: Telling[] = [];
  for (const kind of ['due', 'overdue'] as const) {
    const mine = turned.filter(({ turn, after }) =>
      kind === 'due'
        ? (turn.kind === 'tell' || turn.kind === 'pass') && after.state === 'open'
        : turn.kind === 'miss' || turn.kind === 'climb',
    );
    const byPerson = new Map<PersonId, Turned[]>();
    for (const one of mine) for (const person of one.readers) byPerson.set(person, [...(byPerson.get(person) ?? []), one]);
    for (const [person, tasks] of byPerson) found.push({ desk, person, kind, tasks });
    // The channels hear of it once; afterwards the card there is live.
    const open = mine.filter(({ turn, after }) => isForChannels(after) && (turn.kind === 'miss' || (turn.kind === 'tell' && !turn.again)));
    if (open.length > 0) found.push({ desk, person: null, kind, tasks: open });
  }
  return found;
}

/** How and when each reader is reached, in two round trips at most; those who cannot be written to are left out. */
export async function addressed(ctx: Ctx, tellings: readonly Telling[], at: Instant): Promise<readonly Addressed[]> {
  const people = [...new Set(tellings.flatMap(({ person }) => (person === null ? [] : [person])))];
  const [contacts, duties] = await Promise.all([
    contactsOf(ctx, people),
    dutiesOf(
      ctx,
      tellings.map(({ desk }) => desk),
      people,
      at,
    ),
  ]);
  return tellings.flatMap((telling): Addressed[] => {
    const { desk, person, kind, tasks } = telling;
    if (person === null) return [{ ...telling, contact: null, card: cardName(at, person, kind), when: at, held: false }];
    const contact = contacts.get(person);
    if (contact === undefined) return [];
    const latest = kind === 'due' ? (tasks.map(({ after }) => after.dueAt).toSorted(Temporal.Instant.compare)[0] ?? null) : null;
    const when = tellAt(person, { at, latest, duties, quiet: desk.settings.quiet_hours, zone: desk.zone });
    const held = Temporal.Instant.compare(at, when) < 0;
    return [{ ...telling, contact, card: cardName(when, person, kind, held), when, held }];
  });
}

/** The changes, each with the cards on which its task will stand. */
export function withCards(changes: readonly TaskChange[], tellings: readonly Addressed[]): readonly TaskChange[] {
  const cards = new Map<TaskId, string[]>();
  for (const { card, tasks } of tellings) for (const { after } of tasks) cards.set(after.id, [...(cards.get(after.id) ?? []), card]);
  return changes.map((change) => {
    const more = cards.get(change.task.id);
    const detail = change.detail ?? change.task.detail;
    return more === undefined ? change : { ...change, detail: { ...detail, cards: [...new Set([...(detail.cards ?? []), ...more])] } };
  });
}

/** Queues the messages. What waits for the end of somebody's quiet hours is one message, which is put together when it is sent. */
export async function send(ctx: Ctx, tellings: readonly Addressed[], at: Instant): Promise<void> {
  const shown = tellings.flatMap(({ tasks }) => tasks.map(({ after }) => after));
  const known = new Map(tellings.flatMap(({ contact }) => (contact === null ? [] : [[contact.person, contact] as const])));
  const onDuty = [...new Set(shown.flatMap(({ detail }) => detail.onDuty ?? []))].filter((person) => !known.has(person));
  const [names, others] = await Promise.all([
    loadNames(
      ctx,
      shown.flatMap(({ person, detail }) => [...(person === null ? [] : [person]), ...(detail.onDuty ?? [])]),
    ),
    contactsOf(ctx, onDuty),
  ]);
  const phones = new Map([...known.values(), ...others.values()].map(({ person, phone }) => [person, phone]));
  for (const { desk, person, kind, tasks, contact, card, when, held } of tellings) {
    const facts = tasks.map(
      ({ after, rule }): TaskFacts => ({
        task: after,
        desk,
        rule: rule?.value ?? null,
        cites: rule?.cites ?? [],
        proofs: [],
        names,
        phones,
        register: registerOf(after, rule?.value ?? null),
        approval: null,
      }),
    );
    const [first] = facts;
    if (first === undefined) continue;
    const name = `task ${kind} ${desk.id} ${at.epochMilliseconds} ${first.task.id}`;
    // What they had of it so far gives way to the new card.
    for (const { task } of facts) for (const old of cardsBefore(task, card)) refreshCard(ctx, task, old);
    if (person === null) {
      await announce(ctx, desk, (locale, channel) => ({
        view: dueCard(desk, facts, locale),
        subject: dueSubject(desk.id, card),
        id: `${name} ${channel.platform} ${channel.channelId}`,
      }));
      continue;
    }
    if (contact === null) continue;
    tell(ctx, [contact], (locale) => {
      if (held) return { subject: dueSubject(desk.id, card), at: when, id: `task ${desk.id} ${card}` };
      // A single thing that somebody is told of has its own card.
      return facts.length === 1
        ? { view: taskCard(first, locale), subject: ownSubject(first.task.id, card), id: `${name} ${person}` }
        : { view: dueCard(desk, facts, locale), subject: dueSubject(desk.id, card), id: `${name} ${person}` };
    });
  }
}
