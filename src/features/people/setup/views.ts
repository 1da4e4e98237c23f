import type { Locale, Words } from '../../../core/locale.ts';
import type { Card, Choice, Fact, Field, Form, Notice } from '../../../view/view.ts';
import { joined } from '../members/text.ts';
import type { Desk } from '../people.ts';
import { leads, offeredRoles, roleName } from '../roles.ts';
import { type Draft, draftArgs } from './draft.ts';
import { text } from './text.ts';

/** A regulation that can be chosen. */
export interface Regulation {
  readonly id: string;
  readonly title: Words;
}

const roleChoices = (leading: boolean, known: readonly string[], locale: Locale): Choice[] =>
  offeredRoles(known)
    .filter((code) => leads(code) === leading)
    .map((code) => ({ value: code, label: roleName(code, locale) }));

/** Step 1. `parents`: desks the new one may belong to; `top`: it may also stand at the top. */
export function ruleForm(
  draft: Draft,
  regulations: readonly Regulation[],
  { parents, top }: { readonly parents: readonly Desk[]; readonly top: boolean },
  me: string | null,
  locale: Locale,
): Form {
  const words = text.rule;
  const parent: Field = {
    kind: 'choice',
    name: 'parent',
    label: words.parent[locale],
    required: true,
    options: [
      ...(top ? [{ value: 'none', label: words.noParent[locale] }] : []),
      ...parents.map((desk) => ({ value: desk.id, label: desk.name[locale] })),
    ],
    ...(draft.parent !== ''
      ? { initial: draft.parent }
      : top
        ? { initial: 'none' }
        : parents[0] === undefined
          ? {}
          : { initial: parents[0].id }),
  };
  const { channel } = draft;
  return {
    kind: 'form',
    route: 'people.setup-rule',
    args: { channel },
    title: words.title[locale],
    intro: [{ kind: 'text', text: words.intro[locale] }],
    fields: [
      {
        kind: 'choice',
        name: 'preset',
        label: words.preset[locale],
        required: true,
        options: regulations.map((regulation) => ({ value: regulation.id, label: regulation.title[locale] })),
        ...(draft.preset === '' ? {} : { initial: draft.preset }),
      },
      {
        kind: 'text',
        name: 'name',
        label: words.name[locale],
        required: true,
        maxLength: 40,
        placeholder: words.namePlaceholder[locale],
        initial: draft.name,
      },
      ...(parents.length === 0 ? [] : [parent]),
      { kind: 'person', name: 'lead', label: words.lead[locale], required: true, ...(me === null ? {} : { initial: me }) },
      {
        kind: 'choice',
        name: 'lead_role',
        label: words.leadRole[locale],
        required: true,
        options: roleChoices(true, [draft.leadRole], locale),
        initial: draft.leadRole,
      },
    ],
    submit: words.next[locale],
    cancel: words.cancel[locale],
  };
}

/** Step 2. `known`: the roles the regulation names. */
export function peopleForm(draft: Draft, known: readonly string[], locale: Locale): Form {
  const words = text.people;
  return {
    kind: 'form',
    route: 'people.setup-people',
    args: draftArgs(draft),
    title: words.title[locale],
    intro: [{ kind: 'text', text: words.intro(draft.name)[locale] }],
    fields: [
      { kind: 'people', name: 'people', label: words.people[locale], required: false },
      {
        kind: 'long-text',
        name: 'names',
        label: words.names[locale],
        hint: words.namesHint[locale],
        required: false,
        maxLength: 800,
        initial: draft.names.join('\n'),
      },
      {
        kind: 'choice',
        name: 'role',
        label: words.role[locale],
        required: true,
        options: roleChoices(false, [...known, draft.role], locale),
        initial: draft.role,
      },
    ],
    submit: text.rule.next[locale],
    cancel: text.rule.cancel[locale],
  };
}

/** The names behind a draft, as far as they are known. */
export interface Named {
  readonly regulation: Words;
  readonly parent: Words | null;
  readonly lead: string;
  readonly people: readonly string[];
  readonly external: readonly string[];
}

/** Step 3: what will be made. */
export function confirmCard(draft: Draft, named: Named, locale: Locale): Card {
  const words = text.confirm;
  const facts: Fact[] = [
    { label: words.preset[locale], value: named.regulation[locale] },
    ...(named.parent === null ? [] : [{ label: words.parent[locale], value: named.parent[locale] }]),
    { label: words.lead[locale], value: `${named.lead} · ${roleName(draft.leadRole, locale)}` },
    { label: words.people[locale], value: `${joined(named.people, locale)} · ${roleName(draft.role, locale)}` },
    { label: words.channel[locale], value: (draft.channel === '' ? words.laterChannel : words.thisChannel)[locale] },
    ...(named.external.length === 0 ? [] : [{ label: words.external[locale], value: joined(named.external, locale) }]),
  ];
  const title = words.title(draft.name)[locale];
  return {
    kind: 'card',
    symbol: '📋',
    title,
    state: { word: words.state[locale], tone: 'grey' },
    summary: title,
    blocks: [
      { kind: 'facts', facts },
      { kind: 'note', text: words.note[locale] },
    ],
    actions: [{ kind: 'press', route: 'people.setup-create', args: draftArgs(draft), label: words.create[locale], style: 'primary' }],
  };
}

/** `words`: the route that runs words as if typed. */
export function doneCard(
  desk: { readonly id: string; readonly name: string },
  count: number,
  unlinked: readonly string[],
  words: string,
  locale: Locale,
): Card {
  const { done } = text;
  const title = done.title(desk.name)[locale];
  const steps = [
    done.roster[locale],
    done.channel[locale],
    ...(unlinked.length === 0 ? [] : [done.unlinked(joined(unlinked, locale))[locale]]),
  ];
  return {
    kind: 'card',
    symbol: '✅',
    title,
    summary: `${title} · ${done.count(count)[locale]}`,
    blocks: [
      { kind: 'text', text: done.count(count)[locale] },
      { kind: 'heading', text: done.next[locale] },
      { kind: 'list', items: steps },
    ],
    actions: [
      { kind: 'press', route: 'people.show', args: { desk: desk.id }, label: done.people[locale], style: 'primary' },
      { kind: 'press', route: words, args: { text: 'help' }, label: done.help[locale] },
    ],
  };
}

export function refusedNotice(locale: Locale): Notice {
  return {
    kind: 'notice',
    tone: 'error',
    title: text.refused.title[locale],
    blocks: [{ kind: 'text', text: text.refused.body[locale] }],
    actions: [],
  };
}

/** Whoever may not make a desk at the top is told where they may. */
export function parentNotice(parents: readonly Desk[], locale: Locale): Notice {
  const names = joined(
    parents.map((desk) => desk.name[locale]),
    locale,
  );
  return {
    kind: 'notice',
    tone: 'error',
    title: text.rule.chooseParent[locale],
    blocks: [{ kind: 'text', text: text.rule.chooseAmong(names)[locale] }],
    actions: [],
  };
}

export function takenNotice(name: string, locale: Locale): Notice {
  return { kind: 'notice', tone: 'warn', title: text.rule.taken(name)[locale], blocks: [], actions: [] };
}
