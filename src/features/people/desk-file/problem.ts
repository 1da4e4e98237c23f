import type { z } from 'zod';
import type { Locale, Words } from '../../../core/locale.ts';
import { nearest } from '../../../core/nearest.ts';

export type Path = readonly (string | number)[];

/** Something wrong in a desk file. `line` and `column` count from 1. */
export interface FileProblem {
  readonly line: number;
  readonly column: number;
  readonly path: Path;
  readonly words: Words;
}

/** `12:7 desks[0].settings.digest_at: …` */
export function problemLine(problem: FileProblem, locale: Locale): string {
  const path = problem.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
  return `${problem.line}:${problem.column} ${path === '' ? '' : `${path}: `}${problem.words[locale]}`;
}

/** `没有角色“gaurd”,是不是 guard` */
export function unknownWord(word: string, what: Words, known: readonly string[]): Words {
  const guess = nearest(word, known);
  if (guess !== null)
    return { zh: `没有${what.zh}“${word}”,是不是 ${guess}`, en: `there is no ${what.en} “${word}”; did you mean ${guess}` };
  const listed = known.length <= 12 ? known.join(', ') : '';
  return {
    zh: `没有${what.zh}“${word}”${listed === '' ? '' : `,可用:${listed}`}`,
    en: `there is no ${what.en} “${word}”${listed === '' ? '' : `; known: ${listed}`}`,
  };
}

const kinds: Readonly<Record<string, Words>> = {
  string: { zh: '文字(数字和日期加引号)', en: 'text (put numbers and dates in quotes)' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '列表(每行以 - 开头)', en: 'a list (each line starts with -)' },
  object: { zh: '一组“键: 值”', en: 'a group of “key: value”' },
  record: { zh: '一组“键: 值”', en: 'a group of “key: value”' },
};

/** The issue in both languages, with what would be right. `known`: the keys allowed where an unknown key stands. */
export function issueWords(issue: z.core.$ZodIssue, known: readonly string[]): Words[] {
  switch (issue.code) {
    case 'custom':
      return [customWords(issue)];
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownWord(key, { zh: '键', en: 'key' }, known));
    case 'invalid_type': {
      const kind = kinds[issue.expected] ?? { zh: issue.expected, en: issue.expected };
      if (issue.input === undefined) return [{ zh: `缺少,应为${kind.zh}`, en: `is missing; it is ${kind.en}` }];
      return [{ zh: `应为${kind.zh}`, en: `must be ${kind.en}` }];
    }
    case 'invalid_value': {
      const values = issue.values.map(String);
      const word = typeof issue.input === 'string' ? issue.input : null;
      if (word !== null) return [unknownWord(word, { zh: '取值', en: 'value' }, values)];
      return [{ zh: `应为 ${values.join('、')} 之一`, en: `must be one of ${values.join(', ')}` }];
    }
    case 'too_small':
      return [{ zh: `不能少于 ${issue.minimum}`, en: `must not be less than ${issue.minimum}` }];
    case 'too_big':
      return [{ zh: `不能超过 ${issue.maximum}`, en: `must not be more than ${issue.maximum}` }];
    case 'invalid_format':
      return [
        issue.format === 'email'
          ? { zh: '不是邮箱地址', en: 'is not an e-mail address' }
          : { zh: `格式不对(${issue.message})`, en: `has the wrong form (${issue.message})` },
      ];
    case 'invalid_key':
      return [{ zh: '键的写法不对,用小写字母、数字和下划线', en: 'the key is not well formed; use small letters, digits and underscores' }];
    case 'invalid_union': {
      const options = 'options' in issue ? issue.options.map(String) : [];
      if (options.length > 0) return [{ zh: `应为 ${options.join('、')} 之一`, en: `must be one of ${options.join(', ')}` }];
      return [{ zh: '哪一种写法都不合', en: 'fits none of the forms it can have' }];
    }
    case 'not_multiple_of':
    case 'invalid_element':
      return [{ zh: `不对(${issue.message})`, en: `is wrong (${issue.message})` }];
  }
}

function customWords(issue: z.core.$ZodIssueCustom): Words {
  const params: { words?: Words; word?: string; what?: Words; known?: readonly string[] } = issue.params ?? {};
  if (params.words !== undefined) return params.words;
  if (params.word !== undefined && params.what !== undefined) return unknownWord(params.word, params.what, params.known ?? []);
  return { zh: issue.message, en: issue.message };
}
