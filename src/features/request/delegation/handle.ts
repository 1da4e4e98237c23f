import type { Words } from '../../../core/locale.ts';
import type { PersonCtx } from '../../../runtime/context.ts';
import type { MentionedUser } from '../../../runtime/intent.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { contactsOf, type Desk, desksOf, findMembers, mayLead, tell } from '../../people/index.ts';
import { notice } from '../card/notices.ts';
import type { Holder } from '../decide/approvers.ts';
import { standIns } from '../decide/stand-ins.ts';
import { say } from '../handle-form.ts';
import { readSaid } from '../said-read.ts';
import { endDelegation, loadDelegationsOf, loadNames, loadSurroundings, saveDelegation } from '../store-directory.ts';
import { delegationCard, delegationForm, type NamedDelegation, periodOf } from './views.ts';

interface Around {
  readonly desk: Desk;
  readonly holders: readonly Holder[];
  readonly people: readonly string[];
}

/** Who could stand in for the actor; null: they stand on no desk. */
async function around(ctx: PersonCtx): Promise<Around | null> {
  const desks = await desksOf(ctx, ctx.actor.person);
  const desk = desks.find((one) => mayLead(ctx.actor, one)) ?? desks[0];
  if (desk === undefined) return null;
  const { holders } = await loadSurroundings(ctx, desk.id, [ctx.actor.person], []);
  const line = new Set(desks.flatMap((one) => one.lineage));
  return { desk, holders, people: standIns(holders, line, ctx.actor.person) };
}

const nowhere = (ctx: PersonCtx): Reply =>
  say(ctx, notice('warn', ctx.locale === 'zh' ? '你还不在任何班组里' : 'You do not stand on any desk yet'));

async function card(ctx: PersonCtx, desk: Desk, said: Words | null, more: readonly NamedDelegation[] = [], without: string | null = null) {
  const given = (await loadDelegationsOf(ctx, ctx.actor.person, ctx.now)).filter((one) => one.id !== without);
  const names = await loadNames(
    ctx,
    given.flatMap((one) => [one.from, one.to]),
  );
  const name = (person: string): Words => names.get(person) ?? { zh: '?', en: '?' };
  const all = given.map(
    (one): NamedDelegation => ({
      id: one.id,
      from: name(one.from),
      to: name(one.to),
      mine: one.from === ctx.actor.person,
      startsAt: one.startsAt,
      endsAt: one.endsAt,
    }),
  );
  return delegationCard([...all, ...more], desk.zone, said, ctx.locale);
}

/** `委托 @x [期间]` · `delegate @x [period]`: without words what holds now. */
export async function delegate(ctx: PersonCtx, text: string, mentions: readonly MentionedUser[]): Promise<Reply> {
  const near = await around(ctx);
  if (near === null) return nowhere(ctx);
  if (text.trim() === '') return say(ctx, await card(ctx, near.desk, null));
  const now = ctx.now.toZonedDateTimeISO(near.desk.zone);
  const said = readSaid(text, { now, kinds: [], shifts: [], mentions, locale: ctx.locale });
  const span = said.spans[0];
  const names = said.people.length > 0 ? '' : said.rest;
  const found = (
    await Promise.all(
      [...new Set(near.holders.map((holder) => holder.desk))].map((desk) =>
        findMembers(
          ctx,
          desk,
          names,
          mentions.filter((mention) => said.people.includes(mention.token)),
        ),
      ),
    )
  ).flatMap((one) => one.found);
  const people = [...new Set(found.map((member) => member.person))];
  const [to, ...others] = people;
  const typed = {
    ...(to === undefined ? {} : { to }),
    ...(span === undefined ? {} : { from: span.from.toString(), until: span.until.toString() }),
  };
  const clear = others.length === 0 && to !== undefined && said.unclear.length === 0 && said.bad.length === 0 && said.spans.length <= 1;
  return clear ? save(ctx, near, { to, from: typed.from ?? '', until: typed.until ?? '' }) : openFormWith(ctx, near, typed);
}

