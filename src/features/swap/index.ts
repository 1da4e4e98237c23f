export { swapEffect } from './handle.ts';
export { decider, moveDuties, tooLateToGiveBack } from './handle-duties.ts';
export { fillGaps } from './handle-gap.ts';
export { swapSlice } from './routes.ts';
