import type { DeskId, PersonId } from '../../core/ids.ts';
import { type Instant, instantAt, Temporal } from '../../core/time.ts';
import { restEarned } from '../../policy/entitlement/comp-rest.ts';
import type { Policy } from '../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { MentionedUser } from '../../runtime/intent.ts';
import type { Reply } from '../../runtime/reply.ts';
import {
  contactsOf,
  type Desk,
  findDesk,
  findMembers,
  loadDesk,
  type Member,
  mayLead,
  membersOf,
  membersOver,
  policyFor,
  tell,
} from '../people/index.ts';
import { slotById } from '../roster/index.ts';
import { type Balance, carryOver } from './balance.ts';
import { adjust } from './handle-effect.ts';
import { leaveYear, nextLeaveYear } from './length.ts';
import { leaveTypeName } from './names.ts';
import { accountKind, balanceOn } from './review.ts';
import { loadDone, loadEnding, loadEntries, type StoredEntry, saveOnce } from './store.ts';
import { text } from './text.ts';
import { type AdjustDraft, adjustForm, balanceCard, type NamedBalance, notices } from './views.ts';

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });
const todayAt = (ctx: Ctx, desk: Desk): string => ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString();

/** The leave types of which the rules keep a balance, in their order. */
export function accountsOf(policy: Policy): readonly string[] {
  const types = new Set(policy.entitlements.flatMap((rule) => rule.leaveTypes));
  return [...types].filter((leaveType) => {
    const kind = accountKind(policy, { leaveType, attributes: {}, on: '', facts: {} });
    return kind === 'yearly' || kind === 'earned';
  });
}

const balanceFrom = (
  policy: Policy,
  desk: Desk,
  member: Pick<Member, 'attributes'>,
  account: string,
  entries: readonly StoredEntry[],
  on: string,
) =>
  balanceOn(
    policy,
    {
      leaveType: account,
      attributes: member.attributes,
      facts: {},
      entries: entries.filter((entry) => entry.account === account),
      yearFrom: desk.settings.leave.year_from,
    },
    on,
    null,
  );

/** The balance of one account on a day, by the desk's rules; null where they keep none. Read it under the person's book where something is decided. */
export async function balanceOf(
  ctx: Ctx,
  desk: Desk,
  member: Pick<Member, 'person' | 'attributes'>,
  account: string,
  on: string,
): Promise<Balance | null> {
  const [policy, entries] = await Promise.all([policyFor(ctx, desk, on), loadEntries(ctx, member.person, account)]);
  return balanceFrom(policy, desk, member, account, entries, on);
}

async function balancesOf(ctx: Ctx, desk: Desk, member: Member): Promise<readonly NamedBalance[]> {
  const today = todayAt(ctx, desk);
  const [policy, entries] = await Promise.all([policyFor(ctx, desk, today), loadEntries(ctx, member.person)]);
  return accountsOf(policy).flatMap((account) => {
    const balance = balanceFrom(policy, desk, member, account, entries, today);
    return balance === null ? [] : [{ name: leaveTypeName(account), balance }];
  });
}

/** `余额 [人]`: what is mine; a lead may ask for one of theirs. */
export async function showBalance(ctx: PersonCtx, words: string, mentions: readonly MentionedUser[]): Promise<Reply> {
  const meant = await findDesk(ctx, words);
  if (meant.kind === 'none') return say(ctx, notices.noDesk(ctx.locale));
  const desk = meant.kind === 'found' ? meant.desk : (meant.desks.find((one) => isMine(ctx, one)) ?? meant.desks[0]);
  if (desk === undefined) return say(ctx, notices.noDesk(ctx.locale));
  if (meant.rest.trim() === '' && mentions.length === 0) return show(ctx, desk, ctx.actor.person);
  const people = await findMembers(ctx, desk.id, meant.rest, mentions);
  const [unclear] = people.unclear;
  if (unclear !== undefined) return say(ctx, notices.several(unclear.name, ctx.locale));
  const [found] = people.found;
  if (found === undefined) return say(ctx, notices.nobody(people.unknown.join(' '), ctx.locale));
  return show(ctx, desk, found.person);
}

