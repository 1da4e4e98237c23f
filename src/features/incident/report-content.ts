import { formatMoment } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { eventWords } from '../../policy/index.ts';
import { sourceOf } from '../roster/index.ts';
import type { CardFacts } from './card.ts';
import { answerWords, numberOf, reportOf } from './incident-case.ts';
import type { WrittenReport } from './incident-record.ts';
import { rollOf, statusLine } from './status.ts';
import { text } from './text.ts';
import { deedWords, timelineOf } from './timeline.ts';
import { nameIn, titleOf } from './views.ts';

/** A written report as headings, lines and tables, in the reader's language; how it becomes a file is another matter. */
export interface ReportContent {
  readonly title: string;
  readonly subtitle: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly sections: readonly { readonly heading: string; readonly text: string }[];
  readonly receivers: { readonly heading: string; readonly lines: readonly string[] };
  readonly timeline: { readonly heading: string; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly footer: string;
}

/** All that is known of an incident with what the report says of it. */
export function reportContent(
  facts: Omit<CardFacts, 'viewer' | 'questions' | 'route' | 'general' | 'hasAbove'>,
  report: WrittenReport,
  locale: Locale,
): ReportContent {
  const { whole, desk, event, names, severity, now, known } = facts;
  const { incident } = whole;
  const at = (moment: typeof now): string => formatMoment(moment, desk.zone, locale);
  const label = (words: Words): string => words[locale];
  const { present, coming, not, open } = rollOf(whole);
  const roll = coming.length + not.length + open.length;
  const answered = Object.entries(incident.facts).flatMap(([fact, value]): [string, string][] => {
    const question = known.find((one) => one.fact === fact);
    return question === undefined || fact === 'severity' ? [] : [[question.ask[locale], answerWords(question, value)[locale]]];
  });
  return {
    title: text.documentTitle[locale],
    subtitle: `${titleOf(event, incident, desk)[locale]} · ${desk.name[locale]}`,
    facts: [
      [label(text.labels.line), incident.line],
      [label(text.labels.event), event.name[locale]],
      [label(text.labels.severity), (severity ?? text.noSeverity)[locale]],
      [label(text.labels.known), at(incident.knownAt)],
      [label(text.labels.reporter), nameIn(names, incident.reporter)[locale]],
      [label(text.labels.state), text.states[incident.state][locale]],
      ...answered,
    ],
    sections: [
      { heading: label(text.labels.course), text: report.course },
      { heading: label(text.labels.cause), text: report.cause },
      { heading: label(text.labels.handling), text: report.handling },
      { heading: label(text.labels.outcome), text: report.outcome },
    ].filter((section) => section.text !== ''),
    receivers: {
      heading: label(text.labels.who),
      lines: [
        ...whole.notices
          .filter(({ kind, state }) => kind !== 'call' && state !== 'skipped')
          .map((one) => {
            const source = sourceOf(one.detail.cites, locale);
            const line = statusLine(one, whole, names, now, desk)[locale];
            return source === null ? line : `${line}${locale === 'zh' ? `(${source})` : ` (${source})`}`;
          }),
        ...(roll === 0
          ? []
          : [`${text.labels.roll[locale]} · ${text.board.roll(present.length, coming.length, not.length, open.length)[locale]}`]),
      ],
    },
    timeline: {
      heading: label(text.labels.timeline),
      columns: [label(text.labels.time), label(text.labels.by), label(text.labels.deed)],
      rows: timelineOf(whole.lines).map((line) => [
        at(line.at),
        line.by === null ? '' : nameIn(names, line.by)[locale],
        deedWords(line, names)[locale],
      ]),
    },
    footer: text.writtenBy(nameIn(names, report.by), {
      zh: formatMoment(report.at, desk.zone, 'zh'),
      en: formatMoment(report.at, desk.zone, 'en'),
    })[locale],
  };
}

/** `火情 2026-118 书面报告 2026-12-01.docx`: kind, number, and the day it was written on. */
export function documentName({ whole, desk, event }: Pick<CardFacts, 'whole' | 'desk' | 'event'>, locale: Locale): string {
  const on = (reportOf(whole)?.at ?? whole.incident.openedAt).toZonedDateTimeISO(desk.zone).toPlainDate().toString();
  const number = numberOf(whole.incident, desk.zone).replace('#', '');
  return text.documentName(event.name, number, on)[locale].replace(/[\\/:*?"<>|]/g, ' ');
}

/** All questions there are. */
export const everyQuestion = () => eventWords().questions;
