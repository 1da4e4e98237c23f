import { type Anchors, officeHours } from './shift-times.ts';
import type { WhenCalendar } from './when.ts';

/** A calendar that knows when work starts and ends where the desk has no office hours of its own. */
export function withOfficeHours(calendar: WhenCalendar): WhenCalendar {
  const anchors: Anchors = (anchor, on) => calendar.anchors(anchor, on) ?? officeHours[anchor] ?? null;
  return { ...calendar, anchors };
}
