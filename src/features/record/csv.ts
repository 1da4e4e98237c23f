/** Begins a text that a spreadsheet would run as a formula. */
const formula = /^[=+\-@\t\r]/;

const cell = (value: string): string => {
  const plain = formula.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

/** A table as CSV that spreadsheets open as UTF-8; no cell of it is a formula. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
