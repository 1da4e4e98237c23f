import { z } from 'zod';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { type Command, dueHandler, type Planner, route, type Subject } from '../../runtime/route.ts';
import { clockIn, clockOut, showBoards, viewBoard, viewShift } from './handle.ts';
import { boardsReply } from './handle-boards.ts';
import { alertNoShow, planNoShows, viewAbsent } from './handle-no-show.ts';

const nothing = z.object({});

export const attendanceRoutes = [
  route('attendance.in', { args: nothing, run: (ctx) => clockIn(ctx, null) }),
  route('attendance.out', { args: nothing, run: (ctx) => clockOut(ctx, null) }),
  route('attendance.off-roster', { args: z.object({ desk: z.uuid() }), run: (ctx, args) => clockIn(ctx, args.desk) }),
  route('attendance.leave-early', { args: z.object({ assignment: z.uuid() }), run: (ctx, args) => clockOut(ctx, args.assignment) }),
  route('attendance.closed-up', {
    args: z.object({ assignment: z.uuid(), early: z.enum(['yes', 'no']) }),
    run: (ctx, { assignment, early }) => clockOut(ctx, early === 'yes' ? assignment : null, assignment),
  }),
];

const board = async (ctx: PersonCtx): Promise<Reply> => boardsReply(await showBoards(ctx), ctx.now, ctx.locale);

export const attendanceCommands: Command[] = [
  {
    id: 'attendance.in',
    words: { zh: ['上班', '上班打卡'], en: ['in', 'clock in'] },
    slack: { command: 'clock', sub: 'in' },
    summary: { zh: '上班打卡', en: 'Clock in' },
    usage: { zh: '', en: '' },
    run: (ctx) => clockIn(ctx, null),
  },
  {
    id: 'attendance.out',
    words: { zh: ['下班', '下班打卡'], en: ['out', 'clock out'] },
    slack: { command: 'clock', sub: 'out' },
    summary: { zh: '下班打卡', en: 'Clock out' },
    usage: { zh: '', en: '' },
    run: (ctx) => clockOut(ctx, null),
  },
  {
    id: 'attendance.board',
    words: { zh: ['到岗'], en: ['board'] },
    slack: { command: 'duty', sub: 'board' },
    summary: { zh: '当班到岗情况(带班的人)', en: 'Who is in, late or missing (leads)' },
    usage: { zh: '', en: '' },
    run: board,
  },
];

export const attendanceDue = [
  dueHandler({
    kind: 'attendance.no-show',
    payload: z.object({ slot: z.uuid() }),
    title: { zh: '查未到岗', en: 'no-show check' },
    sharesUnit: true,
    run: (ctx, due) => alertNoShow(ctx, due.payload.slot, due.dueAt),
  }),
];

export const attendanceSubjects: Subject[] = [
  { kind: 'attendance.shift', view: viewShift },
  { kind: 'attendance.board', view: viewBoard },
  { kind: 'attendance.absent', view: viewAbsent },
];

export const attendancePlanners: Planner[] = [{ id: 'attendance.no-show', plan: planNoShows }];
