import type { Words } from '../../../core/locale.ts';
import type { RequestRule } from '../../../policy/request/rule.ts';
import type { RequestType } from '../../../policy/request/type.ts';
import { fieldsFor, kindsOf } from './read.ts';
import { text } from './text.ts';

type Due = Extract<RequestRule['value'], { key: 'follow_up' }>['value']['due'];

/** A paper of a request, and when it has to be there: before it is sent, until a time after it, or whenever there is one. */
interface Paper {
  readonly label: Words;
  readonly by: { readonly kind: 'filing' | 'free' } | { readonly kind: 'later'; readonly due: Due | null };
  /** Only where the rule's conditions hold. */
  readonly maybe: boolean;
}

const fieldName = (name: string): string => name.replaceAll('-', '_');

/** The papers a request of the sub-type may need by the rules of the desk; the strictest rule says when. */
function papersOf(rules: readonly RequestRule[], type: RequestType, kind: string | null): readonly Paper[] {
  const holds = ({ scope, reaction }: RequestRule): boolean =>
    reaction !== 'off' && scope.requests.includes(type.code) && (scope.kinds === null || (kind !== null && scope.kinds.includes(kind)));
  const own = rules.filter(holds);
  return fieldsFor(type, kind)
    .filter((field) => field.kind === 'document')
    .map(({ name, label }): Paper => {
      const asking = own.filter(({ value }) => value.key === 'requires' && value.value.some((one) => fieldName(one) === name));
      const first = asking.filter((rule) => rule.requiresBy === 'filing');
      const maybe = (some: readonly RequestRule[]): boolean =>
        some.every(({ scope }) => scope.if !== null || scope.ifAny !== null || scope.unless !== null);
      if (first.length > 0) return { label, by: { kind: 'filing' }, maybe: maybe(first) };
      const [later] = asking;
      if (later === undefined) return { label, by: { kind: 'free' }, maybe: false };
      const owed = own.find(({ value, entry }) => value.key === 'follow_up' && entry === later.entry)?.value;
      return { label, by: { kind: 'later', due: owed?.key === 'follow_up' ? owed.value.due : null }, maybe: false };
    });
}

function dueWords(due: Due | null): Words | null {
  if (due === null) return null;
  if (due === 'configurable') return text.papers.whenTheDeskSays;
  if ('before' in due) return text.papers.beforeStart;
  return 'rostered_days' in due ? text.papers.byShift(due.rostered_days) : text.papers.within(due.after, due.days);
}

const joined = (parts: readonly Words[]): Words => ({
  zh: parts.map((part) => part.zh).join('、'),
  en: parts.map((part) => part.en).join(', '),
});
const listOf = (papers: readonly Paper[]): Words =>
  joined(
    papers.map(({ label, by, maybe }) => {
      const aside = maybe ? text.papers.maybe : by.kind === 'later' ? dueWords(by.due) : null;
      return aside === null ? label : text.papers.aside(label, aside);
    }),
  );

/**
 * What a form says of papers: which have to be sent before it, which may follow and until when. While the sub-type is not chosen, which of them need
 * something first. Null: none is asked for.
 */
export function papersNote(rules: readonly RequestRule[], type: RequestType, kind: string | null): Words | null {
  const of = (kind: Paper['by']['kind'], papers: readonly Paper[]): readonly Paper[] => papers.filter(({ by }) => by.kind === kind);
  const papers = papersOf(rules, type, kind);
  const kinds = kind === null ? kindsOf(type) : [];
  const perKind = kinds.flatMap((one) => {
    const first = of('filing', papersOf(rules, type, one));
    const name = type.kinds?.[one]?.name;
    return first.length === 0 || name === undefined ? [] : [text.papers.aside(name, listOf(first))];
  });
  const says = (words: (list: Words) => Words, some: readonly Paper[]): readonly Words[] =>
    some.length === 0 ? [] : [words(listOf(some))];
  const lines = [
    ...says(text.papers.first, of('filing', papers)),
    ...says(text.papers.later, of('later', papers)),
    ...says(text.papers.free, of('free', papers)),
    ...(perKind.length === 0 ? [] : [text.papers.firstByKind(joined(perKind))]),
  ];
  return lines.length === 0 ? null : { zh: lines.map((line) => line.zh).join(''), en: lines.map((line) => line.en).join(' ') };
}
