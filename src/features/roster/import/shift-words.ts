import { nearest } from '../../../core/nearest.ts';
import type { ShiftName } from '../roster.ts';
import { squeeze } from './table.ts';

/** What a roster's cell means. `mark` is a tick: the day's only shift. */
export type ShiftCell =
  | { readonly kind: 'off' }
  | { readonly kind: 'leave' }
  | { readonly kind: 'mark' }
  | { readonly kind: 'shifts'; readonly codes: readonly string[] }
  | { readonly kind: 'ambiguous'; readonly codes: readonly string[] }
  | { readonly kind: 'unknown'; readonly nearest: string | null };

export type ReadShift = (value: string) => ShiftCell;

const offWords = new Set('休 休息 休班 公休 轮休 补休 调休 双休 周休 空 无 off rest o r - – — ― / × 0 free'.split(' '));
const leaveWords = new Set(
  '假 请假 休假 年假 年休 年休假 事假 病假 婚假 产假 陪产假 丧假 探亲假 工伤 出差 培训 学习 leave al sl'.split(' '),
);
const marks = new Set('√ ✓ ✔ ● ○ ■ 值 值班 班 在岗'.split(' '));
/** What people write for a shift that has one of these names, beside the desk's own aliases. */
const families: readonly (readonly string[])[] = [
  ['early', '早', '早班', 'e', 'morning'],
  ['middle', '中', '中班', 'm', 'mid', 'afternoon'],
  ['night', '晚', '晚班', '夜', '夜班', 'n', 'late'],
  ['day', '白', '白班', '日', '日班', 'd'],
];

const bare = (word: string): string => (word.length > 1 ? word.replace(/班$/, '').replace(/[\s-]*shift$/, '') : word);

/** Words → codes in two steps: what the desk says of its shifts, then what follows from it where nothing else is meant by it. */
function vocabulary(shifts: readonly ShiftName[]): { said: Map<string, Set<string>>; derived: Map<string, Set<string>> } {
  const said = new Map<string, Set<string>>();
  const derived = new Map<string, Set<string>>();
  const put = (map: Map<string, Set<string>>, word: string, code: string): void => {
    if (word !== '') map.set(word, (map.get(word) ?? new Set()).add(code));
  };
  for (const shift of shifts) {
    const own = [shift.code, shift.name.zh, shift.name.en, ...shift.aliases].map(squeeze);
    for (const word of own) {
      put(said, word, shift.code);
      put(derived, bare(word), shift.code);
      if (/^\p{Script=Han}$/u.test(word)) put(derived, `${word}班`, shift.code);
    }
    for (const family of families) if (family.some((word) => own.includes(word))) for (const word of family) put(derived, word, shift.code);
  }
  return { said, derived };
}

/** How the cells of this desk's rosters are read: its own names and aliases first, then common short forms, case and width aside. */
export function shiftReader(shifts: readonly ShiftName[]): ReadShift {
  const { said, derived } = vocabulary(shifts);
  const known = [...new Set([...said.keys(), ...derived.keys()])];
  const one = (word: string): ShiftCell | null => {
    const codes = said.get(word) ?? derived.get(word);
    if (codes !== undefined) return codes.size === 1 ? { kind: 'shifts', codes: [...codes] } : { kind: 'ambiguous', codes: [...codes] };
    if (offWords.has(word)) return { kind: 'off' };
    if (leaveWords.has(word)) return { kind: 'leave' };
    return marks.has(word) ? { kind: 'mark' } : null;
  };
  const several = (parts: readonly string[]): ShiftCell | null => {
    const codes: string[] = [];
    for (const part of parts) {
      const found = one(part);
      if (found?.kind !== 'shifts') return null;
      codes.push(...found.codes);
    }
    return parts.length > 1 ? { kind: 'shifts', codes: [...new Set(codes)] } : null;
  };
  return (value) => {
    const word = squeeze(value);
    if (word === '') return { kind: 'off' };
    const whole = one(word) ?? one(bare(word));
    if (whole !== null) return whole;
    const parts = word.split(/[/、,;+&\s]+/u).filter((part) => part !== '');
    return several(parts) ?? several([...word]) ?? { kind: 'unknown', nearest: nearest(word, known) };
  };
}
