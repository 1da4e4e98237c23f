import { z } from 'zod';

/**
 * Feishu's own judgement of a card JSON 2.0, written from the platform's description and not from what the bot emits. Wider than the bot: other
 * properties of the same elements are known here, so that only what Feishu would refuse is refused.
 */
const px = z.string().regex(/^-?\d+(px)?( -?\d+(px)?){0,3}$/);
const id = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,19}$/);
const i18n = z.record(z.string(), z.string()).optional();
const plain = z.strictObject({
  tag: z.literal('plain_text'),
  content: z.string(),
  i18n_content: i18n,
  text_size: z.string().optional(),
  text_color: z.string().optional(),
  text_align: z.string().optional(),
  lines: z.int().optional(),
});
const larkMd = z.strictObject({
  tag: z.literal('lark_md'),
  content: z.string(),
  i18n_content: i18n,
  text_size: z.string().optional(),
  text_color: z.string().optional(),
  text_align: z.string().optional(),
  lines: z.int().optional(),
});
const words = z.discriminatedUnion('tag', [plain, larkMd]);
const icon = z.strictObject({
  tag: z.enum(['standard_icon', 'custom_icon']),
  token: z.string().optional(),
  color: z.string().optional(),
  img_key: z.string().optional(),
  size: z.string().optional(),
});
const confirm = z.strictObject({ title: plain, text: plain });
const behaviors = z.array(
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('callback'), value: z.union([z.record(z.string(), z.unknown()), z.string()]) }),
    z.strictObject({
      type: z.literal('open_url'),
      default_url: z.string().min(1),
      pc_url: z.string().optional(),
      ios_url: z.string().optional(),
      android_url: z.string().optional(),
    }),
  ]),
);
const placed = { element_id: id.optional(), margin: px.optional() };
const width = z
  .string()
  .regex(/^(default|fill|auto|\d+px)$/)
  .optional();
const inForm = { name: z.string().min(1).optional(), required: z.boolean().optional(), disabled: z.boolean().optional() };
const interactive = { ...placed, ...inForm, behaviors: behaviors.optional(), confirm: confirm.optional(), width };
const option = z.strictObject({ text: plain.optional(), value: z.string().min(1), icon: icon.optional() });
const layout = {
  direction: z.enum(['vertical', 'horizontal']).optional(),
  horizontal_spacing: z.string().optional(),
  vertical_spacing: z.string().optional(),
  horizontal_align: z.enum(['left', 'center', 'right']).optional(),
  vertical_align: z.enum(['top', 'center', 'bottom']).optional(),
  padding: px.optional(),
};

const children = () => z.array(z.lazy(() => element));

