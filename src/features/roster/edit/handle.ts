import type { PersonId } from '../../../core/ids.ts';
import type { Words } from '../../../core/locale.ts';
import { ok, type Result } from '../../../core/result.ts';
import { type Instant, Temporal } from '../../../core/time.ts';
import type { Ctx } from '../../../runtime/context.ts';
import { planSoon } from '../../../runtime/plan.ts';
import type { Row } from '../../../runtime/unit.ts';
import { remember } from '../../../runtime/unit-memory.ts';
import { contactsOf, type Desk, membersOver, tell } from '../../people/index.ts';
import { loadWorld, namesFor } from '../handle-world.ts';
import { loadRoles } from '../import/handle.ts';
import { loadStored } from '../publish/store.ts';
import { ownChangesCard } from '../publish/views.ts';
import { loadElsewhere } from '../store.ts';
import { absencesBetween } from '../store-absence.ts';
import { decideEdits, type EditDecision, type EditFacts, inverseOf, previewOf } from './decide.ts';
import type { EditMoment, EditPreview, EditRefusal, RosterEdit } from './edit.ts';
import { refusalWords } from './explain.ts';
import { loadDutyDays, saveEdits } from './store.ts';

/** Who has a roster edited, and for what. */
export interface EditOrder {
  readonly by: PersonId;
  /** Told to those it touches and kept; null: none, or one that only those who decide may see. */
  readonly reason: string | null;
  /** The request that asks for it. */
  readonly cause: { readonly request: string; readonly number?: number } | null;
  readonly moment: EditMoment;
  /** A line for one of those it touches, beside what changes for them; left out: none. */
  readonly note?: (person: PersonId) => Words | null;
  /** Rules that are only flagged were weighed by who decided; what is refused stays refused. */
  readonly accept: 'flags';
}

/** What was done; `unreached` cannot be written to. */
export interface Edited {
  readonly decision: EditDecision;
  readonly unreached: readonly Words[];
}

/** Of edits in which everybody who comes takes over a role. */
const noRole = (): string => {
  throw new Error('The roles of the desk were not asked for');
};

/** Days on either side of an edit that are loaded: turns, rest, and duties that follow each other. */
const margin = 8;

/**
 * Loads what decides about shifts of the days (`YYYY-MM-DD`), at least one. `holders`: the people of the desk and above it. `ended`: a request whose
 * absence no longer counts; `endedKept`: it did until now. `asksRoles` false: nobody comes without taking over a role.
 */
export async function loadEditFacts(
  ctx: Ctx,
  desk: Desk,
  dates: readonly string[],
  people: readonly PersonId[],
  ended: string | null = null,
  asksRoles = true,
): Promise<EditFacts & { readonly holders: Awaited<ReturnType<typeof membersOver>>; readonly endedKept: boolean }> {
  const days = dates.toSorted();
  const first = Temporal.PlainDate.from(days[0] ?? '').subtract({ days: margin });
  const last = Temporal.PlainDate.from(days.at(-1) ?? '').add({ days: margin });
  const [from, until] = [first.toZonedDateTime(desk.zone).toInstant(), last.add({ days: 1 }).toZonedDateTime(desk.zone).toInstant()];
  const read = () =>
    Promise.all([
      loadWorld(ctx, desk, first.toString(), last.toString()),
      loadStored(ctx, desk.id, first.toString(), last.toString()),
      membersOver(ctx, desk),
      asksRoles ? loadRoles(ctx, desk) : noRole,
      loadElsewhere(ctx, people, desk.id, from, until),
      absencesBetween(ctx, { people }, from, until),
    ]);
  // The judge, the effects and the card look at the same stretch of the roster.
  const key = `roster.edit ${desk.id} ${first} ${last} ${people.toSorted().join()} ${asksRoles}`;
  const [world, stored, holders, roleOf, elsewhere, absences] = await remember(ctx.unit, key, read);
  const members = holders.filter((member) => member.desk === desk.id);
  const away = absences.filter((absence) => absence.request !== ended);
  return { now: ctx.now, stored, elsewhere, away, members, world, roleOf, holders, endedKept: away.length < absences.length };
}

