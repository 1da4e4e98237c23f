import { formatMoment } from '../../core/format.ts';
import type { Locale } from '../../core/locale.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import type { Card } from '../../view/view.ts';
import { recountDays } from '../attendance/index.ts';
import { allDesks, contactsOf, type Desk, desksOf, findDesk, mayLead } from '../people/index.ts';
import { chooseForm, type DecisionDraft, dismissForm } from './forms.ts';
import { decidersOf, deskOf, joinedNames, showing, tellPerson } from './handle-tell.ts';
import { proposalSubject, type StoredProposal } from './proposal.ts';
import { decideProposal, loadDecidedOf, loadOpen, loadProposal } from './store.ts';
import { consequenceText as text } from './text.ts';
import { decidedCard, listCard, notice, outcomeWords, proposalCard } from './views.ts';

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

/** The live card. */
export async function viewProposal(ctx: Ctx, id: string, locale: Locale): Promise<Card | null> {
  const proposal = await loadProposal(ctx, id);
  return proposal === null ? null : proposalCard(await showing(ctx, await deskOf(ctx, proposal), proposal), locale);
}

type Found = { readonly proposal: StoredProposal; readonly desk: Desk };

/** The proposal, where it is open and the person decides it; otherwise what to answer. */
async function deciding(ctx: PersonCtx, id: string): Promise<Found | Reply> {
  const proposal = await loadProposal(ctx, id);
  if (proposal === null) return say(ctx, notice('error', text.gone, null, ctx.locale));
  const desk = await deskOf(ctx, proposal);
  const deciders = await decidersOf(ctx, desk, proposal.person, proposal);
  if (!deciders.includes(ctx.actor.person)) {
    const contacts = await contactsOf(ctx, deciders);
    const who = joinedNames([...contacts.values()].map((contact) => contact.name));
    const why = proposal.person === ctx.actor.person ? text.ownCase : text.notYoursWhy(who);
    return say(ctx, notice('error', text.notYours, why, ctx.locale));
  }
  if (proposal.state === 'open') return { proposal, desk };
  if (proposal.state === 'withdrawn') return say(ctx, notice('info', text.withdrawnNow, null, ctx.locale));
  const contacts = await contactsOf(ctx, proposal.decidedAs === null ? [] : [proposal.decidedAs]);
  const [by] = contacts.values();
  const at = proposal.decidedAt === null ? '' : ` ${formatMoment(proposal.decidedAt, desk.zone, ctx.locale)}`;
  return say(ctx, notice('info', text.already(`${by?.name[ctx.locale] ?? '?'}${at}`, text.states[proposal.state]), null, ctx.locale));
}

const isReply = (found: Found | Reply): found is Reply => 'kind' in found;

/** Accepts the outcome that was on the card; where another is proposed meanwhile, the card is shown anew. */
export async function accept(ctx: PersonCtx, id: string, outcome: string): Promise<Reply> {
  const found = await deciding(ctx, id);
  if (isReply(found)) return found;
  if (found.proposal.outcome !== outcome) return say(ctx, proposalCard(await showing(ctx, found.desk, found.proposal), ctx.locale));
  return conclude(ctx, found, 'accepted', outcome, null);
}

async function conclude(
  ctx: PersonCtx,
  { proposal, desk }: Found,
  state: 'accepted' | 'dismissed',
  outcome: string,
  reason: string | null,
): Promise<Reply> {
  decideProposal(ctx.unit, proposal, { state, outcome, by: ctx.actor.person, at: ctx.now, reason });
  ctx.unit.refresh(proposalSubject(proposal.id));
  ctx.unit.audit({
    action: `consequence.${state}`,
    person: ctx.actor.person,
    desk: desk.id,
    subject: proposal.id,
    policyVersion: proposal.policyVersion,
    detail: { person: proposal.person, offence: proposal.offence, outcome, amount: proposal.amount, rules: proposal.rules },
  });
  // Other rules may count what was decided.
  recountDays(ctx, desk, { person: proposal.person, from: proposal.on, until: proposal.on, cause: 'decision' });
  if (state === 'dismissed') return say(ctx, notice('ok', text.dismissedNow, null, ctx.locale));
  const decided = { ...proposal, outcome };
  const contacts = await contactsOf(ctx, [ctx.actor.person]);
  await tellPerson(ctx, desk, decided, contacts.get(ctx.actor.person)?.name ?? { zh: ctx.actor.name, en: ctx.actor.name });
  return say(ctx, notice('ok', text.accepted(outcomeWords(decided)), text.acceptedWhy, ctx.locale));
}

const blank: DecisionDraft = { outcome: null, note: '' };

export async function openChoose(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await deciding(ctx, id);
  return isReply(found) ? found : { kind: 'form', locale: ctx.locale, form: chooseForm(found.proposal, blank, ctx.locale) };
}

