export { shiftExtended } from './handle-gate.ts';
export { openIncident } from './handle-open.ts';
export type { Incident } from './incident.ts';
export { createIncidentSlice } from './routes.ts';
export { openIncidents } from './store.ts';
