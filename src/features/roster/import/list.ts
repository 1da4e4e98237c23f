import { Temporal } from '../../../core/time.ts';
import type { Member } from '../../people/index.ts';
import { leadingDutyRole, servingDutyRole } from '../roster.ts';
import { type DayCell, dateOf, readDay, readWeekday } from './day-cell.ts';
import { type LayoutReading, notPeople } from './grid.ts';
import { matchName, readPhones, splitNames } from './names.ts';
import { type KnownRoles, knownRoles, positionHeader, readPosition } from './position.ts';
import type { CellProblem, CellRemark, Entry } from './reading.ts';
import type { ReadShift } from './shift-words.ts';
import { cellAt, cellName, squeeze, type Table, tidy } from './table.ts';

interface PeopleColumn {
  readonly column: number;
  readonly role: string;
  /** The shift the column is for: a roster with a column per shift. */
  readonly shift: string | null;
}

/** One date column and what stands to the right of it; a sheet may have two halves of a month side by side. */
export interface ListBlock {
  readonly row: number;
  readonly date: number;
  readonly weekday: number | null;
  readonly shift: number | null;
  /** Where the people of the line stand; those who lead stand nowhere in particular. */
  readonly position: number | null;
  readonly people: readonly PeopleColumn[];
  readonly phones: readonly number[];
  readonly ignored: readonly number[];
}

