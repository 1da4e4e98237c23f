import { z } from 'zod';
import { actionElement, anyText, button, chars, id, image, inputElement, overflow, plainText, richTextPart, url } from './objects.ts';

const common = { block_id: id.optional() };

const header = z.strictObject({ type: z.literal('header'), ...common, text: plainText(150) });
const divider = z.strictObject({ type: z.literal('divider'), ...common });
const section = z
  .strictObject({
    type: z.literal('section'),
    ...common,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: z.discriminatedUnion('type', [button, overflow, image]).optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, 'needs text or fields');
const context = z.strictObject({
  type: z.literal('context'),
  ...common,
  elements: z
    .array(z.union([anyText(3000), image]))
    .min(1)
    .max(10, 'no more than 10 items allowed'),
});
const actions = z.strictObject({
  type: z.literal('actions'),
  ...common,
  elements: z.array(actionElement).min(1).max(25, 'no more than 25 items allowed'),
});
const richText = z.strictObject({ type: z.literal('rich_text'), ...common, elements: z.array(richTextPart).min(1) });
const imageBlock = z.strictObject({
  type: z.literal('image'),
  ...common,
  image_url: url,
  alt_text: chars(1, 2000),
  title: plainText(2000).optional(),
});
const input = z.strictObject({
  type: z.literal('input'),
  ...common,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
});
const cell = z.discriminatedUnion('type', [z.strictObject({ type: z.literal('raw_text'), text: chars(1, 10_000) }), richText]);
const table = z.strictObject({
  type: z.literal('table'),
  ...common,
  rows: z.array(z.array(cell).min(1).max(20, 'no more than 20 columns')).min(1).max(100, 'no more than 100 rows'),
  column_settings: z
    .array(z.strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() }).nullable())
    .max(20)
    .optional(),
});
const markdown = z.strictObject({ type: z.literal('markdown'), ...common, text: chars(1, 12_000) });

type Surface = 'message' | 'home' | 'modal';

const unions = {
  message: z.discriminatedUnion('type', [header, divider, section, context, actions, richText, imageBlock, input, table, markdown]),
  home: z.discriminatedUnion('type', [header, divider, section, context, actions, richText, imageBlock, input]),
  modal: z.discriminatedUnion('type', [header, divider, section, context, actions, richText, imageBlock, input]),
};
const most: Record<Surface, number> = { message: 50, home: 100, modal: 100 };

/** One fault of a payload as Slack words it, with a JSON pointer. */
export interface Fault {
  readonly pointer: string;
  readonly message: string;
}

const pointer = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part)}`).join('');

function faultsOf(error: z.ZodError, prefix: string): Fault[] {
  return error.issues.map((issue) => {
    const what =
      issue.code === 'unrecognized_keys'
        ? `no more properties allowed: ${issue.keys.join(', ')}`
        : issue.code === 'invalid_union'
          ? 'unsupported type'
          : issue.message;
    return { pointer: `${prefix}${pointer(issue.path)}`, message: what };
  });
}

const textLength = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : textLength(item)),
    0,
  );
};

/** Everything wrong with the blocks of a message or view; empty when Slack would take them. */
export function blockFaults(blocks: unknown, surface: Surface, prefix = '/blocks'): Fault[] {
  const list = z.array(unions[surface]).max(most[surface], `no more than ${most[surface]} items allowed`).safeParse(blocks);
  if (!list.success) return faultsOf(list.error, prefix);
  const faults: Fault[] = [];
  const blockIds = new Set<string>();
  const actionIds = new Set<string>();
  for (const [at, block] of list.data.entries()) {
    if (block.block_id !== undefined && blockIds.has(block.block_id))
      faults.push({ pointer: `${prefix}/${at}/block_id`, message: `\`block_id\` "${block.block_id}" already exists` });
    if (block.block_id !== undefined) blockIds.add(block.block_id);
    const elements = block.type === 'actions' ? block.elements : block.type === 'input' ? [block.element] : [];
    for (const element of elements) {
      if (actionIds.has(element.action_id))
        faults.push({ pointer: `${prefix}/${at}`, message: `\`action_id\` "${element.action_id}" already exists` });
      actionIds.add(element.action_id);
    }
  }
  const tables = list.data.flatMap((block) => (block.type === 'table' ? [block] : []));
  if (tables.length > 1) faults.push({ pointer: prefix, message: 'only one table is allowed' });
  if (tables.some((block) => textLength(block.rows) > 10_000))
    faults.push({ pointer: prefix, message: 'a table holds no more than 10000 characters' });
  return faults;
}

/** Text in the blocks of a message, labels of buttons apart, which may be about 13,000 characters. */
export function blocksTooLong(blocks: unknown): boolean {
  const read = z.array(z.looseObject({ type: z.string() })).safeParse(blocks);
  return read.success && textLength(read.data.filter((block) => block.type !== 'actions')) > 13_000;
}

const view = {
  home: z.strictObject({
    type: z.literal('home'),
    blocks: z.unknown(),
    private_metadata: z.string().max(3000).optional(),
    callback_id: z.string().max(255).optional(),
    external_id: z.string().max(255).optional(),
  }),
  modal: z.strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    blocks: z.unknown(),
    close: plainText(24).optional(),
    submit: plainText(24).optional(),
    private_metadata: z.string().max(3000).optional(),
    callback_id: z.string().max(255).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    external_id: z.string().max(255).optional(),
  }),
};

/** Everything wrong with a view for a surface. */
export function viewFaults(given: unknown, surface: 'home' | 'modal'): Fault[] {
  const read = view[surface].safeParse(given);
  if (!read.success) return faultsOf(read.error, '/view');
  const faults = blockFaults(read.data.blocks, surface, '/view/blocks');
  if (faults.length > 0 || read.data.type === 'home') return faults;
  const blocks = z.array(z.looseObject({ type: z.string() })).parse(read.data.blocks);
  if (blocks.length === 0) return [{ pointer: '/view/blocks', message: 'must have at least 1 item' }];
  const needsSubmit = blocks.some((block) => block.type === 'input') && read.data.submit === undefined;
  return needsSubmit ? [{ pointer: '/view/submit', message: 'is required when there are input blocks' }] : [];
}

export const viewTooLarge = (given: unknown): boolean => Buffer.byteLength(JSON.stringify(given)) > 250_000;

/** As they stand in `response_metadata.messages`. */
export const faultLines = (faults: readonly Fault[]): string[] =>
  faults.slice(0, 10).map((fault) => `[ERROR] ${fault.message} [json-pointer:${fault.pointer}]`);
