import { formatMoment, formatTime } from '../../../core/format.ts';
import type { DeskId } from '../../../core/ids.ts';
import { type DueList, drawSample } from '../../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../../runtime/context.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { contactsOf, type Desk, leadsOf, loadDesk, mayLead, membersOf, policyFor, roleHolders, tell } from '../../people/index.ts';
import { recountDays } from '../corrections/handle-recount.ts';
import { loadDuties, loadLeaves, stretchOf } from '../month/store.ts';
import { seedOf } from './handle-build.ts';
import { type ProxyDraft, proxyForm } from './proxy-form.ts';
import { loadPunch, loadPunchesOn, saveProxy } from './store.ts';
import { type InspectedPunch, suspiciousOf } from './suspicious.ts';
import { listText as text } from './text.ts';
import { inspectCard, plainNotice } from './views.ts';

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

/** Days of punches that are looked through, and that can be marked. */
const daysBack = 7;

async function recent(ctx: Ctx, desk: Desk) {
  const today = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate();
  const from = today.subtract({ days: daysBack });
  const punches = await loadPunchesOn(ctx, desk.id, from.toZonedDateTime(desk.zone).toInstant(), ctx.now.add({ seconds: 1 }));
  const people = [...new Set(punches.map((punch) => punch.person))];
  const stretch = stretchOf(from.toString(), today.toString());
  const members = await membersOf(ctx, desk.id);
  const [duties, leaves] = await Promise.all([
    loadDuties(ctx, [...new Set([...people, ...members.map((member) => member.person)])], stretch),
    loadLeaves(ctx, people, stretch),
  ]);
  const contacts = await contactsOf(ctx, people);
  const nameOf = (person: string) =>
    contacts.get(person)?.name ?? members.find((one) => one.person === person)?.name ?? { zh: '?', en: '?' };
  return { today: today.toString(), punches, members, duties, leaves, nameOf };
}

/** A random check: people with a duty or a punch today are drawn; punches of the last days that look wrong are listed with them. */
export async function sendInspection(ctx: Ctx, desk: Desk, list: DueList, on: string): Promise<void> {
  const known = await recent(ctx, desk);
  const todays = known.punches.filter((punch) => isOn(punch, on, desk));
  const onDuty = [...known.duties].filter(([, own]) => own.some((duty) => duty.dutyOn === on)).map(([person]) => person);
  const drawn = drawSample(
    [...onDuty, ...todays.map((punch) => punch.person)],
    list.sample ?? 0,
    `${seedOf(ctx, desk)} ${list.entry} ${on}`,
  );
  const card = inspectionOf(known, desk, drawn, on, list.cites);
  const named = await roleHolders(ctx, desk, list.by);
  const people = named.length > 0 ? named : await leadsOf(ctx, desk.id);
  const contacts = await contactsOf(ctx, people);
  tell(ctx, contacts.values(), (locale) => ({ view: inspectCard(card, locale) }));
  ctx.unit.audit({ action: 'attendance.inspect', desk: desk.id, subject: list.entry, detail: { on, drawn, told: people } });
}

const isOn = (punch: InspectedPunch, on: string, desk: Desk): boolean =>
  punch.at.toZonedDateTimeISO(desk.zone).toPlainDate().toString() === on;

function inspectionOf(
  known: Awaited<ReturnType<typeof recent>>,
  desk: Desk,
  drawn: readonly string[],
  on: string,
  cites: DueList['cites'],
) {
  return {
    title: text.title(text.titles['inspect:proxy-punch'], desk.name),
    desk: desk.id,
    zone: desk.zone,
    cites,
    drawn: drawn.map((person) => ({
      name: known.nameOf(person),
      duties: (known.duties.get(person) ?? [])
        .filter((duty) => duty.dutyOn === on)
        .flatMap((duty) => duty.parts.map((part) => ({ startsAt: part.start, endsAt: part.end }))),
      punches: known.punches.filter((punch) => punch.person === person && isOn(punch, on, desk)),
    })),
    suspicious: suspiciousOf(known.punches, known.duties, known.leaves).map(({ punch, why }) => ({
      name: known.nameOf(punch.person),
      at: punch.at,
      kind: punch.kind,
      why,
    })),
  };
}

