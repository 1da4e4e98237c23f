import { withColon } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { RequestType } from '../../policy/request/type.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { MentionedUser } from '../../runtime/intent.ts';
import type { Reply } from '../../runtime/reply.ts';
import { press, typed as typedButton } from '../../view/build.ts';
import type { Action, Card, Notice } from '../../view/view.ts';
import { type Desk, findDesk, findMembers, loadDesk, policyFor, standsOn } from '../people/index.ts';
import { metLine, requestFindingLines } from './card/findings.ts';
import { listed } from './card/lines.ts';
import { notice } from './card/notices.ts';
import { understoodCard } from './card/understood.ts';
import { blocking } from './file/case.ts';
import { type FieldErrors, fieldsFor, type Typed } from './form/read.ts';
import { text as formText } from './form/text.ts';
import { filedBefore } from './handle-again.ts';
import { type Judged, judge } from './handle-case.ts';
import { draftOf } from './handle-draft.ts';
import { fileRequest } from './handle-file.ts';
import { filedNotice, openArgs, openCall, openRequestForm, say } from './handle-form.ts';
import { findingNames, shiftNames } from './handle-lines.ts';
import { explainFileRefusal } from './handle-refusal.ts';
import { type Fail, fillDuties, fillShift, type Problem, time } from './handle-words-duty.ts';
import { typeOf } from './registry.ts';
import type { SaidRequest, SaidSpan } from './said.ts';
import { printReading } from './said-print.ts';
import { readSaid } from './said-read.ts';

/** A request in a sentence: what was understood is shown back before anything is sent. Without words the form opens; what is unclear is asked. */
export async function askedFromWords(ctx: PersonCtx, code: string, text: string, mentions: readonly MentionedUser[]): Promise<Reply> {
  const type = typeOf(code);
  if (type === null) throw new Error(`There is no request type '${code}'`);
  const meant = await findDesk(ctx, text);
  if (text.trim() === '' || meant.kind === 'none') return openRequestForm(ctx, { type: code });
  if (meant.kind === 'several') {
    if (meant.rest === '') return openRequestForm(ctx, { type: code });
    const word = type.words[ctx.locale][0] ?? code;
    return say(
      ctx,
      notice(
        'info',
        ctx.locale === 'zh' ? '哪个班组' : 'Which desk',
        [],
        meant.desks.map((desk) => typedButton(desk.name, `${word} ${desk.name[ctx.locale]} ${meant.rest}`, ctx.locale)),
      ),
    );
  }
  const { desk, rest } = meant;
  if (rest === '') return openRequestForm(ctx, { type: code, desk: desk.id });
  return readSentence(ctx, desk, type, rest, mentions);
}

async function readSentence(
  ctx: PersonCtx,
  desk: Desk,
  type: RequestType,
  line: string,
  mentions: readonly MentionedUser[],
): Promise<Reply> {
  const now = ctx.now.toZonedDateTimeISO(desk.zone);
  const policy = await policyFor(ctx, desk, now.toPlainDate().toString());
  const said = readSaid(line, {
    now,
    kinds: Object.entries(type.kinds ?? {}).map(([code, { name, aliases }]) => ({ code, aliases: [name.zh, name.en, ...aliases] })),
    shifts: policy.shifts.map(({ value }) => ({ code: value.code, names: [value.name.zh, value.name.en, ...value.aliases] })),
    mentions,
    locale: ctx.locale,
    facing: type.effect === 'excuse-punch' || type.effect === 'credit-hours' ? 'past' : 'coming',
  });
  const unclear = said.unclear[0];
  if (unclear !== undefined) return say(ctx, whichReading(ctx, type, desk, line, unclear, mentions));
  const understood = await typedFrom(ctx, desk, type, said, mentions);
  const [bad] = said.bad;
  const problem = bad === undefined ? understood.problem : { title: badWords(bad, said) };
  if (problem !== null) return say(ctx, notUnderstood(ctx, desk, type, problem, understood.typed));
  return showBack(ctx, desk, type, understood.typed, null);
}

const badWords = (bad: string, said: SaidRequest): Words =>
  said.backwards.includes(bad)
    ? { zh: `“${bad}”的结束在开始之前`, en: `“${bad}” ends before it starts` }
    : { zh: `没有“${bad}”这个时间`, en: `There is no such time: “${bad}”` };

