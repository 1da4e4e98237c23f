import type { Locale, Words } from '../../core/locale.ts';
import type { Policy } from '../../policy/policy.ts';
import type { RequestType } from '../../policy/request/type.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { press, typed as typedButton } from '../../view/build.ts';
import type { FindingLine, Form, FormValues, Notice } from '../../view/view.ts';
import { type Desk, findDesk, loadDesk, membersOf, policyFor, standsOn } from '../people/index.ts';
import { plainLines } from './card/findings.ts';
import { listed, typeTitle } from './card/lines.ts';
import { notice } from './card/notices.ts';
import { text as cardText } from './card/text.ts';
import { type Option, requestForm } from './form/build.ts';
import { papersNote } from './form/papers.ts';
import { type FieldErrors, fieldsFor, type Typed } from './form/read.ts';
import { text } from './form/text.ts';
import { filedBefore } from './handle-again.ts';
import { draftOf, dutyOptions, type Meant, mayFileFor } from './handle-draft.ts';
import { type Filed, fileRequest } from './handle-file.ts';
import { explain } from './handle-refusal.ts';
import { typeOf } from './registry.ts';
import { openStates } from './request.ts';
import type { RequestAsk } from './request-record.ts';
import { loadNames } from './store-directory.ts';

export const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

const noDesk = (locale: Locale): Notice =>
  notice('warn', locale === 'zh' ? '你还不在任何班组里' : 'You do not stand on any desk yet', [
    locale === 'zh' ? '请带班的人把你加进来(输入“人员”)。' : 'Ask a lead to add you (they type “people”).',
  ]);

/** What opens the same form again: arguments of a button. */
export const openArgs = (type: string, desk: string, typed: Typed, parent: string | null): Readonly<Record<string, string>> => ({
  type,
  desk,
  typed: JSON.stringify(typed),
  ...(parent === null ? {} : { parent }),
});

/** The form of a request, with what is known already. Asks for the desk where somebody stands on several. */
export async function openRequestForm(ctx: PersonCtx, ask: RequestAsk): Promise<Reply> {
  const type = typeOf(ask.type);
  if (type === null) return say(ctx, notice('warn', ctx.locale === 'zh' ? '没有这种申请' : 'There is no such request'));
  const typed: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...ask.prefill, ...(ask.kind === undefined ? {} : { kind: ask.kind }) }))
    if (value !== undefined && value !== '') typed[name] = value;
  const parent = ask.parent ?? null;
  if (ask.desk !== undefined) {
    const desk = await loadDesk(ctx, ask.desk);
    if (desk === null || !standsOn(ctx.actor, desk)) return say(ctx, noDesk(ctx.locale));
    return openFor(ctx, { desk, type, typed, parent });
  }
  const meant = await findDesk(ctx, '');
  if (meant.kind === 'none') return say(ctx, noDesk(ctx.locale));
  if (meant.kind === 'found') return openFor(ctx, { desk: meant.desk, type, typed, parent });
  return say(
    ctx,
    whichDesk(meant.desks, (desk) => openArgs(type.code, desk.id, typed, parent), ctx.locale),
  );
}

export const whichDesk = (
  desks: readonly Desk[],
  args: (desk: Desk) => Readonly<Record<string, string>>,
  locale: Locale,
  route = 'request.open',
): Notice =>
  notice(
    'info',
    locale === 'zh' ? '哪个班组' : 'Which desk',
    [],
    desks.map((desk) => press(route, desk.name, args(desk), locale)),
  );

async function openFor(ctx: PersonCtx, meant: Meant): Promise<Reply> {
  return { kind: 'form', locale: ctx.locale, form: await formFor(ctx, { ...meant, form: ctx.newId() }, [], null) };
}

/** What a form is filled with, and which one it is: sent twice, it files one request. */
interface Filling extends Meant {
  readonly form: string | undefined;
}

const nameOptions = (members: readonly { readonly person: string; readonly name: Words }[]): Option[] =>
  members.map((member) => ({ value: member.person, label: member.name }));

/** Fields regulations want filled whatever the case is. */
function requiredOf(policy: Policy, type: RequestType, kind: string | null): ReadonlySet<string> {
  const names = policy.requests.flatMap(({ value, scope, reaction }) =>
    value.key === 'required' &&
    reaction !== 'off' &&
    scope.requests.includes(type.code) &&
    (scope.kinds === null || (kind !== null && scope.kinds.includes(kind))) &&
    scope.if === null &&
    scope.ifAny === null &&
    scope.unless === null
      ? value.value.map((name) => name.replaceAll('-', '_'))
      : [],
  );
  return new Set(names);
}

