import { hanNumber } from './han-number.ts';

export type DayPart = 'before-dawn' | 'morning' | 'noon' | 'afternoon' | 'evening' | 'night' | 'midnight';

const hanParts: Readonly<Record<string, DayPart>> = {
  凌晨: 'before-dawn',
  清晨: 'morning',
  早上: 'morning',
  早晨: 'morning',
  上午: 'morning',
  早: 'morning',
  中午: 'noon',
  下午: 'afternoon',
  午后: 'afternoon',
  傍晚: 'evening',
  晚上: 'evening',
  晚: 'evening',
  夜里: 'night',
  夜间: 'night',
  夜: 'night',
  半夜: 'midnight',
  午夜: 'midnight',
};
const englishParts: Readonly<Record<string, DayPart>> = {
  morning: 'morning',
  noon: 'noon',
  midday: 'noon',
  afternoon: 'afternoon',
  evening: 'evening',
  night: 'night',
  midnight: 'midnight',
};

/** The part of a day a word stands for; null where it stands for none. */
export const partOf = (word: string): DayPart | null => hanParts[word] ?? englishParts[word] ?? null;

/** Words for a part of the day, in lower case; group 1 is the word. */
export const partPatterns: readonly RegExp[] = [
  /(凌晨|清晨|早上|早晨|上午|中午|下午|午后|傍晚|晚上|夜里|夜间|半夜|午夜)/,
  /(?:\b(?:in the|at)\s+)?\b(morning|noon|midday|afternoon|evening|night|midnight)\b/,
];

/** A wall time as it was written. */
export interface ReadClock {
  /** 0 to 24, as far as it was said: `3 pm` is 15, `下午3点` is 3 until its part of the day is known ({@link hourOf}). */
  readonly hour: number;
  readonly minute: number;
  /** Written as clocks with 24 hours show it: `14:00`, `08:30`, `0点`. */
  readonly exact: boolean;
  readonly half: 'am' | 'pm' | null;
}

export interface ClockPattern {
  readonly pattern: RegExp;
  /** Null: there is no such time. */
  read(match: RegExpExecArray): ReadClock | null;
}

const han = '[零〇一二两三四五六七八九十]';
const quarters: Readonly<Record<string, number>> = { 整: 0, 半: 30, 一刻: 15, 三刻: 45 };

function clock(hour: number, minute: number, said: string | undefined, exact: boolean): ReadClock | null {
  const half = said === 'am' || said === 'pm' ? said : null;
  const full = half === 'pm' && hour < 12 ? hour + 12 : half === 'am' && hour === 12 ? 0 : hour;
  if (full > 24 || minute > 59 || (full === 24 && minute > 0)) return null;
  return { hour: full, minute, exact: half === null && (exact || full === 0 || full > 12), half };
}

/** Wall times in digits and in Chinese, in lower case, most specific first. */
export const clockPatterns: readonly ClockPattern[] = [
  {
    pattern: /(?:\bat\s+)?(\d{1,2}):(\d{2})\s*(am|pm)?/,
    read: (m) => clock(Number(m[1]), Number(m[2]), m[3], m[1]?.length === 2),
  },
  { pattern: /(?:\bat\s+)?\b(\d{1,2})\s*(am|pm)\b/, read: (m) => clock(Number(m[1]), 0, m[2], false) },
  {
    pattern: new RegExp(`(\\d{1,2}|${han}{1,3})\\s*[点时]\\s*(?:(半|一刻|三刻|整)|(\\d{1,2}|${han}{1,3})分?)?`),
    read: (m) => clock(hanNumber(m[1] ?? ''), m[2] === undefined ? hanNumber(m[3] ?? '0') : (quarters[m[2]] ?? 0), undefined, false),
  },
];

/** Twelve-hour words: 下午三点 is 15, 晚上十二点 is 24, 凌晨十二点 is 0. */
export function hourOf(hour: number, part: DayPart | null): number {
  switch (part) {
    case null:
    case 'morning':
      return hour;
    case 'before-dawn':
      return hour === 12 ? 0 : hour;
    case 'noon':
      return hour < 6 ? hour + 12 : hour;
    case 'afternoon':
      return hour < 12 ? hour + 12 : hour;
    case 'evening':
      return hour <= 12 ? hour + 12 : hour;
    case 'night':
    case 'midnight':
      return hour === 12 ? 24 : hour >= 6 && hour < 12 ? hour + 12 : hour;
  }
}
