import { clockPatterns, partOf, partPatterns } from '../../core/clock-words.ts';
import { dayOfMonth, dayPatterns } from '../../core/day-words.ts';
import { hanNumber } from '../../core/han-number.ts';
import type { Temporal } from '../../core/time.ts';
import { takeStretches } from './said-stretches.ts';
import { namePattern, Takings, type TidyText } from './said-text.ts';
import type { Meaning, SaidKnown, Take, Token } from './said-tokens.ts';

/** Whether a sentence is Chinese; without letters, whether its reader is. */
export const speaksHan = (tidy: string, known: SaidKnown): boolean =>
  /\p{Script=Han}/u.test(tidy) || (known.locale === 'zh' && !/[a-z]{2}/.test(tidy));

/** Cuts a sentence into what is known of time, shifts, sub-types and people; the rest is left between the tokens. */
export function scan(text: TidyText, known: SaidKnown): readonly Token[] {
  const takings = new Takings(text.tidy);
  const tokens: Token[] = [];
  const take = (pattern: RegExp, read: (match: RegExpExecArray) => Meaning | null): void =>
    takings.each(pattern, (match) => {
      const meaning = read(match);
      if (meaning !== null) tokens.push({ ...meaning, start: match.index, end: match.index + match[0].length });
      return meaning !== null;
    });
  const today = known.now.toPlainDate();
  const han = speaksHan(text.tidy, known);
  names(take, known, today);
  takeStretches(take, known, han);
  for (const { pattern, read } of dayPatterns) take(pattern, (match) => ({ kind: 'day', found: read(match, today) }));
  shifts(take, known);
  for (const pattern of partPatterns)
    take(pattern, (match) => {
      const part = partOf(match[1] ?? '');
      return part === null ? null : { kind: 'part', part };
    });
  for (const { pattern, read } of clockPatterns) take(pattern, (match) => ({ kind: 'clock', found: read(match) }));
  words(take, today);
  return tokens.toSorted((left, right) => left.start - right.start);
}

const longestFirst = (left: string, right: string): number => right.length - left.length;

function names(take: Take, known: SaidKnown, today: Temporal.PlainDate): void {
  for (const token of known.mentions.map((mention) => mention.token).toSorted(longestFirst))
    take(new RegExp(`${namePattern(token).source.replace(/^\(\?<!\[a-z0-9\]\)/, '')}`), () => ({ kind: 'mention', token }));
  const days = (known.namedDays ?? [])
    .filter(({ until }) => known.facing === 'past' || until.since(today).days >= 0)
    .toSorted((left, right) => Math.abs(today.until(left.from).days) - Math.abs(today.until(right.from).days));
  for (const name of [...new Set(days.flatMap((day) => day.names))].toSorted(longestFirst)) {
    const day = days.find((candidate) => candidate.names.includes(name));
    if (day !== undefined) take(namePattern(name), () => ({ kind: 'days', from: day.from, until: day.until }));
  }
  const aliases = known.kinds.flatMap(({ code, aliases: own }) => [code, ...own].map((alias) => ({ code, alias })));
  for (const alias of [...new Set(aliases.map((one) => one.alias))].toSorted(longestFirst)) {
    const alone = /^\p{Script=Han}$/u.test(alias);
    const { source } = namePattern(alias);
    const pattern = alone ? `(?<![\\p{L}\\p{N}])${source}(?![\\p{L}\\p{N}])` : `${source}(?:\\s*假|\\s+leave(?![a-z]))?`;
    const codes = [...new Set(aliases.flatMap((one) => (one.alias === alias ? [one.code] : [])))];
    take(new RegExp(pattern, 'u'), () => ({ kind: 'type', codes }));
  }
}

const genericShifts = /[早中晚夜白日][班]|(?:early|middle|mid|day|night|late|morning|evening|afternoon)\s+shift(?![a-z])/;

function shifts(take: Take, known: SaidKnown): void {
  const names = known.shifts.flatMap((shift) => [shift.code, ...shift.names]);
  const own = names.flatMap((name) => [name, name.replace(/\s+shift$/i, '')]);
  for (const name of [...new Set(own)].filter((one) => one.trim() !== '').toSorted(longestFirst)) {
    // A part of the day stays one: `tomorrow morning` is half a day, and the morning shift where somebody swaps.
    const plain = name.normalize('NFKC').trim().toLowerCase();
    if (partOf(plain) === null) take(new RegExp(`${namePattern(name).source}(?!\\s*(?:天|日))`), () => ({ kind: 'shift' }));
  }
  take(genericShifts, () => ({ kind: 'shift' }));
}

const joints = /[,、;]|(?<![a-z])(?:on|at|of|in|the|for|my|our)(?![a-z])|的|那天|当日|一共|总共|共|连续|连休/;

/** Small words. Numbers are taken beside a connector only. */
function words(take: Take, today: Temporal.PlainDate): void {
  take(/(?:一)?整天|全天|一整日|(?<![a-z])(?:all|the whole|whole|full)[\s-]+day(?![a-z])/, () => ({ kind: 'word', word: 'whole' }));
  const ordinal = (match: RegExpExecArray): Meaning => ({ kind: 'day', found: dayOfMonth(today, Number(match[1])) });
  take(/(?<![a-zp{N}])(\d{1,2})(?:st|nd|rd|th)(?=\s*(?:to|until|till|through|thru|[-–—~]))/, ordinal);
  take(/(?<=(?:to|until|till|through|thru|[-–—~])\s*)(\d{1,2})(?:st|nd|rd|th)(?![a-z])/, ordinal);
  take(/(?<![a-z\p{N}.])(\d{1,2})(?:st|nd|rd|th)?(?![a-z\p{N}.%:]|\s*(?![到至和])\p{Script=Han})/u, (match) => ({
    kind: 'number',
    value: Number(match[1]),
  }));
  take(/([一二两三四五六七八九十]{1,3})(?=\s*(?:到|至|[-–—~])\s*\ue000)/, (match) => ({
    kind: 'number',
    value: hanNumber(match[1] ?? ''),
  }));
  take(/到|至|[-–—−~]+|(?<![a-z])(?:to|until|till|through|thru)(?![a-z])/, () => ({ kind: 'word', word: 'to' }));
  take(/从|自从?(?=\ue000)|(?<![a-z])(?:starting\s+(?:from|on)|starting|from|between|beginning)(?![a-z])/, () => ({
    kind: 'word',
    word: 'from',
  }));
  take(/(?<=\ue000\s*)(?:开始|起|(?:on)?wards?(?![a-z]))/, () => ({ kind: 'word', word: 'since' }));
  take(/和|跟|与|同|及|换成?|对换|⇄|(?<![a-z])(?:and|with|against)(?![a-z])|&/, () => ({ kind: 'word', word: 'and' }));
  take(/(?:请|找|由|替|代|给|让|休)(?=\s*\ue000)/, () => ({ kind: 'word', word: 'joint' }));
  take(joints, () => ({ kind: 'word', word: 'joint' }));
}
