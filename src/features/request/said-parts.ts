import type { Atom, Piece } from './said-atoms.ts';
import { afterJoints, atomAt, namesDay } from './said-atoms.ts';

/** A stretch of time as its words stand in the sentence. */
export interface Stretch {
  readonly at: number;
  readonly next: number;
  /** Its pieces, `at` up to `next`; several where its time stands apart from its day. */
  readonly claims: readonly { readonly at: number; readonly next: number }[];
  readonly first: Atom;
  readonly last: Atom | null;
  readonly length: { readonly days: number; readonly minutes: number } | null;
  /** `明天起`, `from Monday`: how long is not said. */
  readonly open: 'end' | 'start' | null;
  /** `from 9 to 11`: numbers that are meant as times or days. */
  readonly from: boolean;
}

/** What a sentence says of time, in order, and the lengths that stand apart from it. */
export interface Parts {
  readonly stretches: readonly Stretch[];
  readonly lengths: readonly { readonly at: number; readonly days: number; readonly minutes: number }[];
}

const isWord = (piece: Piece | undefined, word: string): boolean => piece?.kind === 'word' && piece.word === word;

/** `han`: the sentence is Chinese, where a time follows its day. */
export function partsOf(pieces: readonly Piece[], han: boolean, typed: (piece: Piece) => string): Parts {
  const stretches: Stretch[] = [];
  const lengths: { at: number; days: number; minutes: number }[] = [];
  for (let at = 0; at < pieces.length; ) {
    const stretch = stretchAt(pieces, at, han, typed);
    const piece = pieces[at];
    if (stretch !== null) stretches.push(stretch);
    else if (piece?.kind === 'length') lengths.push({ at, days: piece.days, minutes: piece.minutes });
    at = stretch === null ? at + 1 : stretch.next;
  }
  return { stretches: joined(stretches, pieces), lengths };
}

type Found = Omit<Stretch, 'claims'>;

const claimed = (found: Found): Stretch => ({ ...found, claims: [{ at: found.at, next: found.next }] });

function stretchAt(pieces: readonly Piece[], at: number, han: boolean, typed: (piece: Piece) => string): Stretch | null {
  const begin = pieces[at];
  if (begin === undefined) return null;
  if (begin.kind === 'length') {
    let start = afterJoints(pieces, at + 1);
    const from = isWord(pieces[start], 'from');
    if (from) start += 1;
    const first = atomAt(pieces, afterJoints(pieces, start), true);
    if (first === null || first.number !== null || (begin.days > 0 ? !namesDay(first) : first.clock === null)) return null;
    const next = isWord(pieces[first.next], 'since') ? first.next + 1 : first.next;
    // 3天 周一到周三: the length belongs to what it stands before only where that has no end of its own.
    if (isWord(pieces[next], 'to')) return null;
    return claimed({ at, next, first, last: null, length: begin, open: null, from });
  }
  const from = isWord(begin, 'from');
  if (isWord(begin, 'to') && /\p{L}/u.test(typed(begin)) && !/^to$/i.test(typed(begin))) {
    const last = atomAt(pieces, at + 1, false);
    return last === null || !namesDay(last)
      ? null
      : claimed({ at, next: last.next, first: last, last: null, length: null, open: 'start', from });
  }
  const first = atomAt(pieces, from ? afterJoints(pieces, at + 1) : at, true);
  if (first === null) return null;
  const last = endOf(pieces, first, from ? begin : null, han, typed);
  if (first.number !== null && last === null) return null;
  return claimed(tail(pieces, { at, next: last?.next ?? first.next, first, last, length: null, open: null, from }));
}

function endOf(pieces: readonly Piece[], first: Atom, from: Piece | null, han: boolean, typed: (piece: Piece) => string): Atom | null {
  const between = pieces[first.next];
  const reaches = isWord(between, 'to') || (from !== null && /^between$/i.test(typed(from)) && isWord(between, 'and'));
  if (!reaches) return null;
  const last = atomAt(pieces, first.next + 1, !namesDay(first) || !han);
  if (last === null) return null;
  // 12月3-5日; not 明天到5.
  if (
    last.number !== null &&
    first.clock === null &&
    namesDay(first) &&
    !first.days.some(({ unsaid }) => unsaid === 'year' || unsaid === 'month')
  )
    return null;
  return last;
}

/** A length, or a word that says the end is open, right behind. */
function tail(pieces: readonly Piece[], stretch: Found): Found {
  const since = isWord(pieces[stretch.next], 'since');
  const next = since ? stretch.next + 1 : stretch.next;
  const behind = afterJoints(pieces, next);
  const length = pieces[behind];
  const takesLength = namesDay(stretch.first) || stretch.first.clock !== null;
  if (length?.kind === 'length' && takesLength) return { ...stretch, next: behind + 1, length };
  const { first } = stretch;
  const dayOnly = namesDay(first) && stretch.last === null && first.clock === null && first.range === null && first.shift === null;
  return { ...stretch, next, open: (since || stretch.from) && dayOnly ? 'end' : null };
}

/** Says nothing of a day. */
const dayless = ({ first, last }: Stretch): boolean => !namesDay(first) && (last === null || !namesDay(last)) && first.bad.length === 0;

const takesTime = ({ first, last, length, open }: Stretch): boolean =>
  first.days.length > 0 &&
  first.part === null &&
  first.clock === null &&
  first.shift === null &&
  last === null &&
  length === null &&
  open === null;

/** Gives times that stand apart from their day to it: `明天 事假 带孩子看病 9点到11点`. Without a day in the sentence they are of today. */
function joined(stretches: readonly Stretch[], pieces: readonly Piece[]): readonly Stretch[] {
  const result = new Map(stretches.map((stretch) => [stretch.at, stretch]));
  for (const [index, stretch] of stretches.entries()) {
    if (!dayless(stretch)) continue;
    const { first, last, from } = stretch;
    const strong = first.number === null ? last !== null : from;
    const before = stretches[index - 1];
    const after = stretches[index + 1];
    const days = [...result.values()].filter(takesTime);
    const besides = [
      ...(before !== undefined && afterJoints(pieces, before.next) === stretch.at ? [before] : []),
      ...(after !== undefined && afterJoints(pieces, stretch.next) === after.at ? [after] : []),
    ];
    const target = besides.find((one) => days.includes(one)) ?? (strong && days.length === 1 ? days[0] : undefined);
    if (target !== undefined) {
      const { clock, part, number, half, shift } = first;
      result.set(target.at, {
        ...target,
        claims: [...target.claims, ...stretch.claims].toSorted((left, right) => left.at - right.at),
        first: { ...target.first, clock, part, number, half: half || target.first.half, shift },
        last,
        length: stretch.length,
        from: target.from || from,
      });
      result.delete(stretch.at);
    } else if (!standsAlone(stretch, strong, stretches, pieces)) result.delete(stretch.at);
  }
  return [...result.values()];
}

/** Whether a time without a day is one of today: not where it may be part of the reason. */
function standsAlone(stretch: Stretch, strong: boolean, stretches: readonly Stretch[], pieces: readonly Piece[]): boolean {
  const { first, last } = stretch;
  const onlyOne = stretches.every((one) => one === stretch || dayless(one));
  if (first.part === null && first.clock === null && first.number === null) return first.half && onlyOne;
  return strong || (onlyOne && (last !== null || afterJoints(pieces, 0) === stretch.at));
}
