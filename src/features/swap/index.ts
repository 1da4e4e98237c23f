export { swapEffect } from './handle.ts';
export { decider, moveDuties, tooLateToGiveBack } from './handle-duties.ts';
export { swapSlice } from './routes.ts';
