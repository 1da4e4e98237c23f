export { coverEffect } from './handle.ts';
export { coverSlice } from './routes.ts';
