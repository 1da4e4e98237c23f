import type { Locale, Words } from '../../core/locale.ts';
import type { Choice, Field, Form } from '../../view/view.ts';
import type { StoredProposal } from './proposal.ts';
import { consequenceText } from './text.ts';
import { detectionName, offenceName, outcomeName } from './words.ts';

const text = consequenceText.form;
const conductText = consequenceText.conduct;
const mostCharacters = 1000;

export interface DecisionDraft {
  readonly outcome: string | null;
  readonly note: string;
}

/** Which of the outcomes; where the rules name none, what follows in words. */
export function chooseForm(proposal: StoredProposal, draft: DecisionDraft, locale: Locale): Form {
  const open = proposal.choices.length === 0;
  const options: Choice[] = proposal.choices.map((code) => ({ value: code, label: outcomeName(code)[locale] }));
  const outcome: Field = {
    kind: 'choice',
    name: 'outcome',
    label: text.outcome[locale],
    required: true,
    options,
    initial: draft.outcome ?? proposal.outcome,
  };
  return {
    kind: 'form',
    route: 'consequence.choose-save',
    args: { id: proposal.id },
    title: text.choose[locale],
    intro: [],
    fields: [
      ...(open ? [] : [outcome]),
      {
        kind: 'long-text',
        name: 'note',
        label: (open ? text.what : text.note)[locale],
        required: open,
        maxLength: mostCharacters,
        ...(draft.note === '' ? {} : { initial: draft.note }),
      },
    ],
    submit: text.save[locale],
    cancel: text.cancel[locale],
  };
}

export const dismissForm = (id: string, reason: string, locale: Locale): Form => ({
  kind: 'form',
  route: 'consequence.dismiss-save',
  args: { id },
  title: text.dismiss[locale],
  intro: [],
  fields: [
    {
      kind: 'long-text',
      name: 'reason',
      label: text.reason[locale],
      required: true,
      maxLength: mostCharacters,
      ...(reason === '' ? {} : { initial: reason }),
    },
  ],
  submit: text.save[locale],
  cancel: text.cancel[locale],
});

/** What somebody records, as it was typed. */
export interface ConductDraft {
  readonly person: string;
  readonly kind: string;
  readonly on: string;
  readonly minutes: string;
  readonly gravity: readonly string[];
  readonly detected: string;
  readonly note: string;
}

export interface ConductKinds {
  readonly kinds: readonly { readonly kind: string; readonly merit: boolean }[];
  readonly detections: readonly string[];
}

const initial = (value: string) => (value === '' ? {} : { initial: value });

/** What can be recorded on a desk, by the names its rules know. */
export function conductForm(
  desk: string,
  people: readonly { readonly person: string; readonly name: Words }[],
  { kinds, detections }: ConductKinds,
  draft: ConductDraft,
  locale: Locale,
): Form {
  return {
    kind: 'form',
    route: 'consequence.record-save',
    args: { desk },
    title: conductText.title[locale],
    intro: [{ kind: 'text', text: conductText.intro[locale] }],
    fields: [
      {
        kind: 'choice',
        name: 'person',
        label: conductText.person[locale],
        required: true,
        options: people.map(({ person, name }) => ({ value: person, label: name[locale] })),
        ...initial(draft.person),
      },
      {
        kind: 'choice',
        name: 'kind',
        label: conductText.kind[locale],
        required: true,
        options: kinds.map(({ kind }) => ({ value: kind, label: offenceName(kind)[locale] })),
        ...initial(draft.kind),
      },
      { kind: 'date', name: 'on', label: conductText.on[locale], required: true, ...initial(draft.on) },
      { kind: 'text', name: 'minutes', label: conductText.minutes[locale], required: false, maxLength: 4, ...initial(draft.minutes) },
      {
        kind: 'choices',
        name: 'gravity',
        label: conductText.gravity[locale],
        required: false,
        options: [
          { value: 'loss', label: conductText.loss[locale] },
          { value: 'grave', label: conductText.grave[locale] },
        ],
        ...(draft.gravity.length === 0 ? {} : { initial: draft.gravity }),
      },
      ...(detections.length === 0
        ? []
        : [
            {
              kind: 'choice' as const,
              name: 'detected',
              label: conductText.detected[locale],
              required: false,
              options: detections.map((code) => ({ value: code, label: detectionName(code)[locale] })),
              ...initial(draft.detected),
            },
          ]),
      {
        kind: 'long-text',
        name: 'note',
        label: conductText.note[locale],
        required: true,
        maxLength: mostCharacters,
        ...initial(draft.note),
      },
    ],
    submit: conductText.submit[locale],
    cancel: text.cancel[locale],
  };
}
