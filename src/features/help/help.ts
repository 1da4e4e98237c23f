import type { Locale, Words } from '../../core/locale.ts';
import type { Block, Notice } from '../../view/view.ts';
import { helpText as text } from './text.ts';

/** What help says of a command. */
export interface HelpEntry {
  readonly id: string;
  readonly words: { readonly zh: readonly string[]; readonly en: readonly string[] };
  readonly slack: { readonly command: string; readonly sub: string };
  readonly summary: Words;
  readonly usage: Words;
}

/** One line a command: the word to type, what may follow, what it does. */
function line(command: HelpEntry, locale: Locale, slack: boolean): readonly [{ kind: 'strong'; text: string }, string] {
  const word = command.words[locale][0] ?? command.id;
  const slash = slack ? `  /${command.slack.command} ${command.slack.sub}` : '';
  const usage = command.usage[locale] === '' ? '' : ` ${command.usage[locale]}`;
  return [{ kind: 'strong', text: `${word}${usage}` }, `${slash}  ${command.summary[locale]}`];
}

/** Most of a text that is shown again in the title. */
const longestShown = 40;

const pressWord = (word: string, label: string) => ({ kind: 'press', route: 'words.run', args: { text: word }, label }) as const;

/** The word of a command that begins as in `report log`, in the language of the reader. */
const reportWord = (command: HelpEntry, locale: Locale): string =>
  (locale === 'zh' ? command.words.zh[0] : command.words.en.find((word) => word.startsWith('report '))) ?? command.slack.sub;

/**
 * What can be asked for with `报表` · `report`. `said` is what followed and is no report, or blank: in English it may have been meant as
 * `report incident`, which is offered then.
 */
export function reportsNotice(commands: readonly HelpEntry[], said: string, locale: Locale, slack: boolean): Notice {
  const reports = commands.filter(({ slack: { sub } }) => sub.startsWith('report '));
  const meant =
    said === ''
      ? []
      : commands.filter((command) => !reports.includes(command) && command.words.en.some((word) => word.startsWith('report ')));
  const short = said.length > longestShown ? `${said.slice(0, longestShown)}…` : said;
  const listed = [...reports, ...meant];
  return {
    kind: 'notice',
    tone: said === '' ? 'info' : 'warn',
    title: (said === '' ? text.reports : text.noReport(short))[locale],
    blocks: [{ kind: 'list', items: listed.map((command) => line(command, locale, slack)) }],
    actions: listed.map((command) => pressWord(reportWord(command, locale), reportWord(command, locale))),
  };
}

/** Everything that can be typed, in the order the slices register it. */
export function helpNotice(commands: readonly HelpEntry[], locale: Locale, slack: boolean): Notice {
  const blocks: Block[] = [
    { kind: 'text', text: slack ? text.introSlack[locale] : text.introFeishu[locale] },
    { kind: 'list', items: commands.map((command) => line(command, locale, slack)) },
    { kind: 'note', text: text.file[locale] },
  ];
  return {
    kind: 'notice',
    tone: 'info',
    title: text.title[locale],
    blocks,
    actions: [pressWord('who', text.who[locale]), pressWord('mine', text.mine[locale]), pressWord('roster', text.roster[locale])],
  };
}
