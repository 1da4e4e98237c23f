import { describe, expect, it } from 'vitest';
import { findCommand } from '../../runtime/words.ts';
import { slices } from '../index.ts';
import { reportsNotice } from './help.ts';

const commands = slices.flatMap((slice) => slice.commands ?? []);
const asked = (line: string): string => {
  const said = findCommand(line, commands);
  return said.kind === 'command' ? `${said.command.id}: ${said.text}` : said.kind;
};
const labels = (said: string, locale: 'zh' | 'en'): string[] =>
  reportsNotice(commands, said, locale, true).actions.map(({ label }) => label);

describe('the reports', () => {
  it('are listed by 报表 alone and by report alone', () => {
    for (const line of ['报表', 'report', 'reports', 'duty report']) expect(asked(line)).toBe('help.reports: ');
    expect(labels('', 'zh')).toEqual(['报表 考勤', '报表 记录']);
    expect(labels('', 'en')).toEqual(['report attendance', 'report log']);
  });

  it('are still what the longer words open', () => {
    expect(asked('报表 记录 上周')).toMatch(/^record\..*: 上周$/u);
    expect(asked('报表考勤')).toMatch(/^attendance\.report: $/u);
    expect(asked('report log 26 Nov')).toMatch(/^record\..*: 26 Nov$/u);
    expect(asked('report incident smoke')).toMatch(/^incident\..*: smoke$/u);
  });

  it('say that a word is none of them, and that an incident may be meant', () => {
    const notice = reportsNotice(commands, 'fire at the gate', 'en', true);
    expect(notice.title).toBe('There is no report “fire at the gate”');
    expect(labels('fire at the gate', 'en')).toEqual(['report attendance', 'report log', 'report incident']);
    expect(reportsNotice(commands, '考情', 'zh', false).title).toBe('没有“考情”这份报表');
  });

  it('each button leads to its report', () => {
    for (const locale of ['zh', 'en'] as const) for (const label of labels('', locale)) expect(asked(label)).not.toMatch(/^help|unknown/u);
  });
});
