import { formatDay, formatHours, formatMoment } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { type Instant, Temporal, type Zone } from '../../core/time.ts';

interface Duty {
  readonly dutyOn: string;
  readonly shiftName: Words;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** `早班 07:30–16:00` · `Early 07:30–16:00` */
export function shiftHours(duty: Omit<Duty, 'dutyOn'>, zone: Zone, locale: Locale): string {
  return `${duty.shiftName[locale]} ${formatHours(duty.startsAt, duty.endsAt, zone, locale)}`;
}

/** `12月3日(周四)晚班 20:00–次日08:00` · `Thu 3 Dec night 20:00–08:00 Fri` */
export function dutyLine(duty: Duty, zone: Zone, locale: Locale): string {
  const day = formatDay(duty.startsAt.toZonedDateTimeISO(zone).toPlainDate(), locale);
  return locale === 'zh' ? `${day}${shiftHours(duty, zone, locale)}` : `${day} ${shiftHours(duty, zone, locale)}`;
}

export const dayWords = (on: string): Words => {
  const date = Temporal.PlainDate.from(on);
  return { zh: formatDay(date, 'zh'), en: formatDay(date, 'en') };
};

export const momentWords = (at: Instant, zone: Zone): Words => ({ zh: formatMoment(at, zone, 'zh'), en: formatMoment(at, zone, 'en') });
