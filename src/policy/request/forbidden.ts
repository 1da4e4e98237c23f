import { plusDays } from '../days.ts';
import type { RequestFinding } from './case.ts';
import { dayWordsOf, isNightShift, wholePart } from './facts.ts';
import { finding, type Judged, type RuleOf, rulesOf } from './judged.ts';

/** Days looked through for the first one that is allowed. */
const searched = 62;

/** Days and shifts that may not be touched. Each rule names the first one it meets. */
export function forbiddenFindings(judged: Judged): readonly RequestFinding[] {
  return rulesOf(judged.rules, 'forbid_on').flatMap((rule) =>
    rule.value.value.flatMap((word) => {
      switch (word) {
        case 'night-shift':
          return onShift(judged, rule, word, (duty) => isNightShift(duty, judged.request.zone));
        case 'swapped-shift':
          return onShift(judged, rule, word, ({ swapped }) => swapped === 'swapped');
        case 'returned-shift':
          return onShift(judged, rule, word, ({ swapped }) => swapped === 'returned');
        default:
          return onDay(judged, rule, word);
      }
    }),
  );
}

type Duty = Judged['request']['touched'][number];

function onShift(judged: Judged, rule: RuleOf<'forbid_on'>, word: string, meant: (duty: Duty) => boolean): readonly RequestFinding[] {
  const [first] = judged.request.touched.filter(meant).toSorted((left, right) => (left.dutyOn < right.dutyOn ? -1 : 1));
  return first === undefined
    ? []
    : [finding(rule, { code: 'forbidden-shift', measured: first.dutyOn, allowed: word, person: first.person })];
}

/** A shift belongs to the day it starts on. */
function onDay(judged: Judged, rule: RuleOf<'forbid_on'>, word: string): readonly RequestFinding[] {
  const { day, answers } = judged.request;
  const days = wholePart(judged.request).days;
  const told = typeof answers.day === 'object' && answers.day.includes(word) ? days : [];
  const meant = (on: string): boolean => dayWordsOf(day(on)).includes(word) || told.includes(on);
  const first = days.find(meant);
  if (first === undefined) return [];
  const ahead = Array.from({ length: searched }, (_, offset) => plusDays(first, offset + 1));
  return [finding(rule, { code: 'forbidden-day', measured: first, allowed: word, instead: ahead.find((on) => !meant(on)) ?? null })];
}
