import { Temporal } from '../../../core/time.ts';
import type { Member } from '../../people/index.ts';
import { leadingDutyRole } from '../roster.ts';
import { type DayCell, dateOf, readDay, readWeekday } from './day-cell.ts';
import { matchName, readName } from './names.ts';
import { type KnownRoles, knownRoles, leadCell, positionHeader, readPosition } from './position.ts';
import type { CellProblem, CellRemark, Entry } from './reading.ts';
import type { ReadShift } from './shift-words.ts';
import { cellAt, cellName, squeeze, type Table, tidy } from './table.ts';

interface DayColumn {
  readonly column: number;
  readonly day: DayCell;
}

/** A row of days across, with the people below it. A sheet may hold several, one under the other. */
export interface GridHeader {
  readonly row: number;
  readonly days: readonly DayColumn[];
}

export interface LayoutReading {
  readonly entries: readonly Entry[];
  readonly problems: readonly CellProblem[];
  readonly remarks: readonly CellRemark[];
}

const nameHeader = /姓名|名字|人员|员工|队员|值班员|保安|name|staff|officer|person|guard/;
const roleHeader = /^(?:职务|职位|角色|role|title)$/;
/** Lines of a roster that are not people. */
export const notPeople =
  /^(?:说明|备注|附注|注[::]|注意|图例|合计|小计|总计|共计|人数|在岗人数|应到|制表|制单|编制|审核|审批|批准|复核|签字|签名|填表|班次|早班?[::]|电话|total|sum|headcount|note|remark|legend|key[::]|prepared|approved|checked|reviewed|signed|signature)/;
const skippedHeader = /^(?:备注|说明|合计|小计|总计|天数|出勤|工时|签名|签字|班次数|remarks?|notes?|total|sum|hours|days|signature)/;

/** The longest stretch of days in the row that go up one by one. */
function daysAcross(row: readonly string[]): DayColumn[] {
  const cells = row.map(readDay);
  let best: { start: number; length: number } = { start: 0, length: 0 };
  for (let start = 0; start < cells.length; start += 1) {
    let length = 0;
    for (let last: DayCell | null = null; start + length < cells.length; length += 1) {
      const cell = cells[start + length] ?? null;
      if (cell === null || (last !== null && cell.day !== last.day + 1 && !(cell.day === 1 && last.day >= 28))) break;
      last = cell;
    }
    if (length > best.length) best = { start, length };
  }
  const spelled = cells.slice(best.start, best.start + best.length).some((cell) => cell?.month != null);
  if (best.length < (spelled ? 2 : 3)) return [];
  // Behind the stretch every further date counts too, so that a repeated or misplaced one is reported and not overlooked.
  return cells.flatMap((day, column) => (column >= best.start && day !== null ? [{ column, day }] : []));
}

/** The rows of days of a sheet, top to bottom; none: this is not a grid. */
export function findGrids(table: Table): GridHeader[] {
  return table.flatMap((cells, row) => {
    const days = daysAcross(cells);
    return days.length === 0 ? [] : [{ row, days }];
  });
}

interface Columns {
  readonly name: number;
  readonly role: number | null;
  /** Where people stand; it may say who leads instead. */
  readonly position: number | null;
  /** Columns behind the days that are neither days nor known to be unimportant. */
  readonly ignored: readonly { readonly column: number; readonly header: string }[];
}

function findColumns(table: Table, header: GridHeader, until: number, members: readonly Member[]): Columns {
  const first = header.days[0]?.column ?? 0;
  const last = header.days.at(-1)?.column ?? 0;
  const heads = (column: number): string =>
    [header.row - 1, header.row, header.row + 1].map((row) => squeeze(cellAt(table, row, column))).join(' ');
  const before = Array.from({ length: first }, (_, column) => column);
  const matches = (column: number): number => {
    let count = 0;
    for (let row = header.row + 1; row < until; row += 1)
      if (matchName(readName(cellAt(table, row, column)), members).kind !== 'none') count += 1;
    return count;
  };
  const named =
    before.find((column) => nameHeader.test(squeeze(cellAt(table, header.row, column)))) ??
    before.find((column) => nameHeader.test(heads(column)));
  const known = [...before].sort((a, b) => matches(b) - matches(a) || b - a)[0];
  const width = Math.max(...table.slice(header.row, until).map((row) => row.length));
  const behind = Array.from({ length: Math.max(0, width - last - 1) }, (_, index) => last + 1 + index);
  return {
    name: named ?? known ?? -1,
    role: before.find((column) => roleHeader.test(squeeze(cellAt(table, header.row, column)))) ?? null,
    position: before.find((column) => positionHeader.test(squeeze(cellAt(table, header.row, column)))) ?? null,
    ignored: behind.flatMap((column) => {
      const text = squeeze(cellAt(table, header.row, column));
      const filled = table.slice(header.row + 1, until).some((row) => squeeze(row[column] ?? '') !== '');
      return filled && !skippedHeader.test(text) ? [{ column, header: text }] : [];
    }),
  };
}

/** Reads one grid: people down, days across. `month` is settled already. */
export function readGrid(
  table: Table,
  header: GridHeader,
  until: number,
  month: string,
  readShift: ReadShift,
  members: readonly Member[],
): LayoutReading {
  const entries: Entry[] = [];
  const problems: CellProblem[] = [];
  const remarks: CellRemark[] = [];
  const columns = findColumns(table, header, until, members);
  const roles = knownRoles(members);
  const dates = datesOfColumns(table, header, until, month, problems);
  for (const { column, header: value } of columns.ignored) remarks.push({ code: 'column', cell: cellName(header.row, column), value });
  for (let row = header.row - 1; row < until; row += 1) {
    if (row === header.row || row < 0) continue;
    if (isWeekdayRow(table, row, columns.name, dates)) checkWeekdays(table, row, dates, month, problems, remarks);
    else if (row > header.row) readPersonRow(table, row, columns, dates, { readShift, members, roles }, { entries, problems, remarks });
  }
  return { entries, problems, remarks };
}

