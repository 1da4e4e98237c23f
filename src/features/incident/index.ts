export { shiftExtended } from './handle-gate.ts';
export type { IncidentListener } from './handle-listeners.ts';
export { openIncident } from './handle-open.ts';
export type { Incident, IncidentId, IncidentState } from './incident.ts';
export { eventOf, numberOf } from './incident-case.ts';
export { createIncidentSlice } from './routes.ts';
export { openIncidents } from './store.ts';
