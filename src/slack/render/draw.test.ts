import { describe, expect, it } from 'vitest';
import type { Block, Card, Form } from '../../view/view.ts';
import { renderForm } from './form.ts';
import { columnLines } from './grid.ts';
import { renderMessage } from './message.ts';
import { renderHome, renderModal } from './views.ts';

const zh = { locale: 'zh', people: new Map() } as const;
const en = { locale: 'en', people: new Map([['p1', 'U1']]) } as const;
const card = (blocks: readonly Block[], extra: Partial<Card> = {}): Card => ({
  kind: 'card',
  title: '班次',
  summary: '班次',
  blocks,
  actions: [],
  ...extra,
});
const press = (label: string, args: Record<string, string> = {}) => ({ kind: 'press', route: 'shift.take', args, label }) as const;
const textOf = (payload: unknown): string => JSON.stringify(payload);

describe('text', () => {
  it('takes nothing a person wrote for markup, a mention or an emoji', () => {
    const { blocks, text } = renderMessage(card([{ kind: 'text', text: '<@U2> *09:00–18:00* & :100:' }], { summary: '<@U2> & 值班' }), zh);
    expect(blocks.at(-1)).toEqual({
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '<@U2> *09:00–18:00* & :100:' }] }],
    });
    expect(text).toBe('&lt;@U2&gt; &amp; 值班');
    expect(textOf(blocks)).not.toContain('mrkdwn');
    expect(textOf(blocks)).not.toContain('"emoji":true');
  });

  it('pings who is known and names who is not', () => {
    const mention = (person: string) => ({ kind: 'mention', person, name: `N${person}` }) as const;
    const { blocks } = renderMessage(card([{ kind: 'text', text: [mention('p1'), mention('p2')] }]), en);
    expect(blocks.at(-1)).toMatchObject({
      elements: [
        {
          elements: [
            { type: 'user', user_id: 'U1' },
            { type: 'text', text: 'Np2' },
          ],
        },
      ],
    });
  });

  it('shows the state as a colour and a word', () => {
    const { blocks } = renderMessage(card([], { symbol: '🔁', state: { word: '待审批', tone: 'orange' } }), zh);
    expect(blocks).toMatchObject([
      { type: 'header', text: { text: '🔁 班次' } },
      { type: 'context', elements: [{ text: '🟠 待审批' }] },
    ]);
  });

  it('writes what a rule found with its source', () => {
    const { blocks } = renderMessage(
      card([
        {
          kind: 'findings',
          findings: [
            { level: 'error', text: '少 1 人', source: '第三条' },
            { level: 'ok', text: '不连班' },
          ],
        },
      ]),
      zh,
    );
    expect(blocks.at(-1)).toMatchObject({
      elements: [
        {
          elements: [
            { text: '✗ ' },
            { text: '少 1 人' },
            { text: ' (第三条)', style: { italic: true } },
            { text: '\n' },
            { text: '✓ ' },
            { text: '不连班' },
          ],
        },
      ],
    });
  });
});

describe('what does not fit', () => {
  const long: Block = { kind: 'list', items: Array.from({ length: 2_000 }, (_, at) => `第 ${at} 条`) };

  it('is counted, with a way to the rest', () => {
    const rest = press('看全部', { list: 'all' });
    const { blocks } = renderMessage(card([long], { rest }), zh);
    const shown = (textOf(blocks).match(/第 \d+ 条/g) ?? []).length;
    expect(shown).toBeGreaterThan(500);
    expect(blocks.at(-2)).toMatchObject({ type: 'context', elements: [{ text: `… 另有 ${2_000 - shown} 条` }] });
    expect(blocks.at(-1)).toMatchObject({ type: 'actions', elements: [{ text: { text: '看全部' } }] });
  });

  it('says so in English too, and of a text cut in the middle', () => {
    const { blocks } = renderMessage(card([{ kind: 'text', text: 'word '.repeat(4_000) }, long]), en);
    expect(textOf(blocks)).toContain('… 2000 more · Too long to show in full');
  });

  it('shows no note and no button to the rest where everything fits', () => {
    const { blocks } = renderMessage(card([{ kind: 'list', items: ['一'] }], { rest: press('看全部') }), zh);
    expect(blocks).toHaveLength(2);
  });
});