const fillIn = (ctx: PersonCtx, desk: Desk, type: RequestType, typed: Typed): Action =>
  press('request.open', { zh: '填表…', en: 'Fill in the form…' }, openArgs(type.code, desk.id, typed, null), ctx.locale, 'primary');

function notUnderstood(ctx: PersonCtx, desk: Desk, type: RequestType, { title, help, choices = [] }: Problem, typed: Typed): Notice {
  const sent = ctx.locale === 'zh' ? '还没有提交。' : 'Nothing was sent.';
  const readings = choices.map(({ label, typed: meant }) =>
    press('request.read', label, openArgs(type.code, desk.id, { ...typed, ...meant }, null), ctx.locale),
  );
  const actions = [...readings, fillIn(ctx, desk, type, typed)];
  return notice('warn', title[ctx.locale], [help?.[ctx.locale] ?? null, sent], actions);
}

/** Words with two meanings are asked about, each meaning a button. */
function whichReading(
  ctx: PersonCtx,
  type: RequestType,
  desk: Desk,
  line: string,
  unclear: SaidRequest['unclear'][number],
  mentions: readonly MentionedUser[],
): Notice {
  const today = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate();
  const word = type.words[ctx.locale][0] ?? type.code;
  const print = (reading: string): string => type.kinds?.[reading]?.name[ctx.locale] ?? printReading(reading, today, ctx.locale);
  // A line with mentions cannot be typed again by a button: whom it mentions would be lost.
  const readings = mentions.length > 0 ? [] : unclear.readings;
  return notice(
    'info',
    ctx.locale === 'zh' ? `“${unclear.text}”是哪一个` : `What does “${unclear.text}” mean`,
    [mentions.length > 0 ? unclear.readings.map(print).join(ctx.locale === 'zh' ? ' 还是 ' : ' or ') : null],
    [
      ...readings.map((reading) => {
        const name = print(reading);
        return typedButton({ zh: name, en: name }, `${word} ${line.replace(unclear.text, ` ${name} `)}`, ctx.locale);
      }),
      fillIn(ctx, desk, type, {}),
    ],
  );
}

interface Understood {
  readonly typed: Typed;
  /** What could not be settled; null: nothing. */
  readonly problem: Problem | null;
}

/** A sentence as the fields of the form. */
async function typedFrom(
  ctx: PersonCtx,
  desk: Desk,
  type: RequestType,
  said: SaidRequest,
  mentions: readonly MentionedUser[],
): Promise<Understood> {
  const typed: Record<string, string> = {};
  if (said.kind !== null) typed.kind = said.kind;
  const named = await findMembers(
    ctx,
    desk.id,
    '',
    mentions.filter((mention) => said.people.includes(mention.token)),
  );
  const [stranger] = named.unknown;
  const [person] = named.found;
  let reason = said.rest;
  let problem: Problem | null = null;
  const fail: Fail = (title, more = {}) => {
    problem ??= { title, ...more };
  };
  if (stranger !== undefined) fail({ zh: `${stranger} 不在${desk.name.zh}`, en: `${stranger} does not stand on ${desk.name.en}` });
  if (named.found.length > 1) fail({ zh: '说了不止一个人', en: 'More than one person is named' });
  if (person !== undefined) typed[type.partner === 'none' ? 'subject' : 'partner'] = person.person;
  else if (type.partner !== 'none') {
    const other = await partnerIn(ctx, desk, said.rest);
    if (other?.person != null) {
      typed.partner = other.person;
      reason = other.rest;
    } else if (other !== null && type.partner === 'required')
      fail({ zh: `${desk.name.zh}没有叫“${other.name}”的人`, en: `Nobody on ${desk.name.en} is called “${other.name}”` });
  }
  if (typed.partner === ctx.actor.person) {
    delete typed.partner;
    fail({ zh: '对方是你自己,请写另一个人', en: 'The other side is yourself; name somebody else' });
  }
  if (type.span !== 'none') fillStretch(typed, said, type, fail);
  else if (said.spans.length > 0 || said.duties.length > 0) await fillDuties(ctx, desk, type, said, typed, fail);
  if (type.span !== 'none' && said.spans.length === 0) await fillShift(ctx, desk, said, typed, fail);
  const field =
    fieldsFor(type, said.kind).find((one) => one.name === 'reason') ?? fieldsFor(type, said.kind).find((one) => one.kind === 'long-text');
  if (field !== undefined && reason !== '') typed[field.name] = reason;
  return { typed, problem };
}

