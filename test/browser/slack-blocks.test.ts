import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, openSandboxPage, type SandboxPage, textOf } from '../harness/browser.ts';
import { formView } from './canned-slack.ts';
import { createStage, type Stage } from './stage.ts';

let browser: Browser;
let stage: Stage;
let open: SandboxPage;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  stage = await createStage();
  open = await openSandboxPage(browser, stage.url, { lang: 'en' });
  await open.slack.locator('[data-message=m5]').waitFor();
});
afterEach(async () => {
  await open.close();
  await stage.stop();
});

let shown = 0;
/** Shows one message and gives its body. */
async function show(message: { blocks: unknown[] } | { text: string }): Promise<Locator> {
  shown += 1;
  const id = `shown-${shown}`;
  stage.slack.change((state) => {
    state.messages.push({
      id,
      conversation: 'C0GATE',
      from: { id: 'B0ZHIBAN', name: 'Zhiban', bot: true },
      at: '2026-12-02T23:50:00Z',
      text: 'text' in message ? message.text : '',
      payload: 'blocks' in message ? { blocks: message.blocks } : null,
      ephemeral: false,
      edited: false,
      files: [],
    });
  });
  const body = open.slack.locator(`[data-message=${id}] .message-body`);
  await body.waitFor();
  return body;
}
const plain = (text: string) => ({ type: 'plain_text', text });
const options = [
  { text: plain('Early'), value: 'early' },
  { text: plain('Night'), value: 'night' },
];
const presses = () => stage.slack.calls.filter(({ verb }) => verb === 'press');
const until = (read: () => unknown, wanted: unknown) => expect.poll(read, { timeout: 5_000 }).toEqual(wanted);

describe('mrkdwn', () => {
  const cases: [string, string][] = [
    ['*bold* _it_ ~gone~ `co*de*`', '<strong>bold</strong> <em>it</em> <s>gone</s> <code>co*de*</code>'],
    ['09:00–18:00 and a:b:c', '09:00–18:00 and a:b:c'],
    ['带班:*陈队*,2*3*4 snake_case_name', '带班:<strong>陈队</strong>,2*3*4 snake_case_name'],
    ['* not bold* and *not\nbold*', '* not bold* and *not<br>bold*'],
    ['&lt;b&gt; &amp;amp; &lt;@U0ZHOU&gt;', '&lt;b&gt; &amp;amp; &lt;@U0ZHOU&gt;'],
    [
      '<https://a.example/x?a=1&amp;b=2|the *label*>',
      '<a href="https://a.example/x?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">the *label*</a>',
    ],
    ['<javascript:alert(1)|press>', 'press'],
    [
      '<@U0ZHOU> <@U0CHEN|old name> <#C0SEA> <!here>',
      '<span class="mention mention-me">@Zhou Haibo</span> <span class="mention">@陈志远</span> <span class="mention">#maritime-duty</span> <span class="mention mention-me">@here</span>',
    ],
    ['<!date^1764700000^{date}|3 Dec>', '3 Dec'],
    ['&gt; said\nthen', '<blockquote>said</blockquote>then'],
    ['before\n```\n*raw* 1\n```\nafter', 'before<pre class="code-block">*raw* 1</pre>after'],
    ['*bold with _italic_ inside*', '<strong>bold with <em>italic</em> inside</strong>'],
  ];
  it('is drawn as Slack draws it', async () => {
    for (const [text, html] of cases) expect(await (await show({ text })).locator('.text').innerHTML(), text).toBe(html);
  });
});

