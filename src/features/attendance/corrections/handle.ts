import { formatTime } from '../../../core/format.ts';
import { Temporal } from '../../../core/time.ts';
import type { Ctx, PersonCtx } from '../../../runtime/context.ts';
import type { MentionedUser } from '../../../runtime/intent.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { contactsOf, desksOf, loadDesk, policyFor, tell } from '../../people/index.ts';
import { askedFromWords, openRequestForm } from '../../request/index.ts';
import { cycleBefore } from '../month/cycle.ts';
import { countPeople, cycleAt } from '../month/handle.ts';
import { loadDuties, stretchOf } from '../month/store.ts';
import { hoursOfDuties, type MissingPunch, missedOf } from './correction.ts';
import { dayWords } from './handle-excuse.ts';
import { loadOuting, loadOutingOf, type OpenOuting, saveReturn } from './store.ts';
import { missedCard, type NamedMissed, nothingMissing, notOutNotice, returnCard, returnedNotice } from './views.ts';

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });
const type = 'attendance-exception';

/** `补卡 [日期 …]`: with words the form they fill; without, the punches missing in the cycle, also the one before while its last days can be corrected. */
export async function correctPunch(ctx: PersonCtx, text: string, mentions: readonly MentionedUser[]): Promise<Reply> {
  if (text.trim() !== '' || mentions.length > 0) return askedFromWords(ctx, type, text, mentions);
  const [desk] = await desksOf(ctx, ctx.actor.person);
  if (desk === undefined) return openRequestForm(ctx, { type });
  const today = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate();
  const [policy, cycle] = await Promise.all([policyFor(ctx, desk, today.toString()), cycleAt(ctx, desk, today.toString())]);
  const begun = Temporal.PlainDate.from(cycle.from).until(today).days;
  const from = begun < daysForLastCycle ? cycleBefore(policy, today.toString()).from : cycle.from;
  const [counting, duties] = await Promise.all([
    countPeople(ctx, [ctx.actor.person], from, cycle.until),
    loadDuties(ctx, [ctx.actor.person], stretchOf(from, cycle.until)),
  ]);
  const attendance = counting.people[0]?.attendance;
  const missed = attendance === undefined ? [] : missedOf(attendance, hoursOfDuties(duties.get(ctx.actor.person) ?? []));
  if (missed.length === 0) return say(ctx, nothingMissing(ctx.locale));
  const named = missed.map((one): NamedMissed => {
    const shift = counting.policyOf(one.desk, one.on).shifts.find(({ value }) => value.code === one.shift)?.value.name;
    const code = one.shift ?? '';
    return {
      missed: one,
      day: dayWords(one.on),
      shift: shift ?? { zh: code, en: code },
      zone: counting.deskOf(one.desk)?.zone ?? desk.zone,
    };
  });
  return say(ctx, missedCard(named, { from: dayWords(from), until: dayWords(cycle.until) }, ctx.locale));
}

/** Days at the beginning of a cycle in which the missed punches of the one before are offered too. */
const daysForLastCycle = 5;

/** The form of a missed punch that was chosen from the list. */
export async function openCorrection(ctx: PersonCtx, chosen: { desk: string; slot: string; punch: MissingPunch }): Promise<Reply> {
  const desk = await loadDesk(ctx, chosen.desk);
  const around = ctx.now.toZonedDateTimeISO(desk?.zone ?? ctx.orgZone).toPlainDate();
  const duties = await loadDuties(ctx, [ctx.actor.person], stretchOf(around.subtract({ months: 3 }).toString(), around.toString()));
  const duty = (duties.get(ctx.actor.person) ?? []).find((one) => one.slot === chosen.slot);
  const [first, last] = [duty?.parts[0], duty?.parts.at(-1)];
  if (desk === null || duty === undefined || first === undefined || last === undefined) return openRequestForm(ctx, { type });
  return openRequestForm(ctx, {
    type,
    desk: desk.id,
    prefill: {
      from: duty.dutyOn,
      from_time: formatTime(first.start, desk.zone),
      until_time: formatTime(last.end, desk.zone),
      punch: chosen.punch,
    },
  });
}

export const openOtherCorrection = (ctx: PersonCtx): Promise<Reply> => openRequestForm(ctx, { type });

/** `外出 …` and `加班 …`: the form, filled with what was said. */
export const askOuting = (ctx: PersonCtx, text: string, mentions: readonly MentionedUser[]): Promise<Reply> =>
  text.trim() === '' && mentions.length === 0 ? openRequestForm(ctx, { type: 'outing' }) : askedFromWords(ctx, 'outing', text, mentions);
export const askOvertime = (ctx: PersonCtx, text: string, mentions: readonly MentionedUser[]): Promise<Reply> =>
  text.trim() === '' && mentions.length === 0
    ? openRequestForm(ctx, { type: 'overtime' })
    : askedFromWords(ctx, 'overtime', text, mentions);

/** Due at the end of an outing: the person is asked to clock their return, unless they have, or have gone home. */
export async function remindReturn(ctx: Ctx, request: string): Promise<void> {
  const outing = await loadOuting(ctx, request);
  const desk = outing === null ? null : await loadDesk(ctx, outing.desk);
  if (outing === null || desk === null || outing.left) return;
  const contacts = await contactsOf(ctx, [outing.person]);
  tell(ctx, contacts.values(), (locale) => ({ view: returnCard(request, formatTime(outing.endsAt, desk.zone), locale) }));
}

/** The button of the reminder. */
export async function returned(ctx: PersonCtx, request: string): Promise<Reply> {
  const outing = await loadOuting(ctx, request);
  return saveBack(ctx, outing?.person === ctx.actor.person ? outing : null);
}

/** `回来`: back from the outing one is on. */
export const sayBack = async (ctx: PersonCtx): Promise<Reply> => saveBack(ctx, await loadOutingOf(ctx, ctx.actor.person));

async function saveBack(ctx: PersonCtx, outing: OpenOuting | null): Promise<Reply> {
  const desk = outing === null ? null : await loadDesk(ctx, outing.desk);
  if (outing === null || desk === null) return say(ctx, notOutNotice(ctx.locale));
  saveReturn(ctx.unit, outing.request, ctx.now);
  ctx.unit.audit({ action: 'attendance.returned', person: ctx.actor.person, desk: desk.id, subject: outing.request });
  return say(ctx, returnedNotice(formatTime(ctx.now, desk.zone), ctx.locale));
}
