import type { Locale, Words } from '../../../core/locale.ts';
import type { Block, Choice, FindingLine, Form } from '../../../view/view.ts';
import { longestText } from './read.ts';

/** What the small forms of a card ask for. */
const asked = {
  'request.approve-with': {
    title: { zh: '说明原因并同意', en: 'Approve with a reason' },
    field: { zh: '原因', en: 'Reason' },
    submit: { zh: '同意', en: 'Approve' },
  },
  'request.refuse-with': { title: { zh: '拒绝', en: 'Refuse' }, field: { zh: '原因', en: 'Reason' }, submit: { zh: '拒绝', en: 'Refuse' } },
  'request.ask-with': {
    title: { zh: '问一句', en: 'Ask back' },
    field: { zh: '要问什么', en: 'Your question' },
    submit: { zh: '发出', en: 'Send' },
  },
  'request.answer-with': {
    title: { zh: '回答', en: 'Answer' },
    field: { zh: '回答', en: 'Your answer' },
    submit: { zh: '发出', en: 'Send' },
  },
  'request.cancel-with': {
    title: { zh: '申请取消', en: 'Cancel' },
    field: { zh: '为什么取消', en: 'Why' },
    submit: { zh: '提交', en: 'Send' },
  },
  'request.withdraw-with': {
    title: { zh: '撤销申请', en: 'Withdraw for them' },
    field: { zh: '原因', en: 'Reason' },
    submit: { zh: '撤销', en: 'Withdraw' },
  },
} as const satisfies Record<string, { title: Words; field: Words; submit: Words }>;

export type TextRoute = keyof typeof asked;

const kept: Words = { zh: '会和你的名字、时间一起记下来。', en: 'It is kept with your name and the time.' };
const cancel: Words = { zh: '取消', en: 'Cancel' };

/** One text, with what it is about above it. */
export function textForm(
  route: TextRoute,
  id: string,
  about: string,
  findings: readonly FindingLine[],
  typed: string,
  locale: Locale,
): Form {
  const { title, field, submit } = asked[route];
  const intro: Block[] = [{ kind: 'text', text: about }, ...(findings.length === 0 ? [] : [{ kind: 'findings' as const, findings }])];
  return {
    kind: 'form',
    route,
    args: { id },
    title: title[locale],
    intro,
    fields: [
      {
        kind: 'long-text',
        name: 'text',
        label: field[locale],
        hint: kept[locale],
        required: true,
        maxLength: longestText,
        ...(typed === '' ? {} : { initial: typed }),
      },
    ],
    submit: submit[locale],
    cancel: cancel[locale],
  };
}

/** Who takes over one decision. */
export function handForm(id: string, about: string, people: readonly Choice[], locale: Locale): Form {
  return {
    kind: 'form',
    route: 'request.hand-with',
    args: { id },
    title: locale === 'zh' ? '转交这一次' : 'Hand over this one',
    intro: [{ kind: 'text', text: about }],
    fields: [
      {
        kind: 'choice',
        name: 'to',
        label: locale === 'zh' ? '给谁' : 'To whom',
        hint: locale === 'zh' ? '你也还可以决定;谁先决定算谁的' : 'You can still decide yourself; whoever is first decides',
        required: true,
        options: people,
      },
    ],
    submit: locale === 'zh' ? '转交' : 'Hand over',
    cancel: cancel[locale],
  };
}
