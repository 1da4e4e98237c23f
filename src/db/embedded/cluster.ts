import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Words } from '../../core/locale.ts';
import type { DatabaseLog } from '../log.ts';
import { DatabaseUnavailable } from '../unavailable.ts';
import { type Account, canWrite, chooseAccount } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { identify, isAlive } from './process-identity.ts';

/** The database superuser; also the owner of everything in it. */
export const user = 'zhiban';

/** A data directory with what belongs to it. */
export interface Cluster {
  /** Holds `data/`, `password`, `port` and `server.log`. */
  readonly home: string;
  readonly data: string;
  readonly account: Account;
  readonly binaries: Binaries;
}

/** Where a root process keeps a cluster whose DATA_DIR the unprivileged account cannot enter. */
const systemFolder = '/var/lib/zhiban';

/** The folder that holds `postgres/`: the DATA_DIR itself, or where its pointer says the cluster was put. */
function baseOf(root: string): string {
  const pointer = join(root, 'postgres.location');
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : root;
}

/** Whether a DATA_DIR has a cluster already. */
export const clusterExists = (dataDir: string): boolean =>
  existsSync(dataDir) && existsSync(join(baseOf(realpathSync(dataDir)), 'postgres', 'data'));

/** Finds the cluster of a DATA_DIR, making it on the first start. A start that was killed half-way leaves nothing that the next one trips over. */
export async function openCluster(dataDir: string, log: DatabaseLog, durable: boolean): Promise<Cluster> {
  mkdirSync(dataDir, { recursive: true });
  const root = realpathSync(dataDir);
  const moved = join(root, 'postgres.location');
  const base = baseOf(root);
  const first = chooseAccount(join(base, 'postgres', 'data'));
  const reachable = first.uid === undefined || enterable(first, base);
  if (!reachable && base !== root)
    throw new DatabaseUnavailable({
      zh: `${moved} 说数据库在 ${base},但用户 ${first.uid} 不能写入那里`,
      en: `${moved} says the database is in ${base}, and user ${first.uid} cannot write there`,
    });
  const folder = reachable ? base : moveOut(root, moved, first, log);
  const home = join(folder, 'postgres');
  const account = folder === base ? first : chooseAccount(join(home, 'data'));
  const cluster = { home, data: join(home, 'data'), account, binaries: findBinaries(account, folder) };
  if (!existsSync(cluster.data)) await create(cluster, log, durable);
  return cluster;
}

/** Whether the account can work inside `folder`, tried with a folder of its own. */
function enterable(account: Account, folder: string): boolean {
  const probe = join(folder, `probe.${process.pid}`);
  makeFor(account, probe);
  const can = canWrite(account, probe);
  rmSync(probe, { recursive: true });
  return can;
}

function moveOut(root: string, pointer: string, account: Account, log: DatabaseLog): string {
  const folder = join(systemFolder, `${basename(dirname(root))}-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`);
  for (const each of [systemFolder, folder]) {
    mkdirSync(each, { recursive: true });
    chmodSync(each, 0o755);
  }
  if (!enterable(account, folder)) {
    throw new DatabaseUnavailable({
      zh: `Postgres 不能以 root 运行,而它的用户(${account.uid})进不了 ${root} 和 ${folder}。请换一个人人可进入的 DATA_DIR,或设置 DATABASE_URL`,
      en: `Postgres does not run as root, and its user (${account.uid}) can enter neither ${root} nor ${folder}. Choose a DATA_DIR that everybody may enter, or set DATABASE_URL`,
    });
  }
  writeFileSync(pointer, `${folder}\n`);
  log.warn(
    { dataDir: root, folder },
    `Postgres does not run as root and its user cannot enter ${root}: the database is kept in ${folder} (noted in ${pointer})`,
  );
  return folder;
}

function makeFor(account: Account, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid);
}

async function create(cluster: Cluster, log: DatabaseLog, durable: boolean): Promise<void> {
  const { account, home } = cluster;
  const prefix = `${basename(home)}.new.`;
  for (const name of readdirSync(dirname(home))) {
    if (name.startsWith(prefix) && !isAlive(name.slice(prefix.length))) rmSync(join(dirname(home), name), { recursive: true, force: true });
  }
  const mine = join(dirname(home), `${prefix}${identify(process.pid)}`);
  makeFor(account, mine);
  const password = join(mine, 'password');
  writeFileSync(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(password, account.uid, account.gid);
  log.info({ folder: home }, 'making the embedded database (first start)');
  // The builtin provider: UTF-8 on every machine, whatever locales it has.
  const flags = [
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--auth=scram-sha-256',
    `--username=${user}`,
  ];
  await initdb(cluster, [`--pgdata=${join(mine, 'data')}`, `--pwfile=${password}`, ...flags, ...(durable ? [] : ['--no-sync'])]);
  try {
    renameSync(mine, home);
  } catch (error) {
    // Another process was first; its cluster is the cluster.
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST'))) throw error;
    rmSync(mine, { recursive: true, force: true });
  }
}

const initFailed = (said: string): Words => ({ zh: `建立自带数据库失败:${said}`, en: `The embedded database could not be made: ${said}` });

function initdb(cluster: Cluster, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(cluster.binaries.initdb, args, { ...cluster.account, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on('error', (cause) => reject(new DatabaseUnavailable(initFailed(cause.message), { cause })));
    child.on('close', (code) => (code === 0 ? resolve() : reject(new DatabaseUnavailable(initFailed(`${said.trim()} (${code})`)))));
  });
}
