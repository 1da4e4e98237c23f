import type { Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import { type Desk, isRole } from '../people/index.ts';
import { providedFor } from './incident-case.ts';
import type { IncidentNotice, WholeIncident } from './incident-record.ts';
import { agreementAwaited, isItsTurn, lackedBy } from './steps.ts';
import { text } from './text.ts';
import { listOf, type Names, reachedWords, receiverWords, timeWords, withPhone } from './views.ts';

/** What a place needs, as it is named to people. */
export const needWords = (what: string): Words => text.needs[what] ?? { zh: what, en: what };

const join = (...parts: readonly (Words | null)[]): Words => {
  const there = parts.filter((part) => part !== null);
  return { zh: there.map(({ zh }) => zh).join(' · '), en: there.map(({ en }) => en).join(' · ') };
};

/** What somebody answered, as it is told to others and to themselves: `10:04 来不了`. */
export const answerWord = (notice: IncidentNotice, time: string): Words => {
  switch (notice.answer) {
    case 'approved':
      return text.notice.approved(time);
    case 'refused':
      return text.notice.refused(time);
    case 'coming':
      return text.notice.coming(time);
    case 'not-coming':
      return text.notice['not-coming'](time);
    case 'self':
      return text.notice.self;
    default:
      return text.notice.answered(time);
  }
};

const kindWord = ({ kind }: IncidentNotice): Words | null => {
  if (kind === 'cc') return text.notice.cc;
  if (kind === 'assist') return text.notice.assist;
  if (kind === 'approve') return text.notice.approve;
  return kind === 'skipped' ? text.notice.passedOver : null;
};

/** How it stands with one who has to know: `班长 陈队 · 10:03 已收到`. */
export function statusLine(notice: IncidentNotice, whole: WholeIncident, names: Names, now: Instant, desk: Pick<Desk, 'zone'>): Words {
  const time = (at: Instant | null): Words => (at === null ? { zh: '', en: '' } : timeWords(at, now, desk));
  const state = (): Words => {
    const { answer, answeredAt, toldAt, person } = notice;
    switch (notice.state) {
      case 'waiting': {
        if (notice.detail.optional) return text.notice.optional;
        const lacks = lackedBy(notice, providedFor(whole));
        const [first] = isItsTurn(notice, whole.notices)
          ? lacks
          : [agreementAwaited(notice, whole.notices).length > 0 ? 'agreement' : 'before-it'];
        return first === undefined ? text.notice.waits : text.notice.waitsFor(needWords(first));
      }
      case 'told':
        if (person === null) return isRole(notice.word) ? text.notice.vacant : text.notice.byHand;
        return { zh: text.notice.told(time(toldAt).zh).zh, en: text.notice.told(time(toldAt).en).en };
      case 'answered':
        return { zh: answerWord(notice, time(answeredAt).zh).zh, en: answerWord(notice, time(answeredAt).en).en };
      case 'delivered': {
        const how = reachedWords(answer ?? '');
        const words = notice.kind === 'approve' ? text.notice.agreed : text.notice.delivered;
        return { zh: words(time(answeredAt).zh, how.zh).zh, en: words(time(answeredAt).en, how.en).en };
      }
      case 'unanswered':
        return text.notice.unanswered;
      case 'skipped':
        return text.notice.skipped;
    }
  };
  return join(receiverWords(notice, names), kindWord(notice), state(), limitWords(notice, now, desk));
}

/** Until when it has to be known, while it is not; or that it became known too late. `over`: the limit has passed. */
export function limitWords(notice: IncidentNotice, now: Instant, desk: Pick<Desk, 'zone'>): (Words & { readonly over: boolean }) | null {
  const { dueAt } = notice;
  if (dueAt === null || notice.state === 'skipped' || notice.kind === 'cc') return null;
  const knew = notice.state === 'answered' || notice.state === 'delivered' ? notice.answeredAt : null;
  if (knew !== null) return Temporal.Instant.compare(knew, dueAt) > 0 ? { ...text.notice.afterDeadline, over: true } : null;
  const time = timeWords(dueAt, now, desk);
  const over = Temporal.Instant.compare(now, dueAt) > 0;
  return { ...(over ? text.notice.late(time) : text.notice.until(time)), over };
}

/** Those who are called out, by what they answered. */
export function rollOf({ notices }: Pick<WholeIncident, 'notices'>): {
  readonly present: readonly IncidentNotice[];
  readonly coming: readonly IncidentNotice[];
  readonly not: readonly IncidentNotice[];
  readonly open: readonly IncidentNotice[];
} {
  const roll = notices.filter(({ kind }) => kind === 'call');
  const present = roll.filter(({ answer }) => answer === 'present');
  const coming = roll.filter(({ answer }) => answer === 'coming');
  const not = roll.filter(({ answer }) => answer === 'not-coming');
  return { present, coming, not, open: roll.filter((one) => !present.includes(one) && !coming.includes(one) && !not.includes(one)) };
}

/** Names with phone numbers for those who have not answered. */
export const phoneList = (notices: readonly IncidentNotice[], names: Names): Words =>
  listOf(notices.flatMap(({ person }) => (person === null ? [] : [withPhone(person, names)])));