/** `和小吴`, `with Wu Yan`: a partner who is named without a mention; `person` null: nobody, or more than one, goes by the name. */
async function partnerIn(
  ctx: PersonCtx,
  desk: Desk,
  rest: string,
): Promise<{ readonly name: string; readonly person: string | null; readonly rest: string } | null> {
  const match = /(?:^|\s)(?:和|跟|与|找|请|with)\s*@?(\p{Script=Han}{2,4}|\p{L}+(?: \p{L}+)?)/iu.exec(rest);
  if (match?.[1] === undefined) return null;
  const { found } = await findMembers(ctx, desk.id, match[1], []);
  const [member, ...more] = found;
  const person = member === undefined || more.length > 0 ? null : member.person;
  return { name: match[1], person, rest: rest.replace(match[0], ' ').trim() };
}

function fillStretch(typed: Record<string, string>, said: SaidRequest, type: RequestType, fail: Fail): void {
  const [span, ...more] = said.spans;
  if (more.length > 0) fail({ zh: '说了两段时间,一次提一段', en: 'There are two stretches of time; ask for one at a time' });
  if (span === undefined) return;
  const sameDay = span.from.equals(span.until);
  typed.from = span.from.toString();
  if (type.span === 'days') typed.until = span.until.toString();
  if (type.span === 'days' && span.fromHalf === 'afternoon') typed.from_half = 'afternoon';
  if (type.span === 'days' && span.untilHalf === 'morning') typed.until_half = 'morning';
  if (type.span === 'moment') halvesAsTimes(typed, span);
  if (span.fromTime !== null) typed.from_time = time(span.fromTime);
  if (span.untilTime !== null) typed.until_time = time(span.untilTime);
  const nextDay = span.from.add({ days: 1 }).equals(span.until);
  if (type.span === 'moment' && !sameDay && !(nextDay && span.untilTime !== null)) fail({ zh: '一次只能说一天', en: 'One day at a time' });
}

/** A half day of something with times: its hours. */
function halvesAsTimes(typed: Record<string, string>, span: SaidSpan): void {
  if (span.fromHalf === 'afternoon') Object.assign(typed, { from_time: '12:00', until_time: '23:59' });
  if (span.untilHalf === 'morning') Object.assign(typed, { from_time: '00:00', until_time: '12:00' });
}

/** What was understood, with what the rules say of it: to send, change or drop. Nothing is stored yet. */
async function showBack(ctx: PersonCtx, desk: Desk, type: RequestType, typed: Typed, parent: string | null): Promise<Reply> {
  const draft = await draftOf(ctx, { desk, type, typed, parent });
  if (!draft.ok) {
    const problem = onlyKind(type, draft.refusal) ?? { title: missingWords(type, draft.refusal) };
    return say(ctx, notUnderstood(ctx, desk, type, problem, typed));
  }
  const judged = await judge(ctx, desk, draft.value, { id: null, filedAt: ctx.now, documents: [], done: false });
  const against = blocking(judged.ruling.findings, true);
  const change = openArgs(type.code, desk.id, typed, parent);
  const refusal =
    judged.rosterRefusal !== null
      ? ({ code: 'request.roster', ...judged.rosterRefusal } as const)
      : against.length > 0
        ? ({ code: 'request.against-rules', findings: against } as const)
        : null;
  if (refusal !== null) return say(ctx, await explainFileRefusal(ctx, desk, draft.value, refusal, ctx.locale, change));
  return say(ctx, await understood(ctx, desk, judged, { ...change, form: ctx.newId() }));
}

/** Sub-types that are offered as buttons where nothing else is missing; of more of them one chooses in the form. */
const mostKinds = 4;

/** Where only the sub-type is missing: which it is, a button each. */
function onlyKind(type: RequestType, wrong: FieldErrors): Problem | null {
  const kinds = Object.entries(type.kinds ?? {});
  if (kinds.length > mostKinds || Object.keys(wrong).join() !== 'kind') return null;
  return {
    title: { zh: `${type.name.zh}:哪一种`, en: `${type.name.en}: which kind` },
    choices: kinds.map(([kind, { name }]) => ({ label: name, typed: { kind } })),
  };
}

