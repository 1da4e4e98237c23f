import type { Words } from '../../../core/locale.ts';
import type { MessengerName } from '../people.ts';

export const messengerTitle: Readonly<Record<MessengerName, Words>> = {
  slack: { zh: 'Slack', en: 'Slack' },
  feishu: { zh: '飞书', en: 'Feishu' },
};

/** What someone the desks do not know is told. */
export const text = {
  unbound: {
    title: { zh: '这个工作区还没有接入', en: 'This workspace is not connected yet' },
    body: (platform: Words, tenant: string): Words => ({
      zh: `请管理员在值班配置文件里登记${platform.zh}工作区 ${tenant},再执行 desk apply。`,
      en: `An administrator adds the ${platform.en} workspace ${tenant} to the desk file and runs desk apply.`,
    }),
  },
  unknown: {
    title: { zh: '值班人员里还没有你', en: 'You are not on any desk yet' },
    account: { zh: '你的账号', en: 'Your account' },
    ask: { zh: '请找', en: 'Ask' },
    askFor: { zh: '把账号发给他们,用“人员”添加。', en: 'Send them your account; they add you with “people”.' },
    nobody: { zh: '还没有负责人。请管理员用 desk apply 添加你。', en: 'There is no lead yet. An administrator adds you with desk apply.' },
  },
  empty: {
    title: { zh: '这里还没有班组', en: 'There is no desk here yet' },
    body: { zh: '第一个设置班组的人成为管理员。', en: 'Whoever sets up the first desk becomes its admin.' },
    setUp: { zh: '设置班组', en: 'Set up a desk' },
  },
  linked: {
    title: (name: string): Words => ({ zh: `认出你了:${name}`, en: `You are ${name}` }),
    body: { zh: '你的邮箱在值班人员里,账号已经关联。', en: 'Your e-mail address is on a desk, so this account is now linked to you.' },
    again: { zh: '再来一次', en: 'Do it now' },
    help: { zh: '帮助', en: 'Help' },
  },
} as const;
