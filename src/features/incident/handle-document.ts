import { AlignmentType, Document, Footer, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from 'docx';
import type { ReportContent } from './report-content.ts';

/** Fonts every office program has or replaces; nothing is embedded. */
const font = { ascii: 'Calibri', hAnsi: 'Calibri', eastAsia: 'SimSun' };
/** Half points. */
const size = 22;
/** Widths in percent. */
const narrow = 26;

/** What a form let through and XML does not take. */
const clean = (text: string): string => text.replace(/[^\P{Cc}\t\n\r]/gu, ' ');
const run = (text: string, bold = false): TextRun => new TextRun({ text: clean(text), bold });
const lines = (text: string): Paragraph[] =>
  text.split(/\r?\n/).map((line) => new Paragraph({ spacing: { after: 80 }, children: [run(line)] }));
const heading = (text: string): Paragraph =>
  new Paragraph({ heading: HeadingLevel.HEADING_2, spacing: { before: 240, after: 120 }, children: [run(text)] });
const cell = (text: string, width: number, bold = false): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.PERCENTAGE },
    margins: { top: 60, bottom: 60, left: 100, right: 100 },
    children: text.split(/\r?\n/).map((line) => new Paragraph({ children: [run(line, bold)] })),
  });
const table = (rows: readonly TableRow[]): Table => new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows: [...rows] });

/** The report as a DOCX file. */
export async function documentOf(content: ReportContent): Promise<Buffer> {
  const widths = [narrow, 18, 56];
  const row = (cells: readonly string[], head: boolean): TableRow =>
    new TableRow({ tableHeader: head, cantSplit: true, children: cells.map((text, at) => cell(text, widths[at] ?? narrow, head)) });
  const document = new Document({
    title: content.title,
    subject: content.subtitle,
    creator: 'Zhiban',
    styles: { default: { document: { run: { font, size } } } },
    sections: [
      {
        footers: {
          default: new Footer({ children: [new Paragraph({ alignment: AlignmentType.RIGHT, children: [run(content.footer)] })] }),
        },
        children: [
          new Paragraph({ heading: HeadingLevel.TITLE, alignment: AlignmentType.CENTER, children: [run(content.title)] }),
          new Paragraph({ alignment: AlignmentType.CENTER, spacing: { after: 240 }, children: [run(content.subtitle)] }),
          table(
            content.facts.map(
              ([label, value]) => new TableRow({ cantSplit: true, children: [cell(label, narrow, true), cell(value, 100 - narrow)] }),
            ),
          ),
          ...content.sections.flatMap((section) => [heading(section.heading), ...lines(section.text)]),
          heading(content.receivers.heading),
          ...content.receivers.lines.map((line) => new Paragraph({ bullet: { level: 0 }, children: [run(line)] })),
          heading(content.timeline.heading),
          table([row(content.timeline.columns, true), ...content.timeline.rows.map((cells) => row(cells, false))]),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}
