import fc from 'fast-check';
import type { Action, Block, Card, Fact, Field, FindingLine, Form, Home, Inline, Notice, Rich } from '../../src/view/view.ts';

/** The one person whose messenger id is known. */
export const people = new Map([['0190c5a0-0000-7000-8000-000000000001', 'U0123']]);
const hostile = fc.constantFrom(
  '09:00–18:00',
  '<@U1>',
  '&amp;',
  '*粗* _斜_ `code`',
  ':100:',
  '',
  ' ',
  '\n',
  '值班'.repeat(50),
  '𠮷'.repeat(20),
  'a'.repeat(80),
);
const text = fc.oneof({ weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) }, { weight: 2, arbitrary: hostile });
const longText = fc.oneof(
  { weight: 5, arbitrary: text },
  { weight: 1, arbitrary: fc.tuple(text, fc.integer({ min: 1, max: 400 })).map(([part, times]) => part.repeat(times).slice(0, 9_000)) },
);
const inline: fc.Arbitrary<Inline> = fc.oneof(
  longText,
  longText.map((said) => ({ kind: 'strong' as const, text: said })),
  fc.record({ kind: fc.constant('mention' as const), person: fc.constantFrom([...people.keys()][0] ?? '', 'nobody'), name: text }),
  fc.record({ kind: fc.constant('link' as const), text, href: fc.oneof(fc.webUrl(), text) }),
);
const rich: fc.Arbitrary<Rich> = fc.oneof(longText, fc.array(inline, { maxLength: 4 }));
const args = fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 80 }), { maxKeys: 4 });
const route = fc.stringMatching(/^[a-z]{2,10}\.[a-z-]{2,12}$/);
const press: fc.Arbitrary<Action> = fc
  .record({
    route,
    args,
    label: text,
    style: fc.constantFrom('primary' as const, 'danger' as const, undefined),
    confirm: fc.option(fc.record({ title: text, text: longText, yes: text, no: text }), { nil: undefined }),
  })
  .map(({ style, confirm, ...rest }) => ({
    kind: 'press' as const,
    ...rest,
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm }),
  }));
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: press },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('open' as const), label: text, href: fc.webUrl() }) },
);
const actions = fc.array(action, { maxLength: 9 });
const fact: fc.Arbitrary<Fact> = fc.record({ label: text, value: rich });
const finding: fc.Arbitrary<FindingLine> = fc
  .record({
    level: fc.constantFrom('ok' as const, 'warn' as const, 'error' as const, 'info' as const),
    text: rich,
    source: fc.option(text, { nil: undefined }),
  })
  .map(({ source, ...rest }) => (source === undefined ? rest : { ...rest, source }));
const grid = fc.integer({ min: 0, max: 34 }).chain((width) =>
  fc.record({
    kind: fc.constant('grid' as const),
    columns: fc.array(text, { minLength: width, maxLength: width }),
    rows: fc.oneof(
      fc.array(fc.array(text, { maxLength: width }), { maxLength: 12 }),
      fc.array(fc.array(fc.constant('早'), { maxLength: width }), { minLength: 100, maxLength: 140 }),
    ),
  }),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: rich }),
  fc.record({ kind: fc.constant('heading' as const), text }),
  fc.record({ kind: fc.constant('facts' as const), facts: fc.array(fact, { maxLength: 12 }) }),
  fc.record({
    kind: fc.constant('list' as const),
    items: fc.oneof(fc.array(rich, { maxLength: 8 }), fc.array(text, { minLength: 60, maxLength: 200 })),
  }),
  fc.record({ kind: fc.constant('findings' as const), findings: fc.array(finding, { maxLength: 8 }) }),
  grid,
  fc.record({ kind: fc.constant('note' as const), text: rich }),
  fc.constant({ kind: 'divider' as const }),
  fc.record({ kind: fc.constant('actions' as const), actions }),
);
const blocks = fc.oneof(
  { weight: 4, arbitrary: fc.array(block, { maxLength: 12 }) },
  { weight: 1, arbitrary: fc.array(block, { minLength: 40, maxLength: 90 }) },
);
const rest = fc.option(action, { nil: undefined });
const withRest = <View extends object>({ rest: more, ...view }: View & { rest: Action | undefined }) => ({
  ...view,
  ...(more === undefined ? {} : { rest: more }),
});

export const card: fc.Arbitrary<Card> = fc
  .record({
    kind: fc.constant('card' as const),
    symbol: fc.constantFrom('🕗', '⚠️'),
    title: longText,
    state: fc.record({ word: longText, tone: fc.constantFrom('grey' as const, 'orange' as const) }),
    summary: longText,
    blocks,
    actions,
    rest,
  })
  .map(withRest);
export const notice: fc.Arbitrary<Notice> = fc
  .record({
    kind: fc.constant('notice' as const),
    tone: fc.constantFrom('ok' as const, 'error' as const),
    title: longText,
    blocks,
    actions,
    rest,
  })
  .map(withRest);
export const home: fc.Arbitrary<Home> = fc.record({ kind: fc.constant('home' as const), title: longText, blocks, rest }).map(withRest);

const choices = fc.oneof(
  fc.array(fc.record({ value: text, label: text }), { maxLength: 12 }),
  fc.integer({ min: 90, max: 260 }).map((count) => Array.from({ length: count }, (_, at) => ({ value: `v${at}`, label: `选项 ${at}` }))),
);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const fieldKind = fc.oneof(
  fc.record({
    kind: fc.constantFrom('text' as const, 'long-text' as const),
    initial: maybe(longText),
    maxLength: maybe(fc.integer({ min: 1, max: 5_000 })),
    placeholder: maybe(longText),
  }),
  fc.record({ kind: fc.constant('date' as const), initial: maybe(fc.constantFrom('2026-12-01', 'morgen')) }),
  fc.record({ kind: fc.constant('time' as const), initial: maybe(fc.constantFrom('07:30', '25:00')) }),
  fc.record({ kind: fc.constant('choice' as const), options: choices, initial: maybe(fc.constantFrom('v3', 'x')) }),
  fc.record({ kind: fc.constant('choices' as const), options: choices, initial: maybe(fc.constant(['v3', 'x'])) }),
  fc.record({ kind: fc.constant('person' as const), initial: maybe(fc.constantFrom('U0123', 'nobody')) }),
  fc.record({ kind: fc.constant('people' as const), initial: maybe(fc.constant(['U0123', 'U0123', 'nobody'])) }),
);
export const form: fc.Arbitrary<Form> = fc
  .record({
    route,
    args,
    title: longText,
    intro: fc.array(block, { maxLength: 6 }),
    fields: fc.array(fc.tuple(fieldKind, longText, maybe(longText), fc.boolean()), { maxLength: 30 }),
    submit: text,
    cancel: text,
  })
  .map(({ fields, ...rest_ }) => ({
    kind: 'form' as const,
    ...rest_,
    fields: fields.map(([kind, label, hint, required], at) => {
      const given = Object.fromEntries(
        Object.entries({ ...kind, name: `f${at}`, label, hint, required }).filter(([, value]) => value !== undefined),
      );
      return given as unknown as Field;
    }),
  }));
