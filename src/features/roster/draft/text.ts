import type { Words } from '../../../core/locale.ts';

/** Sentences of making a roster from the rotation. */
export const text = {
  none: (desk: Words): Words => ({ zh: `${desk.zh}没有轮班规则`, en: `${desk.en} has no rotation` }),
  noneHelp: {
    zh: '可以在值班配置文件里写 rotations,或把排班表文件发给我。',
    en: 'Write rotations in the desk file, or send me the roster as a file.',
  },
  problems: { zh: '轮班规则有误,没有排', en: 'The rotation has errors; nothing was drafted' },
  invalid: (rotation: string, what: string): Words => ({ zh: `${rotation}:${what}`, en: `${rotation}: ${what}` }),
  notOnDesk: (rotation: string, person: string): Words => ({
    zh: `${rotation}:${person} 不在这个班组里`,
    en: `${rotation}: ${person} does not stand on this desk`,
  }),
  noSuchShift: (rotation: string, shift: string): Words => ({
    zh: `${rotation}:没有班次 ${shift}`,
    en: `${rotation}: there is no shift ${shift}`,
  }),
  empty: (month: Words): Words => ({ zh: `按轮班规则,${month.zh}没有班`, en: `The rotation gives no shift in ${month.en}` }),
  overdueTitle: (desk: Words, month: Words): Words => ({
    zh: `${desk.zh}${month.zh}值班表还没有发布`,
    en: `The roster of ${desk.en} for ${month.en} is not published`,
  }),
  dueBy: (deadline: Words): Words => ({ zh: `最迟在 ${deadline.zh} 前公布`, en: `It has to be published before ${deadline.en}` }),
  overdue: (deadline: Words): Words => ({ zh: `公布期限(${deadline.zh}前)已过`, en: `The deadline (before ${deadline.en}) has passed` }),
  dayTitle: (desk: Words, day: Words): Words => ({
    zh: `${desk.zh}${day.zh}还没有排人`,
    en: `Nobody is rostered at ${desk.en} on ${day.en}`,
  }),
  endsTitle: (desk: Words, day: Words): Words => ({
    zh: `${desk.zh}的值班表排到 ${day.zh}`,
    en: `The roster of ${desk.en} ends on ${day.en}`,
  }),
  ends: { zh: '待排班', en: 'to be rostered' },
  nothingAfter: { zh: '之后没有发布值班表。', en: 'Nothing is published after that.' },
  lastShift: { zh: '最后一个班', en: 'Last shift' },
  sendFileOnly: { zh: '把文件发给我就能发布。', en: 'Send me the file; it is published with a button.' },
  sendFile: { zh: '把文件发给我,或按轮班规则排。', en: 'Send me the file, or draft it from the rotation.' },
  due: { zh: '到期', en: 'due' },
  late: { zh: '已过期', en: 'overdue' },
  draft: { zh: '按轮班规则排', en: 'Draft from the rotation' },
  how: { zh: '怎样导入', en: 'How to import' },
} as const;
