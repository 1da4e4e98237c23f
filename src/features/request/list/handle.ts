import type { DeskId, PersonId } from '../../../core/ids.ts';
import type { Words } from '../../../core/locale.ts';
import { requestTypes } from '../../../policy/index.ts';
import type { RequestType } from '../../../policy/request/type.ts';
import type { Ctx, PersonCtx } from '../../../runtime/context.ts';
import type { MentionedUser } from '../../../runtime/intent.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { type Desk, desksOf, loadDesk, policyFor } from '../../people/index.ts';
import { slotsAt } from '../../roster/index.ts';
import { type Lines, summaryOf, titleOf } from '../card/lines.ts';
import { officeWords } from '../decide/approvers.ts';
import { aboutOf, approvalOf } from '../handle-approval.ts';
import { say } from '../handle-form.ts';
import { loadLines } from '../handle-lines.ts';
import { askedFromWords } from '../handle-words.ts';
import { openStates, type StoredRequest } from '../request.ts';
import type { WholeRequest } from '../request-record.ts';
import { loadOwn, loadWithin } from '../store.ts';
import { loadActiveDelegations, loadSurroundings } from '../store-directory.ts';
import { approvalsCard, mostShown, requestsCard, typesCard } from './views.ts';

/** A request that waits for somebody's signature. */
interface Waiting {
  readonly desk: Desk;
  readonly whole: WholeRequest;
  /** They are asked as a party: the other side, or whom it is for. */
  readonly confirms: boolean;
}

/** What waits for a person to sign it, oldest first: in their own name or for somebody who is away. */
async function waitingFor(ctx: Ctx, person: PersonId): Promise<readonly Waiting[]> {
  const delegations = await loadActiveDelegations(ctx, ctx.now);
  const names = [person, ...delegations.filter((one) => one.to === person).map((one) => one.from)];
  const candidates = await loadWithin(ctx, names);
  const byDesk = new Map<DeskId, WholeRequest[]>();
  for (const whole of candidates) byDesk.set(whole.request.desk, [...(byDesk.get(whole.request.desk) ?? []), whole]);
  const waiting: Waiting[] = [];
  for (const [id, requests] of byDesk) {
    const desk = await loadDesk(ctx, id);
    if (desk === null) continue;
    const people = requests.flatMap(({ request }) => [
      request.subject,
      request.filedBy,
      ...(request.partner === null ? [] : [request.partner]),
    ]);
    const words = requests.flatMap((whole) => whole.steps.flatMap((step) => step.words));
    const asksDuty = words.some((word) => word === 'duty-leader' || word.endsWith('-on-duty'));
    const [surroundings, running] = await Promise.all([
      loadSurroundings(ctx, id, [...new Set(people)], officeWords(words)),
      asksDuty ? slotsAt(ctx, id, ctx.now) : [],
    ]);
    const onDuty = running.flatMap((slot) => slot.people.map((one) => ({ person: one.person, role: one.role })));
    for (const whole of requests) {
      const approval = approvalOf(desk, aboutOf(whole), surroundings, onDuty, delegations, whole.approveNot);
      const step = whole.steps.find((one) => one.state === 'open' && approval.signers(one).some((signer) => signer.person === person));
      if (step !== undefined) waiting.push({ desk, whole, confirms: step.kind === 'confirm' });
    }
  }
  return waiting.toSorted((a, b) => a.whole.request.filedAt.epochMilliseconds - b.whole.request.filedAt.epochMilliseconds);
}

/** Requests that wait for a person's signature, oldest first. */
export const openRequestsFor = async (ctx: Ctx, person: PersonId): Promise<readonly StoredRequest[]> =>
  (await waitingFor(ctx, person)).map(({ whole }) => whole.request);

/** `待审批` · `approvals` */
export async function showApprovals(ctx: PersonCtx): Promise<Reply> {
  const waiting = await waitingFor(ctx, ctx.actor.person);
  const shown = await Promise.all(
    waiting.slice(0, mostShown).map(async (one) => ({ lines: await loadLines(ctx, one.desk, one.whole), confirms: one.confirms })),
  );
  return say(ctx, approvalsCard(shown, waiting.length, ctx.locale));
}

