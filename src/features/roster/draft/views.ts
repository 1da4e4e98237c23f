import { withColon } from '../../../core/format.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import type { Instant } from '../../../core/time.ts';
import type { Citation } from '../../../policy/index.ts';
import type { Card, Notice } from '../../../view/view.ts';
import { momentWords } from '../duty-line.ts';
import { sourceOf } from '../findings.ts';
import { monthWords, typed } from '../publish/views.ts';
import type { DeskName } from '../roster.ts';
import { text as words } from '../text.ts';
import type { RotationProblem } from './draft.ts';
import { text } from './text.ts';

function problemLine(problem: RotationProblem): Words {
  switch (problem.code) {
    case 'invalid':
      return text.invalid(problem.rotation, problem.what);
    case 'notOnDesk':
      return text.notOnDesk(problem.rotation, problem.person);
    case 'noSuchShift':
      return text.noSuchShift(problem.rotation, problem.shift);
  }
}

export function problemsNotice(problems: readonly RotationProblem[], locale: Locale): Notice {
  const items = problems.map((problem) => problemLine(problem)[locale]);
  return { kind: 'notice', tone: 'error', title: text.problems[locale], blocks: [{ kind: 'list', items }], actions: [] };
}

export const noRotation = (desk: DeskName, locale: Locale): Notice => ({
  kind: 'notice',
  tone: 'info',
  title: text.none(desk.name)[locale],
  blocks: [{ kind: 'text', text: text.noneHelp[locale] }],
  actions: [],
});

export const emptyDraft = (month: string, locale: Locale): Notice => ({
  kind: 'notice',
  tone: 'info',
  title: text.empty(monthWords(month))[locale],
  blocks: [],
  actions: [],
});

/** What is not published: a month with its deadline, or the next day. */
export interface Unpublished {
  readonly desk: DeskName;
  readonly month: string;
  /** Set where the rule counts from the duty day. */
  readonly day: Words | null;
  readonly deadline: Instant;
  readonly overdue: boolean;
  readonly cites: readonly Citation[];
  readonly hasRotation: boolean;
}

/** To whoever makes the roster: it is due, or late, and how it is done. */
export function unpublishedCard(what: Unpublished, locale: Locale): Card {
  const title = (what.day === null ? text.overdueTitle(what.desk.name, monthWords(what.month)) : text.dayTitle(what.desk.name, what.day))[
    locale
  ];
  const deadline = momentWords(what.deadline, what.desk.zone);
  const first = (what.overdue ? text.overdue(deadline) : text.dueBy(deadline))[locale];
  const source = sourceOf(what.cites, locale);
  return {
    kind: 'card',
    symbol: '⏰',
    title,
    state: { word: (what.overdue ? text.late : text.due)[locale], tone: what.overdue ? 'red' : 'orange' },
    summary: withColon(title, first, locale),
    blocks: [
      { kind: 'findings', findings: [{ level: 'warn', text: first, ...(source === null ? {} : { source }) }] },
      { kind: 'text', text: text.sendFile[locale] },
    ],
    actions: [
      ...(what.hasRotation ? [typed(text.draft[locale], `roster draft ${what.month}`)] : []),
      typed(text.how[locale], 'roster import'),
      typed(words.roster[locale], `roster ${what.month}`),
    ],
  };
}
