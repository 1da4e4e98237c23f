import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import { Temporal } from '../../core/time.ts';
import type { RequestField, RequestType } from '../../policy/request/type.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import { type Desk, findMembers, type Member, mayLead, membersOver, policyFor } from '../people/index.ts';
import { type DutySlot, slotsById, slotsOfPerson } from '../roster/index.ts';
import { dutyWords } from './card/lines.ts';
import type { Option } from './form/build.ts';
import { type FieldErrors, fieldsFor, readTyped, type Typed } from './form/read.ts';
import { text } from './form/text.ts';
import type { RequestDraft, RequestDuty, RequestId } from './request.ts';

/** Coming shifts a form offers. */
const mostDuties = 40;

/** The coming shifts of a person on a desk, as choices. */
export async function dutyOptions(ctx: Ctx, desk: Desk, person: PersonId): Promise<Option[]> {
  const slots = (await slotsOfPerson(ctx, person, ctx.now, mostDuties)).filter((slot) => slot.desk === desk.id);
  return slots.map((slot) => ({ value: slot.id, label: slotWords(slot, desk) }));
}

export function slotWords(slot: DutySlot, desk: Pick<Desk, 'name' | 'zone'>): Words {
  const duty: RequestDuty = { ...slot, slot: slot.id, person: '', part: 'given' };
  const lines = { desk, shift: () => slot.shiftName };
  return { zh: dutyWords(duty, lines, 'zh'), en: dutyWords(duty, lines, 'en') };
}

/** Whom somebody may file a type for, beside themselves: a lead for every member; anybody where a regulation lets a colleague tell it. */
export async function mayFileFor(ctx: PersonCtx, desk: Desk, type: RequestType, members: readonly Member[]): Promise<readonly Member[]> {
  if (mayLead(ctx.actor, desk)) return members;
  const policy = await policyFor(ctx, desk, ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString());
  const told = policy.requests.some(
    ({ value, scope, reaction }) => reaction !== 'off' && value.key === 'proxy' && value.value && scope.requests.includes(type.code),
  );
  return told ? members : [];
}

/** What was typed, resolved to people, shifts and moments. */
export interface Meant {
  readonly desk: Desk;
  readonly type: RequestType;
  readonly typed: Typed;
  readonly parent: RequestId | null;
}

/** The draft a form or sentence means; or what is wrong, by field. */
export async function draftOf(ctx: PersonCtx, { desk, type, typed, parent }: Meant): Promise<Result<RequestDraft, FieldErrors>> {
  const read = readTyped(typed, { type, zone: desk.zone, now: ctx.now });
  const errors: Record<string, Words> = read.ok ? {} : { ...read.refusal };
  // Those above are asked for soon, and come along.
  const members = (await membersOver(ctx, desk)).filter((member) => member.desk === desk.id);
  const subject = await personIn(ctx, desk.id, typed.subject ?? '', members);
  const partner = await personIn(ctx, desk.id, typed.partner ?? '', members);
  const own = subject === undefined ? ctx.actor.person : subject;
  if (own === null || (own !== ctx.actor.person && !(await mayFileFor(ctx, desk, type, members)).some((member) => member.person === own)))
    errors.subject = text.wrong.notMember;
  if (partner === null) errors.partner = text.wrong.notMember;
  if (partner === undefined && type.partner === 'required') errors.partner = text.wrong.needed;
  if (partner !== undefined && partner !== null && partner === own) errors.partner = text.wrong.oneself;
  const duties = await dutiesOf(ctx, desk, { type, typed, kind: typed.kind ?? null }, own, partner ?? null, errors);
  if (!read.ok || Object.keys(errors).length > 0 || own === null) return refuse(errors);
  const fields = { ...read.value.fields };
  for (const field of fieldsFor(type, read.value.kind).filter((one) => one.kind === 'person')) {
    const named = await personIn(ctx, desk.id, typed[field.name] ?? '', members);
    if (named !== undefined && named !== null) fields[field.name] = named;
  }
  return ok({
    desk: desk.id,
    type: type.code,
    kind: read.value.kind,
    subject: own,
    filedBy: ctx.actor.person,
    partner: partner ?? null,
    ...stretchOf(read.value, duties),
    duties,
    fields,
    toldAt: own === ctx.actor.person ? null : read.value.toldAt,
    parent,
  });
}