async function inspected(ctx: PersonCtx, deskId: DeskId): Promise<Desk | Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return say(ctx, plainNotice('error', text.noDesk, null, ctx.locale));
  if (mayLead(ctx.actor, desk)) return desk;
  const policy = await policyFor(ctx, desk, ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString());
  const roles = policy.lists.flatMap(({ value }) => (value.do === 'inspect:proxy-punch' ? (value.by ?? []) : []));
  return (await roleHolders(ctx, desk, roles)).includes(ctx.actor.person)
    ? desk
    : say(ctx, plainNotice('error', text.proxy.notLead, null, ctx.locale));
}

/** `查代打卡 [班组]`: the punches of the last days that look wrong, without a draw. */
export async function showSuspicious(ctx: PersonCtx, deskId: DeskId): Promise<Reply> {
  const desk = await inspected(ctx, deskId);
  if ('kind' in desk) return desk;
  const known = await recent(ctx, desk);
  const policy = await policyFor(ctx, desk, known.today);
  return say(ctx, inspectCard(inspectionOf(known, desk, [], known.today, policy.presence.proxyPunch?.cites ?? []), ctx.locale));
}

/** The form that marks a punch. */
export async function openProxy(ctx: PersonCtx, deskId: DeskId): Promise<Reply> {
  const desk = await inspected(ctx, deskId);
  if ('kind' in desk) return desk;
  const form = await formFor(ctx, desk, { punch: null, by: null, asked: null });
  return form === null ? say(ctx, plainNotice('info', text.proxy.nobody, null, ctx.locale)) : { kind: 'form', locale: ctx.locale, form };
}

async function formFor(ctx: PersonCtx, desk: Desk, draft: ProxyDraft) {
  const known = await recent(ctx, desk);
  const open = known.punches.filter((punch) => punch.proxyBy === null && punch.person !== ctx.actor.person).reverse();
  if (open.length === 0) return null;
  const label = (punch: InspectedPunch): string =>
    `${known.nameOf(punch.person)[ctx.locale]} ${formatMoment(punch.at, desk.zone, ctx.locale)} ${text.inspect.kinds[punch.kind][ctx.locale]}`;
  return proxyForm(
    desk.id,
    open.map((punch) => ({ value: punch.id, label: label(punch) })),
    known.members.map((member) => ({ value: member.person, label: member.name[ctx.locale] })),
    draft,
    ctx.locale,
  );
}

/** Marks the punch: it proves nothing from then on, and the days of both are counted anew. */
export async function markProxy(ctx: PersonCtx, deskId: DeskId, draft: { punch: string; by: string; asked: 'yes' | 'no' }): Promise<Reply> {
  const desk = await inspected(ctx, deskId);
  if ('kind' in desk) return desk;
  const punch = await loadPunch(ctx, draft.punch);
  const wrong = async (field: string, words: { zh: string; en: string }): Promise<Reply> => {
    const form = await formFor(ctx, desk, draft);
    if (form === null) return say(ctx, plainNotice('error', words, null, ctx.locale));
    return { kind: 'invalid', locale: ctx.locale, form, errors: { [field]: words[ctx.locale] } };
  };
  if (punch === null || punch.desk !== desk.id) return wrong('punch', text.proxy.gone);
  if (punch.proxyBy !== null) return say(ctx, plainNotice('info', text.proxy.already, null, ctx.locale));
  if (punch.person === ctx.actor.person) return wrong('punch', text.proxy.own);
  if (punch.person === draft.by) return wrong('by', text.proxy.same);
  saveProxy(ctx.unit, punch.id, { by: draft.by, asked: draft.asked === 'yes', foundBy: ctx.actor.person });
  const on = punch.at.toZonedDateTimeISO(desk.zone).toPlainDate();
  // A punch after midnight may belong to the duty of the day before.
  const days = { from: on.subtract({ days: 1 }).toString(), until: on.toString(), cause: 'proxy' as const };
  recountDays(ctx, desk, { person: punch.person, ...days });
  recountDays(ctx, desk, { person: draft.by, ...days });
  ctx.unit.audit({
    action: 'attendance.proxy',
    person: ctx.actor.person,
    desk: desk.id,
    subject: punch.id,
    detail: { owner: punch.person, by: draft.by, asked: draft.asked === 'yes' },
  });
  const contacts = await contactsOf(ctx, [punch.person]);
  const name = contacts.get(punch.person)?.name ?? { zh: '?', en: '?' };
  return say(ctx, plainNotice('ok', text.proxy.saved(name, formatTime(punch.at, desk.zone)), null, ctx.locale));
}
