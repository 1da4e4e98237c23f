export { documentEffects } from './handle-effect.ts';
export { documentSlice } from './routes.ts';
