import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseUnavailable } from '../unavailable.ts';
import type { Cluster } from './cluster.ts';
import { identify, isPostmasterOf } from './process-identity.ts';

/** A server that runs in a data directory, as its pid file says. */
export interface Running {
  readonly pid: number;
  readonly port: number;
}

const logLimit = 10 * 1024 * 1024;

/** A server makes its pid file and then writes it; one that has been empty for longer is a dead one's. */
const writingMs = 10_000;

/**
 * The server at work in `data`; null when there is none, and then a pid file of a server that was killed is gone afterwards. One that is just being
 * written stays: a server whose pid file disappears shuts itself down within a minute.
 */
export function findRunning(data: string): Running | null {
  const file = join(data, 'postmaster.pid');
  const found = readPidFile(file);
  if (found === null) return null;
  // Line 1 the pid, line 4 the port (written a moment later).
  const lines = found.text.split('\n');
  if (lines.length < 2 && Date.now() - found.writtenAt < writingMs) return null;
  const pid = Number(lines[0]);
  if (Number.isInteger(pid) && pid > 0 && isPostmasterOf(pid, data)) return { pid, port: Number(lines[3] ?? 0) };
  rmSync(file, { force: true });
  return null;
}

/** Null: there is none, or it went this very moment. */
function readPidFile(file: string): { readonly text: string; readonly writtenAt: number } | null {
  try {
    return { text: readFileSync(file, 'utf8'), writtenAt: statSync(file).mtimeMs };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Starts a server on a port of 127.0.0.1. It has a session of its own, so that Ctrl-C in a terminal reaches the bot first. */
export function launch(cluster: Cluster, port: number, durable: boolean): { readonly exited: () => boolean; readonly said: () => string } {
  const logFile = join(cluster.home, 'server.log');
  if (existsSync(logFile) && statSync(logFile).size > logLimit) renameSync(logFile, `${logFile}.1`);
  const from = existsSync(logFile) ? statSync(logFile).size : 0;
  const output = openSync(logFile, 'a', 0o600);
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '64MB',
    // No replica reads this log.
    wal_level: 'minimal',
    max_wal_senders: '0',
    io_method: 'sync',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    synchronous_commit: durable ? 'on' : 'off',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
  };
  const args = ['-D', cluster.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const child = spawn(cluster.binaries.postgres, args, {
    ...cluster.account,
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
    env: { PATH: process.env.PATH },
  });
  closeSync(output);
  let over = false;
  child.on('exit', () => {
    over = true;
  });
  child.on('error', () => {
    over = true;
  });
  child.unref();
  return { exited: () => over, said: () => readFileSync(logFile).subarray(from).toString().trim() };
}

/** Asks the server to stop (fast: open transactions roll back) without waiting; for the last moments of a process. */
export function requestStop(data: string): Running | null {
  const running = findRunning(data);
  if (running !== null) signal(running.pid, 'SIGINT');
  return running;
}

/** Stops the server, if there is one, and waits until its process is gone. */
export async function stopServer(data: string, patienceMs = 20_000): Promise<void> {
  const running = requestStop(data);
  if (running === null) return;
  const deadline = Date.now() + patienceMs;
  while (identify(running.pid) !== null) {
    // Immediate shutdown: the next start replays the log.
    if (Date.now() > deadline) signal(running.pid, 'SIGQUIT');
    if (Date.now() > deadline + 5_000) {
      throw new DatabaseUnavailable({
        zh: `数据库进程 ${running.pid} 停不下来`,
        en: `The database server (process ${running.pid}) does not stop`,
      });
    }
    await sleep(20);
  }
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** `wanted` if nothing listens there, else a free port of 127.0.0.1. */
export async function freePort(wanted: number | null): Promise<number> {
  const attempt = (port: number) =>
    new Promise<number | null>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(null));
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : null));
      });
    });
  const found = (wanted === null ? null : await attempt(wanted)) ?? (await attempt(0));
  if (found === null) throw new DatabaseUnavailable({ zh: '127.0.0.1 上没有可用端口', en: 'No port of 127.0.0.1 can be opened' });
  return found;
}
