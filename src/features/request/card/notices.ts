import type { PersonId } from '../../../core/ids.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import { press, typed } from '../../../view/build.ts';
import type { Action, Block, Notice } from '../../../view/view.ts';
import type { RequestState } from '../request.ts';
import type { Step } from '../request-record.ts';
import { reasonWords } from './bot-reason.ts';
import { chainWords, type Lines, summaryOf, titleOf } from './lines.ts';
import { text } from './text.ts';

export const notice = (
  tone: Notice['tone'],
  title: string,
  lines: readonly (string | null)[] = [],
  actions: readonly Action[] = [],
): Notice => ({
  kind: 'notice',
  tone,
  title,
  blocks: lines.filter((line) => line !== null && line !== '').map((line): Block => ({ kind: 'text', text: line ?? '' })),
  actions,
});

/** How it ended, as the first line of a message to those it is about; `by`: who ended it, where somebody did. */
const endings: Readonly<Partial<Record<RequestState, (title: string, by: Words | null) => Words>>> = {
  approved: (title, by) => ({
    zh: `${title} 已批准${by === null ? '' : ` · ${by.zh}`}`,
    en: `${title} is approved${by === null ? '' : ` · ${by.en}`}`,
  }),
  refused: (title, by) => ({ zh: `${title} 被${by?.zh ?? ''}拒绝`, en: `${title} is refused${by === null ? '' : ` by ${by.en}`}` }),
  declined: (title, by) => ({
    zh: `${title} ${by?.zh ?? '对方'}不同意`,
    en: `${title}: ${by?.en ?? 'the other side'} declines`,
  }),
  withdrawn: (title, by) => ({
    zh: `${title} 已${by === null ? '' : `由${by.zh}`}撤回`,
    en: `${title} is withdrawn${by === null ? '' : ` by ${by.en}`}`,
  }),
  cancelled: (title, by) => ({
    zh: `${title} 已取消${by === null ? '' : ` · ${by.zh}`}`,
    en: `${title} is cancelled${by === null ? '' : ` · ${by.en}`}`,
  }),
  lapsed: (title) => ({ zh: `${title} 过期了,没有人及时决定`, en: `${title} has lapsed: nobody decided in time` }),
};

export function outcomeNotice(lines: Lines, by: { readonly by: PersonId | null; readonly reason: string | null }, locale: Locale): Notice {
  const { state, id } = lines.whole.request;
  const title = titleOf(lines, locale);
  const who = by.by === null ? null : lines.name(by.by);
  const head = endings[state]?.(title, who)[locale] ?? `${title} · ${text.states[state][locale]}`;
  return notice(
    state === 'approved' ? 'ok' : state === 'lapsed' || state === 'refused' || state === 'declined' ? 'warn' : 'info',
    head,
    [summaryOf(lines, locale), by.reason === null ? null : text.withReason(reasonWords(by.reason)[locale])[locale]],
    [press('request.show', text.buttons.show, { id }, locale)],
  );
}

/** For those a rule has told: who, what and when. */
export function toldNotice(lines: Lines, when: 'filed' | 'stands', locale: Locale): Notice {
  const { request } = lines.whole;
  const name = lines.type.name[locale];
  const state = when === 'filed' ? (locale === 'zh' ? '已提出' : 'asked for') : text.states[request.state][locale];
  return notice('info', `${name} · ${state}`, [summaryOf(lines, locale), lines.desk.name[locale]]);
}

/** Nobody holds what a signature asks for: for the leads of the desk. */
export function vacantNotice(lines: Lines, step: Step, locale: Locale): Notice {
  const what = chainWords(step.words, locale);
  const title = titleOf(lines, locale);
  return notice(
    'warn',
    locale === 'zh' ? `${title} 现在没有人能审批` : `Nobody can decide ${title} at the moment`,
    [
      summaryOf(lines, locale),
      locale === 'zh'
        ? `要由${what}审批,但没有这个人,或只有申请人自己。请在“人员”里指定。`
        : `It needs the ${what}, but there is none, or only the asker. Name one under “people”.`,
    ],
    [typed({ zh: '人员', en: 'People' }, 'people', locale)],
  );
}
