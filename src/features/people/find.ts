import type { Words } from '../../core/locale.ts';

const tidy = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase();
const latinEnd = /[\p{Script=Latin}\p{N}_-]$/u;
const latinStart = /^[\p{Script=Latin}\p{N}_-]/u;
const gap = /^[\s,,、。::;;]+/u;

interface Nameable {
  readonly code: string;
  readonly name: Words;
}

/** A thing named at the start of a line, and the words after it. */
export interface FoundAtStart<Item> {
  readonly items: readonly Item[];
  readonly rest: string;
}

/**
 * Finds what a line begins with, by code or name in either language, without case or width; the longest name wins and several things of one
 * name are all given. A Chinese name may be followed by more words directly (`门岗明天`). Null: it begins with none of them.
 */
export function findAtStart<Item extends Nameable>(line: string, items: readonly Item[]): FoundAtStart<Item> | null {
  const text = line.normalize('NFKC').replace(/\s+/gu, ' ').trim();
  const lower = text.toLowerCase();
  let best = 0;
  let found: Item[] = [];
  for (const item of items) {
    for (const spelling of new Set([item.code, item.name.zh, item.name.en].map(tidy))) {
      if (spelling === '' || spelling.length < best || !lower.startsWith(spelling)) continue;
      const rest = lower.slice(spelling.length);
      if (latinEnd.test(spelling) && latinStart.test(rest)) continue;
      if (spelling.length > best) found = [];
      best = spelling.length;
      if (!found.includes(item)) found.push(item);
    }
  }
  return found.length === 0 ? null : { items: found, rest: text.slice(best).replace(gap, '') };
}

/**
 * The people a name can mean: by code or full name in either language; else by one given name or surname form (`志远`, `小周`, `老周`, `Zhou`)
 * that fits. Several: it is not clear who; none: nobody has the name.
 */
export function peopleNamed<Item extends Nameable>(name: string, people: readonly Item[]): readonly Item[] {
  const wanted = tidy(name);
  if (wanted === '') return [];
  const full = people.filter((person) => [person.code, person.name.zh, person.name.en].some((spelling) => tidy(spelling) === wanted));
  if (full.length > 0) return full;
  const surname = /^[小老](\p{Script=Han})$/u.exec(wanted)?.[1];
  return people.filter((person) => {
    const zh = tidy(person.name.zh);
    if (surname !== undefined) return zh.startsWith(surname);
    if (/^\p{Script=Han}{2,}$/u.test(wanted)) return zh.endsWith(wanted);
    return tidy(person.name.en).split(' ').includes(wanted);
  });
}
