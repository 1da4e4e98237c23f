import type { Locale } from '../../../core/locale.ts';
import type { RequestFinding } from '../../../policy/request/case.ts';
import type { FindingLine } from '../../../view/view.ts';
import { findingLines, type Names, sourceOf } from '../../roster/index.ts';
import { type FindingNames, findingSentence } from './finding-text.ts';
import { outcomeName, text } from './text.ts';

/** Names for every kind of finding. */
export interface AllNames extends FindingNames {
  readonly roster: Names;
}

const levelOf = (finding: RequestFinding): FindingLine['level'] => {
  if (finding.level === 'provisional') return 'info';
  return finding.level === 'refuse' && !finding.principle ? 'error' : 'warn';
};

/** What the rules said, line by line with regulation; what stops it first. */
export function requestFindingLines(findings: readonly RequestFinding[], names: AllNames, locale: Locale): FindingLine[] {
  const order: Readonly<Record<FindingLine['level'], number>> = { error: 0, warn: 1, info: 2, ok: 3 };
  const lines = findings.flatMap((finding): FindingLine[] => {
    const level = levelOf(finding);
    const source = sourceOf(finding.cites, locale);
    const cited = source === null ? {} : { source };
    if (finding.finding !== null)
      return findingLines([finding.finding], names.roster, locale).map((line) => ({ ...line, level, ...cited }));
    const sentence = findingSentence(finding, names, locale);
    const said = finding.principle ? (locale === 'zh' ? `原则上:${sentence}` : `In principle: ${sentence}`) : sentence;
    return [{ level, text: said + otherwiseWords(finding, locale), ...cited }];
  });
  const distinct = lines.filter((line, index) => lines.findIndex((other) => JSON.stringify(other) === JSON.stringify(line)) === index);
  return distinct.toSorted((a, b) => order[a.level] - order[b.level]);
}

/** What it counts as where the rule stays unmet. */
function otherwiseWords({ otherwise }: RequestFinding, locale: Locale): string {
  if (otherwise === undefined) return '';
  const outcome = outcomeName(otherwise)[locale];
  return locale === 'zh' ? `;否则按规定:${outcome}` : `. Otherwise, by the rules: ${outcome}`;
}

/** Where nothing was found: every rule at stake is met, and which they are. */
export function metLine(cites: Parameters<typeof sourceOf>[0], locale: Locale): FindingLine[] {
  const source = sourceOf(cites, locale);
  return source === null ? [] : [{ level: 'ok', text: text.fits[locale], source }];
}

/** Findings as plain sentences with their regulation, for the errors of a form's fields. */
export function plainLines(lines: readonly FindingLine[], locale: Locale): string[] {
  return lines.map(({ text: said, source }) => {
    const plain =
      typeof said === 'string'
        ? said
        : said.map((part) => (typeof part === 'string' ? part : part.kind === 'mention' ? part.name : part.text)).join('');
    return source === undefined ? plain : `${plain}${locale === 'zh' ? '' : ' '}(${source})`;
  });
}
