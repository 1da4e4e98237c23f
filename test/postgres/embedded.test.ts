import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { completePackage, findBinaries } from '../../src/db/embedded/binaries.ts';
import { findRunning, stopServer } from '../../src/db/embedded/server.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { runModule } from '../harness/process.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhiban-embedded-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  await stopServer(dataOf(folder));
  rmSync(folder, { recursive: true, force: true });
});

const dataOf = (dataDir: string): string => join(dataDir, 'postgres', 'data');
const child = 'test/harness/embedded-child.ts';

async function ready(run: ReturnType<typeof runModule>): Promise<{ adopted: boolean; starts: number }> {
  return JSON.parse((await run.line(/^ready /)).slice('ready '.length));
}

async function stopped(): Promise<boolean> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (findRunning(dataOf(folder)) === null) return true;
    await sleep(25);
  }
  return false;
}

test('a bot killed with -9 leaves a server that the next start adopts, with everything in it', { timeout: 60_000 }, async () => {
  const first = runModule(child, [folder]);
  expect(await ready(first)).toEqual({ adopted: false, starts: 1 });
  first.child.kill('SIGKILL');
  await first.finished;
  expect(findRunning(dataOf(folder))).not.toBeNull();
  const second = runModule(child, [folder, 'durable', 'stop']);
  expect(await ready(second)).toEqual({ adopted: true, starts: 2 });
  expect((await second.finished).code).toBe(0);
  expect(findRunning(dataOf(folder))).toBeNull();
});

test('a bot and its server killed together start again by themselves', { timeout: 60_000 }, async () => {
  const first = runModule(child, [folder]);
  await ready(first);
  const server = findRunning(dataOf(folder));
  first.child.kill('SIGKILL');
  if (server !== null) process.kill(server.pid, 'SIGKILL');
  await first.finished;
  const second = runModule(child, [folder, 'durable', 'stop']);
  expect(await ready(second)).toEqual({ adopted: false, starts: 2 });
  expect((await second.finished).code).toBe(0);
});

test('a pid file whose pid now belongs to another program does not block the start', { timeout: 60_000 }, async () => {
  await (await startEmbedded({ dataDir: folder, durable: false })).stop();
  writeFileSync(join(dataOf(folder), 'postmaster.pid'), `${process.pid}\n${dataOf(folder)}\n1\n5432\n`);
  const server = await startEmbedded({ dataDir: folder, durable: false });
  expect(server.adopted).toBe(false);
  await server.stop();
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends the server with the process', { timeout: 60_000 }, async (name) => {
  const run = runModule(child, [folder, 'fast']);
  await ready(run);
  run.child.kill(name);
  await run.finished;
  expect(run.child.signalCode).toBe(name);
  expect(await stopped()).toBe(true);
});

test('process.exit ends the server', { timeout: 60_000 }, async () => {
  const run = runModule(child, [folder, 'fast', 'exit']);
  expect((await run.finished).code).toBe(0);
  expect(await stopped()).toBe(true);
});

test('two processes share one server, and the last one out stops it', { timeout: 60_000 }, async () => {
  const [first, second] = [runModule(child, [folder, 'fast']), runModule(child, [folder, 'fast'])];
  const said = await Promise.all([ready(first), ready(second)]);
  expect(said.map((each) => each.starts).sort()).toEqual([1, 2]);
  first.child.kill('SIGTERM');
  await first.finished;
  await sleep(200);
  expect(findRunning(dataOf(folder))).not.toBeNull();
  second.child.kill('SIGTERM');
  await second.finished;
  expect(await stopped()).toBe(true);
});

test('the password is random and for its owner only, and the server listens on this machine only', { timeout: 60_000 }, async () => {
  const server = await startEmbedded({ dataDir: folder, durable: false });
  const home = join(folder, 'postgres');
  expect(statSync(join(home, 'password')).mode & 0o077).toBe(0);
  expect(readFileSync(join(home, 'password'), 'utf8').trim().length).toBeGreaterThanOrEqual(32);
  const { hostname, port } = new URL(server.url);
  expect(hostname).toBe('127.0.0.1');
  expect(readFileSync(join(home, 'port'), 'utf8').trim()).toBe(port);
  await server.stop();
});