/** Edits under which a decision on them is remembered. */
const named = (edits: readonly RosterEdit[]): string =>
  edits
    .map(({ slot, on, out, in: comes, role, position, part }) =>
      JSON.stringify([slot, on, out, comes, role, position, part?.start.epochMilliseconds, part?.end.epochMilliseconds]),
    )
    .join('|');

async function decide(
  ctx: Ctx,
  desk: Desk,
  edits: readonly RosterEdit[],
  moment: EditMoment,
  ended: string | null,
): Promise<{ readonly facts: EditFacts; readonly decided: Result<EditDecision, EditRefusal> } | null> {
  const unknown = edits.filter((edit) => edit.on === undefined).map((edit) => edit.slot);
  const known = edits.flatMap((edit) => edit.on ?? []);
  const days = [...new Set([...known, ...(unknown.length === 0 ? [] : await loadDutyDays(ctx, desk.id, unknown))])];
  if (days.length === 0) return null;
  const people = [...new Set(edits.flatMap((edit) => [edit.out, edit.in]).filter((person) => person !== null))];
  const asksRoles = edits.some((edit) => edit.out === null && edit.in !== null);
  const facts = await loadEditFacts(ctx, desk, days, people, ended, asksRoles);
  const key = `roster.decide ${desk.id} ${moment} ${facts.endedKept ? ended : null} ${named(edits)}`;
  return { facts, decided: await remember(ctx.unit, key, () => Promise.resolve(decideEdits(edits, facts, moment))) };
}

const gone = (edits: readonly RosterEdit[]): Result<never, EditRefusal> => ({
  ok: false,
  refusal: { code: 'roster.slotGone', slot: edits[0]?.slot ?? '' },
});

/**
 * What edits would make of the desk's published roster: findings, staff, where people are. Writes nothing and refuses nothing for the rules. `ended`: a
 * leave that ends in the same decision, so that it keeps nobody out.
 */
export function previewEdits(
  ctx: Ctx,
  desk: Desk,
  edits: readonly RosterEdit[],
  moment: EditMoment,
  ended: string | null = null,
): Promise<Result<EditPreview, EditRefusal>> {
  const key = `roster.preview ${desk.id} ${moment} ${ended} ${named(edits)}`;
  return remember(ctx.unit, key, () => preview(ctx, desk, edits, moment, ended));
}

async function preview(
  ctx: Ctx,
  desk: Desk,
  edits: readonly RosterEdit[],
  moment: EditMoment,
  ended: string | null,
): Promise<Result<EditPreview, EditRefusal>> {
  const found = await decide(ctx, desk, edits, moment, ended);
  if (found === null) return gone(edits);
  return found.decided.ok ? ok(previewOf(found.decided.value, edits, found.facts, moment)) : found.decided;
}

/**
 * Carries edits out: checks them on the roster of now, writes, refreshes the cards of the shifts, tells those they touch, plans anew. All edits of
 * one decision go in one call, once in a unit. The database has the last word: who saves second decides again.
 */
export async function applyEdits(
  ctx: Ctx,
  desk: Desk,
  edits: readonly RosterEdit[],
  order: EditOrder,
): Promise<Result<Edited, EditRefusal>> {
  // Whatever a request does to the roster, its own absence is no obstacle: it is being taken out, or its leave ends.
  const found = await decide(ctx, desk, edits, order.moment, order.cause?.request ?? null);
  if (found === null) return gone(edits);
  const { facts, decided } = found;
  if (!decided.ok) return decided;
  const against = decided.value.findings.filter((finding) => finding.level === 'refuse');
  if (against.length > 0) return { ok: false, refusal: { code: 'roster.changeAgainstRules', findings: against } };
  return ok({ decision: decided.value, unreached: await carryOut(ctx, desk, decided.value, facts, order) });
}

/** Takes edits back, the last first: who went returns, where the roster of now still allows it. What is over cannot be taken back. */
export const undoEdits = (ctx: Ctx, desk: Desk, edits: readonly RosterEdit[], order: EditOrder): Promise<Result<Edited, EditRefusal>> =>
  applyEdits(ctx, desk, inverseOf(edits), order);

