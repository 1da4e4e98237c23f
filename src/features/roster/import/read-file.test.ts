import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeText, largestFile, readTables } from './read-file.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../../../../test/fixtures/${name}`, import.meta.url));
const rows = async (bytes: Buffer, name: string) => {
  const read = await readTables(bytes, name);
  return read.ok ? read.value[0]?.rows : read.refusal.code;
};

describe('files of rosters', () => {
  it('decodes UTF-8 with and without mark, UTF-16 and GB18030', () => {
    const text = '姓名,早班';
    expect(decodeText(Buffer.from(text))).toBe(text);
    expect(decodeText(Buffer.from(`\ufeff${text}`))).toBe(text);
    expect(decodeText(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]))).toBe(text);
    expect(decodeText(Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xd4, 0xe7, 0xb0, 0xe0]))).toBe(text);
    expect(decodeText(Buffer.from([0x80, 0xff, 0xff, 0x00]))).toBeNull();
  });

  it('finds the separator, keeps empty lines and broken quotes from moving cells', async () => {
    expect(await rows(Buffer.from('a;b;c\n1;2;3'), 'x.csv')).toEqual([
      ['a', 'b', 'c'],
      ['1', '2', '3'],
    ]);
    expect(await rows(Buffer.from('a\tb\n\n1\t2\t3'), 'x.tsv')).toEqual([['a', 'b'], [''], ['1', '2', '3']]);
    expect(await rows(Buffer.from('a,"two\nlines",c'), 'x.csv')).toEqual([['a', 'two\nlines', 'c']]);
    expect(await rows(Buffer.from('a,"no end'), 'x.csv')).toBe('roster.badCsv');
  });

  it('gives the dates of Excel as days, whatever zone the machine is in', async () => {
    const sheet = await rows(fixture('roster-grid.xlsx'), 'roster-grid.xlsx');
    expect(Array.isArray(sheet) && sheet[1]?.slice(0, 4)).toEqual(['序号', '姓名', '2026-12-01', '2026-12-02']);
  });

  it('reads by content, not by name', async () => {
    expect(Array.isArray(await rows(fixture('roster-grid.xlsx'), 'roster.csv'))).toBe(true);
  });

  it('refuses what it cannot read, each with its own reason', async () => {
    expect(await rows(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'x.xls')).toBe('roster.oldExcel');
    expect(await rows(Buffer.from('PK\u0003\u0004broken'), 'x.xlsx')).toBe('roster.badExcel');
    expect(await rows(Buffer.from('%PDF-1.7'), 'x.pdf')).toBe('roster.otherFormat');
    expect(await rows(Buffer.from([0x80, 0xff, 0xff, 0x00]), 'x.csv')).toBe('roster.encoding');
    expect(await rows(Buffer.alloc(largestFile + 1), 'x.csv')).toBe('roster.tooLarge');
    expect(await rows(Buffer.from('a\n'.repeat(2001)), 'x.csv')).toBe('roster.tooLarge');
  });

  it('does not unpack a small file that says it is huge', async () => {
    const bytes = fixture('roster-grid.xlsx');
    const entry = bytes.indexOf('PK\u0001\u0002', 0, 'latin1');
    bytes.writeUInt32LE(0x7fffffff, entry + 24);
    expect(await rows(bytes, 'x.xlsx')).toBe('roster.tooLarge');
  });
});
