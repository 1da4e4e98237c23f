import { withColon } from '../../core/format.ts';
import type { Locale } from '../../core/locale.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press } from '../../view/build.ts';
import type { Action, FormValues } from '../../view/view.ts';
import { codeWords, contactsOf, leadsOf, mayLead, tell } from '../people/index.ts';
import { unverified } from './claim.ts';
import { namesOf } from './explain.ts';
import { amendForm, longestRemark, overrideForm, refuseForm } from './forms.ts';
import { becomes, explained, factsOf, refreshCards, say, sidesOf } from './handle-card.ts';
import { asSide, blocked, ended, isRefusal, isReply, mark, save, sideOf, sidesWords, unsigned, worldFor } from './handle-change.ts';
import { early, tooEarly } from './handle-claim.ts';
import { matterItem } from './handle-matters.ts';
import { typedIn } from './handle-press.ts';
import { carryOn, keepRecord } from './handle-seal.ts';
import { ownCard } from './handle-view.ts';
import type { World } from './handle-world.ts';
import { doneStates, type Handover, type Item, isReleasable } from './handover.ts';
import { loadNames } from './store.ts';
import { insertItems, updateHandover } from './store-write.ts';
import { text } from './text.ts';
import { claimText } from './text-claims.ts';
import { outButton, toldCard } from './views.ts';

/** The world for the incoming side that may refuse for a reason of the list. */
async function refusing(ctx: PersonCtx, id: string): Promise<World | Reply> {
  const world = await worldFor(ctx, id);
  if (isReply(world)) return world;
  const side = asSide(ctx, world, ['incoming']);
  if (isRefusal(side)) return explained(ctx, world, side);
  const stop = blocked(world, false) ?? tooEarly(ctx, world);
  if (stop !== null) return explained(ctx, world, early(stop, side));
  if (world.handover.incomingSignedAt !== null) return explained(ctx, world, { code: 'signed', at: world.handover.incomingSignedAt });
  if (world.agenda.protocol.refusals.length === 0) return explained(ctx, world, { code: 'no-refusal' });
  return world;
}

export async function openRefuse(ctx: PersonCtx, id: string): Promise<Reply> {
  const world = await refusing(ctx, id);
  return isReply(world) ? world : { kind: 'form', locale: ctx.locale, form: refuseForm(world.agenda, id, {}, ctx.locale) };
}

/** The incoming side refuses: whoever goes stays responsible and puts it right; those who lead hear of it. */
export async function refuse(ctx: PersonCtx, id: string, values: FormValues): Promise<Reply> {
  const world = await refusing(ctx, id);
  if (isReply(world)) return world;
  const [why, remark] = [typedIn(values, 'why'), typedIn(values, 'remark')];
  const known = world.agenda.protocol.refusals.find(({ value }) => value === why);
  if (known === undefined || remark.length > longestRemark) {
    const form = refuseForm(world.agenda, id, { why, remark }, ctx.locale);
    const errors: Record<string, string> =
      known === undefined ? { why: text.form.notChoice[ctx.locale] } : { remark: text.form.tooLong(longestRemark)[ctx.locale] };
    return { kind: 'invalid', locale: ctx.locale, form, errors };
  }
  const marks = [...world.handover.marks, mark(ctx, 'refused', ctx.actor.person, why, remark)];
  const change = { ...unsigned(world.handover), incoming: ctx.actor.person, refusal: why, marks };
  const saved = await save(ctx, world, change, world.items, 'refused');
  ctx.unit.audit({
    action: 'handover.refused',
    person: ctx.actor.person,
    desk: world.desk.id,
    subject: id,
    detail: { why, rules: known.cites.map(({ rule }) => rule) },
    policyVersion: world.policy.version,
  });
  await tellRefused(ctx, saved, why, remark);
  return say(ctx, notice('ok', text.refusedNow, [{ zh: codeWords(why, 'zh'), en: codeWords(why, 'en') }, text.refusedLead], ctx.locale));
}

