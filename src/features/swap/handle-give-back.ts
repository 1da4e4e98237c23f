import type { Words } from '../../core/locale.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import type { Form, Notice } from '../../view/view.ts';
import { contactsOf, type Desk, loadDesk, policyFor } from '../people/index.ts';
import { cancelRequest, loadRequest, type RequestDuty, type StoredRequest } from '../request/index.ts';
import { dutyLine } from '../roster/index.ts';
import { swapsOf } from './handle.ts';
import { refusedNotice } from './handle-refused.ts';
import { giveBackUntil } from './swap.ts';
import { backForm, backNotices, type Returnable, returnableNotice } from './views.ts';

const say = (ctx: PersonCtx, view: Notice): Reply => ({ kind: 'say', locale: ctx.locale, view });

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
  const swaps = await swapsOf(ctx, [ctx.actor.person], ctx.now, ctx.now.add({ hours: 24 * aheadDays }));
  const returnable: Returnable[] = [];
  let hours = 0;
  for (const swap of swaps.filter((one) => one.state === 'approved')) {
    const desk = await loadDesk(ctx, swap.desk);
    if (desk === null) continue;
    hours = desk.settings.swap.give_back_until_hours;
    const until = giveBackUntil(swap.duties, hours);
    if (until !== null && ctx.now.epochMilliseconds <= until.epochMilliseconds) returnable.push(await inWords(ctx, desk, swap));
  }
  return say(ctx, returnableNotice(returnable, hours, ctx.locale));
}

/** Runs `use` for a standing swap of the person that is not too late to give back; else says why not. */
async function withReturnable(ctx: PersonCtx, id: string, use: (swap: StoredRequest, desk: Desk) => Promise<Reply>): Promise<Reply> {
  const whole = await loadRequest(ctx, id);
  const desk = whole === null ? null : await loadDesk(ctx, whole.request.desk);
  if (whole === null || desk === null) return say(ctx, backNotices.notStanding(ctx.locale));
  const { request } = whole;
  if (ctx.actor.person !== request.subject && ctx.actor.person !== request.partner) return say(ctx, backNotices.notYours(ctx.locale));
  if (request.state !== 'approved') return say(ctx, backNotices.notStanding(ctx.locale));
  const hours = desk.settings.swap.give_back_until_hours;
  const until = giveBackUntil(request.duties, hours);
  if (until === null) return say(ctx, backNotices.notStanding(ctx.locale));
  if (ctx.now.epochMilliseconds > until.epochMilliseconds) return say(ctx, backNotices.tooLate(until, hours, desk.zone, ctx.locale));
  return use(request, desk);
}

const formOf = async (ctx: PersonCtx, desk: Desk, swap: StoredRequest, reason: string): Promise<Form> =>
  backForm(await inWords(ctx, desk, swap), reason, ctx.locale);

/** The form for the reason. */
export const askBack = (ctx: PersonCtx, id: string): Promise<Reply> =>
  withReturnable(ctx, id, async (swap, desk) => ({ kind: 'form', locale: ctx.locale, form: await formOf(ctx, desk, swap, '') }));

/** Gives a swap back: at once where nobody had to decide it, else by the same chain. */
export const giveBack = (ctx: PersonCtx, id: string, reason: string): Promise<Reply> =>
  withReturnable(ctx, id, async (swap, desk) => {
    const cancelled = await cancelRequest(ctx, swap.id, ctx.actor.person, reason);
    if (!cancelled.ok) return say(ctx, await refusedNotice(ctx, desk, swap, cancelled.refusal, ctx.locale));
    return say(ctx, cancelled.value === 'cancelled' ? backNotices.done(ctx.locale) : backNotices.asked(ctx.locale));
  });
