import type { DeskId, PersonId } from '../../../core/ids.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import { ok, type Result, refuse } from '../../../core/result.ts';
import { Temporal } from '../../../core/time.ts';
import type { Ctx, PersonCtx } from '../../../runtime/context.ts';
import { planSoon } from '../../../runtime/plan.ts';
import type { Reply } from '../../../runtime/reply.ts';
import type { FindingLine, Notice } from '../../../view/view.ts';
import { datesOf, unknownYears } from '../../calendar/index.ts';
import { announce, contactsOf, type Desk, loadDesk, mayLead, membersOf, membersOver, rolesOver, tell } from '../../people/index.ts';
import { monthDeadline } from '../deadline.ts';
import { findingLines, sourceOf } from '../findings.ts';
import { loadWorld, namesFor } from '../handle-world.ts';
import type { DutyChange, Proposal } from '../roster.ts';
import { loadElsewhere, loadPublished, loadSlotsOfDays } from '../store.ts';
import { absencesBetween } from '../store-absence.ts';
import { text as words } from '../text.ts';
import {
  daysAround,
  decidePublication,
  differenceOf,
  findingsOf,
  isRuleFlag,
  type Publication,
  type PublicationFacts,
  type PublicationRefusal,
} from './decide.ts';
import { closeProposal, loadProposal, loadStored, rebaseProposal, savePublication } from './store.ts';
import { text } from './text.ts';
import { channelCard, closedCard, ownChangesCard, ownMonthCard, previewCard, reasonForm, refusalNotice } from './views.ts';

/** Everything the decision about a month may see. `roles` are those whoever decides holds on the desk and above it; null: an operator. */
export async function loadPublicationFacts(
  ctx: Ctx,
  desk: Desk,
  proposal: Proposal,
  roles: readonly string[] | null,
): Promise<PublicationFacts> {
  const dates = datesOf(proposal.month);
  const [first = '', last = ''] = [dates[0], dates.at(-1)];
  const around = daysAround(proposal.month);
  const world = await loadWorld(ctx, desk, first, last);
  const instant = (on: string): Temporal.Instant => Temporal.PlainDate.from(on).toZonedDateTime(desk.zone).toInstant();
  const people = [...new Set(proposal.duties.map((duty) => duty.person))];
  const [published, stored, neighbours, elsewhere, holders, away] = await Promise.all([
    loadPublished(ctx, desk.id, proposal.month),
    loadStored(ctx, desk.id, first, last),
    loadSlotsOfDays(ctx, [desk.id], around.from, around.until),
    loadElsewhere(ctx, people, desk.id, instant(around.from), instant(around.until)),
    membersOver(ctx, desk),
    absencesBetween(ctx, { people }, instant(around.from), instant(around.until)),
  ]);
  return {
    now: ctx.now,
    published,
    stored,
    around: neighbours.filter((slot) => slot.dutyOn < first || slot.dutyOn > last),
    elsewhere,
    away,
    members: holders.filter((member) => member.desk === desk.id),
    planning: { roles, holders },
    world,
  };
}

export interface Published {
  readonly roster: string;
  readonly publication: Publication;
  /** People whose shifts changed, each once. */
  readonly touched: readonly PersonId[];
  /** Those of them who cannot be written to. */
  readonly unreached: readonly Words[];
}

/**
 * Publishes a month as a whole: slots and assignments become live, everybody it touches is told, the planners look again. `by` null is an
 * operator at the command line, who is not asked for a role; `roles` are those the publisher holds on the desk and above it. Nothing is written
 * when it is refused.
 */
export async function publishRoster(
  ctx: Ctx,
  desk: Desk,
  proposal: Proposal,
  by: { readonly person: PersonId; readonly roles: readonly string[] } | null,
  reason: string | null,
): Promise<Result<Published, PublicationRefusal>> {
  const facts = await loadPublicationFacts(ctx, desk, proposal, by?.roles ?? null);
  const decided = decidePublication(proposal, facts, reason);
  if (!decided.ok) return refuse(decided.refusal);
  const publication = decided.value;
  const roster = savePublication(ctx, proposal, publication, facts.published, by?.person ?? null);
  const touched = [...new Set(publication.changes.map((change) => change.person))];
  ctx.unit.audit({
    action: 'roster.publish',
    person: by?.person ?? null,
    desk: desk.id,
    subject: roster,
    policyVersion: publication.policyVersion,
    detail: {
      month: proposal.month,
      origin: proposal.origin,
      version: (facts.published?.version ?? 0) + 1,
      people: touched.length,
      added: publication.changes.filter((change) => change.before === null).length,
      removed: publication.changes.filter((change) => change.after === null).length,
      flags: publication.flags.map((flag) => ({ code: flag.code, on: flag.on ?? null, rules: flag.cites.map((cite) => cite.rule) })),
      reason,
    },
  });
  const unreached = await tellAll(ctx, desk, publication, facts, by?.person ?? null, reason);
  planSoon(ctx, desk.id);
  return ok({ roster, publication, touched, unreached });
}