const isMine = (ctx: PersonCtx, desk: Desk): boolean => ctx.actor.memberships.some((membership) => membership.desk === desk.id);

async function show(ctx: PersonCtx, desk: Desk, person: PersonId): Promise<Reply> {
  const own = person === ctx.actor.person;
  const leads = mayLead(ctx.actor, desk);
  if (!own && !leads) return say(ctx, notices.notLead(ctx.locale));
  const member = (await membersOver(ctx, desk)).find((one) => one.person === person);
  if (member === undefined) return say(ctx, notices.none(desk.name, ctx.locale));
  const balances = await balancesOf(ctx, desk, member);
  const adjustable = leads && !own && balances.length > 0 ? { desk: desk.id, person } : null;
  return say(ctx, balanceCard({ name: member.name, own, desk: desk.name }, balances, adjustable, ctx.locale));
}

interface Target {
  readonly desk: Desk;
  readonly member: Member;
  readonly accounts: readonly { readonly account: string; readonly name: ReturnType<typeof leaveTypeName> }[];
}

/** Whose balance is corrected, where the person may: a lead, and nobody their own. */
async function target(ctx: PersonCtx, deskId: DeskId, person: PersonId): Promise<Target | Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return say(ctx, notices.gone(ctx.locale));
  if (!mayLead(ctx.actor, desk) || person === ctx.actor.person) return say(ctx, notices.notLeadAdjust(ctx.locale));
  const member = (await membersOver(ctx, desk)).find((one) => one.person === person);
  if (member === undefined) return say(ctx, notices.gone(ctx.locale));
  const accounts = accountsOf(await policyFor(ctx, desk, todayAt(ctx, desk))).map((account) => ({ account, name: leaveTypeName(account) }));
  return accounts.length === 0 ? say(ctx, notices.none(desk.name, ctx.locale)) : { desk, member, accounts };
}

export async function openAdjust(ctx: PersonCtx, deskId: DeskId, person: PersonId): Promise<Reply> {
  const found = await target(ctx, deskId, person);
  if ('kind' in found) return found;
  const draft = { account: '', days: '', on: todayAt(ctx, found.desk), reason: '' };
  return { kind: 'form', locale: ctx.locale, form: formFor(ctx, found, draft) };
}

const formFor = (ctx: PersonCtx, { desk, member, accounts }: Target, draft: AdjustDraft) =>
  adjustForm({ desk: desk.id, person: member.person, name: member.name }, accounts, draft, ctx.locale);

/** Corrects a balance; errors stay in the form with what was typed. A balance is never taken below nothing. */
export async function submitAdjust(ctx: PersonCtx, deskId: DeskId, person: PersonId, draft: AdjustDraft): Promise<Reply> {
  const found = await target(ctx, deskId, person);
  if ('kind' in found) return found;
  const { desk, member, accounts } = found;
  const invalid = (errors: Record<string, string>): Reply => ({
    kind: 'invalid',
    locale: ctx.locale,
    form: formFor(ctx, found, draft),
    errors,
  });
  const account = accounts.find((one) => one.account === draft.account);
  const days = Number(draft.days.trim().replace('-', '-').replace(/^\+/, ''));
  const reason = draft.reason.trim();
  if (account === undefined) return invalid({ account: text.gone[ctx.locale] });
  if (!Number.isFinite(days) || days === 0 || !Number.isInteger(days * 2) || Math.abs(days) > 366)
    return invalid({ days: text.badAmount[ctx.locale] });
  if (reason === '') return invalid({ reason: text.needsReason[ctx.locale] });
  const before = await balanceOf(ctx, desk, member, account.account, draft.on);
  if (before !== null && before.left + days < 0) return invalid({ days: text.belowZero(before.left)[ctx.locale] });
  await adjust(ctx, desk, { person, account: account.account, days, on: draft.on, reason, by: ctx.actor.person });
  const left = before === null ? null : before.left + days;
  const contacts = await contactsOf(ctx, [person, ctx.actor.person]);
  const by = contacts.get(ctx.actor.person)?.name ?? { zh: ctx.actor.name, en: ctx.actor.name };
  const told = contacts.get(person);
  if (told !== undefined) tell(ctx, [told], (locale) => ({ view: notices.told(by, account.name, days, left, reason, locale) }));
  return { kind: 'replace', locale: ctx.locale, view: notices.adjusted(member.name, account.name, days, left, ctx.locale) };
}

