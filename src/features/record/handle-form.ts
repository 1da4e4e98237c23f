import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { ok, type Result } from '../../core/result.ts';
import type { Citation, RecordField, RecordJudgement, RecordType } from '../../policy/index.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press, typed as typedButton } from '../../view/build.ts';
import type { FindingLine, Form, FormValues } from '../../view/view.ts';
import { codeWords, type Desk, findDesk, findMembers, membersOf, standsOn } from '../people/index.ts';
import { dayOf, type FieldErrors, readTyped, type Typed } from './fields.ts';
import { recordForm } from './form.ts';
import { citedLine } from './problem-text.ts';
import type { EntryFields } from './record.ts';
import { text } from './text.ts';
import { refusal } from './views.ts';

export const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

/** Whoever writes stands on the desk. `desk`: the one it was for. */
export const noDesk = (ctx: PersonCtx, desk: Pick<Desk, 'name'> | null = null): Reply =>
  desk === null || ctx.actor.memberships.length === 0
    ? say(ctx, notice('warn', text.noDesk, [text.noDeskWhy], ctx.locale))
    : say(ctx, notice('warn', text.notOnDesk(desk.name), [text.notOnDeskWhy], ctx.locale));

/** Why somebody may not read: of another desk, or of their own without need. */
export function mayNotRead(ctx: PersonCtx, desk: Desk, cites: readonly Citation[]): Reply {
  const why = standsOn(ctx.actor, desk) ? text.mayNotReadOwn : text.mayNotReadWhy;
  return say(ctx, refusal(text.mayNotRead, [citedLine('error', why, cites, ctx.locale)], ctx.locale));
}

/** The desk a line is for; a reply where it is not clear. `line`: what typing it with the desk's name in front means. */
export async function deskMeant(
  ctx: PersonCtx,
  words: string,
  line: (desk: Desk, rest: string) => string,
): Promise<{ readonly desk: Desk; readonly rest: string } | Reply> {
  const meant = await findDesk(ctx, words);
  if (meant.kind === 'none') return noDesk(ctx);
  if (meant.kind === 'found') return { desk: meant.desk, rest: meant.rest };
  const buttons = meant.desks.map((desk) => typedButton(desk.name, line(desk, meant.rest), ctx.locale));
  return say(ctx, notice('info', text.whichDesk, meant.rest === '' ? [] : [meant.rest], ctx.locale, buttons));
}

/** A form's values as text by name; of several choices one a line. */
export function typedOf(values: FormValues): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const one = typeof value === 'string' ? value : value.join('\n');
    if (one !== '') typed[name] = one;
  }
  return typed;
}

/** What a form is about. */
export interface Asking {
  readonly type: RecordType;
  readonly desk: Desk;
  readonly title: Words;
  readonly route: string;
  readonly args: Readonly<Record<string, string>>;
  readonly fields: readonly RecordField[];
  readonly judged: Pick<RecordJudgement, 'required' | 'options'> &
    Partial<Pick<RecordJudgement, 'checkpoints' | 'place' | 'template' | 'annex'>>;
  readonly typed: Typed;
  /** What the entry holds already. */
  readonly known?: EntryFields;
  readonly note: Words | null;
  readonly submit: Words;
}

export async function formFor(ctx: PersonCtx, asking: Asking, findings: readonly FindingLine[] = []): Promise<Form> {
  const wantsPeople = asking.fields.some((field) => field.kind === 'person');
  return recordForm(
    {
      type: asking.type,
      title: asking.title,
      deskName: asking.desk.name,
      route: asking.route,
      args: asking.args,
      fields: asking.fields,
      required: new Set(asking.judged.required.filter(({ reaction }) => reaction === 'refuse').map(({ value }) => value)),
      options: asking.judged.options,
      members: wantsPeople ? await membersOf(ctx, asking.desk.id) : [],
      points: (asking.judged.checkpoints ?? []).map(({ value }) => codeWords(value, asking.desk.locale)),
      about: aboutForm(asking.judged),
      typed: asking.typed,
      findings,
      note: asking.note,
      submit: asking.submit,
    },
    ctx.locale,
  );
}

function aboutForm({ place, template, annex }: Asking['judged']): readonly Words[] {
  const named = (code: string): Words => ({ zh: codeWords(code, 'zh'), en: codeWords(code, 'en') });
  return [
    ...(place == null ? [] : [text.form.keptAt(named(place.value))]),
    ...(template == null ? [] : [text.form.template(named(template.value))]),
    ...(annex == null ? [] : [text.form.annex(annex.value)]),
  ];
}

export const openForm = async (ctx: PersonCtx, asking: Asking, findings: readonly FindingLine[] = []): Promise<Reply> => ({
  kind: 'form',
  locale: ctx.locale,
  form: await formFor(ctx, asking, findings),
});

/** The form stays open with what is wrong and what was typed; an error of a field the form does not have stands at its first one. */
export async function invalid(ctx: PersonCtx, asking: Asking, wrong: FieldErrors, findings: readonly FindingLine[] = []): Promise<Reply> {
  const form = await formFor(ctx, asking, findings);
  const names = form.fields.map((field) => field.name);
  const errors: Record<string, string> = {};
  for (const [name, words] of Object.entries(wrong)) {
    const place = [name, dayOf(name)].find((one) => names.includes(one)) ?? names[0] ?? name;
    errors[place] = errors[place] === undefined ? words[ctx.locale] : `${errors[place]}\n${words[ctx.locale]}`;
  }
  return { kind: 'invalid', locale: ctx.locale, form, errors };
}

/** Reads what was typed into a form; user ids of the messenger become people of the desk. */
export async function readForm(ctx: PersonCtx, asking: Asking): Promise<Result<EntryFields, FieldErrors>> {
  const given = asking.fields
    .filter((field) => field.kind === 'person')
    .map((field) => (asking.typed[field.name] ?? '').trim())
    .filter((value) => value !== '' && !isUuid(value));
  const people = new Map<string, PersonId>();
  for (const userId of new Set(given)) {
    const meant = await findMembers(ctx, asking.desk.id, '', [{ token: userId, userId, name: null }]);
    const [found] = meant.found;
    if (found !== undefined) people.set(userId, found.person);
  }
  const read = readTyped(asking.fields, asking.typed, {
    zone: asking.desk.zone,
    now: ctx.now,
    options: asking.judged.options,
    people,
    ...(asking.known === undefined ? {} : { known: asking.known }),
  });
  return read.ok ? ok(read.value) : read;
}

const isUuid = (value: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);

/** The button that opens the form of a register with what is known already. */
export const registerButton = (label: Words, type: string, desk: string, typed: Typed, locale: 'zh' | 'en', primary = false) =>
  press('record.open', label, { type, desk, typed: JSON.stringify(typed) }, locale, primary ? 'primary' : undefined);
