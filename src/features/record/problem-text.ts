import type { Locale, Words } from '../../core/locale.ts';
import type { Citation, RecordProblem, RecordType } from '../../policy/index.ts';
import type { FindingLine } from '../../view/view.ts';
import { roleNames } from '../people/index.ts';
import { sourceOf } from '../roster/index.ts';
import type { Flag } from './entry-record.ts';
import { fieldNamed, optionName } from './fields.ts';
import { text } from './text.ts';

const both = (build: (locale: Locale) => string): Words => ({ zh: build('zh'), en: build('en') });
const list = (items: readonly string[], locale: Locale): string => items.join(locale === 'zh' ? '、' : ', ');

/** Names of fields in a row: `时间、来电人` · `time, caller`. */
export const fieldNames = (type: RecordType, fields: readonly string[], locale: Locale): string =>
  list(
    fields.map((name) => fieldNamed(type, name).label[locale]),
    locale,
  );

/** What a rule found, and what would be right instead. */
export function problemText(problem: RecordProblem, type: RecordType): Words {
  const names = (fields: readonly string[], locale: Locale): string => fieldNames(type, fields, locale);
  switch (problem.code) {
    case 'missing':
      return { zh: `还缺:${names(problem.fields, 'zh')}`, en: `Missing: ${names(problem.fields, 'en')}` };
    case 'one-of-missing':
      return {
        zh: `${names(problem.fields, 'zh')}至少填一项,现在都没有`,
        en: `At least one of these is needed, and none is there: ${names(problem.fields, 'en')}`,
      };
    case 'not-allowed': {
      const field = fieldNamed(type, problem.field);
      return both((locale) => {
        const allowed = list(
          problem.allowed.map((value) => optionName(field, value)[locale]),
          locale,
        );
        const value = optionName(field, problem.value)[locale];
        return locale === 'zh'
          ? `${field.label.zh}不能是“${value}”,可以是:${allowed}`
          : `${field.label.en} cannot be “${value}”; it can be ${allowed}`;
      });
    }
    case 'denied': {
      const field = fieldNamed(type, problem.field);
      return both((locale) => {
        const value = optionName(field, problem.value)[locale];
        return locale === 'zh'
          ? `${field.label.zh}不能是“${value}”,请改成别的`
          : `${field.label.en} cannot be “${value}”; it has to be another`;
      });
    }
    case 'unattached':
      return {
        zh: `还没有附件,要附 ${list(
          problem.what.map((name) => fieldNamed(type, name).label.zh),
          'zh',
        )}`,
        en: `Nothing is attached; it needs ${list(
          problem.what.map((name) => fieldNamed(type, name).label.en),
          'en',
        )}`,
      };
    case 'not-yours': {
      const duty = type.on_duty ? { zh: '当班的', en: ' on duty' } : { zh: '', en: '' };
      return {
        zh: `由${duty.zh}${roleNames(problem.roles, 'zh')}填写`,
        en: `It is for the ${roleNames(problem.roles, 'en')}${duty.en} to write`,
      };
    }
    case 'not-closable':
      return both((locale) => {
        const counts = problem.counts.map(({ field, min, has }) => {
          const name = fieldNamed(type, field).label[locale];
          return locale === 'zh' ? `${name}满 ${min} 次(现在 ${has} 次)` : `${min} × ${name} (${has} now)`;
        });
        const flags = problem.flags.map((name) => fieldNamed(type, name).label[locale]);
        const any = [...flags, ...counts].join(locale === 'zh' ? ',或' : ', or ');
        return locale === 'zh' ? `还不能了结,要有:${any}` : `It cannot be closed yet; it takes ${any}`;
      });
  }
}

const sourceWords = (cites: readonly Citation[]): Words | null => {
  const [zh, en] = [sourceOf(cites, 'zh'), sourceOf(cites, 'en')];
  return zh === null || en === null ? null : { zh, en };
};

/** A finding as it is kept with the entry. */
export const flagOf = (problem: RecordProblem, type: RecordType): Flag => ({
  text: problemText(problem, type),
  source: sourceWords(problem.cites),
});

/** Findings with their regulation; what stops it first. */
export function problemLines(problems: readonly RecordProblem[], type: RecordType, locale: Locale): FindingLine[] {
  const sorted = [...problems.filter(({ reaction }) => reaction === 'refuse'), ...problems.filter(({ reaction }) => reaction !== 'refuse')];
  return sorted.map((problem) =>
    citedLine(problem.reaction === 'refuse' ? 'error' : 'warn', problemText(problem, type), problem.cites, locale),
  );
}

/** One line with its regulation. */
export function citedLine(level: FindingLine['level'], words: Words, cites: readonly Citation[], locale: Locale): FindingLine {
  const source = sourceOf(cites, locale);
  return { level, text: words[locale], ...(source === null ? {} : { source }) };
}

export const flagLine = (flag: Flag, locale: Locale): FindingLine => ({
  level: 'warn',
  text: flag.text[locale],
  ...(flag.source === null ? {} : { source: flag.source[locale] }),
});

/** The field of a form a finding is about; null: none in particular. */
export function fieldOf(problem: RecordProblem): string | null {
  switch (problem.code) {
    case 'missing':
    case 'one-of-missing':
      return problem.fields[0] ?? null;
    case 'not-allowed':
    case 'denied':
      return problem.field;
    case 'not-closable':
      return problem.counts[0]?.field ?? problem.flags[0] ?? null;
    case 'unattached':
    case 'not-yours':
      return null;
  }
}

/** An entry that went on without a signature a rule asks for. */
export const unsignedFlag = (roles: readonly string[], cites: readonly Citation[]): Flag => ({
  text: text.unsigned({ zh: roleNames(roles, 'zh'), en: roleNames(roles, 'en') }),
  source: sourceWords(cites),
});

/** Findings as the text under a field of a form; they are in the reader's language already. */
export function plainLines(lines: readonly FindingLine[]): Words {
  const said = lines.map((line) => `${String(line.text)}${line.source === undefined ? '' : ` (${line.source})`}`).join('\n');
  return { zh: said, en: said };
}
