import { ok, type Result, refuse } from '../../../core/result.ts';
import type { ProposedDuty } from '../roster.ts';
import { findGrids, type LayoutReading, readGrid } from './grid.ts';
import { daysOfList, findLists, readList } from './list.ts';
import { settleMonth } from './month.ts';
import { matchName } from './names.ts';
import type { CellProblem, CellRemark, Entry, ReadContext, ReadRefusal, RosterReading } from './reading.ts';
import { shiftReader } from './shift-words.ts';
import { type Sheet, squeeze } from './table.ts';

const digits = (phone: string): string => phone.replace(/\D/g, '');

/**
 * Reads a roster from the sheets of a file, in either layout: people down and days across, or a day a line. The first sheet that holds one
 * counts. Everything that cannot be read is a problem with its cell; a reading with problems must not be saved.
 */
export function readRoster(sheets: readonly Sheet[], context: ReadContext): Result<RosterReading, ReadRefusal> {
  if (sheets.every((sheet) => sheet.rows.every((row) => row.every((cell) => squeeze(cell) === ''))))
    return refuse({ code: 'roster.empty' });
  let refusal: ReadRefusal = { code: 'roster.noTable' };
  for (const sheet of sheets) {
    const found = readSheet(sheet, context);
    if (found.ok)
      return ok({
        ...found.value,
        otherSheets: sheets.filter((other) => other !== sheet && hasContent(other)).flatMap((other) => other.name ?? []),
      });
    if (found.refusal.code !== 'roster.noTable') refusal = found.refusal;
  }
  return refuse(refusal);
}

const hasContent = (sheet: Sheet): boolean => sheet.rows.some((row) => row.some((cell) => squeeze(cell) !== ''));

function readSheet(sheet: Sheet, context: ReadContext): Result<Omit<RosterReading, 'otherSheets'>, ReadRefusal> {
  const table = sheet.rows;
  // Column headings may name shifts of any month; which month it is is not known yet.
  const anyShift = shiftReader(context.shiftsIn(context.month ?? context.today.slice(0, 7)));
  const lists = findLists(table, anyShift);
  const grids = lists.length > 0 ? [] : findGrids(table);
  const top = lists[0]?.row ?? grids[0]?.row;
  if (top === undefined) return refuse({ code: 'roster.noTable' });
  const titles = table.slice(0, top).map((row) => row.filter((cell) => cell !== '').join(' '));
  const days =
    lists.length > 0 ? lists.flatMap((block) => daysOfList(table, block)) : grids.flatMap((grid) => grid.days.map(({ day }) => day));
  const settled = settleMonth(days, { titles, sheet: sheet.name }, context);
  if (!settled.ok) return settled;
  const { month, from } = settled.value;
  const readShift = shiftReader(context.shiftsIn(month));
  const parts: LayoutReading[] =
    lists.length > 0
      ? findLists(table, readShift).map((block) => readList(table, block, month, readShift, context.members))
      : grids.map((grid, index) => readGrid(table, grid, grids[index + 1]?.row ?? table.length, month, readShift, context.members));
  const known = context.shiftsIn(month).map((shift) => shift.code);
  const problems = parts
    .flatMap((part) => part.problems)
    .map((problem) => (problem.code === 'unknownShift' ? { ...problem, known } : problem));
  const placed = place(
    parts.flatMap((part) => part.entries),
    context,
  );
  return ok({
    layout: lists.length > 0 ? 'list' : 'grid',
    month,
    monthFrom: from,
    sheet: sheet.name,
    duties: placed.duties,
    people: [...new Set(placed.duties.map((duty) => duty.person))],
    problems: [...problems, ...placed.problems].sort(byCell),
    remarks: [...parts.flatMap((part) => part.remarks), ...placed.remarks],
  });
}

type Unmatched = Extract<CellProblem, { code: 'notOnDesk' | 'sameName' }>;

