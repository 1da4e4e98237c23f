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
 * decided can be explained. A preset that is no longer wanted ends today. A start that moves takes the rows before it with it.
 */
export function adoptionsAfter(rows: readonly AdoptionRow[], wanted: readonly WantedAdoption[], today: string): AdoptionRow[] {
  const presets = [...new Set([...rows.map((row) => row.preset), ...wanted.map((want) => want.preset)])];
  return presets.flatMap((preset) => {
    const chain = chainOf(rows, preset);
    const past = rowsOf(rows, preset).filter((row) => !chain.includes(row));
    const want = wanted.find((candidate) => candidate.preset === preset);
    return [...past, ...(want === undefined ? ended(chain, today) : changed(chain, want, today))].reduce(onePerStart, []);
  });
}

function ended(chain: readonly AdoptionRow[], today: string): AdoptionRow[] {
  return chain.filter((row) => row.from < today).map((row) => (row.until === null || row.until > today ? { ...row, until: today } : row));
}

function changed(chain: readonly AdoptionRow[], want: WantedAdoption, today: string): AdoptionRow[] {
  const [first, last] = [chain[0], chain.at(-1)];
  if (first === undefined || last === undefined)
    return [{ preset: want.preset, from: want.from ?? today, until: null, overrides: want.overrides }];
  const from = want.from ?? first.from;
  const moved = chain.filter((row) => row.until === null || row.until > from).map((row, index) => (index === 0 ? { ...row, from } : row));
  const open = moved.at(-1) ?? { ...last, from };
  if (canonical(open.overrides) === canonical(want.overrides)) return moved;
  if (open.from >= today) return [...moved.slice(0, -1), { ...open, overrides: want.overrides }];
  return [...moved.slice(0, -1), { ...open, until: today }, { ...open, from: today, overrides: want.overrides }];
}

/** Two rows cannot start on one day: the later one was wanted last. */
function onePerStart(kept: AdoptionRow[], row: AdoptionRow): AdoptionRow[] {
  return [...kept.filter((other) => other.from !== row.from), row];
}
