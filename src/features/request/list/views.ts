import type { Locale, Words } from '../../../core/locale.ts';
import type { RequestType } from '../../../policy/request/type.ts';
import { press, typed } from '../../../view/build.ts';
import type { Action, Block, Card, Notice } from '../../../view/view.ts';
import { type Lines, summaryOf, titleOf } from '../card/lines.ts';
import { notice } from '../card/notices.ts';
import { text } from '../card/text.ts';

/** Requests on one card; the others are named by their number. */
export const mostShown = 10;

const more = (count: number, locale: Locale): Block[] =>
  count > 0 ? [{ kind: 'note', text: locale === 'zh' ? `另有 ${count} 份` : `${count} more` }] : [];

function entry(lines: Lines, actions: readonly Action[], locale: Locale): Block[] {
  const { request } = lines.whole;
  return [
    {
      kind: 'text',
      text: [
        { kind: 'strong', text: titleOf(lines, locale) },
        ` · ${text.states[request.state][locale]} · ${lines.desk.name[locale]}\n${summaryOf(lines, locale)}`,
      ],
    },
    { kind: 'actions', actions },
  ];
}

/** What waits for a person, oldest first, of `total`. `confirms`: they are asked as a party, not as a decider. */
export function approvalsCard(
  waiting: readonly { readonly lines: Lines; readonly confirms: boolean }[],
  total: number,
  locale: Locale,
): Card | Notice {
  const title = locale === 'zh' ? `等我审批 · ${total}` : `Waits for me · ${total}`;
  if (total === 0)
    return notice('info', locale === 'zh' ? '没有等你审批的' : 'Nothing waits for you', [], [typed(text.buttons.mine, 'requests', locale)]);
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: title,
    blocks: [
      ...waiting.flatMap(({ lines, confirms }) => {
        const args = { id: lines.whole.request.id };
        const actions = confirms
          ? [press('request.agree', text.buttons.agree, args, locale, 'primary'), press('request.show', text.buttons.show, args, locale)]
          : [
              press('request.approve', text.buttons.approve, args, locale, 'primary'),
              press('request.refuse', text.buttons.refuse, args, locale, 'danger'),
              press('request.show', text.buttons.show, args, locale),
            ];
        return entry(lines, actions, locale);
      }),
      ...more(total - waiting.length, locale),
    ],
    actions: [typed(text.buttons.mine, 'requests', locale)],
  };
}

/** What a person asked for, what is asked of them, the newest first, of `total`. */
export function requestsCard(own: readonly Lines[], total: number, locale: Locale): Card | Notice {
  const ask = typed({ zh: '提申请', en: 'Ask for something' }, 'request', locale);
  if (own.length === 0) return notice('info', locale === 'zh' ? '你没有申请' : 'You have no requests', [], [ask]);
  const title = locale === 'zh' ? '我的申请' : 'My requests';
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: title,
    blocks: [
      ...own.flatMap((lines) => {
        const { request } = lines.whole;
        const args = { id: request.id };
        const open = ['confirming', 'open-call', 'approving', 'asked'].includes(request.state);
        const show = press('request.show', text.buttons.show, args, locale);
        if (open) return entry(lines, [show, press('request.withdraw', text.buttons.withdraw, args, locale)], locale);
        return entry(
          lines,
          request.state === 'approved' ? [show, press('request.cancel', text.buttons.cancel, args, locale)] : [show],
          locale,
        );
      }),
      ...more(total - own.length, locale),
    ],
    actions: [ask],
  };
}

/** Buttons that stand side by side everywhere; more of them go behind a menu. */
const inRow = 3;

/** Every kind of request that can be asked for: those the desk's rules speak of first. */
export function typesCard(types: readonly RequestType[], ruled: ReadonlySet<string>, locale: Locale): Card {
  const title = locale === 'zh' ? '申请什么' : 'What do you ask for';
  const isUsual = (type: RequestType): boolean => ruled.has(type.code) || type.effect === 'replace-person';
  const button = (type: RequestType): Action => press('request.open', type.name, { type: type.code }, locale);
  const rows = (heading: Words, some: readonly RequestType[]): Block[] => {
    const blocks: Block[] = some.length === 0 ? [] : [{ kind: 'heading', text: heading[locale] }];
    for (let at = 0; at < some.length; at += inRow) blocks.push({ kind: 'actions', actions: some.slice(at, at + inRow).map(button) });
    return blocks;
  };
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: title,
    blocks: [
      ...rows({ zh: '常用', en: 'Usual' }, types.filter(isUsual)),
      ...rows(
        { zh: '其他', en: 'Others' },
        types.filter((type) => !isUsual(type)),
      ),
      {
        kind: 'note',
        text:
          locale === 'zh'
            ? '也可以直接写:申请 外出 明天 14:00–16:00 去区里开会'
            : 'Or write it: request outing tomorrow 14:00–16:00 meeting downtown',
      },
    ],
    actions: [typed(text.buttons.mine, 'requests', locale)],
  };
}
