import type { Words } from '../../core/locale.ts';

const days = (count: number): Words => ({ zh: `${count} 天`, en: `${count} ${count === 1 ? 'day' : 'days'}` });

/** Sentences of leave. */
export const text = {
  blockedTitle: { zh: '本班组设置', en: 'Set by the desk' },
  blockedSection: { zh: '不批假的日子', en: 'days without leave' },
  blockedWords: (name: string, span: string): Words => ({ zh: `${span} ${name},不批假`, en: `${span}, ${name}: no leave` }),
  laneFull: (limit: number, names: string): Words => ({
    zh: `同一时间最多 ${limit} 人不在,这时已有 ${names}`,
    en: `At most ${limit} may be away at once; already away then: ${names}`,
  }),
  alreadyAway: (number: number): Words => ({ zh: `这段时间已经请了假:#${number}`, en: `There is leave for this time already: #${number}` }),

  command: { zh: '请假', en: 'Ask for leave' },
  commandUsage: { zh: '[日期] [假别] [事由]', en: '[days] [kind] [reason]' },
  back: { zh: '销假,或提前回来', en: 'Close a leave, or come back early' },
  extend: { zh: '续假', en: 'Extend a leave' },

  nothingToClose: { zh: '没有要销的假', en: 'There is no leave to close' },
  nothingToCloseWhy: { zh: '你现在没有已批准、还没销的假。', en: 'You have no approved leave that is still open.' },
  nothingToExtend: { zh: '没有可以续的假', en: 'There is no leave to extend' },
  nothingToExtendWhy: {
    zh: '续假要在已批准的假期间或结束后一周内提出。',
    en: 'An approved leave can be extended while it runs, and for a week after.',
  },
  which: { zh: '哪一次?', en: 'Which one?' },
  closed: (label: string): Words => ({ zh: `已销假:${label}`, en: `Closed: ${label}` }),
  backTitle: { zh: '提前回来', en: 'Back early' },
  backOn: { zh: '哪天开始上班', en: 'First day back' },
  backHint: { zh: '这一天起的班和假期余额会退回', en: 'Shifts and days from this day on come back' },
  submit: { zh: '销假', en: 'Close' },
  cancel: { zh: '取消', en: 'Cancel' },
  notEarlier: (first: string): Words => ({
    zh: `假从 ${first} 开始,这天之前不用销;不休了请撤销申请`,
    en: `The leave begins on ${first}; to give it up, take the request back`,
  }),
  notLater: (last: string): Words => ({ zh: `假到 ${last} 为止,要延长请续假`, en: `The leave ends on ${last}; extend it instead` }),
  notBegun: (first: string): Words => ({
    zh: `假 ${first} 才开始,现在不用销`,
    en: `The leave begins on ${first}; there is nothing to close yet`,
  }),
  notPast: { zh: '已经过去的日子不能改', en: 'Days that are over stay as they are' },
  backDone: (day: string): Words => ({ zh: `已销假,${day}起上班`, en: `Closed; back from ${day}` }),
  daysBack: (count: number): Words => ({ zh: `退回 ${days(count).zh}`, en: `${days(count).en} given back` }),
  shiftsBack: (list: string): Words => ({ zh: `恢复的班:${list}`, en: `Shifts again yours: ${list}` }),
  shiftsGone: (list: string): Words => ({ zh: `这些班已由别人代,不恢复:${list}`, en: `Covered by others and not given back: ${list}` }),
  shiftsRefused: (why: string): Words => ({
    zh: `班没有恢复:${why}。已告诉带班的人。`,
    en: `The shifts were not given back: ${why} The leads are told.`,
  }),
  leadsBack: (name: string, day: string): Words => ({ zh: `${name}提前销假,${day}起上班`, en: `${name} is back early, from ${day}` }),
  notYours: { zh: '这不是你的假', en: 'This is not your leave' },
  notOpen: { zh: '这个假已经结束或还没有批准', en: 'This leave is over, or not approved' },

  gapTitle: (duty: string): Words => ({ zh: `缺人:${duty}`, en: `Short of staff: ${duty}` }),
  gapWhy: (name: string): Words => ({ zh: `${name}已批准请假。`, en: `${name} is on approved leave.` }),
  gapBy: { zh: '请在开班前安排人代班或改班。', en: 'Arrange cover, or change the shift, before it begins.' },
  gapChange: { zh: '改班', en: 'Change the shift' },
  taken: (from: string): Words => ({
    zh: `假从${from}起已经在休,休过的天数不退。要提前回来,由本人输入“销假”。`,
    en: `This leave has run since ${from}; days taken are not given back. To end it early, its owner types “back”.`,
  }),
  restDays: { zh: '请写清原来的休息日和改到的日子', en: 'Give the rest day you have and the day you would rest instead' },
  noShiftToMove: (day: Words): Words => ({
    zh: `${day.zh}没有你的班,不用调`,
    en: `You have no shift on ${day.en}, so there is nothing to move`,
  }),
  noSuchShift: (day: Words, shift: Words): Words => ({ zh: `${day.zh}没有${shift.zh}可以上`, en: `There is no ${shift.en} on ${day.en}` }),
  nobodyLeft: (day: Words, shift: Words): Words => ({
    zh: `${day.zh}${shift.zh}只有你一个人,调走就没人上班;请换班,或先找人代班`,
    en: `You are alone in the ${shift.en} on ${day.en}, so nobody would be left: swap it, or find cover first`,
  }),
  elsewhere: (name: string, days: string): Words => ({ zh: `${name} ${days} 不在`, en: `${name} is away ${days}` }),
  elsewhereWhy: { zh: '这几天在你们班组排了班,请改班:', en: 'Shifts of your desk fall into it; change them:' },
} as const;
