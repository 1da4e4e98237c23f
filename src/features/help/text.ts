import type { Words } from '../../core/locale.ts';

/** Every sentence of the slice. */
export const helpText = {
  title: { zh: '可以这样用值班', en: 'What Zhiban can do' },
  introSlack: { zh: '在这里直接打字,或在任何频道用 / 命令。', en: 'Type the word here, or use the slash command in any channel.' },
  introFeishu: { zh: '在和我的会话里直接打字,或在群里 @我 再打字。', en: 'Type the word in our chat, or mention me in a group.' },
  file: { zh: '带班的人可以把排班表文件(CSV、XLSX)直接发给我。', en: 'A lead can send me the roster as a file (CSV or XLSX).' },
  who: { zh: '谁值班', en: 'Who is on duty' },
  mine: { zh: '我的班', en: 'My shifts' },
  roster: { zh: '值班表', en: 'Roster' },
  reports: { zh: '报表', en: 'Reports' },
  reportsSummary: { zh: '有哪些报表', en: 'Which reports there are' },
  noReport: (word: string): Words => ({ zh: `没有“${word}”这份报表`, en: `There is no report “${word}”` }),
  summary: { zh: '看看能做什么', en: 'What can be typed' },
} as const;
