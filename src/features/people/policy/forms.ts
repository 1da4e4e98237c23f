import type { Locale, Words } from '../../../core/locale.ts';
import type { Preset } from '../../../policy/preset.ts';
import type { Block, Field, Form, FormValues } from '../../../view/view.ts';
import type { Desk } from '../people.ts';
import { offeredRoles } from '../roles.ts';
import { canGiveWay, type Dispute, type DisputeSide, rulesOfSide, sideWords, subjectWords } from './conflict-words.ts';
import { hintOf } from './read-value.ts';
import type { RuleState } from './rule-state.ts';
import { text } from './text.ts';
import { codeWords, leafLabel, typedValue } from './value-words.ts';
import { doesWords, sourceOf } from './views.ts';

/** A longer form is no help on a telephone. */
const leavesAsked = 12;

/** Every list of roles offers about twenty, and a card holds so many options and no more. */
const roleListsAsked = 2;

/** The values of a rule that a form asks for, in order; their fields are `v0`, `v1`, … */
export function askedLeaves(state: RuleState): RuleState['leaves'] {
  const asked = state.leaves.filter(({ kind }) => kind !== null).slice(0, leavesAsked);
  const tooMany = asked.filter(namesRoles)[roleListsAsked];
  return tooMany === undefined ? asked : asked.slice(0, asked.indexOf(tooMany));
}

const namesRoles = ({ kind, path }: RuleState['leaves'][number]): boolean =>
  kind?.kind === 'names' && roleKeys.includes(path.split('.').at(-1) ?? '');

const single = (typed: FormValues, name: string, initial: string): string => {
  const value = typed[name];
  return typeof value === 'string' ? value : initial;
};

/** Keys under which a preset names people by role. */
const roleKeys: readonly string[] = [
  ...['approve', 'approve_not', 'by', 'to', 'then', 'notify', 'compiled_by', 'changed_by', 'accountable', 'decided_by', 'liable'],
  ...['confirmed_by', 'roles'],
];
const chainWords = ['superior', 'superior-of-superior', 'team-lead-of-requester', 'team-lead-of-partner'];

function leafField(leaf: RuleState['leaves'][number], name: string, typed: FormValues, locale: Locale): Field {
  const { kind, path, value } = leaf;
  const hint = kind === null ? null : hintOf(kind);
  const field = { name, label: leafLabel(path, locale), required: true, ...(hint === null ? {} : { hint: hint[locale] }) };
  const choice = (code: string): { value: string; label: string } => ({ value: code, label: codeWords(code, locale) });
  const current = Array.isArray(value) ? value.map(String) : [];
  if (kind?.kind === 'flag') {
    const options = [
      { value: 'true', label: text.form.yes[locale] },
      { value: 'false', label: text.form.no[locale] },
    ];
    return { kind: 'choice', ...field, options, initial: single(typed, name, String(value)) };
  }
  if (kind?.kind === 'choice')
    return { kind: 'choice', ...field, options: kind.options.map(choice), initial: single(typed, name, String(value)) };
  const several = typed[name];
  const initial = several === undefined ? current : typeof several === 'string' ? [several] : several;
  if (kind?.kind === 'choices') return { kind: 'choices', ...field, options: kind.options.map(choice), initial };
  if (namesRoles(leaf)) {
    const named = [...new Set([...current, ...(path.startsWith('request.') ? chainWords : []), ...offeredRoles(current)])];
    return { kind: 'choices', name, label: field.label, required: true, options: named.map(choice), initial };
  }
  return { kind: 'text', ...field, initial: single(typed, name, kind === null ? '' : typedValue(value, kind, locale)), maxLength: 500 };
}

const reasonField = (label: Words, typed: FormValues, locale: Locale): Field => ({
  kind: 'long-text',
  name: 'reason',
  label: label[locale],
  hint: text.form.reasonHint[locale],
  required: true,
  initial: single(typed, 'reason', ''),
  maxLength: 500,
});

const fromField = (typed: FormValues, today: string, locale: Locale): Field => ({
  kind: 'date',
  name: 'from',
  label: text.form.from[locale],
  required: true,
  initial: single(typed, 'from', today),
});

/** Asks what is to hold of a rule. `typed`: what was filled in before. `seen`: the changes of the desk as the person saw them. */
export function changeForm(
  desk: Desk,
  preset: Preset,
  state: RuleState,
  { typed, seen, today }: { readonly typed: FormValues; readonly seen: string; readonly today: string },
  locale: Locale,
): Form {
  const asked = askedLeaves(state);
  const left = state.leaves.length - asked.length;
  const softer = state.base === 'refuse' ? (['refuse', 'flag', 'off'] as const) : (['flag', 'off'] as const);
  const label = (reaction: 'refuse' | 'flag' | 'off'): string =>
    (reaction === 'flag' && state.base === 'flag' ? text.form.asBefore : text.form.reactions[reaction])[locale];
  return {
    kind: 'form',
    route: 'people.policy-change-save',
    args: { desk: desk.id, rule: state.id, seen },
    title: text.form.title(state.id)[locale],
    intro: [
      { kind: 'text', text: state.rule.words[locale] },
      { kind: 'note', text: [preset.title[locale], sourceOf(preset, state, locale), doesWords(preset, state, locale)].join(' · ') },
      ...(left > 0 ? [{ kind: 'note', text: text.rule.more(left)[locale] } as const] : []),
    ],
    fields: [
      ...(state.base === 'off'
        ? []
        : [
            {
              kind: 'choice',
              name: 'reaction',
              label: text.form.reaction[locale],
              required: true,
              options: softer.map((reaction) => ({ value: reaction, label: label(reaction) })),
              initial: single(typed, 'reaction', state.reaction),
            } satisfies Field,
          ]),
      ...asked.map((leaf, index) => leafField(leaf, `v${index}`, typed, locale)),
      fromField(typed, today, locale),
      reasonField(text.form.reason, typed, locale),
    ],
    submit: text.form.submit[locale],
    cancel: text.form.cancel[locale],
  };
}

