export { kindOfEvidence, largestEvidence, mimeOf } from './document.ts';
export { documentEffects } from './handle-effect.ts';
export { documentSlice } from './routes.ts';
