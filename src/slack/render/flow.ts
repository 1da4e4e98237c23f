import type { DividerBlock, KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import type { Locale } from '../../core/locale.ts';
import { assertNever } from '../../core/result.ts';
import type { Block, FindingLine, Rich } from '../../view/view.ts';
import { limits } from '../limits.ts';
import { labelEnd } from '../words.ts';
import { context, paragraph, section } from './elements.ts';
import { columnLines, preformatted, tableOf } from './grid.ts';
import { inline, type People, runs, sizeOfAll, strong } from './inline.ts';

/** Where a view is drawn; Home and modals have no table block. */
export interface Surface {
  readonly kind: 'message' | 'home' | 'modal';
  readonly blocks: number;
  readonly text: number;
}

export const surfaces = {
  message: { kind: 'message', blocks: limits.messageBlocks, text: limits.messageText },
  home: { kind: 'home', blocks: limits.viewBlocks, text: limits.viewText },
  modal: { kind: 'modal', blocks: limits.viewBlocks, text: limits.viewText },
} as const satisfies Record<string, Surface>;

export interface Reader {
  readonly locale: Locale;
  readonly people: People;
}

const marks: Record<FindingLine['level'], string> = { ok: '✓ ', warn: '⚠️ ', error: '✗ ', info: 'ℹ️ ' };

type Text = Exclude<Block, { kind: 'actions' }>;

/** What still fits into a view, and what did not: entries left out are counted, a text cut in the middle is remembered. */
export class Flow {
  readonly blocks: KnownBlock[] = [];
  readonly #reader: Reader;
  readonly #surface: Surface;
  #rows: number;
  #text: number;
  #tables = 0;
  omitted = 0;
  clipped = false;

  /** `blocks` and `text` are what is left for text after head and buttons. */
  constructor(reader: Reader, surface: Surface, room: { blocks: number; text: number }) {
    this.#reader = reader;
    this.#surface = surface;
    this.#rows = room.blocks;
    this.#text = room.text;
  }

  #fits(size: number): boolean {
    return this.#rows > 0 && size <= this.#text;
  }

  #push(block: KnownBlock, size: number): void {
    this.blocks.push(block);
    this.#rows -= 1;
    this.#text -= size;
  }

  add(block: Text): void {
    switch (block.kind) {
      case 'text':
        return this.#paragraphs(inline(block.text, this.#reader.people));
      case 'heading':
        return this.#paragraphs(block.text === '' ? [] : [strong(block.text)]);
      case 'facts':
        return this.#lines(
          block.facts.map((fact) => [strong(`${fact.label}${labelEnd[this.#reader.locale]}`), ...this.#inline(fact.value)]),
        );
      case 'list':
        return this.#list(block.items);
      case 'findings':
        return this.#lines(block.findings.map((finding) => this.#finding(finding)));
      case 'grid':
        return this.#grid(block);
      case 'note':
        return this.#note(block.text);
      case 'divider':
        return this.#divider();
      default:
        return assertNever(block);
    }
  }

  #inline(rich: Rich): readonly RichTextElement[] {
    return inline(rich, this.#reader.people);
  }

  #finding(finding: FindingLine): readonly RichTextElement[] {
    const source = finding.source ?? '';
    return [
      { type: 'text', text: marks[finding.level] },
      ...this.#inline(finding.text),
      ...(source === '' ? [] : [{ type: 'text' as const, text: ` (${source})`, style: { italic: true } }]),
    ];
  }

  #paragraphs(elements: readonly RichTextElement[]): void {
    for (const run of runs(elements, limits.richText)) {
      if (this.clipped) return;
      if (this.#fits(run.size)) this.#push(paragraph(run.elements), run.size);
      else this.#clip(run.elements);
    }
  }

  /** The part of a text that still fits, with `…` where it stops. */
  #clip(elements: readonly RichTextElement[]): void {
    this.clipped = true;
    const head = this.#rows > 0 && this.#text > 40 ? runs(elements, this.#text - 1)[0] : undefined;
    if (head !== undefined && head.size < this.#text) this.#push(paragraph([...head.elements, { type: 'text', text: '…' }]), head.size + 1);
  }

  /** Lines of one block, split over several where they are too many; what does not fit is counted. */
  #lines(lines: readonly (readonly RichTextElement[])[]): void {
    this.#pack(lines, (packed) =>
      paragraph(packed.flatMap((line, at) => (at === 0 ? line : [{ type: 'text' as const, text: '\n' }, ...line]))),
    );
  }

  #list(items: readonly Rich[]): void {
    const lines = items
      .map((item) => this.#inline(item))
      .map((line) => (line.length === 0 ? [{ type: 'text' as const, text: '–' }] : line));
    this.#pack(
      lines,
      (packed): RichTextBlock => ({
        type: 'rich_text',
        elements: [{ type: 'rich_text_list', style: 'bullet', elements: packed.map(section) }],
      }),
    );
  }

  #pack(lines: readonly (readonly RichTextElement[])[], draw: (packed: readonly (readonly RichTextElement[])[]) => KnownBlock): void {
    let packed: (readonly RichTextElement[])[] = [];
    let size = 0;
    const close = () => {
      if (packed.length > 0) this.#push(draw(packed), size);
      packed = [];
      size = 0;
    };
    for (const [at, whole] of lines.entries()) {
      const line = this.#shortLine(whole);
      const need = sizeOfAll(line) + 1;
      if (packed.length >= limits.richTextItems || size + need > limits.richText) close();
      if (!this.#fits(size + need)) {
        close();
        this.omitted += lines.length - at;
        return;
      }
      packed.push(line);
      size += need;
    }
    close();
  }

  /** One entry of a list, at most half a block long. */
  #shortLine(line: readonly RichTextElement[]): readonly RichTextElement[] {
    const parts = runs(line, limits.richText / 2);
    const first = parts[0];
    if (first === undefined || parts.length === 1) return line;
    this.clipped = true;
    return [...first.elements, { type: 'text', text: '…' }];
  }

  #grid(grid: Extract<Block, { kind: 'grid' }>): void {
    const table = this.#surface.kind === 'message' && this.#tables < limits.tablesPerMessage ? tableOf(grid) : null;
    if (table !== null && this.#fits(table.size)) {
      this.#tables += 1;
      return this.#push(table.block, table.size);
    }
    if (grid.rows.length === 0 && grid.columns.length === 0) return;
    let packed: string[] = [];
    let size = 0;
    const close = () => {
      if (packed.length > 0) this.#push(preformatted(packed), size);
      packed = [];
      size = 0;
    };
    const lines = columnLines(grid);
    for (const [at, line] of lines.entries()) {
      const need = Math.min(line.length, limits.richText) + 1;
      if (line.length > limits.richText) this.clipped = true;
      if (size + need > limits.richText + 1) close();
      if (!this.#fits(size + need)) {
        close();
        this.omitted += lines.length - Math.max(at, 1);
        return;
      }
      packed.push(line);
      size += need;
    }
    close();
  }

  #note(text: Rich): void {
    const said = typeof text === 'string' ? text : text.every((part) => typeof part === 'string') ? text.join('') : null;
    if (said === null) return this.#paragraphs(inline(text, this.#reader.people));
    if (said.trim() === '') return;
    if (said.length > limits.contextText) return this.#paragraphs([{ type: 'text', text: said }]);
    if (this.#fits(said.length)) this.#push(context(said), said.length);
    else this.omitted += 1;
  }

  #divider(): void {
    const last = this.blocks.at(-1);
    const line: DividerBlock = { type: 'divider' };
    if (this.#rows > 1 && last !== undefined && last.type !== 'divider') this.#push(line, 0);
  }
}
