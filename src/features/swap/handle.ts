import type { Words } from '../../core/locale.ts';
import { ok } from '../../core/result.ts';
import { requestTypes } from '../../policy/index.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { contactsOf, type Desk, loadDesk, policyFor } from '../people/index.ts';
import { type Effect, type RequestDuty, requestsOfPerson, type StoredRequest } from '../request/index.ts';
import { dutyLine } from '../roster/index.ts';
import { moveDuties, tooLateToGiveBack } from './handle-duties.ts';
import { fillGaps } from './handle-gap.ts';
import { type Returnable, returnableNotice } from './views.ts';

/** Two people exchange shifts, carried out or taken back. The shifts are held for it by the request itself. */
export const swapEffect: Effect = {
  name: 'swap',
  of: { effect: 'exchange-shifts' },
  async apply(ctx, desk, request) {
    const moved = await moveDuties(ctx, desk, request, { how: 'apply', reason: null });
    if (!moved.ok) return moved;
    await fillGaps(ctx, request);
    return ok(undefined);
  },
  // A lead may still change the shifts after the cut-off.
  mayCancel: (ctx, desk, request, { leads }) => Promise.resolve(leads ? null : tooLateToGiveBack(ctx, desk, request)),
  async undo(ctx, desk, request) {
    const moved = await moveDuties(ctx, desk, request, { how: 'undo', reason: null });
    return moved.ok ? ok(undefined) : moved;
  },
};

/** Days ahead in which swaps to give back are looked for. */
const aheadDays = 92;

async function inWords(ctx: PersonCtx, desk: Desk, swap: StoredRequest): Promise<Returnable> {
  const other = swap.subject === ctx.actor.person ? swap.partner : swap.subject;
  const contacts = await contactsOf(ctx, other === null ? [] : [other]);
  const dutyOf = async (part: RequestDuty['part']): Promise<Words | null> => {
    const duty = swap.duties.find((one) => one.part === part);
    if (duty === undefined) return null;
    const policy = await policyFor(ctx, desk, duty.dutyOn);
    const shiftName = policy.shifts.find(({ value }) => value.code === duty.shift)?.value.name ?? { zh: duty.shift, en: duty.shift };
    const line = { ...duty, shiftName };
    return { zh: dutyLine(line, desk.zone, 'zh'), en: dutyLine(line, desk.zone, 'en') };
  };
  return {
    id: swap.id,
    number: swap.number,
    given: (await dutyOf('given')) ?? { zh: '', en: '' },
    returned: await dutyOf('returned'),
    with: contacts.get(other ?? '')?.name ?? { zh: '', en: '' },
  };
}

/** `退班`: the swaps of whoever asks that stand and can still be given back. */
export async function showReturnable(ctx: PersonCtx): Promise<Reply> {
  const types = requestTypes()
    .filter((type) => type.effect === 'exchange-shifts')
    .map((type) => type.code);
  const until = ctx.now.add({ hours: 24 * aheadDays });
  const swaps = await requestsOfPerson(ctx, [ctx.actor.person], { from: ctx.now, until, types, states: ['approved'] });
  const returnable: Returnable[] = [];
  let hours = 0;
  for (const swap of swaps) {
    const desk = await loadDesk(ctx, swap.desk);
    if (desk === null) continue;
    hours = desk.settings.swap.give_back_until_hours;
    if (tooLateToGiveBack(ctx, desk, swap) === null) returnable.push(await inWords(ctx, desk, swap));
  }
  return { kind: 'say', locale: ctx.locale, view: returnableNotice(returnable, hours, ctx.locale) };
}
