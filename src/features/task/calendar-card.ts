import { formatDay, withColon } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import type { Citation } from '../../policy/index.ts';
import { press, typed } from '../../view/build.ts';
import type { Action, Block, Card, FindingLine } from '../../view/view.ts';
import type { Desk } from '../people/index.ts';
import { sourceOf } from '../roster/index.ts';
import { text } from './text.ts';

/** One day of the calendar. */
export interface CalendarDay {
  readonly on: string;
  /** By time; `name` is what is to be done, without its time. */
  readonly lines: readonly {
    readonly text: Words;
    readonly name: Words;
    readonly level: FindingLine['level'];
    readonly cites: readonly Citation[];
  }[];
}

/** Each thing that is due with its regulations, once: `巡查点位:安保职责 · center-security-2-11`. */
function sourcesOf(days: readonly CalendarDay[], locale: Locale): string[] {
  const lines = days.flatMap(({ lines }) =>
    lines.flatMap(({ name, cites }) => {
      const source = sourceOf(cites, locale);
      return source === null ? [] : [withColon(name[locale], source, locale)];
    }),
  );
  return [...new Set(lines)];
}

/** What a desk's rules make due on some days, ahead of time and with its source. */
export function calendarCard(
  desk: Desk,
  days: readonly CalendarDay[],
  more: {
    readonly unset: readonly { readonly text: Words; readonly cites: readonly Citation[] }[];
    readonly events: readonly { readonly text: Words; readonly cites: readonly Citation[] }[];
  },
  locale: Locale,
): Card {
  const first = days[0]?.on ?? '1970-01-01';
  const last = days.at(-1)?.on ?? first;
  const day = (on: string): Words => ({
    zh: formatDay(Temporal.PlainDate.from(on), 'zh'),
    en: formatDay(Temporal.PlainDate.from(on), 'en'),
  });
  const title = text.calendar(desk.name, day(first), day(last))[locale];
  const line = ({ text: words, cites, level }: { text: Words; cites: readonly Citation[]; level: FindingLine['level'] }): FindingLine => {
    const source = sourceOf(cites, locale);
    return { level, text: words[locale], ...(source === null ? {} : { source }) };
  };
  const filled = days.filter(({ lines }) => lines.length > 0);
  // What recurs has its source once, below; what became of something stands beside it.
  const blocks: Block[] = filled.flatMap(({ on, lines }): Block[] => [
    { kind: 'heading', text: day(on)[locale] },
    lines.every(({ level }) => level === 'info')
      ? { kind: 'list', items: lines.map(({ text: words }) => words[locale]) }
      : { kind: 'findings', findings: lines.map(({ text: words, level }) => ({ level, text: words[locale] })) },
  ]);
  const sources = sourcesOf(filled, locale);
  const section = (heading: Words, lines: typeof more.unset, note: Words | null): Block[] =>
    lines.length === 0
      ? []
      : [
          { kind: 'heading', text: heading[locale] },
          { kind: 'findings', findings: lines.map((one) => line({ ...one, level: 'info' })) },
          ...(note === null ? [] : [{ kind: 'note' as const, text: note[locale] }]),
        ];
  const turn = (label: Words, days: number): Action =>
    press('task.calendar', label, { desk: desk.id, from: Temporal.PlainDate.from(first).add({ days }).toString() }, locale);
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: title,
    blocks: [
      ...(blocks.length === 0 ? [{ kind: 'text' as const, text: text.nothingPlanned[locale] }] : blocks),
      ...(filled.some(({ lines }) => lines.some(({ level }) => level !== 'info'))
        ? [{ kind: 'note' as const, text: text.legend[locale] }]
        : []),
      ...(sources.length === 0
        ? []
        : [
            { kind: 'heading' as const, text: text.sources[locale] },
            { kind: 'list' as const, items: sources },
          ]),
      ...section(text.byEvent, more.events, null),
      ...section(text.configurable, more.unset, text.configurableHow),
    ],
    actions: [turn(text.buttons.before, -7), turn(text.buttons.after, 7), typed(text.buttons.desk, 'tasks desk', locale)],
    rest: typed(text.buttons.desk, 'tasks desk', locale),
  };
}
