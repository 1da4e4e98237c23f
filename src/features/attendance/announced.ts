import type { SlotId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';

/** Work that is due when a shift begins: the channels are told of it. Once for a slot and its start, however often it is planned. */
export const announcementKind = 'announcement.shift';
export const announcementKey = (slot: SlotId, startsAt: Instant): string => `${slot}:${startsAt.toString()}`;

/** Beyond this an announcement says that it comes late. */
export const lateAfterMs = 5 * 60_000;

/** What became of the announcement of a shift. */
export interface Announced {
  /** When the channels were told; null before. */
  readonly announcedAt: Instant | null;
  /** When the first channel got the card; null before. */
  readonly shownAt: Instant | null;
  /** When it was due, which for a shift that ran already when the bot heard of it is that moment; null: not known any more. */
  readonly dueAt: Instant | null;
  /** When it was done; null before. */
  readonly doneAt: Instant | null;
}

const passed = (from: Instant | null, until: Instant | null): number =>
  from === null || until === null ? 0 : Math.max(0, until.epochMilliseconds - from.epochMilliseconds);

/** When the channels see the card, where that is late because the bot (done after it was due) or the messenger was away; null: in time, or not yet. */
export function shownLate({ announcedAt, shownAt, dueAt, doneAt }: Announced, now: Instant): Instant | null {
  if (announcedAt === null) return null;
  const shown = shownAt ?? now;
  return passed(dueAt, doneAt) + passed(announcedAt, shown) > lateAfterMs ? shown : null;
}
