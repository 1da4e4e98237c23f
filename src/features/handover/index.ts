import type { Slice } from '../../runtime/route.ts';
import { handoverCommands, handoverDue, handoverPlanners, handoverRoutes, handoverSubjects } from './routes.ts';

export { releaseGate } from './handle-gate.ts';
export { noteIncident } from './handle-incident.ts';

/** Passing a shift or a post on: verified, signed by both sides, released by the relief. */
export const handoverSlice: Slice = {
  name: 'handover',
  routes: handoverRoutes,
  commands: handoverCommands,
  due: handoverDue,
  subjects: handoverSubjects,
  planners: handoverPlanners,
};