const dateHeader = /^(?:值班)?(?:日期|时间|日)$|^(?:duty)?date$|^day$/;
const weekdayHeader = /^(?:星期|周|周几|星期几|礼拜|weekday|dow)$/;
const shiftHeader = /^(?:班次|班别|班种|shift)$/;
const phoneHeader = /电话|手机|联系方式|号码|phone|tel|mobile/;
const skippedHeader = /^(?:序号|编号|备注|说明|签字|签名|no\.?|#|remarks?|notes?)$/;
const leaderHeader = /带班|领导|负责人|班长|队长|leader|lead|supervisor|captain|head/;
const staffHeader = /值班|人员|姓名|员$|officer|staff|duty|name|people|person|guard/;
const nobody = /^(?:无|休|空|-|—|\/|none|nobody|n\/a)$/;

/** The blocks of a list: a date column, and to its right at least one column of people. None: this is not a list. */
export function findLists(table: Table, readShift: ReadShift): ListBlock[] {
  for (let row = 0; row < table.length; row += 1) {
    const heads = (table[row] ?? []).map(squeeze);
    const below = (column: number): boolean => table.slice(row + 1).some((cells) => readDay(cells[column] ?? '') !== null);
    const dates = heads.flatMap((head, column) => (dateHeader.test(head) && below(column) ? [column] : []));
    const blocks = dates
      .map((date, index) => readHeads(heads, row, date, dates[index + 1] ?? heads.length, readShift))
      .filter((block) => block.people.length > 0);
    if (blocks.length > 0) return blocks;
  }
  return [];
}

function readHeads(heads: readonly string[], row: number, date: number, until: number, readShift: ReadShift): ListBlock {
  let weekday: number | null = null;
  let shift: number | null = null;
  let position: number | null = null;
  const people: PeopleColumn[] = [];
  const phones: number[] = [];
  const ignored: number[] = [];
  for (let column = date + 1; column < until; column += 1) {
    const head = heads[column] ?? '';
    const cell = readShift(head.replace(/(?:值班)?(?:人员|员|人)$|\s*(?:officers?|staff)$/, ''));
    if (head === '' || skippedHeader.test(head)) continue;
    if (weekdayHeader.test(head) || head === 'day') weekday = column;
    else if (shiftHeader.test(head)) shift = column;
    else if (positionHeader.test(head)) position = column;
    else if (phoneHeader.test(head)) phones.push(column);
    else if (leaderHeader.test(head)) people.push({ column, role: leadingDutyRole, shift: null });
    else if (cell.kind === 'shifts' && cell.codes.length === 1)
      people.push({ column, role: servingDutyRole, shift: cell.codes[0] ?? null });
    else if (staffHeader.test(head)) people.push({ column, role: servingDutyRole, shift: null });
    else ignored.push(column);
  }
  return { row, date, weekday, shift, position, people, phones, ignored };
}

/** The days a block names, for finding the month. */
export function daysOfList(table: Table, block: ListBlock): DayCell[] {
  return table.slice(block.row + 1).flatMap((cells) => readDay(cells[block.date] ?? '') ?? []);
}

/** Reads one block: a day a line. `month` is settled already. */
export function readList(table: Table, block: ListBlock, month: string, readShift: ReadShift, members: readonly Member[]): LayoutReading {
  const entries: Entry[] = [];
  const problems: CellProblem[] = [];
  const remarks: CellRemark[] = [];
  for (const column of block.ignored)
    remarks.push({ code: 'column', cell: cellName(block.row, column), value: tidy(cellAt(table, block.row, column)) });
  const weekdays: { cell: string; value: string; on: string }[] = [];
  const roles = knownRoles(members);
  let current: string | null = null;
  for (let row = block.row + 1; row < table.length; row += 1) {
    const filled = block.people.some(({ column }) => squeeze(cellAt(table, row, column)) !== '');
    const dateCell = tidy(cellAt(table, row, block.date));
    const day = readDay(dateCell);
    if (day !== null) {
      current = readDate(day, month, cellName(row, block.date), dateCell, problems);
      if (current !== null && block.weekday !== null)
        weekdays.push({ cell: cellName(row, block.weekday), value: tidy(cellAt(table, row, block.weekday)), on: current });
      if (current === null) continue;
    } else if (dateCell !== '' || !filled) {
      readOther(table, row, block, members, problems, remarks);
      continue;
    } else if (current === null) {
      problems.push({ code: 'noDate', cell: cellName(row, block.date), value: '' });
      continue;
    }
    if (current !== null) readDayRow(table, row, block, current, { readShift, members, roles }, { entries, problems });
  }
  checkWeekdays(weekdays, month, problems, remarks);
  return { entries, problems, remarks };
}

function readDate(day: DayCell, month: string, cell: string, value: string, problems: CellProblem[]): string | null {
  const other =
    (day.month !== null && day.month !== Number(month.slice(5))) || (day.year !== null && day.year !== Number(month.slice(0, 4)));
  const on = other ? null : dateOf(month, day.day);
  if (on === null) problems.push({ code: other ? 'otherMonth' : 'noSuchDay', cell, value, month });
  return on;
}

/** A line without a date: a signature or legend, or a day whose date was misspelt. */
function readOther(
  table: Table,
  row: number,
  block: ListBlock,
  members: readonly Member[],
  problems: CellProblem[],
  remarks: CellRemark[],
): void {
  const first = (table[row] ?? []).map(tidy).find((value) => value !== '') ?? '';
  if (first === '' || notPeople.test(squeeze(first)) || dateHeader.test(squeeze(first))) return;
  const named = block.people.some(({ column }) =>
    splitNames(cellAt(table, row, column), members).some((written) => matchName(written, members).kind !== 'none'),
  );
  if (named) problems.push({ code: 'noDate', cell: cellName(row, block.date), value: tidy(cellAt(table, row, block.date)) });
  else remarks.push({ code: 'line', cell: cellName(row, 0), value: first });
}

function readDayRow(
  table: Table,
  row: number,
  block: ListBlock,
  on: string,
  { readShift, members, roles }: { readonly readShift: ReadShift; readonly members: readonly Member[]; readonly roles: KnownRoles },
  into: { readonly entries: Entry[]; readonly problems: CellProblem[] },
): void {
  const shift =
    block.shift === null ? null : readShiftCell(cellAt(table, row, block.shift), cellName(row, block.shift), readShift, into.problems);
  if (shift === undefined) return;
  const stands = block.position === null ? undefined : readPosition(cellAt(table, row, block.position), roles);
  const phones = block.phones.map((column) => ({ column, numbers: readPhones(cellAt(table, row, column)) }));
  const columns = block.people.map((people) => ({
    ...people,
    written: splitNames(cellAt(table, row, people.column), members).filter(({ name }) => !nobody.test(squeeze(name))),
  }));
  for (const { column, role, shift: own, written } of columns) {
    written.forEach((name, index) => {
      const phone = name.phone ?? phoneFor(column, index, columns, phones);
      const place = stands === undefined ? {} : { position: role === leadingDutyRole ? null : stands };
      into.entries.push({ cell: cellName(row, column), on, shift: own ?? shift, role, ...place, name: name.name, phone, note: name.note });
    });
  }
}

/** Undefined: the cell is a problem, and the line is not read. */
function readShiftCell(value: string, cell: string, readShift: ReadShift, problems: CellProblem[]): string | null | undefined {
  const shift = readShift(value);
  switch (shift.kind) {
    case 'shifts': {
      const [code, ...more] = shift.codes;
      if (more.length === 0) return code ?? null;
      problems.push({ code: 'ambiguousShift', cell, value: tidy(value), shifts: shift.codes });
      return undefined;
    }
    case 'off':
    case 'mark':
      return null;
    case 'ambiguous':
      problems.push({ code: 'ambiguousShift', cell, value: tidy(value), shifts: shift.codes });
      return undefined;
    case 'leave':
    case 'unknown':
      problems.push({
        code: 'unknownShift',
        cell,
        value: tidy(value),
        nearest: shift.kind === 'unknown' ? shift.nearest : null,
        known: [],
      });
      return undefined;
  }
}

/** A phone column belongs to the people columns left of it, as far as the column of phones before; the numbers must be as many as the names. */
function phoneFor(
  column: number,
  index: number,
  columns: readonly { readonly column: number; readonly written: readonly unknown[] }[],
  phones: readonly { readonly column: number; readonly numbers: readonly string[] }[],
): string | null {
  const at = phones.findIndex((candidate) => candidate.column > column);
  const own = phones[at];
  if (own === undefined) return null;
  const left = phones[at - 1]?.column ?? -1;
  const served = columns.filter((candidate) => candidate.column > left && candidate.column < own.column);
  const all = served.reduce((sum, candidate) => sum + candidate.written.length, 0);
  if (own.numbers.length === all) {
    const before = served.filter((candidate) => candidate.column < column).reduce((sum, candidate) => sum + candidate.written.length, 0);
    return own.numbers[before + index] ?? null;
  }
  const nearest = served.at(-1);
  return nearest?.column === column && own.numbers.length === nearest.written.length ? (own.numbers[index] ?? null) : null;
}

function checkWeekdays(
  cells: readonly { cell: string; value: string; on: string }[],
  month: string,
  problems: CellProblem[],
  remarks: CellRemark[],
): void {
  const read = cells.filter(({ value }) => readWeekday(value) !== null);
  const wrong = read.filter(({ value, on }) => readWeekday(value) !== Temporal.PlainDate.from(on).dayOfWeek);
  const [first] = wrong;
  if (first === undefined) return;
  if (wrong.length * 2 > read.length)
    problems.push({ code: 'weekdays', cell: first.cell, value: first.value, month, wrong: wrong.length, of: read.length });
  else for (const { cell, value, on } of wrong) remarks.push({ code: 'weekday', cell, value, on });
}
