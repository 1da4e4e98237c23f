import type { Words } from '../../core/locale.ts';

/** Sentences of swaps, and of giving back a shift that changed hands. */
export const text = {
  backTitle: { zh: '可以退回的换班', en: 'Swaps that can be given back' },
  backNone: { zh: '没有可以退回的换班', en: 'There is no swap to give back' },
  backNoneHelp: (hours: number): Words =>
    hours === 0
      ? { zh: '换班要在两个班都没开始时退回。', en: 'A swap can be given back while neither shift has begun.' }
      : {
          zh: `换班最晚在第一个班开始前 ${hours} 小时退回;再晚请找带班的人。`,
          en: `A swap can be given back until ${hours} hours before its first shift; later, ask a lead.`,
        },
  backWhich: {
    zh: '退回要走同样的审批,批准之前班次不变。',
    en: 'Giving one back takes the same approval; until then the shifts stay as they are.',
  },
  backLine: (number: number, given: Words, returned: Words | null, who: Words): Words => ({
    zh: `#${number} ${given.zh} ⇄ ${returned?.zh ?? '无'}(${who.zh})`,
    en: `#${number} ${given.en} ⇄ ${returned?.en ?? 'none'} (${who.en})`,
  }),
  backButton: (number: number): Words => ({ zh: `退回 #${number}…`, en: `Give back #${number}…` }),
  tooLate: (until: Words, hours: number): Words => ({
    zh: `过了退回的时间:最晚 ${until.zh}(第一个班开始前 ${hours} 小时)。班次不变,请找带班的人调整。`,
    en: `It is too late to give this back; the latest was ${until.en} (${hours} hours before the first shift). The shifts stay as they are; ask a lead to change them.`,
  }),
  mine: { zh: '我的班', en: 'My shifts' },
} as const;
