import type { Words } from '../../../core/locale.ts';
import type { RequestState } from '../request.ts';

/** Words of the cards. */
export const text = {
  states: {
    confirming: { zh: '待确认', en: 'to confirm' },
    'open-call': { zh: '待接', en: 'open' },
    approving: { zh: '待审批', en: 'to approve' },
    asked: { zh: '待补充', en: 'question' },
    approved: { zh: '已批准', en: 'approved' },
    cancelling: { zh: '待批准取消', en: 'cancelling' },
    closed: { zh: '已结', en: 'closed' },
    declined: { zh: '对方不同意', en: 'declined' },
    refused: { zh: '已拒绝', en: 'refused' },
    withdrawn: { zh: '已撤回', en: 'withdrawn' },
    cancelled: { zh: '已取消', en: 'cancelled' },
    lapsed: { zh: '已过期', en: 'lapsed' },
  } satisfies Record<RequestState, Words>,
  provisional: { zh: '暂准', en: 'provisional' },
  agreeBy: (until: string): Words => ({ zh: `请你决定同意不同意,${until}`, en: `Do you agree? Answer ${until}` }),
  confirmsBy: (who: string, until: string): Words => ({ zh: `等${who}同意,${until}`, en: `Waits for ${who} to agree, ${until}` }),
  takenBy: (until: string): Words => ({ zh: `等人来接,${until}`, en: `Waits for somebody to take it, ${until}` }),
  decidesBy: (who: string, until: string): Words => ({ zh: `等${who}审批,${until}`, en: `Waits for ${who} to decide, ${until}` }),
  decidesCancel: (who: string): Words => ({
    zh: `申请取消,等${who}审批;批准之前照旧`,
    en: `To be taken back: waits for ${who}; until then it stands`,
  }),
  answersTo: (who: string, asker: string): Words => ({ zh: `等${who}回答${asker}`, en: `Waits for ${who} to answer ${asker}` }),
  works: (who: string, duty: string): Words => ({ zh: `${who}上 ${duty}`, en: `${who} works ${duty}` }),
  rosterNow: (takers: string): Words => ({ zh: `值班表已改:${takers}`, en: `The roster is changed: ${takers}` }),
  awayNow: (who: string, when: string, shifts: number): Words => ({
    zh: shifts === 0 ? `${who} ${when} 不在,这段时间没有排班` : `${who} ${when} 不在,${shifts} 个班已空出`,
    en:
      shifts === 0
        ? `${who} is away ${when}; no shift falls into it`
        : `${who} is away ${when}; ${shifts === 1 ? '1 shift is' : `${shifts} shifts are`} free`,
  }),
  asBefore: { zh: '已恢复原样。', en: 'Everything is as it was.' },
  unchanged: { zh: '值班表没有变。', en: 'The roster stays as it was.' },
  who: { zh: '申请人', en: 'For' },
  filedBy: (who: string, by: string): Words => ({ zh: `${who}(${by}代提)`, en: `${who} (filed by ${by})` }),
  partner: { zh: '对方', en: 'With' },
  partnerCover: { zh: '代班', en: 'Cover' },
  when: { zh: '时间', en: 'When' },
  length: (days: number): Words => ({ zh: `${days} 天`, en: `${days} ${days === 1 ? 'day' : 'days'}` }),
  shifts: { zh: '班次', en: 'Shifts' },
  told: { zh: '口头告知', en: 'Told' },
  documents: { zh: '材料', en: 'Documents' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
  morning: { zh: '上午', en: 'morning' },
  afternoon: { zh: '下午', en: 'afternoon' },
  chain: { zh: '审批', en: 'Chain' },
  agreed: (who: string, at: string): Words => ({ zh: `${who} ${at} 同意`, en: `${who} agreed, ${at}` }),
  refusedBy: (who: string, at: string): Words => ({ zh: `${who} ${at} 拒绝`, en: `${who} refused, ${at}` }),
  declinedBy: (who: string, at: string): Words => ({ zh: `${who} ${at} 不同意`, en: `${who} declined, ${at}` }),
  for: (who: string, other: string): Words => ({ zh: `${who}(代${other})`, en: `${who} (for ${other})` }),
  waitsFor: (what: string, who: string): Words => ({ zh: `等 ${what}:${who}`, en: `Waits for ${what}: ${who}` }),
  later: (what: string): Words => ({ zh: `之后:${what}`, en: `Then: ${what}` }),
  vacant: (what: string): Words => ({
    zh: `${what}:现在没有人能审批,已告诉带班的人`,
    en: `${what}: nobody can sign at the moment; the leads are told`,
  }),
  notLinked: (who: string): Words => ({
    zh: `${who} 没有关联消息账号,请当面告诉`,
    en: `${who} cannot be reached by message; tell them yourself`,
  }),
  nobodyDecides: { zh: '不需要审批', en: 'Nobody has to approve it' },
  fits: { zh: '符合规定', en: 'Every rule is met' },
  away: { zh: '同时不在', en: 'Also away' },
  nobodyAway: { zh: '没有别人', en: 'nobody else' },
  pending: (name: string): Words => ({ zh: `${name}(待批)`, en: `${name} (asked)` }),
  staff: { zh: '最少在岗', en: 'Thinnest minute' },
  staffLine: (shift: string, at: string, count: number, least: number | null): Words => ({
    zh: least === null ? `${shift} ${at} 起 ${count} 人` : `${shift} ${at} 起 ${count} 人(要求 ${least})`,
    en: least === null ? `${shift}, from ${at}: ${count}` : `${shift}, from ${at}: ${count} (${least} needed)`,
  }),
  swaps: { zh: '本月换班', en: 'Swaps this month' },
  swapsLine: (who: string, count: number, limit: number | null): Words => ({
    zh: limit === null ? `${who} 第 ${count} 次` : `${who} 第 ${count} 次(限 ${limit} 次)`,
    en: limit === null ? `${who}: ${count}` : `${who}: ${count} (limit ${limit})`,
  }),
  grades: { zh: '工种和等级', en: 'Job and grade' },
  rules: { zh: '规定', en: 'Rules' },
  question: (who: string, said: string): Words => ({ zh: `${who}问:${said}`, en: `${who} asks: ${said}` }),
  cancelReason: (who: string, said: string): Words => ({ zh: `${who}申请取消:${said}`, en: `${who} asks to take it back: ${said}` }),
  answer: (said: string): Words => ({ zh: `答:${said}`, en: `Answer: ${said}` }),
  setAside: (who: string, reason: string): Words => ({ zh: `${who}说明原因后放行:${reason}`, en: `Set aside by ${who}: ${reason}` }),
  withReason: (reason: string): Words => ({ zh: `说明:${reason}`, en: `Reason: ${reason}` }),
  followUps: { zh: '之后要做', en: 'Owed afterwards' },
  followUpLine: (what: string, when: string, state: string): Words => ({
    zh: `${what} · ${when}${state}`,
    en: `${what} · ${when}${state}`,
  }),
  dueBy: (at: string): Words => ({ zh: `${at} 前`, en: `by ${at}` }),
  dueByEndOf: (day: string): Words => ({ zh: `${day}结束前`, en: `by the end of ${day}` }),
  dueOpen: { zh: '时间由班组定', en: 'when the desk says' },
  done: { zh: ' · 已办', en: ' · done' },
  missed: { zh: ' · 没有按时办', en: ' · missed' },
  missedAs: (what: string): Words => ({ zh: ` · 没有按时办,按${what}处理`, en: ` · missed, counts as ${what}` }),
  moved: { zh: '代班后,责任由代班的人承担。', en: 'Whoever stands in carries the whole responsibility.' },
  outdated: { zh: '这张卡片已过时,下面是现在的情况', en: 'This card is out of date; here is how it stands' },
  buttons: {
    approve: { zh: '同意', en: 'Approve' },
    approveWith: { zh: '说明原因并同意…', en: 'Approve with a reason…' },
    refuse: { zh: '拒绝…', en: 'Refuse…' },
    ask: { zh: '问一句…', en: 'Ask back…' },
    hand: { zh: '转交…', en: 'Hand over…' },
    agree: { zh: '同意', en: 'Agree' },
    decline: { zh: '不同意', en: 'Decline' },
    takeBack: { zh: '收回同意', en: 'Take back' },
    withdraw: { zh: '撤回', en: 'Withdraw' },
    cancel: { zh: '申请取消…', en: 'Cancel…' },
    answer: { zh: '回答…', en: 'Answer…' },
    followUpDone: (what: string): Words => ({ zh: `已办:${what}`, en: `Done: ${what}` }),
    mine: { zh: '我的申请', en: 'My requests' },
    approvals: { zh: '待审批', en: 'Approvals' },
    show: { zh: '看申请', en: 'Show' },
    look: (document: string): Words => ({ zh: `看 ${document}`, en: `View the ${document}` }),
    withdrawOther: { zh: '撤销这份申请…', en: 'Withdraw for them…' },
  },
  confirm: {
    withdraw: { zh: '撤回这份申请', en: 'Withdraw this request' },
    withdrawText: { zh: '撤回后对方和审批人会看到。需要时可以再提。', en: 'Those who were asked will see it. You can ask again.' },
    decline: { zh: '不同意', en: 'Decline' },
    declineText: { zh: '这份申请就此结束,申请人会看到。', en: 'The request ends here; the asker will see it.' },
    yes: { zh: '确定', en: 'Yes' },
    no: { zh: '再想想', en: 'Not now' },
  },
} as const;

/** What people are owed to do afterwards, in words. */
export const followUpWords: Readonly<Record<string, Words>> = {
  close: { zh: '销假', en: 'close the leave' },
  'hand-in-sick-note': { zh: '交病假证明', en: 'hand in the sick note' },
  'submit-form': { zh: '补交申请单', en: 'hand in the form' },
  'hand-in-paper': { zh: '交纸质单', en: 'hand in the paper form' },
  complete: { zh: '补全', en: 'complete it' },
  'fill-gap': { zh: '补上空班', en: 'fill the gap' },
};

export const followUpName = (what: string): Words => followUpWords[what] ?? { zh: what, en: what.replaceAll('-', ' ') };

/** What something counts as, in words. */
const outcomes: Readonly<Record<string, Words>> = {
  absence: { zh: '旷工', en: 'absence' },
  'personal-leave': { zh: '事假', en: 'personal leave' },
  violation: { zh: '违规', en: 'a violation' },
};
export const outcomeName = (code: string): Words => outcomes[code] ?? { zh: code, en: code.replaceAll('-', ' ') };
