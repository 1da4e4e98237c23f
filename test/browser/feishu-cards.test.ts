import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, openSandboxPage, type SandboxPage, textOf } from '../harness/browser.ts';
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
  open = await openSandboxPage(browser, stage.url);
  await open.feishu.locator('[data-message=f3]').waitFor();
});
afterEach(async () => {
  await open.close();
  await stage.stop();
});

let shown = 0;
async function show(payload: unknown, text = ''): Promise<Locator> {
  shown += 1;
  const id = `shown-${shown}`;
  stage.feishu.change((state) => {
    state.messages.push({
      id,
      conversation: 'oc_bot',
      from: { id: 'ou_bot', name: '值班', bot: true },
      at: '2026-12-02T23:50:00Z',
      text,
      payload,
      ephemeral: false,
      edited: false,
      files: [],
    });
  });
  const body = open.feishu.locator(`[data-message=${id}] .message-body`);
  await body.waitFor();
  return body;
}
const card = (...elements: unknown[]) => ({ schema: '2.0', body: { elements } });
const plain = (content: string) => ({ tag: 'plain_text', content });
const presses = () => stage.feishu.calls.filter(({ verb }) => verb === 'press');
const until = (read: () => unknown, wanted: unknown) => expect.poll(read, { timeout: 5_000 }).toEqual(wanted);

describe('texts', () => {
  const cases: [string, string][] = [
    ['**粗体** *斜体* ~~删~~ `码`', '<p><strong>粗体</strong> <em>斜体</em> <s>删</s> <code>码</code></p>'],
    ['第一行\n第二行<br>第三行', '<p>第一行<br>第二行<br>第三行</p>'],
    ['带班**陈队**在', '<p>带班<strong>陈队</strong>在</p>'],
    ['07:30–16:00 a:b:c 2*3*4', '<p>07:30–16:00 a:b:c 2<em>3</em>4</p>'],
    ['2\\*3\\*4 &#42; &lt;b&gt; <b>', '<p>2*3*4 * &lt;b&gt; &lt;b&gt;</p>'],
    [
      '<at id=ou_wu></at> <at id=all></at>',
      '<p><span class="mention mention-me">@吴卫东</span> <span class="mention mention-me">@所有人</span></p>',
    ],
    ["<font color='red'>**急**</font>", '<p><span class="font" data-color="red"><strong>急</strong></span></p>'],
    [
      '[看](https://a.example/x) [坏](javascript:alert(1))',
      '<p><a href="https://a.example/x" target="_blank" rel="noopener noreferrer">看</a> 坏)</p>',
    ],
    [
      '- 一\n- 二\n\n1. 甲',
      '<ul><li data-indent="0">一</li><li data-indent="0">二</li></ul><ol start="1"><li data-indent="0">甲</li></ol>',
    ],
  ];
  it('draws the markdown of cards', async () => {
    for (const [content, html] of cases)
      expect(await (await show(card({ tag: 'markdown', content }))).locator('.card-text').innerHTML(), content).toBe(html);
  });

  it('draws plain text as it is, in cards and in messages', async () => {
    const text = await show(card({ tag: 'div', text: plain('**不是粗体** <at id=ou_wu></at>') }));
    expect(await textOf(text.locator('.card-text'))).toBe('**不是粗体** <at id=ou_wu></at>');
    const message = await show(null, '@吴卫东 *看* https://a.example 一下\n好');
    expect(await textOf(message.locator('.bubble'))).toBe('@吴卫东 *看* https://a.example 一下\n好');
    expect(await textOf(message.locator('.mention-me'))).toBe('@吴卫东');
  });

  it('writes in the language of the reader where the card has it', async () => {
    const body = await show(card({ tag: 'div', text: { ...plain('fallback'), i18n_content: { zh_cn: '中文', en_us: 'English' } } }));
    expect(await textOf(body)).toBe('中文');
  });
});

