import { formatTime } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press, typed } from '../../view/build.ts';
import type { Form, FormValues } from '../../view/view.ts';
import { type Desk, loadDesk, mayLead } from '../people/index.ts';
import { fileRegister, openRegisterBy } from '../record/index.ts';
import { crewsFor, loadCrews, responsibleFor } from './handle-crew.ts';
import { drawFor, wantedWith } from './handle-draw.ts';
import { registerOf } from './handle-facts.ts';
import { type Finished, prove, receiversOf } from './handle-finish.ts';
import { replyToNotice } from './handle-listen.ts';
import { type Filling, filling, keepRound, registerOfRound } from './handle-round-entry.ts';
import { lastRoundOf, roundBeside } from './handle-rounds.ts';
import { ruleOf } from './handle-world.ts';
import { type Asked, type Given, isEach, isOnePress, proofFields, proofWords, readProof, takesPhoto } from './proof.ts';
import { loadNames, loadProofs, loadTask } from './store.ts';
import { countedOf, countsNow, openTargets } from './targets.ts';
import { isOfMoment, nameOf, type Proof, standing, type Task, type TaskTarget } from './task.ts';
import { text } from './text.ts';
import { deadline, moment, stretch } from './views.ts';

export const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

/** A task somebody may prove now. */
interface Provable {
  readonly task: Task;
  readonly desk: Desk;
  readonly proofs: readonly Proof[];
  readonly targets: readonly TaskTarget[];
  readonly asked: Asked;
}

/** The task, where this person may prove it now; else the reply that says why not. */
export async function provable(ctx: PersonCtx, id: string): Promise<Provable | Reply> {
  const task = await loadTask(ctx, id);
  const desk = task === null ? null : await loadDesk(ctx, task.desk);
  if (task === null || desk === null) return say(ctx, notice('warn', text.gone, [text.goneWhy], ctx.locale));
  const name = nameOf(task);
  if (task.state === 'dropped') return say(ctx, notice('info', text.dropped(name), [text.droppedWhy], ctx.locale));
  const allowed = await mayDo(ctx, desk, task);
  if (!allowed.ok) return say(ctx, notice('warn', text.notYours(name), [text.notYoursWho(allowed.who)], ctx.locale));
  const proofs = standing(await loadProofs(ctx, [task.id]));
  if (task.state === 'done' || task.detail.waiting === true) return say(ctx, await doneAlready(ctx, desk, task, proofs));
  if (isEach(task) && proofs.some(({ by }) => by === ctx.actor.person))
    return say(ctx, notice('info', text.already(name), [text.youRead], ctx.locale));
  const overdue = Temporal.Instant.compare(task.dueAt, ctx.now) <= 0;
  if (isOfMoment(task) && (task.state === 'missed' || overdue))
    return say(ctx, notice('warn', text.tooLate(name), [text.tooLateWhy(deadline(task.dueAt, desk))], ctx.locale));
  if (Temporal.Instant.compare(ctx.now, task.fromAt) < 0 && task.detail.origin === 'round') return say(ctx, await tooSoon(ctx, desk, task));
  if (Temporal.Instant.compare(ctx.now, task.fromAt) < 0)
    return say(ctx, notice('info', text.early(name), [text.earlyFrom(moment(task.fromAt, desk))], ctx.locale));
  const lately = task.verb === 'round' && task.done === 0 ? await lastRoundOf(ctx, desk, task) : null;
  if (lately !== null) return say(ctx, await restsNow(ctx, desk, task, lately));
  const rule = await ruleOf(ctx, desk, task);
  const drawn = task.detail.targets ?? (rule === null ? null : await drawFor(ctx, desk, task, rule)) ?? [];
  const { outside } =
    task.verb === 'submit' || task.verb === 'send' ? await receiversOf(ctx, desk, rule?.value ?? null, ctx.actor.person) : { outside: [] };
  const value = rule?.value ?? {};
  const asked: Asked = { verb: task.verb, rule: value, targets: openTargets(drawn, proofs, ctx.now, desk.zone), outside };
  if (drawn.length > 0 && asked.targets.length === 0) {
    const later = drawn.some((target) => countsNow(target, proofs, ctx.now, desk.zone) === 'later');
    return say(ctx, notice('info', (later ? text.later : text.already)(name), later ? [text.laterWhy] : [], ctx.locale));
  }
  return { task, desk, proofs, targets: drawn, asked };
}

