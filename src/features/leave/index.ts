export { absenceEffect } from './handle-effect.ts';
export { restChangeEffect } from './handle-rest-change.ts';
export { loadShortDays, shortShift } from './handle-short-days.ts';
export { leaveSlice } from './routes.ts';
