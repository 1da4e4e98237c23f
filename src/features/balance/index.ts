export { accountOf } from './handle-case.ts';
export { balanceEffect, giveBack } from './handle-effect.ts';
export { choiceField, requestName } from './names.ts';
export { balanceSlice } from './routes.ts';