test('a port that was taken meanwhile is given up for another', { timeout: 60_000 }, async () => {
  const first = await startEmbedded({ dataDir: folder, durable: false });
  const { port } = new URL(first.url);
  await first.stop();
  const squatter = createServer().listen(Number(port), '127.0.0.1');
  const second = await startEmbedded({ dataDir: folder, durable: false });
  expect(new URL(second.url).port).not.toBe(port);
  await second.stop();
  squatter.close();
});

test('a first start that was killed half-way is begun anew', { timeout: 60_000 }, async () => {
  mkdirSync(join(folder, 'postgres.new.99999-1', 'data'), { recursive: true });
  writeFileSync(join(folder, 'postgres.new.99999-1', 'data', 'PG_VERSION'), '18');
  const server = await startEmbedded({ dataDir: folder, durable: false });
  expect(readdirSync(folder).filter((name) => name.includes('.new.'))).toEqual([]);
  await server.stop();
});

const asRoot = process.getuid?.() === 0;

test('an ordinary user gets a server of their own account', { timeout: 60_000 }, () => {
  const idOf = (flag: string) => Number(execFileSync('id', asRoot ? [flag, 'nobody'] : [flag], { encoding: 'utf8' }));
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  const home = mkdtempSync(join(tmpdir(), 'zhiban-user-'));
  chmodSync(home, 0o777);
  const account = asRoot ? { uid, gid } : {};
  const run = spawnSync(process.execPath, ['--import', 'tsx', child, join(home, '.data'), 'fast', 'stop'], {
    ...account,
    encoding: 'utf8',
    env: { ...process.env, HOME: home },
  });
  expect(run.stderr).toBe('');
  expect(run.stdout).toContain('"starts":1');
  expect(statSync(dataOf(join(home, '.data'))).uid).toBe(uid);
  rmSync(home, { recursive: true });
});

test("a data folder only its owner may enter: root's database goes elsewhere, says so and stays there; anybody else's is inside", {
  timeout: 60_000,
}, async () => {
  chmodSync(folder, 0o700);
  const said: string[] = [];
  const log = { info: () => undefined, warn: (_fields: object, message: string) => void said.push(message) };
  const server = await startEmbedded({ dataDir: folder, durable: false, log });
  const place = asRoot ? readFileSync(join(folder, 'postgres.location'), 'utf8').trim() : folder;
  try {
    expect(said).toEqual(asRoot ? [expect.stringContaining(`the database is kept in ${place}`)] : []);
    expect(existsSync(join(place, 'postgres', 'data', 'PG_VERSION'))).toBe(true);
    await server.stop();
    chmodSync(folder, 0o755);
    const again = await startEmbedded({ dataDir: folder, durable: false, log });
    expect(existsSync(dataOf(folder))).toBe(!asRoot);
    await again.stop();
  } finally {
    await stopServer(dataOf(place));
    rmSync(place, { recursive: true, force: true });
  }
});

test('a package installed without its scripts lacks links, and gets them', { timeout: 60_000 }, () => {
  const outer = mkdtempSync(join(tmpdir(), 'zhiban-binaries-'));
  chmodSync(outer, 0o755);
  const found = findBinaries({}, outer);
  const home = dirname(dirname(dirname(found.postgres)));
  const bare = join(outer, 'bare');
  cpSync(home, bare, { recursive: true, verbatimSymlinks: true });
  for (const name of readdirSync(join(bare, 'native', 'lib'))) {
    if (lstatSync(join(bare, 'native', 'lib', name)).isSymbolicLink()) rmSync(join(bare, 'native', 'lib', name));
  }
  expect(spawnSync(join(bare, 'native', 'bin', 'postgres'), ['--version']).status).not.toBe(0);
  completePackage(bare);
  expect(spawnSync(join(bare, 'native', 'bin', 'postgres'), ['--version']).status).toBe(0);
  rmSync(outer, { recursive: true });
});