function openFormWith(ctx: PersonCtx, near: Around, typed: Readonly<Record<string, string>>): Reply {
  const name = (person: string): string => near.holders.find((holder) => holder.person === person)?.name[ctx.locale] ?? '?';
  const people = near.people.map((person) => ({ value: person, label: name(person) }));
  if (people.length === 0) return say(ctx, nobody(ctx));
  return { kind: 'form', locale: ctx.locale, form: delegationForm(people, typed, ctx.locale) };
}

const nobody = (ctx: PersonCtx) =>
  notice('info', ctx.locale === 'zh' ? '没有可以委托的人' : 'There is nobody to hand it to', [
    ctx.locale === 'zh' ? '可以委托给带班的人,或同职级的同事。' : 'It can be another lead, or a colleague of the same rank.',
  ]);

export async function openDelegation(ctx: PersonCtx): Promise<Reply> {
  const near = await around(ctx);
  return near === null ? nowhere(ctx) : openFormWith(ctx, near, {});
}

/** The form was sent. */
export async function submitDelegation(
  ctx: PersonCtx,
  values: { readonly to: string; readonly from: string; readonly until: string },
): Promise<Reply> {
  const near = await around(ctx);
  return near === null ? nowhere(ctx) : save(ctx, near, values);
}

async function save(
  ctx: PersonCtx,
  near: Around,
  given: { readonly to: string; readonly from: string; readonly until: string },
): Promise<Reply> {
  const { to } = given;
  const holder = near.holders.find((one) => one.person === to);
  const typed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const invalid = (errors: Record<string, string>): Reply => {
    const reply = openFormWith(ctx, near, typed);
    return reply.kind === 'form' ? { kind: 'invalid', locale: ctx.locale, form: reply.form, errors } : reply;
  };
  if (holder === undefined || !near.people.includes(to))
    return invalid({
      to: ctx.locale === 'zh' ? '只能委托给带班的人,或同职级的同事' : 'It has to be another lead, or a colleague of the same rank',
    });
  const today = ctx.now.toZonedDateTimeISO(near.desk.zone).toPlainDate();
  const period = periodOf(given.from, given.until, today, near.desk.zone);
  if (period === 'backwards') return invalid({ until: ctx.locale === 'zh' ? '结束在开始之前' : 'The end is before the start' });
  const row = { from: ctx.actor.person, to, startsAt: period?.startsAt ?? null, endsAt: period?.endsAt ?? null };
  const id = saveDelegation(ctx, row);
  ctx.unit.audit({
    action: 'request.delegate',
    person: ctx.actor.person,
    desk: near.desk.id,
    subject: id,
    detail: { to, from: row.startsAt?.toString() ?? null, until: row.endsAt?.toString() ?? null },
  });
  const [own, contacts] = await Promise.all([loadNames(ctx, [ctx.actor.person]), contactsOf(ctx, [to])]);
  const named: NamedDelegation = {
    id,
    from: own.get(ctx.actor.person) ?? { zh: ctx.actor.name, en: ctx.actor.name },
    to: holder.name,
    mine: true,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
  };
  tell(ctx, contacts.values(), (locale) => ({
    view: delegationCard(
      [{ ...named, mine: false }],
      near.desk.zone,
      { zh: `${named.from.zh}委托你审批`, en: `${named.from.en} hands approvals to you` },
      locale,
    ),
  }));
  const said = { zh: `已委托 ${holder.name.zh}`, en: `${holder.name.en} decides for you` };
  return say(ctx, await card(ctx, near.desk, said, [named]));
}

export async function endGiven(ctx: PersonCtx, id: string): Promise<Reply> {
  const near = await around(ctx);
  if (near === null) return nowhere(ctx);
  const own = (await loadDelegationsOf(ctx, ctx.actor.person, ctx.now)).some((one) => one.id === id && one.from === ctx.actor.person);
  if (!own) return say(ctx, await card(ctx, near.desk, { zh: '这份委托已经不在了', en: 'This is not handed over any more' }));
  endDelegation(ctx, id, ctx.actor.person);
  ctx.unit.audit({ action: 'request.delegate-end', person: ctx.actor.person, desk: near.desk.id, subject: id, detail: {} });
  return {
    kind: 'replace',
    locale: ctx.locale,
    view: await card(ctx, near.desk, { zh: '已收回', en: 'Taken back' }, [], id),
  };
}
