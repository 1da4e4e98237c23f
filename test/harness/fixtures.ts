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
