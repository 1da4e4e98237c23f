import type { Command, Slice } from '../../runtime/route.ts';
import { helpNotice, reportsNotice } from './help.ts';
import { helpText } from './text.ts';

/** Help lists the words of all slices, its own last; `报表` · `report` those that begin with it. */
export function createHelpSlice(others: readonly Command[]): Slice {
  const reports: Command = {
    id: 'help.reports',
    words: { zh: ['报表'], en: ['report', 'reports'] },
    slack: { command: 'duty', sub: 'report' },
    summary: helpText.reportsSummary,
    usage: { zh: '', en: '' },
    run: (ctx, said) =>
      Promise.resolve({ kind: 'say', locale: ctx.locale, view: reportsNotice(others, said.text, ctx.locale, ctx.platform === 'slack') }),
  };
  const help: Command = {
    id: 'help',
    words: { zh: ['帮助'], en: ['help', '?'] },
    slack: { command: 'duty', sub: 'help' },
    summary: helpText.summary,
    usage: { zh: '', en: '' },
    membersOnly: false,
    run: (ctx) =>
      Promise.resolve({
        kind: 'say',
        locale: ctx.locale,
        view: helpNotice([...others, reports, help], ctx.locale, ctx.platform === 'slack'),
      }),
  };
  return { name: 'help', commands: [reports, help] };
}
