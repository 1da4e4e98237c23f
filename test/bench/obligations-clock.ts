import { type ChildProcess, fork } from 'node:child_process';

/** A clock that stands at a moment (`since` null), or has gone on from it at the pace of real time since `since`. Milliseconds since 1970. */
export interface Tick {
  readonly at: number;
  readonly since: number | null;
}

/** What the clock shows. Processes of one machine that were told the same see the same. */
export const readTick = ({ at, since }: Tick): number => (since === null ? at : at + Date.now() - since);

/** A bot that goes by the clock of the bench. */
export interface ClockedBot {
  tell(tick: Tick): void;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a bot whose clock shows `tick`; resolves when it is ready. */
export function startClockedBot(env: Readonly<Record<string, string>>, tick: Tick): Promise<ClockedBot> {
  const child = fork('test/bench/obligations-bot.ts', [JSON.stringify(tick)], {
    execArgv: ['--import', 'tsx', '--max-semi-space-size=64', ...(process.env.BENCH_PROFILE === undefined ? [] : ['--cpu-prof'])],
    env: { ...process.env, ...env },
  });
  running.add(child);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      running.delete(child);
      resolve();
    });
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`A bot ended with ${code ?? signal}`)));
    child.once('message', () =>
      resolve({
        tell: (next) => child.send(next),
        async stop() {
          child.kill('SIGTERM');
          await gone;
        },
        async kill() {
          child.kill('SIGKILL');
          await gone;
        },
      }),
    );
  });
}
