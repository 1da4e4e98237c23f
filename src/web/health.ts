import type { Words } from '../core/locale.ts';
import type { Messenger } from '../runtime/messenger.ts';

/**
 * `ready`: everything works. `degraded`: the database works, a messenger does not; its messages wait in the outbox and the other messenger
 * goes on, so the process must not be taken out of service. `away`: without the database nothing can be answered.
 */
export interface ReadyReport {
  readonly status: 'ready' | 'degraded' | 'away';
  readonly database: { readonly up: boolean; readonly roundTripMs: number | null };
  readonly messengers: readonly { readonly platform: string; readonly state: 'up' | 'down' | 'degraded'; readonly cause: Words | null }[];
}

const pingLimitMs = 2_000;

/** Looks at the database and at what the messengers know of themselves; never calls a messenger's API (Feishu counts calls per month). */
export function createHealth(parts: {
  readonly db: { ping(): Promise<number> };
  readonly messengers: readonly Pick<Messenger, 'platform' | 'status'>[];
}): { ready(): Promise<ReadyReport> } {
  return {
    async ready() {
      const roundTripMs = await within(pingLimitMs, parts.db.ping());
      const messengers = parts.messengers.map((messenger) => ({ platform: messenger.platform, ...messenger.status() }));
      const degraded = messengers.some((messenger) => messenger.state !== 'up');
      const status = roundTripMs === null ? 'away' : degraded ? 'degraded' : 'ready';
      return { status, database: { up: roundTripMs !== null, roundTripMs }, messengers };
    },
  };
}

/** Null when the database does not answer, or not in time; why is in its own log. */
async function within(limitMs: number, ping: Promise<number>): Promise<number | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limitMs);
  });
  try {
    return await Promise.race([ping.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
