import type { AdoptionRow } from '../people.ts';
import { canonical } from './canonical.ts';

/** A preset as a file or a lead wants it. `from` absent: as it is, or today. */
export interface WantedAdoption {
  readonly preset: string;
  readonly from?: string | undefined;
  readonly overrides: unknown;
}

/** A preset that applies now or will, as one thing: since when, and with which overrides at the end. Its earlier rows are history. */
export interface Adopted {
  readonly preset: string;
  readonly from: string;
  readonly overrides: unknown;
}

const rowsOf = (rows: readonly AdoptionRow[], preset: string): AdoptionRow[] =>
  rows.filter((row) => row.preset === preset).sort((a, b) => (a.from < b.from ? -1 : 1));

/** The unbroken chain of rows that ends in the open one; empty where the preset is not adopted. */
function chainOf(rows: readonly AdoptionRow[], preset: string): AdoptionRow[] {
  const all = rowsOf(rows, preset);
  let chain: AdoptionRow[] = [];
  for (const row of all) chain = chain.at(-1)?.until === row.from ? [...chain, row] : [row];
  return chain.at(-1)?.until === null ? chain : [];
}

/** What is adopted now, in order of its start. */
export function adopted(rows: readonly AdoptionRow[]): Adopted[] {
  const chains = [...new Set(rows.map((row) => row.preset))].map((preset) => chainOf(rows, preset));
  return chains
    .flatMap((chain) => {
      const [first, last] = [chain[0], chain.at(-1)];
      return first === undefined || last === undefined ? [] : [{ preset: first.preset, from: first.from, overrides: last.overrides }];
    })
    .sort((a, b) => (a.from === b.from ? (a.preset < b.preset ? -1 : 1) : a.from < b.from ? -1 : 1));
}

/**
 * The adoption rows of a desk once it has what is wanted. Overrides that change do so from today: the row until today is kept, so that what was
 * decided can be explained. A preset that is no longer wanted ends today. A start that is moved back takes the place of what was there.
 */
export function adoptionsAfter(rows: readonly AdoptionRow[], wanted: readonly WantedAdoption[], today: string): AdoptionRow[] {
  const presets = [...new Set([...rows.map((row) => row.preset), ...wanted.map((want) => want.preset)])];
  return presets.flatMap((preset) => {
    const chain = chainOf(rows, preset);
    const past = rowsOf(rows, preset).filter((row) => !chain.includes(row));
    const want = wanted.find((candidate) => candidate.preset === preset);
    const now = want === undefined ? ended(chain, today) : changed(chain, want, today);
    return [...cutAt(past, now[0]?.from ?? null), ...now];
  });
}

/** The rows as far as they lie before `start`; null: all of them. */
function cutAt(rows: readonly AdoptionRow[], start: string | null): AdoptionRow[] {
  if (start === null) return [...rows];
  return rows.filter((row) => row.from < start).map((row) => (row.until === null || row.until > start ? { ...row, until: start } : row));
}

const ended = (chain: readonly AdoptionRow[], today: string): AdoptionRow[] => cutAt(chain, today);

function changed(chain: readonly AdoptionRow[], want: WantedAdoption, today: string): AdoptionRow[] {
  const from = want.from ?? chain[0]?.from ?? today;
  const earlier = chain.filter((row) => row.until !== null && row.until <= from);
  const moved = chain.slice(earlier.length).map((row, index) => (index === 0 ? { ...row, from } : row));
  const open = moved.at(-1) ?? { preset: want.preset, from, until: null, overrides: want.overrides };
  const before = [...earlier, ...moved.slice(0, -1)];
  if (canonical(open.overrides) === canonical(want.overrides)) return [...before, open];
  if (open.from >= today) return [...before, { ...open, overrides: want.overrides }];
  return [...before, { ...open, until: today }, { ...open, from: today, overrides: want.overrides }];
}
