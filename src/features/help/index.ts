import type { Command, Slice } from '../../runtime/route.ts';
import { helpNotice } from './help.ts';
import { helpText } from './text.ts';

/** Help lists the words of all slices, its own last. */
export function createHelpSlice(others: readonly Command[]): Slice {
  const help: Command = {
    id: 'help',
    words: { zh: ['帮助'], en: ['help', '?'] },
    slack: { command: 'duty', sub: 'help' },
    summary: helpText.summary,
    usage: { zh: '', en: '' },
    membersOnly: false,
    run: (ctx) =>
      Promise.resolve({ kind: 'say', locale: ctx.locale, view: helpNotice([...others, help], ctx.locale, ctx.platform === 'slack') }),
  };
  return { name: 'help', commands: [help] };
}