const date = (at: Instant): Date => new Date(at.epochMilliseconds);
const instantOf = (at: Date): Instant => instantAt(at.getTime());
const startOf = (on: string, desk: Desk): Instant => Temporal.PlainDate.from(on).toZonedDateTime(desk.zone).toInstant();
const dayBefore = (on: string): string => Temporal.PlainDate.from(on).subtract({ days: 1 }).toString();

export const earnKind = 'balance.earn';
export const yearKind = 'balance.year';

/** Time off is earned when a shift ends, and days go over into a new leave year on its first day. */
export async function planBalances(ctx: Ctx, deskId: DeskId, from: Instant, to: Instant): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return;
  const today = todayAt(ctx, desk);
  const policy = await policyFor(ctx, desk, today);
  if (policy.entitlements.some(({ value }) => value.key === 'earned_by')) {
    for (const { slot, ends } of await loadEnding(ctx, deskId, date(from), date(to)))
      ctx.unit.due({ kind: earnKind, key: slot, at: instantOf(ends), desk: deskId, payload: { slot } });
  }
  if (desk.settings.leave.carry_over_days <= 0) return;
  const start = nextLeaveYear(leaveYear(today, desk.settings.leave.year_from));
  const at = startOf(start, desk);
  if (at.epochMilliseconds < to.epochMilliseconds)
    ctx.unit.due({ kind: yearKind, key: `${deskId}:${start}`, at, desk: deskId, payload: { year: start } });
}

/** Everybody whose duty in the shift is done earns what the rules of its day give for it, once. */
export async function earnRest(ctx: Ctx, deskId: DeskId, slotId: string): Promise<void> {
  const [desk, slot] = await Promise.all([loadDesk(ctx, deskId), slotById(ctx, slotId)]);
  if (desk === null || slot === null || slot.endsAt.epochMilliseconds > ctx.now.epochMilliseconds) return;
  const policy = await policyFor(ctx, desk, slot.dutyOn);
  for (const account of accountsOf(policy)) {
    const earned = restEarned(policy, slot.dutyOn, account);
    if (earned === null) continue;
    for (const { person } of await loadDone(ctx, slotId)) {
      saveOnce(ctx, `earned ${account} ${slotId} ${person}`, {
        person,
        account,
        kind: 'earned',
        amount: earned.days,
        on: slot.dutyOn,
        expiresOn: earned.expiresOn,
        desk: deskId,
        source: `duty:${slotId}`,
        rules: earned.cites.map((cite) => cite.rule),
      });
    }
  }
}

/** What is left of the year that ended goes over, as far as the desk lets it. `year`: first day of the new one. */
export async function turnYear(ctx: Ctx, deskId: DeskId, year: string): Promise<void> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return;
  const { carry_over_days: most, carry_over_until: until, year_from: from } = desk.settings.leave;
  const last = dayBefore(year);
  const policy = await policyFor(ctx, desk, last);
  for (const member of await membersOf(ctx, deskId)) {
    const entries = await loadEntries(ctx, member.person);
    for (const account of accountsOf(policy)) {
      const balance = balanceFrom(policy, desk, member, account, entries, last);
      if (balance?.granted == null) continue;
      const days = carryOver(balance, most);
      if (days <= 0) continue;
      const expiresOn =
        until === null
          ? dayBefore(nextLeaveYear(year))
          : until >= from
            ? `${year.slice(0, 4)}-${until}`
            : `${nextLeaveYear(year).slice(0, 4)}-${until}`;
      saveOnce(ctx, `carried ${account} ${year} ${member.person}`, {
        person: member.person,
        account,
        kind: 'carried',
        amount: days,
        on: year,
        expiresOn,
        desk: deskId,
        source: 'carry-over',
        rules: balance.cites.map((cite) => cite.rule),
      });
    }
  }
}
