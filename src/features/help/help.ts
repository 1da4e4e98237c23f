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

/** Everything that can be typed, in the order the slices register it. */
export function helpNotice(commands: readonly HelpEntry[], locale: Locale, slack: boolean): Notice {
  const blocks: Block[] = [
    { kind: 'text', text: slack ? text.introSlack[locale] : text.introFeishu[locale] },
    { kind: 'list', items: commands.map((command) => line(command, locale, slack)) },
    { kind: 'note', text: text.file[locale] },
  ];
  const press = (word: string, label: string) => ({ kind: 'press', route: 'words.run', args: { text: word }, label }) as const;
  return {
    kind: 'notice',
    tone: 'info',
    title: text.title[locale],
    blocks,
    actions: [press('who', text.who[locale]), press('mine', text.mine[locale]), press('roster', text.roster[locale])],
  };
}
