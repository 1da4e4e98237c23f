import type { Locale, Words } from '../../../core/locale.ts';
import { ok, type Result, refuse } from '../../../core/result.ts';
import { clockText, nameSchema } from '../../../policy/schema/scalars.ts';
import type { Leaf, ValueKind } from '../../../policy/value-kind.ts';
import { roles } from '../roles.ts';
import { choiceWords } from './choice-words.ts';
import { readDuration } from './duration-words.ts';
import { codeWords, typedValue } from './value-words.ts';

const words = (zh: string, en: string): Words => ({ zh, en });

const asked: Readonly<Record<'duration' | 'clock' | 'whole' | 'number' | 'name' | 'empty', Words>> = {
  duration: words('写时长,如 20 分钟、2 天、1 小时 30 分钟', 'A length of time, such as 20 min, 2 days, 1 h 30 min'),
  clock: words('写时刻,如 07:30;次日写 08:00+1', 'A time such as 07:30; for the next day 08:00+1'),
  whole: words('写整数', 'A whole number'),
  number: words('写数字', 'A number'),
  name: words('用逗号隔开,如 班长、经理', 'Separated by commas, such as team lead, manager'),
  empty: words('不能空着', 'Must not be empty'),
};

/** What may be typed for a value. */
export function hintOf(kind: ValueKind): Words | null {
  switch (kind.kind) {
    case 'duration':
      return asked.duration;
    case 'clock':
      return asked.clock;
    case 'number':
      return kind.whole ? asked.whole : asked.number;
    case 'names':
    case 'name':
      return asked.name;
    default:
      return null;
  }
}

/** The code somebody means by a word: a role or a word of the format in either language, else the word itself. */
function codeOf(word: string, among: readonly string[]): string {
  const said = word.normalize('NFKC').trim().toLowerCase();
  const known = [...among, ...Object.keys(roles), ...choiceWords.keys()];
  const named = known.find(
    (code) => code === said || (['zh', 'en'] as const).some((locale) => codeWords(code, locale).toLowerCase() === said),
  );
  return named ?? said.replace(/\s+/g, '-');
}

/** What was typed for a value, as the preset writes it; a wrong one is told with what would be right. `null`: as it was. */
export function readValue(
  typed: string | readonly string[],
  { value, kind }: Pick<Leaf, 'value' | 'kind'>,
  locale: Locale,
): Result<{ readonly value: unknown } | null, Words> {
  if (kind === null) return ok(null);
  const text = (typeof typed === 'string' ? typed : (typed[0] ?? '')).normalize('NFKC').trim();
  if (text === '' && kind.kind !== 'choices' && kind.kind !== 'names') return refuse(asked.empty);
  if (text === typedValue(value, kind, locale)) return ok(null);
  switch (kind.kind) {
    case 'choices':
    case 'names':
      return readList(typed, value, kind, locale);
    case 'duration': {
      const iso = readDuration(text);
      return iso === null ? refuse(asked.duration) : ok({ value: iso });
    }
    case 'clock': {
      const time = /^\d:/.test(text) ? `0${text}` : text;
      return clockText.safeParse(time).success ? ok({ value: time }) : refuse(asked.clock);
    }
    case 'number':
      return readNumber(text, kind);
    case 'flag':
      return ok({ value: text === 'true' });
    case 'choice':
      return kind.options.includes(text) ? ok({ value: text }) : refuse(asked.empty);
    case 'name': {
      const code = codeOf(text, []);
      return nameSchema.safeParse(code).success ? ok({ value: code }) : refuse(asked.name);
    }
  }
}

function readNumber(text: string, kind: Extract<ValueKind, { kind: 'number' }>): Result<{ readonly value: number }, Words> {
  const number = Number(text);
  if (!/^-?\d+(?:\.\d+)?$/.test(text) || (kind.whole && !Number.isInteger(number))) return refuse(kind.whole ? asked.whole : asked.number);
  if (kind.least !== null && number < kind.least) return refuse(words(`不能小于 ${kind.least}`, `Not less than ${kind.least}`));
  if (kind.most !== null && number > kind.most) return refuse(words(`不能大于 ${kind.most}`, `Not more than ${kind.most}`));
  return ok({ value: number });
}

function readList(
  typed: string | readonly string[],
  value: unknown,
  kind: ValueKind,
  locale: Locale,
): Result<{ readonly value: readonly string[] } | null, Words> {
  const before = Array.isArray(value) ? value.map(String) : [];
  if (typeof typed === 'string' && typed.trim() === typedValue(before, kind, locale)) return ok(null);
  const parts = typeof typed === 'string' ? typed.split(/[,,、;;\n]+/u).filter((part) => part.trim() !== '') : typed;
  const codes = [...new Set(parts.map((part) => codeOf(part, before)))];
  const wrong = codes.find((code) => !nameSchema.safeParse(code).success);
  if (wrong !== undefined) return refuse(words(`不认识“${wrong}”;${asked.name.zh}`, `“${wrong}” is not known. ${asked.name.en}`));
  const unchanged = codes.length === before.length && codes.every((code) => before.includes(code));
  if (unchanged) return ok(null);
  return codes.length === 0 ? refuse(asked.empty) : ok({ value: codes });
}
