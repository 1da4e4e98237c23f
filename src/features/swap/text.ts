import type { Words } from '../../core/locale.ts';

/** Sentences of swaps, and of what a decider is shown of a shift that changes hands. */
export const text = {
  swapsThisMonth: { zh: '本月换班', en: 'Swaps this month' },
  nth: (who: Words, count: number): Words => ({ zh: `${who.zh} 第 ${count} 次`, en: `${who.en}: number ${count}` }),
  limit: (count: number): Words => ({ zh: `限 ${count} 次`, en: `limit ${count}` }),
  grades: { zh: '工种·等级', en: 'Job and grade' },
  noGrade: { zh: '没有登记', en: 'not recorded' },
  staff: { zh: '在岗人数', en: 'Staff' },
  thinnest: (duty: Words, count: number, from: string): Words => ({
    zh: `${duty.zh} 最少 ${count} 人(${from} 起)`,
    en: `${duty.en}: thinnest ${count} (from ${from})`,
  }),
  needed: (count: number): Words => ({ zh: `要求 ${count} 人`, en: `${count} needed` }),
  backTitle: { zh: '退回换班', en: 'Give a swap back' },
  backNone: { zh: '没有可以退回的换班', en: 'There is no swap to give back' },
  backNoneHelp: (hours: number): Words =>
    hours === 0
      ? { zh: '换班要在两个班都没开始时退回。', en: 'A swap can be given back while neither shift has begun.' }
      : {
          zh: `换班最晚在第一个班开始前 ${hours} 小时退回;再晚请找带班的人。`,
          en: `A swap can be given back until ${hours} hours before its first shift; later, ask a lead.`,
        },
  backWhich: { zh: '选一个退回;退回要走同样的审批。', en: 'Choose one; giving it back takes the same approval.' },
  backLine: (number: number, given: Words, returned: Words, who: Words): Words => ({
    zh: `#${number} ${given.zh} ⇄ ${returned.zh}(${who.zh})`,
    en: `#${number} ${given.en} ⇄ ${returned.en} (${who.en})`,
  }),
  nothingBack: { zh: '无', en: 'none' },
  backButton: (number: number): Words => ({ zh: `退回 #${number}`, en: `Give back #${number}` }),
  reason: { zh: '原因', en: 'Reason' },
  reasonHint: { zh: '审批的人会看到', en: 'Whoever decides reads it' },
  send: { zh: '退回', en: 'Give back' },
  cancel: { zh: '取消', en: 'Cancel' },
  tooLate: (from: string, hours: number): Words => ({
    zh: `过了退回的时间:最晚 ${from}(第一个班开始前 ${hours} 小时)`,
    en: `It is too late to give this back; the latest was ${from} (${hours} hours before the first shift)`,
  }),
  tooLateHelp: { zh: '班次不变。请找带班的人调整。', en: 'The shifts stay as they are. Ask a lead to change them.' },
  notYours: { zh: '这次换班不是你的', en: 'This swap is not yours' },
  notStanding: { zh: '这次换班已经不在了', en: 'This swap no longer stands' },
  backDone: { zh: '已退回,两个班恢复原样', en: 'Given back; both shifts are as before' },
  backDoneHelp: { zh: '双方都会收到通知。', en: 'Both are told.' },
  backAsked: { zh: '已提交退回,等审批', en: 'Sent; it waits for approval' },
  backAskedHelp: { zh: '批准之前,班次不变。', en: 'Until it is approved the shifts stay as they are.' },
  notNow: { zh: '没有改变:别人先处理了', en: 'Nothing was changed: somebody else was first' },
  notNowHelp: { zh: '请看最新的卡片。', en: 'Have a look at the card as it is now.' },
  mine: { zh: '我的班', en: 'My shifts' },
} as const;
