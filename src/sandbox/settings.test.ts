import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { isTaken, readSettings } from './settings.ts';

describe('the settings of the sandbox', () => {
  it('are 3000 for the page, PORT where it is set, --port before both', () => {
    expect(readSettings([], {})).toEqual({ ok: true, settings: { port: 3000, botPort: null, fresh: false } });
    expect(readSettings([], { PORT: '3400' })).toMatchObject({ settings: { port: 3400 } });
    expect(readSettings([], { PORT: ' ' })).toMatchObject({ settings: { port: 3000 } });
    expect(readSettings(['--port', '3500', '--fresh'], { PORT: '3400' })).toMatchObject({ settings: { port: 3500, fresh: true } });
    expect(readSettings(['--http'], { PORT: '3400' })).toMatchObject({ settings: { port: 3400, botPort: 3401 } });
  });

  it.each([
    [['--port', 'three'], {}, 'three'],
    [['--port', '65536'], {}, '0 to 65535'],
    [['--http', '--port', '0'], {}, '1 to 65534'],
    [['--http', '--port', '65535'], {}, '1 to 65534'],
    [[], { PORT: '70000' }, '70000'],
    [['--nothing'], {}, 'npm run sandbox -- [--port N]'],
  ])('%j %j is answered with what is wrong', (args, env, said) => {
    const read = readSettings(args, env);
    expect(read.ok ? '' : read.problem).toContain(said);
  });
});

describe('a port that is taken', () => {
  const listener = createServer();
  const dataDir = mkdtempSync(join(tmpdir(), 'zhiban-sandbox-'));
  afterEach(() => {
    listener.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is said in one line, before anything is started', async () => {
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await isTaken(port)).toBe(true);
    const main = fileURLToPath(new URL('./main.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', main], { env: { ...process.env, PORT: String(port), DATA_DIR: dataDir } });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
      });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(said.trim().split('\n')).toHaveLength(1);
    expect(said).toContain(`Port ${port} is in use`);
    expect(said).toContain(`端口 ${port} 已被占用`);
    expect(existsSync(join(dataDir, 'sandbox'))).toBe(false);
  }, 60_000);
});
