import type { Slice } from '../../runtime/route.ts';
import { attendanceCommands, attendanceDue, attendancePlanners, attendanceRoutes, attendanceSubjects } from './routes.ts';
import { monthCommands, monthDue, monthPlanners, monthRoutes } from './routes-month.ts';

export type { Board, Present } from './attendance.ts';
export { attendanceEffects } from './corrections/handle-effects.ts';
export { recountDays, recountKind } from './corrections/handle-recount.ts';
export {
  boardSubject,
  boardsStarting,
  boardsWithLaterParts,
  loadBoard,
  markAnnounced,
  runningBoards,
  shiftSubject,
  slotsStarting,
} from './handle.ts';
export { listenToPunches, type Punched } from './handle-punches.ts';
export { closingOf } from './lists/handle.ts';
export { roleHolders } from './lists/handle-recipients.ts';
export { cycleBefore, cycleOn } from './month/cycle.ts';
export type { AttendanceCode, AttendanceFact, FactSource } from './month/facts.ts';
export { countDesks, countPeople, partOf } from './month/handle.ts';
export { loadChanged, loadRefusedCorrections, loadSwappedDuties, type SwappedDuty } from './month/store-standing.ts';
export { lateAfterMs } from './views.ts';

/** Clocking in and out, who is in, no-shows; corrections, outings and overtime; attendance by cycle and its lists. */
export const attendanceSlice: Slice = {
  name: 'attendance',
  routes: [...attendanceRoutes, ...monthRoutes],
  commands: [...attendanceCommands, ...monthCommands],
  due: [...attendanceDue, ...monthDue],
  subjects: attendanceSubjects,
  planners: [...attendancePlanners, ...monthPlanners],
};
