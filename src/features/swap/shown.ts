import { formatTime, inBrackets } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Desk, Member } from '../people/index.ts';
import type { EffectReview } from '../request/index.ts';
import { dutyLine, type EditPreview } from '../roster/index.ts';
import { text } from './text.ts';

export type Shown = NonNullable<EffectReview['shown']>[number];

const both = (write: (locale: Locale) => string): Words => ({ zh: write('zh'), en: write('en') });
const join = (parts: readonly Words[]): Words => both((locale) => parts.map((part) => part[locale]).join(' · '));

/** Who is left at the thinnest stretch of each shift, beside what a rule asks for. */
export function staffShown(preview: EditPreview, desk: Pick<Desk, 'zone'>, shift: (code: string, on: string) => Words): Shown {
  const lines = preview.staffing.map(({ duty, thinnest, least }) => {
    const name = both((locale) => dutyLine({ ...duty, shiftName: shift(duty.shift, duty.dutyOn) }, desk.zone, locale));
    const count = text.thinnest(name, thinnest.count, formatTime(thinnest.from, desk.zone));
    return least === null ? count : both((locale) => inBrackets(count[locale], text.needed(least)[locale], locale));
  });
  return { fact: 'staff_on_shift', label: text.staff, value: both((locale) => lines.map((line) => line[locale]).join('\n')) };
}

/** Job and skill grade of each of them, as the directory has them. */
export function gradesShown(people: readonly Pick<Member, 'name' | 'attributes'>[]): Shown {
  const value = people.map(({ name, attributes }) => {
    const own = [attributes.job_type, attributes.skill_grade].filter((part) => part !== undefined && part !== '').join('/');
    return both((locale) => `${name[locale]} ${own === '' ? text.noGrade[locale] : own}`);
  });
  return { fact: 'grades', label: text.grades, value: join(value) };
}

/** The how-manieth swap of the month this is for each of them, beside the limit. */
export function swapsShown(counts: readonly { readonly name: Words; readonly count: number }[], limit: number | null): Shown {
  const value = join(counts.map(({ name, count }) => text.nth(name, count)));
  const shown = limit === null ? value : both((locale) => inBrackets(value[locale], text.limit(limit)[locale], locale));
  return { fact: 'swaps_this_month', label: text.swapsThisMonth, value: shown };
}