async function formFor(ctx: PersonCtx, meant: Filling, findings: readonly FindingLine[], note: Words | null): Promise<Form> {
  const { desk, type, typed, parent, form } = meant;
  const members = await membersOf(ctx, desk.id);
  const subjects = await mayFileFor(ctx, desk, type, members);
  const kind = typed.kind === undefined || type.kinds?.[typed.kind] === undefined ? null : typed.kind;
  const subject = members.find((member) => member.person === typed.subject)?.person ?? ctx.actor.person;
  const partner = members.find((member) => member.person === typed.partner)?.person ?? null;
  const wants = (of: 'duty' | 'their-duty'): boolean => fieldsFor(type, kind).some((field) => field.kind === of);
  const [duties, theirDuties, policy] = await Promise.all([
    wants('duty') ? dutyOptions(ctx, desk, subject) : [],
    wants('their-duty') && partner !== null ? dutyOptions(ctx, desk, partner) : null,
    policyFor(ctx, desk, ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString()),
  ]);
  return requestForm(
    {
      type,
      deskName: desk.name,
      args: {
        type: type.code,
        desk: desk.id,
        ...(kind === null ? {} : { kind }),
        ...(parent === null ? {} : { parent }),
        ...(form === undefined ? {} : { form }),
      },
      kind,
      subjects: nameOptions(subjects),
      partners: nameOptions(members.filter((member) => member.person !== subject)),
      duties,
      theirDuties,
      required: requiredOf(policy, type, kind),
      papers: papersNote(policy.requests, type, kind),
      typed,
      findings,
      note,
    },
    ctx.locale,
  );
}

/** A form's values as text by name. */
export function typedOf(values: FormValues): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const one = typeof value === 'string' ? value : (value[0] ?? '');
    if (one !== '') typed[name] = one;
  }
  return typed;
}

interface Sent {
  readonly type: string;
  readonly desk: string;
  /** The sub-type whose own fields the form had. */
  readonly kind?: string | undefined;
  readonly parent?: string | undefined;
  /** Which form it is; one that was opened before forms had an id has none. */
  readonly form?: string | undefined;
}

/** The form was sent: filed, or it stays open with what is wrong and what was typed. */
export async function submitForm(ctx: PersonCtx, sent: Sent, values: FormValues): Promise<Reply> {
  const type = typeOf(sent.type);
  const desk = await loadDesk(ctx, sent.desk);
  if (type === null || desk === null || !standsOn(ctx.actor, desk)) return say(ctx, noDesk(ctx.locale));
  const again = await filedBefore(ctx, sent.form);
  if (again !== null) return say(ctx, await filedNotice(ctx, type, again.kind, again));
  const typed = typedOf(values);
  const meant: Filling = { desk, type, typed, parent: sent.parent ?? null, form: sent.form };
  const missing = asksMore(type, typed, sent.kind ?? null);
  const draft = await draftOf(ctx, meant);
  if (!draft.ok) return invalid(ctx, meant, draft.refusal, []);
  if (missing !== null) return invalid(ctx, meant, { [missing]: text.more }, []);
  const filed = await fileRequest(ctx, desk, draft.value, {
    ...openCall(type, draft.value.partner),
    ...(sent.form === undefined ? {} : { id: sent.form }),
  });
  if (filed.ok) return say(ctx, await filedNotice(ctx, type, draft.value.kind, filed.value));
  const { lines, field } = await explain(ctx, desk, draft.value, filed.refusal, ctx.locale);
  const said = plainLines(lines, ctx.locale).join('\n');
  return invalid(ctx, meant, { [field]: { zh: said, en: said } }, lines);
}

/** Where nobody is named to stand in, the group is asked. */
export const openCall = (type: RequestType, partner: string | null) => ({
  openCall: type.effect === 'replace-person' && type.partner === 'optional' && partner === null,
});

/** A sub-type with fields of its own that the form did not have yet: the first of them. */
function asksMore(type: RequestType, typed: Typed, had: string | null): string | null {
  const { kind } = typed;
  if (kind === undefined || kind === had) return null;
  const own = fieldsFor(type, kind).filter((field) => field.kinds !== undefined && field.kind !== 'document');
  return own.every((field) => typed[field.name] !== undefined) ? null : (own[0]?.name ?? null);
}

/** An error stands at a field the form has; else at its first one. */
async function invalid(ctx: PersonCtx, meant: Filling, wrong: FieldErrors, findings: readonly FindingLine[]): Promise<Reply> {
  const form = await formFor(ctx, meant, findings, null);
  const names = form.fields.map((field) => field.name);
  const errors: Record<string, string> = {};
  for (const [name, words] of Object.entries(wrong)) {
    const place = names.includes(name) ? name : (names.find((one) => one === 'from') ?? names[0] ?? name);
    errors[place] = errors[place] === undefined ? words[ctx.locale] : `${errors[place]}\n${words[ctx.locale]}`;
  }
  return { kind: 'invalid', locale: ctx.locale, form, errors };
}

/** Filed: who is asked now, and who of them has to be told in person. */
export async function filedNotice(ctx: PersonCtx, type: RequestType, kind: string | null, filed: Omit<Filed, 'ruling'>): Promise<Notice> {
  const { locale } = ctx;
  const names = await loadNames(ctx, [...filed.asked, ...filed.unreached]);
  const list = (people: readonly string[]): string =>
    listed(
      people.flatMap((person) => names.get(person)?.[locale] ?? []),
      locale,
    );
  const title = typeTitle(type, kind, locale);
  const state = cardText.states[filed.state][locale];
  const waits = filed.asked.length === 0 ? null : locale === 'zh' ? `等 ${list(filed.asked)}` : `Waits for ${list(filed.asked)}`;
  const missing = filed.unreached.length === 0 ? null : cardText.notLinked(list(filed.unreached))[locale];
  const done = !openStates.includes(filed.state);
  return notice(
    'ok',
    done ? `${title} · ${state}` : locale === 'zh' ? `已提交 · ${title}` : `Sent · ${title}`,
    [waits, missing],
    [press('request.show', cardText.buttons.show, { id: filed.id }, locale), typedButton(cardText.buttons.mine, 'requests', locale)],
  );
}
