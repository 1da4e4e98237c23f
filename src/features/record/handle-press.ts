import { formatMoment } from '../../core/format.ts';
import type { Words } from '../../core/locale.ts';
import { isFilled, keptUntil, type RecordField, recordRules } from '../../policy/index.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press } from '../../view/build.ts';
import type { FormValues } from '../../view/view.ts';
import { type Desk, loadDesk, personNames, policyFor, roleNames, rolesOver } from '../people/index.ts';
import type { WholeEntry } from './entry-record.ts';
import { askedFields, typedAgain } from './fields.ts';
import { accessToEntry, isAnonymous, mayHandle, noteReading } from './handle-access.ts';
import { entryFacts } from './handle-card.ts';
import { amendWhole, moveWhole, signEntry } from './handle-change.ts';
import { explain, explainRecord } from './handle-explain.ts';
import { type Asking, invalid, mayNotRead, openForm, readForm, say, typedOf } from './handle-form.ts';
import { knownType } from './handle-registry.ts';
import { reread } from './handle-reread.ts';
import { moveStock } from './handle-stock.ts';
import { dateAt } from './handle-world.ts';
import { citedLine, plainLines } from './problem-text.ts';
import type { EntryFields } from './record.ts';
import { derivedFields, mentionedFields } from './registers.ts';
import { stateName } from './states.ts';
import { loadWhole } from './store.ts';
import { deleteEntry } from './store-write.ts';
import { text } from './text.ts';
import { entryCard, historyNotice, refusal, titleOf } from './views.ts';

interface Found {
  readonly whole: WholeEntry;
  readonly desk: Desk;
}

/** The entry for somebody who may read it, else why not. */
export async function readable(ctx: PersonCtx, id: string): Promise<Found | Reply> {
  const whole = await loadWhole(ctx, id);
  const desk = whole === null ? null : await loadDesk(ctx, whole.entry.desk);
  if (whole === null || desk === null) return say(ctx, explainRecord({ code: 'record.gone' }, ctx.locale));
  const reader = { person: ctx.actor.person, memberships: ctx.actor.memberships };
  const access = await accessToEntry(ctx, desk, whole.entry, reader);
  if (!access.read.allowed) return mayNotRead(ctx, desk, access.read.cites);
  noteReading(ctx, desk, access, ctx.actor.person, { subject: id, detail: { type: whole.entry.type } });
  return { whole, desk };
}

/** The entry for somebody who may take it on, else why not. */
export async function handled(ctx: PersonCtx, id: string): Promise<Found | Reply> {
  const found = await readable(ctx, id);
  if ('kind' in found) return found;
  const { whole, desk } = found;
  if (await mayHandle(ctx, desk, whole.entry, { person: ctx.actor.person, memberships: ctx.actor.memberships })) return found;
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const anonymous = isAnonymous(policy, knownType(whole.entry.type));
  if (anonymous) return say(ctx, notice('info', text.notYours, [text.notYoursLead], ctx.locale));
  const who = whole.entry.owner ?? whole.entry.author;
  const name: Words = (await personNames(ctx, [who])).get(who) ?? { zh: '?', en: '?' };
  return say(ctx, notice('info', text.notYours, [text.notYoursWho(name)], ctx.locale));
}

const factsFor = (ctx: PersonCtx, desk: Desk, whole: WholeEntry) =>
  entryFacts(ctx, desk, whole, { person: ctx.actor.person, memberships: ctx.actor.memberships });

const card = async (ctx: PersonCtx, desk: Desk, whole: WholeEntry) => entryCard(await factsFor(ctx, desk, whole), ctx.locale);

/** `看`: the entry as it is, and as its message says now. */
export async function showEntry(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await readable(ctx, id);
  return 'kind' in found ? found : say(ctx, await card(ctx, found.desk, await reread(ctx, found.whole)));
}

/** Nobody signs or closes what they have not read: where its message was edited meanwhile they are shown that first. */
async function editedMeanwhile(ctx: PersonCtx, { whole }: Found): Promise<Reply | null> {
  const now = await reread(ctx, whole);
  if (now === whole) return null;
  const show = press('record.show', text.buttons.show, { id: whole.entry.id }, ctx.locale, 'primary');
  return say(ctx, notice('warn', text.editedMeanwhile, [text.editedMeanwhileHow], ctx.locale, [show]));
}

