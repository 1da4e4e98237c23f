import type { DeskId, PersonId } from '../../../core/ids.ts';
import type { Instant } from '../../../core/time.ts';
import { type Policy, shiftsOn } from '../../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../../runtime/context.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { datesOf, loadDays, parseMonth } from '../../calendar/index.ts';
import { contactsOf, type Desk, findDesk, leadsOf, loadDesk, membersOf, membersOver, policyFor, tell } from '../../people/index.ts';
import { dayDeadline, dayReminder, monthDeadline, reminderMoments } from '../deadline.ts';
import { dayWords } from '../duty-line.ts';
import { loadWorld } from '../handle-world.ts';
import { showProposal } from '../import/handle.ts';
import { shiftNamesIn } from '../plan.ts';
import { plannersOn } from '../planner.ts';
import { ledDesk, notLead } from '../publish/handle.ts';
import { press } from '../publish/views.ts';
import { hasDutyOn, loadPublished, loadRotations } from '../store.ts';
import { notices } from '../views.ts';
import { type Draft, draftDuties } from './draft.ts';
import { emptyDraft, noRotation, problemsNotice, unpublishedCard } from './views.ts';

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

/** `排班 [班组] [月]`: a month from the rotation, shown with its publish button. Without a month: the first that is not published. */
export async function openDraft(ctx: PersonCtx, typedWords: string): Promise<Reply> {
  const meant = await findDesk(ctx, typedWords, 'lead');
  if (meant.kind === 'none') {
    const own = await findDesk(ctx, typedWords);
    return own.kind === 'found' ? notLead(ctx, own.desk) : say(ctx, notices.noDesk(ctx.locale));
  }
  const zone = meant.kind === 'found' ? meant.desk.zone : ctx.orgZone;
  const month = parseMonth(meant.rest, ctx.now.toZonedDateTimeISO(zone).toPlainDate());
  if (month === null) return say(ctx, notices.badMonth(meant.rest, ctx.locale));
  const said = meant.rest.trim() === '' ? null : month.toString();
  if (meant.kind === 'several') {
    return say(
      ctx,
      notices.whichDesk(
        meant.desks,
        (desk) => press('roster.draft', desk.name[ctx.locale], { desk: desk.id, ...(said === null ? {} : { month: said }) }),
        ctx.locale,
      ),
    );
  }
  return draftMonth(ctx, meant.desk, said);
}

export async function draftFor(ctx: PersonCtx, deskId: DeskId, month: string | null): Promise<Reply> {
  const desk = await ledDesk(ctx, deskId);
  if (desk !== null) return draftMonth(ctx, desk, month);
  const other = await loadDesk(ctx, deskId);
  return other === null ? say(ctx, notices.gone(ctx.locale)) : notLead(ctx, other);
}

async function draftMonth(ctx: PersonCtx, desk: Desk, said: string | null): Promise<Reply> {
  const rotations = await loadRotations(ctx, desk.id);
  if (rotations.length === 0) return say(ctx, noRotation(desk, ctx.locale));
  const month = said ?? (await firstUnpublished(ctx, desk));
  const draft = await draftFromRotations(ctx, desk, month);
  if (draft.problems.length > 0) return say(ctx, problemsNotice(draft.problems, ctx.locale));
  if (draft.duties.length === 0) return say(ctx, emptyDraft(month, ctx.locale));
  return showProposal(ctx, desk, { month, duties: draft.duties, origin: { kind: 'rotation' } }, []);
}

/** The duties of a month (`YYYY-MM`) as the rotations of the desk give them, and what keeps a rotation from being used. Saves nothing. */
export async function draftFromRotations(ctx: Ctx, desk: Desk, month: string): Promise<Draft> {
  const rotations = await loadRotations(ctx, desk.id);
  const dates = datesOf(month);
  const world = await loadWorld(ctx, desk, dates[0] ?? '', dates.at(-1) ?? '');
  const shifts = shiftNamesIn(world, dates).map((shift) => shift.code);
  const exists = (shift: string, day: { readonly on: string }): boolean =>
    day.on >= (dates[0] ?? '') && shiftsOn(world.policyOn(day.on), day.on, world.days).shifts.some(({ value }) => value.code === shift);
  return draftDuties(rotations, dates, { days: world.days, exists }, await membersOf(ctx, desk.id), shifts);
}

/** This month or the first after it that has no published roster. */
async function firstUnpublished(ctx: Ctx, desk: Desk): Promise<string> {
  let month = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toPlainYearMonth();
  for (let ahead = 0; ahead < 3; ahead += 1) {
    if ((await loadPublished(ctx, desk.id, month.toString())) === null) break;
    month = month.add({ months: 1 });
  }
  return month.toString();
}

