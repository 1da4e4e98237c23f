import { formatDay } from '../../../core/format.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import { type Instant, Temporal, type Zone } from '../../../core/time.ts';
import { press } from '../../../view/build.ts';
import type { Action, Card, Form } from '../../../view/view.ts';

/** A delegation with names. */
export interface NamedDelegation {
  readonly id: string;
  readonly from: Words;
  readonly to: Words;
  readonly mine: boolean;
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
}

function periodWords(one: NamedDelegation, zone: Zone, locale: Locale): string {
  if (one.startsAt === null) return locale === 'zh' ? '请假或休息不在时' : 'while on approved leave';
  const first = formatDay(one.startsAt.toZonedDateTimeISO(zone).toPlainDate(), locale);
  if (one.endsAt === null) return locale === 'zh' ? `${first} 起` : `from ${first}`;
  const last = formatDay(one.endsAt.subtract({ milliseconds: 1 }).toZonedDateTimeISO(zone).toPlainDate(), locale);
  return first === last ? first : `${first}–${last}`;
}

/** What was given to whom, and what I was given. */
export function delegationCard(all: readonly NamedDelegation[], zone: Zone, said: Words | null, locale: Locale): Card {
  const zh = locale === 'zh';
  const line = (one: NamedDelegation): string => `${one.from[locale]} → ${one.to[locale]} · ${periodWords(one, zone, locale)}`;
  const mine = all.filter((one) => one.mine);
  const title = said?.[locale] ?? (zh ? '审批委托' : 'Approvals handed over');
  const actions: Action[] = [
    press('request.delegate', { zh: '委托给…', en: 'Hand over…' }, {}, locale, all.length === 0 ? 'primary' : undefined),
    ...mine.map((one) => press('request.delegate-end', { zh: `收回:${one.to.zh}`, en: `Take back: ${one.to.en}` }, { id: one.id }, locale)),
  ];
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: title,
    blocks: [
      all.length === 0
        ? { kind: 'text', text: zh ? '你没有委托别人,也没有人委托你。' : 'You handed nothing over, and nothing was handed to you.' }
        : { kind: 'list', items: all.map(line) },
      {
        kind: 'note',
        text: zh
          ? '受托人只在你不在时(已批准的请假,或写明的日期里)替你审批。记录上两个人的名字都在。'
          : 'The other person decides for you only while you are away (approved leave, or the days you name). Both names stay on record.',
      },
    ],
    actions,
  };
}

export function delegationForm(
  people: readonly { readonly value: string; readonly label: string }[],
  typed: Readonly<Record<string, string>>,
  locale: Locale,
): Form {
  const zh = locale === 'zh';
  const initial = (name: string): { initial?: string } => (typed[name] === undefined ? {} : { initial: typed[name] });
  return {
    kind: 'form',
    route: 'request.delegate-save',
    args: {},
    title: zh ? '委托审批' : 'Hand over approvals',
    intro: [
      {
        kind: 'text',
        text: zh ? '日期都空着:你请假不在的时候由对方审批。' : 'Without dates they decide whenever you are on approved leave.',
      },
    ],
    fields: [
      { kind: 'choice', name: 'to', label: zh ? '给谁' : 'To whom', required: true, options: people.slice(0, 100), ...initial('to') },
      { kind: 'date', name: 'from', label: zh ? '从' : 'From', required: false, ...initial('from') },
      { kind: 'date', name: 'until', label: zh ? '到' : 'Until', required: false, ...initial('until') },
    ],
    submit: zh ? '委托' : 'Hand over',
    cancel: zh ? '取消' : 'Cancel',
  };
}

/** The period two dates name, in the zone; null: none is named. `backwards`: the end is before the start. */
export function periodOf(
  from: string,
  until: string,
  today: Temporal.PlainDate,
  zone: Zone,
): { startsAt: Instant; endsAt: Instant | null } | 'backwards' | null {
  if (from === '' && until === '') return null;
  const first = from === '' ? today : Temporal.PlainDate.from(from);
  const last = until === '' ? null : Temporal.PlainDate.from(until);
  if (last !== null && Temporal.PlainDate.compare(last, first) < 0) return 'backwards';
  return {
    startsAt: first.toZonedDateTime(zone).toInstant(),
    endsAt: last === null ? null : last.add({ days: 1 }).toZonedDateTime(zone).toInstant(),
  };
}
