import { z } from 'zod';
import { type Command, type Route, route } from '../../../runtime/route.ts';
import * as handle from './handle.ts';
import * as adopt from './handle-adopt.ts';
import * as change from './handle-change.ts';

const desk = z.object({ desk: z.string() });
const ofRule = desk.extend({ rule: z.string() });
const ofPreset = desk.extend({ preset: z.string() });
/** Fields are made from the values of a rule: their names are not known here. */
const anything = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

export const policyRoutes: readonly Route[] = [
  route('people.policy', { args: desk, run: (ctx, args) => handle.showList(ctx, args.desk) }),
  route('people.policy-show', {
    args: ofPreset.extend({ from: z.coerce.number().int().min(0).default(0) }),
    run: (ctx, args) => handle.showPreset(ctx, args.desk, args.preset, args.from),
  }),
  route('people.policy-rule', { args: ofRule, run: (ctx, args) => handle.showRule(ctx, args.desk, args.rule) }),
  route('people.policy-change', { args: ofRule, run: (ctx, args) => change.openChange(ctx, args.desk, args.rule) }),
  route('people.policy-change-save', {
    args: ofRule.extend({ seen: z.string() }),
    values: anything,
    run: (ctx, args, values) => change.saveChange(ctx, args.desk, args.rule, args.seen, values),
  }),
  route('people.policy-restore', { args: ofRule, run: (ctx, args) => change.openRestore(ctx, args.desk, args.rule) }),
  route('people.policy-restore-save', {
    args: ofRule,
    values: anything,
    run: (ctx, args, values) => change.saveRestore(ctx, args.desk, args.rule, values),
  }),
  route('people.policy-adopt', { args: desk, run: (ctx, args) => adopt.openAdopt(ctx, args.desk) }),
  route('people.policy-adopt-save', { args: desk, values: anything, run: (ctx, args, values) => adopt.saveAdopt(ctx, args.desk, values) }),
  route('people.policy-conflict-save', {
    args: ofPreset.extend({ from: z.iso.date(), off: z.string().transform((rules) => rules.split(',').filter((rule) => rule !== '')) }),
    values: anything,
    run: (ctx, { desk: id, ...settling }, values) => adopt.settleConflicts(ctx, id, settling, values),
  }),
  route('people.policy-stop', { args: ofPreset, run: (ctx, args) => adopt.openStop(ctx, args.desk, args.preset) }),
  route('people.policy-stop-save', {
    args: ofPreset,
    values: anything,
    run: (ctx, args, values) => adopt.saveStop(ctx, args.desk, args.preset, values),
  }),
];

export const policyCommands: readonly Command[] = [
  {
    id: 'policy',
    words: { zh: ['规定', '政策', '制度'], en: ['policy', 'rules', 'regulations'] },
    slack: { command: 'duty', sub: 'policy' },
    summary: {
      zh: '班组采用的规定:每一条、出处、在这里怎么执行;负责人可以修改',
      en: 'The regulations of a desk: each rule, its source, what it does here; leads change them',
    },
    usage: { zh: '[班组] [规定]', en: '[desk] [regulation]' },
    run: (ctx, said) => handle.showPolicy(ctx, said.text),
  },
];
