import { formatDay } from '../../core/format.ts';
import type { Locale } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import { recordOfForm, recordTypes } from '../../policy/index.ts';
import { coveredDays } from '../../policy/obligation/covered.ts';
import type { ObligationEntry } from '../../policy/schema/obligation.ts';
import type { Fact } from '../../view/view.ts';
import { codeWords, roleNames } from '../people/index.ts';
import type { Task } from './task.ts';
import { text } from './text.ts';

const listed = (codes: readonly string[], locale: Locale): string =>
  codes.map((code) => codeWords(code, locale)).join(locale === 'zh' ? '、' : ', ');

/** What a rule says of its work beside when and by whom: to whom it goes and how, with whom it is done, on what form, about which days. */
export function ruleFacts(rule: ObligationEntry | null, { detail }: Pick<Task, 'detail'>, locale: Locale): readonly Fact[] {
  if (rule === null) return [];
  const words = [...(rule.to ?? []), ...(rule.cc ?? []), ...(rule.then ?? [])];
  const copies = Object.entries(rule.copies ?? {}).map(([who, count]) => `${roleNames([who], locale)} ${count}`);
  const fact = (label: keyof typeof text.ofRule, value: string): readonly Fact[] =>
    value === '' ? [] : [{ label: text.ofRule[label][locale], value }];
  const days = rule.range === 'last-cycle' ? codeWords(rule.range, locale) : daysWords(rule, detail.on, locale);
  return [
    ...fact(rule.written === true ? 'written' : 'to', roleNames(words, locale)),
    ...fact('copies', copies.join(locale === 'zh' ? '、' : ', ')),
    ...fact('channels', listed(rule.channels ?? [], locale)),
    ...fact('with', roleNames(rule.with ?? [], locale)),
    ...fact('days', days),
    ...fact('source', listed(rule.source ?? [], locale)),
    ...fact('form', listed(rule.form ?? [], locale)),
  ];
}

function daysWords(rule: ObligationEntry, on: string, locale: Locale): string {
  const days = coveredDays(rule, on);
  if (days === null) return '';
  const words = [...new Set([days.from, days.until])].map((day) => formatDay(Temporal.PlainDate.from(day), locale));
  return words.join(locale === 'zh' ? '–' : ' – ');
}

/** The line that shows the entries a report is made from, for its days; null: its rule names none that can be listed. */
export function sourceLine(rule: ObligationEntry | null, { detail }: Pick<Task, 'detail'>): string | null {
  const days = rule === null ? null : coveredDays(rule, detail.on);
  const types = (rule?.source ?? []).flatMap((name) => recordOfForm(name, recordTypes()) ?? []);
  const [type] = types;
  return type === undefined || days === null ? null : `report log ${type.name.en.toLowerCase()} ${days.from} ${days.until}`;
}