/** Whoever it is for, and whoever leads the desk. */
async function mayDo(ctx: PersonCtx, desk: Desk, task: Task): Promise<{ readonly ok: true } | { readonly ok: false; readonly who: Words }> {
  const crews = await loadCrews(ctx, [desk], ctx.now);
  const people = await responsibleFor(ctx, desk, task, crews);
  if (people.includes(ctx.actor.person) || (mayLead(ctx.actor, desk) && !isEach(task))) return { ok: true };
  // What a shift left undone it can still do.
  const crewOf = await crewsFor(ctx, desk, [task], crews);
  if ((await responsibleFor(ctx, desk, task, crewOf(task))).includes(ctx.actor.person)) return { ok: true };
  const names = await loadNames(ctx, people);
  const list = (locale: 'zh' | 'en'): string =>
    people.map((person) => names.get(person)?.[locale] ?? '?').join(locale === 'zh' ? '、' : ', ');
  return { ok: false, who: people.length === 0 ? text.onDuty : { zh: list('zh'), en: list('en') } };
}

/** Done before: by whom and when; a round also when the next one can be made. */
async function doneAlready(ctx: PersonCtx, desk: Desk, task: Task, proofs: readonly Proof[]) {
  const last = proofs.filter(({ kind }) => kind !== 'try' && kind !== 'ack' && kind !== 'photo').at(-1) ?? proofs.at(-1);
  const names = await loadNames(ctx, last === undefined ? [] : [last.by]);
  const time = last === undefined ? null : formatTime(last.at, desk.zone);
  const who = last === undefined || time === null ? null : text.alreadyBy(time, names.get(last.by) ?? { zh: '?', en: '?' });
  const next = task.verb === 'round' ? await roundBeside(ctx, task, 1) : null;
  const rests = next !== null && time !== null && Temporal.Instant.compare(ctx.now, next.fromAt) < 0;
  const title = rests ? text.justMade(time, nameOf(task)) : (task.detail.waiting === true ? text.waitsFor : text.already)(nameOf(task));
  return notice('info', title, [who, next?.state === 'open' ? text.nextRound(stretch(next, desk)) : null], ctx.locale, [
    typed(text.buttons.tasks, 'tasks', ctx.locale),
  ]);
}

/** A round that follows one just made and has not begun. */
async function tooSoon(ctx: PersonCtx, desk: Desk, task: Task) {
  const before = await roundBeside(ctx, task, -1);
  return before === null
    ? notice('info', text.early(nameOf(task)), [text.earlyFrom(moment(task.fromAt, desk))], ctx.locale)
    : doneAlready(ctx, desk, before, standing(await loadProofs(ctx, [before.id])));
}

/** Another round of the desk was made so lately that this would be the same one. */
async function restsNow(ctx: PersonCtx, desk: Desk, task: Task, { made, from }: { readonly made: Task; readonly from: Instant }) {
  const last = standing(await loadProofs(ctx, [made.id])).at(-1);
  const names = await loadNames(ctx, last === undefined ? [] : [last.by]);
  const time = formatTime(made.doneAt ?? ctx.now, desk.zone);
  const who = last === undefined ? null : text.alreadyBy(time, names.get(last.by) ?? text.unknown);
  const next = text.nextRound(stretch({ fromAt: from, dueAt: task.dueAt }, desk));
  return notice('info', text.justMade(time, nameOf(task)), [who, next], ctx.locale, [typed(text.buttons.tasks, 'tasks', ctx.locale)]);
}

/** A press on a task: one press is proof enough, or the form that proves it opens. */
export async function startProof(ctx: PersonCtx, id: string): Promise<Reply> {
  const found = await provable(ctx, id);
  if ('kind' in found) return found;
  const register = registerOf(found.task, (await ruleOf(ctx, found.desk, found.task))?.value ?? null);
  if (register !== null)
    return say(
      ctx,
      notice('info', nameOf(found.task), [], ctx.locale, [
        press('record.open', text.buttons.fill, { type: register, desk: found.desk.id }, ctx.locale, 'primary'),
      ]),
    );
  // A round that is ticked point by point as a task is written into its register when it is complete.
  const round = found.targets.length > 0 ? null : await registerOfRound(ctx, found.desk, found.task);
  if (round?.asks === true) return ofRound(await openRegisterBy(ctx, round.type, found.desk.id, {}), id);
  if (isOnePress(found.asked)) return save(ctx, found, { kind: 'confirm', targets: [], finding: null, detail: {} });
  return { kind: 'form', locale: ctx.locale, form: proofForm(ctx, found, {}) };
}

/** The form of the register in which a round is kept, on its way back to the round. */
const ofRound = (reply: Reply, id: string): Reply =>
  reply.kind === 'form' || reply.kind === 'invalid' ? { ...reply, form: { ...reply.form, route: 'task.keep', args: { id } } } : reply;

/**
 * The filled form of a round: written into its register, whatever became of the round meanwhile, and the round is made with it where it can be; what is
 * wrong keeps the form open with what was typed.
 */
