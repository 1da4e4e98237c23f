import type { Words } from '../../core/locale.ts';

/** What is said of who takes over, when it is signed and who may go. */
export const claimText = {
  early: { zh: '还不能签字', en: 'It is too early to sign' },
  earlyTake: { zh: '还没到接班的时候', en: 'It is too early to take over' },
  begun: (name: Words, leaver: Words): Words => ({
    zh: `${name.zh}开始接${leaver.zh}的班`,
    en: `${name.en} has begun to take over from ${leaver.en}`,
  }),
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
  edited: { zh: '日志的原消息改过,还没签字', en: 'Messages of the log were edited; nothing is signed yet' },
  editedHow: {
    zh: '改动已记进日志,看过再按一次“确认并签字”。',
    en: 'The log has the changes now. Look at them, then press “Confirm and sign” again.',
  },
  fresh: (count: number): Words => ({
    zh: `新增 ${count} 项未结,还没签字`,
    en:
      count === 1
        ? '1 matter has been opened since; nothing is signed yet'
        : `${count} matters have been opened since; nothing is signed yet`,
  }),
  freshHow: { zh: '看过再按一次“确认并签字”。', en: 'Look at it, then press “Confirm and sign” again.' },
  clockIn: { zh: '你已接班,还没上班打卡', en: 'You have taken over; please clock in' },
  worn: (name: Words, tries: number): Words => ({
    zh: `${name.zh} ${tries} 次口令没输对`,
    en: `${name.en} has typed a wrong code ${tries} times`,
  }),
  wornHelp: {
    zh: '这个口令对其他接班人仍有效。要再给一次,请换新口令并当面念。',
    en: 'The code is still good for another relief. To give it again, make a new one and read it out face to face.',
  },
  ends: (time: string): Words => ({ zh: `${time} 下班。`, en: `Your shift ends at ${time}.` }),
  blocked: (incident: Words, missing: Words): Words => ({
    zh: `交接因事件停止:${incident.zh}。办完后签字,还差:${missing.zh}`,
    en: `An incident stops the handover: ${incident.en}. When it is over it needs the signature of ${missing.en}`,
  }),
  blockedUnopened: (incident: Words): Words => ({
    zh: `还没有交班,交接因事件停止:${incident.zh}`,
    en: `You have not handed over; an incident stops it: ${incident.en}`,
  }),
  releasedOf: (lead: Words, name: Words): Words => ({ zh: `${lead.zh}放行了${name.zh}`, en: `${lead.en} has released ${name.en}` }),
  releasedLine: (lead: Words, moment: string, reason: string): Words => ({
    zh: `${lead.zh} 带班放行 ${moment},没有当面交接:${reason}`,
    en: `Released by ${lead.en} ${moment}, nothing handed over in person: ${reason}`,
  }),
  releasedRelief: {
    zh: '没有当面交接,不用你签。请看内容、自己查看;有问题按“补充…”写明。未结事项归你。',
    en: 'Nothing was handed over in person, and you need not sign. See the report and look for yourself; what is not in order you note with “Amend…”. What is open is yours.',
  },
  released: (time: string): Words => ({
    zh: `带班的人已放行 ${time},没有当面交接`,
    en: `A lead released them at ${time}; nothing was handed over in person`,
  }),
  releasedHelp: {
    zh: '不用再逐项确认或签字。有问题按“补充…”写明。',
    en: 'Nothing is verified or signed any more. What is not in order you note with “Amend…”.',
  },
  askedDone: { zh: '不用放行了', en: 'Nobody needs to be released any more' },
} as const;