export async function showHistory(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await readable(ctx, id);
  if ('kind' in found) return found;
  return say(ctx, historyNotice(await factsFor(ctx, found.desk, await reread(ctx, found.whole)), ctx.locale));
}

const becomes = async (ctx: PersonCtx, desk: Desk, whole: WholeEntry): Promise<Reply> => ({
  kind: 'replace',
  locale: ctx.locale,
  view: await card(ctx, desk, whole),
});

/** The next state: done at once, or the form asks for what its rules want first. */
export async function pressMove(ctx: PersonCtx, id: string, state: string): Promise<Reply> {
  const found = await handled(ctx, id);
  if ('kind' in found) return found;
  const edited = await editedMeanwhile(ctx, found);
  if (edited !== null) return edited;
  const moved = await moveWhole(ctx, id, state, ctx.actor.person, null, {});
  if (moved.ok) return becomes(ctx, found.desk, moved.value);
  const asking = await askingToMove(ctx, found, state, {});
  const wanted =
    moved.refusal.code === 'record.against-rules' ? moved.refusal.problems.filter(({ reaction }) => reaction === 'refuse') : [];
  const fillable = wanted.length > 0 && wanted.every(({ code }) => code !== 'not-yours' && code !== 'unattached' && code !== 'denied');
  if (!fillable || asking.fields.length === 0) return say(ctx, explainRecord(moved.refusal, ctx.locale));
  return openForm(ctx, asking, explain(moved.refusal, ctx.locale).lines);
}

/** What a state wants that is not there yet, and a remark. */
async function askingToMove(
  ctx: PersonCtx,
  { whole, desk }: Found,
  state: string,
  typed: Readonly<Record<string, string>>,
): Promise<Asking> {
  const { entry } = whole;
  const type = knownType(entry.type);
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const judged = recordRules(policy, { ...entry, state });
  const wanted = judged.problems.flatMap((problem) => {
    switch (problem.code) {
      case 'missing':
      case 'one-of-missing':
        return problem.fields;
      case 'not-allowed':
        return [problem.field];
      case 'not-closable':
        return [...problem.flags, ...problem.counts.map(({ field }) => field)];
      default:
        return [];
    }
  });
  const fields = askedFields(type, judged, wanted).filter((field) => wanted.includes(field.name));
  return {
    type,
    desk,
    title: {
      zh: `${titleOf(type, entry).zh} · ${stateName(type, state).zh}`,
      en: `${titleOf(type, entry).en}: ${stateName(type, state).en}`,
    },
    route: 'record.move-with',
    args: { id: entry.id, state },
    fields,
    judged: { ...judged, required: judged.problems.some(({ code }) => code === 'not-closable') ? [] : judged.required },
    typed: { ...typedAgain(fields, entry.fields, desk.zone), ...typed },
    known: entry.fields,
    note: null,
    submit: text.form.save,
  };
}

/** The form for the next state was sent. */
export async function submitMove(ctx: PersonCtx, id: string, state: string, values: FormValues): Promise<Reply> {
  const found = await handled(ctx, id);
  if ('kind' in found) return found;
  const asking = await askingToMove(ctx, found, state, {});
  const sent = { ...asking, typed: typedOf(values) };
  const read = await readForm(ctx, sent);
  if (!read.ok) return invalid(ctx, sent, read.refusal);
  const moved = await moveWhole(ctx, id, state, ctx.actor.person, null, read.value);
  if (moved.ok) return say(ctx, await card(ctx, found.desk, moved.value));
  const { lines, field } = explain(moved.refusal, ctx.locale);
  if (lines.length === 0 || sent.fields.length === 0) return say(ctx, explainRecord(moved.refusal, ctx.locale));
  return invalid(ctx, sent, { [field ?? '']: plainLines(lines) }, lines);
}

const reasonField: RecordField = { name: 'amend_reason', label: text.labels.reason, kind: 'text', required: false };