describe('elements', () => {
  it('draws header, columns, panels, tables with pages, pictures and persons', async () => {
    const body = await show({
      schema: '2.0',
      header: {
        title: plain('标题'),
        subtitle: plain('副标题'),
        template: 'purple',
        text_tag_list: [{ tag: 'text_tag', text: plain('冻结'), color: 'purple' }],
      },
      body: {
        elements: [
          {
            tag: 'column_set',
            columns: [
              { tag: 'column', width: 'weighted', weight: 1, elements: [{ tag: 'markdown', content: '左' }] },
              { tag: 'column', width: '80px', elements: [{ tag: 'markdown', content: '右' }] },
            ],
          },
          { tag: 'collapsible_panel', expanded: false, header: { title: plain('更多') }, elements: [{ tag: 'markdown', content: '藏着' }] },
          {
            tag: 'table',
            page_size: 2,
            columns: [
              { name: 'n', display_name: '数', data_type: 'number' },
              { name: 'w', display_name: '人', data_type: 'persons' },
            ],
            rows: [1, 2, 3].map((n) => ({ n, w: ['ou_wu', 'ou_chen'] })),
          },
          { tag: 'img', img_key: 'img_v2_1', alt: plain('排班图') },
          { tag: 'person', user_id: 'ou_chen' },
          { tag: 'hr' },
        ],
      },
    });
    expect(await body.locator('.card-header').getAttribute('data-template')).toBe('purple');
    expect(await body.locator('.card-header').locator('h3, .text-tag, .card-subtitle').allInnerTexts()).toEqual(['标题', '冻结', '副标题']);
    const [left, right] = await Promise.all([body.getByText('左').boundingBox(), body.getByText('右').boundingBox()]);
    expect(left?.y).toBe(right?.y);
    expect(right?.width).toBe(80);
    expect(await body.getByText('藏着').isVisible()).toBe(false);
    await body.locator('summary').press('Enter');
    expect(await body.getByText('藏着').isVisible()).toBe(true);
    expect(await body.locator('td:visible').allInnerTexts()).toEqual(['1', '吴卫东、陈志远', '2', '吴卫东、陈志远']);
    await body.getByRole('button', { name: '下一页' }).click();
    expect(await body.locator('td:visible').allInnerTexts()).toEqual(['3', '吴卫东、陈志远']);
    expect(await body.getByRole('img', { name: '排班图' }).isVisible()).toBe(true);
    expect(await body.locator('.warning-box').count()).toBe(0);
  });

  it('warns of what it does not know, and of cards of another schema', async () => {
    const body = await show(
      card({ tag: 'note', elements: [] }, { tag: 'column_set', columns: [{ tag: 'column', elements: [{ tag: 'action' }] }] }),
    );
    expect(await body.locator('.warning-box strong').allInnerTexts()).toEqual([
      '⚠ 沙盒不认识这个元素: note',
      '⚠ 沙盒不认识这个元素: action',
    ]);
    const old = await show({ elements: [{ tag: 'div' }] });
    expect(await textOf(old.locator('.warning-box strong'))).toBe('⚠ 沙盒不认识这个元素: schema ?');
  });
});

describe('pressing', () => {
  it('sends the element of the card and shows the toast', async () => {
    const button = { tag: 'button', text: plain('打卡'), type: 'primary', behaviors: [{ type: 'callback', value: { r: 'in' } }] };
    const body = await show(card(button));
    stage.feishu.outcomes.push({ ok: true, toast: { tone: 'success', text: '上班已打卡 07:31' }, errors: null });
    await body.getByRole('button', { name: '打卡' }).click();
    await open.feishu.locator('.toast[data-tone=success]').getByText('上班已打卡 07:31').waitFor();
    expect(presses()).toEqual([
      { verb: 'press', user: 'ou_wu', where: { message: `shown-${shown}`, conversation: 'oc_bot' }, element: button, values: {} },
    ]);
  });

  it('opens an address without asking the bot', async () => {
    const body = await show(
      card({ tag: 'button', text: plain('看规定'), behaviors: [{ type: 'open_url', default_url: 'https://a.example/rules' }] }),
    );
    expect(await body.getByRole('link', { name: '看规定' }).getAttribute('href')).toBe('https://a.example/rules');
  });

  it('asks first where a confirmation is wanted', async () => {
    const body = await show(
      card({
        tag: 'button',
        text: plain('冻结'),
        confirm: { title: plain('冻结交接班?'), text: plain('之后要带班解冻。') },
        behaviors: [{ type: 'callback', value: {} }],
      }),
    );
    await body.getByRole('button', { name: '冻结' }).click();
    await open.feishu.getByRole('alertdialog', { name: '冻结交接班?' }).getByRole('button', { name: '取消' }).click();
    expect(presses()).toEqual([]);
    await body.getByRole('button', { name: '冻结' }).click();
    await open.feishu.getByRole('alertdialog').getByRole('button', { name: '确定' }).click();
    await until(() => presses().length, 1);
  });

  it('presses choices outside a form with what was chosen', async () => {
    const body = await show(
      card(
        {
          tag: 'select_static',
          placeholder: plain('班次'),
          options: [{ text: plain('早班'), value: 'early' }],
          behaviors: [{ type: 'callback', value: {} }],
        },
        { tag: 'date_picker', placeholder: plain('哪天'), behaviors: [{ type: 'callback', value: {} }] },
        { tag: 'checker', text: plain('已检查'), behaviors: [{ type: 'callback', value: {} }] },
        { tag: 'overflow', options: [{ text: plain('我的班'), value: 'mine' }], behaviors: [{ type: 'callback', value: {} }] },
      ),
    );
    await body.getByLabel('班次').selectOption('early');
    await body.getByLabel('哪天').fill('2026-12-31');
    await body.getByLabel('已检查').check();
    await body.getByRole('button', { name: '更多' }).click();
    await open.page.getByRole('menuitem', { name: '我的班' }).click();
    await until(
      () => presses().map(({ element }) => element),
      [{ option: 'early' }, { option: '2026-12-31' }, { checked: true }, { option: 'mine' }].map((wanted) =>
        expect.objectContaining(wanted),
      ),
    );
  });
});

