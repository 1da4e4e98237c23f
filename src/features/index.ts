import type { Slice } from '../runtime/route.ts';
import { announcementSlice } from './announcement/index.ts';
import { attendanceSlice } from './attendance/index.ts';
import { calendarSlice } from './calendar/index.ts';
import { createHelpSlice } from './help/index.ts';
import { homeSlice } from './home/index.ts';
import { peopleSlice } from './people/index.ts';
import { rosterSlice } from './roster/index.ts';

/**
 * The register: one slice per thing people on duty can name, in the order they may import each other (left to right).
 *
 * | slice | zh | what it is |
 * |---|---|---|
 * | people | 人员 | desks, members, roles, desk files, setting up |
 * | calendar | 日历 | day kinds, make-up workdays, seasons |
 * | roster | 值班表 | shifts, rotation, import, draft and publication, who is on duty |
 * | attendance | 考勤 | clock in and out, who is in, no-shows |
 * | announcement | 公告 | shift changes, digests, reminders |
 * | home | 主页 | what is mine and what waits for me |
 * | help | 帮助 | what can be typed |
 */
const own: readonly Slice[] = [attendanceSlice, rosterSlice, calendarSlice, announcementSlice, peopleSlice, homeSlice];

export const slices: readonly Slice[] = [...own, createHelpSlice(own.flatMap((slice) => slice.commands ?? []))];