async function askingToAmend(ctx: PersonCtx, { whole, desk }: Found): Promise<Asking> {
  const { entry } = whole;
  const type = knownType(entry.type);
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  const judged = recordRules(policy, entry);
  const asked = askedFields(type, judged, [...Object.keys(entry.fields), ...mentionedFields(policy, type.code)]);
  const derived = derivedFields(policy, type.code);
  const fields = [...asked.filter(({ name }) => !derived.includes(name)), reasonField];
  return {
    type,
    desk,
    title: text.form.amend(titleOf(type, entry)),
    route: 'record.amend',
    args: { id: entry.id },
    fields,
    judged: { ...judged, required: [] },
    typed: typedAgain(fields, entry.fields, desk.zone),
    note: text.form.kept,
    submit: text.form.save,
  };
}

export async function openAmend(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await handled(ctx, id);
  return 'kind' in found ? found : openForm(ctx, await askingToAmend(ctx, found));
}

/** Fields were changed: kept beside what stood there before. Fields the form did not show stay. */
export async function submitAmend(ctx: PersonCtx, id: string, values: FormValues): Promise<Reply> {
  const found = await handled(ctx, id);
  if ('kind' in found) return found;
  const asking = { ...(await askingToAmend(ctx, found)), typed: typedOf(values) };
  const read = await readForm(ctx, asking);
  if (!read.ok) return invalid(ctx, asking, read.refusal);
  const { [reasonField.name]: reason, ...given } = read.value;
  const blank: EntryFields = Object.fromEntries(
    asking.fields.filter(({ name, kind }) => name !== reasonField.name && kind !== 'photo').map(({ name }) => [name, '']),
  );
  const amended = await amendWhole(ctx, id, {
    fields: { ...blank, ...given },
    by: ctx.actor.person,
    reason: typeof reason === 'string' ? reason : null,
  });
  if (amended.ok) return say(ctx, await card(ctx, found.desk, amended.value));
  const { lines, field } = explain(amended.refusal, ctx.locale);
  if (lines.length === 0) return say(ctx, explainRecord(amended.refusal, ctx.locale));
  return invalid(ctx, asking, { [field ?? '']: plainLines(lines) }, lines);
}

/** One more try, noted with its moment. */
export async function addTry(ctx: PersonCtx, id: string, field: string): Promise<Reply> {
  const found = await handled(ctx, id);
  if ('kind' in found) return found;
  const { whole, desk } = found;
  const listed = knownType(whole.entry.type).fields.some(({ name, kind }) => name === field && kind === 'list');
  if (!listed || whole.entry.closedAt !== null) return say(ctx, explainRecord({ code: 'record.state', entry: whole.entry }, ctx.locale));
  const before = whole.entry.fields[field];
  const lines = [...(typeof before === 'object' ? before : []), formatMoment(ctx.now, desk.zone, desk.locale)];
  const amended = await amendWhole(ctx, id, { fields: { [field]: lines }, by: ctx.actor.person, reason: null });
  return amended.ok ? becomes(ctx, desk, amended.value) : say(ctx, explainRecord(amended.refusal, ctx.locale));
}

/** A moment that one press notes is now; a second press changes nothing. */
export async function pressStamp(ctx: PersonCtx, id: string, name: string): Promise<Reply> {
  const found = await handled(ctx, id);
  if ('kind' in found) return found;
  const { whole, desk } = found;
  const field = knownType(whole.entry.type).fields.find((one) => one.name === name && one.press !== undefined);
  if (field === undefined || isFilled(whole.entry.fields[name])) return becomes(ctx, desk, whole);
  const amended = await amendWhole(ctx, id, { fields: { [name]: ctx.now.toString() }, by: ctx.actor.person, reason: null });
  return amended.ok ? becomes(ctx, desk, amended.value) : say(ctx, explainRecord(amended.refusal, ctx.locale));
}

export async function pressSign(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await readable(ctx, id);
  if ('kind' in found) return found;
  const edited = await editedMeanwhile(ctx, found);
  if (edited !== null) return edited;
  const signed = await signEntry(ctx, id, ctx.actor.person);
  return signed.ok ? becomes(ctx, found.desk, signed.value) : say(ctx, explainRecord(signed.refusal, ctx.locale));
}

const stockFields: readonly RecordField[] = [
  { name: 'amount', label: text.labels.amount, kind: 'number', required: true },
  { name: 'money', label: text.labels.money, kind: 'money', required: false },
  { name: 'remark', label: text.labels.reason, kind: 'text', required: false },
];

