import type { Words } from '../../core/locale.ts';

/** Every sentence of the slice. */
export const announcementText = {
  digestTitle: (desk: Words, day: Words): Words => ({
    zh: `今日值班 · ${desk.zh} · ${day.zh}`,
    en: `On duty today · ${desk.en} · ${day.en}`,
  }),
  weekTitle: (desk: Words, from: Words, to: Words): Words => ({
    zh: `未来一周值班 · ${desk.zh} · ${from.zh}–${to.zh}`,
    en: `The week ahead · ${desk.en} · ${from.en}–${to.en}`,
  }),
  notPinned: (channel: string): Words => ({ zh: `值班卡没能置顶 · ${channel}`, en: `The duty card is not pinned · ${channel}` }),
  notPinnedStill: {
    zh: '卡片照常发出和更新,只是要往上翻;也可以随时发“谁值班”。办好后,下一班的卡片自动置顶。',
    en: 'The card is still posted and kept up to date, only further up; “who” finds it at any time. Once this is done, the next shift’s card is pinned by itself.',
  },
  nothing: { zh: '排班表上没有班。', en: 'There is no shift on the roster.' },
  late: (due: string, sent: string): Words => ({
    zh: `补发:应于 ${due} 发出,${sent} 恢复后发出`,
    en: `Late: due at ${due}, sent at ${sent} after an outage`,
  }),
  dueToday: { zh: '今天要办', en: 'Due today' },
  dueWeek: { zh: '这一周要办', en: 'Due this week' },
  moreDue: (count: number): Words => ({ zh: `另有 ${count} 件`, en: `${count} more` }),
  calendar: { zh: '要办的事', en: 'What is due' },
  lead: { zh: '带班', en: 'Lead' },
  day: { zh: '日期', en: 'Day' },
  who: { zh: '谁值班', en: 'Who is on duty' },
  whoWord: { zh: '谁值班', en: 'who' },
  roster: { zh: '值班表', en: 'Roster' },
  mine: { zh: '我的班', en: 'My shifts' },
  clockIn: { zh: '上班打卡', en: 'Clock in' },
  reminder: (time: string, shift: Words, desk: Words): Words => ({
    zh: `${time} ${shift.zh} · ${desk.zh}`,
    en: `${time} ${shift.en} shift · ${desk.en}`,
  }),
  inMinutes: (much: Words): Words => ({ zh: `还有 ${much.zh}`, en: `In ${much.en}` }),
  wanted: { zh: '到岗时间', en: 'Be there by' },
  relieve: { zh: '你接', en: 'You relieve' },
  together: { zh: '同班', en: 'With you' },
  nobody: { zh: '无', en: 'nobody' },
} as const;
