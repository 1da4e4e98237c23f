import { z } from 'zod';
import { Temporal } from '../../core/time.ts';
import { type Command, dueHandler, route, type Slice } from '../../runtime/route.ts';
import { askForCover, askLeave, closeLeave, comeBack, extendLeave, openBack, openExtend } from './handle.ts';
import { coverKind } from './handle-effect.ts';
import { text } from './text.ts';

const leave = z.object({ request: z.uuid() });

const routes = [
  route('leave.open-back', { args: leave, run: (ctx, args) => openBack(ctx, args.request) }),
  route('leave.back', {
    args: leave,
    values: z.object({ on: z.iso.date() }),
    run: (ctx, args, values) => comeBack(ctx, args.request, values.on),
  }),
  route('leave.open-extend', { args: leave, run: (ctx, args) => openExtend(ctx, args.request) }),
];

const commands: Command[] = [
  {
    id: 'leave.ask',
    words: { zh: ['请假', '休假'], en: ['leave', 'time off'] },
    slack: { command: 'duty', sub: 'leave' },
    summary: text.command,
    usage: text.commandUsage,
    run: (ctx, said) => askLeave(ctx, said.text, said.mentions),
  },
  {
    id: 'leave.back',
    words: { zh: ['销假'], en: ['back', 'close leave'] },
    slack: { command: 'duty', sub: 'back' },
    summary: text.back,
    usage: { zh: '', en: '' },
    run: (ctx) => closeLeave(ctx),
  },
  {
    id: 'leave.extend',
    words: { zh: ['续假'], en: ['extend', 'extend leave'] },
    slack: { command: 'duty', sub: 'extend' },
    summary: text.extend,
    usage: { zh: '', en: '' },
    run: (ctx) => extendLeave(ctx),
  },
];

const due = [
  dueHandler({
    kind: coverKind,
    payload: z.object({ request: z.uuid(), slot: z.uuid(), startsAt: z.iso.datetime({ offset: true }) }),
    title: { zh: '请假缺人,找人代班', en: 'cover is asked for a leave' },
    run: (ctx, work) => askForCover(ctx, work.payload.request, work.payload.slot, Temporal.Instant.from(work.payload.startsAt)),
  }),
];

/** Asking for leave, coming back, extending; the effects are handed to the request slice by the register. */
export const leaveSlice: Slice = { name: 'leave', routes, commands, due };
