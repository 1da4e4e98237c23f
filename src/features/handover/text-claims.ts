import type { Words } from '../../core/locale.ts';

/** What is said of who takes over, when it is signed and who may go. */
export const claimText = {
  early: { zh: '还不能签字', en: 'It is too early to sign' },
  earlyFrom: (moment: Words): Words => ({
    zh: `${moment.zh} 起可以签;接班人先到,就可以先签。`,
    en: `It can be signed from ${moment.en} on, or as soon as the relief is there.`,
  }),
  earlyWrite: { zh: '交班情况现在就可以写。', en: 'The report can be written now.' },
  withdrawn: { zh: '已保存,签字和口令已收回', en: 'Saved; your signature and the code are taken back' },
  withdrawnHelp: { zh: '请再签一次,再给接班人新口令。', en: 'Please sign again; the relief needs the new code.' },
  withdrawnTo: (name: Words): Words => ({ zh: `${name.zh}改了交班情况`, en: `${name.en} has changed the report` }),
  withdrawnToHelp: {
    zh: '交班人的签字和口令已收回,重签后再核对口令。',
    en: 'Their signature and the code are taken back; they sign again and read out a new code.',
  },
  taken: (name: Words): Words => ({ zh: `${name.zh} 正在接这个班`, en: `${name.en} is taking this shift over` }),
  takenByCode: {
    zh: '要换你接:请交班人再出示口令,由你输入。',
    en: 'To take over instead, ask whoever hands over for a new code and enter it.',
  },
  takenBySign: { zh: '要换你接:按“确认并签字”,逐项重新确认。', en: 'To take over instead, press “Confirm and sign” and verify anew.' },
  second: (name: Words): Words => ({ zh: `你已经在接 ${name.zh} 的班`, en: `You are taking over from ${name.en} already` }),
  secondFree: (names: Words): Words => ({
    zh: `这个班由还没接班的人来接:${names.zh}。`,
    en: `This one is for whoever takes over nobody yet: ${names.en}.`,
  }),
  instead: (name: Words, before: Words): Words => ({
    zh: `改由${name.zh}接班,${before.zh}确认过的要重新确认`,
    en: `${name.en} takes over instead of ${before.en}; the items are verified anew`,
  }),
  ends: (time: string): Words => ({ zh: `${time} 下班。`, en: `Your shift ends at ${time}.` }),
  blocked: (incident: string, missing: Words): Words => ({
    zh: `交接因事件停止:${incident}。办完后签字,还差:${missing.zh}`,
    en: `An incident stops the handover: ${incident}. When it is over it needs the signature of ${missing.en}`,
  }),
  blockedUnopened: (incident: string): Words => ({
    zh: `还没有交班,交接因事件停止:${incident}`,
    en: `You have not handed over; an incident stops it: ${incident}`,
  }),
  releasedOf: (lead: Words, name: Words): Words => ({ zh: `${lead.zh}放行了${name.zh}`, en: `${lead.en} has released ${name.en}` }),
  releasedRelief: {
    zh: '没有当面交接。接班后请自己逐项查看,未结事项归你。',
    en: 'Nothing was handed over in person. Go through the items yourself; what is open is yours.',
  },
  askedDone: { zh: '不用放行了', en: 'Nobody needs to be released any more' },
} as const;
