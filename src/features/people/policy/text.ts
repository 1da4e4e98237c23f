import type { Words } from '../../../core/locale.ts';
import type { Reaction } from '../../../policy/policy.ts';
import type { Response } from '../../../policy/reaction.ts';

const words = (zh: string, en: string): Words => ({ zh, en });

/** What the bot does about a rule. */
export const responseWords: Readonly<Record<Response, Words>> = {
  refuse: words('不符合就拒绝', 'refused when not met'),
  flag: words('不符合会标出来', 'flagged when not met'),
  remind: words('到时提醒', 'reminded in time'),
  route: words('交给该办的人', 'goes to whoever it is for'),
  compute: words('由它算出', 'worked out from it'),
  capture: words('留下记录', 'kept on record'),
};

/** Concepts that are not built, by their name in a preset. */
export const conceptWords: Readonly<Record<string, Words>> = {
  record: words('记录和台账', 'log and registers'),
  access: words('查阅权限', 'access'),
  handover: words('交接班', 'handover'),
  obligation: words('待办事项', 'tasks'),
  escalation: words('突发事件上报', 'incidents'),
  checklist: words('检查', 'inspections'),
  scorecard: words('评分', 'scores'),
};

export const text = {
  list: {
    title: (desk: Words): Words => words(`规定 · ${desk.zh}`, `Regulations · ${desk.en}`),
    none: words('这个班组还没有采用规定。', 'This desk has adopted no regulation yet.'),
    rules: (count: number): Words => words(`${count} 条`, count === 1 ? '1 rule' : `${count} rules`),
    pending: (count: number): Words => words(`其中 ${count} 条还没有实现`, `${count} of them not carried out yet`),
    changed: (count: number): Words =>
      words(`本班组改了 ${count} 处`, count === 1 ? '1 change of the desk' : `${count} changes of the desk`),
    since: (day: string): Words => words(`自 ${day}`, `since ${day}`),
    from: (day: string): Words => words(`${day} 起`, `from ${day}`),
    until: (day: string): Words => words(`到 ${day} 前一天止`, `until the day before ${day}`),
    open: (title: Words): Words => words(`看${title.zh}`, title.en),
    adopt: words('采用规定', 'Adopt a regulation'),
    unknown: (name: string): Words => words(`没有采用“${name}”`, `“${name}” is not adopted`),
  },
  page: {
    position: (first: number, last: number, all: number): Words =>
      words(`第 ${first}–${last} 条,共 ${all} 条`, `Rules ${first}–${last} of ${all}`),
    next: words('下一页', 'Next'),
    previous: words('上一页', 'Previous'),
    back: words('全部规定', 'All regulations'),
    stop: words('停用', 'Stop using it'),
    look: words('看这一条', 'Look at it'),
  },
  rule: {
    does: words('在这里', 'Here'),
    pending: (concept: Words): Words => words(`还没有实现:要等“${concept.zh}”`, `Not carried out yet: waits for ${concept.en}`),
    none: (reason: Words): Words => words(`机器人不做什么:${reason.zh}`, `Nothing for the bot to do: ${reason.en}`),
    elsewhere: words('不适用于这类班组', 'Not for this kind of desk'),
    softened: words('已放宽', 'softened'),
    warn: words('只提醒,不拒绝', 'flagged, not refused'),
    off: words('不再适用', 'does not apply'),
    values: words('现在的值', 'In force'),
    original: (value: string): Words => words(`(规定:${value})`, ` (regulation: ${value})`),
    history: words('本班组的改动', 'Changes of the desk'),
    untouched: words('没有改过。', 'Nothing was changed.'),
    past: words('已结束', 'over'),
    coming: words('将生效', 'to come'),
    change: words('修改', 'Change'),
    restore: words('恢复原规定', 'Back to the regulation'),
    more: (count: number): Words => words(`另有 ${count} 项请用配置文件修改`, `${count} more are changed by desk file`),
    gone: words('没有这一条规定', 'There is no such rule'),
    goneBody: words('它所属的规定可能刚被停用。', 'Its regulation may just have been dropped.'),
  },
  form: {
    title: (rule: string): Words => words(`修改 ${rule}`, `Change ${rule}`),
    reaction: words('不符合时', 'When it is not met'),
    reactions: {
      refuse: words('拒绝(原规定)', 'Refuse (as the regulation says)'),
      flag: words('只提醒', 'Only flag'),
      off: words('不再适用', 'Does not apply'),
    } satisfies Readonly<Record<Reaction, Words>>,
    asBefore: words('照规定办', 'As the regulation says'),
    from: words('从哪天起', 'From'),
    reason: words('原因', 'Reason'),
    reasonHint: words('会显示给引用这一条的每个人', 'Shown to everybody to whom the rule is cited'),
    submit: words('保存', 'Save'),
    cancel: words('取消', 'Cancel'),
    same: words('还没有改任何内容', 'Nothing is changed yet'),
    past: words('最早从今天开始', 'Today at the earliest'),
    noDate: words('没有这个日期', 'There is no such day'),
    raced: words('有人刚改过这一条。看一下现在的值,再保存一次', 'Somebody has just changed this rule. Look at it and save again'),
    yes: words('是', 'Yes'),
    no: words('否', 'No'),
  },
  saved: {
    title: (rule: string, day: string): Words => words(`已修改 ${rule},${day}起生效`, `${rule} changed from ${day}`),
    restored: (rule: string, day: string): Words =>
      words(`${rule} 从${day}起恢复原规定`, `${rule} goes back to the regulation from ${day}`),
    told: (name: string, desk: Words): Words => words(`${name} 改了${desk.zh}的规定`, `${name} changed the rules of ${desk.en}`),
    reason: (reason: string): Words => words(`原因:${reason}`, `Reason: ${reason}`),
  },
  adopt: {
    title: words('采用规定', 'Adopt a regulation'),
    preset: words('哪项规定', 'Regulation'),
    submit: words('采用', 'Adopt'),
    all: words('全部规定都已采用', 'All regulations are adopted already'),
    done: (title: Words, day: string): Words => words(`${day}起采用${title.zh}`, `${title.en} holds from ${day}`),
    already: words('已经采用了', 'It is adopted already'),
    stopTitle: (title: Words): Words => words(`停用${title.zh}`, `Stop using ${title.en}`),
    stopSubmit: words('停用', 'Stop'),
    stopped: (title: Words, day: string): Words => words(`${title.zh} 从${day}起停用`, `${title.en} is no longer used from ${day}`),
    stopNote: words('在那之前做的决定不变。', 'What was decided before stays as it is.'),
  },
  conflict: {
    title: words('两项规定不一致', 'Two regulations disagree'),
    note: words(
      '没有保存。请选保留哪一边;另一边的条文在本班组不再适用,随时可以恢复。',
      'Nothing is saved. Choose which side holds; the rules of the other do not apply on this desk and can be restored at any time.',
    ),
    keep: (title: Words): Words => words(`保留${title.zh}`, `Keep ${title.en}`),
    off: (rules: string): Words => words(`停用 ${rules}`, `switches off ${rules}`),
    submit: words('按此采用', 'Adopt like this'),
    reason: words('为什么这样选', 'Why'),
    stuck: words('这里只能先改其中一个值,或停用其中一项。', 'One of the values has to be changed first, or one of the two dropped.'),
    refused: words('这样改会自相矛盾,没有保存', 'This would contradict itself; nothing is saved'),
    again: words('还有不一致的地方', 'There is more that disagrees'),
    choose: words('选一边', 'Choose one side'),
  },
  notOn: {
    title: (desk: Words): Words => words(`你不在${desk.zh}`, `You are not on ${desk.en}`),
    body: words('班组的规定只有本班组的人和它的负责人能看。', 'Only people of a desk and its leads see its rules.'),
  },
  notLead: {
    title: words('只有负责人可以改规定', 'Only a lead changes the rules'),
    body: (desk: Words): Words => words(`${desk.zh}的规定由它的负责人修改。`, `The rules of ${desk.en} are changed by its leads.`),
  },
} as const;
