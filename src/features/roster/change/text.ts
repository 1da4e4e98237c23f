import type { Words } from '../../../core/locale.ts';

/** Sentences of changing one shift. */
export const text = {
  title: { zh: '改班', en: 'Change a shift' },
  desk: { zh: '班组', en: 'Desk' },
  day: { zh: '日期', en: 'Day' },
  shift: { zh: '班次', en: 'Shift' },
  out: { zh: '换下', en: 'Out' },
  outHint: { zh: '只加人时不填', en: 'Leave empty to add somebody' },
  in: { zh: '换上', en: 'In' },
  inHint: { zh: '只减人时不填', en: 'Leave empty to take somebody out' },
  reason: { zh: '原因', en: 'Reason' },
  reasonHint: { zh: '会告诉涉及的人;不合提醒性规定时必填', en: 'The people it touches are told; needed where a rule is flagged' },
  submit: { zh: '改班', en: 'Change' },
  manyMembers: (count: number): Words => ({
    zh: `班组有 ${count} 人,列出前 100 人`,
    en: `The desk has ${count} people; the first 100 are listed`,
  }),
  done: { zh: '已改班', en: 'The shift is changed' },
  told: { zh: '已告诉涉及的人。', en: 'The people it touches are told.' },
  unreached: (names: string): Words => ({
    zh: `${names} 没有关联消息账号,请当面告诉。`,
    en: `${names} cannot be reached by message; tell them yourself.`,
  }),
  nobodyNamed: { zh: '请选换下或换上的人', en: 'Choose who goes out or who comes in' },
  samePerson: { zh: '换下和换上是同一个人', en: 'This is the same person' },
  monthNotPublished: (month: Words): Words => ({
    zh: `${month.zh}的值班表还没有发布,不能改`,
    en: `The roster of ${month.en} is not published, so it cannot be changed`,
  }),
  noSuchShift: (day: Words, shift: Words): Words => ({ zh: `${day.zh}没有${shift.zh}`, en: `${day.en} has no ${shift.en} shift` }),
  shiftOver: (duty: Words): Words => ({ zh: `${duty.zh} 已经结束,不能改`, en: `${duty.en} is over and cannot be changed` }),
  notInShift: (who: Words): Words => ({ zh: `${who.zh}不在这个班里`, en: `${who.en} is not in this shift` }),
  alreadyInShift: (who: Words): Words => ({ zh: `${who.zh}已经在这个班里`, en: `${who.en} is in this shift already` }),
  notMember: { zh: '换上的人不在这个班组里', en: 'Who comes in does not stand on this desk' },
  twoPlaces: (who: Words, where: Words): Words => ({ zh: `${who.zh}这时在值${where.zh}`, en: `${who.en} is on duty then: ${where.en}` }),
  notPlanner: { zh: '没有改,值班表不由你编排', en: 'Not changed; the roster is not yours to arrange' },
  againstRules: { zh: '这样改不合规定', en: 'The rules do not allow this change' },
  needsReason: { zh: '有提醒事项,请写原因', en: 'A rule is flagged; give a reason' },
} as const;
