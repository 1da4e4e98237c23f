import { z } from 'zod';
import { limits } from '../limits.ts';

const text = (max: number) => z.string().min(1).max(max);

export const plain = (max: number) => z.strictObject({ type: z.literal('plain_text'), text: text(max), emoji: z.boolean().optional() });

const address = z
  .string()
  .max(limits.buttonUrl)
  .regex(/^(https?:\/\/|mailto:)\S+$/i);

const confirm = z.strictObject({
  title: plain(limits.confirmTitle),
  text: plain(limits.confirmText),
  confirm: plain(limits.confirmButton),
  deny: plain(limits.confirmButton),
  style: z.enum(['primary', 'danger']).optional(),
});

const actionId = text(limits.actionId);
const option = z.strictObject({ text: plain(limits.optionText), value: text(limits.optionValue) });
const options = z.array(option).min(1).max(limits.selectOptions);

/** `options` or `option_groups`, never both. */
const choices = {
  options: options.optional(),
  option_groups: z
    .array(z.strictObject({ label: plain(limits.optionGroupLabel), options }))
    .min(1)
    .max(limits.optionGroups)
    .optional(),
};
const oneOf = (select: { options?: unknown; option_groups?: unknown }) =>
  (select.options === undefined) !== (select.option_groups === undefined);

const button = z.strictObject({
  type: z.literal('button'),
  action_id: actionId,
  text: plain(limits.buttonText),
  value: z.string().max(limits.buttonValue).optional(),
  url: address.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
});

const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  options: z
    .array(option.extend({ url: address.optional() }))
    .min(1)
    .max(limits.overflowOptions),
});

export const pressable = z.discriminatedUnion('type', [button, overflow]);

const user = z.string().regex(/^[UW][A-Z0-9]+$/);

const staticSelect = z
  .strictObject({ type: z.literal('static_select'), action_id: actionId, ...choices, initial_option: option.optional() })
  .refine(oneOf);
const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    action_id: actionId,
    ...choices,
    initial_options: z.array(option).min(1).optional(),
  })
  .refine(oneOf);

export const inputElement = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('plain_text_input'),
    action_id: actionId,
    multiline: z.boolean(),
    max_length: z.int().min(1).max(limits.inputValue),
    initial_value: text(limits.inputValue).optional(),
    placeholder: plain(limits.placeholder).optional(),
  }),
  z.strictObject({ type: z.literal('datepicker'), action_id: actionId, initial_date: z.iso.date().optional() }),
  z.strictObject({
    type: z.literal('timepicker'),
    action_id: actionId,
    initial_time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
  }),
  staticSelect,
  multiStaticSelect,
  z.strictObject({
    type: z.literal('checkboxes'),
    action_id: actionId,
    options: z.array(option).min(1).max(limits.checkboxes),
    initial_options: z.array(option).min(1).optional(),
  }),
  z.strictObject({ type: z.literal('users_select'), action_id: actionId, initial_user: user.optional() }),
  z.strictObject({ type: z.literal('multi_users_select'), action_id: actionId, initial_users: z.array(user).min(1).optional() }),
]);

const style = z.strictObject({ bold: z.literal(true).optional(), italic: z.literal(true).optional() });
const textElement = z.strictObject({ type: z.literal('text'), text: text(limits.richText), style: style.optional() });

export const richTextElement = z.discriminatedUnion('type', [
  textElement,
  z.strictObject({ type: z.literal('user'), user_id: user }),
  z.strictObject({ type: z.literal('link'), url: address, text: text(limits.richText).optional() }),
]);

const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(richTextElement).min(1) });

export const richText = z.discriminatedUnion('type', [
  section,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.literal('bullet'),
    elements: z.array(section).min(1).max(limits.richTextItems),
  }),
  z.strictObject({ type: z.literal('rich_text_preformatted'), elements: z.array(textElement).min(1) }),
]);
