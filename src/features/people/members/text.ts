import type { Locale, Words } from '../../../core/locale.ts';

/** `赵建国、钱志明` · `Zhao, Qian` */
export const joined = (names: readonly string[], locale: Locale): string => names.join(locale === 'zh' ? '、' : ', ');

/** What the people commands say. */
export const text = {
  people: {
    title: (desk: Words): Words => ({ zh: `人员 · ${desk.zh}`, en: `People · ${desk.en}` }),
    count: (count: number): Words => ({ zh: `${count} 人`, en: count === 1 ? '1 person' : `${count} people` }),
    following: (count: number): Words => ({ zh: `看其余 ${count} 人`, en: `The other ${count}` }),
    nobody: { zh: '这个班组还没有人。', en: 'Nobody stands on this desk yet.' },
    unlinked: { zh: '未关联账号', en: 'no account linked' },
    noRole: { zh: '无角色', en: 'no role' },
    channels: { zh: '播报频道', en: 'Channels' },
    noChannel: { zh: '还没有;在频道里输入“在这里播报”', en: 'None yet; type “announce here” in one' },
    lost: { zh: '收不到,请把机器人加进频道', en: 'does not get through; invite the bot' },
    add: { zh: '添加', en: 'Add' },
    roles: { zh: '改角色', en: 'Change roles' },
    remove: { zh: '移出', en: 'Remove' },
  },
  tree: {
    title: { zh: '全部班组', en: 'All desks' },
    all: { zh: ['全部', '所有'], en: ['all'] },
  },
  choose: {
    title: { zh: '哪个班组', en: 'Which desk' },
  },
  noDesk: {
    title: { zh: '你不在任何班组', en: 'You are not on any desk' },
    body: { zh: '在后面写上班组的名字,例如“人员 门岗”。', en: 'Name the desk after the word, such as “people gate”.' },
  },
  notLead: {
    title: { zh: '只有负责人可以改', en: 'Only a lead can change this' },
    body: (desk: Words): Words => ({
      zh: `${desk.zh}的人员由它的负责人或管理员管理。`,
      en: `The people of ${desk.en} are kept by its leads or its admin.`,
    }),
    noneLed: { zh: '你没有负责的班组。', en: 'You lead no desk.' },
  },
  notOn: {
    title: (desk: Words): Words => ({ zh: `你不在${desk.zh}`, en: `You are not on ${desk.en}` }),
    body: { zh: '班组的人员只有本班组的人和它的负责人能看。', en: 'Only people of a desk and its leads see who stands on it.' },
  },
  gone: {
    title: { zh: '这个班组已经没有了', en: 'This desk no longer exists' },
  },
  addForm: {
    title: { zh: '添加人员', en: 'Add people' },
    people: { zh: '有账号的人', en: 'People with an account here' },
    names: { zh: '没有账号的人', en: 'People without an account' },
    namesHint: { zh: '一行一个姓名,以后可以再关联。', en: 'One name a line; they can be linked later.' },
    roles: { zh: '角色', en: 'Roles' },
    submit: { zh: '添加', en: 'Add' },
    cancel: { zh: '取消', en: 'Cancel' },
    nobody: { zh: '选人,或写上姓名', en: 'Choose somebody or write a name' },
  },
  added: {
    title: (names: string, desk: Words): Words => ({ zh: `已加入${desk.zh}:${names}`, en: `Added to ${desk.en}: ${names}` }),
    none: (desk: Words): Words => ({ zh: `没有人加入${desk.zh}`, en: `Nobody was added to ${desk.en}` }),
    already: { zh: '已在班组', en: 'There already' },
    external: { zh: '访客或外部成员,不能添加', en: 'Guests or external members, not added' },
    unnamed: { zh: '查不到姓名,先用账号代替', en: 'No name found; the account stands for it' },
  },
  rolesForm: {
    title: { zh: '改角色', en: 'Change roles' },
    member: { zh: '谁', en: 'Who' },
    roles: { zh: '新的角色', en: 'New roles' },
    submit: { zh: '保存', en: 'Save' },
    unknown: { zh: '班组里没有这个人', en: 'Nobody on the desk has this name' },
    unclear: (names: string): Words => ({ zh: `有好几位:${names}`, en: `Several fit: ${names}` }),
  },
  rolesSaved: {
    title: (name: string, roles: string): Words => ({ zh: `${name}:${roles}`, en: `${name}: ${roles}` }),
    same: (name: string, roles: string): Words => ({ zh: `${name}本来就是${roles}`, en: `${name} is ${roles} already` }),
  },
  lastLead: {
    title: { zh: '不能没有负责人', en: 'A desk needs a lead' },
    body: (name: string, desk: Words): Words => ({
      zh: `${name}是${desk.zh}唯一的负责人。先给别人一个负责的角色,再来改。`,
      en: `${name} is the only lead of ${desk.en}. Give somebody else a leading role first.`,
    }),
  },
  removeForm: {
    title: { zh: '移出班组', en: 'Remove from the desk' },
    submit: { zh: '下一步', en: 'Next' },
  },
  removeAsk: {
    title: (name: string, desk: Words): Words => ({ zh: `把${name}移出${desk.zh}`, en: `Remove ${name} from ${desk.en}` }),
    note: {
      zh: '已排的班和打卡记录都保留;还没上的班要另行换人。可以再添加回来。',
      en: 'Shifts already on the roster and all records stay; shifts still to come need somebody else. They can be added again.',
    },
    last: { zh: '这是此人唯一的班组:移出后机器人不再认识此人。', en: 'It is their only desk: afterwards the bot no longer knows them.' },
    yes: { zh: '移出', en: 'Remove' },
  },
  removed: {
    title: (name: string, desk: Words): Words => ({ zh: `${name}已移出${desk.zh}`, en: `${name} is no longer on ${desk.en}` }),
    before: (name: string, desk: Words): Words => ({ zh: `${name}已经不在${desk.zh}`, en: `${name} was not on ${desk.en} any more` }),
  },
  here: {
    title: (desk: Words): Words => ({ zh: `${desk.zh}在这里播报`, en: `${desk.en} announces here` }),
    body: {
      zh: '交接班、日报和周预告会发到这个频道。请确认机器人已在频道里。',
      en: 'Shift changes, the digest and the look-ahead go to this channel. Make sure the bot is in it.',
    },
    already: (desk: Words): Words => ({ zh: `${desk.zh}本来就在这里播报`, en: `${desk.en} announces here already` }),
    stop: { zh: '停止播报', en: 'Stop announcing here' },
    stopped: (desk: Words): Words => ({ zh: `${desk.zh}不再在这里播报`, en: `${desk.en} no longer announces here` }),
    notChannel: { zh: '请在要播报的频道里输入', en: 'Type this in the channel that is to be told' },
    notChannelBody: {
      zh: '把机器人加进频道,再在那里输入“在这里播报”。',
      en: 'Invite the bot to the channel and type “announce here” there.',
    },
  },
  settings: {
    title: { zh: '我的设置', en: 'My settings' },
    locale: { zh: '语言', en: 'Language' },
    localeUsual: {
      organisation: { zh: '跟随单位', en: 'As the organisation' },
      person: { zh: '按登记的语言', en: 'As entered for you' },
    },
    zh: { zh: '中文', en: '中文' },
    en: { zh: 'English', en: 'English' },
    reminder: { zh: '上班前提醒', en: 'Reminder before a shift' },
    reminderUsual: { zh: '跟随班组', en: 'As the desk says' },
    reminderNone: { zh: '不提醒', en: 'None' },
    messenger: { zh: '发到', en: 'Write to me on' },
    submit: { zh: '保存', en: 'Save' },
    cancel: { zh: '取消', en: 'Cancel' },
    saved: { zh: '设置已保存', en: 'Settings saved' },
    phone: { zh: '电话', en: 'Telephone' },
    notPhone: { zh: '电话只写数字、空格、+、- 和括号', en: 'A telephone number has digits, spaces, +, - and brackets only' },
  },
  contact: {
    title: (name: Words): Words => ({ zh: `${name.zh} 换了联系方式`, en: `${name.en} is reached in another way now` }),
    none: { zh: '没有留电话', en: 'no telephone number' },
  },
} as const;
