import { type ChildProcess, fork } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { identify } from '../../src/db/embedded/process-identity.ts';

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
  /** Resolves when it is gone, whoever ended it. */
  readonly gone: Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const prefix = 'clocked-bot-';
const folder = `${root}dist/${prefix}${process.pid}`;
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** One file beside the presets, as `npm run build` makes the bot: it starts as fast as that does. */
async function bundle(): Promise<string> {
  const script = `${folder}/main.js`;
  mkdirSync(folder, { recursive: true });
  // What a run left that was killed itself.
  for (const name of readdirSync(`${root}dist`).filter((entry) => entry.startsWith(prefix)))
    if (identify(Number(name.slice(prefix.length))) === null) rmSync(`${root}dist/${name}`, { recursive: true, force: true });
  await build({
    entryPoints: [`${root}test/bench/obligations-bot.ts`],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
    outfile: script,
  });
  cpSync(`${root}src/policy/presets`, `${folder}/presets`, { recursive: true });
  return script;
}

let bundled: Promise<string> | null = null;

/** Starts a bot whose clock shows `tick`; resolves when it is ready. */
export async function startClockedBot(env: Readonly<Record<string, string>>, tick: Tick): Promise<ClockedBot> {
  bundled ??= bundle();
  const child = fork(await bundled, [JSON.stringify(tick)], {
    cwd: root,
    execArgv: ['--enable-source-maps', '--max-semi-space-size=64', ...(process.env.BENCH_PROFILE === undefined ? [] : ['--cpu-prof'])],
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
        gone,
        tell: (next) => {
          if (child.connected) child.send(next);
        },
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