async function tellRefused(ctx: PersonCtx, world: World, why: string, remark: string): Promise<void> {
  const { handover, desk } = world;
  const leads = (await leadsOf(ctx, desk.id)).filter((person) => person !== ctx.actor.person && person !== handover.outgoing);
  const contacts = await contactsOf(ctx, [handover.outgoing, ...leads]);
  const name = { zh: ctx.actor.name, en: namesOf([ctx.actor.person], world.names).en };
  const title = text.refusedTo(handover.incoming === ctx.actor.person ? namesOf([ctx.actor.person], world.names) : name);
  tell(ctx, contacts.values(), (locale, { person }) => {
    const goes = person === handover.outgoing;
    const reason = (said: Locale): string => (remark === '' ? codeWords(why, said) : withColon(codeWords(why, said), remark, said));
    const lines = [{ zh: reason('zh'), en: reason('en') }, goes ? text.refusedHelp : text.refusedLead];
    const again: Action[] = goes ? [press('handover.reopen', text.buttons.reopen, { id: handover.id }, locale, 'primary')] : [];
    return { view: toldCard(factsOf(world), title, lines, again, locale, '⚠️') };
  });
}

/** `重新交班` after a refusal: what the incoming side had gone through starts again. */
export async function reopen(ctx: PersonCtx, id: string): Promise<Reply> {
  const world = await worldFor(ctx, id);
  if (isReply(world)) return world;
  const side = asSide(ctx, world, ['outgoing']);
  if (isRefusal(side)) return explained(ctx, world, side);
  if (world.handover.state !== 'refused') return explained(ctx, world, blocked(world, false) ?? { code: 'signed-change' });
  const marks = [...world.handover.marks, mark(ctx, 'reopened', ctx.actor.person, world.handover.refusal ?? '')];
  const saved = await save(ctx, world, { refusal: null, marks }, unverified(world.items));
  return becomes(ctx, ownCard(ctx, saved));
}

/** The world for a lead who may let somebody else go. */
async function releasing(ctx: PersonCtx, id: string): Promise<World | Reply> {
  const world = await worldFor(ctx, id);
  if (isReply(world)) return world;
  if (!mayLead(ctx.actor, world.desk)) return explained(ctx, sideOf(world, ctx.actor.person) === null ? null : world, { code: 'not-lead' });
  const isGone = world.handover.state === 'sealed' && (world.leaver === null || world.leaver.out !== null);
  const over = isReleasable(world.handover) && !isGone ? null : ended(world.handover);
  if (over !== null) return explained(ctx, world, over);
  if (ctx.actor.person === world.handover.outgoing) return explained(ctx, world, { code: 'own-release' });
  return world;
}

export async function openOverride(ctx: PersonCtx, id: string): Promise<Reply> {
  const world = await releasing(ctx, id);
  return isReply(world) ? world : { kind: 'form', locale: ctx.locale, form: overrideForm(id, '', ctx.locale) };
}

/** A lead lets the outgoing person go, with a reason; name, time and reason stay on the card. */
export async function override(ctx: PersonCtx, id: string, values: FormValues): Promise<Reply> {
  const world = await releasing(ctx, id);
  if (isReply(world)) return world;
  const reason = typedIn(values, 'reason');
  if (reason === '' || reason.length > longestRemark) {
    const error = reason === '' ? text.form.needed : text.form.tooLong(longestRemark);
    return { kind: 'invalid', locale: ctx.locale, form: overrideForm(id, reason, ctx.locale), errors: { reason: error[ctx.locale] } };
  }
  const saved = await released(ctx, world, { overrideBy: ctx.actor.person, reason });
  ctx.unit.audit({
    action: 'handover.override',
    person: ctx.actor.person,
    desk: world.desk.id,
    subject: id,
    detail: { reason, outgoing: world.handover.outgoing, state: world.handover.state },
    policyVersion: world.policy.version,
  });
  const name = namesOf([ctx.actor.person], new Map([[ctx.actor.person, { zh: ctx.actor.name, en: ctx.actor.name }], ...world.names]));
  const relief = saved.handover.state === 'overridden' && saved.handover.event === 'shift' ? sidesOf(saved) : [];
  const contacts = await contactsOf(
    ctx,
    [...new Set([world.handover.outgoing, ...relief])].filter((person) => person !== ctx.actor.person),
  );
  const title = claimText.releasedOf(name, namesOf([world.handover.outgoing], world.names));
  tell(ctx, contacts.values(), (locale, { person }) => ({
    view:
      person === world.handover.outgoing
        ? toldCard(factsOf(saved), text.overriddenTo(name), [{ zh: reason, en: reason }], [outButton(locale)], locale)
        : toldCard(
            factsOf(saved),
            title,
            [claimText.releasedRelief],
            [press('handover.amend-open', text.buttons.amend, { id }, locale)],
            locale,
          ),
  }));
  return say(ctx, notice('ok', text.overriddenNow, [namesOf([world.handover.outgoing], world.names), reason], ctx.locale));
}