const leaf = [
  z.strictObject({
    tag: z.literal('markdown'),
    content: z.string(),
    text_size: z.string().optional(),
    text_align: z.enum(['left', 'center', 'right']).optional(),
    icon: icon.optional(),
    i18n_content: i18n,
    ...placed,
  }),
  z.strictObject({ tag: z.literal('div'), text: words.optional(), icon: icon.optional(), width: z.string().optional(), ...placed }),
  z.strictObject({ tag: z.literal('hr'), ...placed }),
  z.strictObject({
    tag: z.literal('img'),
    img_key: z.string(),
    alt: plain,
    title: plain.optional(),
    scale_type: z.string().optional(),
    size: z.string().optional(),
    preview: z.boolean().optional(),
    ...placed,
  }),
  z.strictObject({
    tag: z.literal('button'),
    text: plain,
    type: z
      .enum(['default', 'primary', 'danger', 'text', 'primary_text', 'danger_text', 'primary_filled', 'danger_filled', 'laser'])
      .optional(),
    size: z.enum(['tiny', 'small', 'medium', 'large']).optional(),
    icon: icon.optional(),
    hover_tips: plain.optional(),
    disabled_tips: plain.optional(),
    form_action_type: z.enum(['submit', 'reset']).optional(),
    ...interactive,
  }),
  z.strictObject({
    tag: z.literal('input'),
    placeholder: plain.optional(),
    default_value: z.string().optional(),
    max_length: z.int().min(1).max(1000).optional(),
    input_type: z.enum(['text', 'multiline_text', 'password']).optional(),
    rows: z.int().optional(),
    auto_resize: z.boolean().optional(),
    max_rows: z.int().optional(),
    label: plain.optional(),
    label_position: z.enum(['top', 'left']).optional(),
    disabled_tips: plain.optional(),
    value: z.unknown().optional(),
    ...interactive,
  }),
  z.strictObject({
    tag: z.literal('date_picker'),
    placeholder: plain.optional(),
    initial_date: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d$/)
      .optional(),
    value: z.unknown().optional(),
    ...interactive,
  }),
  z.strictObject({
    tag: z.literal('picker_time'),
    placeholder: plain.optional(),
    initial_time: z
      .string()
      .regex(/^\d\d:\d\d$/)
      .optional(),
    value: z.unknown().optional(),
    ...interactive,
  }),
  z.strictObject({
    tag: z.literal('picker_datetime'),
    placeholder: plain.optional(),
    initial_datetime: z.string().optional(),
    value: z.unknown().optional(),
    ...interactive,
  }),
  z.strictObject({
    tag: z.literal('select_static'),
    placeholder: plain.optional(),
    options: z.array(option.required({ text: true })).min(1),
    initial_option: z.string().optional(),
    initial_index: z.int().optional(),
    type: z.enum(['default', 'text']).optional(),
    ...interactive,
  }),
  z.strictObject({
    tag: z.literal('multi_select_static'),
    placeholder: plain.optional(),
    options: z.array(option.required({ text: true })).min(1),
    selected_values: z.array(z.string()).optional(),
    type: z.enum(['default', 'text']).optional(),
    ...interactive,
  }),
  z.strictObject({
    tag: z.literal('select_person'),
    placeholder: plain.optional(),
    options: z.array(z.strictObject({ value: z.string() })).optional(),
    initial_option: z.string().optional(),
    type: z.enum(['default', 'text']).optional(),
    ...interactive,
  }),
  z.strictObject({
    tag: z.literal('multi_select_person'),
    placeholder: plain.optional(),
    options: z.array(z.strictObject({ value: z.string() })).optional(),
    selected_values: z.array(z.string()).optional(),
    type: z.enum(['default', 'text']).optional(),
    ...interactive,
  }),
  z.strictObject({
    tag: z.literal('checker'),
    text: words.optional(),
    checked: z.boolean().optional(),
    overall_checkable: z.boolean().optional(),
    ...interactive,
  }),
  z.strictObject({
    tag: z.literal('overflow'),
    options: z.array(z.strictObject({ text: plain, value: z.string().optional(), multi_url: z.unknown().optional() })).min(1),
    value: z.unknown().optional(),
    ...interactive,
  }),
  z.strictObject({
    tag: z.literal('person'),
    user_id: z.string(),
    size: z.string().optional(),
    show_avatar: z.boolean().optional(),
    show_name: z.boolean().optional(),
    style: z.string().optional(),
    ...placed,
  }),
  z.strictObject({
    tag: z.literal('table'),
    page_size: z.int().min(1).max(10).optional(),
    row_height: z.string().optional(),
    row_max_height: z.string().optional(),
    freeze_first_column: z.boolean().optional(),
    header_style: z
      .strictObject({
        text_align: z.string().optional(),
        text_size: z.string().optional(),
        background_style: z.string().optional(),
        text_color: z.string().optional(),
        bold: z.boolean().optional(),
        lines: z.int().optional(),
      })
      .optional(),
    columns: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          display_name: z.string().optional(),
          data_type: z.enum(['text', 'lark_md', 'options', 'number', 'persons', 'date', 'markdown']),
          width: z.string().optional(),
          horizontal_align: z.string().optional(),
          vertical_align: z.string().optional(),
          format: z.unknown().optional(),
          date_format: z.string().optional(),
        }),
      )
      .min(1)
      .max(50),
    rows: z.array(z.record(z.string(), z.unknown())),
    ...placed,
  }),
] as const;

