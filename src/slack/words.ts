import type { Words } from '../core/locale.ts';

/** What the renderer itself says. */
export const words = {
  more: { zh: '更多', en: 'More' },
  close: { zh: '关闭', en: 'Close' },
  noChoice: { zh: '没有可以选的', en: 'There is nothing to choose from' },
  clipped: { zh: '内容过长,没有全部显示', en: 'Too long to show in full' },
  notShown: { zh: '这张卡片在 Slack 里显示不了,请告诉管理员。', en: 'Slack cannot show this card. Please tell an administrator.' },
  working: { zh: '正在处理,结果马上就到', en: 'Working on it, the answer follows' },
  done: { zh: '已完成', en: 'Done' },
  expired: { zh: '没能打开,请再点一次', en: 'It could not be opened. Please press again' },
  unsaid: { zh: '已处理,但结果没能显示', en: 'It was done, but the answer could not be shown' },
} satisfies Record<string, Words>;

/** `另有 14 条` · `14 more`. */
export const moreItems = (count: number): Words => ({ zh: `另有 ${count} 条`, en: `${count} more` });

export const labelEnd: Words = { zh: ':', en: ': ' };
