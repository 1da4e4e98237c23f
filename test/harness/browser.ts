import { existsSync, mkdirSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the system's Chromium: `CHROMIUM_PATH`, else `/usr/bin/chromium`. Throws with what to install where there is none. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath))
    throw new Error(`No Chromium at ${executablePath}: install it (apt-get install chromium) or set CHROMIUM_PATH`);
  return chromium.launch({ executablePath, args: flags });
}

export interface OpenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly lang?: 'zh' | 'en';
  readonly theme?: 'auto' | 'light' | 'dark';
  /** Shows the hint of a first visit; off unless asked for. */
  readonly firstVisit?: boolean;
  /** Who one is in each client, by user id. */
  readonly users?: { readonly slack?: string; readonly feishu?: string };
  readonly context?: BrowserContextOptions;
}

/** Opens the sandbox page in a context of its own. An error of the page, or a refused resource, is thrown by {@link SandboxPage.close}. */
export async function openSandboxPage(browser: Browser, url: string, options: OpenOptions = {}): Promise<SandboxPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    locale: 'zh-CN',
    timezoneId: 'America/St_Johns',
    ...options.context,
  });
  const kept = {
    lang: options.lang ?? 'zh',
    theme: options.theme ?? 'light',
    ...(options.firstVisit === true ? {} : { hint: 'seen' }),
    ...(options.users?.slack === undefined ? {} : { 'slack.user': options.users.slack }),
    ...(options.users?.feishu === undefined ? {} : { 'feishu.user': options.users.feishu }),
  };
  const entries = JSON.stringify(Object.entries(kept).map(([name, value]) => [`zhiban.${name}`, JSON.stringify(value)]));
  await context.addInitScript({
    content: `for (const [name, value] of ${entries}) if (localStorage.getItem(name) === null) localStorage.setItem(name, value);`,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error.stack ?? error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`);
  });
  await page.goto(url);
  await page.locator('.desk .client').first().waitFor({ state: 'attached' });
  return {
    page,
    slack: page.locator('.client.slack'),
    feishu: page.locator('.client.feishu'),
    problems,
    async screenshot(path) {
      mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
      await page.screenshot({ path });
    },
    async close() {
      await context.close();
      if (problems.length > 0) throw new Error(`The page reported errors:\n${problems.join('\n')}`);
    },
  };
}

export interface SandboxPage {
  readonly page: Page;
  readonly slack: Locator;
  readonly feishu: Locator;
  /** Errors so far; a test that provokes one empties it. */
  readonly problems: string[];
  screenshot(path: string): Promise<void>;
  close(): Promise<void>;
}

/** The text of the one element a locator finds, as it is seen: hidden parts are left out, lines are lines. Waits for it. */
export async function textOf(locator: Locator): Promise<string> {
  await locator.waitFor({ state: 'attached' });
  return (await locator.allInnerTexts()).join('\n');
}
