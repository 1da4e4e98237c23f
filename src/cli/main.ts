import { readEnv } from '../config/index.ts';
import { run } from './run.ts';
import { standardTerminal } from './terminal.ts';

// `zhiban desk export | head` closes the pipe before everything is said.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const env = readEnv();
process.exitCode = await run(process.argv.slice(2), env, standardTerminal(env));
