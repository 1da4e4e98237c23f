import { formatDay, formatMoment } from '../../../core/format.ts';
import type { PersonId } from '../../../core/ids.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import { Temporal, type Zone } from '../../../core/time.ts';
import type { RequestFinding, RequestFindingCode } from '../../../policy/request/case.ts';
import type { RequestType } from '../../../policy/request/type.ts';
import {
  durationWords,
  fieldWords,
  givenWords,
  notOnRecord,
  otherCase,
  pairWords,
  requirementWords,
  sinceWords,
  touchedWords,
} from './finding-words.ts';
import { chainWord } from './lines.ts';

/** What it takes to say a finding in words. */
export interface FindingNames {
  readonly zone: Zone;
  readonly type: RequestType;
  readonly person: (person: PersonId) => Words;
  /** Number of another request by id, for overlaps; null: not known. */
  readonly number: (id: string) => number | null;
}

interface Said {
  readonly measured: string;
  readonly allowed: string;
  readonly who: string;
  readonly instead: string | null;
}

type Sentence = (said: Said, locale: Locale) => string;

const both =
  (zh: (said: Said) => string, en: (said: Said) => string): Sentence =>
  (said, locale) =>
    locale === 'zh' ? zh(said) : en(said);

const orElse = ({ instead }: Said, zh: (value: string) => string): string => (instead === null ? '' : zh(instead));

