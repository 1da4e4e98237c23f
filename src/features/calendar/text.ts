import type { Words } from '../../core/locale.ts';
import type { DayKind } from '../../policy/policy.ts';
import type { LineProblem } from './import-lines.ts';

/** Kinds of days as people say them. */
export const kindText: Readonly<Record<DayKind, Words>> = {
  workday: { zh: '工作日', en: 'workday' },
  'make-up-workday': { zh: '调休上班日', en: 'make-up workday' },
  weekend: { zh: '周末', en: 'weekend' },
  holiday: { zh: '节假日', en: 'public holiday' },
  'lieu-day': { zh: '调休放假', en: 'day off in lieu' },
  unknown: { zh: '未知', en: 'unknown' },
};

/** One mark per kind in the month's table; a workday needs none. */
export const kindMark: Readonly<Record<DayKind, Words>> = {
  workday: { zh: '', en: '' },
  'make-up-workday': { zh: '班', en: 'work' },
  weekend: { zh: '休', en: 'off' },
  holiday: { zh: '节', en: 'hol' },
  'lieu-day': { zh: '休', en: 'lieu' },
  unknown: { zh: '?', en: '?' },
};

export const problemText: Readonly<Record<LineProblem['code'], Words>> = {
  date: { zh: '没有这个日期', en: 'there is no such date' },
  kind: { zh: '不知道是哪种日子', en: 'this kind of day is not known' },
  backwards: { zh: '结束在开始之前', en: 'it ends before it begins' },
  long: { zh: '一段超过 31 天', en: 'the stretch is longer than 31 days' },
  twice: { zh: '同一天写了两种', en: 'the day is given two kinds' },
  format: { zh: '没有看懂', en: 'it cannot be read' },
};

/** Every sentence of the slice. */
export const text = {
  month: (month: Words, desk: Words): Words => ({ zh: `日历 · ${desk.zh} · ${month.zh}`, en: `Calendar · ${desk.en} · ${month.en}` }),
  counts: (work: number, off: number): Words => ({ zh: `上班 ${work} 天,休息 ${off} 天`, en: `${work} working days, ${off} off` }),
  unknownYear: (years: string): Words => ({
    zh: `${years} 年的节假日还没有公布或导入,哪天上班、哪天放假都不知道。`,
    en: `The holidays of ${years} are not published or imported yet, so no day of it is known to be a workday or a holiday.`,
  }),
  week: (week: number): Words => ({ zh: `第${week}周`, en: `W${week}` }),
  weekHead: { zh: '周', en: 'Week' },
  hours: { zh: '上班时间', en: 'Office hours' },
  season: { summer: { zh: '夏季', en: 'summer' }, winter: { zh: '冬季', en: 'winter' } },
  special: { zh: '特别的日子', en: 'Special days' },
  own: { zh: '本单位设定', en: 'set here' },
  import: { zh: '导入节假日', en: 'Import holidays' },
  setDay: { zh: '改一天…', en: 'Change a day…' },
  before: { zh: '上个月', en: 'Month before' },
  after: { zh: '下个月', en: 'Next month' },
  badMonth: (word: string): Words => ({ zh: `没有看懂月份“${word}”`, en: `The month “${word}” cannot be read` }),
  badMonthHelp: { zh: '可以写 10月、2027-10、下个月。', en: 'Write Oct, 2027-10 or next month.' },
  noDesk: { zh: '你还不在任何班组里', en: 'You do not stand on any desk yet' },
  askLead: { zh: '请带班的人把你加进来(输入“人员”)。', en: 'Ask a lead to add you (they type “people”).' },
  whichDesk: { zh: '哪个班组', en: 'Which desk' },
  notLead: { zh: '只有带班的人可以改日历', en: 'Only leads can change the calendar' },
  notLeadHelp: (desk: Words): Words => ({ zh: `请“${desk.zh}”带班的人来改。`, en: `Ask a lead of ${desk.en}.` }),
  scope: { zh: '用于', en: 'For' },
  scopeDesk: (desk: Words): Words => ({ zh: `只用于${desk.zh}`, en: `${desk.en} only` }),
  scopeAll: { zh: '整个单位', en: 'The whole organisation' },
  lines: { zh: '每行一天或一段', en: 'One day or stretch a line' },
  linesHint: {
    zh: '种类可以写:节假日、调休、补班、工作日、周末。也可以把 calendar.csv、calendar.json、calendar.ics 直接发给我。',
    en: 'Kinds: holiday, lieu, make-up, workday, weekend. You can also send me calendar.csv, calendar.json or calendar.ics.',
  },
  linesExample: { zh: '2027-10-01~2027-10-07 节假日 国庆节', en: '2027-10-01~2027-10-07 holiday National Day' },
  read: { zh: '先看一下', en: 'Preview' },
  cancel: { zh: '取消', en: 'Cancel' },
  save: { zh: '保存', en: 'Save' },
  previewTitle: { zh: '日历待确认', en: 'Calendar waits for you' },
  waiting: { zh: '待确认', en: 'to confirm' },
  understood: (days: number): Words => ({ zh: `看懂了 ${days} 天,还没有保存`, en: `${days} days understood, nothing is saved yet` }),
  problems: (count: number): Words => ({
    zh: `${count} 行没有看懂,什么都没有保存`,
    en: `${count} lines cannot be read; nothing was saved`,
  }),
  problemLine: (line: number, what: string, why: Words): Words => ({
    zh: `第 ${line} 行“${what}”:${why.zh}`,
    en: `Line ${line} “${what}”: ${why.en}`,
  }),
  more: (count: number): Words => ({ zh: `另有 ${count} 条`, en: `${count} more` }),
  nothing: { zh: '里面没有日期', en: 'There is no date in it' },
  encoding: { zh: '文件的编码没有看懂,请存为 UTF-8', en: 'The encoding of the file cannot be read; save it as UTF-8' },
  yearKnown: (year: string): Words => ({ zh: `保存后 ${year} 年的节假日就完整了。`, en: `With these the year ${year} is known.` }),
  yearLacks: (year: string, days: string): Words => ({
    zh: `${year} 年仍然未知:没有 ${days}。一年的节假日要一起导入。`,
    en: `The year ${year} stays unknown: ${days} is missing. Import the holidays of a year together.`,
  }),
  saved: (days: number): Words => ({ zh: `已保存 ${days} 天`, en: `${days} days saved` }),
  savedHelp: { zh: '已发布的排班表没有变。', en: 'Rosters that are published have not changed.' },
  dropped: { zh: '没有保存', en: 'Nothing was saved' },
  gone: { zh: '已经处理过了', en: 'This was dealt with already' },
  day: { zh: '日期', en: 'Date' },
  kind: { zh: '种类', en: 'Kind' },
  name: { zh: '名称', en: 'Name' },
  clear: { zh: '取消改动,按公布的来', en: 'As published' },
  dayNow: (day: Words, kind: Words): Words => ({ zh: `${day.zh}现在是${kind.zh}`, en: `${day.en} is now a ${kind.en}` }),
  dayCleared: (day: Words, kind: Words): Words => ({ zh: `${day.zh}恢复为${kind.zh}`, en: `${day.en} is a ${kind.en} again` }),
  show: { zh: '看日历', en: 'Show the calendar' },
} as const;