interface DatedColumn {
  readonly column: number;
  readonly on: string;
}

/** A column counts when somebody has something in it; `31` above an empty column of a short month is only the form. */
function datesOfColumns(table: Table, header: GridHeader, until: number, month: string, problems: CellProblem[]): DatedColumn[] {
  const seen = new Map<string, string>();
  return header.days.flatMap(({ column, day }) => {
    const cell = cellName(header.row, column);
    const value = tidy(cellAt(table, header.row, column));
    const used = table
      .slice(header.row + 1, until)
      .some((row) => squeeze(row[column] ?? '') !== '' && readWeekday(row[column] ?? '') === null);
    if (day.month !== null && day.month !== Number(month.slice(5))) {
      if (used) problems.push({ code: 'otherMonth', cell, value, month });
      return [];
    }
    const on = dateOf(month, day.day);
    if (on === null) {
      if (used) problems.push({ code: 'noSuchDay', cell, value, month });
      return [];
    }
    const first = seen.get(on);
    if (first !== undefined) {
      problems.push({ code: 'sameDay', cell, value, first });
      return [];
    }
    seen.set(on, cell);
    return [{ column, on }];
  });
}

function isWeekdayRow(table: Table, row: number, name: number, dates: readonly DatedColumn[]): boolean {
  const filled = dates.map(({ column }) => cellAt(table, row, column)).filter((value) => squeeze(value) !== '');
  const head = squeeze(cellAt(table, row, name));
  return (
    filled.length >= 2 &&
    filled.every((value) => readWeekday(value) !== null) &&
    (head === '' || /^(?:星期|周|weekday|day)/.test(head) || nameHeader.test(head))
  );
}

/** Weekdays that fit no day of the month mean that it is the roster of another month; single ones are slips of the pen. */
function checkWeekdays(
  table: Table,
  row: number,
  dates: readonly DatedColumn[],
  month: string,
  problems: CellProblem[],
  remarks: CellRemark[],
): void {
  const filled = dates.filter(({ column }) => squeeze(cellAt(table, row, column)) !== '');
  const wrong = filled.filter(({ column, on }) => readWeekday(cellAt(table, row, column)) !== Temporal.PlainDate.from(on).dayOfWeek);
  const [first] = wrong;
  if (first === undefined) return;
  const value = tidy(cellAt(table, row, first.column));
  if (wrong.length * 2 > filled.length)
    problems.push({ code: 'weekdays', cell: cellName(row, first.column), value, month, wrong: wrong.length, of: filled.length });
  else
    for (const { column, on } of wrong)
      remarks.push({ code: 'weekday', cell: cellName(row, column), value: tidy(cellAt(table, row, column)), on });
}

interface Collected {
  readonly entries: Entry[];
  readonly problems: CellProblem[];
  readonly remarks: CellRemark[];
}

function readPersonRow(
  table: Table,
  row: number,
  columns: Columns,
  dates: readonly DatedColumn[],
  { readShift, members, roles }: { readonly readShift: ReadShift; readonly members: readonly Member[]; readonly roles: KnownRoles },
  into: Collected,
): void {
  const raw = tidy(cellAt(table, row, columns.name));
  const cells = dates.map(({ column, on }) => ({
    cell: cellName(row, column),
    on,
    value: tidy(cellAt(table, row, column)),
    shift: readShift(cellAt(table, row, column)),
  }));
  const filled = cells.filter((cell) => cell.value !== '');
  const readable = filled.some((cell) => cell.shift.kind !== 'unknown');
  const firstText = (table[row] ?? []).map(tidy).find((value) => value !== '') ?? '';
  if (firstText === '' || notPeople.test(squeeze(firstText)) || notPeople.test(squeeze(raw))) return;
  const written = readName(raw);
  const isMember = matchName(written, members).kind !== 'none';
  if (written.name === '') {
    if (readable && filled.some((cell) => cell.shift.kind === 'shifts'))
      into.problems.push({ code: 'noName', cell: cellName(row, columns.name), value: firstText });
    else into.remarks.push({ code: 'line', cell: cellName(row, 0), value: firstText });
    return;
  }
  if (!isMember && !readable) {
    // A line of prose below the table, or a name with nothing behind it.
    into.remarks.push({ code: 'line', cell: cellName(row, 0), value: firstText });
    return;
  }
  const said = [columns.role, columns.position].map((column) => (column === null ? '' : squeeze(cellAt(table, row, column))));
  const role = said.some((one) => leadCell.test(one)) ? leadingDutyRole : null;
  const place = columns.position === null ? {} : { position: readPosition(cellAt(table, row, columns.position), roles) };
  const person = { name: written.name, phone: written.phone, note: written.note, role, ...place };
  for (const { cell, on, value, shift } of cells) {
    switch (shift.kind) {
      case 'off':
        break;
      case 'leave':
        into.remarks.push({ code: 'leave', cell, value, on, name: written.name });
        break;
      case 'mark':
        into.entries.push({ ...person, cell, on, shift: null });
        break;
      case 'shifts':
        for (const code of shift.codes) into.entries.push({ ...person, cell, on, shift: code });
        break;
      case 'ambiguous':
        into.problems.push({ code: 'ambiguousShift', cell, value, shifts: shift.codes });
        break;
      case 'unknown':
        into.problems.push({ code: 'unknownShift', cell, value, nearest: shift.nearest, known: [] });
        break;
    }
  }
}
