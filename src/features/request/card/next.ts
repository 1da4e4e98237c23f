import { formatDay, formatMoment } from '../../../core/format.ts';
import type { PersonId } from '../../../core/ids.ts';
import type { Locale } from '../../../core/locale.ts';
import { type Instant, Temporal, wallTime, type Zone } from '../../../core/time.ts';
import type { EffectName, RequestType } from '../../../policy/request/type.ts';
import type { Signer } from '../decide/approvers.ts';
import type { RequestDuty } from '../request.ts';
import type { Step } from '../request-record.ts';
import { dutyWords, type Lines, listed } from './lines.ts';
import { text } from './text.ts';

/** The last moment as people say it; midnight belongs to the day that ends: `11月29日(周日)结束前` · `by the end of Sun 29 Nov`. */
export function untilWords(at: Instant, zone: Zone, locale: Locale): string {
  const local = at.toZonedDateTimeISO(zone);
  if (local.hour !== 0 || local.minute !== 0) return text.dueBy(formatMoment(at, zone, locale))[locale];
  return text.dueByEndOf(formatDay(local.toPlainDate().subtract({ days: 1 }), locale))[locale];
}

/** What it takes to say what comes next. */
export interface NextFacts {
  readonly lines: Lines;
  readonly signers: (step: Step) => readonly Signer[];
}

/** What the request waits for, or what holds now that it is decided, in a line; null: the badge says it all. `me`: the reader has to agree. */
export function nextLine({ lines, signers }: NextFacts, me: boolean, locale: Locale): string | null {
  const { request, steps, question } = lines.whole;
  const name = (person: PersonId): string => lines.name(person)[locale];
  const until = untilWords(wantedBy(lines), lines.desk.zone, locale);
  const open = steps.filter((step) => step.state === 'open');
  const people = [...new Set(open.flatMap((step) => signers(step).map((signer) => signer.person)))].map(name);
  switch (request.state) {
    case 'confirming':
      if (me) return text.agreeBy(until)[locale];
      return people.length === 0 ? null : text.confirmsBy(listed(people, locale), until)[locale];
    case 'open-call':
      return text.takenBy(until)[locale];
    case 'approving':
      return people.length === 0 ? null : text.decidesBy(listed(people, locale), until)[locale];
    case 'asked':
      return question === null ? null : text.answersTo(name(request.subject), name(question.by))[locale];
    case 'cancelling':
      return people.length === 0 ? null : text.decidesCancel(listed(people, locale))[locale];
    case 'approved':
    case 'closed':
      return holdsLine(lines, locale);
    case 'cancelled':
      return lines.type.effect === 'absent' || moves(lines) ? text.asBefore[locale] : null;
    default:
      return moves(lines) ? text.unchanged[locale] : null;
  }
}

/** By when it has to be decided to be of use: before what is asked for begins, and before it lapses. */
function wantedBy({ whole: { request, lapsesAt }, type, desk }: Lines): Instant {
  const begins = request.startsAt ?? takenOut(type, request.fields, desk.zone);
  const ahead = begins !== null && Temporal.Instant.compare(request.filedAt, begins) < 0;
  return ahead && Temporal.Instant.compare(begins, lapsesAt) < 0 ? begins : lapsesAt;
}

/** The moment that a coming day and a time of the form name; null: it names none. */
function takenOut(type: RequestType, fields: Readonly<Record<string, string>>, zone: Zone): Instant | null {
  const day = type.fields.find((field) => field.ahead === true);
  const time = type.fields.find((field) => field.kind === 'time');
  const [on, at] = [day === undefined ? undefined : fields[day.name], time === undefined ? undefined : fields[time.name]];
  return on === undefined || at === undefined ? null : wallTime(on, at, zone);
}

const moves = ({ type, whole }: Lines): boolean => type.effect !== 'absent' && whole.request.duties.length > 0;

/** Who has each shift that changed hands. */
function takers(lines: Lines, locale: Locale): string {
  const { request } = lines.whole;
  const taker = (duty: RequestDuty): PersonId | null => (duty.part === 'returned' ? request.subject : request.partner);
  const parts = request.duties.map((duty) => {
    const person = taker(duty);
    return text.works(person === null ? '?' : lines.name(person)[locale], dutyWords(duty, lines, locale))[locale];
  });
  return parts.join(locale === 'zh' ? ';' : '; ');
}

const plain: Readonly<Partial<Record<EffectName, { readonly zh: string; readonly en: string }>>> = {
  'excuse-punch': { zh: '考勤已按批准的时间算。', en: 'Attendance counts the time as approved.' },
  'credit-hours': { zh: '批准的工时记入本月。', en: 'The approved hours count in this month.' },
  'move-rest-day': { zh: '值班表已改。', en: 'The roster is changed.' },
  release: { zh: '可以带走。', en: 'It may be taken out.' },
  permit: { zh: '可以进行。', en: 'It may go ahead.' },
  publish: { zh: '可以发布。', en: 'It may be published.' },
};

function holdsLine(lines: Lines, locale: Locale): string | null {
  const { request } = lines.whole;
  if (moves(lines)) return text.rosterNow(takers(lines, locale))[locale];
  if (lines.type.effect !== 'absent') return plain[lines.type.effect]?.[locale] ?? null;
  return request.startsAt === null ? null : text.awayNow(request.duties.length)[locale];
}
