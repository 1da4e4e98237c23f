import type { DeskId } from '../../../core/ids.ts';
import type { Words } from '../../../core/locale.ts';
import { ok, type Result } from '../../../core/result.ts';
import { Temporal } from '../../../core/time.ts';
import type { Ctx, PersonCtx } from '../../../runtime/context.ts';
import { planSoon } from '../../../runtime/plan.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { contactsOf, type Desk, findDesk, loadDesk, mayLead, membersOf, membersOver, rolesOver, tell } from '../../people/index.ts';
import { dutyLine } from '../duty-line.ts';
import { loadWorld, namesFor } from '../handle-world.ts';
import { loadRoles } from '../import/handle.ts';
import { shiftNamesIn } from '../plan.ts';
import { notLead } from '../publish/handle.ts';
import { loadStored } from '../publish/store.ts';
import { ownChangesCard, press } from '../publish/views.ts';
import { loadElsewhere, loadPublished } from '../store.ts';
import { notices } from '../views.ts';
import { parseWhen } from '../when.ts';
import type { ChangeRefusal, ShiftChange } from './change.ts';
import { type ChangeDecision, type ChangeFacts, decideChange } from './decide.ts';
import { saveChange } from './store.ts';
import { type ChangeDraft, changedNotice, changeErrors, changeForm } from './views.ts';

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

async function loadChangeFacts(ctx: Ctx, desk: Desk, change: ShiftChange, roles: readonly string[]): Promise<ChangeFacts> {
  const date = Temporal.PlainDate.from(change.on);
  const [from, until] = [date.subtract({ days: 8 }), date.add({ days: 8 })];
  const people = [change.out, change.in].filter((person) => person !== null);
  const [world, published, stored, holders, roleOf, elsewhere] = await Promise.all([
    loadWorld(ctx, desk, from.toString(), until.toString()),
    loadPublished(ctx, desk.id, change.on.slice(0, 7)),
    loadStored(ctx, desk.id, from.toString(), until.toString()),
    membersOver(ctx, desk),
    loadRoles(ctx, desk),
    loadElsewhere(ctx, people, desk.id, from.toZonedDateTime(desk.zone).toInstant(), until.toZonedDateTime(desk.zone).toInstant()),
  ]);
  const members = holders.filter((member) => member.desk === desk.id);
  return { now: ctx.now, published, stored, elsewhere, members, planning: { roles, holders }, world, roleOf };
}

/** What was changed; for the slices that change rosters on request later. */
export interface Changed {
  readonly slot: string;
  readonly decision: ChangeDecision;
  readonly unreached: readonly Words[];
}

/**
 * Changes one shift of a published roster with all its checks, tells those it touches and plans anew. `by` is whoever decides, with
 * the roles they hold on the desk and above it. Other slices that keep cards of the slot refresh them by its id.
 */
export async function changeRoster(
  ctx: Ctx,
  desk: Desk,
  change: ShiftChange,
  by: { readonly person: string; readonly roles: readonly string[] },
): Promise<Result<Changed, ChangeRefusal>> {
  const facts = await loadChangeFacts(ctx, desk, change, by.roles);
  const decided = decideChange(change, facts);
  if (!decided.ok) return decided;
  if (facts.published === null) throw new Error('A change was decided for a month without a roster');
  const decision = decided.value;
  const slot = saveChange(ctx, desk.id, facts.published, decision);
  for (const kind of slotSubjects) ctx.unit.refresh(`${kind}/${slot}`);
  ctx.unit.audit({
    action: 'roster.change',
    person: by.person,
    desk: desk.id,
    subject: slot,
    policyVersion: decision.policyVersion,
    detail: {
      on: change.on,
      shift: change.shift,
      out: change.out,
      in: change.in,
      reason: change.reason,
      flags: decision.flags.map((flag) => ({ code: flag.code, rules: flag.cites.map((cite) => cite.rule) })),
    },
  });
  const names = namesFor(facts.world, facts.members, change.on);
  const touched = decision.changes.map((one) => one.person);
  const contacts = await contactsOf(ctx, [...touched, by.person]);
  const told = touched.flatMap((person) => contacts.get(person) ?? []);
  const missed = tell(ctx, told, (locale, contact) => ({
    view: ownChangesCard(
      desk,
      decision.changes.filter((one) => one.person === contact.person),
      names,
      contacts.get(by.person)?.name ?? null,
      change.reason,
      locale,
    ),
    until: decision.hours.endsAt,
  }));
  planSoon(ctx, desk.id);
  return ok({ slot, decision, unreached: missed.map((contact) => contact.name) });
}

