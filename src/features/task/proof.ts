import type { Locale, Words } from '../../core/locale.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import type { ObligationEntry, Verb } from '../../policy/schema/obligation.ts';
import type { Choice, Field, FormValues } from '../../view/view.ts';
import { codeWords } from '../people/index.ts';
import type { Task } from './task.ts';
import { text } from './text.ts';

/** What of a rule decides how its work is proved. */
export type ProofRule = Pick<ObligationEntry, 'items' | 'fields' | 'order' | 'copies'>;

/** What is asked of whoever proves a task. */
export interface Asked {
  readonly verb: Verb;
  readonly rule: ProofRule;
  /** What can be ticked now; empty: there are no targets. */
  readonly targets: readonly { readonly id: string; readonly name: Words }[];
  /** Receivers without an account: how it was delivered has to be said. */
  readonly outside: readonly Words[];
}

/** What was given. */
export interface Given {
  /** `tick`, `report`, `try`, `finding`, `confirm`: what it is on record as. */
  readonly kind: string;
  readonly targets: readonly string[];
  /** What was found to be wrong; null: nothing. */
  readonly finding: string | null;
  readonly detail: Readonly<Record<string, string | readonly string[]>>;
}

/** Slack offers no more choices. */
export const mostChoices = 100;
const longest = 3000;

/** Verbs that are proved by one press where their rule asks for nothing in particular. */
const pressed: ReadonlySet<Verb> = new Set(['broadcast', 'checklist', 'dispatch', 'finish', 'read', 'return', 'round', 'send', 'watch']);

/** Whether one press is proof enough. */
export const isOnePress = ({ verb, rule, targets, outside }: Asked): boolean =>
  pressed.has(verb) &&
  (rule.items ?? []).length === 0 &&
  (rule.order ?? []).length === 0 &&
  (rule.fields ?? []).length === 0 &&
  targets.length === 0 &&
  outside.length === 0;

/** What may be photographed as a proof. */
export const takesPhoto = (verb: Verb): boolean =>
  verb === 'round' || verb === 'inspect' || verb === 'checklist' || verb === 'correct' || verb === 'finish';

const items = ({ items: list = [], order = [] }: ProofRule): readonly string[] => [...new Set([...list, ...order])];
const fieldName = (index: number): string => `field_${index + 1}`;

const choice = (code: string, locale: Locale): Choice => ({ value: code, label: codeWords(code, locale) });
const words = (name: string, label: Words, locale: Locale, required: boolean, initial?: string): Field => ({
  kind: 'long-text',
  name,
  label: label[locale],
  required,
  maxLength: longest,
  ...(initial === undefined ? {} : { initial }),
});

/** The fields of the form that proves a task. `typed` keeps what was typed. */
export function proofFields(asked: Asked, typed: FormValues, locale: Locale): readonly Field[] {
  const { verb, rule, targets } = asked;
  const one = (name: string): string | undefined => {
    const value = typed[name];
    return typeof value === 'string' ? value : value?.[0];
  };
  const many = (name: string): readonly string[] => {
    const value = typed[name];
    return value === undefined ? [] : typeof value === 'string' ? [value] : value;
  };
  const fields: Field[] = [];
  if (targets.length > 0) {
    const options = targets.slice(0, mostChoices).map(({ id, name }): Choice => ({ value: id, label: name[locale] }));
    const hint = targets.length > options.length ? { hint: text.moreTargets(targets.length - options.length)[locale] } : {};
    fields.push(
      verb === 'round' || verb === 'checklist' || verb === 'record'
        ? {
            kind: 'choices',
            name: 'targets',
            label: text.fields.targets[locale],
            required: true,
            options,
            initial: many('targets'),
            ...hint,
          }
        : {
            kind: 'choice',
            name: 'target',
            label: text.fields.target[locale],
            required: true,
            options,
            ...hint,
            ...(one('target') === undefined ? {} : { initial: one('target') ?? '' }),
          },
    );
  }
  const list = items(rule);
  if (list.length > 0)
    fields.push({
      kind: 'choices',
      name: 'items',
      label: text.fields.items[locale],
      hint: text.fields.itemsHint[locale],
      required: false,
      options: list.map((item) => choice(item, locale)),
      initial: many('items'),
    });
  (rule.fields ?? []).forEach((field, index) => {
    fields.push(
      words(
        fieldName(index),
        { zh: codeWords(field, 'zh'), en: codeWords(field, 'en') },
        locale,
        verb !== 'inspect',
        one(fieldName(index)),
      ),
    );
  });
  if (verb === 'inspect' || verb === 'call') {
    const options = (verb === 'inspect' ? (['fine', 'wrong'] as const) : (['reached', 'unreached'] as const)).map(
      (value): Choice => ({ value, label: text.results[value][locale] }),
    );
    fields.push({
      kind: 'choice',
      name: 'result',
      label: text.fields.result[locale],
      required: true,
      options,
      ...(one('result') === undefined ? {} : { initial: one('result') ?? '' }),
    });
  }
  const own = ownWords[verb];
  if (own !== undefined && (verb !== 'submit' || (rule.fields ?? []).length === 0))
    fields.push(words(own.name, text.fields[own.label], locale, own.required, one(own.name)));
  if (asked.outside.length > 0)
    fields.push({
      kind: 'text',
      name: 'delivered',
      label: text.fields.delivered(asked.outside.map((name) => name[locale]).join(locale === 'zh' ? '、' : ', '))[locale],
      hint: text.fields.deliveredHint[locale],
      required: true,
      maxLength: 200,
      ...(one('delivered') === undefined ? {} : { initial: one('delivered') ?? '' }),
    });
  return fields;
}

