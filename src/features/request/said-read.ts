import type { Temporal } from '../../core/time.ts';
import type { SaidDuty, SaidRequest, SaidSpan } from './said.ts';
import { type Atom, afterJoints, namesDay, type Piece } from './said-atoms.ts';
import { partsOf, type Stretch } from './said-parts.ts';
import { spanCode } from './said-print.ts';
import { isNight, lastIsDay, onlyNumbers, resolveStretch, type Today } from './said-resolve.ts';
import { scan, speaksHan } from './said-scan.ts';
import { type TidyText, tidyText } from './said-text.ts';
import type { SaidKnown, Token } from './said-tokens.ts';

export type { SaidKnown } from './said-tokens.ts';

interface Mutable {
  /** With their places among the pieces. */
  readonly spans: { readonly span: SaidSpan; readonly at: number; readonly next: number }[];
  readonly duties: SaidDuty[];
  readonly unclear: { readonly text: string; readonly readings: readonly string[] }[];
  /** First days, in the order of the sentence. */
  readonly named: Temporal.PlainDate[];
  readonly bad: string[];
  readonly backwards: string[];
}

/**
 * Reads what a line says beside its command, in Chinese or English: stretches of time, duties, a sub-type, people; the rest is the reason
 * (`下周一到周三 年假`, `12月3日晚班 和 @x 12月5日晚班`, `tomorrow afternoon sick`). Nothing is guessed: words with two meanings are `unclear`,
 * with both; a day or time that does not exist, or an end before its start, is `bad`.
 *
 * Days without a year are those from two months back on, without a month or week those to come; `facing: 'past'` turns that round. Times without a
 * day are of today. All are wall times where `now` is.
 */
export function readSaid(text: string, known: SaidKnown): SaidRequest {
  const source = tidyText(text);
  const tokens = scan(source, known);
  const han = speaksHan(source.tidy, known);
  const pieces = piecesOf(source, tokens);
  const typed = (piece: { readonly start: number; readonly end: number }): string => source.typed(piece.start, piece.end).trim();
  const { stretches, lengths } = partsOf(pieces, han, typed);
  const today: Today = { date: known.now.toPlainDate(), facing: known.facing ?? 'coming', monthFirst: han };
  const found: Mutable = { spans: [], duties: [], unclear: [], named: [], bad: [], backwards: [] };
  const used = new Set<Piece>();
  for (const stretch of stretches) {
    for (const claim of stretch.claims) for (const piece of pieces.slice(claim.at, claim.next)) used.add(piece);
    settle(stretch, pieces, source, today, found);
  }
  for (const length of lengths) {
    const piece = pieces[length.at];
    if (piece !== undefined && loose(length, typed(piece), today, found)) used.add(piece);
  }
  const kinds = [...new Set(tokens.flatMap((token) => (token.kind === 'type' ? token.codes : [])))];
  if (kinds.length > 1)
    found.unclear.push({
      text: tokens.flatMap((token) => (token.kind === 'type' ? [typed(token)] : [])).join(han ? '、' : ', '),
      readings: kinds,
    });
  const { duties, unclear, bad, backwards } = found;
  return {
    spans: merged(found.spans, pieces),
    duties,
    unclear,
    bad,
    backwards,
    kind: kinds.length === 1 ? (kinds[0] ?? null) : null,
    people: tokens.flatMap((token) => (token.kind === 'mention' ? [token.token] : [])),
    rest: restOf(source, pieces, tokens, used),
  };
}

/** Tokens and the text between them, without sub-types. */
function piecesOf(source: TidyText, tokens: readonly Token[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const token of [...tokens, { kind: 'end', start: source.tidy.length, end: source.tidy.length } as const]) {
    const between = source.tidy.slice(at, token.start);
    if (/[^\s()]/.test(between)) pieces.push({ kind: 'text', start: at, end: token.start });
    if (token.kind !== 'end' && token.kind !== 'type') pieces.push(token);
    at = token.end;
  }
  return pieces;
}

