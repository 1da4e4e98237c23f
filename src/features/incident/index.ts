export { shiftExtended } from './handle-gate.ts';
export type { IncidentListener } from './handle-listeners.ts';
export { entryToReport } from './handle-of-entry.ts';
export { openIncident } from './handle-open.ts';
export type { Incident } from './incident.ts';
export { numberOf, sharedWords } from './incident-case.ts';
export { createIncidentSlice } from './routes.ts';
export { openIncidents } from './store.ts';