export async function submitRound(ctx: PersonCtx, id: string, values: FormValues): Promise<Reply> {
  const task = await loadTask(ctx, id);
  const desk = task === null ? null : await loadDesk(ctx, task.desk);
  const register = task === null || desk === null ? null : await registerOfRound(ctx, desk, task);
  if (task === null || desk === null || register === null) return say(ctx, notice('warn', text.gone, [text.goneWhy], ctx.locale));
  const found = await provable(ctx, id);
  const filled: Filling = { task: 'kind' in found ? null : id, finished: null };
  filling.set(ctx, filled);
  const reply = ofRound(await fileRegister(ctx, register.type, desk.id, values), id);
  return filled.finished === null ? reply : say(ctx, await savedNotice(ctx, desk, filled.finished));
}

function proofForm(ctx: PersonCtx, { task, desk, asked }: Provable, values: FormValues): Form {
  const until = text.until(deadline(task.dueAt, desk))[ctx.locale];
  return {
    kind: 'form',
    route: 'task.prove',
    args: { id: task.id },
    title: nameOf(task)[ctx.locale].slice(0, 24),
    intro: [{ kind: 'text', text: `${nameOf(task)[ctx.locale]} · ${desk.name[ctx.locale]} · ${until}` }],
    fields: [...proofFields(asked, values, ctx.locale)],
    submit: text.buttons.report[ctx.locale],
    cancel: { zh: '取消', en: 'Cancel' }[ctx.locale],
  };
}

/** The filled form; what is wrong keeps it open with what was typed. */
export async function submitProof(ctx: PersonCtx, id: string, values: FormValues): Promise<Reply> {
  const found = await provable(ctx, id);
  if ('kind' in found) return found;
  const read = readProof(found.asked, values, ctx.locale);
  if (!read.ok) return { kind: 'invalid', locale: ctx.locale, form: proofForm(ctx, found, values), errors: read.refusal };
  return save(ctx, found, read.value);
}

/** Counts what was given and says what became of it. */
async function save(ctx: PersonCtx, { task, desk, proofs, targets }: Provable, given: Given): Promise<Reply> {
  const name = nameOf(task);
  const by = ctx.actor.person;
  const places: readonly (string | null)[] = given.targets.length === 0 ? [null] : given.targets;
  const proved = places.map((target) => ({ kind: given.kind, target, finding: given.finding, detail: given.detail }));
  const all: Proof[] = [...proofs, ...proved.map((proof) => ({ ...proof, entry: null, task: task.id, by, at: ctx.now }))];
  const done = given.kind === 'try' ? task.done : targets.length > 0 ? countedOf(targets, all, desk.zone) : task.done + 1;
  // Nobody was told of it yet: what there is to check is kept with the first proof.
  const drawn: Partial<Pick<Task, 'wanted' | 'detail'>> =
    targets.length > 0 && task.detail.targets === undefined ? { wanted: wantedWith(targets), detail: { ...task.detail, targets } } : {};
  const wanted = drawn.wanted ?? task.wanted;
  const register = done >= wanted ? await registerOfRound(ctx, desk, task) : null;
  const entry = register === null ? null : (await keepRound(ctx, desk, register, { by, targets, proofs: all })).id;
  const fresh = proved.map((proof) => ({ ...proof, entry }));
  const finished = await prove(
    ctx,
    desk,
    { ...task, ...drawn },
    {
      by,
      proofs: fresh,
      done,
      lines: given.kind === 'try' ? null : (locale) => proofWords(given, locale),
    },
  );
  const { content } = given.detail;
  if (finished.task.state === 'done' && typeof content === 'string') await replyToNotice(ctx, task, content, by);
  if (given.kind === 'try') return say(ctx, notice('info', text.tried(name), [text.triedWhy], ctx.locale));
  return say(ctx, await savedNotice(ctx, desk, finished));
}

async function savedNotice(ctx: PersonCtx, desk: Desk, { task, next, told, approvers }: Finished) {
  const name = nameOf(task);
  const names = await loadNames(ctx, [...told, ...approvers]);
  const list = (people: readonly PersonId[]): string =>
    people.map((person) => names.get(person)?.[ctx.locale] ?? '?').join(ctx.locale === 'zh' ? '、' : ', ');
  if (approvers.length > 0) return notice('ok', text.waitsFor(name), [text.waitsForWho(list(approvers))], ctx.locale);
  const photo = takesPhoto(task.verb) ? [press('task.photo', text.buttons.photo, { id: task.id }, ctx.locale)] : [];
  const title = task.state === 'done' ? text.doneNow(name) : text.counted(name, task.done, task.wanted);
  return notice(
    'ok',
    title,
    [
      task.detail.late === true ? text.lateNow : null,
      told.length > 0 ? text.sentTo(list(told)) : null,
      next === null ? null : text.nextRound(stretch(next, desk)),
    ],
    ctx.locale,
    [...photo, typed(text.buttons.tasks, 'tasks', ctx.locale)],
  );
}
