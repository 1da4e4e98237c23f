import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import { json } from '../../db/statement.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Row, Unit } from '../../runtime/unit.ts';
import type { StepChange } from './decide/decide.ts';
import type { RequestDuty, StoredRequest } from './request.ts';
import type { FollowUp, Question, SetAside, Step } from './request-record.ts';

/** What a request is made with beside what it says. */
export interface NewRequest {
  readonly request: Omit<StoredRequest, 'number' | 'version'>;
  readonly year: number;
  readonly lapsesAt: Instant;
  readonly approveNot: readonly string[];
  readonly notify: readonly string[];
  /** Duties the request it follows from keeps already. */
  readonly keptElsewhere: (duty: RequestDuty) => boolean;
}

const date = (at: Instant | null): Date | null => (at === null ? null : new Date(at.epochMilliseconds));

/** Writes a new request with its duties; its number is the next of its desk and year. Duties are kept for it while it is open or stands. */
export function insertRequest(ctx: Ctx, made: NewRequest): void {
  const { request } = made;
  ctx.unit.raw({
    sql: `INSERT INTO request (org_id, id, desk_id, number, type, kind, state, subject_id, filed_by, partner_id, station, from_on, until_on, starts_at, ends_at, days,
        fields, provisional, stage, parent_id, policy_version, approve_not, notify, told_at, filed_at, lapses_at, decided_at)
      VALUES ($1::uuid, $2::uuid, $3::uuid, zhiban_request_number($1::uuid, $3::uuid, $4::integer), $5, $6, $7, $8::uuid, $9::uuid, $10::uuid, $11, $12::date, $13::date,
        $14, $15, $16, $17::jsonb, $18, $19, $20::uuid, $21, $22::text[], $23::text[], $24, $25, $26, $27)`,
    params: [
      ctx.org,
      request.id,
      request.desk,
      made.year,
      request.type,
      request.kind,
      request.state,
      request.subject,
      request.filedBy,
      request.partner,
      request.station,
      request.fromOn,
      request.untilOn,
      date(request.startsAt),
      date(request.endsAt),
      request.days,
      JSON.stringify(request.fields),
      request.provisional,
      request.stage,
      request.parent,
      request.policyVersion,
      made.approveNot,
      made.notify,
      date(request.toldAt),
      date(request.filedAt),
      date(made.lapsesAt),
      date(request.decidedAt),
    ],
    expect: 1,
  });
  insertDuties(ctx, request.id, request.duties, (duty) => !made.keptElsewhere(duty));
}

function insertDuties(ctx: Ctx, request: string, duties: readonly RequestDuty[], isLive: (duty: RequestDuty) => boolean): void {
  if (duties.length === 0) return;
  ctx.unit.insert(
    'request_duty',
    duties.map((duty) => ({
      orgId: ctx.org,
      requestId: request,
      slotId: duty.slot,
      personId: duty.person,
      part: duty.part,
      startsAt: duty.startsAt,
      endsAt: duty.endsAt,
      dutyOn: duty.dutyOn,
      shift: duty.shift,
      live: isLive(duty),
    })),
  );
}

/** The duties a leave takes once it is carried out: since it was filed the roster may have changed. */
export function replaceDuties(ctx: Ctx, request: string, duties: readonly RequestDuty[]): void {
  ctx.unit.raw({
    sql: 'DELETE FROM request_duty WHERE org_id = $1::uuid AND request_id = $2::uuid',
    params: [ctx.org, request],
    expect: null,
  });
  insertDuties(ctx, request, duties, () => true);
}

export function insertSteps(ctx: Ctx, request: string, steps: readonly Step[]): void {
  if (steps.length === 0) return;
  ctx.unit.insert(
    'request_step',
    steps.map((step) => ({
      orgId: ctx.org,
      id: step.id,
      requestId: request,
      round: step.round,
      kind: step.kind,
      stage: step.stage,
      words: step.words,
      minRank: step.minRank,
      rules: step.rules,
      state: step.state,
      decidedBy: step.decidedBy,
      decidedFor: step.decidedFor,
      decidedAt: step.decidedAt,
      reason: step.reason,
    })),
  );
}

/** Guarded by the request's own version: whoever saves second looks again. */
export function updateRequest(ctx: Ctx, request: Pick<StoredRequest, 'id' | 'version'>, set: Row): void {
  ctx.unit.update('request', { orgId: ctx.org, id: request.id, version: request.version }, { ...set, version: request.version + 1 });
}

export function saveSteps(unit: Unit, changes: readonly StepChange[], now: Instant): void {
  for (const change of changes) {
    const decided = change.decidedBy !== null;
    unit.update(
      'request_step',
      { orgId: unit.org, id: change.id },
      {
        state: change.state,
        decidedBy: change.decidedBy,
        decidedFor: change.decidedFor,
        decidedAt: decided ? now : null,
        reason: change.reason,
      },
    );
  }
}

/** The steps of a cancellation: the first time they are made, later they begin anew. */
export function saveCancelSteps(ctx: Ctx, request: string, steps: readonly Step[], known: ReadonlySet<string>): void {
  insertSteps(
    ctx,
    request,
    steps.filter((step) => !known.has(step.id)),
  );
  for (const step of steps.filter((one) => known.has(one.id)))
    ctx.unit.update(
      'request_step',
      { orgId: ctx.org, id: step.id },
      { state: step.state, decidedBy: null, decidedFor: null, decidedAt: null, reason: null, handedTo: null, handedBy: null },
    );
}

export function handStep(unit: Unit, step: string, to: PersonId, by: PersonId): void {
  unit.update('request_step', { orgId: unit.org, id: step, state: 'open' }, { handedTo: to, handedBy: by });
}

/** Its duties are free for other requests again. */
export function freeDuties(unit: Unit, request: string): void {
  unit.update('request_duty', { orgId: unit.org, requestId: request, live: true }, { live: false }, null);
}

export function insertFollowUps(ctx: Ctx, request: string, followUps: readonly FollowUp[]): void {
  if (followUps.length === 0) return;
  ctx.unit.insert(
    'request_follow_up',
    followUps.map((one) => ({
      orgId: ctx.org,
      id: one.id,
      requestId: request,
      do: one.do,
      dueAt: one.dueAt,
      state: one.state,
      otherwise: one.otherwise,
      to: one.to,
      remind: one.remind,
      rules: one.rules,
    })),
  );
}

export function settleFollowUp(unit: Unit, id: string, state: FollowUp['state'], by: PersonId | null, now: Instant): void {
  unit.update('request_follow_up', { orgId: unit.org, id, state: 'waiting' }, { state, doneBy: by, doneAt: state === 'done' ? now : null });
}

/** A question as it is stored. */
export const storedQuestion = (question: Question) =>
  json({
    about: question.about,
    by: question.by,
    text: question.text,
    at: question.at.toString(),
    answer: question.answer,
    answeredAt: question.answeredAt?.toString() ?? null,
  });

/** Findings that were set aside, as they are stored. */
export const storedSetAside = (all: readonly SetAside[]) => json(all.map((one) => ({ ...one, at: one.at.toString() })));
