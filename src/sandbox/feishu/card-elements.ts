import { z } from 'zod';

/** The elements of card JSON 2.0 with the properties Feishu knows, wider than what the bot emits; any other property is refused. */
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
/** A card JSON 2.0 by shape alone; what goes together is judged in `card-schema.ts`. */
export const cardShape = z.strictObject({
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
