import type { Words } from '../../../core/locale.ts';

/** Sentences of drafting and publishing. */
export const text = {
  previewTitle: (desk: Words, month: Words): Words => ({
    zh: `待发布 · ${desk.zh}${month.zh}值班表`,
    en: `To publish · ${desk.en}, roster of ${month.en}`,
  }),
  waiting: { zh: '待确认', en: 'to confirm' },
  published: { zh: '已发布', en: 'published' },
  dropped: { zh: '已放弃', en: 'dropped' },
  outdated: { zh: '已过时', en: 'out of date' },
  understood: (people: number, duties: number, days: number): Words => ({
    zh: `${people} 人,${days} 天,共 ${duties} 个班。还没有发布`,
    en: `${people} people, ${days} days, ${duties} duties. Nothing is published yet`,
  }),
  fromFile: (file: string): Words => ({ zh: `来自文件 ${file}`, en: `From the file ${file}` }),
  fromRotation: { zh: '按轮班规则排出', en: 'Made from the rotation' },
  perShift: { zh: '各班人次', en: 'Duties per shift' },
  perPerson: { zh: '每人', en: 'Per person' },
  replaces: (when: Words, added: number, removed: number): Words => ({
    zh: `${when.zh}已有发布的值班表,发布后新增 ${added} 班,取消 ${removed} 班。`,
    en: `A roster was published ${when.en}; this adds ${added} duties and takes ${removed} away.`,
  }),
  frozen: (count: number): Words => ({ zh: `${count} 个已经开始的班保持原样。`, en: `${count} shifts that have begun stay as they are.` }),
  fits: { zh: '符合规定', en: 'Every rule is met' },
  blocked: (count: number): Words => ({ zh: `有 ${count} 处不合规定,不能发布`, en: `${count} rules are not met; it cannot be published` }),
  flagged: { zh: '有提醒事项,发布时要写原因', en: 'There are flags; publishing asks for a reason' },
  late: (deadline: Words): Words => ({ zh: `过了公布期限(${deadline.zh}前)`, en: `Later than the deadline (before ${deadline.en})` }),
  publish: { zh: '发布', en: 'Publish' },
  publishReason: { zh: '写原因并发布…', en: 'Publish with a reason…' },
  drop: { zh: '放弃', en: 'Drop it' },
  again: { zh: '重新核对', en: 'Check again' },
  reasonTitle: { zh: '写明原因后发布', en: 'Publish with a reason' },
  reason: { zh: '原因', en: 'Reason' },
  reasonHint: { zh: '会和你的名字、时间一起记下来。', en: 'It is kept with your name and the time.' },
  reasonNeeded: { zh: '请写原因', en: 'A reason is needed' },
  done: (desk: Words, month: Words): Words => ({
    zh: `${desk.zh}${month.zh}值班表已发布`,
    en: `The roster of ${desk.en} for ${month.en} is published`,
  }),
  told: (count: number): Words => ({ zh: `已分别告诉 ${count} 人`, en: `${count} people are told` }),
  unreached: (names: string): Words => ({
    zh: `${names} 没有关联消息账号,请当面告诉。`,
    en: `${names} cannot be reached by message; tell them yourself.`,
  }),
  notPlanner: { zh: '没有发布,值班表不由你编排', en: 'Not published; the roster is not yours to arrange' },
  notPublished: { zh: '没有发布', en: 'Nothing was published' },
  changedMeanwhile: (who: Words, at: Words): Words => ({
    zh: `你看过之后,${who.zh} ${at.zh} 发布或改过这个月的值班表。请重新核对,再决定。`,
    en: `Since you looked, ${who.en} published or changed this month (${at.en}). Check again and decide.`,
  }),
  goneMeanwhile: { zh: '这个月的值班表已经不在了。请重新核对。', en: 'The roster of this month is gone. Check again.' },
  somebody: { zh: '有人', en: 'somebody' },
  twoPlaces: { zh: '有人同时在两处', en: 'Somebody is in two places at once' },
  clash: (who: Words, first: Words, second: Words): Words => ({
    zh: `${who.zh}:${first.zh} 与 ${second.zh} 重叠`,
    en: `${who.en}: ${first.en} overlaps ${second.en}`,
  }),
  strangers: (names: string): Words => ({
    zh: `${names} 已不在这个班组。请重新导入。`,
    en: `${names} no longer stand on this desk. Import the roster again.`,
  }),
  strangersCount: (count: number): Words => ({
    zh: `${count} 人已不在这个班组。请重新导入。`,
    en: `${count} people no longer stand on this desk. Import the roster again.`,
  }),
  noHours: (list: string): Words => ({
    zh: `算不出这些班的时间:${list}。请先导入这一年的节假日。`,
    en: `The hours of these shifts are not known: ${list}. Import the holidays of the year first.`,
  }),
  unchanged: { zh: '和已发布的一样,没有要改的', en: 'It is what is published already; nothing to change' },
  mineTitle: (desk: Words, month: Words): Words => ({
    zh: `你${month.zh}的班 · ${desk.zh}`,
    en: `Your shifts in ${month.en} · ${desk.en}`,
  }),
  mineCount: (count: number, first: string): Words => ({
    zh: `共 ${count} 班,第一个:${first}`,
    en: `${count} shifts, the first: ${first}`,
  }),
  changedTitle: (desk: Words): Words => ({ zh: `你的班有变动 · ${desk.zh}`, en: `Your shifts have changed · ${desk.en}` }),
  changedCount: (count: number): Words => ({ zh: `${count} 处变动`, en: `${count} ${count === 1 ? 'change' : 'changes'}` }),
  added: (duty: string): Words => ({ zh: `新增:${duty}`, en: `New: ${duty}` }),
  removed: (duty: string): Words => ({ zh: `取消:${duty}`, en: `Taken away: ${duty}` }),
  moved: (before: string, after: string): Words => ({ zh: `${before} → ${after}`, en: `${before} → ${after}` }),
  roleChanged: (duty: string, before: string, after: string): Words => ({
    zh: `${duty}:${before} → ${after}`,
    en: `${duty}: ${before} → ${after}`,
  }),
  changedBy: (who: string): Words => ({ zh: `由${who}改动`, en: `Changed by ${who}` }),
  byRequest: (number: number): Words => ({ zh: `按申请 #${number}`, en: `As request #${number} asks` }),
  reasonGiven: (reason: string): Words => ({ zh: `原因:${reason}`, en: `Reason: ${reason}` }),
  channelTitle: (desk: Words, month: Words): Words => ({
    zh: `${month.zh}值班表已发布 · ${desk.zh}`,
    en: `Roster of ${month.en} published · ${desk.en}`,
  }),
  channelChanged: (desk: Words, month: Words): Words => ({
    zh: `${month.zh}值班表有变动 · ${desk.zh}`,
    en: `Roster of ${month.en} changed · ${desk.en}`,
  }),
  channelFirst: (people: number, duties: number): Words => ({
    zh: `${people} 人,共 ${duties} 个班。每个人都收到了自己的班。`,
    en: `${people} people, ${duties} duties. Everybody was sent their own.`,
  }),
  channelTouched: (names: string): Words => ({ zh: `涉及 ${names},已分别告诉。`, en: `It touches ${names}; they are told.` }),
} as const;
