import { z } from 'zod';
import { type Command, dueHandler, type Route, route, type Slice, type Subject } from '../../runtime/route.ts';
import type { FormValues } from '../../view/view.ts';
import { notice } from './card/notices.ts';
import { delegate, endGiven, openDelegation, submitDelegation } from './delegation/handle.ts';
import { followUpDue, pressDone } from './follow-up/handle.ts';
import { remindSlow } from './follow-up/handle-remind.ts';
import type { Typed } from './form/read.ts';
import { viewRequest } from './handle-card.ts';
import type { Effect } from './handle-effects.ts';
import { lapse } from './handle-end.ts';
import { openRequestForm, submitForm } from './handle-form.ts';
import {
  answer,
  approve,
  ask,
  cancel,
  confirm,
  hand,
  openHand,
  openText,
  refuseWith,
  showRequest,
  takeBack,
  withdraw,
  withText,
} from './handle-press.ts';
import { registerEffects } from './handle-registry.ts';
import { sendUnderstood, showUnderstood } from './handle-words.ts';
import { showApprovals, showRequests, showTypes } from './list/handle.ts';

const one = z.object({ id: z.uuid() });
const nothing = z.object({});
const said = z.object({ text: z.string().max(4000).default('') });
const typed = z
  .string()
  .max(8000)
  .default('{}')
  .transform((text, context): Typed => {
    const read = z.record(z.string(), z.string()).safeParse(parse(text));
    if (read.success) return read.data;
    context.addIssue({ code: 'custom', message: 'not the fields of a form' });
    return z.NEVER;
  });
const asked = z.object({ type: z.string().max(60), desk: z.uuid().optional(), parent: z.uuid().optional(), typed });
const anyValues = z.record(z.string(), z.union([z.string().max(4000), z.array(z.string().max(200))])) as z.ZodType<FormValues>;
const day = z.union([z.iso.date(), z.literal('')]).default('');

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const forms: readonly Route[] = [
  route('request.open', {
    args: asked,
    run: (ctx, args) =>
      openRequestForm(ctx, {
        type: args.type,
        prefill: args.typed,
        ...(args.desk === undefined ? {} : { desk: args.desk }),
        ...(args.parent === undefined ? {} : { parent: args.parent }),
      }),
  }),
  route('request.file', {
    args: z.object({
      type: z.string().max(60),
      desk: z.uuid(),
      kind: z.string().max(60).optional(),
      parent: z.uuid().optional(),
      form: z.uuid().optional(),
    }),
    values: anyValues,
    run: (ctx, args, values) => submitForm(ctx, args, values),
  }),
  route('request.read', {
    args: asked.extend({ desk: z.uuid() }),
    run: (ctx, args) => showUnderstood(ctx, { ...args, parent: args.parent ?? null }),
  }),
  route('request.send', {
    args: asked.extend({ desk: z.uuid(), form: z.uuid().optional() }),
    run: (ctx, args) => sendUnderstood(ctx, { ...args, parent: args.parent ?? null }),
  }),
  route('request.drop', {
    args: nothing,
    run: (ctx) =>
      Promise.resolve({ kind: 'replace', locale: ctx.locale, view: notice('info', ctx.locale === 'zh' ? '没有提交' : 'Nothing was sent') }),
  }),
];