/** One message per person and one per channel. What is over is not told any more. */
async function tellAll(
  ctx: Ctx,
  desk: Desk,
  publication: Publication,
  facts: PublicationFacts,
  by: PersonId | null,
  reason: string | null,
): Promise<Words[]> {
  const ahead = publication.changes.filter(
    (change) => ((change.after ?? change.before)?.endsAt.epochMilliseconds ?? 0) > ctx.now.epochMilliseconds,
  );
  const touched = [...new Set(ahead.map((change) => change.person))];
  if (touched.length === 0) return [];
  const names = namesFor(facts.world, facts.members, datesOf(publication.month)[0] ?? '');
  const contacts = await contactsOf(ctx, by === null ? touched : [...touched, by]);
  const publisher = by === null ? null : (contacts.get(by)?.name ?? null);
  const own = (person: PersonId): DutyChange[] => ahead.filter((change) => change.person === person);
  const told = touched.flatMap((person) => contacts.get(person) ?? []);
  const missed = tell(ctx, told, (locale, contact) => {
    const changes = own(contact.person);
    const duties = changes
      .flatMap((change) => change.after ?? [])
      .sort((a, b) => a.startsAt.epochMilliseconds - b.startsAt.epochMilliseconds);
    return {
      view: publication.firstTime
        ? ownMonthCard(desk, publication.month, duties, names, locale)
        : ownChangesCard(desk, changes, names, publisher, reason, locale),
    };
  });
  await announce(ctx, desk, (locale) => ({ view: channelCard(desk, publication, touched, names, locale) }));
  return missed.map((contact) => contact.name);
}

/** The card that shows a proposal and asks for its publication. `remarks` are sentences in the reader's language. */
export async function previewOf(ctx: PersonCtx, desk: Desk, id: string, proposal: Proposal, remarks: readonly string[]) {
  const facts = await loadPublicationFacts(ctx, desk, proposal, rolesOver(ctx.actor, desk));
  const dates = datesOf(proposal.month);
  const names = namesFor(facts.world, facts.members, dates[0] ?? '');
  // Shown as what it would be if it were made beside the roster of now.
  const fresh = { ...proposal, basedOn: facts.published?.version ?? null };
  const findings = findingsOf(fresh, facts);
  const rule = facts.world.policyOn(dates[0] ?? '').publishBy;
  const deadline = rule === null || rule.reaction === 'off' ? null : monthDeadline(rule.value, proposal.month, desk.zone);
  const late =
    deadline !== null && facts.published === null && deadline.epochMilliseconds < ctx.now.epochMilliseconds
      ? { deadline, source: sourceOf(rule?.cites ?? [], ctx.locale) }
      : null;
  return previewCard(
    {
      id,
      desk,
      proposal,
      names,
      findings,
      needsReason: findings.some(isRuleFlag),
      replaces: facts.published === null ? null : { publishedAt: facts.published.publishedAt, ...differenceOf(fresh, facts) },
      late,
      remarks,
      unknownYears: unknownYears(dates, facts.world.days),
    },
    ctx.locale,
  );
}

/** What the rules say of a proposal, and why it could not be published; for the command line. */
export async function reviewProposal(ctx: Ctx, desk: Desk, proposal: Proposal, locale: Locale): Promise<readonly FindingLine[]> {
  const facts = await loadPublicationFacts(ctx, desk, proposal, null);
  return findingLines(findingsOf(proposal, facts), namesFor(facts.world, facts.members, datesOf(proposal.month)[0] ?? ''), locale);
}

/** A refusal in words, without a button. */
export async function explainRefusal(
  ctx: Ctx,
  desk: Desk,
  proposal: Proposal,
  refusal: PublicationRefusal,
  locale: Locale,
): Promise<Notice> {
  return refusalNotice(refusal, desk, await namesOf(ctx, desk, proposal.month), null, locale);
}

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });
const goneNotice = (ctx: PersonCtx): Reply => ({
  kind: 'replace',
  locale: ctx.locale,
  view: { kind: 'notice', tone: 'info', title: words.gone[ctx.locale], blocks: [], actions: [] },
});