describe('blocks', () => {
  it('draws texts, fields, context, tables, rich text and markdown', async () => {
    const body = await show({
      blocks: [
        { type: 'header', text: plain('Head & <tail>') },
        { type: 'section', text: plain('*not bold*\nsecond line'), fields: [{ type: 'mrkdwn', text: '*A*' }, plain('B')] },
        { type: 'context', elements: [{ type: 'mrkdwn', text: '_small_' }] },
        {
          type: 'table',
          rows: [
            [
              { type: 'raw_text', text: 'Name' },
              { type: 'raw_number', value: 7, text: '7' },
            ],
            [
              {
                type: 'rich_text',
                elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'bold', style: { bold: true } }] }],
              },
              { type: 'raw_text', text: '早' },
            ],
          ],
        },
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_list',
              style: 'ordered',
              elements: [
                {
                  type: 'rich_text_section',
                  elements: [
                    { type: 'user', user_id: 'U0CHEN' },
                    { type: 'link', url: 'https://a.example', text: 'there' },
                  ],
                },
              ],
            },
            { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a  b' }] },
          ],
        },
        { type: 'markdown', text: '## Title\n- one **bold**\n- two\n\n| a | b |\n|---|---|\n| 1 | `x` |' },
        { type: 'image', image_url: '/mark.svg', alt_text: 'The sign', title: plain('Sign') },
        { type: 'divider' },
      ],
    });
    expect(await textOf(body.locator('h3').first())).toBe('Head & <tail>');
    expect(await body.locator('.block-section .text').allInnerTexts()).toEqual(['*not bold*\nsecond line', 'A', 'B']);
    expect(await textOf(body.locator('.block-context em'))).toBe('small');
    expect(await body.locator('table').first().locator('th, td').allInnerTexts()).toEqual(['Name', '7', 'bold', '早']);
    expect(await textOf(body.locator('ol li'))).toBe('@陈志远there');
    expect(await textOf(body.locator('h4'))).toBe('Title');
    expect(await textOf(body.locator('ul li strong'))).toBe('bold');
    expect(await textOf(body.locator('td code'))).toBe('x');
    expect(await body.getByAltText('The sign').isVisible()).toBe(true);
    expect(await body.locator('.warning-box').count()).toBe(0);
  });

  it('draws what it does not know as a warning, with the raw element', async () => {
    const body = await show({
      blocks: [
        { type: 'hologram', depth: 3 },
        { type: 'actions', elements: [{ type: 'lever', action_id: 'x' }] },
        { type: 'rich_text', elements: [{ type: 'rich_text_poem' }] },
      ],
    });
    expect(await body.locator('.warning-box strong').allInnerTexts()).toEqual(
      ['hologram', 'lever', 'rich_text_poem'].map((kind) => `⚠ The sandbox cannot draw this element: ${kind}`),
    );
    expect(await textOf(body.locator('.warning-box').first())).toContain('"depth": 3');
  });
});