const presses: readonly Route[] = [
  route('request.show', { args: one, run: (ctx, { id }) => showRequest(ctx, id) }),
  route('request.agree', { args: one, run: (ctx, { id }) => confirm(ctx, id, true) }),
  route('request.decline', { args: one, run: (ctx, { id }) => confirm(ctx, id, false) }),
  route('request.take-back', { args: one, run: (ctx, { id }) => takeBack(ctx, id) }),
  route('request.approve', { args: one, run: (ctx, { id }) => approve(ctx, id, null) }),
  route('request.approve-reason', { args: one, run: (ctx, { id }) => openText(ctx, 'request.approve-with', id) }),
  route('request.approve-with', {
    args: one,
    values: said,
    run: (ctx, { id }, { text }) => withText(ctx, 'request.approve-with', id, text, (reason) => approve(ctx, id, reason)),
  }),
  route('request.refuse', { args: one, run: (ctx, { id }) => openText(ctx, 'request.refuse-with', id) }),
  route('request.refuse-with', {
    args: one,
    values: said,
    run: (ctx, { id }, { text }) => withText(ctx, 'request.refuse-with', id, text, (reason) => refuseWith(ctx, id, reason)),
  }),
  route('request.ask', { args: one, run: (ctx, { id }) => openText(ctx, 'request.ask-with', id) }),
  route('request.ask-with', {
    args: one,
    values: said,
    run: (ctx, { id }, { text }) => withText(ctx, 'request.ask-with', id, text, (question) => ask(ctx, id, question)),
  }),
  route('request.answer', { args: one, run: (ctx, { id }) => openText(ctx, 'request.answer-with', id) }),
  route('request.answer-with', {
    args: one,
    values: said,
    run: (ctx, { id }, { text }) => withText(ctx, 'request.answer-with', id, text, (reply) => answer(ctx, id, reply)),
  }),
  route('request.hand', { args: one, run: (ctx, { id }) => openHand(ctx, id) }),
  route('request.hand-with', { args: one, values: z.object({ to: z.uuid() }), run: (ctx, { id }, { to }) => hand(ctx, id, to) }),
  route('request.withdraw', { args: one, run: (ctx, { id }) => withdraw(ctx, id, null) }),
  route('request.withdraw-other', { args: one, run: (ctx, { id }) => openText(ctx, 'request.withdraw-with', id) }),
  route('request.withdraw-with', {
    args: one,
    values: said,
    run: (ctx, { id }, { text }) => withText(ctx, 'request.withdraw-with', id, text, (reason) => withdraw(ctx, id, reason)),
  }),
  route('request.cancel', { args: one, run: (ctx, { id }) => openText(ctx, 'request.cancel-with', id) }),
  route('request.cancel-with', {
    args: one,
    values: said,
    run: (ctx, { id }, { text }) => withText(ctx, 'request.cancel-with', id, text, (reason) => cancel(ctx, id, reason)),
  }),
  route('request.done', { args: one.extend({ follow: z.uuid() }), run: (ctx, { id, follow }) => pressDone(ctx, id, follow) }),
  route('request.delegate', { args: nothing, run: (ctx) => openDelegation(ctx) }),
  route('request.delegate-save', {
    args: nothing,
    values: z.object({ to: z.uuid(), from: day, until: day }),
    run: (ctx, _args, values) => submitDelegation(ctx, values),
  }),
  route('request.delegate-end', { args: one, run: (ctx, { id }) => endGiven(ctx, id) }),
];

const commands: readonly Command[] = [
  {
    id: 'request.ask',
    words: { zh: ['申请'], en: ['request'] },
    slack: { command: 'duty', sub: 'request' },
    summary: { zh: '提任何一种申请', en: 'Ask for anything that needs a decision' },
    usage: { zh: '[什么] [内容]', en: '[type] [what]' },
    run: (ctx, line) => showTypes(ctx, line.text, line.mentions),
  },
  {
    id: 'request.mine',
    words: { zh: ['我的申请'], en: ['requests', 'my requests'] },
    slack: { command: 'duty', sub: 'requests' },
    summary: { zh: '我提的申请和进度', en: 'What I asked for, and how it stands' },
    usage: { zh: '', en: '' },
    run: (ctx) => showRequests(ctx),
  },
  {
    id: 'request.approvals',
    words: { zh: ['待审批', '审批'], en: ['approvals'] },
    slack: { command: 'duty', sub: 'approvals' },
    summary: { zh: '等我审批的申请', en: 'What waits for my decision' },
    usage: { zh: '', en: '' },
    run: (ctx) => showApprovals(ctx),
  },
  {
    id: 'request.delegate',
    words: { zh: ['委托'], en: ['delegate'] },
    slack: { command: 'duty', sub: 'delegate' },
    summary: { zh: '我不在时请别人审批', en: 'Let somebody decide while I am away' },
    usage: { zh: '[@同事] [期间]', en: '[@colleague] [period]' },
    run: (ctx, line) => delegate(ctx, line.text, line.mentions),
  },
];

const due = [
  dueHandler({
    kind: 'request.remind',
    payload: z.object({ id: z.uuid(), round: z.enum(['grant', 'cancel']), stage: z.number().int(), times: z.number().int() }),
    title: { zh: '催审批', en: 'a decision is slow' },
    run: (ctx, work) => remindSlow(ctx, work.payload),
  }),
  dueHandler({
    kind: 'request.lapse',
    payload: one.extend({ asked: z.number().optional() }),
    title: { zh: '申请过期', en: 'a request lapses' },
    run: async (ctx, work) => void (await lapse(ctx, work.payload.id, { forgetDue: false, asked: work.payload.asked })),
  }),
  dueHandler({
    kind: 'request.follow-up',
    payload: z.object({ id: z.uuid(), missed: z.boolean() }),
    title: { zh: '申请之后要做的事', en: 'something owed after a request' },
    run: (ctx, work) => followUpDue(ctx, work.payload.id, work.payload.missed),
  }),
];

const subjects: readonly Subject[] = [
  { kind: 'request.decide', view: (ctx, id, locale) => viewRequest(ctx, 'decide', id, locale) },
  { kind: 'request.mine', view: (ctx, id, locale) => viewRequest(ctx, 'mine', id, locale) },
  { kind: 'request.partner', view: (ctx, id, locale) => viewRequest(ctx, 'partner', id, locale) },
];

/** The request engine. The effects of approved requests come from the slices to its right, handed over by the register. */
export function createRequestSlice(effects: readonly Effect[]): Slice {
  registerEffects(effects);
  return { name: 'request', routes: [...forms, ...presses], commands, due, subjects };
}
