import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A child process of the bench that says when it is ready. */
export interface Child {
  readonly process: ChildProcess;
  /** Milliseconds from spawn to ready. */
  readonly readyMs: number;
  readonly port: number;
  /** Resident memory in MB, of the process and its children. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a script; `ready` looks at every line of its output and gives the port once it is ready. */
export function startChild(
  script: string,
  env: Record<string, string>,
  ready: (line: Record<string, unknown>) => number | null,
): Promise<Child> {
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      let said: Record<string, unknown>;
      try {
        said = JSON.parse(line) as Record<string, unknown>;
      } catch {
        return;
      }
      if (said.level === 50) process.stderr.write(`${line}\n`);
      const port = ready(said);
      if (port === null) return;
      child.removeAllListeners('exit');
      resolve({
        process: child,
        readyMs: performance.now() - started,
        port,
        memory: () => memoryOf(child.pid ?? 0),
        stop: () => stop(child),
      });
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

async function memoryOf(pid: number): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}