/**
 * Cards of the slice attendance that follow a slot, kept under its id. They are named here because the roster stands left of attendance and cannot
 * import its names; a subject that has no card yet is left alone.
 */
const slotSubjects = ['attendance.shift', 'attendance.board'] as const;

/** `改班 [班组] [日期]`: the form. */
export async function openChange(ctx: PersonCtx, words: string): Promise<Reply> {
  const meant = await findDesk(ctx, words, 'lead');
  if (meant.kind === 'none') {
    const own = await findDesk(ctx, words);
    return own.kind === 'found' ? notLead(ctx, own.desk) : say(ctx, notices.noDesk(ctx.locale));
  }
  const zone = meant.kind === 'found' ? meant.desk.zone : ctx.orgZone;
  const said = parseWhen(meant.rest, ctx.now.toZonedDateTimeISO(zone));
  if (!said.ok) return say(ctx, notices.noSuchDate(said.refusal.text, ctx.locale));
  const on = said.value.at.toPlainDate().toString();
  if (meant.kind === 'several')
    return say(
      ctx,
      notices.whichDesk(meant.desks, (desk) => press('roster.change-open', desk.name[ctx.locale], { desk: desk.id, on }), ctx.locale),
    );
  return openChangeOn(ctx, meant.desk.id, on);
}

export async function openChangeOn(ctx: PersonCtx, deskId: DeskId, on: string): Promise<Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return say(ctx, notices.gone(ctx.locale));
  if (!mayLead(ctx.actor, desk)) return notLead(ctx, desk);
  return { kind: 'form', locale: ctx.locale, form: await form(ctx, desk, { on, shift: '', out: '', in: '', reason: '' }, null) };
}

async function form(ctx: PersonCtx, desk: Desk, draft: ChangeDraft, refusal: ChangeRefusal | null) {
  const world = await loadWorld(ctx, desk, draft.on, draft.on);
  const members = await membersOf(ctx, desk.id);
  const findings = refusal?.code === 'roster.changeNeedsReason' || refusal?.code === 'roster.changeAgainstRules' ? refusal.findings : [];
  return changeForm(desk, shiftNamesIn(world, [draft.on]), members, draft, findings, namesFor(world, members, draft.on), ctx.locale);
}

/** The form was sent: changed, or it stays open with what is wrong. */
export async function submitChange(ctx: PersonCtx, deskId: DeskId, draft: ChangeDraft): Promise<Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return say(ctx, notices.gone(ctx.locale));
  if (!mayLead(ctx.actor, desk)) return notLead(ctx, desk);
  const none = (value: string): string | null => (value.trim() === '' ? null : value.trim());
  const change: ShiftChange = { on: draft.on, shift: draft.shift, out: none(draft.out), in: none(draft.in), reason: none(draft.reason) };
  const changed = await changeRoster(ctx, desk, change, { person: ctx.actor.person, roles: rolesOver(ctx.actor, desk) });
  const world = await loadWorld(ctx, desk, draft.on, draft.on);
  const members = await membersOf(ctx, desk.id);
  const names = namesFor(world, members, draft.on);
  if (!changed.ok) {
    return {
      kind: 'invalid',
      locale: ctx.locale,
      form: await form(ctx, desk, draft, changed.refusal),
      errors: changeErrors(changed.refusal, desk, names, ctx.locale),
    };
  }
  const { decision, unreached } = changed.value;
  const line = dutyLine({ ...decision.hours, shiftName: names.shift(decision.hours.shift) }, desk.zone, ctx.locale);
  const moves = decision.changes.map(({ person, after }) => `${after === null ? '−' : '+'} ${names.person(person)[ctx.locale]}`);
  return say(
    ctx,
    changedNotice(
      [line, ...moves],
      unreached.map((name) => name[ctx.locale]),
      draft.on.slice(0, 7),
      ctx.locale,
    ),
  );
}
