import { withOfficeHours } from '../office-hours.ts';
import type { ObligationEntry } from '../schema/obligation.ts';
import type { TimeOfDay, WhenCalendar } from '../when.ts';

/** The anchors (`lighting-on`, `first-sailing`) the times of a rule hang on and that nobody supplied for the day `on`: until then it makes nothing due. */
export function missingAnchors(value: Pick<ObligationEntry, 'when' | 'window'>, on: string, calendar: WhenCalendar): readonly string[] {
  const { anchors } = withOfficeHours(calendar);
  const { when, window = [] } = value;
  const whens = when === undefined || typeof when === 'string' ? [] : Array.isArray(when) ? when : [when];
  const times: readonly (TimeOfDay | undefined)[] = [
    ...whens.flatMap((one) => ('at' in one ? [one.at] : 'random' in one ? [one.from, one.to] : [])),
    ...window.flatMap(({ from, to }) => [from, to]),
  ];
  const named = times.flatMap((time) => (time === undefined || typeof time === 'string' ? [] : [time.anchor]));
  return [...new Set(named)].filter((anchor) => anchors(anchor, on) === null);
}