describe('forms in cards', () => {
  const form = () => open.feishu.locator('[data-message=f3] form');

  it('holds back what is not complete, then sends the values by name', async () => {
    await form().getByRole('button', { name: '提交' }).click();
    await until(() => form().locator('.error:not(:empty)').allInnerTexts(), ['这一项必填', '这一项必填']);
    expect(presses()).toEqual([]);
    await form().getByLabel('时间').fill('07:29');
    await form().getByLabel('类型').selectOption('in');
    await form().locator('.pick').first().locator('summary').click();
    await form().getByRole('checkbox', { name: '陈志远' }).check();
    await form().getByLabel('原因').fill('门禁坏了\n已报修');
    await form().getByLabel('我确认以上属实').check();
    await form().getByRole('button', { name: '提交' }).click();
    await until(
      () => presses().map(({ values }) => values),
      [
        {
          day: '2026-12-02',
          hour: '07:29',
          kind: 'in',
          seen: ['ou_chen'],
          tags: ['rain'],
          why: '门禁坏了\n已报修',
          sure: true,
        },
      ],
    );
    expect(presses()[0]?.['element']).toMatchObject({ name: 'send', form_action_type: 'submit' });
  });

  it('names an input without a label after the text before it', async () => {
    const body = await show(
      card({
        tag: 'form',
        name: 'f',
        elements: [
          { tag: 'markdown', content: '**换下** *' },
          { tag: 'select_static', name: 'out', placeholder: plain('请选择'), options: [{ text: plain('周海波'), value: 'zhou' }] },
        ],
      }),
    );
    await body.getByLabel('换下').selectOption('zhou');
    expect(await body.getByLabel('换下').inputValue()).toBe('zhou');
  });

  it('gives back the first values on reset, without asking the bot', async () => {
    await form().getByLabel('原因').fill('写错了');
    await form().getByLabel('日期').fill('2026-11-01');
    await form().locator('.pick').nth(1).locator('summary').click();
    await form().getByRole('checkbox', { name: '设备故障' }).check();
    await form().getByRole('button', { name: '重填' }).click();
    expect([await form().getByLabel('原因').inputValue(), await form().getByLabel('日期').inputValue()]).toEqual(['', '2026-12-02']);
    expect(await textOf(form().locator('.pick').nth(1).locator('.pick-chips'))).toBe('雨天');
    expect(presses()).toEqual([]);
  });
});

describe('a field that is needed', () => {
  const input = (name: string, label: string, required: boolean) => ({
    tag: 'input',
    name,
    required,
    label: plain(label),
    label_position: 'top',
  });
  const form = (...elements: unknown[]) => card({ tag: 'form', name: 'f', elements });

  it.each([
    ['has one star', '原因', true, '原因*'],
    ['has one star also where the card has it', '原因 *', true, '原因 *'],
    ['has none where it may be left out', '备注', false, '备注'],
  ])('%s', async (_, label, required, wanted) => {
    const body = await show(form(input('why', label, required)));
    expect(await body.locator('.card-field .label').textContent()).toBe(wanted);
  });
});
