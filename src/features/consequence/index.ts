import type { Slice } from '../../runtime/route.ts';
import { consequenceCommands, consequenceDue, consequencePlanners, consequenceRoutes, consequenceSubjects } from './routes.ts';

/** What attendance and conduct lead to, as proposals to whoever decides; nothing is carried out. */
export const consequenceSlice: Slice = {
  name: 'consequence',
  routes: consequenceRoutes,
  commands: consequenceCommands,
  due: consequenceDue,
  subjects: consequenceSubjects,
  planners: consequencePlanners,
};
