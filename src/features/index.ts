import type { Slice } from '../runtime/route.ts';
import { createAnnouncementSlice } from './announcement/index.ts';
import { attendanceEffects, createAttendanceSlice } from './attendance/index.ts';
import { balanceEffect, balanceSlice } from './balance/index.ts';
import { calendarSlice } from './calendar/index.ts';
import { consequenceSlice } from './consequence/index.ts';
import { coverEffect, coverSlice } from './cover/index.ts';
import { documentEffects, documentSlice } from './document/index.ts';
import { handoverSlice, noteIncident, releaseGate } from './handover/index.ts';
import { createHelpSlice } from './help/index.ts';
import { homeSlice } from './home/index.ts';
import { createIncidentSlice, entryToReport, shiftExtended } from './incident/index.ts';
import { absenceEffect, leaveSlice, restChangeEffect } from './leave/index.ts';
import { peopleSlice } from './people/index.ts';
import { createRecordSlice } from './record/index.ts';
import { createRequestSlice } from './request/index.ts';
import { rosterSlice } from './roster/index.ts';
import { swapEffect, swapSlice } from './swap/index.ts';
import { taskSlice, tasksOfEntry } from './task/index.ts';

/**
 * The register: one slice per thing people on duty can name, in the order they may import each other (left to right).
 *
 * | slice | zh | what it is |
 * |---|---|---|
 * | people | 人员 | desks, members, roles, desk files, setting up, the regulations a desk goes by |
 * | calendar | 日历 | day kinds, make-up workdays, seasons |
 * | roster | 值班表 | shifts, rotation, import, draft and publication, who is on duty, who is away |
 * | request | 申请 | anything asked for: form, consent, chain of approval, follow-up |
 * | document | 证明 | certificates and other papers of a request, seen by those who decide |
 * | balance | 余额 | what is left of each leave, and what is held |
 * | attendance | 考勤 | clock in and out, corrections, overtime, the month and its lists |
 * | leave | 请假 | being away: days, return, extension, the gap it leaves |
 * | swap | 换班 | two people exchange shifts |
 * | cover | 代班 | somebody takes a shift or a part of it, asked by name or by open call |
 * | record | 登记 | the duty log, registers, forms, loans, custody and stock |
 * | task | 任务 | what is due: reminders, proofs, rounds, samples, misses |
 * | incident | 突发事件 | who must know of what happened, in what order, how fast; answers, call-out, the written report |
 * | handover | 交接班 | a shift or post passed on: verified, signed by both, released by the relief |
 * | consequence | 处理建议 | what offences and merits lead to, as proposals |
 * | announcement | 公告 | shift changes, digests, reminders |
 * | home | 主页 | what is mine and what waits for me |
 * | help | 帮助 | what can be typed |
 */
const requestSlice = createRequestSlice([
  absenceEffect,
  balanceEffect,
  swapEffect,
  coverEffect,
  restChangeEffect,
  ...attendanceEffects,
  ...documentEffects,
]);

/** Forms whose files the record slice keeps come before the papers of requests. */
const recordSlice = createRecordSlice([tasksOfEntry, entryToReport]);

const own: readonly Slice[] = [
  createAttendanceSlice([releaseGate, shiftExtended]),
  rosterSlice,
  leaveSlice,
  swapSlice,
  coverSlice,
  requestSlice,
  taskSlice,
  recordSlice,
  createIncidentSlice([noteIncident]),
  handoverSlice,
  documentSlice,
  balanceSlice,
  consequenceSlice,
  calendarSlice,
  createAnnouncementSlice(),
  peopleSlice,
  homeSlice,
];

export const slices: readonly Slice[] = [...own, createHelpSlice(own.flatMap((slice) => slice.commands ?? []))];
