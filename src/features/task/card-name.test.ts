import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { cardName, cardsBefore, readCardName, readersOfCards, toldAnew } from './card-name.ts';

const at = (hour: number) => Temporal.Instant.from(`2026-12-01T${String(hour).padStart(2, '0')}:00Z`);
const first = cardName(at(9), 'an', 'due');
const again = cardName(at(15), 'an', 'due');
const overdue = cardName(at(16), 'an', 'overdue');
const task = {
  detail: { origin: 'clock', remind: null, on: '2026-12-01', cards: [first, cardName(at(9), null, 'due'), again, overdue] },
} as const;

describe('the name of a card', () => {
  it('says when who was told of what; what is no name says nothing', () => {
    expect(readCardName(overdue)).toEqual({ at: at(16), reader: 'an', kind: 'overdue', held: false });
    expect(readCardName(cardName(at(9), null, 'due'))).toEqual({ at: at(9), reader: null, kind: 'due', held: false });
    expect(readCardName(cardName(at(23), 'an', 'overdue', true))).toEqual({ at: at(23), reader: 'an', kind: 'overdue', held: true });
    for (const none of ['', 'x.an', '12']) expect(readCardName(none)).toBeNull();
  });

  it('says who has a card of it', () => {
    expect(readersOfCards(task)).toEqual(['an']);
  });

  it('tells which cards of the same reader gave way, and to when', () => {
    expect(cardsBefore(task, overdue)).toEqual([first, again]);
    expect(cardsBefore(task, cardName(at(9), null, 'due'))).toEqual([]);
    expect(toldAnew(task, first, at(16))).toEqual(at(16));
    // What waits for the end of quiet hours has not come yet.
    expect(toldAnew(task, first, at(15))).toEqual(at(15));
    expect(toldAnew(task, overdue, at(17))).toBeNull();
    expect(toldAnew(task, cardName(at(9), null, 'due'), at(17))).toBeNull();
    expect(toldAnew(task, '', at(17))).toBeNull();
  });
});