describe('pressing', () => {
  it('sends the element as it stands, where it stands, with the inputs around it', async () => {
    const button = { type: 'button', action_id: 'go', text: plain('Go'), value: 'v1' };
    const body = await show({
      blocks: [
        { type: 'input', block_id: 'note', label: plain('Note'), element: { type: 'plain_text_input', action_id: 'v' } },
        { type: 'actions', block_id: 'acts', elements: [button] },
      ],
    });
    await body.getByLabel('Note').fill('hello');
    await body.getByRole('button', { name: 'Go' }).click();
    await until(presses, [
      {
        verb: 'press',
        user: 'U0ZHOU',
        where: { message: `shown-${shown}`, conversation: 'C0GATE' },
        element: { ...button, block_id: 'acts' },
        values: { note: { v: { type: 'plain_text_input', value: 'hello' } } },
      },
    ]);
  });

  it('presses selects, pickers, boxes and overflow entries with what was chosen', async () => {
    const body = await show({
      blocks: [
        {
          type: 'actions',
          block_id: 'acts',
          elements: [
            { type: 'static_select', action_id: 'shift', placeholder: plain('Shift'), options },
            { type: 'users_select', action_id: 'who', placeholder: plain('Who') },
            { type: 'datepicker', action_id: 'day', placeholder: plain('Day') },
            { type: 'timepicker', action_id: 'hour', placeholder: plain('Hour') },
            { type: 'checkboxes', action_id: 'boxes', options },
            { type: 'radio_buttons', action_id: 'radio', options },
            { type: 'overflow', action_id: 'more', options },
          ],
        },
      ],
    });
    await body.getByLabel('Shift').selectOption('night');
    await body.getByLabel('Who').selectOption('U0CHEN');
    await body.getByLabel('Day').fill('2026-12-31');
    await body.getByLabel('Hour').fill('07:30');
    await body.getByRole('checkbox', { name: 'Early' }).check();
    await body.getByRole('radio', { name: 'Night' }).check();
    await body.getByRole('button', { name: 'More' }).press('Enter');
    await open.page.keyboard.press('ArrowDown');
    await open.page.keyboard.press('Enter');
    await until(
      () => presses().map(({ element }) => element),
      [
        { selected_option: options[1], action_id: 'shift' },
        { selected_user: 'U0CHEN', action_id: 'who' },
        { selected_date: '2026-12-31', action_id: 'day' },
        { selected_time: '07:30', action_id: 'hour' },
        { selected_options: [options[0]], action_id: 'boxes' },
        { selected_option: options[1], action_id: 'radio' },
        { selected_option: options[1], action_id: 'more' },
      ].map((wanted) => expect.objectContaining(wanted)),
    );
  });

  it('asks first where a confirmation is wanted; Esc and No do nothing', async () => {
    const confirm = { title: plain('Sure?'), text: { type: 'mrkdwn', text: 'It is *final*.' }, confirm: plain('Do it'), deny: plain('No') };
    const body = await show({
      blocks: [
        { type: 'actions', block_id: 'a', elements: [{ type: 'button', action_id: 'go', text: plain('End it'), value: '1', confirm }] },
      ],
    });
    const button = body.getByRole('button', { name: 'End it' });
    const dialog = open.slack.getByRole('alertdialog', { name: 'Sure?' });
    await button.click();
    expect(await textOf(dialog.locator('strong'))).toBe('final');
    await open.page.keyboard.press('Escape');
    await until(() => dialog.count(), 0);
    await button.click();
    await dialog.getByRole('button', { name: 'No' }).click();
    await until(() => dialog.count(), 0);
    expect(presses()).toEqual([]);
    await button.click();
    await dialog.getByRole('button', { name: 'Do it' }).click();
    await until(() => presses().length, 1);
    expect(await button.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);
  });

  it('does not press twice while the first press is on its way', async () => {
    let release = () => {};
    stage.slack.gate = new Promise((resolve) => {
      release = resolve;
    });
    const button = open.slack.locator('[data-message=m4]').getByRole('button', { name: 'Clock in' });
    await button.click();
    await until(() => button.getAttribute('aria-busy'), 'true');
    await button.click();
    release();
    await until(() => button.getAttribute('aria-busy'), null);
    expect(presses()).toHaveLength(1);
  });
});

