import type { Locale } from '../../core/locale.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Card } from '../../view/view.ts';
import { type Desk, loadDesk } from '../people/index.ts';
import { absencesBetween, sourceOf } from '../roster/index.ts';
import { type CardFacts, decideCard, leadCard, mineCard, partnerCard } from './card/cards.ts';
import { metLine, requestFindingLines } from './card/findings.ts';
import type { Lines } from './card/lines.ts';
import { awayFact, gradesFact, type Shown, staffFact, swapsFact } from './card/shown.ts';
import { text } from './card/text.ts';
import { spanOf } from './file/case.ts';
import { type Approval, aboutOf, loadApproval } from './handle-approval.ts';
import type { Judged } from './handle-case.ts';
import { judgeStored } from './handle-decide.ts';
import { findingNames, loadLines, peopleOf } from './handle-lines.ts';
import { openStates, type RequestId } from './request.ts';
import type { WholeRequest } from './request-record.ts';
import { loadRequest } from './store.ts';

/** The reader a card is for. */
export type CardKind = 'decide' | 'mine' | 'partner' | 'lead';

const drawn: Readonly<Record<CardKind, (facts: CardFacts, locale: Locale) => Card>> = {
  decide: decideCard,
  mine: mineCard,
  partner: partnerCard,
  lead: leadCard,
};

/** What a decider has to know beside the request: always who is away and who is left, and what its rules name. */
export async function shownOf(ctx: Ctx, desk: Desk, judged: Judged, lines: Lines): Promise<readonly Shown[]> {
  const { request, policy, preview, ruling, type } = judged;
  const own = new Set([request.subject.person]);
  const span = spanOf(judged.draft);
  const wants = (fact: string): boolean => ruling.show.some((one) => one === fact);
  const away = span === null ? [] : await absencesBetween(ctx, { desks: [desk.id] }, span.start, span.end);
  const others = away.filter((absence) => !own.has(absence.person) && absence.request !== request.id);
  const isSwap = type.effect === 'exchange-shifts';
  const names = (person: string) => judged.surroundings.holders.find((holder) => holder.person === person)?.name ?? lines.name(person);
  const staff = preview === null ? null : staffFact(preview.staffing, lines.shift, desk.zone);
  const grades = isSwap || wants('grades') ? gradesFact(request, names) : null;
  const general = [
    ...(span === null ? [] : [awayFact(others.map((one) => ({ name: names(one.person), approved: one.approved })))]),
    ...(staff === null ? [] : [staff]),
    ...(isSwap || wants('swaps_this_month') ? [swapsFact(request, policy, names)] : []),
    ...(grades === null ? [] : [grades]),
  ];
  // What an effect says of a fact itself is more exact.
  return [...general.filter(({ fact }) => !judged.shown.some((own) => own.fact === fact)), ...judged.shown];
}

/** What a card shows: of a request that is still open as it is judged now, of others as it was decided. */
export async function cardFacts(
  ctx: Ctx,
  desk: Desk,
  whole: WholeRequest,
  locale: Locale,
  known: { readonly judged?: Judged | null; readonly approval?: Approval } = {},
): Promise<CardFacts> {
  const open = openStates.includes(whole.request.state);
  const judged = open ? (known.judged ?? (await judgeStored(ctx, desk, whole))) : null;
  const approval =
    known.approval ?? (await loadApproval(ctx, desk, aboutOf(whole), whole.steps, whole.approveNot, judged?.surroundings ?? null));
  const signing = whole.steps.filter((step) => step.state === 'open').flatMap((step) => approval.signers(step));
  const people = [...peopleOf(whole), ...signing.flatMap((signer) => [signer.person, ...(signer.for === null ? [] : [signer.for])])];
  const lines = await loadLines(ctx, desk, whole, people);
  const linked = new Set(approval.directory.holders.filter((holder) => holder.linked).map((holder) => holder.person));
  const base = { lines, now: ctx.now, signers: approval.signers, linked: (person: string) => linked.has(person) };
  if (judged === null) return { ...base, findings: [], shown: [], needsReason: false, responsibilityMoves: null };
  const { findings, cites, responsibilityMoves } = judged.ruling;
  const said = requestFindingLines(findings, await findingNames(ctx, desk, judged.draft, findings), locale);
  const source = responsibilityMoves === null ? null : sourceOf(responsibilityMoves.cites, locale);
  return {
    ...base,
    findings: said.length > 0 ? said : metLine(cites, locale),
    shown: await shownOf(ctx, desk, judged, lines),
    needsReason: findings.some((finding) => finding.principle && finding.level !== 'provisional'),
    responsibilityMoves:
      responsibilityMoves === null ? null : { level: 'info', text: text.moved[locale], ...(source === null ? {} : { source }) },
  };
}

/** A live card; null: the request is gone. */
export async function viewRequest(ctx: Ctx, kind: CardKind, id: RequestId, locale: Locale): Promise<Card | null> {
  const whole = await loadRequest(ctx, id);
  const desk = whole === null ? null : await loadDesk(ctx, whole.request.desk);
  if (whole === null || desk === null) return null;
  return drawn[kind](await cardFacts(ctx, desk, whole, locale), locale);
}

/** The card of a request as it will be once this is saved. */
export async function drawRequest(
  ctx: Ctx,
  kind: CardKind,
  desk: Desk,
  whole: WholeRequest,
  locale: Locale,
  known: { readonly judged?: Judged | null },
): Promise<Card> {
  return drawn[kind](await cardFacts(ctx, desk, whole, locale, known), locale);
}
