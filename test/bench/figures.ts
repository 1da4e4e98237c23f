/** One measured figure. `ratio` is value over baseline of the same run. */
export interface Figure {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: number | null;
  readonly ratio: number | null;
  /** What it should be, for the table. */
  readonly goal: string;
  readonly met: boolean;
}

export function figure(
  id: string,
  value: number,
  unit: string,
  baseline: number | null,
  goal: string,
  met: (value: number, ratio: number | null) => boolean,
): Figure {
  const ratio = baseline === null || baseline === 0 ? null : value / baseline;
  return { id, value, unit, baseline, ratio, goal, met: met(value, ratio) };
}

const round = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((row) => [
    row.id,
    `${round(row.value)} ${row.unit}`,
    row.baseline === null ? '–' : `${round(row.baseline)} ${row.unit}`,
    row.ratio === null ? '–' : row.ratio.toFixed(2),
    row.goal,
    row.met ? 'yes' : 'NO',
  ]);
  const head = ['figure', 'value', 'baseline', 'ratio', 'goal', 'met'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
