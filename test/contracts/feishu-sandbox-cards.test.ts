import { describe, expect, it } from 'vitest';
import { renderCard } from '../../src/feishu/render/render.ts';
import { cardProblems } from '../../src/feishu/schema.ts';
import { judgeCard } from '../../src/sandbox/feishu/card-schema.ts';

const card = renderCard(
  { kind: 'card', title: '早班', summary: '早班', blocks: [{ kind: 'text', text: '带班:陈队' }], actions: [] },
  { locale: 'zh', userIds: new Map() },
);

describe('a card', () => {
  it('of ours is accepted by both', () => {
    expect([judgeCard(card), cardProblems(card)]).toEqual([null, []]);
  });

  it.each([
    ['an unknown property', { ...card, extra: 1 }, 200621],
    ['JSON 1.0', { config: {}, elements: [] }, 200861],
    ['a note', { ...card, body: { elements: [{ tag: 'note', elements: [] }] } }, 200861],
    ['update_multi false', { ...card, config: { update_multi: false } }, 200861],
    ['a multi select outside a form', { ...card, body: { elements: [{ tag: 'multi_select_person', options: [] }] } }, 200570],
    [
      'a form without a submit button',
      { ...card, body: { elements: [{ tag: 'form', name: 'F', elements: [{ tag: 'input', name: 'a' }] }] } },
      200530,
    ],
    [
      'a field without a name in a form',
      {
        ...card,
        body: {
          elements: [
            {
              tag: 'form',
              name: 'F',
              elements: [
                { tag: 'input' },
                { tag: 'button', name: 'S', text: { tag: 'plain_text', content: 's' }, form_action_type: 'submit' },
              ],
            },
          ],
        },
      },
      200530,
    ],
    [
      'a form inside a panel',
      {
        ...card,
        body: {
          elements: [
            {
              tag: 'collapsible_panel',
              header: { title: { tag: 'plain_text', content: 'x' } },
              elements: [{ tag: 'form', name: 'F', elements: [] }],
            },
          ],
        },
      },
      200570,
    ],
    [
      'a table inside a column',
      {
        ...card,
        body: {
          elements: [
            {
              tag: 'column_set',
              columns: [{ tag: 'column', elements: [{ tag: 'table', columns: [{ name: 'a', data_type: 'text' }], rows: [] }] }],
            },
          ],
        },
      },
      200570,
    ],
    [
      'six tables',
      {
        ...card,
        body: { elements: Array.from({ length: 6 }, () => ({ tag: 'table', columns: [{ name: 'a', data_type: 'text' }], rows: [] })) },
      },
      200731,
    ],
    ['201 elements', { ...card, header: undefined, body: { elements: Array.from({ length: 201 }, () => ({ tag: 'hr' })) } }, 300305],
    [
      'the same element id twice',
      {
        ...card,
        body: {
          elements: [
            { tag: 'hr', element_id: 'a' },
            { tag: 'hr', element_id: 'a' },
          ],
        },
      },
      200614,
    ],
    ['an element id that is too long', { ...card, body: { elements: [{ tag: 'hr', element_id: 'a'.repeat(21) }] } }, 200861],
    [
      'eleven rows a page',
      { ...card, body: { elements: [{ tag: 'table', page_size: 11, columns: [{ name: 'a', data_type: 'text' }], rows: [] }] } },
      200861,
    ],
  ])('with %s is refused by the local Feishu and by our own rules', (_, wrong, code) => {
    const json = JSON.parse(JSON.stringify(wrong));
    expect(judgeCard(json)?.code).toBe(code);
    expect(cardProblems(json)).not.toEqual([]);
  });
});
