import { z } from 'zod';

/** Block Kit as the sandbox's server judges it; written from the reference, apart from what the bot knows of it. */

const chars = (min: number, max: number) =>
  z
    .string()
    .min(min, `must be more than ${min - 1} characters`)
    .max(max, `must be less than ${max + 1} characters`);

export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: chars(1, max), emoji: z.boolean().optional() });
export const mrkdwn = (max: number) => z.strictObject({ type: z.literal('mrkdwn'), text: chars(1, max), verbatim: z.boolean().optional() });
export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

const id = chars(1, 255);
const url = chars(1, 3000).regex(/^(https?|mailto|tel|slack):\S+$/i, 'must be a valid url');
const pair = z.enum(['primary', 'danger']);

const confirm = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: pair.optional(),
});

const plainOption = z.strictObject({
  text: plainText(75),
  value: chars(1, 150),
  description: plainText(75).optional(),
  url: url.optional(),
});
const richOption = z.strictObject({ text: anyText(75), value: chars(1, 150), description: anyText(75).optional() });

const distinct = (options: readonly { readonly value: string }[]) => new Set(options.map((option) => option.value)).size === options.length;
const optionList = z
  .array(plainOption)
  .min(1, 'must have at least 1 option')
  .max(100, 'no more than 100 options')
  .refine(distinct, 'option values must be unique');
const groupList = z
  .array(z.strictObject({ label: plainText(75), options: optionList }))
  .min(1)
  .max(100);

const confirmable = { action_id: id, confirm: confirm.optional() };
const focusable = { ...confirmable, focus_on_load: z.boolean().optional() };
const placeholdable = { ...focusable, placeholder: plainText(150).optional() };

const eitherOptions = (element: { options?: unknown; option_groups?: unknown }) =>
  (element.options === undefined) !== (element.option_groups === undefined);
const isOffered = (element: {
  options?: Offer[] | undefined;
  option_groups?: { options: Offer[] }[] | undefined;
  initial_option?: Offer | undefined;
  initial_options?: Offer[] | undefined;
}) => {
  const offered = element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
  const initial = [...(element.initial_options ?? []), ...(element.initial_option === undefined ? [] : [element.initial_option])];
  return initial.every((option) =>
    offered.some((other) => other.value === option.value && JSON.stringify(other.text) === JSON.stringify(option.text)),
  );
};
interface Offer {
  readonly value: string;
  readonly text: unknown;
}

export const button = z.strictObject({
  type: z.literal('button'),
  ...confirmable,
  text: plainText(75),
  value: chars(0, 2000).optional(),
  url: url.optional(),
  style: pair.optional(),
  accessibility_label: chars(1, 75).optional(),
});
export const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...confirmable,
  options: z.array(plainOption).min(1).max(5, 'no more than 5 options').refine(distinct, 'option values must be unique'),
});

const selects = {
  static_select: z
    .strictObject({
      type: z.literal('static_select'),
      ...placeholdable,
      options: optionList.optional(),
      option_groups: groupList.optional(),
      initial_option: plainOption.optional(),
    })
    .refine(eitherOptions, 'needs options or option_groups, not both')
    .refine(isOffered, 'initial_option must be one of the options'),
  multi_static_select: z
    .strictObject({
      type: z.literal('multi_static_select'),
      ...placeholdable,
      options: optionList.optional(),
      option_groups: groupList.optional(),
      initial_options: z.array(plainOption).min(1).optional(),
      max_selected_items: z.int().min(1).optional(),
    })
    .refine(eitherOptions, 'needs options or option_groups, not both')
    .refine(isOffered, 'initial_options must be among the options'),
  users_select: z.strictObject({ type: z.literal('users_select'), ...placeholdable, initial_user: chars(1, 50).optional() }),
  multi_users_select: z.strictObject({
    type: z.literal('multi_users_select'),
    ...placeholdable,
    initial_users: z.array(chars(1, 50)).min(1).optional(),
    max_selected_items: z.int().min(1).optional(),
  }),
  datepicker: z.strictObject({ type: z.literal('datepicker'), ...placeholdable, initial_date: z.iso.date().optional() }),
  timepicker: z.strictObject({
    type: z.literal('timepicker'),
    ...placeholdable,
    initial_time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
    timezone: z.string().optional(),
  }),
  checkboxes: z
    .strictObject({
      type: z.literal('checkboxes'),
      ...focusable,
      options: z.array(richOption).min(1).max(10).refine(distinct),
      initial_options: z.array(richOption).min(1).optional(),
    })
    .refine(isOffered, 'initial_options must be among the options'),
  radio_buttons: z
    .strictObject({
      type: z.literal('radio_buttons'),
      ...focusable,
      options: z.array(richOption).min(1).max(10).refine(distinct),
      initial_option: richOption.optional(),
    })
    .refine(isOffered, 'initial_option must be one of the options'),
};

const plainInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    action_id: id,
    initial_value: chars(0, 3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
    placeholder: plainText(150).optional(),
    focus_on_load: z.boolean().optional(),
    dispatch_action_config: z
      .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1) })
      .optional(),
  })
  .refine((input) => (input.initial_value?.length ?? 0) <= (input.max_length ?? 3000), 'initial_value is longer than max_length');

/** What an actions block may hold. */
export const actionElement = z.discriminatedUnion('type', [
  button,
  overflow,
  selects.static_select,
  selects.multi_static_select,
  selects.users_select,
  selects.multi_users_select,
  selects.datepicker,
  selects.timepicker,
  selects.checkboxes,
  selects.radio_buttons,
]);

/** What an input block may hold. */
export const inputElement = z.discriminatedUnion('type', [
  plainInput,
  selects.static_select,
  selects.multi_static_select,
  selects.users_select,
  selects.multi_users_select,
  selects.datepicker,
  selects.timepicker,
  selects.checkboxes,
  selects.radio_buttons,
]);

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();
const textRun = z.strictObject({ type: z.literal('text'), text: chars(1, 40_000), style });
const linkRun = z.strictObject({ type: z.literal('link'), url, text: chars(1, 40_000).optional(), unsafe: z.boolean().optional(), style });
const run = z.discriminatedUnion('type', [
  textRun,
  linkRun,
  z.strictObject({ type: z.literal('user'), user_id: chars(1, 50), style }),
  z.strictObject({ type: z.literal('channel'), channel_id: chars(1, 50), style }),
  z.strictObject({ type: z.literal('emoji'), name: chars(1, 100), unicode: z.string().optional(), style }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), style }),
]);
const richSection = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(run).min(1) });

export const richTextPart = z.discriminatedUnion('type', [
  richSection,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(richSection).min(1),
    indent: z.int().min(0).max(8).optional(),
    offset: z.int().min(0).optional(),
    border: z.int().min(0).max(1).optional(),
  }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(z.discriminatedUnion('type', [textRun, linkRun])).min(1),
    border: z.int().min(0).max(1).optional(),
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(run).min(1), border: z.int().min(0).max(1).optional() }),
]);

export const image = z.strictObject({ type: z.literal('image'), image_url: url, alt_text: chars(1, 2000) });
export { chars, id, url };
