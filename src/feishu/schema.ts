import { z } from 'zod';
import { limits } from './limits.ts';
import { countTags, encodedBytes } from './render/card.ts';

const text = z.strictObject({ tag: z.literal('plain_text'), content: z.string().min(1) });
const elementId = z
  .string()
  .regex(/^[A-Za-z]\w*$/)
  .max(limits.elementId);
const fieldName = z.string().regex(/^\w+$/).min(1);
const value = z.record(z.string(), z.unknown());

const markdown = z.strictObject({
  tag: z.literal('markdown'),
  content: z.string().min(1),
  text_size: z.enum(['normal', 'notation', 'heading']).optional(),
  element_id: elementId.optional(),
});
const rule = z.strictObject({ tag: z.literal('hr'), element_id: elementId.optional() });
const behavior = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('callback'), value }),
  z.strictObject({ type: z.literal('open_url'), default_url: z.string().min(1) }),
]);
const button = z.strictObject({
  tag: z.literal('button'),
  text,
  type: z.enum(['default', 'primary', 'danger']),
  behaviors: z.array(behavior).min(1),
  confirm: z.strictObject({ title: text, text }).optional(),
  name: fieldName.optional(),
  form_action_type: z.enum(['submit', 'reset']).optional(),
});
const columnSet = z.strictObject({
  tag: z.literal('column_set'),
  flex_mode: z.literal('flow'),
  horizontal_spacing: z.literal('8px'),
  columns: z.array(z.strictObject({ tag: z.literal('column'), width: z.literal('auto'), elements: z.array(button).min(1) })).min(1),
});
const panel = z.strictObject({
  tag: z.literal('collapsible_panel'),
  expanded: z.boolean(),
  header: z.strictObject({ title: text }),
  elements: z.array(button).min(1),
});
const table = z.strictObject({
  tag: z.literal('table'),
  page_size: z.int().min(1).max(limits.tablePageSize),
  row_height: z.literal('low'),
  header_style: z.strictObject({ bold: z.boolean(), background_style: z.literal('grey') }),
  columns: z
    .array(z.strictObject({ name: z.string().min(1), display_name: z.string(), data_type: z.literal('text'), width: z.literal('auto') }))
    .min(1)
    .max(limits.tableColumns),
  rows: z.array(z.record(z.string(), z.string())).min(1),
});

const fieldBase = { name: fieldName, required: z.boolean(), width: z.literal('fill') };
const options = z.array(z.strictObject({ text, value: z.string().min(1) })).min(1);
const people = z.array(z.strictObject({ value: z.string().min(1) }));
const chosen = z.array(z.string().min(1));
const field = z.discriminatedUnion('tag', [
  z.strictObject({
    tag: z.literal('input'),
    ...fieldBase,
    label: text,
    label_position: z.literal('top'),
    input_type: z.enum(['text', 'multiline_text']),
    max_length: z.int().min(1).max(limits.inputLength),
    default_value: z.string().max(limits.inputLength).optional(),
    placeholder: text.optional(),
  }),
  z.strictObject({ tag: z.literal('date_picker'), ...fieldBase, placeholder: text, initial_date: z.iso.date().optional() }),
  z.strictObject({
    tag: z.literal('picker_time'),
    ...fieldBase,
    placeholder: text,
    initial_time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
  }),
  z.strictObject({ tag: z.literal('select_static'), ...fieldBase, placeholder: text, options, initial_option: z.string().optional() }),
  z.strictObject({ tag: z.literal('multi_select_static'), ...fieldBase, placeholder: text, options, selected_values: chosen }),
  z.strictObject({
    tag: z.literal('select_person'),
    ...fieldBase,
    placeholder: text,
    options: people,
    initial_option: z.string().optional(),
  }),
  z.strictObject({ tag: z.literal('multi_select_person'), ...fieldBase, placeholder: text, options: people, selected_values: chosen }),
]);
const form = z.strictObject({ tag: z.literal('form'), name: fieldName, elements: z.array(z.union([field, markdown, button])).min(1) });

const card = z.strictObject({
  schema: z.literal('2.0'),
  config: z.strictObject({ update_multi: z.literal(true), summary: z.strictObject({ content: z.string().min(1) }) }),
  header: z.strictObject({
    title: text,
    template: z.enum(['blue', 'green', 'orange', 'red', 'purple', 'grey']),
    text_tag_list: z
      .array(z.strictObject({ tag: z.literal('text_tag'), text, color: z.enum(['neutral', 'blue', 'green', 'orange', 'red', 'purple']) }))
      .max(limits.textTags)
      .optional(),
  }),
  body: z.strictObject({ elements: z.array(z.union([markdown, rule, button, columnSet, panel, table, form])).min(1) }),
});

type Parsed = z.output<typeof card>;

function unique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

/** Feishu's limits on a whole card, beside the shape of its parts. */
const checks: readonly [string, (parsed: Parsed) => boolean][] = [
  ['more elements than a card may have', (parsed) => countTags(parsed) <= limits.elements],
  ['more bytes than a card may have', (parsed) => encodedBytes(parsed) <= limits.cardBytes],
  [
    'more tables than a card may have',
    (parsed) => parsed.body.elements.filter((element) => element.tag === 'table').length <= limits.tables,
  ],
  [
    'an element id twice',
    (parsed) =>
      unique(
        parsed.body.elements.flatMap((element) =>
          'element_id' in element && element.element_id !== undefined ? [element.element_id] : [],
        ),
      ),
  ],
  [
    'a name twice',
    (parsed) =>
      unique(
        parsed.body.elements.flatMap((element) =>
          element.tag === 'form'
            ? [element.name, ...element.elements.flatMap((part) => ('name' in part && part.name !== undefined ? [part.name] : []))]
            : [],
        ),
      ),
  ],
  [
    'a form without a submit button, or a button without a name in it',
    (parsed) =>
      parsed.body.elements.every((element) => {
        if (element.tag !== 'form') return true;
        const buttons = element.elements.filter((part) => part.tag === 'button');
        return (
          buttons.every((part) => part.name !== undefined && part.form_action_type !== undefined) &&
          buttons.some((part) => part.form_action_type === 'submit')
        );
      }),
  ],
];

/** What is wrong with a card by Feishu's rules, one line each; empty: it may go out. */
export function cardProblems(candidate: unknown): string[] {
  const parsed = card.safeParse(candidate);
  if (!parsed.success) return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return checks.filter(([, holds]) => !holds(parsed.data)).map(([problem]) => problem);
}
