import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/**
 * A process as `pid-start`: a pid alone is handed out again, in containers within seconds. Null when there is no such process.
 * The start is in clock ticks since boot on Linux (`/proc/<pid>/stat`, field 22), as `ps` prints it elsewhere.
 */
export function identify(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return null;
  }
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name in brackets may itself hold spaces and brackets.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? null : `${pid}-${fields[19]}`;
    } catch {
      return null;
    }
  }
  const started = askPs(pid, 'lstart');
  return started === null ? null : `${pid}-${started.replace(/\W+/g, '.')}`;
}

/** Whether the process of this identity is still the one that runs under its pid. */
export function isAlive(identity: string): boolean {
  const pid = Number.parseInt(identity, 10);
  return Number.isInteger(pid) && pid > 0 && identify(pid) === identity;
}

/** Whether this pid is a Postgres server that works in `dataDir`; a pid file of before a reboot may name anything. */
export function isPostmasterOf(pid: number, dataDir: string): boolean {
  if (identify(pid) === null) return false;
  if (process.platform !== 'linux') return askPs(pid, 'command')?.includes(dataDir) ?? false;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === dataDir;
  } catch {
    return readCommandLine(pid).includes(dataDir);
  }
}

/** Empty where the process is gone meanwhile. */
function readCommandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function askPs(pid: number, column: string): string | null {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', `${column}=`], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
