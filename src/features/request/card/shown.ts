import { formatTime } from '../../../core/format.ts';
import type { PersonId } from '../../../core/ids.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import { Temporal, type Zone } from '../../../core/time.ts';
import type { Policy } from '../../../policy/policy.ts';
import type { OtherRequest, Party, RequestCase } from '../../../policy/request/case.ts';
import type { EditPreview } from '../../roster/index.ts';
import { heldWords } from './finding-words.ts';
import { listed } from './lines.ts';
import { text } from './text.ts';

export interface Shown {
  readonly fact: string;
  readonly label: Words;
  readonly value: Words;
}

const inBoth = (make: (locale: Locale) => string): Words => ({ zh: make('zh'), en: make('en') });

/** Who else is away meanwhile; who only asked for it is marked. */
export function awayFact(others: readonly { readonly name: Words; readonly approved: boolean }[]): Shown {
  const value = inBoth((locale) => {
    const names = others.map(({ name, approved }) => (approved ? name[locale] : text.pending(name[locale])[locale]));
    return names.length === 0 ? text.nobodyAway[locale] : listed([...new Set(names)], locale);
  });
  return { fact: 'away', label: text.away, value };
}

/** How many are left at the thinnest minute of each shift it touches. */
export function staffFact(staffing: EditPreview['staffing'], shift: (code: string, on: string) => Words, zone: Zone): Shown | null {
  if (staffing.length === 0) return null;
  const value = inBoth((locale) =>
    staffing
      .map(({ duty, thinnest, least }) => {
        const day = `${Temporal.PlainDate.from(duty.dutyOn).month}/${Temporal.PlainDate.from(duty.dutyOn).day}`;
        const name = `${day} ${shift(duty.shift, duty.dutyOn)[locale]}`;
        return text.staffLine(name, formatTime(thinnest.from, zone), thinnest.count, least)[locale];
      })
      .join('\n'),
  );
  return { fact: 'staff_on_shift', label: text.staff, value };
}

const monthOf = (on: string): string => on.slice(0, 7);

/** The how many-th swap of the month this is for each side, beside the limit of the rules where there is one. */
export function swapsFact(request: RequestCase, policy: Policy, name: (person: PersonId) => Words): Shown {
  const given = request.touched.find((duty) => duty.person === request.subject.person);
  const month = monthOf(given?.dutyOn ?? request.from ?? request.filedAt.toZonedDateTimeISO(request.zone).toPlainDate().toString());
  const count = (person: PersonId): number =>
    1 +
    request.others.filter(
      (other: OtherRequest) =>
        other.type === request.type && (other.subject === person || other.partner === person) && monthOf(other.on) === month,
    ).length;
  const limits = policy.requests.flatMap(({ value, scope, reaction }) =>
    value.key === 'max_count' && reaction !== 'off' && value.value.per === 'month' && scope.requests.includes(request.type)
      ? [value.value.limit]
      : [],
  );
  const limit = limits.length === 0 ? null : Math.min(...limits);
  const people = [request.subject.person, ...(request.partner === null ? [] : [request.partner.person])];
  const value = inBoth((locale) => people.map((person) => text.swapsLine(name(person)[locale], count(person), limit)[locale]).join(' · '));
  return { fact: 'swaps_this_month', label: text.swaps, value };
}

/** Job and grade of both sides. */
export function gradesFact(request: RequestCase, name: (person: PersonId) => Words): Shown | null {
  const parts = ['job_type', 'skill_grade'] as const;
  const sides = [request.subject, ...(request.partner === null ? [] : [request.partner])];
  if (sides.every((side) => parts.every((part) => side.attributes[part] === undefined))) return null;
  const held = (party: Party, locale: Locale): string =>
    parts.flatMap((part) => (party.attributes[part] === undefined ? [] : [heldWords(party.attributes[part], locale)])).join(' ');
  const same = sides.length > 1 && parts.every((part) => sides.every((side) => side.attributes[part] === sides[0]?.attributes[part]));
  const value = inBoth((locale) =>
    same
      ? text.bothHold(held(sides[0] ?? request.subject, locale))[locale]
      : sides.map((party) => `${name(party.person)[locale]} ${held(party, locale)}`).join(' · '),
  );
  return { fact: 'grades', label: text.grades, value };
}
