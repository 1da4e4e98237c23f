import { z } from 'zod';
import { limits } from '../limits.ts';
import { inputElement, plain, pressable, richText } from './objects.ts';

const blockId = z.string().min(1).max(limits.blockId);

const header = z.strictObject({ type: z.literal('header'), text: plain(limits.header) });
const context = z.strictObject({
  type: z.literal('context'),
  elements: z.array(plain(limits.contextText)).min(1).max(limits.contextElements),
});
const divider = z.strictObject({ type: z.literal('divider') });
const rich = z.strictObject({ type: z.literal('rich_text'), elements: z.array(richText).min(1) });
const actions = z.strictObject({ type: z.literal('actions'), elements: z.array(pressable).min(1).max(limits.actionsElements) });
const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plain(limits.inputLabel),
  hint: plain(limits.inputHint).optional(),
  optional: z.boolean(),
  element: inputElement,
});
const table = z.strictObject({
  type: z.literal('table'),
  rows: z
    .array(
      z
        .array(z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }))
        .min(1)
        .max(limits.tableColumns),
    )
    .min(1)
    .max(limits.tableRows)
    .refine((rows) => rows.flat().reduce((sum, cell) => sum + cell.text.length, 0) <= limits.tableText)
    .refine((rows) => new Set(rows.map((row) => row.length)).size === 1),
});

/** Slack tells presses and values apart by these ids, so none may stand twice in one view. */
function idsAreUnique(blocks: readonly object[]): boolean {
  const elements = blocks.flatMap((block) => [
    ...('elements' in block && Array.isArray(block.elements) ? block.elements : []),
    ...('element' in block ? [block.element] : []),
  ]);
  return (
    !repeats(elements.map((element: unknown) => property(element, 'action_id'))) &&
    !repeats(blocks.map((block) => property(block, 'block_id')))
  );
}

const property = (of: unknown, key: string): unknown =>
  typeof of === 'object' && of !== null ? Object.entries(of).find(([name]) => name === key)?.[1] : undefined;

function repeats(ids: readonly unknown[]): boolean {
  const given = ids.filter((id) => id !== undefined);
  return new Set(given).size !== given.length;
}

const messageBlocks = z
  .array(z.discriminatedUnion('type', [header, context, divider, rich, actions, table]))
  .min(1)
  .max(limits.messageBlocks)
  .refine(idsAreUnique, 'action_id or block_id stands twice')
  .refine((blocks) => blocks.filter((block) => block.type === 'table').length <= limits.tablesPerMessage, 'more than one table');

const homeBlocks = z
  .array(z.discriminatedUnion('type', [header, context, divider, rich, actions]))
  .max(limits.viewBlocks)
  .refine(idsAreUnique, 'action_id or block_id stands twice');

const modalBlocks = z
  .array(z.discriminatedUnion('type', [header, context, divider, rich, actions, input]))
  .min(1)
  .max(limits.viewBlocks)
  .refine(idsAreUnique, 'action_id or block_id stands twice');

const smallEnough = (view: unknown) => Buffer.byteLength(JSON.stringify(view)) <= limits.viewBytes;

/** What of a message we emit: blocks and the text for notifications. */
export const messageSchema = z.strictObject({ text: z.string().min(1).max(limits.fallbackText), blocks: messageBlocks });

export const homeSchema = z.strictObject({ type: z.literal('home'), blocks: homeBlocks }).refine(smallEnough, 'over 250 KB');

export const modalSchema = z
  .strictObject({
    type: z.literal('modal'),
    callback_id: z.string().min(1).max(limits.callbackId),
    private_metadata: z.string().max(limits.privateMetadata).optional(),
    title: plain(limits.modalTitle),
    submit: plain(limits.modalButton).optional(),
    close: plain(limits.modalButton),
    blocks: modalBlocks,
  })
  .refine((view) => view.submit !== undefined || view.blocks.every((block) => block.type !== 'input'), 'a form needs a submit button')
  .refine(smallEnough, 'over 250 KB');
