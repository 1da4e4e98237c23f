import { type RecordField, type RecordType, recordRules } from '../../policy/index.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice } from '../../view/build.ts';
import type { FormValues } from '../../view/view.ts';
import { type Desk, loadDesk, policyFor, rolesOver, standsOn } from '../people/index.ts';
import type { RecordRefusal } from './entry-record.ts';
import { askedFields, dayOf, isTaker, type Typed, timeOf } from './fields.ts';
import { explain, explainRecord } from './handle-explain.ts';
import { type Asking, deskMeant, invalid, noDesk, openForm, readForm, registerButton, say, typedOf } from './handle-form.ts';
import { typeOf } from './handle-registry.ts';
import { reportOn } from './handle-report.ts';
import { dateAt, judge, loadWorld } from './handle-world.ts';
import { writeFlagged } from './handle-write.ts';
import { writtenNotice } from './handle-written.ts';
import { plainLines } from './problem-text.ts';
import { categoriesOf, derivedFields, ledgersOf, logType, mentionedFields, typeAtStart, writableTypes } from './registers.ts';
import { statesOf } from './states.ts';
import { text } from './text.ts';

/** Field of a form for the category, where the rules of a desk know several. */
export const categoryField = 'entry_category';

/** `登记 [什么] […]`: the form of a register; without a word, the registers the desk's regulations name. */
export async function register(ctx: PersonCtx, words: string): Promise<Reply> {
  const meant = await deskMeant(ctx, words, (desk, rest) => `register ${desk.name[ctx.locale]} ${rest}`.trim());
  if ('kind' in meant) return meant;
  const { desk, rest } = meant;
  if (!standsOn(ctx.actor, desk)) return noDesk(ctx, desk);
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const types = writableTypes(policy);
  const ledgers = [...ledgersOf(policy).keys()];
  const found = typeAtStart(rest, [...types, ...ledgers], { numbers: true });
  if (found !== null && ledgers.includes(found.type)) return reportOn(ctx, desk, rest);
  if (found !== null) return openRegister(ctx, desk, found.type, found.rest === '' ? {} : { [found.type.line]: found.rest });
  const buttons = [...types.filter(({ code }) => code !== logType), ...types.filter(({ code }) => code === logType)].map((type, at) =>
    registerButton(type.name, type.code, desk.id, {}, ctx.locale, at === 0),
  );
  if (rest !== '')
    return say(ctx, notice('warn', text.noSuchRegister(rest.slice(0, 40)), [text.registersOf(desk.name)], ctx.locale, buttons));
  const lines = types.length < 2 ? [text.noRegisters] : [];
  return say(ctx, notice('info', text.registersOf(desk.name), lines, ctx.locale, buttons));
}

/** The form of a type on a desk with what is known already. */
async function askingFor(ctx: PersonCtx, desk: Desk, type: RecordType, typed: Typed): Promise<Asking> {
  const world = await loadWorld(ctx, desk, ctx.now, ctx.actor.person, undefined);
  const [state = 'open'] = statesOf(world.policy, type);
  const categories = categoriesOf(world.policy, type.code);
  const category = typed[categoryField] ?? null;
  const judged = judge(world, ctx.now, { type: type.code, category, state, fields: {} });
  const ahead = recordRules(world.policy, { type: type.code, category, state: 'closed', fields: {} });
  const more = [...ahead.fields.map(({ value }) => value), ...mentionedFields(world.policy, type.code)];
  // What the entry fills by going on is not asked for before.
  const derived = derivedFields(world.policy, type.code);
  const fields = askedFields(type, judged, more).filter(
    ({ name, at_state: state }) => !derived.includes(name) && (state === undefined || judged.required.some(({ value }) => value === name)),
  );
  const local = ctx.now.toZonedDateTimeISO(desk.zone);
  const defaults: Record<string, string> = {};
  for (const field of fields)
    if (field.filled === 'now' && field.kind === 'moment') {
      defaults[dayOf(field.name)] = local.toPlainDate().toString();
      defaults[timeOf(field.name)] = local.toPlainTime().toString({ smallestUnit: 'minute' });
    }
  for (const field of fields) if (isTaker(field) && field.kind === 'person') defaults[field.name] = ctx.actor.person;
  for (const [name, { value }] of Object.entries(judged.defaults)) defaults[name] = value;
  const kind: RecordField[] =
    categories.length === 0
      ? []
      : [
          {
            name: categoryField,
            label: text.labels.category,
            kind: 'choice',
            required: false,
            options: categories.map((value) => ({ value, label: text.categories[value] ?? { zh: value, en: value.replaceAll('-', ' ') } })),
          },
        ];
  return {
    type,
    desk,
    title: type.name,
    route: 'record.file',
    args: { type: type.code, desk: desk.id },
    fields: [...kind, ...fields],
    judged,
    typed: { ...defaults, ...typed },
    note: null,
    submit: text.form.submit,
  };
}

/** Opens the form of a register; `refused`: why what was typed was not enough. */
export async function openRegister(
  ctx: PersonCtx,
  desk: Desk,
  type: RecordType,
  typed: Typed,
  refused: RecordRefusal | null = null,
): Promise<Reply> {
  const asking = await askingFor(ctx, desk, type, typed);
  return openForm(ctx, asking, refused === null ? [] : explain(refused, ctx.locale).lines);
}

export async function openRegisterBy(ctx: PersonCtx, typeCode: string, deskId: string, typed: Typed): Promise<Reply> {
  const [type, desk] = [typeOf(typeCode), await loadDesk(ctx, deskId)];
  if (desk === null || !standsOn(ctx.actor, desk)) return noDesk(ctx, desk);
  if (type === null) return say(ctx, explainRecord({ code: 'record.unknown-type', type: typeCode }, ctx.locale));
  return openRegister(ctx, desk, type, typed);
}

/** The form was sent: written down, or it stays open with what is wrong and what was typed. */
export async function fileRegister(ctx: PersonCtx, typeCode: string, deskId: string, values: FormValues): Promise<Reply> {
  const [type, desk] = [typeOf(typeCode), await loadDesk(ctx, deskId)];
  if (desk === null || !standsOn(ctx.actor, desk)) return noDesk(ctx, desk);
  if (type === null) return say(ctx, explainRecord({ code: 'record.unknown-type', type: typeCode }, ctx.locale));
  const typed = typedOf(values);
  const asking = { ...(await askingFor(ctx, desk, type, typed)), typed };
  const read = await readForm(ctx, asking);
  if (!read.ok) return invalid(ctx, asking, read.refusal);
  const { [categoryField]: category, ...fields } = read.value;
  const written = await writeFlagged(ctx, desk, {
    type: type.code,
    category: typeof category === 'string' ? category : null,
    fields,
    author: ctx.actor.person,
    roles: rolesOver(ctx.actor, desk),
  });
  if (written.ok) return say(ctx, await writtenNotice(ctx, desk, written.value.entry, written.value.flags));
  const { lines, field } = explain(written.refusal, ctx.locale);
  if (lines.length === 0) return say(ctx, explainRecord(written.refusal, ctx.locale));
  return invalid(ctx, asking, { [field ?? '']: plainLines(lines) }, lines);
}
