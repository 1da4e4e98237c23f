import { formatDay, formatHours, formatMoment, formatTime } from '../../../core/format.ts';
import type { PersonId } from '../../../core/ids.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import { type Instant, Temporal, type Zone } from '../../../core/time.ts';
import type { RequestType } from '../../../policy/request/type.ts';
import { isRole, roleName } from '../../people/index.ts';
import type { RequestDraft, RequestDuty } from '../request.ts';
import type { WholeRequest } from '../request-record.ts';
import { text } from './text.ts';

/** A request with everything it takes to say it in words. */
export interface Lines {
  readonly whole: WholeRequest;
  readonly type: RequestType;
  readonly desk: { readonly name: Words; readonly zone: Zone };
  readonly name: (person: PersonId) => Words;
  readonly shift: (code: string, on: string) => Words;
}

/** `请假 · 年假` · `Leave · annual leave` */
export function typeTitle(type: RequestType, kind: string | null, locale: Locale): string {
  const sub = kind === null ? undefined : type.kinds?.[kind]?.name[locale];
  return sub === undefined ? type.name[locale] : `${type.name[locale]} · ${sub}`;
}

/** `请假 · 年假 #12`; without its number while it is being filed. */
export function titleOf({ whole, type }: Lines, locale: Locale): string {
  const { request } = whole;
  const title = typeTitle(type, request.kind, locale);
  return request.number === 0 ? title : `${title} #${request.number}`;
}

/** Where the clocks skip midnight, a day begins later. */
const isMidnight = (at: Temporal.ZonedDateTime): boolean => at.equals(at.startOfDay());
const isNoon = (at: Temporal.ZonedDateTime): boolean => at.hour === 12 && at.minute === 0;

/** A stretch of time: whole days, half days, or hours. `12月3日(周四)下午–12月5日(周六)` */
export function stretchWords(startsAt: Instant, endsAt: Instant, zone: Zone, locale: Locale): string {
  const from = startsAt.toZonedDateTimeISO(zone);
  const to = endsAt.toZonedDateTimeISO(zone);
  const gap = locale === 'zh' ? '' : ' ';
  if ((isMidnight(from) || isNoon(from)) && (isMidnight(to) || isNoon(to))) {
    const first = from.toPlainDate();
    const last = isMidnight(to) ? to.toPlainDate().subtract({ days: 1 }) : to.toPlainDate();
    const half = (words: Words): string => `${gap}${words[locale]}`;
    const start = `${formatDay(first, locale)}${isNoon(from) ? half(text.afternoon) : ''}`;
    if (first.equals(last)) return isNoon(to) ? `${formatDay(first, locale)}${half(text.morning)}` : start;
    return `${start}–${formatDay(last, locale)}${isNoon(to) ? half(text.morning) : ''}`;
  }
  if (Temporal.Duration.compare(startsAt.until(endsAt), { minutes: 1 }) <= 0) return formatMoment(startsAt, zone, locale);
  const days = from.toPlainDate().until(to.toPlainDate(), { largestUnit: 'day' }).days;
  if (days <= 1) return `${formatDay(from.toPlainDate(), locale)}${gap}${formatHours(startsAt, endsAt, zone, locale)}`;
  return `${formatMoment(startsAt, zone, locale)}–${formatMoment(endsAt, zone, locale)}`;
}

/** When it is for; null where it has no stretch of time of its own. */
export function whenOf(draft: Pick<RequestDraft, 'startsAt' | 'endsAt' | 'duties'>, zone: Zone, locale: Locale): string | null {
  if (draft.startsAt === null || draft.endsAt === null) return null;
  return stretchWords(draft.startsAt, draft.endsAt, zone, locale);
}

/** `12月3日(周四)晚班 20:00–次日08:00` */
export function dutyWords(duty: RequestDuty, lines: Pick<Lines, 'shift' | 'desk'>, locale: Locale): string {
  const day = formatDay(Temporal.PlainDate.from(duty.dutyOn), locale);
  const shift = `${lines.shift(duty.shift, duty.dutyOn)[locale]} ${formatHours(duty.startsAt, duty.endsAt, lines.desk.zone, locale)}`;
  return locale === 'zh' ? `${day}${shift}` : `${day} ${shift}`;
}

