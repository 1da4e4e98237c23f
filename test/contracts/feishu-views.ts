import fc from 'fast-check';
import { cardProblems } from '../../src/feishu/schema.ts';
import { judgeCard } from '../../src/sandbox/feishu/card-schema.ts';
import type { Action, Block, Card, Field, Form, Home, Notice, Rich } from '../../src/view/view.ts';

export const reader = { locale: 'zh', userIds: new Map([['p1', 'ou_1']]) } as const;

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

export const routes = fc.stringMatching(/^[a-z]{1,12}\.[a-z]{1,12}$/);
export const args = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ unit: 'grapheme', maxLength: 40 }), {
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
  fc.nat(40).chain((width) =>
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
export const view = fc.oneof(card, noticeView, home);

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
  fc.array(option, { maxLength: 120, size: 'max' }).chain((options) =>
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
export const form: fc.Arbitrary<Form> = fc.record({
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

/** Every press value in a card, in order. */
export function pressesIn(node: unknown): unknown[] {
  if (Array.isArray(node)) return node.flatMap(pressesIn);
  if (typeof node !== 'object' || node === null) return [];
  if ('type' in node && node.type === 'callback' && 'value' in node) return [node.value];
  return Object.values(node).flatMap(pressesIn);
}

export const pressesOf = (each: Card | Notice | Home): Extract<Action, { kind: 'press' }>[] =>
  [...each.blocks.flatMap((part) => (part.kind === 'actions' ? part.actions : [])), ...(each.kind === 'home' ? [] : each.actions)].filter(
    (one) => one.kind === 'press',
  );

export const judged = (json: unknown) => ({
  ours: cardProblems(json),
  feishu: judgeCard(json),
  bytes: Buffer.byteLength(JSON.stringify(json)) <= 30 * 1024,
});
export const fine = { ours: [], feishu: null, bytes: true };