/** Says who may do it, instead of doing it. */
export function notLead(ctx: PersonCtx, desk: Desk): Reply {
  return say(ctx, {
    kind: 'notice',
    tone: 'warn',
    title: words.notLead[ctx.locale],
    blocks: [{ kind: 'text', text: words.notLeadHelp(desk.name)[ctx.locale] }],
    actions: [],
  });
}

/** Runs `use` for a waiting proposal of a desk the person leads; one that is dealt with shows how it ended. */
async function withProposal(ctx: PersonCtx, id: string, use: (desk: Desk, proposal: Proposal) => Promise<Reply>): Promise<Reply> {
  const waiting = await loadProposal(ctx, id);
  const desk = waiting === null ? null : await loadDesk(ctx, waiting.proposal.desk);
  if (waiting === null || desk === null) return goneNotice(ctx);
  const { proposal, state } = waiting;
  if (!mayLead(ctx.actor, desk)) return notLead(ctx, desk);
  if (state === 'waiting') return use(desk, proposal);
  // A second press finds what the first has done.
  const view = closedCard(desk, proposal.month, state, [words.gone[ctx.locale]], ctx.locale);
  return { kind: 'replace', locale: ctx.locale, view };
}

/** The publish button, or the form with the reason. */
export const publishProposal = (ctx: PersonCtx, id: string, reason: string | null): Promise<Reply> =>
  withProposal(ctx, id, async (desk, proposal) => {
    const published = await publishRoster(ctx, desk, proposal, { person: ctx.actor.person, roles: rolesOver(ctx.actor, desk) }, reason);
    if (!published.ok) {
      const { refusal } = published;
      if (refusal.code === 'roster.needsReason') return askReason(ctx, id, reason ?? '');
      return say(ctx, refusalNotice(refusal, desk, await namesOf(ctx, desk, proposal.month), id, ctx.locale));
    }
    closeProposal(ctx.unit, id, 'published');
    const { touched, unreached, publication } = published.value;
    const lines = [text.told(touched.length - unreached.length)[ctx.locale]];
    if (unreached.length > 0)
      lines.push(text.unreached(unreached.map((name) => name[ctx.locale]).join(ctx.locale === 'zh' ? '、' : ', '))[ctx.locale]);
    if (publication.frozen > 0) lines.push(text.frozen(publication.frozen)[ctx.locale]);
    if (reason !== null) lines.push(text.reasonGiven(reason)[ctx.locale]);
    return { kind: 'replace', locale: ctx.locale, view: closedCard(desk, proposal.month, 'published', lines, ctx.locale) };
  });

async function namesOf(ctx: Ctx, desk: Desk, month: string) {
  const dates = datesOf(month);
  return namesFor(await loadWorld(ctx, desk, dates[0] ?? '', dates.at(-1) ?? ''), await membersOf(ctx, desk.id), dates[0] ?? '');
}

/** The form for the reason, with the flags it is about. */
export const askReason = (ctx: PersonCtx, id: string, typedReason: string): Promise<Reply> =>
  withProposal(ctx, id, async (desk, proposal) => {
    const facts = await loadPublicationFacts(ctx, desk, proposal, rolesOver(ctx.actor, desk));
    const names = namesFor(facts.world, facts.members, datesOf(proposal.month)[0] ?? '');
    const findings = findingsOf(proposal, facts).filter(isRuleFlag);
    return { kind: 'form', locale: ctx.locale, form: reasonForm(id, findings, names, typedReason, ctx.locale) };
  });

export const dropProposal = (ctx: PersonCtx, id: string): Promise<Reply> =>
  withProposal(ctx, id, (desk, proposal) => {
    closeProposal(ctx.unit, id, 'dropped');
    return Promise.resolve({
      kind: 'replace',
      locale: ctx.locale,
      view: closedCard(desk, proposal.month, 'dropped', [text.notPublished[ctx.locale]], ctx.locale),
    });
  });

/** Looks at a proposal again beside what is published now; from here on it may be published over that. */
export const checkAgain = (ctx: PersonCtx, id: string): Promise<Reply> =>
  withProposal(ctx, id, async (desk, proposal) => {
    const published = await loadPublished(ctx, desk.id, proposal.month);
    const fresh: Proposal = { ...proposal, basedOn: published?.version ?? null };
    if (fresh.basedOn !== proposal.basedOn) rebaseProposal(ctx.unit, id, fresh);
    return { kind: 'replace', locale: ctx.locale, view: await previewOf(ctx, desk, id, fresh, []) };
  });

/** True where the desk of the id is led by the actor; for routes that name a desk. */
export async function ledDesk(ctx: PersonCtx, id: DeskId): Promise<Desk | null> {
  const desk = await loadDesk(ctx, id);
  return desk !== null && mayLead(ctx.actor, desk) ? desk : null;
}
