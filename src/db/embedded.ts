import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Words } from '../core/locale.ts';
import { type Cluster, clusterExists, openCluster, user } from './embedded/cluster.ts';
import { enter, type Presence } from './embedded/presence.ts';
import { findRunning, freePort, launch, requestStop, stopServer } from './embedded/server.ts';
import { type DatabaseLog, silent } from './log.ts';
import { DatabaseUnavailable } from './unavailable.ts';

export interface EmbeddedOptions {
  /** DATA_DIR; the cluster is made in its folder `postgres`. */
  readonly dataDir: string;
  readonly log?: DatabaseLog;
  /** False: a crash of the machine may lose or break the data. For data that is thrown away. */
  readonly durable?: boolean;
}

export interface EmbeddedServer {
  /** Of the database `zhiban`, with the password. */
  readonly url: string;
  /** True when the server was already running: another process uses it, or a killed one left it behind. */
  readonly adopted: boolean;
  /** Stops the server, unless another process still uses it. */
  stop(): Promise<void>;
}

/** Whether {@link startEmbedded} was ever run on this DATA_DIR. */
export const embeddedExists = clusterExists;

const database = 'zhiban';
/** Recovery after a power cut may take a while; an ordinary start takes a second. */
const patienceMs = 120_000;

/**
 * Starts, or joins, the real Postgres server of a DATA_DIR. Several processes may share it; the last one stops it. A server whose parent
 * was killed is adopted by the next start. Ends with this process: on `exit`, and on SIGTERM, SIGINT and SIGHUP where nobody else
 * listens for them. Throws {@link DatabaseUnavailable} with a remedy.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const log = options.log ?? silent;
  const durable = options.durable ?? true;
  const started = performance.now();
  const cluster = await openCluster(options.dataDir, log, durable);
  const presence = enter(cluster.home);
  try {
    const password = readFileSync(join(cluster.home, 'password'), 'utf8').trim();
    const urlOf = (port: number, name: string) => `postgresql://${user}:${password}@127.0.0.1:${port}/${name}`;
    const { port, adopted } = await reach(cluster, durable, (at) => urlOf(at, 'postgres'));
    await ensureDatabase(urlOf(port, 'postgres'));
    log.info(
      { port, adopted, ms: Math.round(performance.now() - started) },
      adopted ? 'joined the running embedded database' : 'started the embedded database',
    );
    return { url: urlOf(port, database), adopted, stop: endWithProcess(cluster.data, presence) };
  } catch (error) {
    if (presence.leave()) requestStop(cluster.data);
    throw error;
  }
}

async function reach(cluster: Cluster, durable: boolean, urlOf: (port: number) => string): Promise<{ port: number; adopted: boolean }> {
  const deadline = Date.now() + patienceMs;
  let child: ReturnType<typeof launch> | null = null;
  while (Date.now() < deadline) {
    const running = findRunning(cluster.data);
    if (running !== null && running.port > 0 && (await answers(urlOf(running.port)))) {
      writeFileSync(portFile(cluster), `${running.port}\n`);
      return { port: running.port, adopted: child === null };
    }
    if (running === null && child?.exited() !== false) {
      if (child !== null && !isPassing(child.said())) throw new DatabaseUnavailable(startFailed(child.said().slice(-2000)));
      if (child !== null) await sleep(200);
      child = launch(cluster, await freePort(lastPort(cluster)), durable);
    }
    await sleep(25);
  }
  const seconds = patienceMs / 1000;
  throw new DatabaseUnavailable({
    zh: `${cluster.home} 里的自带数据库 ${seconds} 秒内没有应答,原因见该目录的 server.log`,
    en: `The embedded database in ${cluster.home} did not answer within ${seconds} s; see server.log there`,
  });
}

const startFailed = (said: string): Words => ({ zh: `自带数据库启动失败:\n${said}`, en: `The embedded database does not start:\n${said}` });

/** Another process was faster, took the port, or the children of a killed server are still going: trying again helps. */
const isPassing = (said: string): boolean => /lock file "postmaster.pid"|could not bind|pre-existing shared memory/.test(said);

const portFile = (cluster: Cluster): string => join(cluster.home, 'port');

function lastPort(cluster: Cluster): number | null {
  const port = existsSync(portFile(cluster)) ? Number(readFileSync(portFile(cluster), 'utf8')) : 0;
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
}

/** False while the server is starting, recovering or stopping. */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code.startsWith('28')) throw new DatabaseUnavailable(refusedPassword(code), { cause });
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const refusedPassword = (code: string): Words => ({
  zh: `自带数据库不接受它自己的密码(${code}):password 文件被改过吗?`,
  en: `The embedded database refuses its own password (${code}): was the file 'password' changed?`,
});

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  } catch (error) {
    // 42P04, or a duplicate key of pg_database: another process made it in this moment.
    if (!(error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505'))) throw error;
  } finally {
    await client.end();
  }
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

function endWithProcess(data: string, presence: Presence): () => Promise<void> {
  let left = false;
  const leave = (): boolean => {
    if (left) return false;
    left = true;
    process.off('exit', onExit);
    for (const name of signals) process.off(name, onSignal);
    return presence.leave();
  };
  const onExit = (): void => {
    if (leave()) requestStop(data);
  };
  const onSignal = (name: NodeJS.Signals): void => {
    // Whoever else listens closes the house in order and calls stop().
    if (process.listenerCount(name) > 1) return;
    onExit();
    process.kill(process.pid, name);
  };
  process.on('exit', onExit);
  for (const name of signals) process.on(name, onSignal);
  return async () => {
    if (leave()) await stopServer(data);
  };
}
