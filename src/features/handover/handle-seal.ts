import { formatMoment, formatTime, withColon } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Ctx } from '../../runtime/context.ts';
import { codeWords, contactsOf, tell } from '../people/index.ts';
import { type EntryFields, passEntry, writeEntry } from '../record/index.ts';
import { carryTasks, tasksTriggered } from '../task/index.ts';
import { itemSaid, namesOf } from './explain.ts';
import { factsOf } from './handle-card.ts';
import { stillHeld } from './handle-gate.ts';
import { ownersInOthers } from './handle-owners.ts';
import { typeMeant, type World } from './handle-world.ts';
import { type Handover, type Item, sectionText } from './handover.ts';
import { text } from './text.ts';
import { claimText } from './text-claims.ts';
import { outButton, titleOf, toldCard } from './views.ts';

/** The kind of record a signed hand-over is kept as, where a rule keeps one. */
const recordType = 'handover';

/** What is still open goes on to somebody, or to who took it on in another hand-over of the change, and tasks and entries follow their new owners. `by`: who says so. Gives the items as they are then. */
export async function carryOn(ctx: Ctx, world: World, to: PersonId | null, by: PersonId): Promise<readonly Item[]> {
  const elsewhere = await ownersInOthers(ctx, world);
  const items = world.items.map((item): Item => {
    const owner = item.source === null ? undefined : elsewhere.get(item.source);
    if (item.kind === 'open' && item.state === 'open' && owner !== undefined) return { ...item, state: 'carried', owner, by, at: ctx.now };
    if (item.kind === 'open' && item.state === 'carried' && item.owner === null) return { ...item, owner: to };
    return item.kind === 'open' && item.state === 'open' ? { ...item, state: 'carried', owner: to, by, at: ctx.now } : item;
  });
  await passOn(ctx, world, items);
  return items;
}

async function passOn(ctx: Ctx, { handover, agenda, reliefs }: World, items: readonly Item[]): Promise<void> {
  const owned = items.filter(({ kind, state }) => kind === 'open' && state === 'carried');
  const slot = reliefs.find(({ person }) => person === handover.incoming)?.slot ?? null;
  const named = (item: Item, prefix: string): string | null =>
    item.source?.startsWith(prefix) === true ? item.source.slice(prefix.length) : null;
  const byOwner = new Map<PersonId | null, string[]>();
  for (const item of owned) {
    const task = named(item, 'task:');
    if (task !== null) byOwner.set(item.owner, [...(byOwner.get(item.owner) ?? []), task]);
  }
  for (const [person, ids] of byOwner) await carryTasks(ctx, ids, { slot, person });
  const assigned = handover.event !== 'shift' || agenda.protocol.carryOver?.value === 'assigned-to-incoming';
  if (!assigned) return;
  for (const item of owned) {
    const entry = named(item, 'entry:');
    if (entry !== null && entry !== 'more' && item.owner !== null) await passEntry(ctx, entry, handover.outgoing, item.owner);
  }
}

/** Whether a rule of the desk keeps a record of every hand-over. */
const keepsRecord = ({ policy, agenda }: World): boolean =>
  agenda.protocol.records.some(({ value }) => value === recordType) ||
  agenda.protocol.requires.some(({ value }) => typeMeant(value) === recordType) ||
  policy.records.some(({ records, reaction }) => reaction !== 'off' && records.includes(recordType));

function recordFields(ctx: Ctx, world: World, items: readonly Item[]): EntryFields {
  const { handover, agenda, desk, slot, names } = world;
  const locale: Locale = desk.locale;
  const mark = (item: Item): string => {
    const state = item.state === 'wrong' ? text.buttons.wrong[locale].replace('…', '') : text.buttons.fine[locale];
    return withColon(codeWords(item.text, locale), item.remark === null || item.remark === '' ? state : `${state} ${item.remark}`, locale);
  };
  const verified = items.filter(({ kind, state }) => kind === 'verify' && state !== 'open').map(mark);
  const open = items
    .filter(({ kind, state }) => kind === 'open' && state === 'carried')
    .map((item) =>
      [itemSaid(item, locale), item.remark, item.owner === null ? null : namesOf([item.owner], names)[locale]]
        .filter((part) => part !== null && part !== '')
        .join(' · '),
    );
  const sections = agenda.sections.flatMap((name) => {
    const said = sectionText(handover.sections[name], locale).trim();
    return said === '' ? [] : [{ name, said }];
  });
  const equipment = sections.filter(({ name }) => ['equipment', 'machines'].includes(name)).map(({ said }) => said);
  const rest = sections.filter(({ name }) => !['equipment', 'machines'].includes(name));
  const signature = (person: PersonId | null, at: Handover['outgoingSignedAt']): string[] =>
    person === null || at === null ? [] : [`${namesOf([person], names)[locale]} ${formatMoment(at, desk.zone, locale)}`];
  const released = handover.overrideBy === null ? null : namesOf([handover.overrideBy], names);
  const fields: Record<string, EntryFields[string]> = {
    from: handover.outgoing,
    at: ctx.now.toString(),
    signatures: [
      ...signature(handover.outgoing, handover.outgoingSignedAt),
      ...signature(handover.incoming, handover.incomingSignedAt),
      ...(released === null
        ? []
        : [claimText.releasedLine(released, formatMoment(ctx.now, desk.zone, locale), handover.reason ?? '')[locale]]),
    ],
    items: verified.length === 0 ? text.step.none[locale] : verified.join('\n'),
    open_matters: open.length === 0 ? (locale === 'zh' ? '无' : 'none') : open.join('\n'),
    // Every text of the report is a field of its own, so that its head is read in the reader's language.
    ...Object.fromEntries(rest.map(({ name, said }) => [name.replaceAll('-', '_'), said])),
    ...(equipment.length === 0 ? {} : { equipment_state: equipment.join('\n') }),
  };
  if (handover.incoming !== null) fields.to = handover.incoming;
  if (slot !== null) fields.shift = slot.shift;
  return fields;
}

