import type { PersonId } from '../../core/ids.ts';
import { ok } from '../../core/result.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import { requestTypes } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { contactsOf, type Desk, policyFor } from '../people/index.ts';
import { type Effect, openStates, type RequestDraft, requestsOfPerson, type StoredRequest, standingStates } from '../request/index.ts';
import { dutiesShown, moveDuties } from './handle-duties.ts';
import { type Shown, swapsShown } from './shown.ts';
import { monthlyLimit, monthOf, swapsInMonth } from './swap.ts';

/** Request types by which two people exchange shifts. */
const swapTypes = (): string[] =>
  requestTypes()
    .filter((type) => type.effect === 'exchange-shifts')
    .map((type) => type.code);

/** Swaps the people take part in, asked for or standing, with a shift in `[from, to)`. */
export function swapsOf(ctx: Ctx, people: readonly PersonId[], from: Instant, to: Instant): Promise<readonly StoredRequest[]> {
  return requestsOfPerson(ctx, people, { from, until: to, types: swapTypes(), states: [...openStates, ...standingStates] });
}

/** How many swaps of the month each side has with this one. */
async function countShown(ctx: Ctx, desk: Desk, draft: RequestDraft, id: string | null): Promise<readonly Shown[]> {
  const month = monthOf(draft);
  if (month === null || draft.partner === null) return [];
  const people = [draft.subject, draft.partner];
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  // A swap whose return shift lies in another month is found by its given shift, which may be weeks away from the return.
  const [from, to] = [first.subtract({ months: 2 }), first.add({ months: 3 })];
  const [swaps, contacts, policy] = await Promise.all([
    swapsOf(ctx, people, from.toZonedDateTime(desk.zone).toInstant(), to.toZonedDateTime(desk.zone).toInstant()),
    contactsOf(ctx, people),
    policyFor(ctx, desk, ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString()),
  ]);
  const counts = people.flatMap((person) => {
    const contact = contacts.get(person);
    return contact === undefined ? [] : [{ name: contact.name, count: swapsInMonth(month, person, swaps, id) + 1 }];
  });
  return [swapsShown(counts, monthlyLimit(policy, draft.type))];
}

/** Two people exchange shifts: what whoever decides is shown, and carrying it out or back. Its duties are held by the request itself. */
export const swapEffect: Effect = {
  name: 'swap',
  of: { effect: 'exchange-shifts' },
  async review(ctx, desk, draft, id) {
    const [counts, duties] = await Promise.all([countShown(ctx, desk, draft, id), dutiesShown(ctx, desk, draft)]);
    return { shown: [...counts, ...duties] };
  },
  async apply(ctx, desk, request) {
    const moved = await moveDuties(ctx, desk, request, { how: 'apply', reason: null });
    return moved.ok ? ok(undefined) : moved;
  },
  async undo(ctx, desk, request) {
    const moved = await moveDuties(ctx, desk, request, { how: 'undo', reason: null });
    return moved.ok ? ok(undefined) : moved;
  },
};
