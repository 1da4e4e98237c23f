import { formatDay, formatMoment, formatTime } from '../../../core/format.ts';
import type { PersonId } from '../../../core/ids.ts';
import type { Words } from '../../../core/locale.ts';
import { ok, refuse } from '../../../core/result.ts';
import { type Instant, Temporal, type Zone } from '../../../core/time.ts';
import { missedPunchStanding } from '../../../policy/index.ts';
import type { Ctx } from '../../../runtime/context.ts';
import { type Desk, policyFor } from '../../people/index.ts';
import type { Effect, EffectRefusal, RequestDraft, StoredRequest } from '../../request/index.ts';
import type { MonthDuty } from '../month/facts.ts';
import { countPeople, cycleAt } from '../month/handle.ts';
import { loadDuties, loadExcuses, loadPunches, stretchOf } from '../month/store.ts';
import {
  type CorrectionProblem,
  correctionProblem,
  dutyMeant,
  type MissingPunch,
  missedFacts,
  missingPunches,
  punchesOf,
} from './correction.ts';
import { recount } from './handle-recount.ts';
import { dropExcuses, saveExcuses } from './store.ts';
import { correctionText as text } from './text.ts';

export const dayWords = (on: string): Words => {
  const day = Temporal.PlainDate.from(on);
  return { zh: formatDay(day, 'zh'), en: formatDay(day, 'en') };
};

function problemWords(problem: CorrectionProblem, on: string, zone: Zone): Words {
  switch (problem.code) {
    case 'attendance.noDuty':
      return text.noDuty(dayWords(on));
    case 'attendance.punchThere':
      return text.punchThere(problem.punch, formatTime(problem.at, zone));
    case 'attendance.alreadyCorrected':
      return text.alreadyCorrected(problem.punch);
    case 'attendance.tooEarly':
      return text.tooEarly(problem.punch, { zh: formatMoment(problem.at, zone, 'zh'), en: formatMoment(problem.at, zone, 'en') });
  }
}

const isCorrection = (draft: Pick<RequestDraft, 'type'>): boolean => draft.type === 'attendance-exception';
const missingOf = (draft: Pick<RequestDraft, 'fields'>): MissingPunch => missingPunches.find((one) => one === draft.fields.punch) ?? 'both';