function settle(stretch: Stretch, pieces: readonly Piece[], source: TidyText, today: Today, found: Mutable): void {
  const text = typedOf(stretch, pieces, source);
  const { first, last } = stretch;
  const resolved = resolveStretch(stretch, today);
  const unclear = (readings: readonly SaidSpan[]): void => {
    found.unclear.push({ text, readings: readings.map(spanCode) });
  };
  if (resolved.bad) {
    found.bad.push(text);
    return;
  }
  if (resolved.backwards) {
    found.bad.push(text);
    found.backwards.push(text);
    return;
  }
  const [span, ...others] = resolved.readings;
  // 周五晚班 和 周三晚班, said on a Tuesday: this week's Wednesday, or the one after that Friday.
  const bare = first.days.length === 1 && first.days[0]?.unsaid === 'week' && today.facing === 'coming';
  if (span !== undefined && bare && others.length === 0 && found.named.some((day) => span.from.until(day).sign > 0)) {
    unclear([span, { ...span, from: span.from.add({ weeks: 1 }), until: span.until.add({ weeks: 1 }) }]);
    return;
  }
  if (span !== undefined) found.named.push(span.from);
  const night = first.shift !== null || isNight(first);
  const nightAtEnd = last !== null && (last.shift !== null || (isNight(last) && last.part?.part !== 'midnight'));
  if (stretch.open === 'start' && span !== undefined) {
    const starts = [today.date, today.date.add({ days: 1 })].filter((from) => from.until(span.until).sign >= 0);
    unclear(starts.map((from) => ({ ...span, from, fromHalf: null, fromTime: null })));
    return;
  }
  const day = namedDay(stretch);
  const onlyDuty = last === null && stretch.length === null && day !== null && night;
  const shiftsInRange = last !== null && (night || nightAtEnd);
  const open = stretch.open !== null || first.vague !== null || onlyNumbers(stretch) || shiftsInRange;
  if (span === undefined || others.length > 0 || open) {
    unclear(resolved.readings);
    return;
  }
  if (!onlyDuty) found.spans.push({ span, at: stretch.at, next: stretch.next });
  if (day === null || (stretch.length !== null && !span.from.equals(span.until))) return;
  const duty = dutyOf(span, first, source);
  if (!found.duties.some(({ on, shift }) => on.equals(duty.on) && shift === duty.shift)) found.duties.push(duty);
}

/** The end that names the only day of a stretch; null where it has several. */
function namedDay({ first, last }: Stretch): Atom | null {
  if (first.days.length > 0) return last !== null && !last.nextDay && (namesDay(last) || lastIsDay(first, last)) ? null : first;
  return last !== null && last.days.length > 0 && (first.number === null || last.clock !== null) && !namesDay(first) ? last : null;
}

/** Its words as they stand; what lies between a day and its time is left out. */
function typedOf({ claims }: Stretch, pieces: readonly Piece[], source: TidyText): string {
  const runs: { at: number; next: number }[] = [];
  for (const { at, next } of claims) {
    const before = runs.at(-1);
    if (before !== undefined && afterJoints(pieces, before.next) === at) before.next = next;
    else runs.push({ at, next });
  }
  const text = runs.map(({ at, next }) => source.typed(pieces[at]?.start ?? 0, pieces[next - 1]?.end ?? 0).trim()).join(' … ');
  return /[((][^))]*$/u.test(text) ? `${text})` : text;
}

/** Words for the shift as typed: its name, or the part of the day beside the day (`明早`, `tomorrow night`). */
function dutyOf(span: SaidSpan, atom: Atom, source: TidyText): SaidDuty {
  const part = atom.clock === null && atom.number === null && atom.part?.part !== 'noon' ? atom.part : null;
  const words = atom.shift ?? part;
  const inside = atom.days.find((day) => day.part !== null);
  const within = inside === undefined || atom.clock !== null ? null : source.typed(inside.start, inside.end).trim();
  const shift = words !== null ? source.typed(words.start, words.end).trim() : within === null ? null : partInside(within);
  return { on: span.from, shift };
}

/** `今晚` → `晚`, `tonight` → `night`. */
const partInside = (word: string): string => (/^[a-z]/i.test(word) ? 'night' : word.slice(-1));

