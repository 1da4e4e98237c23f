import type { PersonId } from '../../../core/ids.ts';
import type { Locale } from '../../../core/locale.ts';
import type { RequestField } from '../../../policy/request/type.ts';
import type { Fact } from '../../../view/view.ts';
import { reasonWords } from './bot-reason.ts';
import { text } from './text.ts';

/** What was filled in for a field of the type, as its form shows it; a shift and its part are said with who has it, and nothing filled in is no fact. */
export function ownFact(value: string | undefined, field: RequestField, name: (person: PersonId) => string, locale: Locale): Fact[] {
  if (value === undefined || value === '' || field.name === 'part_from' || field.name === 'part_until') return [];
  const label = field.label[locale];
  if (field.kind === 'flag') return [{ label, value: (value === 'yes' ? text.yes : text.no)[locale] }];
  if (field.kind === 'person') return [{ label, value: name(value) }];
  return [{ label, value: field.options?.find((one) => one.value === value)?.label[locale] ?? reasonWords(value)[locale] }];
}