const container = [
  z.strictObject({
    tag: z.literal('column_set'),
    flex_mode: z.enum(['none', 'stretch', 'flow', 'bisect', 'trisect']).optional(),
    background_style: z.string().optional(),
    horizontal_spacing: z.string().optional(),
    horizontal_align: z.string().optional(),
    action: z.unknown().optional(),
    columns: z.array(
      z.strictObject({
        tag: z.literal('column'),
        width: z.string().optional(),
        weight: z.int().min(1).max(5).optional(),
        background_style: z.string().optional(),
        action: z.unknown().optional(),
        ...placed,
        ...layout,
        elements: children().optional(),
      }),
    ),
    ...placed,
  }),
  z.strictObject({
    tag: z.literal('collapsible_panel'),
    expanded: z.boolean().optional(),
    background_color: z.string().optional(),
    header: z.strictObject({
      title: z.union([plain, z.strictObject({ tag: z.literal('markdown'), content: z.string() })]),
      background_color: z.string().optional(),
      vertical_align: z.string().optional(),
      padding: px.optional(),
      position: z.string().optional(),
      width: z.string().optional(),
      icon: icon.optional(),
      icon_position: z.string().optional(),
      icon_expanded_angle: z.number().optional(),
    }),
    border: z.strictObject({ color: z.string().optional(), corner_radius: z.string().optional() }).optional(),
    ...placed,
    ...layout,
    elements: children(),
  }),
  z.strictObject({
    tag: z.literal('form'),
    name: z.string().min(1),
    confirm: confirm.optional(),
    ...placed,
    ...layout,
    elements: children(),
  }),
] as const;

const element: z.ZodType<Tagged> = z.discriminatedUnion('tag', [...leaf, ...container]);

interface Tagged {
  tag: string;
}

const color = z.enum([
  'neutral',
  'blue',
  'turquoise',
  'lime',
  'orange',
  'violet',
  'indigo',
  'wathet',
  'green',
  'yellow',
  'red',
  'purple',
  'carmine',
]);
const card = z.strictObject({
  schema: z.literal('2.0'),
  config: z
    .strictObject({
      streaming_mode: z.boolean().optional(),
      summary: z.strictObject({ content: z.string(), i18n_content: i18n }).optional(),
      locales: z.array(z.string()).optional(),
      enable_forward: z.boolean().optional(),
      update_multi: z.literal(true).optional(),
      width_mode: z.enum(['default', 'compact', 'fill']).optional(),
      use_custom_translation: z.boolean().optional(),
      enable_forward_interaction: z.boolean().optional(),
      style: z.unknown().optional(),
    })
    .optional(),
  card_link: z
    .strictObject({ url: z.string(), pc_url: z.string().optional(), ios_url: z.string().optional(), android_url: z.string().optional() })
    .optional(),
  header: z
    .strictObject({
      title: words,
      subtitle: words.optional(),
      text_tag_list: z
        .array(z.strictObject({ tag: z.literal('text_tag'), element_id: id.optional(), text: plain, color: color.optional() }))
        .max(3)
        .optional(),
      template: z
        .enum([
          'blue',
          'wathet',
          'turquoise',
          'green',
          'yellow',
          'orange',
          'red',
          'carmine',
          'violet',
          'purple',
          'indigo',
          'grey',
          'default',
        ])
        .optional(),
      icon: icon.optional(),
      padding: px.optional(),
    })
    .optional(),
  body: z.strictObject({ ...layout, elements: z.array(element) }).optional(),
});

export interface CardFault {
  readonly code: number;
  readonly message: string;
}

