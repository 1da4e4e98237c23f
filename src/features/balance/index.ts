export type { Balance } from './balance.ts';
export { balanceOf } from './handle.ts';
export { accountOf, type Counted, countLeave, countStretch, dutiesOf } from './handle-case.ts';
export { balanceEffect, giveBack } from './handle-effect.ts';
export { leaveTypeName, requestName } from './names.ts';
export { balanceSlice } from './routes.ts';
