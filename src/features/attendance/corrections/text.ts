import type { Words } from '../../../core/locale.ts';

const punches = { in: { zh: '上班卡', en: 'clock-in' }, out: { zh: '下班卡', en: 'clock-out' } } as const;

/** Every sentence about corrections, outings and overtime. */
export const correctionText = {
  noDuty: (day: Words): Words => ({
    zh: `${day.zh}没有排班,没有卡要补。请核对日期;在排班外工作请申报加班。`,
    en: `There is no duty on ${day.en}, so no punch is missing. Check the day; for work off the roster claim overtime.`,
  }),
  punchThere: (punch: 'in' | 'out', time: string): Words => ({
    zh: `这个班的${punches[punch].zh}已经打过:${time},不用补。`,
    en: `The ${punches[punch].en} of this shift is there: ${time}. Nothing has to be corrected.`,
  }),
  alreadyCorrected: (punch: 'in' | 'out'): Words => ({
    zh: `这个班的${punches[punch].zh}已经补过。`,
    en: `The ${punches[punch].en} of this shift has been corrected already.`,
  }),
  tooEarly: (punch: 'in' | 'out', moment: Words): Words => ({
    zh: `${punches[punch].zh}到 ${moment.zh} 才缺,现在直接打卡就行。`,
    en: `The ${punches[punch].en} is not missing before ${moment.en}; just clock now.`,
  }),
  missedLabel: { zh: '缺卡', en: 'Missed punches' },
  missedValue: (nth: number, below: number | null, charged: boolean): Words => ({
    zh: `本周期第 ${nth} 次${below === null ? '' : `(少于 ${below} 次确认即正常)`}${charged ? ',这次按制度另行处理' : ''}`,
    en: `${ordinal(nth)} of this cycle${below === null ? '' : ` (normal when confirmed while below ${below})`}${charged ? '; the rules charge this one' : ''}`,
  }),
  punchLabel: { zh: '打卡', en: 'Punches' },
  punchedAs: (into: string | null, out: string | null): Words => ({
    zh: `上班 ${into ?? '无'} · 下班 ${out ?? '无'}`,
    en: `in ${into ?? 'none'} · out ${out ?? 'none'}`,
  }),
  hoursLabel: { zh: '加班工时', en: 'Overtime hours' },
  hoursValue: (claimed: number, creditable: number): Words => ({
    zh: `申报 ${claimed} 小时,可计 ${creditable} 小时`,
    en: `${claimed} h claimed, ${creditable} h can be credited`,
  }),
  weekLabel: { zh: '当周工时', en: 'Hours of the week' },
  weekValue: (duty: number, rest: number, limit: number | null): Words => ({
    zh: `排班日 ${duty} 小时 · 休息日 ${rest} 小时${limit === null ? '' : `(超过 ${limit} 小时的部分才算)`}`,
    en: `${duty} h on duty days · ${rest} h on rest days${limit === null ? '' : ` (only what exceeds ${limit} h counts)`}`,
  }),
  claimedAlready: (number: number): Words => ({
    zh: `这段时间已经在加班申请 #${number} 里。`,
    en: `Some of these hours are part of overtime request #${number} already.`,
  }),
  noHours: { zh: '请写明加班的起止时间。', en: 'Say when the overtime began and ended.' },
  credited: (hours: number, day: Words): Words => ({
    zh: `已计加班 ${hours} 小时(${day.zh})`,
    en: `${hours} h of overtime credited (${day.en})`,
  }),
  creditedLess: (claimed: number, hours: number): Words => ({
    zh: `申报 ${claimed} 小时,按打卡和排班可计 ${hours} 小时。`,
    en: `${claimed} h were claimed; by punches and roster ${hours} h count.`,
  }),
  missedTitle: { zh: '选择要补的卡', en: 'Which punch is missing' },
  missedIntro: (from: Words, until: Words): Words => ({
    zh: `${from.zh}至${until.zh}这个周期里缺的卡:`,
    en: `Missing in the cycle from ${from.en} to ${until.en}:`,
  }),
  missing: {
    in: { zh: '缺上班卡', en: 'no clock-in' },
    out: { zh: '缺下班卡', en: 'no clock-out' },
    both: { zh: '上下班都没打卡', en: 'no punch at all' },
  },
  more: (count: number): Words => ({ zh: `另有 ${count} 次,用日期补:补卡 12月1日`, en: `${count} more; name the day: correction 1 Dec` }),
  nothingMissing: { zh: '这个周期没有缺卡', en: 'No punch is missing in this cycle' },
  otherDay: { zh: '补别的日子…', en: 'Another day…' },
  myMonth: { zh: '我的考勤', en: 'My attendance' },
  back: { zh: '已返回', en: 'I am back' },
  backTitle: (time: string): Words => ({ zh: `外出到 ${time} 结束,回来了吗`, en: `Your outing ended at ${time}. Are you back?` }),
  backWhy: { zh: '回来要打卡;还没回来,回来后再按。', en: 'Clock your return; if you are not back yet, press when you are.' },
  backSaved: (time: string): Words => ({ zh: `已记返回 ${time}`, en: `Return recorded at ${time}` }),
  notOut: { zh: '你现在没有外出', en: 'You are not on an outing now' },
  notOutWhy: { zh: '外出要先申请:输入“外出”。', en: 'An outing is asked for first: type “outing”.' },
} as const;

function ordinal(nth: number): string {
  const teen = nth % 100 >= 11 && nth % 100 <= 13;
  const ending = teen ? 'th' : (({ 1: 'st', 2: 'nd', 3: 'rd' } as Record<number, string>)[nth % 10] ?? 'th');
  return `${nth}${ending}`;
}
