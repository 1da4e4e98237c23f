import { nearest } from '../../../core/nearest.ts';
import type { Member } from '../../people/index.ts';
import { squeeze, tidy } from './table.ts';

/** A name as it stands in a cell, with what was written beside it. */
export interface WrittenName {
  readonly name: string;
  readonly phone: string | null;
  /** `周海波(g05)`: the code in brackets. */
  readonly note: string | null;
}

export type Match =
  | { readonly kind: 'one'; readonly member: Member }
  | { readonly kind: 'several'; readonly members: readonly Member[] }
  | { readonly kind: 'none'; readonly nearest: string | null };

const phonePattern =
  /(?<!\d)(?:\+?\d{1,3}[\s-]?)?1\d{2}[\s-]?\d{4}[\s-]?\d{4}(?!\d)|(?<!\d)(?:0\d{2,3}[\s-]?)?\d{7,8}(?!\d)|(?<!\d)\+\d[\d\s-]{7,16}\d/;
const digits = (phone: string): string => phone.replace(/\D/g, '');

/** The phone numbers in a cell, digits only, in their order. */
export function readPhones(value: string): string[] {
  return [...tidy(value).matchAll(new RegExp(phonePattern, 'g'))].map((match) => digits(match[0]));
}

/** Names as they compare: width, case and inner blanks aside, `韩  雪` is `韩雪`. */
export const nameKey = (name: string): string => squeeze(name).replace(/\s*\/\s*/g, '/');

/** Takes phone and bracketed note off a name. */
export function readName(value: string): WrittenName {
  const phone = readPhones(value)[0] ?? null;
  const without = tidy(value).replace(phonePattern, ' ');
  const note = /[([【]([^)\]】]*)[)\]】]/.exec(without)?.[1]?.trim() ?? null;
  const name = without
    .replace(/[([【][^)\]】]*[)\]】]/g, ' ')
    .replace(/[:：*#\s]+$/u, '')
    .trim()
    .replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');
  return { name, phone, note: note === '' ? null : note };
}

/**
 * Names of one cell, separated by 、 , ; / line breaks or blanks. Blanks inside a Chinese name (`王 伟`) are kept together where the desk
 * knows the whole name or where a part would be one character; an English name holds blanks.
 */
export function splitNames(value: string, members: readonly Member[]): WrittenName[] {
  const knows = (name: string): boolean => matchName({ name, phone: null, note: null }, members).kind !== 'none';
  return tidy(value)
    .split(/[、,;/|&\n]+|(?<=\p{Script=Han})和(?=\p{Script=Han})(?![^、,;/|&\n]*班)/u)
    .flatMap((part) => splitBlanks(part.trim(), knows))
    .map(readName)
    .filter((written) => written.name !== '');
}

function splitBlanks(part: string, knows: (name: string) => boolean): string[] {
  const words = part.split(' ').filter((word) => word !== '');
  if (words.length < 2 || knows(readName(part).name)) return [part];
  const isHanName = (word: string): boolean => /^\p{Script=Han}{2,}/u.test(word);
  // A phone behind a name belongs to it.
  const joined: string[] = [];
  for (const word of words) {
    if (joined.length > 0 && !/\p{L}/u.test(word)) joined[joined.length - 1] = `${joined.at(-1)} ${word}`;
    else joined.push(word);
  }
  return joined.every(isHanName) || joined.every((word) => knows(readName(word).name)) ? joined : [part];
}

const title = /^(\p{Script=Han})(?:副?(?:主任|科长|处长|局长|部长|队长|班长|站长|经理|主管|书记|校长|院长|所长)|总|工|老师|师傅|姐|哥)$/u;

/**
 * The member a name means: by name in either language, by code, or by surname and title (`何副主任`, where the directory has the title). Two
 * of one name are told apart by the code in brackets or by phone.
 * `nearest` is a guess for the person to judge, never taken by itself.
 */
export function matchName(written: WrittenName, members: readonly Member[]): Match {
  const key = nameKey(written.name);
  const exact = members.filter((member) => [member.name.zh, member.name.en, member.code].some((name) => nameKey(name) === key));
  const found = exact.length > 0 ? exact : members.filter((member) => titled(member).includes(key));
  const [first] = found;
  if (first === undefined) return { kind: 'none', nearest: guess(key, members) };
  if (found.length === 1) return { kind: 'one', member: first };
  const note = written.note === null ? null : nameKey(written.note);
  const told = found.filter(
    (member) =>
      (note !== null && nameKey(member.code) === note) ||
      (written.phone !== null && member.phone !== null && digits(member.phone).endsWith(digits(written.phone))),
  );
  const [only] = told;
  return told.length === 1 && only !== undefined ? { kind: 'one', member: only } : { kind: 'several', members: found };
}

/** `何副主任`, for 何建平 whose title is 副主任; surnames of two characters too. */
function titled(member: Member): string[] {
  const title = member.attributes['title'];
  const name = nameKey(member.name.zh);
  if (title === undefined || !/^\p{Script=Han}{2,}$/u.test(name)) return [];
  return [1, 2].filter((length) => length < name.length).map((length) => `${name.slice(0, length)}${nameKey(title)}`);
}

function guess(key: string, members: readonly Member[]): string | null {
  const near = nearest(
    key,
    members.flatMap((member) => [member.name.zh, member.name.en]),
  );
  if (near !== null) return near;
  const surname = title.exec(key)?.[1];
  const same = surname === undefined ? [] : members.filter((member) => member.name.zh.startsWith(surname));
  return same.length === 1 ? (same[0]?.name.zh ?? null) : null;
}
