import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type SandboxPage, textOf } from '../harness/browser.ts';
import { stage, until, useStages, visit } from './visits.ts';

useStages();

const composer = (client: SandboxPage['slack']) => client.locator('.composer-text');
const offers = (client: SandboxPage['slack']) => client.getByRole('listbox').getByRole('option');
const lastCall = (client: 'slack' | 'feishu', verb: string) => stage[client].calls.filter((call) => call.verb === verb).at(-1);
const hasFocus = (control: Locator) => control.evaluate((node) => node === node.ownerDocument.activeElement);
const toTop = (scroll: Locator) =>
  scroll.evaluate((node) => {
    node.scrollTop = 0;
  });

const arrived = {
  conversation: 'C0GATE',
  from: { id: 'B0ZHIBAN', name: 'Zhiban', bot: true },
  at: '2026-12-02T23:40:00Z',
  payload: null,
  ephemeral: false,
  edited: false,
  files: [],
};

describe('writing', () => {
  it('sends with Enter, breaks the line with Shift+Enter, and empties the line', async () => {
    const { slack, page } = await visit();
    await composer(slack).click();
    await page.keyboard.type('first');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second & <third>');
    await page.keyboard.press('Enter');
    await until(() => lastCall('slack', 'say')?.['text'], 'first\nsecond &amp; &lt;third&gt;');
    expect(await composer(slack).inputValue()).toBe('');
    await slack.getByText('second & <third>').waitFor();
  });

  it('does not send the Enter that chooses Chinese characters', async () => {
    const { feishu } = await visit();
    await composer(feishu).fill('上班');
    await composer(feishu).evaluate((node) => {
      const { KeyboardEvent } = node.ownerDocument.defaultView;
      node.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }));
    });
    expect(await composer(feishu).inputValue()).toBe('上班');
    await composer(feishu).press('Enter');
    await until(() => lastCall('feishu', 'say')?.['text'], '上班');
  });

  it('completes a command with the keys alone and runs it as a command', async () => {
    const { slack, page } = await visit();
    await composer(slack).click();
    await page.keyboard.type('/');
    await until(() => offers(slack).count(), 2);
    await page.keyboard.press('ArrowDown');
    expect(await textOf(slack.locator('.offers [aria-selected=true]'))).toContain('/clock');
    expect(await composer(slack).getAttribute('aria-activedescendant')).toBe(
      await slack.locator('.offers [aria-selected=true]').getAttribute('id'),
    );
    await page.keyboard.press('Enter');
    expect(await composer(slack).inputValue()).toBe('/clock ');
    expect(await slack.getByRole('listbox').isVisible()).toBe(false);
    await page.keyboard.type('in');
    await page.keyboard.press('Enter');
    await until(() => lastCall('slack', 'command'), {
      verb: 'command',
      user: 'U0ZHOU',
      conversation: 'C0GATE',
      command: '/clock',
      text: 'in',
    });
  });

  it('closes the list with Esc and sends a command typed whole with one Enter', async () => {
    const { slack, page } = await visit();
    await composer(slack).click();
    await page.keyboard.type('/du');
    await offers(slack).waitFor();
    await page.keyboard.press('Escape');
    expect(await slack.getByRole('listbox').isVisible()).toBe(false);
    expect(await composer(slack).inputValue()).toBe('/du');
    await page.keyboard.type('ty');
    await page.keyboard.press('Enter');
    await until(() => lastCall('slack', 'command')?.['command'], '/duty');
  });

  it('completes people and sends them as the messenger writes them', async () => {
    const { slack, feishu, page } = await visit();
    await composer(slack).click();
    await page.keyboard.type('/duty people @陈');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until(() => lastCall('slack', 'command')?.['text'], 'people <@U0CHEN>');
    await composer(feishu).click();
    await page.keyboard.type('@值');
    await page.keyboard.press('Enter');
    await page.keyboard.type('谁值班');
    await page.keyboard.press('Enter');
    await until(() => lastCall('feishu', 'say')?.['text'], '@值班 谁值班');
  });

  it('gives the text back when it was not taken, with the reason', async () => {
    stage.slack.outcomes.push({ ok: false, toast: { tone: 'error', text: '/duty failed with the error "dispatch_failed"' }, errors: null });
    const { slack } = await visit();
    await composer(slack).fill('/duty who');
    await composer(slack).press('Enter');
    await slack.getByText('/duty failed with the error "dispatch_failed"').waitFor();
    await until(() => composer(slack).inputValue(), '/duty who');
  });

  it('sends a file by direct message and lets it be taken off again', async () => {
    const { feishu } = await visit();
    const files = ['roster.csv', 'notes.txt'].map((name) => ({ name, mimeType: 'text/csv', buffer: Buffer.from('日期,早班\n') }));
    await feishu.locator('input[data-role=file]').setInputFiles(files);
    await feishu.getByRole('button', { name: '去掉 notes.txt' }).click();
    await feishu.getByRole('button', { name: '发送' }).click();
    await until(
      () => lastCall('feishu', 'say')?.['files'],
      [{ name: 'roster.csv', mimeType: 'text/csv', content: Buffer.from('日期,早班\n') }],
    );
    await feishu.locator('.entry .file').getByText('roster.csv').waitFor();
  });

  it('keeps a draft per conversation', async () => {
    const { slack } = await visit();
    await composer(slack).fill('for the guards');
    await slack.locator('[data-conversation=C0SEA]').click();
    await until(() => composer(slack).inputValue(), '');
    await slack.locator('[data-conversation=C0GATE]').click();
    await until(() => composer(slack).inputValue(), 'for the guards');
  });
});