/** How long an ended request stays in the list of its people. */
const keepDays = 30;

/** One's requests, those that are open first, the newest before the others; the first `most` in words, and how many there are. */
async function ownLines(ctx: PersonCtx, most: number): Promise<{ readonly lines: readonly Lines[]; readonly total: number }> {
  const own = (await loadOwn(ctx, ctx.actor.person, ctx.now.subtract({ hours: 24 * keepDays }))).toReversed();
  const isOpen = ({ request }: WholeRequest): boolean => openStates.includes(request.state);
  const shown = [...own.filter(isOpen), ...own.filter((whole) => !isOpen(whole))].slice(0, most);
  const desks = new Map<DeskId, Desk | null>();
  for (const { request } of shown) if (!desks.has(request.desk)) desks.set(request.desk, await loadDesk(ctx, request.desk));
  const lines = await Promise.all(
    shown.map((whole) => {
      const desk = desks.get(whole.request.desk) ?? null;
      return desk === null ? null : loadLines(ctx, desk, whole);
    }),
  );
  return { lines: lines.filter((line) => line !== null), total: own.length };
}

/** `我的申请` · `requests` */
export async function showRequests(ctx: PersonCtx): Promise<Reply> {
  const { lines, total } = await ownLines(ctx, mostShown);
  return say(ctx, requestsCard(lines, total, ctx.locale));
}

/** `申请 [什么] …` · `request [type] …`: every type, or the one that is named. */
export async function showTypes(ctx: PersonCtx, text: string, mentions: readonly MentionedUser[]): Promise<Reply> {
  const named = typeAtStart(text);
  if (named !== null) return askedFromWords(ctx, named.type.code, named.rest, mentions);
  const ruled = new Set<string>();
  for (const desk of await desksOf(ctx, ctx.actor.person)) {
    const policy = await policyFor(ctx, desk, ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString());
    for (const rule of policy.requests) for (const code of rule.scope.requests) ruled.add(code);
  }
  return say(ctx, typesCard(requestTypes(), ruled, ctx.locale));
}

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** The type a line begins with, by its words or name; the longest wins. */
export function typeAtStart(text: string): { readonly type: RequestType; readonly rest: string } | null {
  const line = text.normalize('NFKC').trim();
  const lower = line.toLowerCase();
  let best: { readonly type: RequestType; readonly length: number } | null = null;
  for (const type of requestTypes()) {
    for (const word of [type.code, type.name.zh, type.name.en, ...type.words.zh, ...type.words.en].map(plain)) {
      if (!lower.startsWith(word) || word.length <= (best?.length ?? 0)) continue;
      const next = lower.charAt(word.length);
      if (/[a-z0-9]$/.test(word) && /[a-z0-9]/.test(next)) continue;
      best = { type, length: word.length };
    }
  }
  return best === null ? null : { type: best.type, rest: line.slice(best.length).trim() };
}

/**
 * Lines for the home page, at most `most` of each: what waits for me, with how many wait in all, and what I asked for or am asked in that is still
 * open.
 */
export async function requestsAtHome(
  ctx: PersonCtx,
  most: number,
): Promise<{ readonly waiting: readonly Words[]; readonly waitingInAll: number; readonly mine: readonly Words[] }> {
  const waiting = await waitingFor(ctx, ctx.actor.person);
  const inBoth = (line: Lines): Words => ({
    zh: `${titleOf(line, 'zh')} · ${summaryOf(line, 'zh')}`,
    en: `${titleOf(line, 'en')} · ${summaryOf(line, 'en')}`,
  });
  const [lines, own] = await Promise.all([
    Promise.all(waiting.slice(0, most).map((one) => loadLines(ctx, one.desk, one.whole))),
    ownLines(ctx, most),
  ]);
  const open = own.lines.filter((line) => openStates.includes(line.whole.request.state));
  return { waiting: lines.map(inBoth), waitingInAll: waiting.length, mine: open.map(inBoth) };
}
