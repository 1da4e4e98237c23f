import type { Locale, Words } from '../../core/locale.ts';

/** What the adapter itself says; everything else comes from the features. */
export const words = {
  more: { zh: '更多', en: 'More' },
  choose: { zh: '请选择', en: 'Choose' },
  noOptions: { zh: '没有可选的项', en: 'There is nothing to choose from' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
  done: { zh: '已提交', en: 'Submitted' },
  formSent: { zh: '表单已发到你与机器人的单聊', en: 'The form is in your chat with the bot' },
  formBelow: { zh: '请填写下面的表单', en: 'Please fill in the form below' },
  sentDirect: { zh: '详情已发到你与机器人的单聊', en: 'The details are in your chat with the bot' },
  working: { zh: '正在处理 · Working on it', en: '正在处理 · Working on it' },
  notSent: { zh: '消息没有发出', en: 'The message was not sent' },
  failed: { zh: '出错了,请再试一次 · Something broke, please try again', en: '出错了,请再试一次 · Something broke, please try again' },
} satisfies Record<string, Words>;

/** The note where a card was cut: how much is not shown. */
export const hiddenItems = (count: number, locale: Locale): string =>
  locale === 'zh' ? `另有 ${count} 条未显示` : `${count} more not shown`;

export const hiddenCharacters = (count: number, locale: Locale): string =>
  locale === 'zh' ? `…(另有 ${count} 字)` : `… (${count} more characters)`;

export const hiddenOptions = (count: number, locale: Locale): string =>
  locale === 'zh' ? `选项太多,另有 ${count} 项未列出` : `Too many to list: ${count} more are not offered here`;

export const hiddenActions = (count: number, locale: Locale): string =>
  locale === 'zh' ? `另有 ${count} 个按钮放不下` : `${count} more buttons do not fit`;
