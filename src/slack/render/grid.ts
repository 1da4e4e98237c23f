import type { RichTextBlock, TableBlock } from '@slack/types';
import type { Block } from '../../view/view.ts';
import { limits } from '../limits.ts';
import { cut } from './text.ts';

type Grid = Extract<Block, { kind: 'grid' }>;

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\ud83c-\ud83e][\udc00-\udfff]/gu;
const ideographicSpace = '\u3000';
const gap = '  ';

/** Characters of a fixed-width font: `wide` ones and the others, counted apart because a client's wide glyph is not exactly two narrow ones. */
function widths(text: string): { wide: number; narrow: number } {
  const count = [...text.matchAll(wide)].length;
  return { wide: count, narrow: [...text].length - count };
}

function pad(text: string, to: { wide: number; narrow: number }): string {
  const own = widths(text);
  return `${text}${ideographicSpace.repeat(to.wide - own.wide)}${' '.repeat(to.narrow - own.narrow)}`;
}

const tidy = (cell: string): string => cell.replace(/\s+/gu, ' ').trim();

/** Every row has as many cells as the longest, so that a ragged grid is drawn whole. */
function squared(grid: Grid): string[][] {
  const all = [grid.columns, ...grid.rows];
  const count = Math.max(0, ...all.map((row) => row.length));
  return all.map((row) => Array.from({ length: count }, (_, at) => tidy(row[at] ?? '')));
}

/** The grid in columns that line up, one string a line, the header first. */
export function columnLines(grid: Grid): string[] {
  const rows = squared(grid);
  const count = rows[0]?.length ?? 0;
  const fit = Array.from({ length: count }, (_, at) => {
    const cells = rows.map((row) => widths(row[at] ?? ''));
    return { wide: Math.max(...cells.map((cell) => cell.wide)), narrow: Math.max(...cells.map((cell) => cell.narrow)) };
  });
  return rows.map((row) =>
    row
      .map((cell, at) => pad(cell, fit[at] ?? widths(cell)))
      .join(gap)
      .trimEnd(),
  );
}

/** A real table, or null where it is over a table's limits. */
export function tableOf(grid: Grid): { block: TableBlock; size: number } | null {
  const rows = squared(grid);
  const count = rows[0]?.length ?? 0;
  const cells = rows.flat().map((cell) => (cell === '' ? '\u00a0' : cell));
  const size = cells.reduce((sum, cell) => sum + cell.length, 0);
  if (count === 0 || count > limits.tableColumns || rows.length > limits.tableRows || size > limits.tableText) return null;
  return {
    block: { type: 'table', rows: rows.map((row) => row.map((cell) => ({ type: 'raw_text', text: cell === '' ? '\u00a0' : cell }))) },
    size,
  };
}

/** Lines in a fixed-width block. */
export function preformatted(lines: readonly string[]): RichTextBlock {
  const text = cut(lines.join('\n'), limits.richText);
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: text.trim() === '' ? '–' : text }] }],
  };
}
