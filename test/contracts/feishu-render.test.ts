import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pressValue } from '../../src/feishu/render/actions.ts';
import { escapeMarkdown } from '../../src/feishu/render/markdown.ts';
import { plainCard, renderCard } from '../../src/feishu/render/render.ts';
import type { Action, Block } from '../../src/view/view.ts';
import { fine, judged, pressesIn, pressesOf, reader, view } from './feishu-views.ts';

describe('any view', () => {
  it('renders within the limits of Feishu and keeps every action', () => {
    fc.assert(
      fc.property(view, (each) => {
        const json = renderCard(each, reader, 'zmarker');
        expect(judged(json)).toEqual(fine);
        const found = pressesIn(json);
        for (const { route, args: given } of pressesOf(each)) expect(found).toContainEqual(pressValue(route, given));
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('is tried with views that are far too long, and with some that are not', () => {
    const cut = fc.sample(view, { numRuns: 100, seed: 7 }).map((each) => JSON.stringify(renderCard(each, reader)).includes('未显示'));
    expect(cut.filter((each) => each).length).toBeGreaterThan(20);
    expect(cut.filter((each) => !each).length).toBeGreaterThan(5);
  });

  it('has a plain form that is always accepted', () => {
    fc.assert(
      fc.property(view, (each) => {
        expect(judged(plainCard(each))).toEqual(fine);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('says how much was cut, and how to see the rest', () => {
    const more: Action = { kind: 'press', route: 'roster.month', args: {}, label: '看全部' };
    const items = Array.from({ length: 3_000 }, (_, at) => `第 ${at} 条 ${'值班'.repeat(20)}`);
    const json = renderCard(
      { kind: 'card', title: '值班表', summary: '值班表', blocks: [{ kind: 'list', items }], actions: [], rest: more },
      reader,
    );
    expect(judged(json)).toEqual(fine);
    const text = JSON.stringify(json);
    const shown = text.match(/第 \d+ 条/g)?.length ?? 0;
    expect(text).toContain(`另有 ${3_000 - shown} 条未显示`);
    expect(pressesIn(json)).toContainEqual(pressValue('roster.month', {}));
    expect(shown).toBeGreaterThan(100);
  });

  it('does not offer the rest when everything is shown', () => {
    const json = renderCard(
      {
        kind: 'home',
        title: '主页',
        blocks: [{ kind: 'text', text: '没有班' }],
        rest: { kind: 'press', route: 'a.b', args: {}, label: '看全部' },
      },
      reader,
    );
    expect(pressesIn(json)).toEqual([]);
  });

  it('turns the sixth table into lines', () => {
    const grid: Block = { kind: 'grid', columns: ['姓名', '1日'], rows: [['小周', '早']] };
    const json = renderCard({ kind: 'home', title: '表', blocks: Array.from({ length: 6 }, () => grid) }, reader);
    expect(judged(json)).toEqual(fine);
    expect(json.body.elements.map((element) => element.tag)).toEqual(['table', 'table', 'table', 'table', 'table', 'markdown']);
  });

  it('says so when even the buttons do not fit', () => {
    const many = Array.from(
      { length: 120 },
      (_, at): Action => ({ kind: 'press', route: 'a.b', args: { at: String(at) }, label: `按钮 ${at}` }),
    );
    const json = renderCard(
      { kind: 'card', title: '很多', summary: '很多', blocks: many.map((one) => ({ kind: 'actions', actions: [one] })), actions: [] },
      reader,
    );
    expect(judged(json)).toEqual(fine);
    expect(JSON.stringify(json)).toMatch(/另有 \d+ 个按钮放不下/);
  });
});

describe('text inside markdown', () => {
  it.each([
    ['07:30–16:00', '07:30–16:00'],
    ['*a*_b_', '&#42;a&#42;&#95;b&#95;'],
    ['<at id=all></at>', '&#60;at id=all&#62;&#60;/at&#62;'],
    ['- a\n1. b', '&#45; a\n1&#46; b'],
    ['a - b', 'a - b'],
    [':OK:', '&#58;OK:'],
    ['&#42;', '&#38;#42;'],
    ['  x', '\u00a0\u00a0x'],
    ['a\r\nb\u0000', 'a\nb'],
  ])('%j is written %j', (text, written) => {
    expect(escapeMarkdown(text)).toBe(written);
  });

  it('never opens a tag, a link or bold print', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeMarkdown(text)).not.toMatch(/[<>*_[\]`~\\|]/);
      }),
    );
  });
});
