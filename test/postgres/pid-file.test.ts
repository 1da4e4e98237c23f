import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRunning } from '../../src/db/embedded/server.ts';

describe('the pid file of the embedded server', () => {
  let data: string;
  let file: string;
  beforeAll(() => {
    data = mkdtempSync(join(tmpdir(), 'zhiban-pid-'));
    file = join(data, 'postmaster.pid');
  });
  afterAll(() => rmSync(data, { recursive: true, force: true }));

  it('is left alone while its server is writing it', () => {
    for (const begun of ['', '123']) {
      writeFileSync(file, begun);
      expect(findRunning(data)).toBeNull();
      expect(existsSync(file)).toBe(true);
    }
  });

  it('is taken away where a server died while it wrote it', () => {
    writeFileSync(file, '');
    const minuteAgo = Date.now() / 1000 - 60;
    utimesSync(file, minuteAgo, minuteAgo);
    expect(findRunning(data)).toBeNull();
    expect(existsSync(file)).toBe(false);
  });

  it('is taken away where its server is gone', () => {
    const { pid } = spawnSync('true');
    writeFileSync(file, `${pid}\n${data}\n1795665044\n5432\n`);
    expect(findRunning(data)).toBeNull();
    expect(existsSync(file)).toBe(false);
  });

  it('may be missing', () => expect(findRunning(data)).toBeNull());
});