/** A length without a day: for how long is known, not from when. True: it was understood as one. */
function loose(length: { readonly days: number; readonly minutes: number }, text: string, today: Today, found: Mutable): boolean {
  const whole = (from: Temporal.PlainDate): SaidSpan => ({
    from,
    until: from.add({ days: Math.max(0, Math.ceil(length.days) - 1) }),
    fromHalf: null,
    untilHalf: null,
    fromTime: null,
    untilTime: null,
  });
  if (found.spans.length === 0 && found.unclear.length === 0 && found.bad.length === 0 && found.duties.length === 0) {
    const days = Number.isInteger(length.days) && length.days > 0;
    found.unclear.push({ text, readings: days ? [today.date, today.date.add({ days: 1 })].map(whole).map(spanCode) : [] });
    return true;
  }
  const [only, ...more] = found.spans.map(({ span }) => span);
  const single =
    only !== undefined && more.length === 0 && only.from.equals(only.until) && only.fromTime === null && only.fromHalf === null;
  if (!single || !Number.isInteger(length.days) || length.days < 2) return false;
  found.spans.length = 0;
  found.duties.length = 0;
  found.unclear.push({ text, readings: [only, whole(only.from)].map(spanCode) });
  return true;
}

/** Days said one after the other are one stretch: 周六、周日. */
function merged(spans: Mutable['spans'], pieces: readonly Piece[]): readonly SaidSpan[] {
  const whole = ({ fromHalf, untilHalf, fromTime, untilTime }: SaidSpan): boolean =>
    fromHalf === null && untilHalf === null && fromTime === null && untilTime === null;
  const result: SaidSpan[] = [];
  let end = 0;
  for (const { span, at, next } of spans) {
    if (result.some((one) => spanCode(one) === spanCode(span))) continue;
    const before = result.at(-1);
    const beside = pieces.slice(end, at).every((piece) => piece.kind === 'word');
    if (before !== undefined && beside && whole(before) && whole(span) && before.until.add({ days: 1 }).equals(span.from))
      result[result.length - 1] = { ...before, until: span.until };
    else result.push(span);
    end = next;
  }
  return result;
}

/** What nobody claimed, as it was typed; small words that lead to something that was claimed go with it. */
function restOf(source: TidyText, pieces: readonly Piece[], tokens: readonly Token[], used: ReadonlySet<Piece>): string {
  const all = [...pieces, ...tokens.filter((token) => token.kind === 'type')].toSorted((left, right) => left.start - right.start);
  const isUsed = (piece: Piece | undefined): boolean =>
    piece !== undefined && (used.has(piece) || piece.kind === 'mention' || (piece.kind === 'type' && !isPartOfReason(piece)));
  // 家里有事: the words say which sub-type it is and are the reason as well. 事假 is a sub-type and nothing else.
  const isPartOfReason = (piece: Piece): boolean => {
    const word = source.tidy.slice(piece.start, piece.end);
    if (!/\p{Script=Han}$/u.test(word) || word.endsWith('假')) return false;
    return all.some((other) => other.kind === 'text' && !used.has(other) && touches(source, piece, other));
  };
  const small = (piece: Piece | undefined): boolean => piece?.kind === 'word' && piece.word !== 'to' && piece.word !== 'since';
  const goes = all.map((piece, index) => {
    if (isUsed(piece)) return true;
    if (!small(piece)) return false;
    if (piece.kind === 'word' && piece.word === 'whole' && isUsed(all[index - 1])) return true;
    let next = index + 1;
    while (small(all[next])) next += 1;
    return isUsed(all[next]) || (all[next] === undefined && isUsed(all[index - 1]));
  });
  const runs: string[] = [];
  let start: number | null = null;
  for (const [index, piece] of all.entries()) {
    if (goes[index] === true) {
      if (start !== null) runs.push(source.typed(start, all[index - 1]?.end ?? start));
      start = null;
    } else start ??= piece.start;
  }
  if (start !== null) runs.push(source.typed(start, all.at(-1)?.end ?? start));
  const edges = /^[\s,,、。.;;::()()\-–—的]+|[\s,,、。;;::()()\-–—]+$/gu;
  return runs
    .map((run) => run.replace(edges, ''))
    .filter((run) => run !== '')
    .join(' ')
    .replace(/\s+/gu, ' ');
}

/** Chinese text right beside a piece, without a space or a mark between them. */
const touches = ({ tidy }: TidyText, piece: { readonly start: number; readonly end: number }, text: Piece): boolean =>
  (text.end === piece.start && /\p{Script=Han}$/u.test(tidy.slice(text.start, text.end))) ||
  (text.start === piece.end && /^\p{Script=Han}/u.test(tidy.slice(text.start, text.end)));
