import type { IncidentListener } from './handle-listeners.ts';

let registered: readonly IncidentListener[] | null = null;

/** Hands over who hears of incidents. Called once, by the register, before the first request. */
export function registerListeners(listeners: readonly IncidentListener[]): void {
  registered = listeners;
}

/** Who hears of incidents, in the order of the register. */
export function incidentListeners(): readonly IncidentListener[] {
  if (registered === null) throw new Error('No listeners were handed to the incident slice');
  return registered;
}
