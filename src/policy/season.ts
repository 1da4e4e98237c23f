import type { PolicyCalendar } from './policy.ts';
import { type CalendarSettings, calendarSettingsSchema } from './schema/calendar.ts';
import { wallClock } from './wall-clock.ts';

/** A desk's calendar settings with what it left open filled in. Throws on settings the schema does not accept. */
export function policyCalendar(settings: CalendarSettings): PolicyCalendar {
  const { workStart, workEnd, summerFrom, winterFrom } = calendarSettingsSchema.parse(settings);
  return {
    workStart: workStart === undefined ? null : wallClock(workStart),
    workEnd: workEnd === undefined ? null : wallClock(workEnd),
    summerFrom,
    winterFrom,
  };
}

/** The season of `YYYY-MM-DD`: summer from `summerFrom` until the day before `winterFrom`, also where that spans the new year. */
export function seasonOn(on: string, calendar: Pick<PolicyCalendar, 'summerFrom' | 'winterFrom'>): 'summer' | 'winter' {
  const day = on.slice(5);
  const { summerFrom, winterFrom } = calendar;
  const summer = summerFrom <= winterFrom ? summerFrom <= day && day < winterFrom : summerFrom <= day || day < winterFrom;
  return summer ? 'summer' : 'winter';
}
