import type { Words } from '../../../core/locale.ts';

export const text = {
  subject: { zh: '给谁', en: 'For whom' },
  subjectHint: { zh: '替别人提时选;两个人的名字都会记下来', en: 'Choose when you file for somebody; both names stay on record' },
  kind: { zh: '类别', en: 'Kind' },
  partner: { zh: '和谁', en: 'With whom' },
  partnerHint: { zh: '对方要先同意', en: 'They have to agree first' },
  partnerThenShift: { zh: '对方要先同意。填好提交后再选他的班', en: 'They have to agree first. Their shifts are asked for next' },
  partnerOpen: { zh: '不填就问大家谁能来', en: 'Left empty, everybody is asked who can' },
  from: { zh: '开始日期', en: 'First day' },
  fromHalf: { zh: '从', en: 'From' },
  wholeStart: { zh: '当天一早', en: 'the morning' },
  noonStart: { zh: '中午 12:00(请下午)', en: 'noon, 12:00' },
  until: { zh: '结束日期', en: 'Last day' },
  untilHalf: { zh: '到', en: 'Until' },
  wholeEnd: { zh: '当天结束', en: 'the end of the day' },
  noonEnd: { zh: '中午 12:00(请上午)', en: 'noon, 12:00' },
  fromTime: { zh: '开始时间', en: 'From what time' },
  untilTime: { zh: '结束时间', en: 'Until what time' },
  timeHint: { zh: '只请几个小时才填', en: 'Only for a few hours' },
  day: { zh: '日期', en: 'Day' },
  told: { zh: '什么时候告诉你的', en: 'When were you told' },
  toldHint: { zh: '替别人记下口头请的假时填:07:10,或 2026-12-02 07:10', en: 'For what somebody told you: 07:10, or 2026-12-02 07:10' },
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  send: { zh: '提交', en: 'Send' },
  cancel: { zh: '取消', en: 'Cancel' },
  papers: {
    first: (list: Words): Words => ({
      zh: `先把照片或文件直接发给我,再提交:${list.zh}。`,
      en: `Before you send this, send me a photo or file of: ${list.en}.`,
    }),
    later: (list: Words): Words => ({
      zh: `提交后再把照片或文件直接发给我也可以:${list.zh}。`,
      en: `May follow, sent to me as a photo or file: ${list.en}.`,
    }),
    free: (list: Words): Words => ({
      zh: `有就发给我,提交前后都可以:${list.zh}。`,
      en: `If you have it, send it before or after this: ${list.en}.`,
    }),
    firstByKind: (list: Words): Words => ({
      zh: `这些要先把照片或文件直接发给我,再提交:${list.zh}。`,
      en: `For these, send me a photo or file before you send this: ${list.en}.`,
    }),
    aside: (what: Words, aside: Words): Words => ({ zh: `${what.zh}(${aside.zh})`, en: `${what.en} (${aside.en})` }),
    maybe: { zh: '视情况', en: 'in some cases' },
    whenTheDeskSays: { zh: '时间由班组定', en: 'when the desk says' },
    beforeStart: { zh: '开始前', en: 'before it begins' },
    byShift: (count: number): Words => ({
      zh: `结束后第 ${count} 个班当天为止`,
      en: count === 1 ? 'by the day of the next shift after it' : `by the day of shift ${count} after it`,
    }),
    within: (after: 'start' | 'end' | 'approval', days: number): Words => {
      const zh = { start: '开始', end: '结束', approval: '批准' }[after];
      const en = { start: 'it begins', end: 'it ends', approval: 'it is approved' }[after];
      if (days === 0) return { zh: `${zh}当天`, en: `on the day ${en}` };
      return { zh: `${zh}后 ${days} 天内`, en: `within ${days} ${days === 1 ? 'day' : 'days'} after ${en}` };
    },
  },
  noDuties: { zh: '排班表上没有之后的班', en: 'There is no coming shift on the roster' },
  more: { zh: '还要填下面几项', en: 'A few more things are asked for' },
  manyPeople: (count: number): Words => ({ zh: `共 ${count} 人,请用搜索`, en: `${count} people; search for them` }),
  wrong: {
    notDate: { zh: '没有这个日期,请写成 2026-12-03', en: 'There is no such date; write 2026-12-03' },
    notTime: { zh: '没有这个时间,请写成 07:30', en: 'There is no such time; write 07:30' },
    backwards: { zh: '结束在开始之前', en: 'The end is before the start' },
    sameTime: { zh: '结束和开始是同一时间', en: 'The end is the start' },
    tooOld: { zh: '已经过去两个月以上,请找带班的人', en: 'More than two months ago; ask a lead' },
    tooFar: { zh: '离现在一年以上', en: 'More than a year from now' },
    needed: { zh: '请填写', en: 'Please fill this in' },
    notNumber: { zh: '请写数字', en: 'Write a number' },
    notChoice: { zh: '请从列表里选', en: 'Choose from the list' },
    tooLong: (most: number): Words => ({ zh: `最多 ${most} 个字`, en: `At most ${most} characters` }),
    later: { zh: '这个时间还没到', en: 'That is still to come' },
    oneHalf: { zh: '同一天里不能从中午开始又到中午结束', en: 'One day cannot begin and end at noon' },
    timesAndHalves: { zh: '填了时间就不要再选半天', en: 'Give times or half days, not both' },
    both: { zh: '开始和结束时间都要填', en: 'Give both times' },
    notMember: { zh: '不在这个班组', en: 'Does not stand on this desk' },
    theirShift: { zh: '还差这一项,请选', en: 'One more thing to choose' },
    chooseShift: { zh: '请选班次', en: 'Choose the shift' },
    outside: { zh: '不在这个班的时间里', en: 'Not within the shift' },
  },
} as const;
