import type { PersonId } from '../../core/ids.ts';
import { ok } from '../../core/result.ts';
import { Temporal } from '../../core/time.ts';
import { clausesOf } from '../../policy/entitlement/clause.ts';
import { payShareOf } from '../../policy/entitlement/count.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import { type Effect, type StoredRequest, touchBook } from '../request/index.ts';
import { reservedOf, rounded, usedOf } from './balance.ts';
import { accountOf, countLeave, loadCase } from './handle-case.ts';
import { type CountedDay, leaveYear } from './length.ts';
import { balanceOn, partsOf, reviewLeave } from './review.ts';
import { loadEntries, type NewEntry, saveEntries } from './store.ts';
import { text } from './text.ts';

/**
 * What leave does to a balance: reserved when it is filed, used when it is approved, let go when nothing comes of it. Decided under the person's
 * book, so that two requests never take the same day.
 */
export const balanceEffect: Effect = {
  name: 'balance',
  of: { effect: 'absent' },
  async review(ctx, desk, draft, id) {
    const loaded = await loadCase(ctx, desk, draft, id);
    if (loaded === null) return {};
    const { policy, given } = loaded;
    const { days, calendarDays, workingDays } = given.length;
    const balance = balanceOn(policy, given, given.from, id);
    const shown =
      balance === null ? [] : [{ fact: 'balance', label: text.balance, value: text.leftAfter(balance.left, rounded(balance.left - days)) }];
    const pay = payShareOf(policy, given.leaveType);
    const paid = pay === null ? [] : [{ fact: 'pay', label: text.pay, value: text.payShare(pay.value) }];
    return { lengths: { days, calendarDays, workingDays }, findings: reviewLeave(policy, given), shown: [...shown, ...paid] };
  },
  async hold(ctx, desk, request) {
    await reserve(ctx, desk, request);
    return ok(undefined);
  },
  async apply(ctx, desk, request) {
    await use(ctx, desk, request);
    return ok(undefined);
  },
  release: (ctx, desk, request) => release(ctx, desk, request),
  async undo(ctx, desk, request) {
    await giveBack(ctx, desk, request, 'all');
    return ok(undefined);
  },
};

const entry = (
  desk: Desk,
  request: StoredRequest,
  kind: NewEntry['kind'],
  part: { readonly on: string; readonly days: number },
  amount: number,
  rules: readonly string[] = [],
): NewEntry => ({
  person: request.subject,
  account: accountOf(request),
  kind,
  amount,
  on: part.on,
  request: request.id,
  desk: desk.id,
  source: 'request',
  rules,
});

/** Reserved in this very unit: what nobody has to decide is approved in being filed. */
const reservedNow = new WeakMap<Ctx['unit'], Map<string, readonly CountedDay[]>>();

/** Days of the request are spoken for; nothing where no rule keeps a balance of its type. */
async function reserve(ctx: Ctx, desk: Desk, request: StoredRequest): Promise<void> {
  await touchBook(ctx, request.subject);
  const loaded = await loadCase(ctx, desk, request, request.id);
  if (loaded === null) return;
  const { policy, given } = loaded;
  const rules = (['accrual', 'earned_by', 'days'] as const).flatMap((key) =>
    clausesOf(policy, key, given.leaveType).flatMap(({ cites }) => cites.map((cite) => cite.rule)),
  );
  const parts = partsOf(policy, given);
  const now = reservedNow.get(ctx.unit) ?? new Map<string, readonly CountedDay[]>();
  reservedNow.set(ctx.unit, now.set(request.id, parts));
  saveEntries(
    ctx,
    parts.map((part) => entry(desk, request, 'reserved', part, -part.days, [...new Set(rules)])),
  );
}

/** What was reserved is used; where nothing was reserved the days are taken now. */
async function use(ctx: Ctx, desk: Desk, request: StoredRequest): Promise<void> {
  await touchBook(ctx, request.subject);
  const entries = await loadEntries(ctx, request.subject, accountOf(request));
  const reserved = reservedNow.get(ctx.unit)?.get(request.id) ?? reservedOf(entries, request.id);
  if (reserved.length > 0) {
    saveEntries(
      ctx,
      reserved.flatMap((part) => [entry(desk, request, 'released', part, part.days), entry(desk, request, 'used', part, -part.days)]),
    );
    return;
  }
  const loaded = await loadCase(ctx, desk, request, request.id);
  if (loaded === null || usedOf(entries, request.id).length > 0) return;
  saveEntries(
    ctx,
    partsOf(loaded.policy, loaded.given).map((part) => entry(desk, request, 'used', part, -part.days)),
  );
}

async function release(ctx: Ctx, desk: Desk, request: StoredRequest): Promise<void> {
  await touchBook(ctx, request.subject);
  const entries = await loadEntries(ctx, request.subject, accountOf(request));
  saveEntries(
    ctx,
    reservedOf(entries, request.id).map((part) => entry(desk, request, 'released', part, part.days)),
  );
}

/** Gives used days back: all of them, or those of a leave that ended before its end. Gives how many. `keep`: the last day that was really taken. */
export async function giveBack(ctx: Ctx, desk: Desk, request: StoredRequest, keep: 'all' | { readonly until: string }): Promise<number> {
  await touchBook(ctx, request.subject);
  const used = usedOf(await loadEntries(ctx, request.subject, accountOf(request)), request.id);
  const kept = keep === 'all' ? new Map<string, number>() : await keptDays(ctx, desk, request, keep.until, used);
  const back = used.map((part) => ({ on: part.on, days: rounded(part.days - (kept.get(part.on) ?? 0)) })).filter(({ days }) => days > 0);
  saveEntries(
    ctx,
    back.map((part) => entry(desk, request, 'returned', part, part.days)),
  );
  return rounded(back.reduce((sum, { days }) => sum + days, 0));
}

/** Of the days a leave was written under, how many were really taken up to the end of the day `until`. */
async function keptDays(
  ctx: Ctx,
  desk: Desk,
  request: StoredRequest,
  until: string,
  used: readonly { readonly on: string; readonly days: number }[],
): Promise<Map<string, number>> {
  const endsAt = Temporal.PlainDate.from(until).add({ days: 1 }).toZonedDateTime(desk.zone).toInstant();
  const counted = await countLeave(ctx, desk, { ...request, untilOn: until, endsAt }, request.id);
  if (counted === null) return new Map();
  const from = desk.settings.leave.year_from;
  const bucketOf = (on: string): string | undefined =>
    used.filter((part) => part.on <= on && leaveYear(part.on, from) === leaveYear(on, from)).at(-1)?.on;
  const kept = new Map<string, number>();
  for (const { on, days } of counted.length.perDay) {
    const bucket = bucketOf(on);
    if (bucket !== undefined) kept.set(bucket, rounded((kept.get(bucket) ?? 0) + days));
  }
  return kept;
}

/** What a lead corrects: days more or fewer, with a reason that is kept. */
export async function adjust(
  ctx: Ctx,
  desk: Desk,
  change: {
    readonly person: PersonId;
    readonly account: string;
    readonly days: number;
    readonly on: string;
    readonly reason: string;
    readonly by: PersonId;
  },
): Promise<void> {
  await touchBook(ctx, change.person);
  const { person, account, days, on, reason, by } = change;
  saveEntries(ctx, [{ person, account, kind: 'adjusted', amount: days, on, desk: desk.id, source: reason, by }]);
  ctx.unit.audit({ action: 'balance.adjust', person: by, desk: desk.id, subject: person, detail: { account, days, on, reason } });
}