interface Asked {
  readonly typed: FormValues;
  readonly today: string;
}

export const restoreForm = (desk: Desk, state: RuleState, { typed, today }: Asked, locale: Locale): Form => ({
  kind: 'form',
  route: 'people.policy-restore-save',
  args: { desk: desk.id, rule: state.id },
  title: text.rule.restore[locale],
  intro: [{ kind: 'text', text: `${state.rule.words[locale]} (${state.id})` }],
  fields: [fromField(typed, today, locale), reasonField(text.form.reason, typed, locale)],
  submit: text.rule.restore[locale],
  cancel: text.form.cancel[locale],
});

export const adoptForm = (desk: Desk, presets: readonly Preset[], { typed, today }: Asked, locale: Locale): Form => ({
  kind: 'form',
  route: 'people.policy-adopt-save',
  args: { desk: desk.id },
  title: text.adopt.title[locale],
  intro: [{ kind: 'text', text: desk.name[locale] }],
  fields: [
    {
      kind: 'choice',
      name: 'preset',
      label: text.adopt.preset[locale],
      required: true,
      options: presets.map(({ id, title }) => ({ value: id, label: title[locale] })),
      ...(typeof typed.preset === 'string' ? { initial: typed.preset } : {}),
    },
    fromField(typed, today, locale),
    reasonField(text.form.reason, typed, locale),
  ],
  submit: text.adopt.submit[locale],
  cancel: text.form.cancel[locale],
});

export const stopForm = (desk: Desk, preset: Preset, { typed, today }: Asked, locale: Locale): Form => ({
  kind: 'form',
  route: 'people.policy-stop-save',
  args: { desk: desk.id, preset: preset.id },
  title: text.adopt.stopSubmit[locale],
  intro: [
    { kind: 'text', text: text.adopt.stopTitle(preset.title)[locale] },
    { kind: 'note', text: text.adopt.stopNote[locale] },
  ],
  fields: [fromField(typed, today, locale), reasonField(text.form.reason, typed, locale)],
  submit: text.adopt.stopSubmit[locale],
  cancel: text.form.cancel[locale],
});

/** What is being adopted while a conflict is settled; `off`: rules already given up for it. */
export interface Settling {
  readonly preset: string;
  readonly from: string;
  readonly off: readonly string[];
}

/** Both sides of each conflict with what they cite; the person keeps one. Fields are `c0`, `c1`, … */
export function conflictForm(desk: Desk, disputes: readonly Dispute[], settling: Settling, typed: FormValues, locale: Locale): Form {
  const titleOf = (side: DisputeSide): Words =>
    side.cites.find((cite) => cite.preset === side.preset)?.title ?? { zh: side.preset, en: side.preset };
  const option = (value: 'left' | 'right', keep: DisputeSide, lose: DisputeSide): { value: string; label: string }[] =>
    canGiveWay(lose) ? [{ value, label: text.conflict.keep(titleOf(keep))[locale] }] : [];
  return {
    kind: 'form',
    route: 'people.policy-conflict-save',
    args: { desk: desk.id, preset: settling.preset, from: settling.from, off: settling.off.join(',') },
    title: text.conflict.title[locale],
    intro: [
      { kind: 'text', text: text.conflict.note[locale] },
      ...disputes.flatMap((conflict): Block[] => [
        { kind: 'heading', text: subjectWords(conflict, locale) },
        ...conflict.sides.flatMap((side): Block[] => [
          { kind: 'text', text: sideWords(side, locale) },
          ...(canGiveWay(side) ? [] : [{ kind: 'note', text: text.conflict.stuck[locale] } as const]),
        ]),
      ]),
    ],
    fields: [
      ...disputes.map(({ sides: [left, right], ...conflict }, index): Field => {
        const name = `c${index}`;
        return {
          kind: 'choice',
          name,
          label: subjectWords(conflict, locale),
          hint: [left, right].map((side) => text.conflict.off(rulesOfSide(side).join(', '))[locale]).join(' / '),
          required: true,
          options: [...option('left', left, right), ...option('right', right, left)],
          ...(typeof typed[name] === 'string' ? { initial: typed[name] } : {}),
        };
      }),
      reasonField(text.conflict.reason, typed, locale),
    ],
    submit: text.conflict.submit[locale],
    cancel: text.form.cancel[locale],
  };
}
