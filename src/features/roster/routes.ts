import { z } from 'zod';
import { type Command, dueHandler, type Planner, route, type Slice } from '../../runtime/route.ts';
import { openChange, openChangeOn, submitChange } from './change/handle.ts';
import { draftFor, openDraft, planDeadlines, publishByKind, remindToPublish } from './draft/handle.ts';
import { endingKind, planEnding, remindOfEnding } from './draft/handle-ending.ts';
import { showMine, showMonth, showWho, turnMonth } from './handle.ts';
import { explainImport, readFile, settleFile } from './import/handle.ts';
import { dropStale } from './import/store.ts';
import { askReason, checkAgain, dropProposal, publishProposal } from './publish/handle.ts';

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const desk = z.object({ desk: z.uuid() });
const waiting = z.object({ id: z.uuid() });
const choice = z.string().max(200).default('');

const routes = [
  route('roster.month', {
    args: desk.extend({ month, half: z.enum(['first', 'second']) }),
    run: (ctx, args) => turnMonth(ctx, args.desk, args.month, args.half),
  }),
  route('roster.publish', { args: waiting, run: (ctx, args) => publishProposal(ctx, args.id, null) }),
  route('roster.publish-reason', { args: waiting, run: (ctx, args) => askReason(ctx, args.id, '') }),
  route('roster.publish-with', {
    args: waiting,
    values: z.object({ reason: z.string().trim().max(500).default('') }),
    run: (ctx, args, values) => publishProposal(ctx, args.id, values.reason === '' ? null : values.reason),
  }),
  route('roster.check-again', { args: waiting, run: (ctx, args) => checkAgain(ctx, args.id) }),
  route('roster.drop', { args: waiting, run: (ctx, args) => dropProposal(ctx, args.id) }),
  route('roster.import-desk', { args: waiting.extend({ desk: z.uuid() }), run: (ctx, args) => settleFile(ctx, args.id, args.desk, null) }),
  route('roster.import-month', {
    args: waiting.extend({ desk: z.uuid(), month }),
    run: (ctx, args) => settleFile(ctx, args.id, args.desk, args.month),
  }),
  route('roster.draft', {
    args: desk.extend({ month: month.optional() }),
    run: (ctx, args) => draftFor(ctx, args.desk, args.month ?? null),
  }),
  route('roster.change-open', { args: desk.extend({ on: z.iso.date() }), run: (ctx, args) => openChangeOn(ctx, args.desk, args.on) }),
  route('roster.change', {
    args: desk,
    values: z.object({ on: z.iso.date(), shift: z.string().max(60), out: choice, in: choice, position: choice, reason: choice }),
    run: (ctx, args, values) => submitChange(ctx, args.desk, values),
  }),
];

const commands: Command[] = [
  {
    id: 'roster.who',
    words: { zh: ['谁值班', '值班', '谁在岗'], en: ['who', 'who is on duty'] },
    slack: { command: 'duty', sub: 'who' },
    summary: { zh: '现在或某个时间谁值班', en: 'Who is on duty now or then' },
    usage: { zh: '[班组] [时间]', en: '[desk] [when]' },
    inChannel: true,
    run: (ctx, said) => showWho(ctx, said.text),
  },
  {
    id: 'roster.mine',
    words: { zh: ['我的班', '我的班次'], en: ['mine', 'my shifts'] },
    slack: { command: 'duty', sub: 'mine' },
    summary: { zh: '我的下一个班', en: 'My next shifts' },
    usage: { zh: '[时间]', en: '[when]' },
    run: (ctx, said) => showMine(ctx, said.text),
  },
  {
    id: 'roster.month',
    words: { zh: ['值班表', '排班表'], en: ['roster'] },
    slack: { command: 'duty', sub: 'roster' },
    summary: { zh: '一个月的值班表', en: 'The roster of a month' },
    usage: { zh: '[班组] [月]', en: '[desk] [month]' },
    run: (ctx, said) => showMonth(ctx, said.text),
  },
  {
    id: 'roster.draft',
    words: { zh: ['排班'], en: ['roster draft', 'draft'] },
    slack: { command: 'duty', sub: 'roster draft' },
    summary: { zh: '按轮班规则排一个月(带班的人)', en: 'Draft a month from the rotation (leads)' },
    usage: { zh: '[班组] [月]', en: '[desk] [month]' },
    run: (ctx, said) => openDraft(ctx, said.text),
  },
  {
    id: 'roster.change',
    words: { zh: ['改班'], en: ['roster change', 'change'] },
    slack: { command: 'duty', sub: 'roster change' },
    summary: { zh: '改一个班的人(带班的人)', en: 'Change who does a shift (leads)' },
    usage: { zh: '[班组] [日期]', en: '[desk] [day]' },
    run: (ctx, said) => openChange(ctx, said.text),
  },
  {
    id: 'roster.import',
    words: { zh: ['导入值班表', '导入排班表'], en: ['roster import'] },
    slack: { command: 'duty', sub: 'roster import' },
    summary: { zh: '从文件导入值班表(带班的人)', en: 'Import a roster from a file (leads)' },
    usage: { zh: '', en: '' },
    run: (ctx) => explainImport(ctx),
  },
];

const due = [
  dueHandler({
    kind: publishByKind,
    payload: z.object({ month, day: z.iso.date().nullable(), overdue: z.boolean() }),
    title: { zh: '催发值班表', en: 'roster to be published' },
    run: (ctx, work) => (work.desk === null ? Promise.resolve() : remindToPublish(ctx, work.desk, work.payload)),
  }),
  dueHandler({
    kind: endingKind,
    payload: z.object({ last: z.iso.date(), again: z.boolean() }),
    title: { zh: '值班表到头', en: 'the roster ends' },
    run: (ctx, work) => (work.desk === null ? Promise.resolve() : remindOfEnding(ctx, work.desk, work.payload)),
  }),
];

const planners: Planner[] = [
  { id: 'roster.publish-by', plan: planDeadlines },
  { id: 'roster.ends', plan: planEnding },
  { id: 'roster.waiting', plan: (ctx, desk) => Promise.resolve(dropStale(ctx, desk)) },
];

export const rosterSlice: Slice = {
  name: 'roster',
  routes,
  commands,
  due,
  planners,
  file: (ctx, file) => readFile(ctx, file.meta, file.text, file.read),
};
