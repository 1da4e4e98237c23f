import type { DayPart, ReadClock } from '../../core/clock-words.ts';
import type { ReadDay } from '../../core/day-words.ts';
import type { Temporal } from '../../core/time.ts';
import type { Meaning, Token } from './said-tokens.ts';

/** A sentence in pieces: what is understood, and what is not. Sub-types are taken out before, so that what stands around them meets. */
export type Piece = Token | { readonly kind: 'text'; readonly start: number; readonly end: number };

type Days = Extract<Meaning, { kind: 'days' }>;
interface Place {
  readonly start: number;
  readonly end: number;
}

/** One end of a stretch of time, from the `at`th piece up to the `next`th. */
export interface Atom {
  readonly at: number;
  readonly next: number;
  /** Two where a day and the weekday beside it may not fit together. */
  readonly days: readonly (ReadDay & Place)[];
  readonly range: Days | null;
  /** A week or a month as a whole: which of its days is not said. */
  readonly vague: Extract<Meaning, { kind: 'vague' }> | null;
  readonly moment: Temporal.PlainDateTime | null;
  readonly nextDay: boolean;
  readonly part: (Place & { readonly part: DayPart }) | null;
  readonly clock: ReadClock | null;
  readonly number: number | null;
  readonly half: boolean;
  readonly shift: Place | null;
  /** Words of a day or time that does not exist. */
  readonly bad: readonly Place[];
}

type Mutable = { -readonly [Key in keyof Atom]: Atom[Key] };

const empty = (at: number): Mutable => ({
  at,
  next: at,
  days: [],
  range: null,
  vague: null,
  moment: null,
  nextDay: false,
  part: null,
  clock: null,
  number: null,
  half: false,
  shift: null,
  bad: [],
});

export const namesDay = (atom: Atom): boolean =>
  atom.days.length > 0 || atom.range !== null || atom.vague !== null || atom.moment !== null || atom.nextDay;
const isEmpty = (atom: Atom): boolean =>
  !namesDay(atom) &&
  atom.part === null &&
  atom.clock === null &&
  atom.number === null &&
  atom.shift === null &&
  !atom.half &&
  atom.bad.length === 0;

/** Whether the small words from `index` on lead to something; the index behind them. */
export function afterJoints(pieces: readonly Piece[], index: number): number {
  let at = index;
  for (let piece = pieces[at]; piece?.kind === 'word' && (piece.word === 'joint' || piece.word === 'whole'); piece = pieces[at]) at += 1;
  return at;
}

/** The end of a stretch that begins at a piece; null where none does. `dayAfter`: a day may follow its time (`9am tomorrow`). */
export function atomAt(pieces: readonly Piece[], index: number, dayAfter: boolean): Atom | null {
  const atom = empty(index);
  for (let at = index; ; ) {
    const piece = pieces[at];
    if (piece !== undefined && add(atom, piece, dayAfter)) {
      at += 1;
      atom.next = at;
      if (atom.number !== null) break;
      continue;
    }
    const beyond = isEmpty(atom) ? at : afterJoints(pieces, at);
    const later = pieces[beyond];
    if (beyond === at || later === undefined || !fits(atom, later, pieces.slice(at, beyond), dayAfter)) break;
    at = beyond;
  }
  return isEmpty(atom) ? null : atom;
}

/** A list goes on with days of its own; any other small word may stand inside one end. */
function fits(atom: Atom, later: Piece, between: readonly Piece[], dayAfter: boolean): boolean {
  const whole = between.every((piece) => piece.kind === 'word' && piece.word === 'joint');
  if (later.kind === 'day' && (atom.days.length > 0 || !dayAfter)) return false;
  return whole && later.kind !== 'number' && add({ ...atom }, later, dayAfter);
}

/** Adds a piece where there is room for it. */
function add(atom: Mutable, piece: Piece, dayAfter: boolean): boolean {
  const place = { start: piece.start, end: piece.end };
  const timed = atom.clock !== null || atom.part !== null;
  switch (piece.kind) {
    case 'day':
      if (atom.number !== null || (namesDay(atom) && atom.days.length === 0)) return false;
      if (piece.found === null) {
        if (!isEmpty(atom)) return false;
        atom.bad = [...atom.bad, place];
        return true;
      }
      if (atom.days.length > 0) {
        if (timed || atom.shift !== null || !besideWeekday(atom, piece.found, place)) return false;
      } else if (timed && !dayAfter) return false;
      atom.days = [...atom.days, { ...piece.found, ...place }];
      return true;
    case 'days':
    case 'vague':
      if (!isEmpty(atom)) return false;
      if (piece.kind === 'days') atom.range = piece;
      else atom.vague = piece;
      return true;
    case 'next-day':
      if (!isEmpty(atom)) return false;
      atom.nextDay = true;
      return true;
    case 'moment':
      if (!isEmpty(atom)) return false;
      atom.moment = piece.at;
      return true;
    case 'part':
      if (timed || atom.moment !== null || atom.shift !== null || atom.number !== null) return false;
      atom.part = { part: piece.part, ...place };
      return true;
    case 'clock':
      if (atom.clock !== null || atom.moment !== null || atom.shift !== null || atom.half || atom.number !== null) return false;
      if (piece.found === null) atom.bad = [...atom.bad, place];
      else atom.clock = piece.found;
      return true;
    case 'half':
      if (atom.half || atom.clock !== null || atom.number !== null) return false;
      atom.half = true;
      return true;
    case 'shift':
      if (atom.shift !== null || atom.clock !== null || atom.number !== null || (atom.days.length === 0 && !isEmpty(atom))) return false;
      atom.shift = place;
      return true;
    case 'number':
      if (!isEmpty(atom)) return false;
      atom.number = piece.value;
      return true;
    default:
      return false;
  }
}

/** `Thu 3 Dec`, `12月3日(周四)`: a day and its weekday, side by side. */
function besideWeekday(atom: Atom, found: ReadDay, place: Place): boolean {
  const [day] = atom.days;
  if (day === undefined || atom.days.length > 1 || place.start - day.end > 2) return false;
  const bare = [day, found].filter((one) => one.unsaid === 'week');
  return bare.length === 1;
}