interface Stretch {
  readonly on: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

const stretch = ({ fromOn, startsAt, endsAt }: RequestDraft): Stretch | null =>
  fromOn === null || startsAt === null || endsAt === null ? null : { on: fromOn, startsAt, endsAt };

/** What is known of the person's punches on the day of a draft. */
async function factsOf(ctx: Ctx, person: PersonId, { on, startsAt, endsAt }: Stretch) {
  const around = stretchOf(on, on);
  const [duties, punches, excuses] = await Promise.all([
    loadDuties(ctx, [person], around),
    loadPunches(ctx, [person], around),
    loadExcuses(ctx, [person], around),
  ]);
  const duty: MonthDuty | null = dutyMeant(duties.get(person) ?? [], on, startsAt, endsAt);
  return { duty, punches: punches.get(person) ?? [], excuses: excuses.get(person) ?? [] };
}

async function problemOf(ctx: Ctx, desk: Desk, draft: RequestDraft): Promise<EffectRefusal | null> {
  const given = stretch(draft);
  if (!isCorrection(draft) || given === null) return null;
  const { duty, punches, excuses } = await factsOf(ctx, draft.subject, given);
  const problem = correctionProblem(duty, missingOf(draft), { punches, excuses, now: ctx.now });
  return problem === null ? null : { code: problem.code, words: problemWords(problem, given.on, desk.zone) };
}

/** Which missed punch of its cycle it is, and what was punched that day, for whoever decides. */
async function shownOf(ctx: Ctx, desk: Desk, draft: RequestDraft) {
  const given = stretch(draft);
  if (!isCorrection(draft) || given === null) return [];
  const [policy, cycle, { duty, punches }] = await Promise.all([
    policyFor(ctx, desk, given.on),
    cycleAt(ctx, desk, given.on),
    factsOf(ctx, draft.subject, given),
  ]);
  const { people } = await countPeople(ctx, [draft.subject], cycle.from, cycle.until);
  const missed = people[0] === undefined ? [] : missedFacts(people[0].attendance);
  const before = missed.filter((fact) => fact.on < given.on || (fact.on === given.on && fact.slot !== duty?.slot));
  const nth = before.length + punchesOf(missingOf(draft)).length;
  const standing = missedPunchStanding(policy, nth, true);
  const at = (kind: 'in' | 'out'): string | null => {
    const found = punches.find((punch) => punch.slot === duty?.slot && punch.kind === kind && punch.proxy === null);
    return found === undefined ? null : formatTime(found.at, desk.zone);
  };
  return [
    { fact: 'missed_punches', label: text.missedLabel, value: text.missedValue(nth, standing.below, standing.counts === 'charged') },
    { fact: 'hours', label: text.punchLabel, value: text.punchedAs(at('in'), at('out')) },
  ];
}

/** An outing whose rules want a punch on return is asked about when it ends, where the duty goes on after it. */
async function planReturn(ctx: Ctx, desk: Desk, request: StoredRequest, duty: MonthDuty | null, given: Stretch): Promise<void> {
  const policy = await policyFor(ctx, desk, given.on);
  const asked = policy.presence.outing.some(({ value, reaction }) => value.return_punch === true && reaction !== 'off');
  const goesOn = duty?.parts.some((part) => given.endsAt.epochMilliseconds < part.end.epochMilliseconds) ?? false;
  if (!asked || !goesOn || given.endsAt.epochMilliseconds <= ctx.now.epochMilliseconds) return;
  ctx.unit.due({ kind: returnKind, key: request.id, at: given.endsAt, desk: desk.id, payload: { request: request.id } });
}

export const returnKind = 'attendance.return';

async function apply(ctx: Ctx, desk: Desk, request: StoredRequest): Promise<void> {
  const given = stretch(request);
  if (given === null) return;
  const { duty } = await factsOf(ctx, request.subject, given);
  const kinds = isCorrection(request)
    ? punchesOf(missingOf(request)).map((punch) => `missed-${punch}` as const)
    : [request.type === 'outing' ? ('outing' as const) : ('leave-post' as const)];
  saveExcuses(
    ctx.unit,
    kinds.map((kind) => ({
      id: ctx.newId(),
      desk: desk.id,
      person: request.subject,
      request: request.id,
      assignment: duty?.assignment ?? null,
      kind,
      on: duty?.dutyOn ?? given.on,
      startsAt: given.startsAt,
      endsAt: given.endsAt,
    })),
  );
  if (request.type === 'outing') await planReturn(ctx, desk, request, duty, given);
}

/**
 * Punches that an approved request confirms (`attendance-exception`), and time away from the post with leave (`outing`, `leave-post`). A correction
 * of a punch that is there, or of a day without a duty, is refused when it is filed and once more when it is approved.
 */
export const excusePunchEffect: Effect = {
  name: 'attendance.excuse',
  of: { effect: 'excuse-punch' },
  async review(ctx, desk, draft) {
    return { shown: await shownOf(ctx, desk, draft) };
  },
  async hold(ctx, desk, request) {
    const problem = await problemOf(ctx, desk, request);
    return problem === null ? ok(undefined) : refuse(problem);
  },
  async apply(ctx, desk, request) {
    const problem = await problemOf(ctx, desk, request);
    if (problem !== null) return refuse(problem);
    await apply(ctx, desk, request);
    recount(ctx, desk, request);
    return ok(undefined);
  },
  release(ctx, desk, request) {
    recount(ctx, desk, request);
    return Promise.resolve();
  },
  undo(ctx, desk, request) {
    dropExcuses(ctx.unit, request.id);
    ctx.unit.undue(returnKind, request.id);
    recount(ctx, desk, request);
    return Promise.resolve(ok(undefined));
  },
};
