import type { Locale, Words } from '../../../core/locale.ts';
import type { Action, Block, Notice } from '../../../view/view.ts';
import { dayWords } from '../duty-line.ts';
import { monthWords, press, typed } from '../publish/views.ts';
import type { DeskName } from '../roster.ts';
import { text as words } from '../text.ts';
import type { FileRefusal } from './read-file.ts';
import type { CellProblem, CellRemark, ReadRefusal, RosterReading } from './reading.ts';
import { text } from './text.ts';

/** More problems than these are counted, not listed; the command line lists all. */
const mostProblems = 60;
const mostRemarks = 6;

const list = (items: readonly string[], locale: Locale): string => items.join(locale === 'zh' ? '、' : ', ');

/** The shift names of codes. */
export type ShiftWords = (code: string) => Words;

function why(problem: CellProblem, shift: ShiftWords, locale: Locale): Words {
  const shifts = (codes: readonly string[]): string =>
    list(
      codes.map((code) => shift(code)[locale]),
      locale,
    );
  switch (problem.code) {
    case 'unknownShift':
      return text.unknownShift(problem.nearest, shifts(problem.known));
    case 'ambiguousShift':
      return text.ambiguousShift(shifts(problem.shifts));
    case 'unknownDay':
      return text.times(text.unknownDay(problem.on.slice(0, 4)), problem.cells);
    case 'noSuchShift':
      return text.noSuchShift(dayWords(problem.on), shifts(problem.known));
    case 'whichShift':
      return text.whichShift(dayWords(problem.on), shifts(problem.shifts));
    case 'notOnDesk':
      return text.times(text.notOnDesk(problem.nearest), problem.cells);
    case 'sameName': {
      const choices = problem.choices.map(({ code, phone }) => (phone === null ? code : `${code} …${phone.slice(-4)}`));
      return text.times(text.sameName(list(choices, locale)), problem.cells);
    }
    case 'noName':
      return text.noName;
    case 'noDate':
      return text.noDate;
    case 'noSuchDay':
      return text.noSuchDay(monthWords(problem.month));
    case 'otherMonth':
      return text.otherMonth(monthWords(problem.month));
    case 'sameDay':
      return text.sameDay(problem.first);
    case 'twice':
      return text.twice(problem.first);
    case 'weekdays':
      return text.weekdays(monthWords(problem.month), problem.wrong, problem.of);
  }
}

/** `D7“甲”:没有这个班次,是不是“早班”` */
export function problemLine(problem: CellProblem, shift: ShiftWords, locale: Locale): string {
  const value = problem.code === 'noSuchShift' && problem.known.length > 0 ? shift(problem.value)[locale] : problem.value;
  return text.cell(problem.cell, value, why(problem, shift, locale))[locale];
}

/** Everything that could not be read, by cell. */
export function problemsNotice(reading: RosterReading, file: string, desk: DeskName, shift: ShiftWords, locale: Locale): Notice {
  const { problems } = reading;
  const items = problems.slice(0, mostProblems).map((problem) => problemLine(problem, shift, locale));
  if (problems.length > mostProblems) items.push(text.more(problems.length - mostProblems)[locale]);
  return {
    kind: 'notice',
    tone: 'error',
    title: text.problems(problems.length)[locale],
    blocks: [
      { kind: 'text', text: text.inFile(file, desk.name, monthWords(reading.month))[locale] },
      { kind: 'list', items },
      { kind: 'note', text: text.fixAndSend[locale] },
    ],
    actions: [],
  };
}