/** Lays out the reminders of publication deadlines that lie in the window. */
export async function planDeadlines(ctx: Ctx, deskId: DeskId, from: Instant, to: Instant): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return;
  const today = from.toZonedDateTimeISO(desk.zone).toPlainDate();
  const inside = (at: Instant): boolean => at.epochMilliseconds >= from.epochMilliseconds && at.epochMilliseconds < to.epochMilliseconds;
  for (let ahead = 0; ahead <= 2; ahead += 1) {
    const month = today.toPlainYearMonth().add({ months: ahead });
    const rule = await ruleOn(ctx, desk, month.toPlainDate({ day: 1 }).toString());
    const deadline = rule === null ? null : monthDeadline(rule.value, month.toString(), desk.zone);
    if (deadline === null) continue;
    for (const { at, overdue } of reminderMoments(deadline, desk.zone)) {
      if (inside(at))
        ctx.unit.due({
          kind: publishByKind,
          key: `${desk.id}:${month}:${at}`,
          at,
          desk: desk.id,
          payload: { month: month.toString(), day: null, overdue },
        });
    }
  }
  for (let days = 0; days <= 3; days += 1) {
    const on = today.add({ days }).toString();
    const rule = await ruleOn(ctx, desk, on);
    const at = dayReminder(on, desk.zone);
    if (rule?.value.kind === 'before-duty-day' && inside(at))
      ctx.unit.due({
        kind: publishByKind,
        key: `${desk.id}:${on}`,
        at,
        desk: desk.id,
        payload: { month: on.slice(0, 7), day: on, overdue: false },
      });
  }
}

export const publishByKind = 'roster.publish-by';

/** The rule that gives a deadline for publishing the roster of a day; null: none does. */
export async function ruleOn(ctx: Ctx, desk: Desk, on: string): Promise<Policy['publishBy']> {
  const rule = (await policyFor(ctx, desk, on)).publishBy;
  return rule === null || rule.reaction === 'off' ? null : rule;
}

/** Due: whoever makes the roster hears that it is not published, unless it is. */
export async function remindToPublish(
  ctx: Ctx,
  deskId: DeskId,
  what: { month: string; day: string | null; overdue: boolean },
): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return;
  const on = what.day ?? `${what.month}-01`;
  const rule = await ruleOn(ctx, desk, on);
  if (rule === null || (await isSettled(ctx, desk, what))) return;
  const deadline = what.day === null ? monthDeadline(rule.value, what.month, desk.zone) : dayDeadline(what.day, desk.zone);
  if (deadline === null) return;
  const hasRotation = (await loadRotations(ctx, desk.id)).length > 0;
  const contacts = await contactsOf(ctx, await compilersOf(ctx, desk, on));
  const day = what.day === null ? null : dayWords(what.day);
  tell(ctx, contacts.values(), (locale) => ({
    view: unpublishedCard({ desk, month: what.month, day, deadline, overdue: what.overdue, cites: rule.cites, hasRotation }, locale),
  }));
  ctx.unit.audit({
    action: 'roster.publish-by',
    desk: desk.id,
    detail: { ...what, told: [...contacts.keys()], rules: rule.cites.map((cite) => cite.rule) },
  });
}

async function isSettled(ctx: Ctx, desk: Desk, what: { month: string; day: string | null }): Promise<boolean> {
  if (what.day === null) return (await loadPublished(ctx, desk.id, what.month)) !== null;
  if (await hasDutyOn(ctx, desk.id, what.day)) return true;
  const world = await loadWorld(ctx, desk, what.day, what.day);
  // A day without a shift has nothing to publish; on an unknown day a shift may exist.
  const { shifts, unknown } = shiftsOn(world.policyOn(what.day), what.day, world.days);
  return shifts.length === 0 && !unknown;
}

/** Who holds a role that makes the roster, on the desk or above it; where the regulation names none or nobody has it, the leads. */
export async function compilersOf(ctx: Ctx, desk: Desk, on: string): Promise<readonly PersonId[]> {
  const policy = await policyFor(ctx, desk, on);
  const roles = plannersOn({ policyOn: () => policy, days: await loadDays(ctx, desk) }, 'compile', on);
  const compilers = (await membersOver(ctx, desk))
    .filter((member) => member.roles.some((role) => roles.includes(role)))
    .map((member) => member.person);
  return compilers.length > 0 ? compilers : leadsOf(ctx, desk.id);
}
