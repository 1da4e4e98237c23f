import type { PersonId } from '../../../core/ids.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import type { RequestType } from '../../../policy/request/type.ts';
import { press } from '../../../view/build.ts';
import type { Card, Fact, FindingLine, Rich } from '../../../view/view.ts';
import { fieldsFor } from '../form/read.ts';
import type { RequestDraft } from '../request.ts';
import { dutyLines, type Lines, typeTitle, whenOf } from './lines.ts';

import { ownFact } from './own-fact.ts';
import { text } from './text.ts';

/** A request as it was understood from a sentence, not stored yet. */
export interface Understood extends Pick<Lines, 'name' | 'shift' | 'desk'> {
  readonly draft: RequestDraft;
  readonly type: RequestType;
  readonly days: number;
  readonly findings: readonly FindingLine[];
  /** What opens the form again, or sends it. */
  readonly args: Readonly<Record<string, string>>;
}

/** What was understood, to send, change or drop. */
export function understoodCard({ draft, type, days, findings, args, ...lines }: Understood, locale: Locale): Card {
  const title = typeTitle(type, draft.kind, locale);
  const name = (person: PersonId): string => lines.name(person)[locale];
  const moves = draft.duties.length > 0 && type.effect !== 'absent';
  const when = moves ? null : whenOf(draft, lines.desk.zone, locale);
  const length = type.span === 'days' && days > 0 ? ` · ${text.length(days)[locale]}` : '';
  const duties = dutyLines(draft, lines, locale);
  const fact = (label: Words, value: Rich): Fact => ({ label: label[locale], value });
  const facts = [
    ...(draft.subject === draft.filedBy ? [] : [fact(text.who, name(draft.subject))]),
    ...(draft.partner === null ? [] : [fact(type.effect === 'replace-person' ? text.partnerCover : text.partner, name(draft.partner))]),
    ...(when === null ? [] : [fact(text.when, `${when}${length}`)]),
    ...(duties.length === 0 ? [] : [fact(text.shifts, duties.join('\n'))]),
    ...fieldsFor(type, draft.kind).flatMap((field) => ownFact(draft.fields[field.name], field, name, locale)),
  ];
  const inLine = when ?? duties.join(locale === 'zh' ? ';' : '; ');
  return {
    kind: 'card',
    symbol: '📋',
    title: text.sendThis(title)[locale],
    state: { word: text.states.confirming[locale], tone: 'grey' },
    summary: inLine === '' ? title : `${title} · ${inLine}`,
    blocks: [
      ...(facts.length === 0 ? [] : [{ kind: 'facts' as const, facts }]),
      ...(findings.length === 0 ? [] : [{ kind: 'findings' as const, findings }]),
      { kind: 'note', text: text.notSent[locale] },
    ],
    actions: [
      press('request.send', text.buttons.send, args, locale, 'primary'),
      press('request.open', text.buttons.change, args, locale),
      press('request.drop', text.buttons.drop, {}, locale),
    ],
  };
}