describe('changes that arrive', () => {
  it('edits a card in place: scroll, focus, typed text and folded panels stay', async () => {
    const { feishu, page } = await visit({ height: 620 });
    const reason = feishu.locator('textarea[aria-label=原因]');
    await reason.fill('门禁坏了');
    await feishu.locator('[aria-label=类型]').selectOption('out');
    await feishu.locator('.panel summary').click();
    await reason.click();
    const scroll = feishu.locator('.scroll');
    const before = await scroll.evaluate((node) => {
      node.scrollTop = node.scrollHeight / 2;
      return node.scrollTop;
    });
    stage.feishu.change((state) => {
      state.messages = state.messages.map((message) =>
        ['f1', 'f3'].includes(message.id)
          ? {
              ...message,
              edited: true,
              payload: JSON.parse(JSON.stringify(message.payload).replace('早班', '早班(新)').replace('上限 3 次', '上限 4 次')),
            }
          : message,
      );
    });
    await feishu.getByText('上限 4 次').waitFor();
    expect(await reason.inputValue()).toBe('门禁坏了');
    expect(await feishu.locator('[aria-label=类型]').inputValue()).toBe('out');
    expect(await feishu.locator('.panel').getAttribute('open')).not.toBeNull();
    expect(await hasFocus(reason)).toBe(true);
    expect(await scroll.evaluate((node) => node.scrollTop)).toBe(before);
    await page.keyboard.type('!');
    expect(await reason.inputValue()).toBe('门禁坏了!');
  });

  it('follows new messages at the end, and offers the way down further up', async () => {
    const { slack } = await visit({ height: 620 });
    const scroll = slack.locator('.scroll');
    const gap = () => scroll.evaluate((node) => Math.round(node.scrollHeight - node.scrollTop - node.clientHeight));
    await until(gap, 0);
    const say = (id: string, text: string) =>
      stage.slack.change((state) => {
        state.messages.push({ ...arrived, id, text });
      });
    say('n1', 'follows');
    await slack.getByText('follows').waitFor();
    await until(gap, 0);
    await toTop(scroll);
    say('n2', 'unseen');
    await slack.getByRole('button', { name: '回到最新' }).click();
    await until(gap, 0);
  });

  it('does not move a form that is being filled in', async () => {
    const { feishu } = await visit({ height: 620 });
    await feishu.locator('textarea[aria-label=原因]').click();
    const scroll = feishu.locator('.scroll');
    const before = await scroll.evaluate((node) => node.scrollTop);
    stage.feishu.change((state) => {
      state.messages.push({ ...arrived, id: 'meanwhile', conversation: 'oc_bot', text: 'meanwhile' });
    });
    await feishu.getByRole('button', { name: '回到最新' }).waitFor();
    expect(await scroll.evaluate((node) => node.scrollTop)).toBe(before);
  });

  it('shows a message taller than the window from its first line', async () => {
    const { slack } = await visit({ height: 620 });
    const text = Array.from({ length: 60 }, (_, index) => `line ${index}`).join('\n');
    stage.slack.change((state) => {
      state.messages.push({ ...arrived, id: 'tall', text });
    });
    await slack.getByRole('button', { name: '回到最新' }).waitFor();
    const [log, message] = await Promise.all([slack.locator('.scroll').boundingBox(), slack.locator('[data-message=tall]').boundingBox()]);
    expect(Math.abs((message?.y ?? 0) - (log?.y ?? 0))).toBeLessThan(60);
    stage.slack.change((state) => {
      state.messages.push({ ...arrived, id: 'after', text: 'the next is followed' });
    });
    await until(() => slack.locator('.scroll').evaluate((node) => Math.round(node.scrollHeight - node.scrollTop - node.clientHeight)), 0);
  });

  it('loads earlier messages on top and keeps what was seen', async () => {
    stage.slack.change((state) => {
      const [first] = state.messages;
      if (first === undefined) throw new Error('no message');
      state.messages.unshift(
        ...Array.from({ length: 120 }, (_, index) => ({
          ...first,
          id: `p${index}`,
          at: '2026-12-01T08:00:00Z',
          text: `note ${index}`,
          payload: null,
        })),
      );
    });
    const { slack } = await visit();
    const scroll = slack.locator('.scroll');
    await toTop(scroll);
    const mark = slack.getByText('note 100', { exact: true });
    const top = (await mark.boundingBox())?.y ?? 0;
    await slack.getByRole('button', { name: '更早的消息' }).click();
    await slack.getByText('note 0', { exact: true }).waitFor({ state: 'attached' });
    await until(async () => Math.abs(((await mark.boundingBox())?.y ?? 0) - top) < 2, true);
    expect(await slack.getByRole('button', { name: '更早的消息' }).isVisible()).toBe(false);
  });

  it('counts unread, marks the first new one, and reads what is on screen', async () => {
    const { feishu } = await visit();
    await feishu.locator('[data-conversation=oc_gate] .count').waitFor();
    await feishu.locator('[data-conversation=oc_gate]').click();
    await feishu.locator('.new-mark').waitFor();
    await until(() => lastCall('feishu', 'read')?.['conversation'], 'oc_gate');
    await until(() => feishu.locator('[data-conversation=oc_gate] .count').count(), 0);
    expect(await feishu.locator('.new-mark').isVisible()).toBe(true);
  });

  it('says when the sandbox is gone', async () => {
    const shown = await visit({ lang: 'en' });
    await stage.stop();
    await shown.page.getByText('The connection to the sandbox is lost').waitFor();
    shown.problems.length = 0;
  });
});

