import type { Words } from '../../../core/locale.ts';

/** Sentences of reading a roster from a file. */
export const text = {
  problems: (count: number): Words => ({
    zh: `${count} 处没有看懂,什么都没有保存`,
    en: `${count} ${count === 1 ? 'thing' : 'things'} cannot be read; nothing was saved`,
  }),
  inFile: (file: string, desk: Words, month: Words): Words => ({
    zh: `${file} · ${desk.zh} · ${month.zh}`,
    en: `${file} · ${desk.en} · ${month.en}`,
  }),
  fixAndSend: { zh: '改好后再发一次。', en: 'Correct it and send it again.' },
  more: (count: number): Words => ({ zh: `另有 ${count} 处`, en: `${count} more` }),
  cell: (cell: string, value: string, why: Words): Words => ({
    zh: value === '' ? `${cell}:${why.zh}` : `${cell}“${value}”:${why.zh}`,
    en: value === '' ? `${cell}: ${why.en}` : `${cell} “${value}”: ${why.en}`,
  }),
  times: (why: Words, cells: number): Words => (cells > 1 ? { zh: `${why.zh}(共 ${cells} 处)`, en: `${why.en} (${cells} cells)` } : why),
  unknownShift: (near: string | null, known: string): Words => ({
    zh: near === null ? `没有这个班次,有:${known}` : `没有这个班次,是不是“${near}”`,
    en: near === null ? `there is no such shift; there is: ${known}` : `there is no such shift; did you mean “${near}”`,
  }),
  ambiguousShift: (list: string): Words => ({ zh: `可以是几个班次:${list}`, en: `it can be several shifts: ${list}` }),
  noSuchShift: (day: Words, known: string): Words => ({
    zh: known === '' ? `${day.zh}没有班次` : `${day.zh}没有这个班,有:${known}`,
    en: known === '' ? `${day.en} has no shift` : `${day.en} has no such shift; it has: ${known}`,
  }),
  unknownDay: (year: string): Words => ({
    zh: `${year} 年的节假日还没有公布或导入,不知道这一天有哪些班。请先输入“日历 导入”`,
    en: `the holidays of ${year} are not published or imported, so the shifts of the day are not known. Type “calendar import” first`,
  }),
  whichShift: (day: Words, list: string): Words => ({
    zh: `${day.zh}有几个班(${list}),没写是哪个。加一列“班次”,或每个班一列`,
    en: `${day.en} has several shifts (${list}) and none is named. Add a column “shift”, or a column for each shift`,
  }),
  notOnDesk: (near: string | null): Words => ({
    zh: near === null ? '不在这个班组里' : `不在这个班组里,是不是“${near}”`,
    en: near === null ? 'does not stand on this desk' : `does not stand on this desk; did you mean “${near}”`,
  }),
  sameName: (list: string): Words => ({
    zh: `班组里有几个同名的人:${list}。请在名字后面加上括号和代号,或写上电话`,
    en: `several people on the desk have this name: ${list}. Add the code in brackets, or the phone`,
  }),
  noName: { zh: '这一行有班次,没有名字', en: 'the line has shifts but no name' },
  noDate: { zh: '这一行有人,没有看懂日期', en: 'the line has people but no date that can be read' },
  noSuchDay: (month: Words): Words => ({ zh: `${month.zh}没有这一天`, en: `${month.en} has no such day` }),
  otherMonth: (month: Words): Words => ({ zh: `不是${month.zh}的日期`, en: `is not a date of ${month.en}` }),
  sameDay: (first: string): Words => ({ zh: `和 ${first} 是同一天`, en: `is the same day as ${first}` }),
  twice: (first: string): Words => ({
    zh: `同一个班里写了两次,另一处在 ${first}`,
    en: `stands twice in one shift; the other is in ${first}`,
  }),
  weekdays: (month: Words, wrong: number, of: number): Words => ({
    zh: `星期对不上${month.zh}(${of} 天里错了 ${wrong} 天),是不是别的月份`,
    en: `the weekdays do not fit ${month.en} (${wrong} of ${of} are wrong); is it another month`,
  }),
  remarkWeekday: (cell: string, value: string, day: Words): Words => ({
    zh: `${cell} 写的是“${value}”,按 ${day.zh} 读`,
    en: `${cell} says “${value}”; read as ${day.en}`,
  }),
  remarkLeave: (list: string): Words => ({
    zh: `写了假、按休息读,没有登记请假:${list}`,
    en: `Leave is read as off and not recorded as leave: ${list}`,
  }),
  remarkColumns: (list: string): Words => ({ zh: `没有读的列:${list}`, en: `Columns that were not read: ${list}` }),
  remarkLines: (list: string): Words => ({ zh: `没有当作排班读的行:${list}`, en: `Lines that were not read as people: ${list}` }),
  remarkPhones: (count: number): Words => ({
    zh: `${count} 人的电话和人员资料里的不同,以人员资料为准`,
    en: `${count} phones differ from the directory; those of the directory hold`,
  }),
  remarkSheets: (read: string, others: string): Words => ({
    zh: `读的是工作表“${read}”,没有读:${others}`,
    en: `The sheet “${read}” was read; not read: ${others}`,
  }),
  noTable: { zh: '没有认出值班表', en: 'No roster was recognised in it' },
  noTableHelp: {
    zh: '能读两种:一人一行、日期在上面,格子里写早、中、晚、休;或一天一行,有“日期”和“值班人员”等列。“岗位”一列写站在哪里,可有可无。',
    en: 'Two layouts can be read: people down and days across, with early, middle, night or off in the cells; or a day a line with the columns “date” and “officer”. A column “position” says where people stand, if you have one.',
  },
  empty: { zh: '文件是空的', en: 'The file is empty' },
  noMonth: { zh: '没有写是哪个月', en: 'It does not say which month it is' },
  noMonthHelp: { zh: '选一个月,或在发文件时写上月份。', en: 'Choose a month, or write it beside the file.' },
  monthsDiffer: (given: Words, found: Words): Words => ({
    zh: `你说的是${given.zh},文件里是${found.zh}`,
    en: `You said ${given.en}; the file is of ${found.en}`,
  }),
  whichDesk: { zh: '这是哪个班组的值班表', en: 'Which desk is this the roster of' },
  noDuties: { zh: '里面没有一个班', en: 'There is not a single shift in it' },
  notLead: { zh: '只有带班的人可以导入值班表', en: 'Only leads can import a roster' },
  notLeadHelp: { zh: '请带班的人把文件发给我。', en: 'Ask a lead to send me the file.' },
  oldExcel: { zh: '这是旧的 Excel 格式(.xls)', en: 'This is the old Excel format (.xls)' },
  oldExcelHelp: { zh: '请另存为 .xlsx 或 CSV,再发一次。', en: 'Save it as .xlsx or CSV and send it again.' },
  badExcel: { zh: '这个 Excel 文件打不开', en: 'This Excel file cannot be opened' },
  badCsv: (line: number): Words => ({ zh: `CSV 第 ${line} 行没有看懂`, en: `Line ${line} of the CSV cannot be read` }),
  badCsvHelp: { zh: '多半是引号没有配对。', en: 'Most often a quotation mark has no partner.' },
  encoding: { zh: '文件的编码没有看懂', en: 'The encoding of the file is not known' },
  encodingHelp: { zh: '请存为 UTF-8 或 GB18030 的 CSV,或 .xlsx。', en: 'Save it as CSV in UTF-8 or GB18030, or as .xlsx.' },
  otherFormat: { zh: '这种文件不能当值班表读', en: 'This kind of file cannot be read as a roster' },
  otherFormatHelp: { zh: '请发 CSV 或 XLSX。', en: 'Send CSV or XLSX.' },
  tooLarge: (megabytes: number): Words => ({
    zh: `文件太大,最多 ${megabytes} MB、2000 行`,
    en: `The file is too large; at most ${megabytes} MB and 2000 lines`,
  }),
  how: { zh: '导入值班表', en: 'Import a roster' },
  howSteps: {
    zh: '把文件(CSV 或 XLSX)直接发给我。我先给你看读到了什么,你确认后才发布。',
    en: 'Send me the file (CSV or XLSX). I show you what I read; it is published only when you confirm.',
  },
} as const;
