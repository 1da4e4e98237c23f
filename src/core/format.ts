import type { Locale } from './locale.ts';
import { type Instant, type Temporal, wallClock, type Zone } from './time.ts';

const weekdays = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const two = (value: number): string => String(value).padStart(2, '0');

/** `周四` · `Thu` */
export function formatWeekday(day: Temporal.PlainDate, locale: Locale): string {
  return weekdays[locale][day.dayOfWeek - 1] ?? '';
}

/** `12月3日(周四)` · `Thu 3 Dec` */
export function formatDay(day: Temporal.PlainDate, locale: Locale): string {
  if (locale === 'zh') return `${day.month}月${day.day}日(${formatWeekday(day, locale)})`;
  return `${formatWeekday(day, locale)} ${day.day} ${months[day.month - 1]}`;
}

/** `2026年12月` · `December 2026`-style short form `Dec 2026` */
export function formatMonth(month: Temporal.PlainYearMonth, locale: Locale): string {
  return locale === 'zh' ? `${month.year}年${month.month}月` : `${months[month.month - 1]} ${month.year}`;
}

/** Wall time of the zone: `07:30` */
export function formatTime(at: Instant, zone: Zone): string {
  const { hour, minute } = wallClock(at, zone);
  return `${two(hour)}:${two(minute)}`;
}

/** `12月3日(周四)20:00` · `Thu 3 Dec 20:00` */
export function formatMoment(at: Instant, zone: Zone, locale: Locale): string {
  const day = formatDay(wallClock(at, zone).day, locale);
  return locale === 'zh' ? `${day}${formatTime(at, zone)}` : `${day} ${formatTime(at, zone)}`;
}

/** A deadline: one at midnight sharp belongs to the day that ends, `12月8日(周二)24:00` · `Tue 8 Dec 24:00`. */
export function formatDeadline(at: Instant, zone: Zone, locale: Locale): string {
  const { day: next, hour, minute } = wallClock(at, zone);
  if (hour !== 0 || minute !== 0) return formatMoment(at, zone, locale);
  const day = formatDay(next.subtract({ days: 1 }), locale);
  return locale === 'zh' ? `${day}24:00` : `${day} 24:00`;
}

/**
 * The hours of a shift, with the second day named when it ends on one: `20:00–次日08:00` · `20:00–08:00 Fri`.
 * An end at midnight sharp belongs to the day that ends: `16:00–24:00`.
 */
export function formatHours(start: Instant, end: Instant, zone: Zone, locale: Locale): string {
  const to = wallClock(end, zone);
  const days = wallClock(start, zone).day.until(to.day, { largestUnit: 'days' }).days;
  const open = formatTime(start, zone);
  if (days === 0) return `${open}–${formatTime(end, zone)}`;
  if (days === 1 && to.hour === 0 && to.minute === 0) return `${open}–24:00`;
  if (days === 1)
    return locale === 'zh' ? `${open}–次日${formatTime(end, zone)}` : `${open}–${formatTime(end, zone)} ${formatWeekday(to.day, 'en')}`;
  return `${open}–${formatMoment(end, zone, locale)}`;
}

/** `陈志远(带班)` · `Chen Zhiyuan (lead)` */
export const inBrackets = (text: string, aside: string, locale: Locale): string => `${text}${locale === 'zh' ? '' : ' '}(${aside})`;

/** `门岗:早班` · `Gate: early shift` */
export const withColon = (label: string, value: string, locale: Locale): string => `${label}${locale === 'zh' ? ':' : ': '}${value}`;

/** `1 小时 20 分` · `1 h 20 min`; `minutes` is a whole number, not negative. */
export function formatMinutes(minutes: number, locale: Locale): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts =
    locale === 'zh'
      ? [hours > 0 ? `${hours} 小时` : '', rest > 0 || hours === 0 ? `${rest} 分钟` : '']
      : [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : ''];
  return parts.filter((part) => part !== '').join(' ');
}
