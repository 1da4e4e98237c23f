export { attributeProblems } from './attributes.ts';
export { answerable, mayPlan, rolesFor } from './authority.ts';
export { cycleOf, lastCycle } from './consequence/cycle.ts';
export type { AttendanceFact, FactFlags } from './consequence/fact.ts';
export type { ProposedOutcome } from './consequence/outcome.ts';
export { proposeOutcomes } from './consequence/propose.ts';
export type { DeskShift } from './desk-shift.ts';
export { type AllowanceCount, dutyAllowances } from './entitlement/allowance.ts';
export { compRest } from './entitlement/comp-rest.ts';
export { dayCountOf, payShareOf } from './entitlement/count.ts';
export { grantOf } from './entitlement/grant.ts';
export { nursingShift } from './entitlement/nursing.ts';
export { overtimeHours } from './entitlement/overtime.ts';
export { anyEvent, type EventQuestion, type EventType, type EventWords, eventIn, eventsMeant, widerEvents } from './escalation/event.ts';
export { eventLine, eventLineIn, quietWords } from './escalation/event-line.ts';
export {
  eventsRouted,
  factsAsked,
  type IncidentCase,
  type Route,
  reportUp,
  routeIncident,
  type Stage,
  type StageKind,
} from './escalation/route.ts';
export { frozenBy, type HandoverEvent, type HandoverProtocol, handoverProtocol, splitTimes, stopsFor } from './handover/protocol.ts';
export { type DueList, listsDue, onList } from './lists/due.ts';
export { drawSample } from './lists/sample.ts';
export { eventWords, loadPreset, recordTypes, requestTypes, workWords } from './load.ts';
export { missedPunchStanding } from './missed-punch.ts';
export { missingAnchors } from './obligation/anchors.ts';
export { type DrawnTarget, daysLeft, drawTargets, monthlyMinimum } from './obligation/draw.ts';
export { dueOf } from './obligation/due.ts';
export { type Due, type DueInput, isDoneAtOnce, type ShiftOccurrence, verbOf } from './obligation/occurrence.ts';
export { latestRounds, restedAt, roundAfter, roundUnderway } from './obligation/rounds.ts';
export { dueAfter, isRepeated, triggerOf } from './obligation/trigger.ts';
export { workName } from './obligation/work.ts';
export type { Override } from './override.ts';
export type * from './policy.ts';
export { arriveBy, countedPunches, earliness, lateness, offPost, offRoster, outOfReach } from './presence.ts';
export { publishDeadline, rosterOwed } from './publication.ts';
export {
  checkWeek,
  exceptionsOf,
  overtimeDifferences,
  reconciliation,
  transferParts,
  type WeekCheck,
} from './reconcile.ts';
export { type Access, accessOf, keptUntil, type Reader, type ReaderKind } from './record/access.ts';
export { derivedValues, isFilled, type RecordCase, type RecordJudgement, type RecordProblem, recordRules } from './record/judge.ts';
export { recordDue, timeWords } from './record/moments.ts';
export { type MarkedPeriod, markedPeriods, periodRecord } from './record/periods.ts';
export { recordOfForm, recordsBeforeRelease } from './record/release.ts';
export type { RecordField, RecordType } from './record/type.ts';
export type * from './request/case.ts';
export { judgeRequest } from './request/judge.ts';
export { countsAs } from './request/otherwise.ts';
export type * from './request/rule.ts';
export { resolvePolicy } from './resolve.ts';
export type { CalendarSettings } from './schema/calendar.ts';
export { seasonOn } from './season.ts';
export { type Anchors, deskAnchors, type ShiftTimes, shiftsOn, shiftTimes } from './shift-times.ts';
export { checkRoster, type Finding, type FindingCode, type RosteredPerson, type RosterSlot } from './staffing.ts';
export { takeTurns } from './turns.ts';
export { parseWallClock } from './wall-clock.ts';
