import { z } from 'zod';
import { Temporal } from '../../core/time.ts';
import { type Command, type DueHandler, dueHandler, type Planner, route, type Subject } from '../../runtime/route.ts';
import { askRelease, viewAsked } from './handle-ask.ts';
import { codeOver, codeOverKind } from './handle-code.ts';
import { askPost, handOver, submitPost, takeOver } from './handle-commands.ts';
import { change, changeKind, planChanges, prepare, prepareKind, recordKind, remindRecords } from './handle-due.ts';
import { amend, openAmend, openOverride, openRefuse, override, refuse, reopen } from './handle-end.ts';
import { answerItem, openAdd, openFill, openItem, show, step, submitAdd, submitFill, submitItem } from './handle-press.ts';
import { showCode, sign, submitCode } from './handle-sign.ts';
import { viewCode, viewContent, viewHandover, viewNext, viewStep } from './handle-view.ts';

const one = z.object({ id: z.uuid() });
const values = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const item = one.extend({ item: z.uuid() });
const question = item.extend({ what: z.enum(['wrong', 'reason', 'owner']) });

export const handoverRoutes = [
  route('handover.show', { args: one, run: (ctx, args) => show(ctx, args.id) }),
  route('handover.fill', { args: one, run: (ctx, args) => openFill(ctx, args.id) }),
  route('handover.filled', { args: one, values, run: (ctx, args, given) => submitFill(ctx, args.id, given) }),
  route('handover.step', { args: one, run: (ctx, args) => step(ctx, args.id) }),
  route('handover.item', {
    args: item.extend({ as: z.enum(['fine', 'done', 'carried']) }),
    run: (ctx, args) => answerItem(ctx, args.id, args.item, args.as),
  }),
  route('handover.item-open', { args: question, run: (ctx, args) => openItem(ctx, args.id, args.item, args.what) }),
  route('handover.item-with', {
    args: question,
    values,
    run: (ctx, args, given) => submitItem(ctx, args.id, args.item, args.what, given),
  }),
  route('handover.add-open', { args: one, run: (ctx, args) => openAdd(ctx, args.id) }),
  route('handover.add', { args: one, values, run: (ctx, args, given) => submitAdd(ctx, args.id, given) }),
  route('handover.sign', {
    args: one.extend({ from: z.literal('step').optional() }),
    run: (ctx, args) => sign(ctx, args.id, args.from ?? 'card'),
  }),
  route('handover.code', { args: one, run: (ctx, args) => showCode(ctx, args.id) }),
  route('handover.met', { args: one, values, run: (ctx, args, given) => submitCode(ctx, args.id, given) }),
  route('handover.refuse-open', { args: one, run: (ctx, args) => openRefuse(ctx, args.id) }),
  route('handover.refuse', { args: one, values, run: (ctx, args, given) => refuse(ctx, args.id, given) }),
  route('handover.reopen', { args: one, run: (ctx, args) => reopen(ctx, args.id) }),
  route('handover.ask-release', { args: z.object({ slot: z.uuid() }), run: (ctx, args) => askRelease(ctx, args.slot) }),
  route('handover.override-open', { args: one, run: (ctx, args) => openOverride(ctx, args.id) }),
  route('handover.override', { args: one, values, run: (ctx, args, given) => override(ctx, args.id, given) }),
  route('handover.amend-open', { args: one, run: (ctx, args) => openAmend(ctx, args.id) }),
  route('handover.amend', { args: one, values, run: (ctx, args, given) => amend(ctx, args.id, given) }),
  route('handover.post', { args: z.object({ desk: z.uuid() }), values, run: (ctx, args, given) => submitPost(ctx, args.desk, given) }),
];

export const handoverCommands: Command[] = [
  {
    id: 'handover.out',
    words: { zh: ['交班', '交接班', '交接'], en: ['handover', 'hand over'] },
    slack: { command: 'duty', sub: 'handover' },
    summary: { zh: '交班:写情况、逐项确认、签字', en: 'Hand your shift over' },
    usage: { zh: '[班次]', en: '[shift]' },
    run: (ctx, said) => handOver(ctx, said.text),
  },
  {
    id: 'handover.in',
    words: { zh: ['接班'], en: ['take over', 'takeover'] },
    slack: { command: 'duty', sub: 'takeover' },
    summary: { zh: '接班:看情况、逐项确认、签字', en: 'Take a shift over' },
    usage: { zh: '[口令]', en: '[code]' },
    run: (ctx, said) => takeOver(ctx, said.text),
  },
  {
    id: 'handover.post',
    words: { zh: ['岗位交接', '调岗交接'], en: ['handover post', 'hand over post'] },
    slack: { command: 'duty', sub: 'handover post' },
    summary: { zh: '换岗位时把工作交给别人', en: 'Hand a post over to somebody' },
    usage: { zh: '[接的人]', en: '[to whom]' },
    run: (ctx, said) => askPost(ctx, said.text, said.mentions, 'change-of-post'),
  },
  {
    id: 'handover.leaving',
    words: { zh: ['离职交接'], en: ['handover leaving', 'hand over leaving'] },
    slack: { command: 'duty', sub: 'handover leaving' },
    summary: { zh: '离职前把工作交给别人', en: 'Hand your work over before leaving' },
    usage: { zh: '[接的人]', en: '[to whom]' },
    run: (ctx, said) => askPost(ctx, said.text, said.mentions, 'leaving'),
  },
];

const instant = z.iso.datetime({ offset: true }).transform((at) => Temporal.Instant.from(at));
const moment = z.object({ slot: z.uuid(), at: instant });

export const handoverDue: DueHandler[] = [
  dueHandler({
    kind: prepareKind,
    payload: moment,
    title: { zh: '交班前预填', en: 'handover filled beforehand' },
    run: (ctx, due) => prepare(ctx, due.desk, due.payload.slot, due.payload.at),
  }),
  dueHandler({
    kind: changeKind,
    payload: moment.extend({ level: z.number().int().min(0) }),
    title: { zh: '查接班', en: 'check of the relief' },
    run: (ctx, due) => change(ctx, due.desk, due.payload.slot, due.payload.at, due.payload.level),
  }),
  dueHandler({
    kind: recordKind,
    payload: moment,
    title: { zh: '班前点名', en: 'roll-call' },
    run: (ctx, due) => remindRecords(ctx, due.desk, due.payload.slot, due.payload.at),
  }),
  dueHandler({
    kind: codeOverKind,
    payload: z.object({ subject: z.string() }),
    title: { zh: '口令到期', en: 'code of a handover runs out' },
    run: (ctx, due) => codeOver(ctx, due.payload.subject),
  }),
];

export const handoverSubjects: Subject[] = [
  { kind: 'handover.card', view: viewHandover },
  { kind: 'handover.asked', view: viewAsked },
  { kind: 'handover.code', view: viewCode },
  { kind: 'handover.step', view: viewStep },
  { kind: 'handover.next', view: viewNext },
  { kind: 'handover.content', view: viewContent },
];

export const handoverPlanners: Planner[] = [{ id: 'handover.changes', plan: planChanges }];
