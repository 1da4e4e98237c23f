import { assertNever } from '../../core/result.ts';
import type { Block, FindingLine } from '../../view/view.ts';
import { limits } from '../limits.ts';
import { blockActions } from './actions.ts';
import type { Element, Markdown, Table } from './card.ts';
import { cut, escapeMarkdown, oneLine, type Reader, richMarkdown } from './markdown.ts';

/** A part of a view on its way into a card: lines and rows may be cut off at the end, the rest is kept whole. */
export type Piece =
  | { readonly kind: 'lines'; readonly lines: readonly string[]; readonly size: NonNullable<Markdown['text_size']> }
  | { readonly kind: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'kept'; readonly elements: readonly Element[] };

const signs = { ok: '✓', warn: '⚠', error: '✗', info: '·' } as const;

function finding(line: FindingLine, reader: Reader): string {
  const source = line.source === undefined || line.source.trim() === '' ? '' : ` (${escapeMarkdown(oneLine(line.source, 300))})`;
  return `${signs[line.level]} ${richMarkdown(line.text, reader)}${source}`;
}

const lines = (content: readonly string[], size: NonNullable<Markdown['text_size']> = 'normal'): Piece => ({
  kind: 'lines',
  lines: content.filter((line) => line.trim() !== ''),
  size,
});

function label(text: string): string {
  const said = oneLine(text, 100).trim();
  return said === '' ? '' : `**${escapeMarkdown(said)}** `;
}

/** A table where the platform has none left: one line per row. */
export function gridLines(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.map((cells) =>
    cells
      .map((cell, at) =>
        at === 0
          ? label(cell).trim()
          : cell.trim() === ''
            ? ''
            : `${escapeMarkdown(oneLine(columns[at] ?? '', 60))} ${escapeMarkdown(oneLine(cell, 200))}`.trim(),
      )
      .filter((cell) => cell !== '')
      .join(' · '),
  );
}

export function tableElement(columns: readonly string[], rows: readonly (readonly string[])[]): Table {
  return {
    tag: 'table',
    page_size: Math.min(limits.tablePageSize, Math.max(1, rows.length)),
    row_height: 'low',
    header_style: { bold: true, background_style: 'grey' },
    columns: columns.map((name, at) => ({ name: `c${at}`, display_name: oneLine(name, 60), data_type: 'text', width: 'auto' })),
    rows: rows.map((cells) => Object.fromEntries(columns.map((_, at) => [`c${at}`, cut(cells[at] ?? '', 200)]))),
  };
}

/** The pieces of the blocks, in order. Beyond the tables a card may hold, grids become lines. */
export function pieces(blocks: readonly Block[], reader: Reader): Piece[] {
  let tables = 0;
  return blocks.map((block): Piece => {
    switch (block.kind) {
      case 'text':
        return lines([richMarkdown(block.text, reader)]);
      case 'heading':
        return lines([label(block.text).trim()], 'heading');
      case 'facts':
        return lines(block.facts.map((fact) => `${label(fact.label)}${richMarkdown(fact.value, reader)}`));
      case 'list':
        return lines(block.items.map((item) => `- ${richMarkdown(item, reader).replace(/\n/g, ' ')}`));
      case 'findings':
        return lines(block.findings.map((line) => finding(line, reader)));
      case 'grid': {
        const drawable = block.columns.length > 0 && block.columns.length <= limits.tableColumns && block.rows.length > 0;
        if (!drawable || tables >= limits.tables) return lines(gridLines(block.columns, block.rows));
        tables += 1;
        return { kind: 'table', columns: block.columns, rows: block.rows };
      }
      case 'note':
        return lines([richMarkdown(block.text, reader)], 'notation');
      case 'divider':
        return { kind: 'kept', elements: [{ tag: 'hr' }] };
      case 'actions':
        return { kind: 'kept', elements: blockActions(block.actions) };
      default:
        return assertNever(block);
    }
  });
}