/** A refusal as a sentence in both languages: what stands in the way, with figures and regulation. */
export async function explainEdit(ctx: Ctx, desk: Desk, edits: readonly RosterEdit[], refusal: EditRefusal): Promise<Words> {
  const days = await loadDutyDays(
    ctx,
    desk.id,
    edits.map((edit) => edit.slot),
  );
  const on = days[0] ?? ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString();
  const people = edits.flatMap((edit) => [edit.out, edit.in]).filter((person) => person !== null);
  const [facts, contacts] = await Promise.all([loadEditFacts(ctx, desk, [on], []), contactsOf(ctx, people)]);
  // Who has left the desk meanwhile is named as well.
  const named = [...[...contacts].map(([person, { name }]) => ({ person, name })), ...facts.holders];
  return refusalWords(refusal, desk, facts.stored, namesFor(facts.world, named, on));
}

/**
 * Cards of the slice attendance that follow a slot, kept under its id. They are named here because the roster stands left of attendance and cannot
 * import its names; a subject that has no card yet is left alone.
 */
const slotSubjects = ['attendance.shift', 'attendance.board'] as const;

/** Writes a decision, tells those it touches and plans anew. Gives the names of those who cannot be told by message. */
export async function carryOut(
  ctx: Ctx,
  desk: Desk,
  decision: EditDecision,
  facts: EditFacts,
  order: Pick<EditOrder, 'by' | 'reason' | 'cause' | 'note'>,
): Promise<readonly Words[]> {
  saveEdits(ctx, desk.id, decision.slots);
  const touched = [...new Set(decision.changes.map((one) => one.person))];
  for (const { slot } of decision.slots) {
    for (const kind of slotSubjects) ctx.unit.refresh(`${kind}/${slot.id}`);
    ctx.unit.audit({
      action: 'roster.change',
      person: order.by,
      desk: desk.id,
      subject: slot.id,
      policyVersion: decision.policyVersion,
      detail: auditDetail(decision, slot, order),
    });
  }
  const on = decision.slots[0]?.slot.dutyOn ?? '';
  const names = namesFor(facts.world, facts.members, on);
  const contacts = await contactsOf(ctx, [...touched, order.by]);
  const told = touched.flatMap((person) => contacts.get(person) ?? []);
  const missed = tell(ctx, told, (locale, contact) => {
    const own = decision.changes.filter((one) => one.person === contact.person);
    return {
      view: ownChangesCard(desk, own, names, contacts.get(order.by)?.name ?? null, order.reason, locale, {
        request: order.cause?.number ?? null,
        line: order.note?.(contact.person) ?? null,
      }),
      until: lastEnd(own),
    };
  });
  planSoon(ctx, desk.id);
  return missed.map((contact) => contact.name);
}

function lastEnd(changes: EditDecision['changes']): Instant {
  const ends = changes.flatMap(({ before, after }) => [before?.endsAt ?? [], after?.endsAt ?? []].flat());
  const [first, ...others] = ends;
  if (first === undefined) throw new Error('Somebody is told of no change');
  return others.reduce((last, one) => (Temporal.Instant.compare(one, last) > 0 ? one : last), first);
}

function auditDetail(
  decision: EditDecision,
  slot: { readonly dutyOn: string; readonly shift: string },
  order: Pick<EditOrder, 'reason' | 'cause'>,
): Row {
  const hours = (duty: { startsAt: Instant; endsAt: Instant } | null) => (duty === null ? null : `${duty.startsAt}/${duty.endsAt}`);
  return {
    on: slot.dutyOn,
    shift: slot.shift,
    changes: decision.changes
      .filter(({ before, after }) => {
        const duty = before ?? after;
        return duty?.dutyOn === slot.dutyOn && duty.shift === slot.shift;
      })
      .map(({ person, before, after }) => ({
        person,
        before: hours(before),
        after: hours(after),
        ...(after === null || after.position === null ? {} : { position: after.position }),
      })),
    reason: order.reason,
    request: order.cause?.request ?? null,
    flags: decision.findings.map((flag) => ({ code: flag.code, rules: flag.cites.map((cite) => cite.rule) })),
  };
}
