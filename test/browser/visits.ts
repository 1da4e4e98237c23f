import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchBrowser, type OpenOptions, openSandboxPage, type SandboxPage } from '../harness/browser.ts';
import { createStage, type Stage } from './stage.ts';

let browser: Browser;
let open: SandboxPage | null = null;
/** The stage of the test that runs. */
export let stage: Stage;

/** Registers the hooks of a test file: one browser for all of it, a stage for each test, and no page left open after one. */
export function useStages(): void {
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    stage = await createStage();
  });
  afterEach(async () => {
    await open?.close();
    open = null;
    await stage.stop();
  });
}

/** Opens the page of the stage; resolves once its people are there. */
export async function visit(options: OpenOptions = {}): Promise<SandboxPage> {
  open = await openSandboxPage(browser, stage.url, options);
  await open.page.locator('.entry').first().waitFor({ state: 'attached' });
  return open;
}

/** Waits up to five seconds until something reads as wanted. */
export const until = (read: () => unknown, wanted: unknown) => expect.poll(read, { timeout: 5_000 }).toEqual(wanted);
