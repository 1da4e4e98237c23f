export { accountOf, dutiesOf } from './handle-case.ts';
export { balanceEffect, giveBack } from './handle-effect.ts';
export { requestName } from './names.ts';
export { balanceSlice } from './routes.ts';
