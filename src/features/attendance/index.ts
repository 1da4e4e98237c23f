import type { Slice } from '../../runtime/route.ts';
import { attendanceCommands, attendanceDue, attendancePlanners, attendanceRoutes, attendanceSubjects } from './routes.ts';

export type { Board } from './attendance.ts';
export { boardSubject, boardsStarting, loadBoard, markAnnounced, runningBoards, shiftSubject, slotsStarting } from './handle.ts';
export { lateAfterMs } from './views.ts';

/** Clocking in and out, who is in, no-shows. */
export const attendanceSlice: Slice = {
  name: 'attendance',
  routes: attendanceRoutes,
  commands: attendanceCommands,
  due: attendanceDue,
  subjects: attendanceSubjects,
  planners: attendancePlanners,
};
