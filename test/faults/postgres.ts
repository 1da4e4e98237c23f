import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findRunning } from '../../src/db/embedded/server.ts';
import { type EmbeddedServer, startEmbedded } from '../../src/db/embedded.ts';

/** A real Postgres of its own that is shut down while people work, and started again on the same port. */
export class RestartedPostgres {
  readonly #dataDir: string;
  #server: EmbeddedServer;

  private constructor(dataDir: string, server: EmbeddedServer) {
    this.#dataDir = dataDir;
    this.#server = server;
  }

  /** Durable, as an operator has it: what was answered must survive an immediate shutdown. */
  static async start(dataDir: string): Promise<RestartedPostgres> {
    // Postgres runs under an account of its own when we are root, and stays in this folder only where that account gets in.
    await chmod(dataDir, 0o755);
    return new RestartedPostgres(dataDir, await startEmbedded({ dataDir }));
  }

  get url(): string {
    return this.#server.url;
  }

  /** `fast` rolls back what is open and closes in order; `immediate` just ends, and the log is replayed at the start. */
  async restart(how: 'fast' | 'immediate'): Promise<void> {
    const data = join(this.#dataDir, 'postgres', 'data');
    const running = findRunning(data);
    if (running === null) throw new Error('Postgres does not run');
    process.kill(running.pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    while (findRunning(data)?.pid === running.pid) await pause(20);
    const before = this.#server.url;
    await this.#server.stop();
    this.#server = await startEmbedded({ dataDir: this.#dataDir });
    if (this.#server.url !== before) throw new Error('Postgres came back at another address');
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