/** What a form would have asked for, or what was wrong with what was said: each field once. */
function missingWords(type: RequestType, wrong: FieldErrors): Words {
  const asks: readonly Words[] = [formText.wrong.needed, formText.wrong.theirShift, formText.wrong.chooseShift];
  const names = Object.keys(wrong).filter((name) => asks.includes(wrong[name] ?? formText.wrong.needed));
  const others = Object.entries(wrong).filter(([name]) => !names.includes(name));
  const inWords = (locale: Locale): string =>
    [
      ...(names.length === 0
        ? []
        : [
            withColon(
              locale === 'zh' ? '还差' : 'Still needed',
              listed(
                names.map((name) => fieldName(type, name)[locale]),
                locale,
              ),
              locale,
            ),
          ]),
      ...others.map(([name, words]) => withColon(fieldName(type, name)[locale], words[locale], locale)),
    ].join(locale === 'zh' ? ';' : '; ');
  return { zh: inWords('zh'), en: inWords('en') };
}

const usual: Readonly<Record<string, Words>> = {
  subject: { zh: '给谁', en: 'for whom' },
  kind: { zh: '类别', en: 'the kind' },
  partner: { zh: '和谁', en: 'with whom' },
  from: { zh: '日期', en: 'the day' },
  until: { zh: '结束日期', en: 'the last day' },
};
const fieldName = (type: RequestType, name: string): Words =>
  usual[name] ?? type.fields.find((field) => field.name === name)?.label ?? { zh: name, en: name };

async function understood(ctx: PersonCtx, desk: Desk, judged: Judged, args: Readonly<Record<string, string>>): Promise<Card> {
  const { draft, ruling, type } = judged;
  const names = await findingNames(ctx, desk, draft, ruling.findings);
  const shift = await shiftNames(
    ctx,
    desk,
    draft.duties.map((duty) => duty.dutyOn),
  );
  const said = requestFindingLines(ruling.findings, names, ctx.locale);
  const findings = said.length > 0 ? said : metLine(ruling.cites, ctx.locale);
  return understoodCard({ draft, type, days: judged.request.lengths.days, findings, name: names.person, shift, desk, args }, ctx.locale);
}

interface Meant {
  readonly type: string;
  readonly desk: string;
  readonly typed: Typed;
  readonly parent: string | null;
}

const left = (ctx: PersonCtx): Reply =>
  say(ctx, notice('warn', ctx.locale === 'zh' ? '你已经不在这个班组' : 'You do not stand on this desk any more'));

/** A meaning that was chosen: shown back like any other. */
export async function showUnderstood(ctx: PersonCtx, meant: Meant): Promise<Reply> {
  const type = typeOf(meant.type);
  const desk = await loadDesk(ctx, meant.desk);
  if (type === null || desk === null || !standsOn(ctx.actor, desk)) return left(ctx);
  return showBack(ctx, desk, type, meant.typed, meant.parent);
}

/** What was shown back is sent. `form`: which card it was, so that pressed twice it files one request. */
export async function sendUnderstood(ctx: PersonCtx, sent: Meant & { readonly form?: string | undefined }): Promise<Reply> {
  const type = typeOf(sent.type);
  const desk = await loadDesk(ctx, sent.desk);
  if (type === null || desk === null || !standsOn(ctx.actor, desk)) return left(ctx);
  const again = await filedBefore(ctx, sent.form);
  if (again !== null) return { kind: 'replace', locale: ctx.locale, view: await filedNotice(ctx, type, again.kind, again) };
  const draft = await draftOf(ctx, { desk, type, typed: sent.typed, parent: sent.parent });
  const change = openArgs(type.code, desk.id, sent.typed, sent.parent);
  if (!draft.ok) return openRequestForm(ctx, { type: type.code, desk: desk.id, prefill: sent.typed });
  const filed = await fileRequest(ctx, desk, draft.value, {
    ...openCall(type, draft.value.partner),
    ...(sent.form === undefined ? {} : { id: sent.form }),
  });
  const view = filed.ok
    ? await filedNotice(ctx, type, draft.value.kind, filed.value)
    : await explainFileRefusal(ctx, desk, draft.value, filed.refusal, ctx.locale, change);
  return { kind: 'replace', locale: ctx.locale, view };
}