/** What is signed stays signed: the release only stands beside it. */
async function released(ctx: PersonCtx, world: World, by: Pick<Handover, 'overrideBy' | 'reason'>): Promise<World> {
  const { handover } = world;
  if (handover.state === 'sealed') {
    const marks = [...handover.marks, mark(ctx, 'released', ctx.actor.person, '', by.reason ?? '')];
    const saved = updateHandover(ctx, handover, { ...handover, ...by, marks });
    await refreshCards(ctx, saved);
    return { ...world, handover: saved };
  }
  const names = new Map([
    [ctx.actor.person, { zh: ctx.actor.name, en: ctx.actor.name }],
    ...world.names,
    ...(await loadNames(ctx, [ctx.actor.person])),
  ]);
  const items = await carryOn(ctx, world, handover.incoming ?? ctx.actor.person, ctx.actor.person);
  await keepRecord(ctx, { ...world, handover: { ...handover, ...by }, names }, items, ctx.actor.person);
  return save(ctx, { ...world, names }, { ...by, code: null, codeUntil: null }, items, 'overridden');
}

/** Who may add to what is sealed: both sides and those who lead. */
async function amending(ctx: PersonCtx, id: string): Promise<World | Reply> {
  const world = await worldFor(ctx, id);
  if (isReply(world)) return world;
  if (sideOf(world, ctx.actor.person) === null && !mayLead(ctx.actor, world.desk))
    return explained(ctx, null, { code: 'not-yours', ...sidesWords(world) });
  return doneStates.includes(world.handover.state) ? world : explained(ctx, world, { code: 'unsigned' });
}

export async function openAmend(ctx: PersonCtx, id: string): Promise<Reply> {
  const world = await amending(ctx, id);
  return isReply(world) ? world : { kind: 'form', locale: ctx.locale, form: amendForm(id, '', ctx.locale) };
}

/** A line beside what was signed, with time and name; what was signed stays as it is. */
export async function amend(ctx: PersonCtx, id: string, values: FormValues): Promise<Reply> {
  const world = await amending(ctx, id);
  if (isReply(world)) return world;
  const line = typedIn(values, 'line');
  if (line === '' || line.length > longestRemark) {
    const error = line === '' ? text.form.needed : text.form.tooLong(longestRemark);
    return { kind: 'invalid', locale: ctx.locale, form: amendForm(id, line, ctx.locale), errors: { line: error[ctx.locale] } };
  }
  const last = Math.max(-1, ...world.items.map(({ place }) => place));
  const item: Item = {
    ...matterItem(ctx, { text: line, source: null }, last + 1),
    kind: 'amendment',
    state: 'done',
    by: ctx.actor.person,
    at: ctx.now,
  };
  insertItems(ctx, id, [item]);
  await refreshCards(ctx, world.handover);
  ctx.unit.audit({ action: 'handover.amend', person: ctx.actor.person, desk: world.desk.id, subject: id });
  return say(ctx, notice('ok', text.amended, [line], ctx.locale));
}
