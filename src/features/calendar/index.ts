export { datesOf, unknownYears } from './day-facts.ts';
export { loadDays } from './handle.ts';
export { isCalendarFile } from './import-lines.ts';
export { nearestMonth, parseMonth } from './month-words.ts';
export { calendarSlice } from './routes.ts';
export { kindText } from './text.ts';
