import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCardAction } from '../../src/feishu/inbound/card-action.ts';
import { pressValue } from '../../src/feishu/render/actions.ts';
import { renderForm, submitValue } from '../../src/feishu/render/form.ts';
import { escapeMarkdown } from '../../src/feishu/render/markdown.ts';
import { plainCard, renderCard } from '../../src/feishu/render/render.ts';
import { cardProblems } from '../../src/feishu/schema.ts';
import { judgeCard } from '../../src/sandbox/feishu/card-schema.ts';
import type { Action, Block, Card, Field, Form, Home, Notice, Rich } from '../../src/view/view.ts';

const reader = { locale: 'zh', userIds: new Map([['p1', 'ou_1']]) } as const;

const anyText = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '07:30–16:00 门岗',
      '*粗* _斜_ ~删~ `码`',
      '[链](https://x)',
      '<at id=all></at>',
      '- 一\n- 二',
      '# 题',
      '1. 一',
      ':OK: :DONE:',
      '',
      ' ',
      '\u0000\u0007',
      '|a|b|\n|-|-|',
      '\\*',
      '&#42;',
      '```\ncode\n```',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3_000 }) },
);
const long = fc.oneof(
  anyText,
  fc.nat(4_000).map((length) => '值'.repeat(length)),
);
const inline = fc.oneof(
  anyText,
  anyText.map((text) => ({ kind: 'strong' as const, text })),
  fc.record({ kind: fc.constant('mention' as const), person: fc.constantFrom('p1', 'p2'), name: anyText }),
  fc.record({
    kind: fc.constant('link' as const),
    text: anyText,
    href: fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.constantFrom('javascript:alert(1)', 'https://x/(a) b', 'tel:+86 1', '')),
  }),
);
const rich: fc.Arbitrary<Rich> = fc.oneof(long, fc.array(inline, { maxLength: 6 }));

const routes = fc.stringMatching(/^[a-z]{1,12}\.[a-z]{1,12}$/);
const args = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ unit: 'grapheme', maxLength: 40 }), {
  maxKeys: 4,
  noNullPrototype: true,
});
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record(
      {
        kind: fc.constant('press' as const),
        route: routes,
        args,
        label: anyText,
        style: fc.constantFrom('primary' as const, 'danger' as const),
      },
      { requiredKeys: ['kind', 'route', 'args', 'label'] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('press' as const),
      route: routes,
      args,
      label: anyText,
      confirm: fc.record({ title: anyText, text: anyText, yes: anyText, no: anyText }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('open' as const), label: anyText, href: fc.webUrl() }) },
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: rich }),
  fc.record({ kind: fc.constant('heading' as const), text: anyText }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: anyText, value: rich }), { maxLength: 12, size: 'max' }),
  }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(rich, { maxLength: 30, size: 'max' }) }),
  fc.record({
    kind: fc.constant('findings' as const),
    findings: fc.array(
      fc.record(
        { level: fc.constantFrom('ok' as const, 'warn' as const, 'error' as const, 'info' as const), text: rich, source: anyText },
        { requiredKeys: ['level', 'text'] },
      ),
      { maxLength: 12 },
    ),
  }),
  fc
    .nat(40)
    .chain((width) =>
      fc.record({
        kind: fc.constant('grid' as const),
        columns: fc.array(anyText, { minLength: width, maxLength: width }),
        rows: fc.array(fc.array(anyText, { maxLength: width + 1 }), { maxLength: 40, size: 'max' }),
      }),
    ),
  fc.record({ kind: fc.constant('note' as const), text: rich }),
  fc.constant({ kind: 'divider' as const }),
  fc.record({ kind: fc.constant('actions' as const), actions: fc.array(action, { maxLength: 4, size: 'max' }) }),
);
const blocks = fc.array(block, { maxLength: 10, size: 'max' });
const actions = fc.array(action, { maxLength: 10, size: 'max' });
const rest = fc.option(action, { nil: undefined });
const withRest = <Value extends object>(value: Value & { rest: Action | undefined }) => {
  const { rest: more, ...view } = value;
  return more === undefined ? view : { ...view, rest: more };
};
const card = fc
  .record(
    {
      kind: fc.constant('card' as const),
      title: long,
      summary: long,
      blocks,
      actions,
      rest,
      state: fc.record({ word: anyText, tone: fc.constantFrom('grey', 'orange', 'green', 'red', 'purple', 'blue') }),
      symbol: fc.constantFrom('🕗', '⚠️'),
    },
    { requiredKeys: ['kind', 'title', 'summary', 'blocks', 'actions', 'rest'] },
  )
  .map((value) => withRest(value) as Card);
