export { swapEffect, swapsOf } from './handle.ts';
export { decider, dutiesShown, moveDuties } from './handle-duties.ts';
export { refusedNotice } from './handle-refused.ts';
export { swapSlice } from './routes.ts';
export { giveBackUntil } from './swap.ts';