describe('actions', () => {
  it('shows three buttons and the rest behind a menu', () => {
    const { blocks } = renderMessage(
      card([], { actions: ['一', '二', '三', '四', '五'].map((label, at) => press(label, { at: `${at}` })) }),
      zh,
    );
    expect(blocks.at(-1)).toMatchObject({
      type: 'actions',
      elements: [
        { text: { text: '一' } },
        { text: { text: '二' } },
        { text: { text: '三' } },
        { type: 'overflow', options: [{ text: { text: '四' } }, { text: { text: '五' } }] },
      ],
    });
  });

  it.each([
    [4, ['button', 'button', 'button', 'button']],
    [8, ['button', 'button', 'button', 'overflow']],
    [9, ['button', 'button', 'button', 'button', 'overflow']],
    [10, ['button', 'button', 'button', 'overflow', 'overflow']],
  ])('never opens a menu for one thing: %i actions are %j', (count, kinds) => {
    const actions = Array.from({ length: count }, (_, at) => press(`${at}`, { at: `${at}` }));
    const { blocks } = renderMessage(card([], { actions }), zh);
    const row = blocks.at(-1);
    expect(row?.type === 'actions' ? row.elements.map(({ type }) => type) : []).toEqual(kinds);
  });

  it('keeps those as buttons that ask first or say too much for a menu', () => {
    const confirm = { title: '撤回?', text: '不能恢复', yes: '撤回', no: '留着' };
    const actions = [
      press('一'),
      press('二'),
      press('三'),
      { ...press('撤回'), confirm, style: 'danger' as const },
      press('长', { reason: 'x'.repeat(200) }),
    ];
    const { blocks } = renderMessage(card([], { actions }), zh);
    expect(blocks.at(-1)).toMatchObject({
      type: 'actions',
      elements: [
        { text: { text: '撤回' }, style: 'danger', confirm: { confirm: { text: '撤回' }, deny: { text: '留着' }, style: 'danger' } },
        { text: { text: '长' } },
      ],
    });
    expect(blocks.at(-2)).toMatchObject({ elements: [{}, {}, {}] });
  });
});

describe('grids', () => {
  const grid: Extract<Block, { kind: 'grid' }> = {
    kind: 'grid',
    columns: ['姓名', '1', '2'],
    rows: [
      ['周敏', '早', ''],
      ['Wu Lei', '', '晚班'],
    ],
  };

  it('are tables in a message and lines in columns elsewhere', () => {
    expect(renderMessage(card([grid]), zh).blocks.at(-1)).toMatchObject({
      type: 'table',
      rows: [[{ text: '姓名' }, { text: '1' }, { text: '2' }], [{ text: '周敏' }, { text: '早' }, { text: '\u00a0' }], {}],
    });
    const home = renderHome({ kind: 'home', title: '我的', blocks: [grid] }, zh);
    expect(home.blocks.at(-1)).toMatchObject({ elements: [{ type: 'rich_text_preformatted' }] });
    expect(renderModal(card([grid]), zh).blocks.at(-1)).toMatchObject({ elements: [{ type: 'rich_text_preformatted' }] });
  });

  it('are lines too where a table cannot hold them, and one table is all a message takes', () => {
    const wide: Block = { kind: 'grid', columns: Array.from({ length: 32 }, (_, at) => `${at}`), rows: [['早']] };
    const kinds = renderMessage(card([grid, grid, wide]), zh)
      .blocks.slice(1)
      .map((block) => block.type);
    expect(kinds).toEqual(['table', 'rich_text', 'rich_text']);
  });

  it('line up where a Chinese character is as wide as two others', () => {
    const width = (text: string) => [...text].reduce((sum, character) => sum + (/[\u3000\u4e00-\u9fff]/.test(character) ? 2 : 1), 0);
    const lines = columnLines(grid);
    const starts = lines.map((line) => width(line.slice(0, line.search(/[1早]/))));
    expect(starts[0]).toBe(starts[1]);
    expect(lines).toHaveLength(3);
  });
});

describe('titles and forms', () => {
  it('stand in full above a modal whose title bar is too short', () => {
    const modal = renderModal(
      card([{ kind: 'text', text: 'x' }], { title: '一个比二十四个字还要长得多的标题无论如何也放不进标题栏里面' }),
      zh,
    );
    expect(modal.title.text).toHaveLength(24);
    expect(modal.blocks[0]).toMatchObject({ type: 'header', text: { text: '一个比二十四个字还要长得多的标题无论如何也放不进标题栏里面' } });
    expect(renderModal(card([{ kind: 'text', text: 'x' }]), zh).blocks).toHaveLength(1);
  });

  it('say where there is nothing to choose from, and put more than a hundred options into groups', () => {
    const form = (count: number): Form => ({
      kind: 'form',
      route: 'a.b',
      args: {},
      title: '换班',
      intro: [],
      submit: '提交',
      cancel: '取消',
      fields: [
        {
          kind: 'choice',
          name: 'shift',
          label: '班次',
          required: true,
          options: Array.from({ length: count }, (_, at) => ({ value: `v${at}`, label: `${at}` })),
          initial: 'v120',
        },
      ],
    });
    expect(renderForm(form(0), zh).blocks).toMatchObject([{ type: 'context', elements: [{ text: '班次:没有可以选的' }] }]);
    expect(renderForm(form(150), zh).blocks).toMatchObject([
      {
        type: 'input',
        block_id: 'shift',
        element: { option_groups: [{ label: { text: '1–100' } }, { label: { text: '101–150' } }], initial_option: { value: 'v120' } },
      },
    ]);
  });
});