const noticeView = fc
  .record({
    kind: fc.constant('notice' as const),
    tone: fc.constantFrom('ok', 'info', 'warn', 'error'),
    title: long,
    blocks,
    actions,
    rest,
  })
  .map((value) => withRest(value) as Notice);
const home = fc.record({ kind: fc.constant('home' as const), title: long, blocks, rest }).map((value) => withRest(value) as Home);
const view = fc.oneof(card, noticeView, home);

/** Every press value in a card, in order. */
function pressesIn(node: unknown): unknown[] {
  if (Array.isArray(node)) return node.flatMap(pressesIn);
  if (typeof node !== 'object' || node === null) return [];
  if ('type' in node && node.type === 'callback' && 'value' in node) return [node.value];
  return Object.values(node).flatMap(pressesIn);
}

const pressesOf = (each: Card | Notice | Home): Extract<Action, { kind: 'press' }>[] =>
  [...each.blocks.flatMap((part) => (part.kind === 'actions' ? part.actions : [])), ...(each.kind === 'home' ? [] : each.actions)].filter(
    (one) => one.kind === 'press',
  );

const judged = (json: unknown) => ({
  ours: cardProblems(json),
  feishu: judgeCard(json),
  bytes: Buffer.byteLength(JSON.stringify(json)) <= 30 * 1024,
});
const fine = { ours: [], feishu: null, bytes: true };

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

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,10}$/);
const option = fc.record({ value: fc.string({ minLength: 1, maxLength: 20 }), label: anyText });
const fieldKind = fc.oneof(
  fc.record(
    {
      kind: fc.constantFrom('text' as const, 'long-text' as const),
      initial: fc.string({ maxLength: 300 }),
      maxLength: fc.integer({ min: 1, max: 5_000 }),
      placeholder: anyText,
    },
    { requiredKeys: ['kind'] },
  ),
  fc.record({ kind: fc.constant('date' as const), initial: fc.constantFrom('2026-12-04', '2026-13-40', '') }, { requiredKeys: ['kind'] }),
  fc.record({ kind: fc.constant('time' as const), initial: fc.constantFrom('08:30', '99:99', '') }, { requiredKeys: ['kind'] }),
  fc
    .array(option, { maxLength: 120, size: 'max' })
    .chain((options) =>
      fc.record(
        {
          kind: fc.constant('choice' as const),
          options: fc.constant(options),
          initial: fc.constantFrom('x', ...options.map((each) => each.value)),
        },
        { requiredKeys: ['kind', 'options'] },
      ),
    ),
  fc
    .array(option, { maxLength: 120, size: 'max' })
    .chain((options) =>
      fc.record(
        { kind: fc.constant('choices' as const), options: fc.constant(options), initial: fc.subarray(options.map((each) => each.value)) },
        { requiredKeys: ['kind', 'options'] },
      ),
    ),
  fc.record({ kind: fc.constant('person' as const), initial: fc.constantFrom('p1', 'p9') }, { requiredKeys: ['kind'] }),
  fc.record({ kind: fc.constant('people' as const), initial: fc.subarray(['p1', 'p9']) }, { requiredKeys: ['kind'] }),
);
const form: fc.Arbitrary<Form> = fc.record({
  kind: fc.constant('form' as const),
  route: routes,
  args,
  title: anyText,
  intro: fc.array(block, { maxLength: 3 }),
  fields: fc
    .uniqueArray(fc.record({ name, label: anyText, hint: anyText, required: fc.boolean() }), {
      selector: (each) => each.name,
      maxLength: 8,
      size: 'max',
    })
    .chain((bases) => fc.tuple(...bases.map((base) => fieldKind.map((kind) => ({ ...base, ...kind }) as Field)))),
  submit: anyText,
  cancel: anyText,
});

