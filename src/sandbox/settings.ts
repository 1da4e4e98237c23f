import { createServer } from 'node:net';
import { parseArgs } from 'node:util';

/** What a start of the sandbox was asked for. */
export interface SandboxSettings {
  /** Where the page is; 0: wherever there is room. */
  readonly port: number;
  /** Where the messengers push to; null: they hold a connection. */
  readonly botPort: number | null;
  readonly fresh: boolean;
}

const usage = 'npm run sandbox -- [--port N] [--fresh] [--http]';

/** Reads the options of the command line; without `--port` the port is `PORT`, else 3000. Not ok: what is wrong, for the person who started it. */
export function readSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): { readonly ok: true; readonly settings: SandboxSettings } | { readonly ok: false; readonly problem: string } {
  let values: { port?: string | undefined; fresh: boolean; http: boolean };
  try {
    values = parseArgs({
      args: [...args],
      options: { port: { type: 'string' }, fresh: { type: 'boolean', default: false }, http: { type: 'boolean', default: false } },
    }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, problem: `${error.message}\n${usage}` };
  }
  const { PORT: own } = env;
  const asked = values.port ?? (own === undefined || own.trim() === '' ? '3000' : own);
  const port = Number(asked);
  const [first, last] = values.http ? [1, 65_534] : [0, 65_535];
  if (!/^\d{1,5}$/.test(asked.trim()) || port < first || port > last)
    return {
      ok: false,
      problem: `A port is a number from ${first} to ${last}, not "${asked}". 端口是 ${first} 到 ${last} 的数字,不是“${asked}”。\n${usage}`,
    };
  return { ok: true, settings: { port, botPort: values.http ? port + 1 : null, fresh: values.fresh } };
}

/** Whether something listens on a port of this machine already. Asked before anything is started, so that nothing has to be taken down again. */
export function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(true);
      else reject(error);
    });
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(false)));
  });
}

export const takenWords = (port: number): string =>
  `Port ${port} is in use: stop what listens there, or choose another with npm run sandbox -- --port N. 端口 ${port} 已被占用:停掉占用它的程序,或用 npm run sandbox -- --port N 换一个。`;
