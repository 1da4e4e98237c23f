import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import type { Incident } from './incident.ts';

/** Hears of an incident in the unit that opens it, gives it another event (`renamed`) or moves it on: a hand-over that has to stop, a task that becomes due. */
export type IncidentListener = (
  ctx: Ctx,
  desk: Desk,
  incident: Incident,
  what: 'opened' | 'renamed' | 'handled' | 'closed',
) => Promise<void>;
