import type { Words } from '../../../core/locale.ts';

type Row = readonly [code: string, zh: string, en: string];

/** Names by code, in both languages. */
export const wordTable = (rows: readonly Row[]): ReadonlyMap<string, Words> => new Map(rows.map(([code, zh, en]) => [code, { zh, en }]));
