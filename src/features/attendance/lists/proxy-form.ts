import type { DeskId } from '../../../core/ids.ts';
import type { Locale } from '../../../core/locale.ts';
import type { Choice, Form } from '../../../view/view.ts';
import { listText } from './text.ts';

const text = listText.proxy;

/** What was filled in so far. */
export interface ProxyDraft {
  readonly punch: string | null;
  readonly by: string | null;
  readonly asked: 'yes' | 'no' | null;
}

/** A list of choices a messenger can still show. */
const mostChoices = 100;

const initial = (value: string | null) => (value === null ? {} : { initial: value });

export function proxyForm(desk: DeskId, punches: readonly Choice[], people: readonly Choice[], draft: ProxyDraft, locale: Locale): Form {
  return {
    kind: 'form',
    route: 'attendance.proxy-save',
    args: { desk },
    title: text.title[locale],
    intro: [{ kind: 'text', text: text.intro[locale] }],
    fields: [
      {
        kind: 'choice',
        name: 'punch',
        label: text.punch[locale],
        required: true,
        options: punches.slice(0, mostChoices),
        ...initial(draft.punch),
      },
      { kind: 'choice', name: 'by', label: text.by[locale], required: true, options: people.slice(0, mostChoices), ...initial(draft.by) },
      {
        kind: 'choice',
        name: 'asked',
        label: text.asked[locale],
        required: true,
        options: [
          { value: 'no', label: text.no[locale] },
          { value: 'yes', label: text.yes[locale] },
        ],
        ...initial(draft.asked),
      },
    ],
    submit: text.submit[locale],
    cancel: text.cancel[locale],
  };
}
