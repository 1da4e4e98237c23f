import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Order, Said } from './messages.ts';
import { tenants } from './organisation.ts';

type Answer = Extract<Said, { kind: 'answer' | 'done' | 'failed' }>;
type WithoutNumber<Kind> = Kind extends { number: number } ? Omit<Kind, 'number'> : never;

/** A bot in a process of its own. */
export interface BotProcess {
  order(order: WithoutNumber<Order>): Promise<Answer>;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): void;
}

const script = fileURLToPath(new URL('../harness/storm-child.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a bot on a database; resolves when it is ready. What it logs is passed on. */
export function startBotProcess(url: string, at: string, onLog: (said: Extract<Said, { kind: 'log' }>) => void): Promise<BotProcess> {
  const child = fork(script, [url, at, tenants.slack, tenants.feishu], { cwd: root, execArgv: ['--import', 'tsx'] });
  running.add(child);
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  let number = 0;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      running.delete(child);
      for (const { reject } of waiting.values()) reject(new Error(`A bot ended with ${code ?? signal} before it answered`));
      resolve();
    });
  });
  const order: BotProcess['order'] = (what) =>
    new Promise((resolve, reject) => {
      number += 1;
      waiting.set(number, { resolve, reject });
      // A channel that is closed is an exit: whoever waits hears of that.
      child.send({ ...what, number }, (error) => {
        if (error !== null) reject(error);
      });
    });
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`A bot ended with ${code ?? signal} before it was ready`)));
    child.on('message', (said: Said) => {
      if (said.kind === 'log') return onLog(said);
      if (said.kind === 'ready') {
        return resolve({
          order,
          async stop() {
            await order({ kind: 'stop' });
            await gone;
          },
          kill: () => child.kill('SIGKILL'),
        });
      }
      waiting.get(said.number)?.resolve(said);
      waiting.delete(said.number);
    });
  });
}
