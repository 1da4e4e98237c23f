import { z } from 'zod';
import { dueHandler, type Planner } from '../../runtime/route.ts';
import { announcementKind } from '../attendance/index.ts';
import { announceShift, planAnnouncements, sendDigest, sendLookAhead, sendReminder } from './handle.ts';

const day = z.object({ on: z.iso.date() });

export const announcementDue = [
  dueHandler({
    kind: announcementKind,
    payload: z.object({ slot: z.uuid() }),
    title: { zh: '换班公告', en: 'shift change' },
    sharesUnit: true,
    run: (ctx, due) => announceShift(ctx, due.payload.slot),
  }),
  dueHandler({
    kind: 'announcement.reminder',
    payload: z.object({ slot: z.uuid(), person: z.uuid() }),
    title: { zh: '上班提醒', en: 'reminder before a shift' },
    sharesUnit: true,
    run: (ctx, due) => sendReminder(ctx, due.payload.slot, due.payload.person, due.dueAt),
  }),
  dueHandler({
    kind: 'announcement.digest',
    payload: day,
    title: { zh: '今日值班', en: 'daily digest' },
    sharesUnit: true,
    run: async (ctx, due) => {
      if (due.desk !== null) await sendDigest(ctx, due.desk, due.payload.on, due.dueAt);
    },
  }),
  dueHandler({
    kind: 'announcement.week',
    payload: day,
    title: { zh: '一周值班预告', en: 'weekly look-ahead' },
    sharesUnit: true,
    run: async (ctx, due) => {
      if (due.desk !== null) await sendLookAhead(ctx, due.desk, due.payload.on, due.dueAt);
    },
  }),
];

export const announcementPlanners: Planner[] = [{ id: 'announcement', plan: planAnnouncements }];
