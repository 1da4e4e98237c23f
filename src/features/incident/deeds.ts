import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import { providedFor } from './incident-case.ts';
import type { IncidentLine, IncidentNotice, NoticeAnswer, NoticeId, WholeIncident } from './incident-record.ts';
import { isOrdered, placeOf, readyNow, samePlace } from './steps.ts';

type Line = Omit<IncidentLine, 'at' | 'detail'> & Partial<Pick<IncidentLine, 'detail'>>;

/** The incident with one more deed in its timeline. */
export const withLine = (whole: WholeIncident, at: Instant, line: Line): WholeIncident => ({
  ...whole,
  lines: [...whole.lines, { detail: {}, ...line, at }],
});

export const withIncident = (whole: WholeIncident, to: Partial<WholeIncident['incident']>): WholeIncident => ({
  ...whole,
  incident: { ...whole.incident, ...to },
});

/** Some notices become something else. */
export function withNotices(
  whole: WholeIncident,
  which: (notice: IncidentNotice) => boolean,
  to: (notice: IncidentNotice) => IncidentNotice,
): WholeIncident {
  return { ...whole, notices: whole.notices.map((notice) => (which(notice) ? to(notice) : notice)) };
}

export const withMore = (whole: WholeIncident, notices: readonly IncidentNotice[]): WholeIncident => ({
  ...whole,
  notices: [...whole.notices, ...notices],
});

/** Whoever's turn it is, is told; until nobody more is ready. Whoever reported it knows already. */
export function progress(whole: WholeIncident, at: Instant): WholeIncident {
  const ready = readyNow(whole.notices, providedFor(whole));
  if (ready.length === 0 || whole.incident.state === 'closed') return whole;
  const told = withNotices(
    whole,
    (notice) => ready.includes(notice),
    (notice) => toldNow(notice, whole.incident.reporter, at),
  );
  const lines = ready.filter(({ person }) => person !== null && person !== whole.incident.reporter);
  const noted = lines.reduce(
    (all, notice) =>
      withLine(all, at, {
        kind: 'told',
        text: '',
        by: null,
        detail: { word: notice.word, person: notice.person ?? '', kind: notice.kind },
      }),
    told,
  );
  return progress(noted, at);
}

/** A notice goes out now. */
export function toldNow(notice: IncidentNotice, reporter: PersonId, at: Instant): IncidentNotice {
  if (notice.detail.present === true)
    return { ...notice, state: 'answered', toldAt: at, answeredAt: at, answer: 'present' satisfies NoticeAnswer };
  if (notice.person !== reporter) return { ...notice, state: 'told', toldAt: at };
  return { ...notice, state: 'answered', toldAt: at, answeredAt: at, answeredBy: reporter, answer: 'self' satisfies NoticeAnswer };
}

/** All that somebody was told of an incident and has not answered. */
export const toAnswer = (whole: WholeIncident, person: PersonId): readonly IncidentNotice[] =>
  whole.notices.filter(
    (notice) =>
      notice.person === person &&
      (notice.state === 'told' || notice.state === 'unanswered') &&
      notice.answer === null &&
      (isOrdered(notice) || isAsked(notice)),
  );

/** The answer somebody gave to a call-out, which they may change as long as it lasts; null: there is none, or it is over. */
export const rollAnswer = ({ incident, notices }: WholeIncident, person: PersonId): IncidentNotice | null =>
  incident.state !== 'open'
    ? null
    : (notices.find((one) => one.person === person && one.kind === 'call' && (one.answer === 'coming' || one.answer === 'not-coming')) ??
      null);

const isAsked = ({ kind }: IncidentNotice): boolean => kind === 'call' || kind === 'assist' || kind === 'skipped';

/** Somebody answers what they were told. */
export function answered(
  whole: WholeIncident,
  notices: readonly NoticeId[],
  answer: NoticeAnswer,
  by: PersonId,
  at: Instant,
  said = '',
): WholeIncident {
  const mine = withNotices(
    whole,
    ({ id }) => notices.includes(id),
    (notice) => ({ ...notice, state: 'answered', answeredAt: at, answeredBy: by, answer }),
  );
  return withLine(mine, at, { kind: 'answer', text: said, by, detail: { answer } });
}

const receives: ReadonlySet<IncidentNotice['kind']> = new Set<IncidentNotice['kind']>(['to', 'then', 'up', 'assist', 'skipped']);

/** Whoever does something about an incident knows of it: what they were told counts as received, and whoever comes after them is told. */
export function withActed(whole: WholeIncident, person: PersonId, at: Instant): WholeIncident {
  const mine = toAnswer(whole, person).filter(({ kind }) => receives.has(kind));
  if (mine.length === 0) return whole;
  const known = withNotices(
    whole,
    (notice) => mine.includes(notice),
    (notice) => ({ ...notice, state: 'answered', answeredAt: at, answeredBy: person, answer: 'received' satisfies NoticeAnswer }),
  );
  return progress(known, at);
}

/** Waiting notices that lead on from a refusal do not go out any more. */
export const withoutRest = (whole: WholeIncident, lane: string, stage: number): WholeIncident =>
  withNotices(
    whole,
    (notice) => notice.lane === lane && notice.stage > stage && notice.state === 'waiting',
    (notice) => ({ ...notice, state: 'skipped' }),
  );

/** Whoever else was asked to agree to the same need not decide any more. */
export const withoutOthers = (whole: WholeIncident, decided: readonly IncidentNotice[]): WholeIncident =>
  withNotices(
    whole,
    (notice) =>
      (notice.state === 'told' || notice.state === 'unanswered') &&
      decided.some((one) => one.id !== notice.id && samePlace(placeOf(one), placeOf(notice))),
    (notice) => ({ ...notice, state: 'skipped' }),
  );
