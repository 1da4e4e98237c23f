/** A sheet as text: rows of cells, row 0 is line 1. Dates the file itself knows as dates are `YYYY-MM-DD`. */
export type Table = readonly (readonly string[])[];

export interface Sheet {
  /** Null where the format has no sheets. */
  readonly name: string | null;
  readonly rows: Table;
}

/** `cellName(6, 3)` → `D7` */
export function cellName(row: number, column: number): string {
  return `${columnName(column)}${row + 1}`;
}

/** `columnName(27)` → `AB` */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : `${columnName(Math.floor(column / 26) - 1)}${letter}`;
}

/** Full-width letters, digits and blanks become half-width; invisible characters and outer blanks go; line breaks stay. */
export function tidy(value: string): string {
  return value
    .normalize('NFKC')
    .replace(/[\u200b-\u200d\ufeff\u00ad]/gu, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}

/** As {@link tidy}, on one line and without the blanks people set between Chinese characters: `姓 名` → `姓名`. */
export function squeeze(value: string): string {
  return tidy(value)
    .replace(/\n/g, ' ')
    .replace(/(?<=\p{Script=Han}) +(?=\p{Script=Han})/gu, '')
    .toLowerCase();
}

export function cellAt(table: Table, row: number, column: number): string {
  return table[row]?.[column] ?? '';
}