/**
 * Writes the record of a shift's change, where a rule keeps one: also of one that a lead let somebody go from, with who did and why. `author`: who
 * answers for it.
 */
export async function keepRecord(ctx: Ctx, world: World, items: readonly Item[], author: PersonId): Promise<void> {
  const { handover, desk } = world;
  if (handover.event !== 'shift' || !keepsRecord(world)) return;
  await writeEntry(
    ctx,
    desk,
    { type: recordType, fields: recordFields(ctx, world, items), author, slot: handover.slot, at: ctx.now },
    { incomplete: true },
  );
}

/**
 * All have signed: what is open is carried on with an owner, the record the rules want is written, what a completed hand-over makes due becomes due,
 * and both sides hear of it. Gives what is saved.
 */
export async function seal(ctx: Ctx, world: World): Promise<{ readonly handover: Handover; readonly items: readonly Item[] }> {
  const { handover, desk, policy } = world;
  const items = await carryOn(ctx, world, handover.incoming, handover.incoming ?? handover.outgoing);
  await keepRecord(ctx, world, items, handover.outgoing);
  if (handover.event === 'shift')
    await tasksTriggered(ctx, desk, {
      name: 'handover-completed',
      id: handover.id,
      at: ctx.now,
      person: handover.outgoing,
      slot: handover.slot,
      subject: titleOf(world),
    });
  ctx.unit.audit({
    action: 'handover.sealed',
    person: handover.incoming,
    desk: desk.id,
    subject: handover.id,
    detail: {
      event: handover.event,
      outgoing: handover.outgoing,
      incoming: handover.incoming,
      met: handover.metAt?.toString() ?? null,
      carried: items.filter(({ kind, state }) => kind === 'open' && state === 'carried').length,
      wrong: items.filter(({ state }) => state === 'wrong').map(({ text: code }) => code),
    },
    policyVersion: policy.version,
  });
  await tellSealed(ctx, { ...world, items });
  return { handover: { ...handover, code: null, codeUntil: null }, items };
}

/** Whether whoever hands over can go now, in words; nothing is said of it where no shift ends. */
async function leavingWords(ctx: Ctx, world: World): Promise<{ readonly lines: readonly Words[]; readonly free: boolean }> {
  const { handover, items, desk, leaver } = world;
  if (handover.event !== 'shift') return { lines: [], free: false };
  if (leaver === null) return { lines: [text.free], free: true };
  if (ctx.now.epochMilliseconds < leaver.endsAt.epochMilliseconds)
    return { lines: [claimText.ends(formatTime(leaver.endsAt, desk.zone))], free: false };
  const sealed: Handover = { ...handover, state: 'sealed', sealedAt: ctx.now };
  const held = await stillHeld(ctx, desk, leaver, { handover: sealed, items });
  return held.length === 0 ? { lines: [text.free], free: true } : { lines: held, free: false };
}

async function tellSealed(ctx: Ctx, world: World): Promise<void> {
  const { handover } = world;
  const leaving = await leavingWords(ctx, world);
  const people = [handover.outgoing, ...(handover.incoming === null ? [] : [handover.incoming])];
  const contacts = await contactsOf(ctx, people);
  const facts = factsOf(world);
  tell(ctx, contacts.values(), (locale, { person }) => {
    const goes = person === handover.outgoing;
    const lines = goes ? leaving.lines : [text.yours];
    return { view: toldCard(facts, text.sealedNow, lines, goes && leaving.free ? [outButton(locale)] : [], locale, '✅') };
  });
}