/** One of the outcomes, or what the person writes where the rules leave it open. */
export async function choose(ctx: PersonCtx, id: string, draft: DecisionDraft): Promise<Reply> {
  const found = await deciding(ctx, id);
  if (isReply(found)) return found;
  const { choices, outcome } = found.proposal;
  const note = draft.note.trim();
  const chosen = choices.length === 0 ? outcome : choices.find((one) => one === draft.outcome);
  const wrong =
    chosen === undefined ? { outcome: text.form.whatNeeded } : choices.length === 0 && note === '' ? { note: text.form.whatNeeded } : null;
  if (wrong !== null || chosen === undefined) {
    const errors = Object.fromEntries(Object.entries(wrong ?? {}).map(([field, words]) => [field, words[ctx.locale]]));
    return { kind: 'invalid', locale: ctx.locale, form: chooseForm(found.proposal, draft, ctx.locale), errors };
  }
  return conclude(ctx, found, 'accepted', chosen, note === '' ? null : note);
}

export async function openDismiss(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await deciding(ctx, id);
  return isReply(found) ? found : { kind: 'form', locale: ctx.locale, form: dismissForm(id, '', ctx.locale) };
}

export async function dismiss(ctx: PersonCtx, id: string, typedReason: string): Promise<Reply> {
  const found = await deciding(ctx, id);
  if (isReply(found)) return found;
  const reason = typedReason.trim();
  if (reason === '')
    return {
      kind: 'invalid',
      locale: ctx.locale,
      form: dismissForm(id, typedReason, ctx.locale),
      errors: { reason: text.form.reasonNeeded[ctx.locale] },
    };
  return conclude(ctx, found, 'dismissed', found.proposal.outcome, reason);
}

/** Proposals on a page of the list. */
const perPage = 8;

/** `处理建议 [班组]`: what waits for the person's decision; whoever decides nothing sees what was decided about them. */
export async function showProposals(ctx: PersonCtx, words: string, page = 0): Promise<Reply> {
  const meant = words.trim() === '' ? null : await findDesk(ctx, words);
  const desks = meant?.kind === 'found' && meant.by === 'name' ? [meant.desk] : await allDesks(ctx);
  return showOpen(ctx, desks, page);
}

/** Another page, or the proposals of one desk. */
export async function turnProposals(ctx: PersonCtx, deskId: string | null, page: number): Promise<Reply> {
  const desks = (await allDesks(ctx)).filter((desk) => deskId === null || desk.id === deskId);
  return showOpen(ctx, desks, page);
}

async function showOpen(ctx: PersonCtx, desks: readonly Desk[], page: number): Promise<Reply> {
  const byId = new Map(desks.map((desk) => [desk.id, desk]));
  const open = await loadOpen(ctx, [...byId.keys()]);
  const mine: Found[] = [];
  for (const proposal of open) {
    const desk = byId.get(proposal.desk);
    if (desk === undefined) continue;
    const deciders = await decidersOf(ctx, desk, proposal.person, proposal);
    if (deciders.includes(ctx.actor.person)) mine.push({ proposal, desk });
  }
  const led = desks.filter((desk) => mayLead(ctx.actor, desk));
  if (mine.length === 0 && led.length === 0) return showDecided(ctx);
  const pages = Math.max(1, Math.ceil(mine.length / perPage));
  const at = Math.min(page, pages - 1);
  const shown = await Promise.all(mine.slice(at * perPage, (at + 1) * perPage).map(({ proposal, desk }) => showing(ctx, desk, proposal)));
  const [only] = desks.length === 1 ? desks : [];
  return say(ctx, listCard({ shown, total: mine.length, page: at, pages, desk: only ?? null, records: led.length > 0 }, ctx.locale));
}

/** What is shown of one's own decisions. */
const mostDecided = 12;

async function showDecided(ctx: PersonCtx): Promise<Reply> {
  const decided = await loadDecidedOf(ctx, ctx.actor.person, mostDecided);
  const desks = new Map((await desksOf(ctx, ctx.actor.person)).map((desk) => [desk.id, desk]));
  const shown = await Promise.all(
    decided.map(async (proposal) => {
      const desk = desks.get(proposal.desk) ?? (await deskOf(ctx, proposal));
      desks.set(desk.id, desk);
      return showing(ctx, desk, proposal);
    }),
  );
  return say(ctx, decidedCard(shown, ctx.locale));
}

/** One proposal of the list as its card. */
export async function showOne(ctx: PersonCtx, id: string): Promise<Reply> {
  const proposal = await loadProposal(ctx, id);
  if (proposal === null) return say(ctx, notice('error', text.gone, null, ctx.locale));
  const desk = await deskOf(ctx, proposal);
  const sees = mayLead(ctx.actor, desk) || (await decidersOf(ctx, desk, proposal.person, proposal)).includes(ctx.actor.person);
  if (!sees) return say(ctx, notice('error', text.notYours, null, ctx.locale));
  ctx.unit.send({
    platform: ctx.platform,
    to: { kind: 'person', id: ctx.userId },
    locale: ctx.locale,
    subject: proposalSubject(id),
  });
  return { kind: 'nothing', locale: ctx.locale };
}