type OwnLabel = 'content' | 'minutes' | 'decision' | 'correction' | 'assignee' | 'note';
/** The words a verb asks for by itself. */
const ownWords: Readonly<Partial<Record<Verb, { readonly name: string; readonly label: OwnLabel; readonly required: boolean }>>> = {
  submit: { name: 'content', label: 'content', required: true },
  record: { name: 'content', label: 'content', required: true },
  meet: { name: 'content', label: 'minutes', required: true },
  review: { name: 'content', label: 'decision', required: true },
  correct: { name: 'content', label: 'correction', required: true },
  assign: { name: 'content', label: 'assignee', required: true },
  inspect: { name: 'note', label: 'note', required: false },
  call: { name: 'note', label: 'note', required: false },
  checklist: { name: 'note', label: 'note', required: false },
  round: { name: 'note', label: 'note', required: false },
};

/** Reads a filled form: what was given, or an error per field. */
export function readProof(asked: Asked, values: FormValues, locale: Locale): Result<Given, Readonly<Record<string, string>>> {
  const errors: Record<string, string> = {};
  const one = (name: string): string => {
    const value = values[name];
    return (typeof value === 'string' ? value : (value?.join('\n') ?? '')).trim();
  };
  const many = (name: string): readonly string[] => {
    const value = values[name];
    return value === undefined ? [] : typeof value === 'string' ? [value] : value;
  };
  const detail: Record<string, string | readonly string[]> = {};
  for (const field of proofFields(asked, values, locale)) {
    if (field.kind !== 'text' && field.kind !== 'long-text') continue;
    const value = one(field.name);
    if (field.required && value === '') errors[field.name] = text.wrong.needed[locale];
    else if (value.length > longest) errors[field.name] = text.wrong.tooLong(longest)[locale];
    else if (value !== '') detail[nameInDetail(field.name, asked.rule)] = value;
  }
  const targets = [...many('targets'), ...(one('target') === '' ? [] : [one('target')])];
  const known = new Set(asked.targets.map(({ id }) => id));
  const place = asked.verb === 'round' || asked.verb === 'checklist' || asked.verb === 'record' ? 'targets' : 'target';
  if (asked.targets.length > 0 && targets.length === 0) errors[place] = text.wrong.noTarget[locale];
  if (targets.some((target) => !known.has(target))) errors[place] = text.wrong.doneTarget[locale];
  const result = one('result');
  const list = items(asked.rule);
  const left = list.filter((item) => !many('items').includes(item));
  const note = one('note');
  if (asked.verb === 'inspect' || asked.verb === 'call') {
    if (result === '') errors.result = text.wrong.needed[locale];
    if (result === 'wrong' && note === '') errors.note = text.wrong.whatWasWrong[locale];
  }
  if (list.length > 0) {
    detail.items = many('items');
    // An item that could not be ticked is a finding, and a finding has words.
    if (left.length > 0 && (note === '' || asked.verb !== 'checklist'))
      errors.items = text.wrong.leftItems(left.map((item) => codeWords(item, locale)).join(locale === 'zh' ? '、' : ', '))[locale];
  }
  if (Object.keys(errors).length > 0) return refuse(errors);
  if (asked.verb === 'call' && result === 'unreached') return ok({ kind: 'try', targets: [], finding: null, detail });
  const wrong = result === 'wrong' || (left.length > 0 && list.length > 0);
  return ok({ kind: kindOf(asked.verb), targets: [...new Set(targets)], finding: wrong ? note : null, detail });
}

/** Fields of a rule are kept under their own names. */
function nameInDetail(name: string, { fields = [] }: ProofRule): string {
  const index = fields.findIndex((_, at) => fieldName(at) === name);
  return fields[index] ?? name;
}

/** What a proof of a verb is on record as. */
export function kindOf(verb: Verb): string {
  switch (verb) {
    case 'submit':
    case 'record':
    case 'meet':
      return 'report';
    case 'round':
    case 'checklist':
    case 'inspect':
    case 'watch':
      return 'tick';
    default:
      return 'confirm';
  }
}

/** A proof in one line: its words, the fields it filled, what was wrong. */
function proofLine(detail: Readonly<Record<string, unknown>>, locale: Locale): string {
  return Object.entries(detail)
    .flatMap(([name, value]) => {
      if (typeof value !== 'string') return [];
      const plain = name === 'content' || name === 'note';
      return [plain ? value : `${codeWords(name, locale)}${locale === 'zh' ? ':' : ': '}${value}`];
    })
    .join('\n');
}

/** All that a proof says: its words, and what was found to be wrong. */
export const proofWords = (
  { detail, finding }: { readonly detail: Readonly<Record<string, unknown>>; readonly finding: string | null },
  locale: Locale,
): string => [proofLine(detail, locale), finding ?? ''].filter((part) => part !== '').join('\n');

/** Everybody in the shift confirms for themselves. */
export const isEach = ({ verb }: Pick<Task, 'verb'>): boolean => verb === 'read';
