import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { enter } from '../../src/db/embedded/presence.ts';
import { identify, isAlive } from '../../src/db/embedded/process-identity.ts';
import { stopServer } from '../../src/db/embedded/server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** DATA_DIR of the database server that the test files of one run share. The first that needs it starts it. */
    postgresFolder: string;
  }
}

const prefix = 'zhiban-test-';

/** One throw-away server per run, kept up between test files by this process. Also clears away what killed runs left. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const identity = name.slice(prefix.length, name.lastIndexOf('_'));
    if (!isAlive(identity)) await clear(join(tmpdir(), name));
  }
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${identify(process.pid)}_`));
  // Postgres runs under an account of its own when we are root.
  chmodSync(folder, 0o755);
  const presence = enter(join(folder, 'postgres'));
  project.provide('postgresFolder', folder);
  return async () => {
    presence.leave();
    await clear(folder);
  };
}

async function clear(folder: string): Promise<void> {
  await stopServer(join(folder, 'postgres', 'data'));
  rmSync(folder, { recursive: true, force: true });
}
