import type { DeskId } from '../../../core/ids.ts';
import { ok, type Result } from '../../../core/result.ts';
import type { Ctx, PersonCtx } from '../../../runtime/context.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { type Desk, findDesk, loadDesk, mayLead, membersOf, rolesOver } from '../../people/index.ts';
import { dutyLine } from '../duty-line.ts';
import { carryOut, type Edited, loadEditFacts } from '../edit/handle.ts';
import { loadWorld, namesFor } from '../handle-world.ts';
import { shiftNamesIn } from '../plan.ts';
import { notLead } from '../publish/handle.ts';
import { press } from '../publish/views.ts';
import { loadPublished } from '../store.ts';
import { notices } from '../views.ts';
import { parseWhen } from '../when.ts';
import type { ChangeRefusal, ShiftChange } from './change.ts';
import { type ChangeFacts, decideChange } from './decide.ts';
import { type ChangeDraft, changedNotice, changeErrors, changeForm } from './views.ts';

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

async function loadChangeFacts(ctx: Ctx, desk: Desk, change: ShiftChange, roles: readonly string[]): Promise<ChangeFacts> {
  const people = [change.out, change.in].filter((person) => person !== null);
  const [facts, published] = await Promise.all([
    loadEditFacts(ctx, desk, [change.on], people),
    loadPublished(ctx, desk.id, change.on.slice(0, 7)),
  ]);
  return { ...facts, published, planning: { roles, holders: facts.holders }, newSlot: ctx.newId() };
}

/**
 * Changes one shift of a published roster with all its checks, tells those it touches and plans anew. `by` is whoever decides, with
 * the roles they hold on the desk and above it.
 */
async function changeRoster(
  ctx: Ctx,
  desk: Desk,
  change: ShiftChange,
  by: { readonly person: string; readonly roles: readonly string[] },
): Promise<Result<Edited, ChangeRefusal>> {
  const facts = await loadChangeFacts(ctx, desk, change, by.roles);
  const decided = decideChange(change, facts);
  if (!decided.ok) return decided;
  const order = { by: by.person, reason: change.reason, cause: null };
  return ok({ decision: decided.value, unreached: await carryOut(ctx, desk, decided.value, facts, order) });
}

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
  return {
    kind: 'form',
    locale: ctx.locale,
    form: await form(ctx, desk, { on, shift: '', out: '', in: '', position: '', reason: '' }, null),
  };
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
  const change: ShiftChange = {
    on: draft.on,
    shift: draft.shift,
    out: none(draft.out),
    in: none(draft.in),
    position: none(draft.position),
    reason: none(draft.reason),
  };
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
  const line = decision.slots.map(({ slot }) => dutyLine({ ...slot, shiftName: names.shift(slot.shift) }, desk.zone, ctx.locale)).join('');
  const moves = decision.changes.map(({ person, before, after }) => {
    const where = after === null || after.position === null ? '' : ` · ${after.position}`;
    return `${after === null ? '−' : before === null ? '+' : '→'} ${names.person(person)[ctx.locale]}${where}`;
  });
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
