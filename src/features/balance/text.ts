import type { Words } from '../../core/locale.ts';

const days = (count: number): Words => ({ zh: `${count} 天`, en: `${count} ${count === 1 ? 'day' : 'days'}` });

/** Sentences of balances. */
export const text = {
  days,
  balance: { zh: '余额', en: 'Balance' },
  leftAfter: (left: number, after: number): Words => ({
    zh: `还有 ${days(left).zh},批准后 ${days(after).zh}`,
    en: `${days(left).en} left, ${days(after).en} if approved`,
  }),
  pay: { zh: '工资', en: 'Pay' },
  payShare: (share: number): Words => {
    const percent = Math.round(share * 100);
    if (percent === 0) return { zh: '假期内不发', en: 'none during this leave' };
    return percent === 100 ? { zh: '照发', en: 'goes on in full' } : { zh: `发 ${percent}%`, en: `${percent}% goes on` };
  },
  title: (name: string): Words => ({ zh: `${name}的假期余额`, en: `Leave balance of ${name}` }),
  own: { zh: '我的假期余额', en: 'My leave balance' },
  left: (count: number): Words => ({ zh: `还有 ${days(count).zh}`, en: `${days(count).en} left` }),
  granted: (count: number): Words => ({ zh: `本年 ${days(count).zh}`, en: `${days(count).en} this year` }),
  earned: (count: number): Words => ({ zh: `本月值班得 ${days(count).zh}`, en: `${days(count).en} earned this month` }),
  carried: (count: number): Words => ({ zh: `上年结转 ${days(count).zh}`, en: `${days(count).en} carried over` }),
  adjusted: (count: number): Words => ({
    zh: `调整 ${count > 0 ? '+' : ''}${days(count).zh}`,
    en: `${count > 0 ? '+' : ''}${days(count).en} adjusted`,
  }),
  used: (count: number): Words => ({ zh: `已休 ${days(count).zh}`, en: `${days(count).en} used` }),
  reserved: (count: number): Words => ({ zh: `待批 ${days(count).zh}`, en: `${days(count).en} asked for` }),
  expiring: (count: number, on: string): Words => ({ zh: `${days(count).zh}在 ${on} 后作废`, en: `${days(count).en} lapse after ${on}` }),
  missing: { zh: '没有登记入职日期,算不出天数', en: 'No joining date is on record, so the days are not known' },
  none: { zh: '这里没有记余额的假', en: 'No leave is counted here' },
  noneWhy: (desk: string): Words => ({
    zh: `${desk}采用的制度没有按年给假,也没有值班调休。`,
    en: `No regulation of ${desk} grants leave by the year or time off for duty.`,
  }),
  rulesAt: (desk: string): Words => ({ zh: `按${desk}的制度`, en: `By the rules of ${desk}` }),
  adjust: { zh: '调整…', en: 'Adjust…' },
  adjustTitle: { zh: '调整余额', en: 'Adjust a balance' },
  account: { zh: '假别', en: 'Leave' },
  amount: { zh: '天数', en: 'Days' },
  amountHint: { zh: '加写 2 或 0.5,减写 -1', en: '2 or 0.5 to add, -1 to take off' },
  on: { zh: '从哪天起算', en: 'Counts from' },
  reason: { zh: '原因', en: 'Reason' },
  reasonHint: { zh: '会告诉本人,并留下记录', en: 'The person is told; it is kept on record' },
  submit: { zh: '调整', en: 'Adjust' },
  cancel: { zh: '取消', en: 'Cancel' },
  badAmount: { zh: '写一个数,半天为单位,例如 1 或 -0.5', en: 'A number in half days, such as 1 or -0.5' },
  badDay: { zh: '没有这一天', en: 'There is no such day' },
  needsReason: { zh: '请写原因', en: 'Give a reason' },
  belowZero: (left: number): Words => ({ zh: `只剩 ${days(left).zh},不能减这么多`, en: `Only ${days(left).en} left; this is more` }),
  adjustedFor: (name: string): Words => ({ zh: `已调整${name}的余额`, en: `The balance of ${name} is adjusted` }),
  told: (by: string, account: string): Words => ({ zh: `${by}调整了你的${account}`, en: `${by} adjusted your ${account}` }),
  notLead: { zh: '只有带班的人能看别人的余额', en: 'Only leads see the balance of others' },
  notLeadAdjust: { zh: '只有带班的人能调整余额,自己的也要别人来调', en: 'Only leads adjust balances, and nobody their own' },
  nobody: (name: string): Words => ({ zh: `没有叫“${name}”的人`, en: `Nobody here is called “${name}”` }),
  several: (name: string): Words => ({ zh: `“${name}”不止一个人,写全名`, en: `“${name}” is more than one person; give the full name` }),
  noDesk: { zh: '你不在任何班组里', en: 'You stand on no desk' },
  gone: { zh: '已经不在了', en: 'No longer there' },
} as const;
