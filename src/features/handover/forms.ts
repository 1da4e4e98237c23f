import type { Locale, Words } from '../../core/locale.ts';
import type { Block, Field, Form } from '../../view/view.ts';
import { codeWords, type Member } from '../people/index.ts';
import type { Agenda } from './agenda.ts';
import { headWords, itemSaid } from './explain.ts';
import { type Handover, type Item, sectionText } from './handover.ts';
import { longestSection } from './sections.ts';
import { text } from './text.ts';

/** Remarks and reasons are no longer. */
export const longestRemark = 500;
/** A select of either messenger holds at most this many. */
const mostOptions = 100;

/** Wire names of fields are `[a-z][a-z0-9_]*`. */
export const fieldOf = (section: string): string => `s_${section.replace(/[^a-z0-9]+/gu, '_')}`;

const formOf = (
  route: string,
  args: Readonly<Record<string, string>>,
  title: Words,
  intro: readonly Block[],
  fields: readonly Field[],
  submit: Words,
  locale: Locale,
): Form => ({
  kind: 'form',
  route,
  args,
  title: title[locale],
  intro,
  fields,
  submit: submit[locale],
  cancel: text.buttons.cancel[locale],
});

const note = (said: Words, locale: Locale): Block => ({ kind: 'note', text: said[locale] });

export function fillForm(agenda: Agenda, handover: Handover, values: Readonly<Record<string, string>>, locale: Locale): Form {
  const fields = agenda.sections.map((name): Field => {
    const initial = values[fieldOf(name)] ?? sectionText(handover.sections[name], locale);
    return {
      kind: 'long-text',
      name: fieldOf(name),
      label: headWords(name)[locale],
      required: true,
      maxLength: longestSection,
      ...(initial === '' ? {} : { initial }),
    };
  });
  return formOf(
    'handover.filled',
    { id: handover.id },
    text.form.fill,
    [note(text.form.fillNote, locale)],
    fields,
    text.buttons.save,
    locale,
  );
}

const lineField = (
  name: string,
  label: Words,
  locale: Locale,
  more: { readonly initial?: string; readonly required?: boolean } = {},
): Field => ({
  kind: 'long-text',
  name,
  label: label[locale],
  required: more.required ?? true,
  maxLength: longestRemark,
  ...(more.initial === undefined || more.initial === '' ? {} : { initial: more.initial }),
});

export const codeForm = (id: string, typed: string, locale: Locale): Form =>
  formOf(
    'handover.met',
    { id },
    text.form.code,
    [],
    [
      {
        kind: 'text',
        name: 'code',
        label: text.form.codeLabel[locale],
        hint: text.form.codeHint[locale],
        required: true,
        maxLength: 20,
        ...(typed === '' ? {} : { initial: typed }),
      },
    ],
    text.buttons.sign,
    locale,
  );

export function refuseForm(agenda: Agenda, id: string, values: { readonly why?: string; readonly remark?: string }, locale: Locale): Form {
  const options = agenda.protocol.refusals.slice(0, mostOptions).map(({ value }) => ({ value, label: codeWords(value, locale) }));
  return formOf(
    'handover.refuse',
    { id },
    text.form.refuse,
    [],
    [
      {
        kind: 'choice',
        name: 'why',
        label: text.form.why[locale],
        required: true,
        options,
        ...(values.why !== undefined && options.some(({ value }) => value === values.why) ? { initial: values.why } : {}),
      },
      lineField('remark', text.form.remark, locale, { required: false, initial: values.remark ?? '' }),
    ],
    text.form.refuse,
    locale,
  );
}

export const overrideForm = (id: string, typed: string, locale: Locale): Form =>
  formOf(
    'handover.override',
    { id },
    text.form.override,
    [note(text.form.overrideNote, locale)],
    [lineField('reason', text.form.why, locale, { initial: typed })],
    text.form.override,
    locale,
  );

export const amendForm = (id: string, typed: string, locale: Locale): Form =>
  formOf(
    'handover.amend',
    { id },
    text.form.amend,
    [note(text.form.amendNote, locale)],
    [lineField('line', text.form.amend, locale, { initial: typed })],
    text.buttons.save,
    locale,
  );

export const addForm = (id: string, typed: string, locale: Locale): Form =>
  formOf(
    'handover.add',
    { id },
    text.form.add,
    [],
    [lineField('line', text.form.add, locale, { initial: typed })],
    text.buttons.save,
    locale,
  );

/** What is asked of one item: what is wrong, why it is passed on, or who sees to it. */
export type ItemQuestion = 'wrong' | 'reason' | 'owner';

export function itemForm(
  id: string,
  item: Item,
  what: ItemQuestion,
  members: readonly Member[],
  values: { readonly remark?: string; readonly owner?: string },
  locale: Locale,
): Form {
  const args = { id, item: item.id, what };
  const intro: Block[] = [{ kind: 'text', text: itemSaid(item, locale) }];
  if (what !== 'owner') {
    const label = what === 'wrong' ? text.form.wrongLabel : text.form.reason;
    const title = what === 'wrong' ? text.form.wrong : text.form.reason;
    const initial = values.remark ?? item.remark ?? '';
    return formOf('handover.item-with', args, title, intro, [lineField('remark', label, locale, { initial })], text.buttons.save, locale);
  }
  const options = members.slice(0, mostOptions).map((member) => ({ value: member.person, label: member.name[locale] }));
  const field: Field = {
    kind: 'choice',
    name: 'owner',
    label: text.form.owner[locale],
    required: true,
    options,
    ...(values.owner === undefined ? {} : { initial: values.owner }),
  };
  return formOf('handover.item-with', args, text.form.owner, intro, [field], text.buttons.save, locale);
}

export function postForm(
  desk: string,
  members: readonly Member[],
  values: { readonly who?: string; readonly to?: string; readonly event?: string },
  locale: Locale,
): Form {
  const options = members.slice(0, mostOptions).map((member) => ({ value: member.person, label: member.name[locale] }));
  const person = (name: 'who' | 'to', label: Words): Field => {
    const chosen = values[name];
    return {
      kind: 'choice',
      name,
      label: label[locale],
      required: true,
      options,
      ...(chosen !== undefined && options.some(({ value }) => value === chosen) ? { initial: chosen } : {}),
    };
  };
  return formOf(
    'handover.post',
    { desk },
    text.form.post,
    [],
    [
      person('who', text.form.postWho),
      person('to', text.form.postTo),
      {
        kind: 'choice',
        name: 'event',
        label: text.form.postWhy[locale],
        required: true,
        options: (['change-of-post', 'leaving'] as const).map((value) => ({ value, label: text.events[value][locale] })),
        initial: values.event === 'leaving' ? 'leaving' : 'change-of-post',
      },
    ],
    text.buttons.save,
    locale,
  );
}