describe('any form', () => {
  it('renders within the limits of Feishu, with its errors, and can be submitted and cancelled', () => {
    fc.assert(
      fc.property(form, fc.array(fc.string({ minLength: 1, maxLength: 35 }), { maxLength: 150 }), fc.boolean(), (each, people, wrong) => {
        const errors = wrong ? Object.fromEntries(each.fields.map((field) => [field.name, '不对'])) : {};
        const json = renderForm(each, { people, errors }, reader);
        expect(judged(json)).toEqual(fine);
        expect(pressesIn(json)).toContainEqual(submitValue(each));
        expect(JSON.stringify(json).match(/不对/g)?.length ?? 0).toBeGreaterThanOrEqual(wrong ? each.fields.length : 0);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('keeps what was typed instead of its own beginnings', () => {
    const base = { label: '人', required: false } as const;
    const typed = { who: 'ou_7', all: ['ou_8'], day: '2026-12-06' };
    const json = renderForm(
      {
        kind: 'form',
        route: 'a.b',
        args: {},
        title: '表',
        intro: [],
        submit: '交',
        cancel: '不',
        fields: [
          { ...base, name: 'who', kind: 'person', initial: 'p1' },
          { ...base, name: 'all', kind: 'people' },
          { ...base, name: 'day', kind: 'date', initial: '2026-12-01' },
          { ...base, name: 'note', kind: 'text', initial: '旧' },
        ],
      },
      { people: ['ou_1'], typed },
      reader,
    );
    const text = JSON.stringify(json);
    for (const kept of ['"initial_option":"ou_7"', '"selected_values":["ou_8"]', '"initial_date":"2026-12-06"'])
      expect(text).toContain(kept);
    expect(text).not.toContain('旧');
  });

  it('resolves persons it begins with', () => {
    const json = renderForm(
      {
        kind: 'form',
        route: 'a.b',
        args: {},
        title: '表',
        intro: [],
        submit: '交',
        cancel: '不',
        fields: [{ name: 'who', label: '人', required: true, kind: 'person', initial: 'p1' }],
      },
      { people: ['ou_2'] },
      reader,
    );
    expect(JSON.stringify(json)).toContain('"options":[{"value":"ou_1"},{"value":"ou_2"}],"initial_option":"ou_1"');
  });
});

const callback = (action: object) => ({
  operator: { open_id: 'ou_1', tenant_key: 't' },
  token: 'c-1',
  action,
  context: { open_message_id: 'om_1', open_chat_id: 'oc_1' },
});

describe('what a press sends back', () => {
  it('is the route and its arguments, literally', () => {
    fc.assert(
      fc.property(routes, args, (route, given) => {
        const travelled = JSON.parse(JSON.stringify(pressValue(route, given)));
        expect(decodeCardAction(callback({ value: travelled })).what).toEqual({ kind: 'ask', ask: { kind: 'press', route, args: given } });
      }),
    );
  });

  it('keeps the wall time of dates and times whatever the zone of the device, and leaves text alone', () => {
    const each: Form = {
      kind: 'form',
      route: 'leave.ask',
      args: { a: '1' },
      title: 't',
      intro: [],
      submit: 's',
      cancel: 'c',
      fields: [
        { name: 'day', label: 'd', required: true, kind: 'date' },
        { name: 'at', label: 'a', required: true, kind: 'time' },
        { name: 'why', label: 'w', required: true, kind: 'text' },
        { name: 'none', label: 'n', required: false, kind: 'text' },
        { name: 'all', label: 'p', required: false, kind: 'people' },
      ],
    };
    const form_value = { day: '2024-04-01 -0500', at: '00:00 +0530', why: '2024-04-01 +0800', none: '', all: [], Submit: '' };
    expect(decodeCardAction(callback({ value: JSON.parse(JSON.stringify(submitValue(each))), form_value })).what).toEqual({
      kind: 'ask',
      ask: { kind: 'submit', route: 'leave.ask', args: { a: '1' }, values: { day: '2024-04-01', at: '00:00', why: '2024-04-01 +0800' } },
    });
  });

  it.each([undefined, null, 'text', 5, {}, { route: '' }, { route: 'a.b', args: { x: 1 } }])('is unknown when it is %j', (value) => {
    expect(decodeCardAction(callback({ value })).what).toEqual({ kind: 'unknown' });
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