describe('who and where', () => {
  it('changes the person by keyboard and shows what that person sees', async () => {
    const { slack, page } = await visit({ lang: 'en' });
    await slack.getByText('Only visible to you').waitFor();
    await slack.locator('.person').focus();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('menuitemradio').allInnerTexts()).toEqual([
      'ZH\nZhou Haibo\nGuard',
      '志远\n陈志远\n队长',
      'MS\nMaria Santos\nContractor\nExternal',
    ]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await until(() => textOf(slack.locator('.person strong')), '陈志远');
    await until(() => slack.getByText('Only visible to you').count(), 0);
    expect(await hasFocus(slack.locator('.person'))).toBe(true);
  });

  it('opens App Home, presses there, and goes back to the messages', async () => {
    const { slack } = await visit({ lang: 'en' });
    await slack.locator('[data-conversation=D0BOT]').click();
    await slack.getByRole('tab', { name: 'Home' }).click();
    await until(() => lastCall('slack', 'open-home')?.user, 'U0ZHOU');
    await slack.locator('.home').getByRole('button', { name: 'My shifts' }).click();
    await until(() => lastCall('slack', 'press')?.['where'], 'home');
    expect(await composer(slack).isVisible()).toBe(false);
    await slack.getByRole('tab', { name: 'Messages' }).click();
    expect(await composer(slack).isVisible()).toBe(true);
  });

  it('presses the bot menu and a message shortcut', async () => {
    const { slack, feishu, page } = await visit({ lang: 'en' });
    await feishu.getByRole('button', { name: '我的主页' }).click();
    await until(() => lastCall('feishu', 'menu')?.['key'], 'home');
    await slack.locator('[data-message=m4]').hover();
    await slack.locator('[data-message=m4]').getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Add to duty log' }).click();
    await until(() => lastCall('slack', 'shortcut'), {
      verb: 'shortcut',
      user: 'U0ZHOU',
      conversation: 'C0GATE',
      message: 'm4',
      callbackId: 'record.add',
    });
  });

  it('puts an emoji on a message, answers it, and changes what one wrote oneself', async () => {
    const { slack, feishu, page } = await visit({ lang: 'en' });
    const acts = async (client: typeof slack, message: string, name: string) => {
      await client.locator(`[data-message=${message}]`).hover();
      await client.locator(`[data-message=${message}]`).getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await acts(slack, 'm4', ':memo:');
    await until(() => lastCall('slack', 'react'), { verb: 'react', user: 'U0ZHOU', conversation: 'C0GATE', message: 'm4', emoji: 'memo' });
    await feishu.locator('[data-message=f3]').waitFor();
    await acts(feishu, 'f3', 'Reply…');
    await feishu.getByRole('dialog').getByRole('textbox').fill('  收到 ');
    await feishu.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await until(() => lastCall('feishu', 'reply')?.['text'], '收到');
    await composer(slack).fill('lamp is out');
    await composer(slack).press('Enter');
    await slack.getByText('lamp is out').waitFor();
    const own = (await slack.locator('.message', { hasText: 'lamp is out' }).getAttribute('data-message')) ?? '';
    await acts(slack, own, 'Edit…');
    expect(await slack.getByRole('dialog').getByRole('textbox').inputValue()).toBe('lamp is out');
    await slack.getByRole('dialog').getByRole('textbox').fill('lamp is on');
    await slack.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await until(() => lastCall('slack', 'edit'), {
      verb: 'edit',
      user: 'U0ZHOU',
      conversation: 'C0GATE',
      message: own,
      text: 'lamp is on',
    });
  });
});
