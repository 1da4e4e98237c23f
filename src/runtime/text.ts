import type { Locale, Words } from '../core/locale.ts';
import type { Notice } from '../view/view.ts';
import type { Reply } from './reply.ts';

/** The few sentences the runtime itself says. */
const sentences = {
  external: {
    title: { zh: '这里只对本单位的人开放', en: 'Only members of this organisation can use this' },
    text: { zh: '访客和外部成员看不到值班信息。', en: 'Guests and external members do not see duty information.' },
  },
  busy: {
    title: { zh: '现在太忙,没有处理', en: 'Too busy right now, nothing was done' },
    text: { zh: '什么都没有改变。请过几秒再试。', en: 'Nothing was changed. Please try again in a few seconds.' },
  },
  away: {
    title: { zh: '暂时无法保存', en: 'This cannot be saved at the moment' },
    text: {
      zh: '数据库连不上,什么都没有改变。请过一分钟再试;管理员已能在监控中看到。',
      en: 'The database cannot be reached; nothing was changed. Try again in a minute; it shows in the monitoring.',
    },
  },
  contested: {
    title: { zh: '别人刚刚改了同一件事', en: 'Somebody else has just changed the same thing' },
    text: { zh: '你的操作没有生效。请再看一眼,再试一次。', en: 'What you did was not saved. Have a look and try again.' },
  },
  gone: {
    title: { zh: '这个按钮已经失效', en: 'This button no longer works' },
    text: { zh: '请重新打开,或输入“帮助”。', en: 'Open it again, or type “help”.' },
  },
  invalid: {
    title: { zh: '没有看懂填写的内容', en: 'What was filled in could not be read' },
    text: { zh: '什么都没有改变。请重新打开表单。', en: 'Nothing was changed. Please open the form again.' },
  },
  file: {
    title: { zh: '不知道这个文件是做什么的', en: 'This file is not something I can use' },
    text: {
      zh: '可以发给我:排班表(CSV 或 XLSX),节假日(名为 calendar 的 CSV、JSON 或 ICS)。',
      en: 'You can send me a roster (CSV or XLSX) or holidays (CSV, JSON or ICS named calendar).',
    },
  },
} satisfies Record<string, { title: Words; text: Words }>;

const bug = {
  title: { zh: '出错了', en: 'Something broke' },
  text: (reference: string): Words => ({
    zh: `没有完成。请把编号 ${reference} 告诉管理员。`,
    en: `It was not done. Tell an administrator the reference ${reference}.`,
  }),
};

const fill = {
  title: { zh: '请填写表单', en: 'Please fill in the form' },
  open: { zh: '打开表单', en: 'Open the form' },
};

const inDirectChat: Words = { zh: '已发到你与机器人的单聊', en: 'It is in your chat with the bot' };

const unknown = {
  title: (word: string): Words => ({ zh: `没有“${word}”这个词`, en: `There is no word “${word}”` }),
  nearest: (word: string): Words => ({ zh: `你是想说“${word}”吗`, en: `Did you mean “${word}”` }),
  help: { zh: '帮助', en: 'Help' },
};

const say = (locale: Locale, tone: Notice['tone'], title: Words, text: Words | null, actions: Notice['actions'] = []): Reply => ({
  kind: 'say',
  locale,
  view: { kind: 'notice', tone, title: title[locale], blocks: text === null ? [] : [{ kind: 'text', text: text[locale] }], actions },
});

const both = ({ zh, en }: Words): Words => ({ zh: `${zh} · ${en}`, en: `${zh} · ${en}` });

/** Runs words as if they had been typed; used by buttons that stand for a word. */
export const wordsRoute = 'words.run';

/** A button carries at most 2,000 characters in Slack, its route and braces included. */
const longestWords = 500;

export const notices = {
  /** Said before it is known who asks, so in both languages. */
  busy: (): Reply => say('zh', 'warn', both(sentences.busy.title), both(sentences.busy.text)),
  /** Nobody knows what language somebody from elsewhere reads, so in both. */
  external: (): Reply => say('zh', 'error', both(sentences.external.title), both(sentences.external.text)),
  plain: (locale: Locale, name: Exclude<keyof typeof sentences, 'busy' | 'external'>): Reply =>
    say(locale, name === 'away' ? 'warn' : 'error', sentences[name].title, sentences[name].text),
  bug: (locale: Locale, reference: string): Reply => say(locale, 'error', bug.title, bug.text(reference)),
  openForm: (locale: Locale, title: string, words: string): Reply =>
    say(locale, 'info', { zh: title, en: title }, null, [
      { kind: 'press', route: wordsRoute, args: { text: words.slice(0, longestWords) }, label: fill.open[locale], style: 'primary' },
    ]),
  /** What was asked for elsewhere came into the direct chat, where it can follow what it shows. */
  inDirectChat: (locale: Locale): Reply => say(locale, 'info', inDirectChat, null),
  unknownWord: (locale: Locale, word: string, nearest: string | null): Reply => {
    const help = { kind: 'press', route: wordsRoute, args: { text: 'help' }, label: unknown.help[locale] } as const;
    const isHelp = nearest === 'help' || nearest === '帮助';
    const guess =
      nearest === null || isHelp
        ? []
        : [{ kind: 'press', route: wordsRoute, args: { text: nearest }, label: nearest, style: 'primary' } as const];
    return say(locale, 'warn', unknown.title(word), nearest === null ? null : unknown.nearest(nearest), [...guess, help]);
  },
};