/** Every finding as a sentence with the figure measured, the figure allowed, and what would be allowed instead. */
const sentences: Readonly<Record<Exclude<RequestFindingCode, 'roster'>, Sentence>> = {
  'too-late': both(
    (said) => `要提前 ${said.allowed}提出,现在提前 ${said.measured}${orElse(said, (day) => `;最早可以从 ${day} 开始`)}`,
    (said) => `Needs ${said.allowed} notice; this is ${said.measured}${orElse(said, (day) => `. The earliest start is ${day}`)}`,
  ),
  'after-start': both(
    (said) => `${said.allowed} 已经开始,要在这之前提出(提出时 ${said.measured})`,
    (said) => `It began ${said.allowed} and has to be asked before that; this was ${said.measured}`,
  ),
  'past-latest': both(
    (said) => `最晚 ${said.allowed} 提出,提出时已是 ${said.measured}`,
    (said) => `The latest is ${said.allowed}; this was ${said.measured}`,
  ),
  'too-long': both(
    (said) => `${said.measured},上限 ${said.allowed}${orElse(said, (day) => `;最多到 ${day}`)}`,
    (said) => `${said.measured}; the limit is ${said.allowed}${orElse(said, (day) => `. It could last until ${day}`)}`,
  ),
  'too-many': both(
    (said) => `${said.who}这一期已是第 ${said.measured} 次,上限 ${said.allowed} 次${orElse(said, (day) => `;${day} 起可以再提`)}`,
    (said) =>
      `${said.who}: number ${said.measured} in this period, the limit is ${said.allowed}${orElse(said, (day) => `. Possible again from ${day}`)}`,
  ),
  'too-many-at-once': both(
    (said) => `同时会有 ${said.measured} 人不在,上限 ${said.allowed} 人${orElse(said, (day) => `;${day} 有空位`)}`,
    (said) => `${said.measured} people would be away at once, the limit is ${said.allowed}${orElse(said, (day) => `. ${day} is free`)}`,
  ),
  'forbidden-day': both(
    (said) => `${said.measured} 是${said.allowed},不可以${orElse(said, (day) => `;${day} 可以`)}`,
    (said) => `${said.measured} is a ${said.allowed}, which is not allowed${orElse(said, (day) => `. ${day} is possible`)}`,
  ),
  'forbidden-shift': both(
    (said) => `${said.measured} 是${said.allowed},不可以${orElse(said, (day) => `;${day} 可以`)}`,
    (said) => `${said.measured} is a ${said.allowed}, which is not allowed${orElse(said, (day) => `. ${day} is possible`)}`,
  ),
  'document-missing': both(
    (said) => `还缺 ${said.allowed}`,
    (said) => `${said.allowed} is missing`,
  ),
  'condition-missing': both(
    (said) => `需要${said.allowed}`,
    (said) => `It needs: ${said.allowed}`,
  ),
  'field-missing': both(
    (said) => `要填 ${said.allowed}`,
    (said) => `${said.allowed} has to be filled in`,
  ),
  'proxy-not-allowed': both(
    (said) => `要由 ${said.allowed} 本人提出,不能由 ${said.measured} 代提`,
    (said) => `${said.allowed} has to ask in person; ${said.measured} cannot do it for them`,
  ),
  'filer-not-allowed': both(
    (said) => `由${said.allowed}提出,你是${said.measured === '' ? '普通成员' : said.measured}`,
    (said) => `It is for the ${said.allowed} to ask; you are ${said.measured === '' ? 'a member' : said.measured}`,
  ),
  'not-the-same': both(
    (said) => `双方要相同:一方是${said.allowed},${said.who}是${said.measured}`,
    (said) => `Both have to be the same: one is ${said.allowed}, ${said.who} is ${said.measured}`,
  ),
  'substitute-not-allowed': both(
    (said) => `${said.who}是${said.measured},可以代的要求是${said.allowed}`,
    (said) => `${said.who} is ${said.measured}; who stands in has to be ${said.allowed}`,
  ),
  'certificates-gap': both(
    (said) => `证明要连续(${said.allowed}),${said.measured} 起没有证明`,
    (said) => `Certificates have to cover ${said.allowed}; from ${said.measured} there is none`,
  ),
  overlap: both(
    (said) => `与 ${said.measured} 的 ${said.allowed} 重叠${orElse(said, (at) => `;${at} 以后可以`)}`,
    (said) => `It overlaps ${said.allowed} of ${said.measured}${orElse(said, (at) => `. After ${at} it is free`)}`,
  ),
  'back-to-back': both(
    (said) => `${said.who}会连班:上一班 ${said.allowed} 结束,下一班 ${said.measured} 开始`,
    (said) => `${said.who} would work back to back: one shift ends ${said.allowed}, the next begins ${said.measured}`,
  ),
  consecutive: both(
    (said) => `${said.who}会连续换班:${said.allowed} 和 ${said.measured}`,
    (said) => `${said.who} would swap twice in a row: ${said.allowed} and ${said.measured}`,
  ),
  'after-close': both(
    (said) => `${said.allowed} 所在的考勤周期已经结算(今天 ${said.measured})`,
    (said) => `The attendance cycle of ${said.allowed} is closed (today is ${said.measured})`,
  ),
  'staff-number': both(
    (said) => `工号填的是 ${said.measured},登记的是 ${said.allowed === '' ? '空' : said.allowed}`,
    (said) => `The staff number is ${said.measured}, on record is ${said.allowed === '' ? 'none' : said.allowed}`,
  ),
  'hours-not-creditable': both(
    (said) => `申报 ${said.measured} 小时,能计的是 ${said.allowed} 小时`,
    (said) => `${said.measured} hours are claimed, ${said.allowed} can be credited`,
  ),
  'not-entitled': both(
    (said) => `不符合这种假的条件:要${said.allowed};${said.measured}`,
    (said) => `Not entitled: it needs ${said.allowed}; ${said.measured}`,
  ),
  balance: both(
    (said) => `要用 ${said.measured},余额 ${said.allowed}${orElse(said, (left) => `;最多 ${left}`)}`,
    (said) => `${said.measured} asked, ${said.allowed} left${orElse(said, (left) => `; at most ${left}`)}`,
  ),
  unit: both(
    (said) => `是 ${said.measured},最小单位 ${said.allowed}`,
    (said) => `${said.measured}; the smallest unit is ${said.allowed}`,
  ),
  forfeited: both(
    (said) => `最晚休到 ${said.allowed},${said.measured} 已过期作废`,
    (said) => `Valid until ${said.allowed}; by ${said.measured} it is forfeited`,
  ),
  split: both(
    (said) => `要一次休完:${said.measured} 已经休过,剩下的作废`,
    (said) => `It is taken in one go: it was begun on ${said.measured}, what was left is forfeited`,
  ),
};

