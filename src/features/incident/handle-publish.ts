import { eventWords, type Route, widerEvents } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import { tasksTriggered } from '../task/index.ts';
import type { IncidentListener } from './handle-listeners.ts';
import { incidentListeners } from './handle-registry.ts';
import type { Incident } from './incident.ts';
import { sharedWords } from './incident-case.ts';

/** The severity of which rules speak as of a trigger. */
const majorSeverity = 'major';
const majorTrigger = 'major-incident';

/** Makes due what rules want after such an incident: after its event, what that is one of, and after a major one. Each once, whenever it is found out. */
export async function triggerTasks(ctx: Ctx, desk: Desk, incident: Incident, route: Pick<Route, 'severity'>): Promise<void> {
  const names = [...widerEvents(incident.event, eventWords().events), ...(route.severity === majorSeverity ? [majorTrigger] : [])];
  const words = sharedWords(incident);
  const subject = { zh: words.zh.slice(0, mostWords), en: words.en.slice(0, mostWords) };
  for (const name of names) await tasksTriggered(ctx, desk, { name, id: incident.id, at: incident.openedAt, slot: incident.slot, subject });
}

const mostWords = 60;

/** Tells the slices that listen, one after the other. */
export async function publish(ctx: Ctx, desk: Desk, incident: Incident, what: Parameters<IncidentListener>[3]): Promise<void> {
  for (const listener of incidentListeners()) await listener(ctx, desk, incident, what);
}
