import { describe, expect, it } from 'vitest';
import { textOf } from '../harness/browser.ts';
import { stage, until, useStages, visit } from './visits.ts';

useStages();

const arrived = {
  conversation: 'C0GATE',
  from: { id: 'B0ZHIBAN', name: 'Zhiban', bot: true },
  at: '2026-12-02T23:40:00Z',
  payload: null,
  ephemeral: false,
  edited: false,
  files: [],
};

describe('pins', () => {
  it('are marked on the message, counted at the head, and lead to it however far up it stands', async () => {
    const { slack, feishu, page } = await visit();
    expect(await slack.locator('.pins, .pinned-by').count()).toBe(0);
    const many = Array.from({ length: 120 }, (_, at) => ({
      ...arrived,
      id: `1764718800.${String(at).padStart(6, '0')}`,
      text: `line ${at}`,
    }));
    stage.slack.change((state) => {
      state.messages = many.map((message, at) => (at === 3 ? { ...message, text: '早班开始 · 门岗', pinned: 'Zhiban' } : message));
    });
    await until(() => textOf(slack.locator('.pins')), '置顶1');
    expect(await slack.getByText('早班开始 · 门岗').count()).toBe(0);
    await slack.locator('.pins').click();
    await page.getByRole('menuitem').filter({ hasText: '早班开始 · 门岗' }).click();
    await until(() => slack.locator('.message.pinned').isVisible(), true);
    await until(
      () =>
        slack.locator('.message.pinned').evaluate((node) => {
          const at = node.getBoundingClientRect();
          return at.top >= 0 && at.bottom <= node.ownerDocument.defaultView.innerHeight;
        }),
      true,
    );
    expect(await textOf(slack.locator('.pinned-by'))).toBe('由 Zhiban 置顶');

    const chat = stage.feishu.state.messages.at(-1)?.conversation ?? '';
    stage.feishu.change((state) => {
      state.messages = [{ ...arrived, id: 'om_pinned', conversation: chat, text: '早班开始', pinned: '值班' }];
    });
    await until(() => textOf(feishu.locator('.pins')), 'Pin1');
    expect(await textOf(feishu.locator('.pinned-by'))).toBe('值班 Pin 了这条消息');
    expect(await feishu.locator('.pins').getAttribute('aria-label')).toBe('Pin 1');
  });

  it('do not move the client when they are listed and one is looked for, whatever stands beside it', async () => {
    const { feishu, page } = await visit({ width: 1100, height: 700 });
    const chat = stage.feishu.state.messages.at(-1)?.conversation ?? '';
    stage.feishu.change((state) => {
      state.messages = Array.from({ length: 60 }, (_, at) => ({
        ...arrived,
        id: `om_${at}`,
        conversation: chat,
        text: `${at} ${'很长的一行'.repeat(20)}`,
        ...(at === 2 ? { pinned: '值班' } : {}),
      }));
    });
    await until(() => textOf(feishu.locator('.pins')), 'Pin1');
    // What is wider or longer than the client, such as a word nobody sees, is no reason to move it.
    await feishu.evaluate((node) => {
      const wide = node.ownerDocument.createElement('i');
      wide.style.cssText = 'position:absolute;left:2500px;top:2500px;width:9px;height:9px';
      node.append(wide);
      wide.scrollIntoView();
    });
    const at = () => feishu.locator('.avatar').first().boundingBox();
    const before = await at();
    await feishu.locator('.pins').click();
    expect(await at()).toEqual(before);
    await page.getByRole('menuitem').first().click();
    await until(() => feishu.locator('.message.pinned').isVisible(), true);
    expect(await at()).toEqual(before);
    const client = await feishu.boundingBox();
    expect((before?.x ?? 0) - (client?.x ?? 0)).toBeGreaterThan(0);
    expect((before?.y ?? 0) - (client?.y ?? 0)).toBeGreaterThan(0);
  });
});