/** Turns names into members and settles the shift where the layout left it open. */
function place(
  entries: readonly Entry[],
  context: ReadContext,
): { duties: ProposedDuty[]; problems: CellProblem[]; remarks: CellRemark[] } {
  const duties = new Map<string, { duty: ProposedDuty; cell: string }>();
  const problems: CellProblem[] = [];
  const strangers = new Map<string, { problem: Unmatched; count: number }>();
  const otherPhones = new Map<string, string>();
  for (const entry of entries) {
    const match = matchName(entry, context.members);
    if (match.kind !== 'one') {
      const base = { cell: entry.cell, value: entry.name, cells: 1 };
      const problem: Unmatched =
        match.kind === 'none'
          ? { ...base, code: 'notOnDesk', nearest: match.nearest }
          : { ...base, code: 'sameName', choices: match.members.map(({ code, phone }) => ({ code, phone })) };
      const seen = strangers.get(entry.name);
      strangers.set(entry.name, { problem: seen?.problem ?? problem, count: (seen?.count ?? 0) + 1 });
      continue;
    }
    const { member } = match;
    if (entry.phone !== null && member.phone !== null && !digits(member.phone).endsWith(digits(entry.phone)))
      otherPhones.set(member.person, entry.cell);
    const shift = settleShift(entry, context, problems);
    if (shift === null) continue;
    const key = `${entry.on} ${shift} ${member.person}`;
    const before = duties.get(key);
    if (before !== undefined) {
      problems.push({ code: 'twice', cell: entry.cell, value: entry.name, first: before.cell });
      continue;
    }
    const role = entry.role ?? context.roleOf(member);
    const place = entry.position === undefined ? {} : { position: entry.position };
    duties.set(key, { duty: { on: entry.on, shift, person: member.person, role, ...place }, cell: entry.cell });
  }
  for (const { problem, count } of strangers.values()) problems.push({ ...problem, cells: count });
  const [firstPhone] = otherPhones.values();
  const remarks: CellRemark[] = firstPhone === undefined ? [] : [{ code: 'phones', cell: firstPhone, value: '', count: otherPhones.size }];
  return { duties: [...duties.values()].map(({ duty }) => duty), problems, remarks };
}

function settleShift(entry: Entry, context: ReadContext, problems: CellProblem[]): string | null {
  const shifts = context.shiftsOn(entry.on).map((shift) => shift.code);
  if (entry.shift !== null && shifts.includes(entry.shift)) return entry.shift;
  if (entry.shift !== null && context.isKnown(entry.on)) {
    problems.push({ code: 'noSuchShift', cell: entry.cell, value: entry.shift, on: entry.on, known: shifts });
    return null;
  }
  if (!context.isKnown(entry.on)) {
    const at = problems.findIndex((problem) => problem.code === 'unknownDay' && problem.on.slice(0, 4) === entry.on.slice(0, 4));
    const before = problems[at];
    if (before?.code === 'unknownDay') problems[at] = { ...before, cells: before.cells + 1 };
    else problems.push({ code: 'unknownDay', cell: entry.cell, value: entry.name, on: entry.on, cells: 1 });
    return null;
  }
  const [only, ...more] = shifts;
  if (only !== undefined && more.length === 0) return only;
  if (only === undefined) problems.push({ code: 'noSuchShift', cell: entry.cell, value: entry.name, on: entry.on, known: [] });
  else problems.push({ code: 'whichShift', cell: entry.cell, value: entry.name, on: entry.on, shifts });
  return null;
}

/** By line, then column. */
function byCell(a: { readonly cell: string }, b: { readonly cell: string }): number {
  return lineOf(a.cell) - lineOf(b.cell) || columnOf(a.cell) - columnOf(b.cell);
}

const lineOf = (cell: string): number => Number(/\d+$/.exec(cell)?.[0] ?? 0);

const columnOf = (cell: string): number => {
  const letters = cell.replace(/\d+$/, '');
  return [...letters].reduce((sum, letter) => sum * 26 + (letter.charCodeAt(0) - 64), 0);
};
