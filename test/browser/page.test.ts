import { describe, expect, it } from 'vitest';
import { textOf } from '../harness/browser.ts';
import { formView } from './canned-slack.ts';
import { contrastProblems } from './contrast.ts';
import { stage, until, useStages, visit } from './visits.ts';

useStages();

describe('the clock on the page', () => {
  it('shows the wall time of the zone and what is due, in the language of the page', async () => {
    const { page } = await visit();
    expect(await textOf(page.locator('.now'))).toBe('07:31\n12月3日 周四\n2026 · 北京时间');
    expect(await page.locator('[data-role=next]').textContent()).toBe('下一件事:16:00 交接班 · 门岗 早→中');
    await page.locator('[data-role=language]').click();
    expect(await textOf(page.locator('.now-day'))).toBe('Thu 3 Dec\n2026 · Beijing time');
    expect(await page.locator('[data-role=next]').textContent()).toBe('Next due: 16:00 Shift change · Gate, early to middle');
  });

  it('moves by a step, to the next thing, and says when nothing is due', async () => {
    const { page } = await visit({ lang: 'en' });
    await page.getByRole('button', { name: '+10 min' }).click();
    await until(() => textOf(page.locator('.now-time')), '07:41');
    await page.getByRole('button', { name: '+1 h' }).click();
    await until(() => textOf(page.locator('.now-time')), '08:41');
    stage.next = { at: '2026-12-04T00:00:00Z', title: { zh: '早班', en: 'Early shift' } };
    stage.clock.advance('PT0S');
    await until(() => textOf(page.locator('.next-what')), 'Fri 4 Dec 08:00 Early shift');
    await page.locator('[data-role=next]').click();
    stage.next = null;
    await until(() => stage.moves.at(-1), 'advance 2026-12-04T00:00:00Z');
    stage.clock.advance('PT0S');
    await page.getByRole('button', { name: 'Nothing is due' }).waitFor();
    expect(await page.locator('[data-role=next]').isDisabled()).toBe(true);
  });

  it('sets a time by keyboard, with the bot up or down', async () => {
    const { page } = await visit({ lang: 'en' });
    const setTime = page.locator('[data-role=set-time]');
    await setTime.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Move the clock to' });
    expect(await dialog.locator('input[name=when]').inputValue()).toBe('2026-12-03T07:31');
    await dialog.locator('input[name=when]').fill('2026-12-24T23:30');
    await page.keyboard.press('Enter');
    await until(() => stage.moves, ['advance 2026-12-24T15:30:00Z']);
    await until(() => textOf(page.locator('.now-time')), '23:30');
    await setTime.click();
    await dialog.getByText('The bot is down meanwhile').click();
    await dialog.getByRole('button', { name: 'Move' }).click();
    await until(() => stage.moves.at(-1), 'jump 2026-12-24T15:30:00Z');
    await setTime.click();
    await page.keyboard.press('Escape');
    await until(() => dialog.count(), 0);
    expect(await setTime.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);
  });

  it('hears of a clock that somebody else moved', async () => {
    const { page } = await visit();
    stage.clock.advance('PT3H');
    await until(() => textOf(page.locator('.now-time')), '10:31');
  });
});

