export type { Config } from './config.ts';
export { loadConfig, type Problem, readEnv } from './load-config.ts';
export { configReport } from './report.ts';
export { Secret } from './secret.ts';
