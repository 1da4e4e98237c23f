import type { PersonId } from '../../../core/ids.ts';
import { ok } from '../../../core/result.ts';
import type { Ctx } from '../../../runtime/context.ts';
import type { Desk } from '../../people/index.ts';
import type { Effect, StoredRequest } from '../../request/index.ts';

/** Work of whoever prices attendance: the days of a person are counted anew, also of cycles that are over. */
export const recountKind = 'attendance.recount';

/** Why the days are counted anew. */
export type RecountCause = 'request' | 'proof' | 'conduct' | 'proxy' | 'decision';

export interface Recount {
  readonly person: PersonId;
  readonly from: string;
  readonly until: string;
  readonly cause: RecountCause;
}

export function recountDays(ctx: Ctx, desk: Pick<Desk, 'id'>, { person, from, until, cause }: Recount): void {
  ctx.unit.due({
    kind: recountKind,
    key: `${desk.id}:${person}:${ctx.newId()}`,
    at: ctx.now,
    desk: desk.id,
    payload: { person, from, until, cause },
  });
}

/** Counts the days of a request anew, for the person it is about. */
export function recount(ctx: Ctx, desk: Desk, request: Pick<StoredRequest, 'subject' | 'fromOn' | 'untilOn'>): void {
  if (request.fromOn === null) return;
  recountDays(ctx, desk, { person: request.subject, from: request.fromOn, until: request.untilOn ?? request.fromOn, cause: 'request' });
}

/** A leave that begins before today, or is cancelled afterwards, changes days that were counted already. */
export const recountEffect: Effect = {
  name: 'attendance.recount',
  of: { effect: 'absent' },
  apply(ctx, desk, request) {
    if (begins(ctx, request)) recount(ctx, desk, request);
    return Promise.resolve(ok(undefined));
  },
  release(ctx, desk, request) {
    if (begins(ctx, request)) recount(ctx, desk, request);
    return Promise.resolve();
  },
  undo(ctx, desk, request) {
    if (begins(ctx, request)) recount(ctx, desk, request);
    return Promise.resolve(ok(undefined));
  },
};

const begins = (ctx: Ctx, { startsAt }: StoredRequest): boolean =>
  startsAt !== null && startsAt.epochMilliseconds <= ctx.now.epochMilliseconds;