describe('language, theme, first visit', () => {
  it('keeps the chosen language and theme over a reload', async () => {
    const { page } = await visit({ theme: 'auto' });
    await page.locator('[data-role=language]').click();
    await page.locator('[data-role=theme]').click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(16, 18, 20)');
    await page.reload();
    await page.getByRole('button', { name: '+10 min' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang + document.documentElement.dataset.theme')).toBe('endark');
  });

  it('follows the system where it is told to', async () => {
    const { page } = await visit({ theme: 'auto', context: { colorScheme: 'dark' } });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(16, 18, 20)');
  });

  it('hints at what to try once, without being in the way', async () => {
    const { page, slack } = await visit({ firstVisit: true, lang: 'en' });
    const hint = page.locator('.tip');
    expect(await textOf(hint)).toContain('/clock in');
    await slack.locator('.composer-text').fill('not blocked');
    await hint.getByRole('button', { name: 'Got it' }).click();
    expect(await hint.isVisible()).toBe(false);
    await page.reload();
    await page.locator('.entry').first().waitFor();
    expect(await hint.isVisible()).toBe(false);
  });
});

describe('width, keyboard, contrast', () => {
  for (const width of [360, 480]) {
    it(`shows one client at a time at ${width} px, without a sideways scroll`, async () => {
      const { page, slack, feishu } = await visit({ width, height: 740, lang: 'en' });
      expect([await slack.isVisible(), await feishu.isVisible()]).toEqual([true, false]);
      await page.getByRole('tab', { name: 'Feishu' }).click();
      expect([await slack.isVisible(), await feishu.isVisible()]).toEqual([false, true]);
      const wide = `[...document.querySelectorAll('.page, .bar, .chat, .scroll, .message, .card, .composer')].filter((node) => node.offsetParent !== null && node.scrollWidth > node.clientWidth + 1).map((node) => node.className)`;
      expect(await page.evaluate(wide)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await feishu.locator('.composer-text').fill('上班');
      await feishu.locator('.composer-text').press('Enter');
      await until(() => stage.feishu.calls.some(({ verb }) => verb === 'say'), true);
    });
  }

  it('does not mark as read what is behind the other tab', async () => {
    stage.feishu.change((state) => {
      state.conversations = state.conversations.map((each) => ({ ...each, unread: each.id === 'oc_bot' ? 4 : 0 }));
    });
    const { page } = await visit({ width: 400, height: 740, lang: 'en' });
    const tab = page.getByRole('tab', { name: /Feishu/ });
    await until(() => textOf(tab), 'Feishu\n4');
    expect(stage.feishu.calls).toEqual([]);
    await tab.click();
    await until(() => stage.feishu.calls.map(({ verb }) => verb), ['read']);
  });

  it('reaches everything by Tab, with a ring that is seen, in an order that makes sense', async () => {
    const { page } = await visit({ lang: 'en' });
    const seen: string[] = [];
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Tab');
      const at = (await page.evaluate(
        `(() => { const node = document.activeElement; const style = getComputedStyle(node); const ring = style.outlineStyle !== 'none' || node.matches('.composer-text');
          return { name: node.getAttribute('aria-label') || node.textContent.trim().slice(0, 30), ring }; })()`,
      )) as { name: string; ring: boolean };
      expect(at.ring, at.name).toBe(true);
      seen.push(at.name);
    }
    expect(seen.slice(0, 7)).toEqual([
      '+10 min',
      '+1 h',
      expect.stringContaining('Next due'),
      'Set time',
      '把页面换成中文',
      'Appearance',
      'Health',
    ]);
    expect(seen.some((name) => name.startsWith('Slack · I am Zhou Haibo'))).toBe(true);
    expect(seen).toContain('Clock in');
    expect(seen).toContain('Message #guards');
  });

  it('names every control', async () => {
    stage.slack.change((state) => {
      state.modal = { id: 'V1', view: formView };
    });
    const { page, slack } = await visit();
    await slack.getByRole('dialog', { name: 'Punch correction' }).waitFor();
    const nameless = `[...document.querySelectorAll('button, a[href], input:not([type=hidden]):not([hidden]), select, textarea, summary, [role=log], [role=dialog]')]
      .filter((node) => !(node.getAttribute('aria-label') || node.getAttribute('aria-labelledby') || node.textContent.trim() || node.labels?.length || node.getAttribute('role') === 'log'))
      .map((node) => node.outerHTML.slice(0, 120))`;
    expect(await page.evaluate(nameless)).toEqual([]);
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`has AA contrast in the ${theme} theme`, async () => {
      const { page, slack, feishu } = await visit({ theme, lang: 'en', firstVisit: true, height: 2400 });
      expect(await contrastProblems(page)).toEqual([]);
      await slack.locator('[data-conversation=D0BOT]').click();
      await slack.getByRole('tab', { name: 'Home' }).click();
      await feishu.locator('[data-conversation=oc_gate]').click();
      await feishu.getByText('十二月值班表').waitFor();
      stage.slack.change((state) => {
        state.modal = { id: 'V1', view: formView };
      });
      await slack.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
      await slack.getByText('Please complete').first().waitFor();
      expect(await contrastProblems(page)).toEqual([]);
    });
  }
});
