import type { Action } from '../../view/view.ts';
import { limits } from '../limits.ts';
import { button } from './actions.ts';
import { countTags, type Element, encodedBytes, type Markdown } from './card.ts';
import type { Reader } from './markdown.ts';
import { type Piece, tableElement } from './pieces.ts';
import { hiddenActions, hiddenItems } from './text.ts';

export interface Room {
  bytes: number;
  tags: number;
}

interface Filled {
  readonly elements: readonly Element[];
  readonly hidden: number;
}

const cost = (element: unknown): Room => ({ bytes: encodedBytes(element) + 4, tags: countTags(element) });
const fits = (room: Room, need: Room): boolean => need.bytes <= room.bytes && need.tags <= room.tags;
const take = (room: Room, need: Room): void => {
  room.bytes -= need.bytes;
  room.tags -= need.tags;
};

const note = (content: string): Markdown => ({ tag: 'markdown', content, text_size: 'notation' });

/**
 * Puts pieces into a card with the room it has. Buttons are placed first and all of them, as far as a card can hold them; then text in reading
 * order until the room is used up. What is left out is counted in a note, followed by the button that shows the rest.
 */
export function fill(content: readonly Piece[], foot: readonly Element[], rest: Action | undefined, reader: Reader, room: Room): Element[] {
  const restButton = rest === undefined ? [] : [button(rest)];
  take(room, cost([note(hiddenItems(999_999, reader.locale)), note(hiddenActions(999, reader.locale)), ...restButton]));
  let lostButtons = 0;
  const keep = (elements: readonly Element[]): Element[] =>
    elements.filter((element) => {
      const need = cost(element);
      if (fits(room, need)) {
        take(room, need);
        return true;
      }
      if (element.tag !== 'hr') lostButtons += countButtons(element);
      return false;
    });
  const kept = content.map((piece) => (piece.kind === 'kept' ? keep(piece.elements) : null));
  const bottom = keep(foot);
  const cutShort: { yet: boolean } = { yet: false };
  const filled = content.map((piece, at): Filled => {
    const whole = kept[at];
    if (whole !== null && whole !== undefined) return { elements: whole, hidden: 0 };
    return fillPiece(piece, room, cutShort);
  });
  const hidden = filled.reduce((sum, part) => sum + part.hidden, 0);
  const notes = [
    ...(hidden > 0 ? [note(hiddenItems(hidden, reader.locale))] : []),
    ...(lostButtons > 0 ? [note(hiddenActions(lostButtons, reader.locale))] : []),
  ];
  return [...filled.flatMap((part) => part.elements), ...notes, ...(notes.length > 0 ? restButton : []), ...bottom];
}

function countButtons(element: Element): number {
  if (element.tag === 'button') return 1;
  if (element.tag === 'column_set') return element.columns.length;
  return element.tag === 'collapsible_panel' ? element.elements.length : 0;
}

function fillPiece(piece: Piece, room: Room, cutShort: { yet: boolean }): Filled {
  if (piece.kind === 'kept') return { elements: piece.elements, hidden: 0 };
  const items = piece.kind === 'lines' ? piece.lines : piece.rows;
  if (items.length === 0) return { elements: [], hidden: 0 };
  const drawn = cutShort.yet ? 0 : drawable(piece, room);
  if (drawn < items.length) cutShort.yet = true;
  if (drawn === 0) return { elements: [], hidden: items.length };
  const element = draw(piece, drawn);
  take(room, cost(element));
  return { elements: [element], hidden: items.length - drawn };
}

function draw(piece: Exclude<Piece, { kind: 'kept' }>, items: number): Element {
  if (piece.kind === 'table') return tableElement(piece.columns, piece.rows.slice(0, items));
  return { tag: 'markdown', content: piece.lines.slice(0, items).join('\n'), text_size: piece.size };
}

/** How many lines or rows fit, by halving: their cost grows with their number. */
function drawable(piece: Exclude<Piece, { kind: 'kept' }>, room: Room): number {
  const total = piece.kind === 'lines' ? piece.lines.length : piece.rows.length;
  if (fits(room, cost(draw(piece, total)))) return total;
  let low = 0;
  let high = total - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(room, cost(draw(piece, middle)))) low = middle;
    else high = middle - 1;
  }
  return low;
}

export const cardRoom = (shell: unknown): Room => ({
  bytes: limits.cardBytes - encodedBytes(shell),
  tags: limits.elements - countTags(shell),
});