describe('modals', () => {
  const modal = () => open.slack.getByRole('dialog', { name: 'Punch correction' });
  const showModal = (id: string, view: unknown = formView) =>
    stage.slack.change((state) => {
      state.modal = { id, view };
    });

  it('holds back what is not complete, then sends the state in the shape of Slack', async () => {
    showModal('V1');
    await modal().getByRole('button', { name: 'Send' }).click();
    await until(() => modal().locator('.error:not(:empty)').count(), 3);
    expect(
      await modal()
        .getByLabel('Time')
        .evaluate((node) => node === node.ownerDocument.activeElement),
    ).toBe(true);
    expect(stage.slack.calls.filter(({ verb }) => verb === 'submit')).toEqual([]);
    await modal().getByLabel('Time').fill('07:29');
    await modal().getByLabel('Kind').selectOption('in');
    await modal().locator('summary').click();
    await modal().getByRole('checkbox', { name: '陈志远' }).check();
    await open.page.keyboard.press('Escape');
    expect(await textOf(modal().locator('.pick-chips'))).toBe('陈志远');
    await modal().getByRole('checkbox', { name: 'Tue' }).check();
    await modal().getByRole('radio', { name: 'Phone' }).check();
    await modal().getByLabel('Reason').fill('The reader\nwas down');
    await modal().getByRole('button', { name: 'Send' }).click();
    await until(() => stage.slack.calls.find(({ verb }) => verb === 'submit')?.['values'], {
      day: { v: { type: 'datepicker', selected_date: '2026-12-02' } },
      hour: { v: { type: 'timepicker', selected_time: '07:29' } },
      kind: { v: { type: 'static_select', selected_option: { text: { type: 'plain_text', text: 'Clock in', emoji: true }, value: 'in' } } },
      who: { v: { type: 'multi_users_select', selected_users: ['U0CHEN'] } },
      lead: { v: { type: 'users_select', selected_user: 'U0CHEN' } },
      days: { v: { type: 'checkboxes', selected_options: [{ text: { type: 'plain_text', text: 'Tue', emoji: true }, value: '2' }] } },
      way: { v: { type: 'radio_buttons', selected_option: { text: { type: 'plain_text', text: 'Phone', emoji: true }, value: 'phone' } } },
      why: { v: { type: 'plain_text_input', value: 'The reader\nwas down' } },
    });
  });

  it('shows the errors that come back beside their fields and keeps what was typed', async () => {
    showModal('V1');
    await modal().getByLabel('Time').fill('07:29');
    await modal().getByLabel('Kind').selectOption('in');
    await modal().getByLabel('Reason').fill('reader');
    stage.slack.outcomes.push({ ok: true, toast: null, errors: { day: 'No shift on that day' } });
    await modal().getByRole('button', { name: 'Send' }).click();
    await modal().getByText('No shift on that day').waitFor();
    expect(await modal().getByLabel('Day').getAttribute('aria-invalid')).toBe('true');
    expect(await modal().getByLabel('Reason').inputValue()).toBe('reader');
    expect(await modal().getByLabel('Kind').inputValue()).toBe('in');
  });

  it('updates in place, is replaced by another, closes by Esc, and leaves the other client free', async () => {
    showModal('V1');
    await modal().getByLabel('Reason').fill('typed');
    showModal('V1', {
      ...formView,
      blocks: formView.blocks.map((block) => (block.block_id === 'warn' ? { ...block, text: plain('3rd correction') } : block)),
    });
    await modal().getByText('3rd correction').waitFor();
    expect(await modal().getByLabel('Reason').inputValue()).toBe('typed');
    await open.feishu.locator('.composer-text').fill('还能写');
    expect(await open.feishu.locator('.composer-text').inputValue()).toBe('还能写');
    showModal('V2', { ...formView, title: plain('Another'), submit: undefined, blocks: [formView.blocks[0]] });
    await open.slack.getByRole('dialog', { name: 'Another' }).waitFor();
    expect(await open.slack.getByRole('dialog').count()).toBe(1);
    await open.page.keyboard.press('Escape');
    await until(() => open.slack.getByRole('dialog').count(), 0);
    expect(stage.slack.calls.map(({ verb }) => verb)).toEqual(['close']);
    expect(await open.slack.locator('.client-frame').getAttribute('inert')).toBe(null);
  });

  it('keeps Tab inside', async () => {
    showModal('V1');
    await modal().waitFor();
    for (let step = 0; step < 30; step += 1) await open.page.keyboard.press('Tab');
    expect(await open.page.evaluate("document.activeElement.closest('[role=dialog]') !== null")).toBe(true);
  });

  it('reads a file where the view asks for one', async () => {
    showModal('V3', {
      type: 'modal',
      title: plain('Import'),
      submit: plain('Send'),
      blocks: [
        {
          type: 'input',
          block_id: 'file',
          label: plain('Roster'),
          element: { type: 'file_input', action_id: 'v', filetypes: ['csv'], max_files: 1 },
        },
      ],
    });
    const dialog = open.slack.getByRole('dialog', { name: 'Import' });
    await dialog.getByLabel('Roster').setInputFiles({ name: 'r.csv', mimeType: 'text/csv', buffer: Buffer.from('早') });
    await dialog.getByRole('button', { name: 'Send' }).click();
    await until(() => stage.slack.calls[0]?.['values'], {
      file: {
        v: { type: 'file_input', files: [{ name: 'r.csv', mimetype: 'text/csv', size: 3, content: Buffer.from('早').toString('base64') }] },
      },
    });
  });
});
