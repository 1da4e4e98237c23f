import { formatMoment } from '../../../core/format.ts';
import type { DeskId } from '../../../core/ids.ts';
import { type Instant, Temporal } from '../../../core/time.ts';
import type { DueList } from '../../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../../runtime/context.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { contactsOf, type Desk, leadsOf, loadDesk, mayLead, policyFor, roleHolders, tell } from '../../people/index.ts';
import { whenCalendar } from '../corrections/handle-hours.ts';
import type { Cycle } from '../month/cycle.ts';
import { countDesks, partOf } from '../month/handle.ts';
import { splitHours } from '../month/hours.ts';
import { cycleCloses } from './closing.ts';
import { listWord } from './content.ts';
import { buildList, type ListAsked, listsOn, movedHere, selfCheck } from './handle-build.ts';
import { sendInspection } from './handle-proxy.ts';
import { formerDesk } from './handle-recipients.ts';
import { listText as text } from './text.ts';
import { correctAction, listCard, mineAction, plainNotice, sheetCard, soonCard } from './views.ts';

/** When nothing can be claimed for a cycle of the desk any more. */
export async function closingOf(ctx: Ctx, desk: Desk, cycle: Cycle): Promise<Instant> {
  const [policy, calendar] = await Promise.all([policyFor(ctx, desk, cycle.until), whenCalendar(ctx, desk, cycle.until)]);
  return cycleCloses(policy, cycle, calendar);
}

export const listKind = 'attendance.list';
export const soonKind = 'attendance.list-soon';

/** How long before a list is due whoever hands it in hears what is missing. */
const soonHours = 24;

/** Lays out the lists that are due in the window, and a day before each what is still missing. */
export async function planLists(ctx: Ctx, deskId: DeskId, from: Instant, to: Instant): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null || desk.adoptions.length === 0) return;
  const day = (at: Instant): Temporal.PlainDate => at.toZonedDateTimeISO(desk.zone).toPlainDate();
  const last = day(to.add({ hours: soonHours }));
  const within = (at: Instant): boolean => at.epochMilliseconds >= from.epochMilliseconds && at.epochMilliseconds < to.epochMilliseconds;
  for (let on = day(from); Temporal.PlainDate.compare(on, last) <= 0; on = on.add({ days: 1 })) {
    for (const list of await listsOn(ctx, desk, on.toString())) {
      const key = `${desk.id}:${list.entry}:${list.at}`;
      const payload = { entry: list.entry, on: on.toString() };
      if (within(list.at)) ctx.unit.due({ kind: listKind, key, at: list.at, desk: desk.id, payload });
      const soon = list.at.subtract({ hours: soonHours });
      if (list.by.length > 0 && list.range !== null && within(soon))
        ctx.unit.due({ kind: soonKind, key, at: soon, desk: desk.id, payload });
    }
  }
}

/** The list as the rules have it now; null where they were changed since it was planned. */
async function dueList(ctx: Ctx, desk: Desk, entry: string, on: string, at: Instant): Promise<DueList | null> {
  return (await listsOn(ctx, desk, on)).find((list) => list.entry === entry && list.at.equals(at)) ?? null;
}

const askedOf = (list: DueList, on: string): ListAsked => ({
  do: list.do,
  from: list.cut === null ? (list.range?.from ?? on) : earlier(list.range?.from ?? on, list.cut.start),
  until: list.range?.until ?? on,
  cut: list.cut,
});

/** A cut may reach back before the first day of the range. */
const earlier = (from: string, start: Instant): string => {
  const day = start.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 1 }).toString();
  return day < from ? day : from;
};

const turnOf =
  (desk: Desk, asked: ListAsked) =>
  (page: number): Readonly<Record<string, string>> => ({
    desk: desk.id,
    do: asked.do ?? 'report',
    from: asked.from,
    until: asked.until,
    page: String(page),
    ...(asked.cut === null ? {} : { start: asked.cut.start.toString(), end: asked.cut.end.toString() }),
  });

/** Due a day before: whoever hands the list in hears what is missing, if anything is. */
export async function warnOfList(ctx: Ctx, deskId: DeskId, what: { entry: string; on: string }, dueAt: Instant): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  const list = desk === null ? null : await dueList(ctx, desk, what.entry, what.on, dueAt.add({ hours: soonHours }));
  if (desk === null || list === null) return;
  const content = await buildList(ctx, desk, askedOf(list, what.on));
  if (content.gaps.length === 0) return;
  const contacts = await contactsOf(ctx, await roleHolders(ctx, desk, list.by));
  const moment = { zh: formatMoment(list.at, desk.zone, 'zh'), en: formatMoment(list.at, desk.zone, 'en') };
  tell(ctx, contacts.values(), (locale) => ({ view: soonCard(content, content.title, moment, locale), until: list.at }));
}