const containers = new Set(['column_set', 'collapsible_panel', 'form']);
const inputs = new Set([
  'input',
  'date_picker',
  'picker_time',
  'picker_datetime',
  'select_static',
  'multi_select_static',
  'select_person',
  'multi_select_person',
  'checker',
  'button',
]);
const selfNaming = new Set([...inputs, 'form']);

interface Walk {
  tags: number;
  tables: number;
  readonly ids: Set<string>;
  readonly names: Set<string>;
  fault: CardFault | null;
}

/** Null: Feishu takes the card. Else its inner code and message. */
export function judgeCard(candidate: unknown): CardFault | null {
  const parsed = card.safeParse(candidate);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const unknown = issue?.code === 'unrecognized_keys';
    return {
      code: unknown ? 200621 : 200861,
      message: `${issue?.path.join('/') ?? ''}: ${unknown ? `not support property ${issue.keys.join(',')}` : (issue?.message ?? 'parse card json err')}`,
    };
  }
  const walk: Walk = { tags: 0, tables: 0, ids: new Set(), names: new Set(), fault: null };
  visit(candidate, { depth: 0, form: false, root: false }, walk);
  if (walk.fault !== null) return walk.fault;
  if (walk.tags > 200) return { code: 300305, message: 'the number of card elements exceeds the limit of 200' };
  return walk.tables > 5 ? { code: 200731, message: 'card table number over limit' } : null;
}

function visit(node: unknown, at: { depth: number; form: boolean; root: boolean }, walk: Walk): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, at, walk);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const entries = node as Record<string, unknown>;
  const tag = typeof entries['tag'] === 'string' ? entries['tag'] : null;
  let inside = { ...at, root: false };
  if (tag !== null) {
    walk.tags += 1;
    walk.fault ??= judgeElement(tag, entries, at, walk);
    if (containers.has(tag)) inside = { depth: at.depth + 1, form: at.form || tag === 'form', root: false };
  }
  for (const [key, value] of Object.entries(entries)) {
    if (key === 'value' || key === 'rows') continue;
    visit(value, key === 'body' ? { depth: 0, form: false, root: true } : key === 'elements' && tag === null ? at : inside, walk);
  }
}

function judgeElement(
  tag: string,
  entries: Record<string, unknown>,
  at: { depth: number; form: boolean; root: boolean },
  walk: Walk,
): CardFault | null {
  const elementId = entries['element_id'];
  if (typeof elementId === 'string') {
    if (walk.ids.has(elementId)) return { code: 200614, message: `duplicate element_id ${elementId}` };
    walk.ids.add(elementId);
  }
  const name = entries['name'];
  if (selfNaming.has(tag) && typeof name === 'string') {
    if (walk.names.has(name)) return { code: 200530, message: `duplicate name ${name}` };
    walk.names.add(name);
  }
  if (at.depth >= 5 && containers.has(tag)) return { code: 200380, message: 'containers are nested too deep' };
  if (tag === 'table') {
    walk.tables += 1;
    if (!at.root) return { code: 200570, message: 'table can only be placed under the root node' };
  }
  if (tag === 'form') {
    if (!at.root) return { code: 200570, message: 'form can only be placed under the root node' };
    if (!holdsSubmit(entries['elements'])) return { code: 200530, message: 'form has no submit button' };
  }
  if ((tag === 'multi_select_static' || tag === 'multi_select_person') && !at.form)
    return { code: 200570, message: `${tag} is only supported in form` };
  if (at.form && inputs.has(tag) && (typeof name !== 'string' || name === ''))
    return { code: 200530, message: `${tag} in form has no name` };
  return null;
}

function holdsSubmit(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(holdsSubmit);
  if (typeof node !== 'object' || node === null) return false;
  if ('form_action_type' in node && node.form_action_type === 'submit') return true;
  return Object.values(node).some(holdsSubmit);
}
