import { readFileSync } from 'node:fs';
import type { SentFile } from './world.ts';

const types: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** A file of `test/fixtures`, as somebody sends it. */
export function fixtureFile(name: string): SentFile {
  const content = readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
  return { name, mimeType: types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream', content };
}

/** A text file somebody wrote. */
export const textFile = (name: string, text: string): SentFile => ({ name, mimeType: 'text/csv', content: Buffer.from(text) });

/** A photo somebody took, of about `bytes` bytes. */
export const photo = (name: string, bytes = 400): SentFile => ({
  name,
  mimeType: 'image/jpeg',
  content: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(Math.max(0, bytes - 4), 7)]),
});

/** The text of a desk file in `test/fixtures`. */
export const deskFixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