/** What the reader left out or read another way, one sentence each. */
export function remarkLines(reading: Pick<RosterReading, 'remarks' | 'otherSheets' | 'sheet'>, locale: Locale): string[] {
  const of = <Code extends CellRemark['code']>(code: Code): Extract<CellRemark, { code: Code }>[] =>
    reading.remarks.filter((remark): remark is Extract<CellRemark, { code: Code }> => remark.code === code);
  const cut = (items: readonly string[]): string =>
    list(items.length > mostRemarks ? [...items.slice(0, mostRemarks), `… (${items.length})`] : items, locale);
  const lines = of('weekday')
    .slice(0, mostRemarks)
    .map(({ cell, value, on }) => text.remarkWeekday(cell, value, dayWords(on))[locale]);
  const leave = of('leave').map(({ name, on, value }) => `${name} ${dayWords(on)[locale]} ${value}`);
  if (leave.length > 0) lines.push(text.remarkLeave(cut(leave))[locale]);
  const columns = of('column').map(({ cell, value }) => (value === '' ? cell : `${cell}“${value}”`));
  if (columns.length > 0) lines.push(text.remarkColumns(cut(columns))[locale]);
  const others = of('line').map(({ cell, value }) => `${cell}“${value.slice(0, 20)}”`);
  if (others.length > 0) lines.push(text.remarkLines(cut(others))[locale]);
  for (const { count } of of('phones')) lines.push(text.remarkPhones(count)[locale]);
  if (reading.otherSheets.length > 0) lines.push(text.remarkSheets(reading.sheet ?? '', cut(reading.otherSheets))[locale]);
  return lines;
}

/** Why the file as a whole is not read, and what would work. */
export function refusalWords(refusal: FileRefusal | ReadRefusal): { readonly title: Words; readonly help: Words | null } {
  switch (refusal.code) {
    case 'roster.oldExcel':
      return { title: text.oldExcel, help: text.oldExcelHelp };
    case 'roster.badExcel':
      return { title: text.badExcel, help: text.oldExcelHelp };
    case 'roster.badCsv':
      return { title: text.badCsv(refusal.line), help: text.badCsvHelp };
    case 'roster.encoding':
      return { title: text.encoding, help: text.encodingHelp };
    case 'roster.otherFormat':
      return { title: text.otherFormat, help: text.otherFormatHelp };
    case 'roster.tooLarge':
      return { title: text.tooLarge(refusal.megabytes), help: null };
    case 'roster.noTable':
      return { title: text.noTable, help: text.noTableHelp };
    case 'roster.empty':
      return { title: text.empty, help: null };
    case 'roster.noMonth':
      return { title: text.noMonth, help: text.noMonthHelp };
    case 'roster.otherMonth':
      return { title: text.monthsDiffer(monthWords(refusal.given), monthWords(refusal.found)), help: text.fixAndSend };
  }
}

const say = (tone: Notice['tone'], title: Words, help: Words | null, actions: readonly Action[], locale: Locale): Notice => {
  const blocks: Block[] = help === null ? [] : [{ kind: 'text', text: help[locale] }];
  return { kind: 'notice', tone, title: title[locale], blocks, actions };
};

export const notices = {
  refusal: (refusal: FileRefusal | ReadRefusal, locale: Locale): Notice => {
    const { title, help } = refusalWords(refusal);
    return say('error', title, help, [], locale);
  },
  /** The file is kept; the person says whose roster it is. */
  whichDesk: (id: string, desks: readonly DeskName[], locale: Locale): Notice =>
    say(
      'info',
      text.whichDesk,
      null,
      desks.map((desk) => press('roster.import-desk', desk.name[locale], { id, desk: desk.id })),
      locale,
    ),
  /** The file is kept; the person says of which month it is. */
  whichMonth: (id: string, desk: DeskName, months: readonly string[], locale: Locale): Notice =>
    say(
      'info',
      text.noMonth,
      text.noMonthHelp,
      months.map((month) => press('roster.import-month', monthWords(month)[locale], { id, desk: desk.id, month })),
      locale,
    ),
  notLead: (locale: Locale): Notice => say('warn', text.notLead, text.notLeadHelp, [], locale),
  noDuties: (locale: Locale): Notice => say('error', text.noDuties, text.noTableHelp, [], locale),
  how: (locale: Locale): Notice =>
    say(
      'info',
      text.how,
      { zh: `${text.howSteps.zh}\n${text.noTableHelp.zh}`, en: `${text.howSteps.en}\n${text.noTableHelp.en}` },
      [typed(words.draft[locale], 'roster draft')],
      locale,
    ),
};
