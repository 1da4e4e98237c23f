import { formatMinutes } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Unit } from './proposal.ts';

const words = (zh: string, en: string): Words => ({ zh, en });

/** Offences and merits by the names regulations use. */
const offences: Readonly<Record<string, Words>> = {
  late: words('迟到', 'late'),
  'early-leave': words('早退', 'left early'),
  'missed-punch': words('缺卡', 'missed punch'),
  'no-show': words('未到岗', 'did not come'),
  'no-punch-no-approval': words('没有打卡也没有批准', 'no punch and no approval'),
  'no-attendance-record': words('没有考勤记录', 'no attendance record'),
  'unapproved-leave': words('请假未获批准', 'leave not approved'),
  'overstayed-leave': words('假满未归', 'not back after leave'),
  'wrong-hours-after-transfer': words('调动后未按新部门时间打卡', "did not keep the new department's hours"),
  'off-roster': words('排班外打卡', 'punch off the roster'),
  'outing-without-punch': words('外出前没有打卡', 'outing without a clock-in'),
  'no-return-punch': words('外出返回没有打卡', 'no punch on return from an outing'),
  'proxy-punch': words('代打卡', 'clocking for another'),
  'missed-swapped-shift': words('换班后空岗', 'missed a swapped shift'),
  absence: words('旷工', 'absence'),
  'pay-deduction': words('扣工资', 'pay deduction'),
  violation: words('违纪', 'breach of discipline'),
  'score-deduction': words('扣分', 'score deduction'),
  'late-takeover': words('接班迟到', 'late to take over'),
  'no-takeover': words('没有接班', 'did not take over'),
  'left-post': words('擅自离岗', 'left the post'),
  'off-post': words('脱岗', 'off post'),
  'private-call': words('私人电话', 'private call'),
  neglect: words('失职', 'neglect'),
  'procedure-breach': words('违反程序', 'breach of procedure'),
  'rule-breach': words('违反规章', 'breach of rules'),
  'discipline-breach': words('违反纪律', 'breach of discipline'),
  'late-report': words('迟报', 'late report'),
  'missed-report': words('漏报', 'missed report'),
  'concealed-report': words('瞒报', 'concealed report'),
  'loss-or-damage': words('造成损失或损坏', 'loss or damage'),
  'refused-assignment': words('不服从工作安排', 'refused an assignment'),
  'concealed-absence': words('欺骗公司不出勤', 'stayed away by deceit'),
  'other-named-case': words('公司认定的其他情形', 'another case the company names'),
  'false-expense': words('虚报费用', 'false expense claim'),
  'inspection-finding': words('检查发现的问题', 'inspection finding'),
  'emergency-well-handled': words('应急处置得当', 'emergency handled well'),
  unreachable: words('值班时联系不上', 'could not be reached'),
  elsewhere: words('不在值班地点', 'not at the place of duty'),
  concealment: words('隐瞒不报', 'concealment'),
};

/** What follows, by the names regulations use. */
const outcomes: Readonly<Record<string, Words>> = {
  absence: words('记旷工', 'absence'),
  'pay-deduction': words('按时间扣工资', 'pay deducted for the time'),
  violation: words('记违纪', 'breach of discipline'),
  'score-deduction': words('扣分', 'score deducted'),
  'dismissal-case': words('报人力资源立案', 'case for human resources'),
  'cost-charged': words('费用自付', 'cost charged'),
  commendation: words('表彰', 'commendation'),
  'major-demerit': words('记大过', 'major demerit'),
  heavier: words('从重处分', 'a heavier measure'),
  liability: words('承担责任', 'liability for the loss'),
  late: words('记迟到', 'lateness'),
  'stop-work-order': words('停止工作', 'stop-work order'),
  'claim-rejected': words('不予报销', 'claim rejected'),
  'to-be-decided': words('由你决定', 'yours to decide'),
  repair: words('修复', 'repair'),
  compensation: words('赔偿', 'compensation'),
  sanction: words('处分', 'sanction'),
  'decided-case-by-case': words('视情况处理', 'decided case by case'),
};

/** Its name in both languages; one the table does not know is shown as the regulation writes it. */
export const offenceName = (code: string): Words => offences[code] ?? words(code, code.replaceAll('-', ' '));
export const outcomeName = (code: string): Words => outcomes[code] ?? words(code, code.replaceAll('-', ' '));

/** `1 天` · `1 day`; `12 分钟` · `12 min`. Hours are shown to the minute. */
export function amountText(amount: number, unit: Unit, locale: Locale): string {
  if (unit === 'days') return locale === 'zh' ? `${amount} 天` : `${amount} ${amount === 1 ? 'day' : 'days'}`;
  return formatMinutes(Math.round(unit === 'hours' ? amount * 60 : amount), locale);
}

const detections: Readonly<Record<string, Words>> = {
  'phone-spot-check': words('电话抽查', 'spot check by telephone'),
  'site-check': words('到岗检查', 'visit to the post'),
};
export const detectionName = (code: string): Words => detections[code] ?? words(code, code.replaceAll('-', ' '));
