import { z } from 'zod';
import { type Command, dueHandler, route, type Slice } from '../../runtime/route.ts';
import { askedFromWords } from '../request/index.ts';
import { coverType } from './cover.ts';
import { giveBack, remindCall, take, viewCall } from './handle-call.ts';
import { openForce, openForceOn, submitForce } from './handle-force.ts';

const call = z.object({ id: z.uuid() });
const desk = z.object({ desk: z.uuid() });
const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .or(z.literal(''))
  .default('');
const chosen = z.string().max(60).default('');

const routes = [
  route('cover.take', { args: call, run: (ctx, args) => take(ctx, args.id) }),
  route('cover.back', { args: call, run: (ctx, args) => giveBack(ctx, args.id) }),
  route('cover.force-open', { args: desk, run: (ctx, args) => openForceOn(ctx, args.desk) }),
  route('cover.force', {
    args: desk,
    values: z.object({
      slot: chosen,
      out: z.uuid(),
      in: z.uuid(),
      from: time,
      until: time,
      reason: z.string().trim().min(1).max(200),
    }),
    run: (ctx, args, values) => submitForce(ctx, args.desk, values),
  }),
];

const commands: Command[] = [
  {
    id: 'cover.ask',
    words: { zh: ['代班', '请人代班'], en: ['cover'] },
    slack: { command: 'duty', sub: 'cover' },
    summary: { zh: '请人代班', en: 'Ask somebody to take your shift' },
    usage: { zh: '[我的班] [@同事]', en: '[my shift] [@colleague]' },
    run: (ctx, said) => askedFromWords(ctx, coverType, said.text, said.mentions),
  },
  {
    id: 'cover.force',
    words: { zh: ['紧急换人'], en: ['replace now'] },
    slack: { command: 'duty', sub: 'replace now' },
    summary: { zh: '马上换人(带班的人)', en: 'Replace somebody at once (leads)' },
    usage: { zh: '[班组]', en: '[desk]' },
    run: (ctx, said) => openForce(ctx, said.text),
  },
];

const due = [
  dueHandler({
    kind: 'cover.remind',
    payload: z.object({ id: z.uuid(), round: z.number().int() }),
    title: { zh: '再问谁来代班', en: 'ask again who takes a shift' },
    run: (ctx, work) => remindCall(ctx, work.payload.id, work.payload.round),
  }),
];

export const coverSlice: Slice = { name: 'cover', routes, commands, due, subjects: [{ kind: 'cover.call', view: viewCall }] };
