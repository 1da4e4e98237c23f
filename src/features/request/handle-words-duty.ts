import { formatDay } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import type { RequestType } from '../../policy/request/type.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import { type Desk, policyFor } from '../people/index.ts';
import { type DutySlot, slotsOfPerson } from '../roster/index.ts';
import { listed } from './card/lines.ts';
import { fieldsFor, type Typed } from './form/read.ts';
import { slotWords } from './handle-draft.ts';
import type { SaidDuty, SaidRequest } from './said.ts';
import { loadNames } from './store-directory.ts';

/** What could not be settled: in a line, what helps below it, and what it can mean, each a button that opens the form with it. */
export interface Problem {
  readonly title: Words;
  readonly help?: Words;
  readonly choices?: readonly { readonly label: Words; readonly typed: Typed }[];
}

export type Fail = (title: Words, more?: Omit<Problem, 'title'>) => void;

/** Shifts looked through for those a sentence names. */
const mostSlots = 60;

export const time = (at: Temporal.PlainTime): string => at.toString({ smallestUnit: 'minute' });

const noShift: Words = { zh: '没有这个班', en: 'There is no such shift' };

function whichShift(on: Temporal.PlainDate, count: number): Words {
  return { zh: `${formatDay(on, 'zh')}有 ${count} 个班,是哪个`, en: `There are ${count} shifts on ${formatDay(on, 'en')}: which one` };
}

/** What somebody has on a day instead of the shift that was meant; with nothing on it, their next shift. */
async function shiftsNear(ctx: PersonCtx, desk: Desk, person: PersonId, on: Temporal.PlainDate): Promise<Words> {
  const coming = (await slotsOfPerson(ctx, person, ctx.now, mostSlots)).filter((slot) => slot.desk === desk.id);
  const that = coming.filter((slot) => slot.dutyOn === on.toString());
  const names = person === ctx.actor.person ? null : (await loadNames(ctx, [person])).get(person);
  const inWords = (locale: Locale): string => {
    const zh = locale === 'zh';
    const who = names?.[locale] ?? (zh ? '你' : 'you');
    const has = zh || names !== null ? `${who}${zh ? '' : ' has'}` : 'You have';
    const day = formatDay(on, locale);
    if (that.length > 0) {
      const shifts = listed(
        that.map((slot) => slotWords(slot, desk)[locale]),
        locale,
      );
      return zh ? `${who}那天的班:${shifts}` : `${has} that day: ${shifts}`;
    }
    const next = coming[0] === undefined ? '' : slotWords(coming[0], desk)[locale];
    if (zh) return `${who} ${day}没有排班。${next === '' ? '' : `下一个班:${next}`}`;
    return `${has} no shift on ${day}.${next === '' ? '' : ` The next one: ${next}`}`;
  };
  return { zh: inWords('zh'), en: inWords('en') };
}

/** The shifts of somebody on a day that words can mean. */
async function slotsMeant(ctx: PersonCtx, desk: Desk, person: string, duty: SaidDuty): Promise<readonly DutySlot[]> {
  const from = duty.on.toZonedDateTime(desk.zone).toInstant();
  const slots = await slotsOfPerson(ctx, person, from, mostSlots);
  const word = duty.shift?.normalize('NFKC').toLowerCase() ?? null;
  const policy = await policyFor(ctx, desk, duty.on.toString());
  const fits = (slot: DutySlot): boolean => {
    if (word === null) return true;
    const aliases = policy.shifts.find(({ value }) => value.code === slot.shift)?.value.aliases ?? [];
    return [slot.shift, slot.shiftName.zh, slot.shiftName.en, ...aliases].some((name) => {
      const known = name.toLowerCase();
      return known === word || known.replace(/班$| shift$/u, '') === word.replace(/班$| shift$/u, '');
    });
  };
  const that = slots.filter((slot) => slot.desk === desk.id && slot.dutyOn === duty.on.toString());
  const named = that.filter(fits);
  // Words that fit no shift, on a day with one only, mean that one: `下午` of somebody who has the middle shift.
  return named.length > 0 || that.length !== 1 ? named : that;
}

/** Shifts of a swap or cover: the first is the asker's, the second the partner's. */
export async function fillDuties(
  ctx: PersonCtx,
  desk: Desk,
  type: RequestType,
  said: SaidRequest,
  typed: Record<string, string>,
  fail: Fail,
): Promise<void> {
  const fields = fieldsFor(type, said.kind).filter((field) => field.kind === 'duty' || field.kind === 'their-duty');
  const days = distinctDays(said);
  if (days.length > fields.length) fail({ zh: '说了太多的班', en: 'There are more shifts than this takes' });
  for (const [index, field] of fields.entries()) {
    const duty = days[index];
    if (duty === undefined) continue;
    const person = field.kind === 'duty' ? ctx.actor.person : typed.partner;
    if (person === undefined) continue;
    const slots = await slotsMeant(ctx, desk, person, duty);
    const [slot, ...more] = slots;
    if (slot === undefined) fail(noShift, { help: await shiftsNear(ctx, desk, person, duty.on) });
    else if (more.length > 0) {
      const choices = slots.map((one) => ({ label: slotWords(one, desk), typed: { [field.name]: one.id } }));
      fail(whichShift(duty.on, slots.length), { choices });
    } else typed[field.name] = slot.id;
  }
}

/** A day with a half is a stretch and a duty; both are the same. */
function distinctDays(said: SaidRequest): readonly SaidDuty[] {
  if (said.duties.length > 0) return said.duties;
  return said.spans.map((span): SaidDuty => ({ on: span.from, shift: null }));
}

/** Leave for a shift that is named: its hours. */
export async function fillShift(ctx: PersonCtx, desk: Desk, said: SaidRequest, typed: Record<string, string>, fail: Fail): Promise<void> {
  const [duty, ...more] = said.duties;
  if (duty === undefined) return;
  if (more.length > 0) fail({ zh: '说了两个班,一次提一个', en: 'There are two shifts; ask for one at a time' });
  const person = typed.subject ?? ctx.actor.person;
  const slots = await slotsMeant(ctx, desk, person, duty);
  const [slot] = slots;
  if (slot === undefined || slots.length > 1) {
    typed.from = duty.on.toString();
    typed.until = duty.on.toString();
    const choices = slots.map((one) => ({ label: slotWords(one, desk), typed: hoursOf(one, desk) }));
    if (choices.length > 0) fail(whichShift(duty.on, choices.length), { choices });
    else fail(noShift, { help: await shiftsNear(ctx, desk, person, duty.on) });
    return;
  }
  Object.assign(typed, hoursOf(slot, desk));
}

/** The days and hours of a shift, as the form has them; an end at midnight is the end of the day before. */
function hoursOf(slot: DutySlot, desk: Desk): Record<string, string> {
  const [start, end] = [slot.startsAt.toZonedDateTimeISO(desk.zone), slot.endsAt.toZonedDateTimeISO(desk.zone)];
  const midnight = Temporal.PlainTime.compare(end.toPlainTime(), '00:00') === 0;
  return {
    from: start.toPlainDate().toString(),
    from_time: time(start.toPlainTime()),
    until: (midnight ? end.toPlainDate().subtract({ days: 1 }) : end.toPlainDate()).toString(),
    ...(midnight ? {} : { until_time: time(end.toPlainTime()) }),
  };
}
