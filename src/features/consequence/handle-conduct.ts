import type { DeskId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import type { Citation, Policy } from '../../policy/policy.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { recountDays } from '../attendance/index.ts';
import { type Desk, findDesk, loadDesk, mayLead, membersOf, policyFor } from '../people/index.ts';
import { slotsBetween, sourceOf } from '../roster/index.ts';
import { type ConductDraft, type ConductKinds, conductForm } from './forms.ts';
import { reachRules, recordable } from './offences.ts';
import { saveConduct } from './store.ts';
import { consequenceText as text } from './text.ts';
import { notice } from './views.ts';
import { offenceName } from './words.ts';

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

const kindsOf = (policy: Policy): ConductKinds => ({
  kinds: recordable(policy),
  detections: [...new Set(policy.consequences.flatMap(({ value }) => value.detected_by ?? []))],
});

interface Recording {
  readonly desk: Desk;
  readonly today: string;
  readonly kinds: ConductKinds;
  readonly people: readonly { readonly person: string; readonly name: Words }[];
  /** Kinds whose rules ask how long. */
  readonly timed: ReadonlySet<string>;
}

async function recording(ctx: PersonCtx, deskId: DeskId): Promise<Recording | Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null || !mayLead(ctx.actor, desk)) return say(ctx, notice('error', text.notLead, null, ctx.locale));
  const today = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString();
  const policy = await policyFor(ctx, desk, today);
  const kinds = kindsOf(policy);
  if (kinds.kinds.length === 0) return say(ctx, notice('info', text.conduct.noKinds, text.conduct.noKindsWhy, ctx.locale));
  const members = (await membersOf(ctx, desk.id)).filter((member) => member.person !== ctx.actor.person);
  const timed = policy.consequences.flatMap(({ value: { threshold, offence } }) =>
    threshold !== undefined && ('from' in threshold || 'over' in threshold) ? (offence ?? []) : [],
  );
  return { desk, today, kinds, people: members, timed: new Set(timed) };
}

/** `记录行为 [班组]`: the form, for a desk the person leads. */
export async function openConduct(ctx: PersonCtx, words: string): Promise<Reply> {
  const meant = await findDesk(ctx, words, 'lead');
  const desk = meant.kind === 'found' ? meant.desk : meant.kind === 'several' ? meant.desks[0] : undefined;
  return desk === undefined ? say(ctx, notice('error', text.notLead, null, ctx.locale)) : openConductFor(ctx, desk.id);
}

export async function openConductFor(ctx: PersonCtx, deskId: DeskId): Promise<Reply> {
  const found = await recording(ctx, deskId);
  if ('kind' in found) return found;
  const draft: ConductDraft = { person: '', kind: '', on: found.today, minutes: '', gravity: [], detected: '', note: '' };
  return { kind: 'form', locale: ctx.locale, form: formOf(ctx, found, draft) };
}

const formOf = (ctx: PersonCtx, { desk, people, kinds }: Recording, draft: ConductDraft) =>
  conductForm(desk.id, people, kinds, draft, ctx.locale);

/** Field by field what is wrong with it. */
function problems(draft: ConductDraft, found: Recording): Record<string, Words> {
  const wrong: Record<string, Words> = {};
  if (!found.people.some(({ person }) => person === draft.person)) wrong.person = text.conduct.noPerson;
  if (!found.kinds.kinds.some(({ kind }) => kind === draft.kind)) wrong.kind = text.form.whatNeeded;
  if (draft.on > found.today) wrong.on = text.conduct.badDay;
  const minutes = draft.minutes.trim();
  if (minutes !== '' && (!/^\d{1,4}$/.test(minutes) || Number(minutes) > 1440)) wrong.minutes = text.conduct.badMinutes;
  else if (minutes === '' && found.timed.has(draft.kind)) wrong.minutes = text.conduct.minutesNeeded;
  if (draft.note.trim() === '') wrong.note = text.form.reasonNeeded;
  return wrong;
}

/** The rules on being reachable, and at the place of duty, that the record is about; null where it is about something else. */
async function reachOf(ctx: PersonCtx, { desk }: Recording, draft: ConductDraft): Promise<readonly Citation[] | null> {
  const day = Temporal.PlainDate.from(draft.on);
  const at = (on: Temporal.PlainDate): Temporal.Instant => on.toZonedDateTime(desk.zone).toInstant();
  const [policy, slots, members] = await Promise.all([
    policyFor(ctx, desk, day.toString()),
    slotsBetween(ctx, desk.id, at(day), at(day.add({ days: 1 }))),
    membersOf(ctx, desk.id),
  ]);
  const held = members.find((member) => member.person === draft.person)?.roles ?? [];
  return reachRules(policy, draft.kind, [
    ...slots.flatMap(({ people }) => people.filter((one) => one.person === draft.person)).map(({ role }) => ({ role, onDuty: true })),
    ...held.map((role) => ({ role, onDuty: false })),
  ]);
}

/** Records it; the rules make a proposal of it as soon as it is counted. */
export async function saveRecord(ctx: PersonCtx, deskId: DeskId, draft: ConductDraft): Promise<Reply> {
  const found = await recording(ctx, deskId);
  if ('kind' in found) return found;
  const wrong = problems(draft, found);
  if (Object.keys(wrong).length > 0) {
    const errors = Object.fromEntries(Object.entries(wrong).map(([field, words]) => [field, words[ctx.locale]]));
    return { kind: 'invalid', locale: ctx.locale, form: formOf(ctx, found, draft), errors };
  }
  const { desk } = found;
  const reach = await reachOf(ctx, found, draft);
  if (reach !== null && reach.length === 0)
    return {
      kind: 'invalid',
      locale: ctx.locale,
      form: formOf(ctx, found, draft),
      errors: { kind: text.conduct.notAsked[ctx.locale] },
    };
  const merit = found.kinds.kinds.find(({ kind }) => kind === draft.kind)?.merit ?? false;
  const on = Temporal.PlainDate.from(draft.on).toString();
  const id = ctx.newId();
  saveConduct(ctx.unit, {
    id,
    desk: desk.id,
    person: draft.person,
    kind: draft.kind,
    merit,
    on,
    minutes: draft.minutes.trim() === '' ? 0 : Number(draft.minutes),
    answers: {
      loss: draft.gravity.includes('loss'),
      grave: draft.gravity.includes('grave'),
      ...(draft.detected === '' ? {} : { detected_by: draft.detected }),
    },
    note: draft.note.trim(),
    by: ctx.actor.person,
    at: ctx.now,
  });
  recountDays(ctx, desk, { person: draft.person, from: on, until: on, cause: 'conduct' });
  ctx.unit.audit({
    action: 'consequence.record',
    person: ctx.actor.person,
    desk: desk.id,
    subject: id,
    detail: { person: draft.person, kind: draft.kind, on, ...(reach === null ? {} : { rules: reach.map((cite) => cite.rule) }) },
  });
  const name = found.people.find(({ person }) => person === draft.person)?.name ?? { zh: '?', en: '?' };
  const source = (locale: Locale): string => (reach === null ? '' : (sourceOf(reach, locale) ?? ''));
  const why = reach === null ? text.conduct.savedWhy : text.conduct.flagged({ zh: source('zh'), en: source('en') });
  return say(ctx, notice('ok', text.conduct.saved(name, offenceName(draft.kind)), why, ctx.locale));
}