const tooSoon = both(
  (said) => `从 ${said.allowed} 起才可以休,${said.measured} 太早${orElse(said, (day) => `;${day} 起可以`)}`,
  (said) => `It can be taken from ${said.allowed}; ${said.measured} is too soon${orElse(said, (day) => `. Possible from ${day}`)}`,
);

const named: readonly RequestFindingCode[] = ['proxy-not-allowed'];

/** A figure, date, moment, code or pair as people read it. */
function valueWords(value: string | number, finding: RequestFinding, names: FindingNames, locale: Locale): string {
  if (finding.code === 'not-entitled' && value === finding.measured) return standingWords(finding, locale);
  if (typeof value === 'number') {
    const isDays = finding.code === 'too-long' || finding.code === 'balance' || finding.code === 'unit';
    return isDays ? (locale === 'zh' ? `${value} 天` : `${value} ${value === 1 ? 'day' : 'days'}`) : String(value);
  }
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return formatMoment(Temporal.Instant.from(value), names.zone, locale);
  if (/^\d{4}-\d{2}-\d{2}\/\d{4}-\d{2}-\d{2}$/.test(value))
    return value
      .split('/')
      .map((day) => formatDay(Temporal.PlainDate.from(day), locale))
      .join('–');
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDay(Temporal.PlainDate.from(value), locale);
  if (/^-?P/.test(value)) return durationWords(value, locale);
  if (named.includes(finding.code)) return names.person(value)[locale];
  switch (finding.code) {
    case 'not-entitled':
      return requirementWords(value, locale);
    case 'field-missing':
    case 'document-missing':
      return fieldWords(value, names.type, locale);
    case 'condition-missing':
      return givenWords(value, locale);
    case 'forbidden-day':
    case 'forbidden-shift':
      return touchedWords(value, locale);
    case 'filer-not-allowed':
      return value
        .split(', ')
        .filter((word) => word !== '')
        .map((word) => chainWord(word)[locale])
        .join(locale === 'zh' ? '、' : ' or ');
    case 'not-the-same':
    case 'substitute-not-allowed':
      return pairWords(value, locale);
    case 'overlap': {
      const number = names.number(value);
      return number === null ? (locale === 'zh' ? '另一份申请' : 'another request') : `#${number}`;
    }
    default:
      return value;
  }
}

/** What is known of the person: since when, or that nothing is on record. */
function standingWords({ allowed, measured }: RequestFinding, locale: Locale): string {
  const words =
    typeof measured === 'string' && /^\d{4}-/.test(measured) ? sinceWords(formatDay(Temporal.PlainDate.from(measured), locale)) : null;
  return (words ?? (allowed === 'other-case' ? otherCase : notOnRecord))[locale];
}

/** A finding that is not about the roster, in words. */
export function findingSentence(finding: RequestFinding, names: FindingNames, locale: Locale): string {
  if (finding.code === 'roster') throw new Error('Findings of the roster have words of their own');
  const said: Said = {
    measured: valueWords(finding.measured, finding, names, locale),
    allowed: valueWords(finding.allowed, finding, names, locale),
    who: finding.person === null ? '' : names.person(finding.person)[locale],
    instead: finding.instead === null ? null : valueWords(finding.instead, finding, names, locale),
  };
  const sentence = finding.code === 'forfeited' && finding.measured < finding.allowed ? tooSoon : sentences[finding.code];
  return sentence({ ...said, instead: said.instead === said.allowed ? null : said.instead }, locale);
}
