import { z } from 'zod';
import { Temporal } from '../../core/time.ts';
import { listWords } from '../../policy/schema/obligation.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { type Command, dueHandler, type Planner, route } from '../../runtime/route.ts';
import { findDesk } from '../people/index.ts';
import { missingPunches } from './corrections/correction.ts';
import {
  askOuting,
  askOvertime,
  correctPunch,
  openCorrection,
  openOtherCorrection,
  remindReturn,
  returned,
  sayBack,
} from './corrections/handle.ts';
import { returnKind } from './corrections/handle-excuse.ts';
import { creditKind, creditWorked } from './corrections/handle-hours.ts';
import { listKind, planLists, sendList, soonKind, turnList, warnOfList } from './lists/handle.ts';
import { markProxy, openProxy, showSuspicious } from './lists/handle-proxy.ts';
import { showMine, showReport } from './lists/handle-report.ts';
import { listText } from './lists/text.ts';
import { plainNotice } from './lists/views.ts';

const desk = z.object({ desk: z.uuid() });
const instant = z.string().transform((text, issues) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    issues.addIssue({ code: 'custom', message: 'an instant' });
    return z.NEVER;
  }
});
const listArgs = z.object({
  desk: z.uuid(),
  do: z.enum([...listWords, 'report']),
  from: z.iso.date(),
  until: z.iso.date(),
  page: z.coerce.number().int().min(0),
  start: instant.optional(),
  end: instant.optional(),
});

/** Corrections, outings, overtime, lists and reports. */
export const monthRoutes = [
  route('attendance.correct', {
    args: z.object({ desk: z.uuid(), slot: z.uuid(), punch: z.enum(missingPunches) }),
    run: (ctx, args) => openCorrection(ctx, args),
  }),
  route('attendance.correct-other', { args: z.object({}), run: (ctx) => openOtherCorrection(ctx) }),
  route('attendance.returned', { args: z.object({ request: z.uuid() }), run: (ctx, args) => returned(ctx, args.request) }),
  route('attendance.list', {
    args: listArgs,
    run: (ctx, { start, end, page, ...asked }) =>
      turnList(
        ctx,
        asked.desk,
        {
          do: asked.do === 'report' ? null : asked.do,
          from: asked.from,
          until: asked.until,
          cut: start === undefined || end === undefined ? null : { start, end },
        },
        page,
      ),
  }),
  route('attendance.proxy', { args: desk, run: (ctx, args) => openProxy(ctx, args.desk) }),
  route('attendance.proxy-save', {
    args: desk,
    values: z.object({ punch: z.uuid(), by: z.uuid(), asked: z.enum(['yes', 'no']) }),
    run: (ctx, args, values) => markProxy(ctx, args.desk, values),
  }),
];

async function suspicious(ctx: PersonCtx, words: string): Promise<Reply> {
  const meant = await findDesk(ctx, words, 'lead');
  const found = meant.kind === 'found' ? meant.desk : meant.kind === 'several' ? meant.desks[0] : undefined;
  const any = found === undefined ? await findDesk(ctx, words) : null;
  const named = found ?? (any?.kind === 'found' ? any.desk : undefined);
  if (named !== undefined) return showSuspicious(ctx, named.id);
  return { kind: 'say', locale: ctx.locale, view: plainNotice('error', listText.noDesk, null, ctx.locale) };
}

