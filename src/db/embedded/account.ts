import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { DatabaseUnavailable } from '../unavailable.ts';

/** The operating system account the server runs under; `{}` = our own. Postgres refuses to run as root. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * The account for a server whose data is, or will be, in `home`. Not root: our own. Root: whoever owns the data already there, else the
 * system's `postgres`, else a new system account `postgres`, else `nobody`. Throws {@link DatabaseUnavailable} when the data is another user's.
 */
export function chooseAccount(dataDir: string): Account {
  const own = process.getuid?.();
  if (own === undefined) return {};
  const owner = existsSync(dataDir) ? statSync(dataDir) : null;
  if (own !== 0) {
    if (owner === null || owner.uid === own) return {};
    throw new DatabaseUnavailable({
      zh: `${dataDir} 里的数据属于用户 ${owner.uid},而本进程以用户 ${own} 运行。请以该用户或 root 启动,或用 chown 移交目录`,
      en: `The data in ${dataDir} belongs to user ${owner.uid}, and this process runs as user ${own}. Start as that user or as root, or give the folder away with chown`,
    });
  }
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = lookUp('postgres') ?? create('postgres') ?? lookUp('nobody');
  if (account === null) {
    throw new DatabaseUnavailable({
      zh: 'Postgres 不能以 root 运行,也无法为它建立账户。请以普通用户启动,或设置 DATABASE_URL',
      en: 'Postgres does not run as root, and no account for it could be made. Start as an ordinary user, or set DATABASE_URL',
    });
  }
  return account;
}

/** Whether the account can run this program or, for a folder, write to it. Asks the system itself: modes, ACLs and mounts all count. */
export function canRun(account: Account, program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}

export const canWrite = (account: Account, folder: string): boolean => canRun(account, '/bin/sh', ['-c', 'cd "$0" && test -w .', folder]);

function lookUp(name: string): Account | null {
  try {
    const ask = (flag: string) =>
      Number.parseInt(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }), 10);
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return null;
  }
}

function create(name: string): Account | null {
  const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name], {
    stdio: 'ignore',
  });
  return made.status === 0 ? lookUp(name) : null;
}
