import type { Slice } from '../../runtime/route.ts';
import { memberCommands, memberRoutes } from './members/routes.ts';
import { policyCommands, policyRoutes } from './policy/routes.ts';
import { setupCommands, setupRoutes } from './setup/routes.ts';

/** Desks, members, roles and settings; setting up a desk in chat. */
export const peopleSlice: Slice = {
  name: 'people',
  routes: [...memberRoutes, ...setupRoutes, ...policyRoutes],
  commands: [...memberCommands, ...setupCommands, ...policyCommands],
};