/** Due: the list goes to whom the rules name, with what is still missing; whoever hands it in gets a copy. */
export async function sendList(ctx: Ctx, deskId: DeskId, what: { entry: string; on: string }, dueAt: Instant): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  const list = desk === null ? null : await dueList(ctx, desk, what.entry, what.on, dueAt);
  if (desk === null || list === null) return;
  if (list.do === 'inspect:proxy-punch') return sendInspection(ctx, desk, list, what.on);
  const asked = askedOf(list, what.on);
  const content = await buildList(ctx, desk, asked);
  const named = await roleHolders(ctx, desk, [...list.to, ...list.next, ...list.by]);
  const people = named.length > 0 ? named : await leadsOf(ctx, desk.id);
  const contacts = await contactsOf(ctx, people);
  tell(ctx, contacts.values(), (locale) => ({ view: listCard(content, 0, turnOf(desk, asked), locale) }));
  if (list.do === 'send:attendance-summary') await sendSelfChecks(ctx, desk, asked);
  ctx.unit.audit({
    action: 'attendance.list',
    desk: desk.id,
    subject: list.entry,
    detail: { do: list.do, from: asked.from, until: asked.until, rows: content.rows.length, missing: content.gaps.length, told: people },
  });
}

/** Each with exceptions gets their own sheet to check; a former desk of somebody who moved gets its part. */
async function sendSelfChecks(ctx: Ctx, desk: Desk, asked: ListAsked): Promise<void> {
  const policy = await policyFor(ctx, desk, asked.until);
  const counting = await countDesks(ctx, [desk], asked.from, asked.until);
  const rule = selfCheck(policy);
  if (rule !== null) {
    const own = new Set([desk.id]);
    const odd = counting.people
      .map(({ person, attendance }) => ({ person, attendance: partOf(attendance, own) }))
      .filter(({ attendance }) =>
        attendance.facts.some((fact) => rule.exceptions.length === 0 || rule.exceptions.includes(listWord(fact))),
      );
    const contacts = await contactsOf(
      ctx,
      odd.map(({ person }) => person.person),
    );
    tell(ctx, contacts.values(), (locale, contact) => {
      const mine = odd.find(({ person }) => person.person === contact.person);
      const facts = (mine?.attendance.facts ?? []).map((fact) => ({
        fact,
        shift: counting.policyOf(fact.desk, fact.on).shifts.find(({ value }) => value.code === fact.shift)?.value.name ?? null,
      }));
      const hours = splitHours(mine?.attendance.days ?? []);
      const sheet = { title: text.selfCheck, hours, facts, intro: text.selfCheckWhy, cites: rule.cites };
      return { view: sheetCard(sheet, locale, [correctAction(locale), mineAction(locale)]) };
    });
  }
  for (const code of new Set(movedHere(policy, counting).map(({ former }) => former))) {
    const former = await formerDesk(ctx, code);
    if (former === null || former.id === desk.id) continue;
    const content = await buildList(ctx, former, asked);
    const contacts = await contactsOf(ctx, await leadsOf(ctx, former.id));
    tell(ctx, contacts.values(), (locale) => ({ view: listCard(content, 0, turnOf(former, asked), locale) }));
  }
}

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

/** Whether somebody may see a list of a desk: who leads it, and the roles its rules send lists to. */
export async function maySee(ctx: PersonCtx, desk: Desk): Promise<boolean> {
  if (mayLead(ctx.actor, desk)) return true;
  const policy = await policyFor(ctx, desk, ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString());
  const roles = policy.lists.flatMap(({ value }) => [...(value.to ?? []), ...(value.then ?? []), ...(value.by ?? [])]);
  return (await roleHolders(ctx, desk, [...new Set(roles)])).includes(ctx.actor.person);
}

/** Another page of a list. */
export async function turnList(ctx: PersonCtx, deskId: DeskId, asked: ListAsked, page: number): Promise<Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null || !(await maySee(ctx, desk))) return say(ctx, plainNotice('error', text.notYours, text.notYoursWhy, ctx.locale));
  const content = await buildList(ctx, desk, asked);
  return { kind: 'replace', locale: ctx.locale, view: listCard(content, page, turnOf(desk, asked), ctx.locale) };
}

/** The report of a desk for some days. */
export async function reportOf(ctx: PersonCtx, desk: Desk, from: string, until: string): Promise<Reply> {
  const asked: ListAsked = { do: null, from, until, cut: null };
  const content = await buildList(ctx, desk, asked);
  return say(ctx, listCard(content, 0, turnOf(desk, asked), ctx.locale, [mineAction(ctx.locale)]));
}
