import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openSandboxPage, type SandboxPage, textOf } from '../harness/browser.ts';

/** `npm run sandbox` as a new user starts it, in a browser: the whole process behind the real page. */
describe('the sandbox of a new user', () => {
  let browser: Browser;
  let child: ChildProcess;
  let dataDir: string;
  let open: SandboxPage;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'zhiban-sandbox-'));
    const root = fileURLToPath(new URL('../..', import.meta.url));
    child = spawn(process.execPath, ['--import', 'tsx', 'src/sandbox/main.ts', '--fresh', '--port', '0'], {
      cwd: root,
      env: { ...process.env, DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await addressOf(child);
    browser = await launchBrowser();
    open = await openSandboxPage(browser, url, { users: { slack: 'U0G00', feishu: 'ou_gate00' } });
  });
  afterAll(async () => {
    await open.close();
    await browser.close();
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
    await rm(dataDir, { recursive: true, force: true });
  });

  const says = async (client: Locator, text: string) => {
    const box = client.locator('textarea').last();
    await box.fill(text);
    await box.press('Escape');
    await box.press('Enter');
  };
  const hears = (client: Locator, text: string) => expect.poll(() => textOf(client), { timeout: 15_000 }).toContain(text);
  /** Sets the clock to the next moment the wall shows this time. */
  const moveTo = (time: string) =>
    open.page.evaluate(async (wanted) => {
      const { now } = (await (await fetch('/sandbox/clock')).json()) as { now: string };
      const local = new Date(new Date(now).getTime() + 8 * 3_600_000);
      const today = local.toISOString().slice(0, 10);
      const tomorrow = new Date(local.getTime() + 86_400_000).toISOString().slice(0, 10);
      const day = local.toISOString().slice(11, 16) < wanted ? today : tomorrow;
      const body = JSON.stringify({ now: `${day}T${wanted}:00+08:00` });
      await fetch('/sandbox/clock', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    }, time);

  it('answers a word in Feishu and a command in Slack', async () => {
    await says(open.feishu, '谁值班');
    await hears(open.feishu, '现在值班 · 门岗');
    await says(open.slack, '/duty mine');
    await hears(open.slack, '我的班');
    await says(open.slack, '/duty whoo');
    await hears(open.slack, '没有“whoo”这个词');
  });

  it('announces the next shift to both channels when the clock is moved past it', async () => {
    await moveTo('15:59');
    await open.page.locator('[data-role=next]').waitFor();
    await moveTo('16:01');
    await open.slack.locator('[data-conversation=C0GATE]').click();
    await hears(open.slack, '中班开始 · 门岗');
    await open.feishu.locator('[data-conversation=oc_gate]').click();
    await hears(open.feishu, '中班开始 · 门岗');
  });

  it('goes to the next thing that is due', async () => {
    const before = await textOf(open.page.locator('.now-time'));
    await open.page.locator('[data-role=next]').click();
    await expect.poll(() => textOf(open.page.locator('.now-time')), { timeout: 15_000 }).not.toBe(before);
  });

  it('opens the page that is mine', async () => {
    await open.slack.locator('[data-conversation]', { hasText: 'Zhiban' }).first().click();
    await open.slack.getByRole('tab', { name: '主页' }).click();
    await hears(open.slack, '接下来的班');
  });
});

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /http:\/\/localhost:\d+/.exec(said)?.[0];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`The sandbox ended with ${code}: ${said}`)));
  });
}
