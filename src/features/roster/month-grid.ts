import { formatHours, formatWeekday, inBrackets } from '../../core/format.ts';
import type { Locale } from '../../core/locale.ts';
import { Temporal, type Zone } from '../../core/time.ts';
import type { Block } from '../../view/view.ts';
import type { DutySlot } from './roster.ts';

type Listed = DutySlot['people'][number];

export const nameOf = (person: Listed, locale: Locale): string => (locale === 'zh' ? person.name : (person.nameEn ?? person.name));

/** `赵建国`, with where they stand, and their hours where they do a part of the shift: `赵建国(东门 07:30–12:00)`. */
export function withPart(slot: Pick<DutySlot, 'startsAt' | 'endsAt'>, person: Listed, zone: Zone, locale: Locale): string {
  const name = nameOf(person, locale);
  const whole = person.startsAt.equals(slot.startsAt) && person.endsAt.equals(slot.endsAt);
  const aside = [person.position ?? [], whole ? [] : formatHours(person.startsAt, person.endsAt, zone, locale)].flat();
  return aside.length === 0 ? name : inBrackets(name, aside.join(' '), locale);
}

/** The two halves in which a month is shown, so that a phone and both messengers take it whole. */
export type Half = 'first' | 'second';

/** The half of the month the date lies in. */
export const halfOf = (on: string): Half => (Number(on.slice(8)) <= 15 ? 'first' : 'second');

/** The dates of a half that are in the month. */
export function datesOfHalf(dates: readonly string[], half: Half): string[] {
  return dates.filter((on) => halfOf(on) === half);
}

/**
 * The shifts of the dates as a table: a day a row, a shift a column, names in the cells, the leader first. The leader is named apart where all
 * duty is one shift.
 */
export function monthGrid(
  slots: readonly DutySlot[],
  dates: readonly string[],
  today: string,
  words: {
    readonly day: string;
    readonly today: string;
    readonly leader: string;
    readonly officers: string;
    /** A last column with who is away; null: nobody is. */
    readonly away: { readonly label: string; on(date: string): string } | null;
  },
  zone: Zone,
  locale: Locale,
): Block {
  const shifts = shiftColumns(slots);
  const single = shifts.length === 1 && slots.some((slot) => slot.people.some((person) => person.role === 'duty-leader'));
  const absent = (on: string): string[] => (words.away === null ? [] : [words.away.on(on)]);
  const rows = dates.map((on) => {
    const date = Temporal.PlainDate.from(on);
    const head = [String(date.day), on === today ? words.today : formatWeekday(date, locale)].join(' ');
    const own = slots.filter((slot) => slot.dutyOn === on);
    if (single) {
      const list = (leads: boolean): string =>
        own
          .flatMap((slot) =>
            slot.people.filter((person) => (person.role === 'duty-leader') === leads).map((person) => withPart(slot, person, zone, locale)),
          )
          .join(' ');
      return [head, list(true), list(false), ...absent(on)];
    }
    return [
      head,
      ...shifts.map(({ code }) =>
        own
          .filter((slot) => slot.shift === code)
          .flatMap((slot) => slot.people.map((person) => withPart(slot, person, zone, locale)))
          .join(' '),
      ),
      ...absent(on),
    ];
  });
  const columns = single ? [words.leader, words.officers] : shifts.map((shift) => shift.name[locale]);
  return { kind: 'grid', columns: [words.day, ...columns, ...(words.away === null ? [] : [words.away.label])], rows };
}

/** The shifts that occur, by the time of day at which they begin. */
function shiftColumns(slots: readonly DutySlot[]): { code: string; name: DutySlot['shiftName'] }[] {
  const found = new Map<string, { code: string; name: DutySlot['shiftName']; after: number }>();
  for (const slot of slots) {
    const after = slot.startsAt.epochMilliseconds - Temporal.PlainDate.from(slot.dutyOn).toZonedDateTime('UTC').epochMilliseconds;
    const known = found.get(slot.shift);
    if (known === undefined || after < known.after) found.set(slot.shift, { code: slot.shift, name: slot.shiftName, after });
  }
  return [...found.values()].sort((a, b) => a.after - b.after);
}
