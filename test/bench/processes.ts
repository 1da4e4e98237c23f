import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

/** A child process of the bench that says when it is ready. */
export interface Child {
  readonly pid: number;
  /** Milliseconds from spawn to ready. */
  readonly readyMs: number;
  readonly port: number;
  /** Resident memory in MB. */
  memory(): Promise<number>;
  /** Ends it in order; resolves when it is gone. */
  stop(): Promise<void>;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
}

/** None outlives the bench. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a script; `ready` looks at every JSON line of its output and gives the port once it is ready. Its errors are passed on. */
export function startChild(
  script: string,
  env: Readonly<Record<string, string>>,
  ready: (line: Record<string, unknown>) => number | null,
): Promise<Child> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    script.endsWith('.ts') ? ['--import', 'tsx', script] : ['--max-semi-space-size=64', '--enable-source-maps', script],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      running.delete(child);
      resolve();
    });
  });
  running.add(child);
  const end = (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.kill(signal);
    return gone;
  };
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`${script} ended with ${code ?? signal}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = parseLine(line);
      if (said === null) return;
      if (said['level'] === 50) process.stderr.write(`${line}\n`);
      const port = ready(said);
      if (port === null) return;
      const pid = child.pid ?? 0;
      resolve({
        pid,
        readyMs: performance.now() - started,
        port,
        memory: () => memoryOf(pid),
        stop: () => end('SIGTERM'),
        kill: () => end('SIGKILL'),
      });
    });
  });
}

function parseLine(line: string): Record<string, unknown> | null {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

/** The bot as `npm start` runs it (`npm run build` made it), with this environment and nothing of ours; ready when its log says so. */
export function startBot(env: Readonly<Record<string, string>>): Promise<Child> {
  const plain = { SLACK_APP_TOKEN: '', FEISHU_APP_ID: '', FEISHU_APP_SECRET: '', LOG_LEVEL: 'info', ...env };
  return startChild('dist/bot/main.js', plain, (line) => (line['msg'] === 'ready' ? Number(new URL(String(line['url'])).port) : null));
}
