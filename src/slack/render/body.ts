import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { Action, Block } from '../../view/view.ts';
import { moreItems, words } from '../words.ts';
import { actionRows, type Ids, packedRows } from './actions.ts';
import { context } from './elements.ts';
import { Flow, type Reader, type Surface } from './flow.ts';

/** What stands in a view below its title. */
export interface Body {
  readonly blocks: readonly Block[];
  readonly actions: readonly Action[];
  readonly rest?: Action;
}

/** The least number of blocks that stay for text, before buttons are packed together. */
const leastTextBlocks = 6;

/**
 * Draws a view's blocks and buttons into what a surface can hold. Every action is kept: room for them is set aside first. Text that does not
 * fit is left out visibly, with the number of entries left out and the view's own way to the rest.
 */
export function drawBody(body: Body, head: readonly KnownBlock[], surface: Surface, reader: Reader, ids: Ids): KnownBlock[] {
  const inPlace = new Map<Block, ActionsBlock[]>();
  for (const block of body.blocks) if (block.kind === 'actions') inPlace.set(block, actionRows(block.actions, ids));
  let foot = actionRows(body.actions, ids);
  // The note about what was left out, and the button that shows it.
  const spare = body.rest === undefined ? 1 : 2;
  const taken = () => head.length + spare + foot.length + [...inPlace.values()].reduce((sum, rows) => sum + rows.length, 0);
  if (taken() > surface.blocks - leastTextBlocks) {
    foot = packedRows([...body.blocks.flatMap((block) => (block.kind === 'actions' ? block.actions : [])), ...body.actions], ids);
    inPlace.clear();
  }
  const flow = new Flow(reader, surface, { blocks: surface.blocks - taken(), text: surface.text });
  for (const block of body.blocks) {
    if (block.kind === 'actions') flow.blocks.push(...(inPlace.get(block) ?? []));
    else flow.add(block);
  }
  return [...head, ...flow.blocks, ...leftOut(flow, body, reader, ids), ...foot];
}

function leftOut(flow: Flow, body: Body, reader: Reader, ids: Ids): KnownBlock[] {
  const parts = [...(flow.omitted > 0 ? [moreItems(flow.omitted)] : []), ...(flow.clipped ? [words.clipped] : [])];
  if (parts.length === 0) return [];
  const note = context(`… ${parts.map((part) => part[reader.locale]).join(' · ')}`);
  return [note, ...(body.rest === undefined ? [] : packedRows([body.rest], ids))];
}
