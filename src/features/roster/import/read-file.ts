import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import readSheets, { InvalidInputError, InvalidSpreadsheetError } from 'read-excel-file/node';
import { ok, type Result, refuse } from '../../../core/result.ts';
import type { Sheet } from './table.ts';

export type FileRefusal =
  | { readonly code: 'roster.oldExcel' }
  | { readonly code: 'roster.badExcel' }
  | { readonly code: 'roster.badCsv'; readonly line: number }
  | { readonly code: 'roster.encoding' }
  | { readonly code: 'roster.otherFormat' }
  | { readonly code: 'roster.tooLarge'; readonly megabytes: number };

/** Larger files are refused before they are read. */
export const largestFile = 5 * 1024 * 1024;
/** A small file may unpack to a very large one; a month's roster unpacks to some hundred kilobytes. */
const largestUnpacked = 40 * 1024 * 1024;
const largestRows = 2000;
const largestColumns = 400;

/** Reads the bytes of a roster file as text tables. The content decides about the format, the name only where it does not tell. */
export async function readTables(bytes: Buffer, fileName: string): Promise<Result<readonly Sheet[], FileRefusal>> {
  if (bytes.length > largestFile) return refuse({ code: 'roster.tooLarge', megabytes: largestFile / 1024 / 1024 });
  if (bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))) return readExcel(bytes);
  if (bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return refuse({ code: 'roster.oldExcel' });
  if (!/\.(?:csv|tsv|txt)$/i.test(fileName)) return refuse({ code: 'roster.otherFormat' });
  const text = decodeText(bytes);
  if (text === null) return refuse({ code: 'roster.encoding' });
  return readCsv(text);
}

/** UTF-8 with or without BOM, UTF-16 with BOM, else GB18030 (which holds GBK and GB2312); null: none of them fits. */
export function decodeText(bytes: Buffer): string | null {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  for (const encoding of utf16 === null ? ['utf-8', 'gb18030'] : [utf16]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes('\0')) return text;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return null;
}

/** The separator that the first lines hold most of. */
function separatorOf(text: string): string {
  const head = text.split(/\r?\n/, 10).join('\n');
  const count = (separator: string): number => head.split(separator).length;
  return ['\t', ';'].reduce((best, separator) => (count(separator) > count(best) ? separator : best), ',');
}

function readCsv(text: string): Result<readonly Sheet[], FileRefusal> {
  try {
    const rows = parse(text, { delimiter: separatorOf(text), relax_column_count: true, relax_quotes: true, skip_empty_lines: false });
    return sized([{ name: null, rows }]);
  } catch (error) {
    if (error instanceof CsvError) return refuse({ code: 'roster.badCsv', line: Number(error['lines'] ?? 0) });
    throw error;
  }
}

/** What the parts of a zip file say they unpack to, in bytes, from its central directory (PKWARE APPNOTE 4.3.12). */
function unpackedSize(bytes: Buffer): number {
  let sum = 0;
  for (
    let at = bytes.indexOf('PK\u0001\u0002', 0, 'latin1');
    at >= 0 && at + 28 <= bytes.length;
    at = bytes.indexOf('PK\u0001\u0002', at + 4, 'latin1')
  ) {
    sum += bytes.readUInt32LE(at + 24);
  }
  return sum;
}

async function readExcel(bytes: Buffer): Promise<Result<readonly Sheet[], FileRefusal>> {
  if (unpackedSize(bytes) > largestUnpacked) return refuse({ code: 'roster.tooLarge', megabytes: largestFile / 1024 / 1024 });
  try {
    const sheets = await readSheets(bytes);
    return sized(sheets.map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map(cellText)) })));
  } catch (error) {
    if (error instanceof InvalidInputError || error instanceof InvalidSpreadsheetError) return refuse({ code: 'roster.badExcel' });
    throw error;
  }
}

const isDate = (value: unknown): value is { toISOString(): string } =>
  typeof value === 'object' && value !== null && 'toISOString' in value;

/** Excel's dates are days without a zone; the library gives them as midnight UTC. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (isDate(value)) return value.toISOString().slice(0, 10);
  return String(value);
}

function sized(sheets: readonly Sheet[]): Result<readonly Sheet[], FileRefusal> {
  const large = sheets.some((sheet) => sheet.rows.length > largestRows || sheet.rows.some((row) => row.length > largestColumns));
  return large ? refuse({ code: 'roster.tooLarge', megabytes: largestFile / 1024 / 1024 }) : ok(sheets);
}