export const monthCommands: Command[] = [
  {
    id: 'attendance.correction',
    words: { zh: ['补卡', '忘打卡', '漏打卡'], en: ['correction', 'punch correction', 'missed punch'] },
    slack: { command: 'duty', sub: 'correction' },
    summary: { zh: '补卡:选缺的卡,或写日期', en: 'Correct a missed punch' },
    usage: { zh: '[日期] [上班卡|下班卡] [原因]', en: '[day] [in|out] [reason]' },
    run: (ctx, said) => correctPunch(ctx, said.text, said.mentions),
  },
  {
    id: 'attendance.outing',
    words: { zh: ['外出', '公出'], en: ['outing'] },
    slack: { command: 'duty', sub: 'outing' },
    summary: { zh: '申请外出', en: 'Ask for an outing' },
    usage: { zh: '[时间] [事由]', en: '[time] [reason]' },
    run: (ctx, said) => askOuting(ctx, said.text, said.mentions),
  },
  {
    id: 'attendance.back',
    words: { zh: ['回来', '已返回'], en: ['returned', 'back from outing'] },
    slack: { command: 'duty', sub: 'returned' },
    summary: { zh: '外出回来打卡', en: 'Back from an outing' },
    usage: { zh: '', en: '' },
    run: (ctx) => sayBack(ctx),
  },
  {
    id: 'attendance.overtime',
    words: { zh: ['加班'], en: ['overtime'] },
    slack: { command: 'duty', sub: 'overtime' },
    summary: { zh: '申报加班', en: 'Claim overtime' },
    usage: { zh: '[日期时间] [内容]', en: '[day and time] [what]' },
    run: (ctx, said) => askOvertime(ctx, said.text, said.mentions),
  },
  {
    id: 'attendance.report',
    words: { zh: ['报表 考勤', '报表考勤', '考勤报表', '考勤'], en: ['report attendance', 'attendance report', 'attendance'] },
    slack: { command: 'duty', sub: 'report attendance' },
    summary: { zh: '考勤报表(带班的人看全组)', en: 'Attendance report (leads: the desk)' },
    usage: { zh: '[班组|人] [本期|上期|本周|上周|月份]', en: '[desk|person] [this|last|week|month]' },
    run: (ctx, said) => showReport(ctx, said.text, said.mentions),
  },
  {
    id: 'attendance.mine',
    words: { zh: ['我的考勤'], en: ['my attendance'] },
    slack: { command: 'duty', sub: 'attendance mine' },
    summary: { zh: '我的工时和异常', en: 'My hours and exceptions' },
    usage: { zh: '[本期|上期|本周|上周|月份]', en: '[this|last|week|month]' },
    run: (ctx, said) => showMine(ctx, said.text),
  },
  {
    id: 'attendance.proxy',
    words: { zh: ['查代打卡', '代打卡'], en: ['proxy'] },
    slack: { command: 'duty', sub: 'proxy' },
    summary: { zh: '可疑的打卡(带班的人)', en: 'Suspicious punches (leads)' },
    usage: { zh: '[班组]', en: '[desk]' },
    run: (ctx, said) => suspicious(ctx, said.text),
  },
];

const due = z.object({ entry: z.string(), on: z.iso.date() });

export const monthDue = [
  dueHandler({
    kind: listKind,
    payload: due,
    title: { zh: '考勤清单', en: 'attendance list' },
    run: async (ctx, work) => {
      if (work.desk !== null) await sendList(ctx, work.desk, work.payload, work.dueAt);
    },
  }),
  dueHandler({
    kind: soonKind,
    payload: due,
    title: { zh: '考勤清单将到期', en: 'attendance list soon due' },
    run: async (ctx, work) => {
      if (work.desk !== null) await warnOfList(ctx, work.desk, work.payload, work.dueAt);
    },
  }),
  dueHandler({
    kind: returnKind,
    payload: z.object({ request: z.uuid() }),
    title: { zh: '外出返回打卡', en: 'return from an outing' },
    run: (ctx, work) => remindReturn(ctx, work.payload.request),
  }),
  dueHandler({
    kind: creditKind,
    payload: z.object({ request: z.uuid() }),
    title: { zh: '核算加班', en: 'credit overtime' },
    run: (ctx, work) => creditWorked(ctx, work.payload.request),
  }),
];

export const monthPlanners: Planner[] = [{ id: 'attendance.lists', plan: planLists }];
