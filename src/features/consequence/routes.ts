import { z } from 'zod';
import { type Command, dueHandler, type Planner, route, type Subject } from '../../runtime/route.ts';
import { recountKind } from '../attendance/index.ts';
import { accept, choose, dismiss, openChoose, openDismiss, showOne, showProposals, turnProposals, viewProposal } from './handle.ts';
import { openConduct, openConductFor, saveRecord } from './handle-conduct.ts';
import { planReviews, recountPerson, reviewDesk, reviewKind } from './handle-review.ts';

const one = z.object({ id: z.uuid() });
const desk = z.object({ desk: z.uuid() });
const typed = z.string().default('');

export const consequenceRoutes = [
  route('consequence.accept', {
    args: z.object({ id: z.uuid(), outcome: z.string() }),
    run: (ctx, args) => accept(ctx, args.id, args.outcome),
  }),
  route('consequence.choose', { args: one, run: (ctx, args) => openChoose(ctx, args.id) }),
  route('consequence.choose-save', {
    args: one,
    values: z.object({ outcome: z.string().optional(), note: typed }),
    run: (ctx, args, values) => choose(ctx, args.id, { outcome: values.outcome ?? null, note: values.note }),
  }),
  route('consequence.dismiss', { args: one, run: (ctx, args) => openDismiss(ctx, args.id) }),
  route('consequence.dismiss-save', {
    args: one,
    values: z.object({ reason: typed }),
    run: (ctx, args, values) => dismiss(ctx, args.id, values.reason),
  }),
  route('consequence.show', { args: one, run: (ctx, args) => showOne(ctx, args.id) }),
  route('consequence.list', {
    args: z.object({ desk: z.uuid().optional(), page: z.coerce.number().int().min(0) }),
    run: (ctx, args) => turnProposals(ctx, args.desk ?? null, args.page),
  }),
  route('consequence.record', { args: desk, run: (ctx, args) => openConductFor(ctx, args.desk) }),
  route('consequence.record-save', {
    args: desk,
    values: z.object({
      person: typed,
      kind: typed,
      on: z.iso.date(),
      minutes: typed,
      gravity: z.union([z.array(z.string()), z.string().transform((value) => [value])]).default([]),
      detected: typed,
      note: typed,
    }),
    run: (ctx, args, values) => saveRecord(ctx, args.desk, values),
  }),
];

export const consequenceCommands: Command[] = [
  {
    id: 'consequence.proposals',
    words: { zh: ['处理建议', '考勤处理'], en: ['proposals'] },
    slack: { command: 'duty', sub: 'proposals' },
    summary: { zh: '待处理的考勤建议', en: 'Attendance proposals that wait' },
    usage: { zh: '[班组]', en: '[desk]' },
    run: (ctx, said) => showProposals(ctx, said.text),
  },
  {
    id: 'consequence.record',
    words: { zh: ['记录行为', '奖惩'], en: ['conduct'] },
    slack: { command: 'duty', sub: 'conduct' },
    summary: { zh: '记录脱岗、失职、表彰等(带班的人)', en: 'Record conduct (leads)' },
    usage: { zh: '[班组]', en: '[desk]' },
    run: (ctx, said) => openConduct(ctx, said.text),
  },
];

export const consequenceDue = [
  dueHandler({
    kind: reviewKind,
    payload: z.object({}),
    title: { zh: '核对考勤', en: 'attendance count' },
    run: async (ctx, due) => {
      if (due.desk !== null) await reviewDesk(ctx, due.desk);
    },
  }),
  dueHandler({
    kind: recountKind,
    payload: z.object({ person: z.uuid(), from: z.iso.date(), until: z.iso.date(), cause: z.string() }),
    title: { zh: '重新核算考勤', en: 'attendance counted anew' },
    run: async (ctx, due) => {
      if (due.desk !== null) await recountPerson(ctx, due.desk, due.payload);
    },
  }),
];

export const consequenceSubjects: Subject[] = [{ kind: 'consequence.proposal', view: viewProposal }];

export const consequencePlanners: Planner[] = [{ id: 'consequence.review', plan: planReviews }];