const askingToStock = ({ whole, desk }: Found, way: 'in' | 'out', typed: Readonly<Record<string, string>>): Asking => {
  const type = knownType(whole.entry.type);
  const has = String(whole.stock ?? 0);
  const button = way === 'in' ? text.buttons.stockIn : text.buttons.stockOut;
  return {
    type,
    desk,
    title: { zh: button.zh.replace('…', ''), en: button.en.replace('…', '') },
    route: 'record.stock',
    args: { id: whole.entry.id, way },
    fields: stockFields,
    judged: { required: [{ value: 'amount', cites: [], reaction: 'refuse' }], options: {} },
    typed,
    note: { zh: `${text.labels.stock.zh} ${has}`, en: `${text.labels.stock.en} ${has}` },
    submit: text.form.save,
  };
};

/** Anybody of the desk may take something out or put it in; what they do is kept. */
export async function openStock(ctx: PersonCtx, id: string, way: 'in' | 'out'): Promise<Reply> {
  const found = await readable(ctx, id);
  return 'kind' in found ? found : openForm(ctx, askingToStock(found, way, {}));
}

export async function submitStock(ctx: PersonCtx, id: string, way: 'in' | 'out', values: FormValues): Promise<Reply> {
  const found = await readable(ctx, id);
  if ('kind' in found) return found;
  const asking = askingToStock(found, way, typedOf(values));
  const read = await readForm(ctx, asking);
  if (!read.ok) return invalid(ctx, asking, read.refusal);
  const { amount, money, remark } = read.value;
  if (typeof amount !== 'number' || amount <= 0)
    return invalid(ctx, asking, { amount: amount === undefined ? text.wrong.needed : text.nothingMoved });
  const moved = await moveStock(ctx, found.desk, id, {
    amount: way === 'in' ? amount : -amount,
    money: typeof money === 'number' ? money : null,
    by: ctx.actor.person,
    reason: typeof remark === 'string' ? remark : null,
  });
  if (!moved.ok) {
    const { title, lines } = explain(moved.refusal, ctx.locale);
    return invalid(ctx, asking, { amount: title }, lines);
  }
  return say(ctx, notice('ok', text.moved(`${way === 'in' ? '+' : '-'}${amount}`, String(moved.value)), [], ctx.locale));
}

/** Deletion: only by a keeper a rule names, and only once nothing wants the record kept any more. */
export async function pressDelete(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await readable(ctx, id);
  if ('kind' in found) return found;
  const { whole, desk } = found;
  const access = await accessToEntry(ctx, desk, whole.entry, { person: ctx.actor.person, memberships: ctx.actor.memberships });
  const until = keptUntil(access, whole.entry.at, desk.zone);
  if (until === 'forever')
    return say(ctx, refusal(text.keptForever, [citedLine('error', text.noKeeper, access.neverDeleted.cites, ctx.locale)], ctx.locale));
  if (until !== null && until.epochMilliseconds > ctx.now.epochMilliseconds) {
    const { year } = until.toZonedDateTimeISO(desk.zone);
    const when = { zh: `${year}年${formatMoment(until, desk.zone, 'zh')}`, en: `${formatMoment(until, desk.zone, 'en')} ${year}` };
    return say(
      ctx,
      refusal(text.keptUntil(when), [citedLine('error', text.keptWhy, access.retention?.cites ?? [], ctx.locale)], ctx.locale),
    );
  }
  if (access.keepers.length === 0) return say(ctx, notice('warn', text.noKeeper, [], ctx.locale));
  if (!access.keepers.some((role) => rolesOver(ctx.actor, desk).includes(role))) {
    const roles = { zh: roleNames(access.keepers, 'zh'), en: roleNames(access.keepers, 'en') };
    return say(ctx, notice('warn', text.notKeeper(roles), [], ctx.locale));
  }
  deleteEntry(ctx, whole.entry);
  ctx.unit.audit({
    action: 'record.delete',
    person: ctx.actor.person,
    desk: desk.id,
    subject: id,
    detail: { type: whole.entry.type, number: whole.entry.number, at: whole.entry.at.toString() },
  });
  return { kind: 'replace', locale: ctx.locale, view: notice('ok', text.removed, [], ctx.locale) };
}
