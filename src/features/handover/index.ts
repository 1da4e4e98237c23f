import type { Slice } from '../../runtime/route.ts';
import { askTakeOver } from '../attendance/index.ts';
import { waitsToBeTaken } from './handle-waiting.ts';
import { handoverCommands, handoverDue, handoverPlanners, handoverRoutes, handoverSubjects } from './routes.ts';

export { releaseGate } from './handle-gate.ts';
export { handoversToSign } from './handle-home.ts';
export { noteIncident } from './handle-incident.ts';

askTakeOver(waitsToBeTaken);

/** Passing a shift or a post on: verified, signed by both sides, released by the relief. */
export const handoverSlice: Slice = {
  name: 'handover',
  routes: handoverRoutes,
  commands: handoverCommands,
  due: handoverDue,
  subjects: handoverSubjects,
  planners: handoverPlanners,
};