/** Who gives which shift to whom. */
export function dutyLines(draft: RequestDraft, lines: Pick<Lines, 'shift' | 'desk' | 'name'>, locale: Locale): string[] {
  const name = (person: PersonId | null): string => (person === null ? '?' : lines.name(person)[locale]);
  return draft.duties.map((duty) => {
    const line = dutyWords(duty, lines, locale);
    if (duty.part === 'absent') return line;
    const to = duty.part === 'returned' ? draft.subject : draft.partner;
    return `${line} · ${name(duty.person)} → ${name(to)}`;
  });
}

/** One line that says who asks for what: for lists, notices and summaries. */
export function summaryOf(lines: Lines, locale: Locale): string {
  const { request } = lines.whole;
  const who = lines.name(request.subject)[locale];
  if (request.duties.length > 0 && lines.type.effect !== 'absent') {
    const given = request.duties.filter((duty) => duty.part !== 'returned').map((duty) => dutyWords(duty, lines, locale));
    const back = request.duties.filter((duty) => duty.part === 'returned').map((duty) => dutyWords(duty, lines, locale));
    const other = request.partner === null ? '' : lines.name(request.partner)[locale];
    const sides = back.length > 0 ? ` ⇄ ${other} ${back.join(' · ')}` : other === '' ? '' : ` → ${other}`;
    return `${who} ${given.join(' · ')}${sides}`;
  }
  const when = whenOf(request, lines.desk.zone, locale);
  const length = request.days > 0 && lines.type.span === 'days' ? ` · ${text.length(request.days)[locale]}` : '';
  return when === null ? `${who} · ${typeTitle(lines.type, request.kind, locale)}` : `${who} ${when}${length}`;
}

const special: Readonly<Record<string, Words>> = {
  superior: { zh: '直接上级', en: 'superior' },
  'superior-of-superior': { zh: '上级的上级', en: 'superior of the superior' },
  'team-lead-of-requester': { zh: '申请人的班长', en: "asker's team lead" },
  'team-lead-of-partner': { zh: '对方的班长', en: "partner's team lead" },
  partner: { zh: '对方', en: 'the other side' },
  subject: { zh: '本人', en: 'the person it is for' },
  management: { zh: '管理层', en: 'management' },
};

/** A word of a chain as people read it. */
export function chainWord(word: string): Words {
  const known = special[word];
  if (known !== undefined) return known;
  if (isRole(word)) return { zh: roleName(word, 'zh'), en: roleName(word, 'en') };
  const duty = /^(.+)-on-duty$/.exec(word)?.[1];
  if (duty !== undefined) return { zh: `当班${chainWord(duty).zh}`, en: `${chainWord(duty).en} on duty` };
  const side = /^(.+)-of-(requester|partner)$/.exec(word);
  if (side?.[1] !== undefined) {
    const of = side[2] === 'partner' ? { zh: '对方的', en: "partner's" } : { zh: '申请人的', en: "asker's" };
    return { zh: `${of.zh}${chainWord(side[1]).zh}`, en: `${of.en} ${chainWord(side[1]).en}` };
  }
  return { zh: word, en: word.replaceAll('-', ' ') };
}

export const chainWords = (words: readonly string[], locale: Locale): string =>
  words.map((word) => chainWord(word)[locale]).join(locale === 'zh' ? '或' : ' or ');

export const listed = (names: readonly string[], locale: Locale): string => names.join(locale === 'zh' ? '、' : ', ');

/** `12月1日(周二)10:02`, or the time only where it is today. */
export function atWords(at: Instant, now: Instant, zone: Zone, locale: Locale): string {
  const same = at.toZonedDateTimeISO(zone).toPlainDate().equals(now.toZonedDateTimeISO(zone).toPlainDate());
  return same ? formatTime(at, zone) : formatMoment(at, zone, locale);
}
