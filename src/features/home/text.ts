import type { Words } from '../../core/locale.ts';

/** Every sentence of the slice. */
export const homeText = {
  summary: { zh: '我的班、等我处理的事', en: 'What is mine and what waits for me' },
  title: (name: string): Words => ({ zh: `${name}的值班`, en: `${name}: duty` }),
  now: { zh: '现在', en: 'Now' },
  onDuty: { zh: '你正在值班', en: 'You are on duty' },
  notIn: { zh: '还没有打卡', en: 'not clocked in yet' },
  inSince: (time: string): Words => ({ zh: `${time} 已上班打卡`, en: `clocked in at ${time}` }),
  offDuty: { zh: '你现在不值班。', en: 'You are not on duty now.' },
  next: { zh: '接下来的班', en: 'Your next shifts' },
  noNext: { zh: '排班表上没有你之后的班。', en: 'The roster has no later shift of yours.' },
  waiting: { zh: '等你处理', en: 'Waits for you' },
  nothingWaits: { zh: '没有。', en: 'Nothing.' },
  noRoster: (month: Words, desk: Words): Words => ({
    zh: `${month.zh}还没有值班表 · ${desk.zh}`,
    en: `There is no roster for ${month.en} yet · ${desk.en}`,
  }),
  lost: (channel: string, desk: Words): Words => ({
    zh: `频道 ${channel} 收不到消息,请重新邀请我 · ${desk.zh}`,
    en: `${channel} gets no messages: invite me again · ${desk.en}`,
  }),
  missing: (names: string, desk: Words): Words => ({ zh: `未到:${names} · ${desk.zh}`, en: `Missing: ${names} · ${desk.en}` }),
  toSign: (title: Words, side: 'outgoing' | 'incoming'): Words =>
    side === 'outgoing'
      ? { zh: `待你签字 · ${title.zh}`, en: `To be signed by you · ${title.en}` }
      : { zh: `待你接班签字 · ${title.zh}`, en: `To be taken over and signed by you · ${title.en}` },
  requests: { zh: '我的申请', en: 'My requests' },
  moreApprovals: (count: number): Words => ({ zh: `另有 ${count} 份待审批`, en: `${count} more to approve` }),
  tasks: { zh: '要办的事', en: 'Due' },
  moreTasks: (count: number): Words => ({ zh: `另有 ${count} 件`, en: `${count} more` }),
  running: { zh: '当班', en: 'On duty now' },
  nobody: { zh: '没有人当班。', en: 'Nobody is on duty.' },
  lead: { zh: '带班', en: 'lead' },
  buttons: {
    in: { zh: '上班打卡', en: 'Clock in' },
    out: { zh: '下班打卡', en: 'Clock out' },
    handover: { zh: '交班', en: 'Hand over' },
    takeOver: { zh: '接班', en: 'Take over' },
    mine: { zh: '我的班', en: 'My shifts' },
    who: { zh: '谁值班', en: 'Who is on duty' },
    roster: { zh: '值班表', en: 'Roster' },
    draft: { zh: '排班', en: 'Make a roster' },
    people: { zh: '人员', en: 'People' },
    approvals: { zh: '待审批', en: 'Approvals' },
    requests: { zh: '我的申请', en: 'My requests' },
    tasks: { zh: '任务', en: 'Tasks' },
    ask: { zh: '提申请', en: 'Ask' },
    board: { zh: '到岗', en: 'Board' },
    settings: { zh: '我的设置', en: 'My settings' },
    help: { zh: '帮助', en: 'Help' },
  },
} as const;
