export type { Calendar, CalendarEntry } from './calendar.ts';
export { datesOf, dayFacts, dayLookup, isOff, isWorking, seasonOf, unknownYears, workHoursOn } from './day-facts.ts';
export { loadCalendar, loadDays } from './handle.ts';
export { isCalendarFile } from './import-lines.ts';
export { hanNumber, nearestMonth, parseMonth } from './month-words.ts';
export { calendarSlice } from './routes.ts';
export { kindText } from './text.ts';
