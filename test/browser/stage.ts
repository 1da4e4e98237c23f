import { Temporal } from '../../src/core/time.ts';
import { createSandboxClock, type SandboxClock } from '../../src/sandbox/clock.ts';
import type { SandboxBot } from '../../src/sandbox/page-routes.ts';
import { createPageServer } from '../../src/sandbox/page-server.ts';
import type { CannedClient } from './canned-client.ts';
import { cannedFeishu } from './canned-feishu.ts';
import { cannedSlack } from './canned-slack.ts';

export interface Stage {
  readonly slack: CannedClient;
  readonly feishu: CannedClient;
  readonly clock: SandboxClock;
  /** What the bot was asked to do with the time: `advance 2026-…` or `jump 2026-…`. */
  readonly moves: string[];
  next: Awaited<ReturnType<SandboxBot['nextDue']>>;
  readonly errors: unknown[];
  readonly url: string;
  stop(): Promise<void>;
}

/** The real page server over two canned messengers, on a frozen Thursday morning, 07:31 in Shanghai. */
export async function createStage(): Promise<Stage> {
  const clock = createSandboxClock(Temporal.Instant.from('2026-12-03T07:31:00+08:00'));
  clock.freeze();
  clock.moveTo(Temporal.Instant.from('2026-12-03T07:31:00+08:00'));
  const moves: string[] = [];
  const errors: unknown[] = [];
  const stage = {
    slack: cannedSlack(),
    feishu: cannedFeishu(),
    clock,
    moves,
    errors,
    next: { at: '2026-12-03T08:00:00Z', title: { zh: '交接班 · 门岗 早→中', en: 'Shift change · Gate, early to middle' } } as Stage['next'],
  };
  const server = createPageServer({
    clients: [stage.slack, stage.feishu],
    clock,
    bot: {
      nextDue: () => Promise.resolve(stage.next),
      advanceTo(at) {
        moves.push(`advance ${at.toString()}`);
        clock.moveTo(at);
        return Promise.resolve();
      },
      jumpTo(at) {
        moves.push(`jump ${at.toString()}`);
        clock.moveTo(at);
        return Promise.resolve();
      },
      health: () => Promise.resolve({ status: 'ready' }),
    },
    port: 0,
    onError: (error) => errors.push(error),
  });
  const { url } = await server.start();
  return Object.assign(stage, { url, stop: () => server.stop() });
}
