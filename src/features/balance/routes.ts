import { z } from 'zod';
import { type Command, dueHandler, type Planner, route, type Slice } from '../../runtime/route.ts';
import { earnKind, earnRest, openAdjust, planBalances, showBalance, submitAdjust, turnYear, yearKind } from './handle.ts';

const target = z.object({ desk: z.uuid(), person: z.uuid() });

const routes = [
  route('balance.open-adjust', { args: target, run: (ctx, args) => openAdjust(ctx, args.desk, args.person) }),
  route('balance.adjust', {
    args: target,
    values: z.object({
      account: z.string().max(60).default(''),
      days: z.string().max(20).default(''),
      on: z.iso.date(),
      reason: z.string().max(200).default(''),
    }),
    run: (ctx, args, values) => submitAdjust(ctx, args.desk, args.person, values),
  }),
];

const commands: Command[] = [
  {
    id: 'balance.show',
    words: { zh: ['余额', '假期余额', '我的余额', '我的假'], en: ['balance', 'leave balance'] },
    slack: { command: 'duty', sub: 'balance' },
    summary: { zh: '年假、调休还有几天', en: 'Annual leave and time off that is left' },
    usage: { zh: '[人]', en: '[person]' },
    run: (ctx, said) => showBalance(ctx, said.text, said.mentions),
  },
];

const due = [
  dueHandler({
    kind: earnKind,
    payload: z.object({ slot: z.uuid() }),
    title: { zh: '值班所得调休入账', en: 'time off for duty is credited' },
    run: (ctx, work) => (work.desk === null ? Promise.resolve() : earnRest(ctx, work.desk, work.payload.slot)),
  }),
  dueHandler({
    kind: yearKind,
    payload: z.object({ year: z.iso.date() }),
    title: { zh: '年假结转', en: 'leave is carried over' },
    run: (ctx, work) => (work.desk === null ? Promise.resolve() : turnYear(ctx, work.desk, work.payload.year)),
  }),
];

const planners: Planner[] = [{ id: 'balance', plan: planBalances }];

export const balanceSlice: Slice = { name: 'balance', routes, commands, due, planners };
