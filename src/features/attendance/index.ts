import type { Slice } from '../../runtime/route.ts';
import { type ReleaseGate, registerGates } from './handle-gates.ts';
import { attendanceCommands, attendanceDue, attendancePlanners, attendanceRoutes, attendanceSubjects } from './routes.ts';
import { monthCommands, monthDue, monthPlanners, monthRoutes } from './routes-month.ts';

// The people slice has it; kept here for those who know it from here.
export { roleHolders } from '../people/index.ts';
export { announcementKey, announcementKind, lateAfterMs } from './announced.ts';
export type { Board, Post, Present } from './attendance.ts';
export { attendanceEffects } from './corrections/handle-effects.ts';
export { recountDays, recountKind } from './corrections/handle-recount.ts';
export {
  boardSubject,
  boardsStarting,
  boardsWithLaterParts,
  clockOfferOf,
  loadBoard,
  markAnnounced,
  markFirstChannel,
  runningBoards,
  shiftSubject,
  slotsStarting,
} from './handle.ts';
export { askGates, type ReleaseGate } from './handle-gates.ts';
export { listenToPunches, type Punched } from './handle-punches.ts';
export { askTakeOver } from './handle-take-over.ts';
export { closingOf } from './lists/handle.ts';
export { cycleBefore, cycleOn } from './month/cycle.ts';
export type { AttendanceCode, AttendanceFact, FactSource } from './month/facts.ts';
export { countDesks, countPeople, partOf } from './month/handle.ts';
export { loadChanged, loadRefusedCorrections, loadSwappedDuties, type SwappedDuty } from './month/store-standing.ts';
export type { ClockOffer } from './offered.ts';
export type { Leaving, NotReleased } from './released.ts';
export { loadPosts } from './store.ts';

/** Clocking in and out, who is in, no-shows; corrections, outings and overtime; attendance by cycle and its lists. */
export const attendanceSlice: Slice = {
  name: 'attendance',
  routes: [...attendanceRoutes, ...monthRoutes],
  commands: [...attendanceCommands, ...monthCommands],
  due: [...attendanceDue, ...monthDue],
  subjects: attendanceSubjects,
  planners: [...attendancePlanners, ...monthPlanners],
};

/** The slice, with who is asked before somebody clocks out. */
export function createAttendanceSlice(gates: readonly ReleaseGate[]): Slice {
  registerGates(gates);
  return attendanceSlice;
}