/** Of shifts, the stretch is theirs. */
function stretchOf(
  read: Pick<RequestDraft, 'fromOn' | 'untilOn' | 'startsAt' | 'endsAt'>,
  duties: readonly RequestDuty[],
): Pick<RequestDraft, 'fromOn' | 'untilOn' | 'startsAt' | 'endsAt'> {
  const { fromOn, untilOn, startsAt, endsAt } = read;
  if (startsAt !== null || duties.length === 0) return { fromOn, untilOn, startsAt, endsAt };
  const byStart = duties.toSorted((a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt));
  const byEnd = duties.toSorted((a, b) => Temporal.Instant.compare(a.endsAt, b.endsAt));
  return {
    fromOn: byStart[0]?.dutyOn ?? null,
    untilOn: byStart.at(-1)?.dutyOn ?? null,
    startsAt: byStart[0]?.startsAt ?? null,
    endsAt: byEnd.at(-1)?.endsAt ?? null,
  };
}

/** A member by id, or by the messenger's id of a user; undefined: nobody was named; null: they do not stand on the desk. */
async function personIn(ctx: PersonCtx, desk: DeskId, value: string, members: readonly Member[]): Promise<PersonId | null | undefined> {
  if (value === '') return undefined;
  if (value === ctx.actor.person) return value;
  const known = members.find((member) => member.person === value);
  if (known !== undefined) return known.person;
  const { found } = await findMembers(ctx, desk, '', [{ token: '', userId: value, name: null }]);
  return found[0]?.person ?? null;
}

const partOf = (field: RequestField, type: RequestType): RequestDuty['part'] => {
  if (field.kind === 'their-duty') return 'returned';
  return type.effect === 'exchange-shifts' ? 'given' : type.effect === 'replace-person' ? 'covered' : 'absent';
};

async function dutiesOf(
  ctx: Ctx,
  desk: Desk,
  said: { readonly type: RequestType; readonly typed: Typed; readonly kind: string | null },
  subject: PersonId | null,
  partner: PersonId | null,
  errors: Record<string, Words>,
): Promise<RequestDuty[]> {
  const duties: RequestDuty[] = [];
  const asked = fieldsFor(said.type, said.kind).filter((field) => field.kind === 'duty' || field.kind === 'their-duty');
  const values = asked.map((field) => said.typed[field.name] ?? '');
  const slots = await slotsById(ctx, values.filter(isUuid));
  for (const [index, field] of asked.entries()) {
    const value = values[index] ?? '';
    if (value === '' || value === 'none') {
      if (field.required) errors[field.name] = field.kind === 'duty' ? text.wrong.chooseShift : text.wrong.theirShift;
      continue;
    }
    const person = field.kind === 'duty' ? subject : partner;
    const slot = slots.find((one) => one.id === value);
    if (slot === undefined || slot.desk !== desk.id || person === null || !slot.people.some((one) => one.person === person)) {
      errors[field.name] = text.wrong.chooseShift;
      continue;
    }
    const part = partIn(slot, said.typed, desk, errors);
    duties.push({
      slot: slot.id satisfies SlotId,
      person,
      part: partOf(field, said.type),
      dutyOn: slot.dutyOn,
      shift: slot.shift,
      ...(field.kind === 'duty' ? part : { startsAt: slot.startsAt, endsAt: slot.endsAt }),
    });
  }
  return duties;
}

const isUuid = (value: string): boolean => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value);

/** The part of a shift that `part_from` and `part_until` name, on the clock of the shift; empty: the whole. */
function partIn(
  slot: DutySlot,
  typed: Typed,
  desk: Pick<Desk, 'zone'>,
  errors: Record<string, Words>,
): Pick<RequestDuty, 'startsAt' | 'endsAt'> {
  const start = slot.startsAt.toZonedDateTimeISO(desk.zone);
  /** The first moment within the shift at which the clock shows the time. */
  const within = (name: 'part_from' | 'part_until'): Temporal.Instant | null => {
    const value = typed[name] ?? '';
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(value)) return null;
    for (const days of [0, 1]) {
      const at = start.toPlainDate().add({ days }).toZonedDateTime({ timeZone: desk.zone, plainTime: value }).toInstant();
      if (Temporal.Instant.compare(at, slot.startsAt) >= 0 && Temporal.Instant.compare(at, slot.endsAt) <= 0) return at;
    }
    errors[name] = text.wrong.outside;
    return null;
  };
  const startsAt = within('part_from') ?? slot.startsAt;
  const endsAt = within('part_until') ?? slot.endsAt;
  if (Temporal.Instant.compare(endsAt, startsAt) > 0) return { startsAt, endsAt };
  errors.part_until = text.wrong.backwards;
  return { startsAt: slot.startsAt, endsAt: slot.endsAt };
}
