import { formatMinutes } from '../../../core/format.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import { Temporal } from '../../../core/time.ts';
import type { RequestType } from '../../../policy/request/type.ts';
import { isRole, roleName } from '../../people/index.ts';

/** `P1D` → `1 天`, `PT90M` → `1 小时 30 分钟`. A time that is past is said as none. */
export function durationWords(text: string, locale: Locale): string {
  const duration = Temporal.Duration.from(text);
  if (duration.sign <= 0) return locale === 'zh' ? '0' : 'none';
  const days = duration.days + 7 * duration.weeks;
  const unit = (value: number, zh: string, en: string): string =>
    value === 0 ? '' : locale === 'zh' ? `${value} ${zh}` : `${value} ${value === 1 ? en : `${en}s`}`;
  const minutes = duration.hours * 60 + duration.minutes;
  const parts = [
    unit(duration.years, '年', 'year'),
    unit(duration.months, '个月', 'month'),
    unit(days, '天', 'day'),
    minutes > 0 ? formatMinutes(minutes, locale) : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Fields that forms have by themselves, by the names rules use. */
const usual: Readonly<Record<string, Words>> = {
  requester: { zh: '申请人', en: 'the asker' },
  partner: { zh: '对方', en: 'the other side' },
  kind: { zh: '类别', en: 'the kind' },
  from: { zh: '开始日期', en: 'the first day' },
  until: { zh: '结束日期', en: 'the last day' },
  reason: { zh: '事由', en: 'the reason' },
  form: { zh: '申请单', en: 'the form' },
  signature: { zh: '签字', en: 'a signature' },
};

/** A field or document as the form calls it. */
export function fieldWords(name: string, type: RequestType, locale: Locale): string {
  const key = name.replaceAll('-', '_');
  const own = type.fields.find((field) => field.name === key);
  return own?.label[locale] ?? usual[key]?.[locale] ?? name.replaceAll(/[-_]/g, ' ');
}

const conditions: Readonly<Record<string, Words>> = {
  'leave-approved': { zh: '请假已批准', en: 'the leave to be approved' },
  'leader-phoned': { zh: '先打电话报告领导', en: 'the leader to be phoned first' },
  signature: { zh: '签字', en: 'a signature' },
  'approved-trip-request': { zh: '出差申请已批准', en: 'the business trip to be approved' },
};
export const givenWords = (name: string, locale: Locale): string => conditions[name]?.[locale] ?? name.replaceAll('-', ' ');

const requirements: Readonly<Record<string, Words>> = {
  'probation-passed': { zh: '已过试用期', en: 'the probation to be over' },
  confirmed: { zh: '登记时已转正', en: 'a confirmed post at the time' },
  'employed-on-registration': { zh: '登记时已在职', en: 'employment on the day of registration' },
  joined_on: { zh: '登记入职日期', en: 'the joining date on record' },
  'other-case': { zh: '符合制度写明的情形', en: 'one of the cases the rule names' },
};
/** What a leave asks of the person. */
export const requirementWords = (word: string, locale: Locale): string => requirements[word]?.[locale] ?? word.replaceAll(/[-_]/g, ' ');
export const sinceWords = (day: string): Words => ({ zh: `登记的日期是 ${day}`, en: `the date on record is ${day}` });
export const notOnRecord: Words = { zh: '现在没有登记', en: 'nothing is on record' };
export const otherCase: Words = { zh: '这次不是', en: 'this is none of them' };

const touched: Readonly<Record<string, Words>> = {
  holiday: { zh: '节假日', en: 'public holiday' },
  weekend: { zh: '周末', en: 'weekend' },
  'night-shift': { zh: '夜班', en: 'night shift' },
  'swapped-shift': { zh: '换来的班', en: 'swapped shift' },
  'returned-shift': { zh: '还班', en: 'return shift' },
  'special-period': { zh: '特殊时期', en: 'special period' },
  'triple-pay': { zh: '三倍工资日', en: 'triple-pay day' },
};
export const touchedWords = (word: string, locale: Locale): string => touched[word]?.[locale] ?? word.replaceAll('-', ' ');

const attributeNames: Readonly<Record<string, Words>> = {
  job_type: { zh: '工种', en: 'job' },
  skill_grade: { zh: '技能等级', en: 'grade' },
  rank: { zh: '职级', en: 'rank' },
  employment: { zh: '用工性质', en: 'employment' },
  station: { zh: '站点', en: 'station' },
  unit: { zh: '单位', en: 'unit' },
  desk: { zh: '班组', en: 'desk' },
};
const attributeValues: Readonly<Record<string, Words>> = {
  contract: { zh: '合同制', en: 'contract' },
  established: { zh: '在编', en: 'established' },
  intern: { zh: '实习', en: 'intern' },
  dispatched: { zh: '派遣', en: 'dispatched' },
  senior: { zh: '高级', en: 'senior' },
  intermediate: { zh: '中级', en: 'intermediate' },
  junior: { zh: '初级', en: 'junior' },
  relative: { zh: '亲属', en: 'relative' },
  friend: { zh: '朋友', en: 'friend' },
  outsider: { zh: '外单位人员', en: 'outsider' },
};

const isId = (value: string): boolean => /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(value);

/** `skill_grade=senior` in words: `技能等级 高级`. Ids of desks are not read out. */
export function pairWords(pair: string, locale: Locale): string {
  const denied = /^not (.+)$/.exec(pair)?.[1];
  if (denied !== undefined) {
    const words = denied.split(', ').map((word) => heldWords(word, locale));
    return locale === 'zh' ? `${words.join('、')}以外的人` : `anyone but ${words.join(', ')}`;
  }
  const at = pair.indexOf('=');
  if (at < 0) return heldWords(pair, locale);
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  const label = attributeNames[name]?.[locale] ?? name;
  if (value === '') return locale === 'zh' ? `没有登记${label}` : `no recorded ${label}`;
  if (isId(value)) return locale === 'zh' ? `自己的${label}` : `a ${label} of its own`;
  return `${label} ${heldWords(value, locale)}`;
}

/** The value of an attribute, or a role, as people read it: `senior` → `高级`. */
export function heldWords(word: string, locale: Locale): string {
  const value = attributeValues[word]?.[locale];
  if (value !== undefined) return value;
  return isRole(word) ? roleName(word, locale) : word;
}
