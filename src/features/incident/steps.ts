import { type Instant, Temporal } from '../../core/time.ts';
import type { IncidentNotice, NoticeKind } from './incident-record.ts';
import { lanes, type PlannedStage } from './stages.ts';

/** A receiver of a route; those who are asked instead of somebody stand at the same place. */
type Placed = Pick<IncidentNotice, 'lane' | 'stage' | 'kind' | 'word'>;

export const placeOf = ({ lane, stage, kind, word, detail }: IncidentNotice): Placed => ({
  lane,
  stage,
  kind,
  word: detail.instead ?? word,
});
export const stagePlace = ({ lane, step, kind, word }: Pick<PlannedStage, 'lane' | 'step' | 'kind' | 'word'>): Placed => ({
  lane,
  stage: step,
  kind,
  word,
});

/** Kinds whose answer the next of their lane waits for. */
const ordered: ReadonlySet<NoticeKind> = new Set<NoticeKind>(['to', 'approve', 'then', 'up']);

export const isOrdered = ({ kind }: Pick<IncidentNotice, 'kind'>): boolean => ordered.has(kind);

const isAnswered = ({ state }: Pick<IncidentNotice, 'state'>): boolean => state === 'answered' || state === 'delivered';
const isOver = (notice: Pick<IncidentNotice, 'state'>): boolean =>
  isAnswered(notice) || notice.state === 'unanswered' || notice.state === 'skipped';

export const samePlace = (left: Placed, right: Placed): boolean =>
  left.lane === right.lane && left.stage === right.stage && left.kind === right.kind && left.word === right.word;

/** Gets the written report: it is theirs to know, not only to come or help. */
export const isReader = ({ kind }: Pick<IncidentNotice, 'kind'>): boolean => kind !== 'call' && kind !== 'assist';

/** Agreed, also by hand, or because they reported it themselves. */
export const hasAgreed = ({ state, answer }: IncidentNotice): boolean =>
  state === 'delivered' || (state === 'answered' && (answer === 'approved' || answer === 'self'));

/**
 * Holders of one role count as one: it is settled once one of them answered, or all of them are done with. Where somebody has to agree silence settles
 * nothing: one of them agrees, or it is no longer needed.
 */
export const isSettled = (notice: IncidentNotice, all: readonly IncidentNotice[]): boolean => {
  const group = all.filter((other) => samePlace(placeOf(other), placeOf(notice)));
  if (notice.kind === 'approve') return group.some(hasAgreed) || group.every(({ state }) => state === 'skipped');
  return group.some(isAnswered) || group.every(isOver);
};

const earlier = (notice: IncidentNotice, all: readonly IncidentNotice[]): readonly IncidentNotice[] =>
  all.filter((other) => other.lane === notice.lane && other.stage < notice.stage && isOrdered(other));

/** Those whose agreement is all that a later one of their lane waits for; empty: it waits for something else, or for nothing. */
export function agreementAwaited(notice: IncidentNotice, all: readonly IncidentNotice[]): readonly IncidentNotice[] {
  const open = earlier(notice, all).filter((other) => !isSettled(other, all));
  return open.every(({ kind }) => kind === 'approve') ? open.filter(({ state }) => state === 'told' || state === 'unanswered') : [];
}

/** What is there already of what a notice may need before it goes out. */
export interface Provided {
  /** Names under `requires` that were provided. */
  readonly has: readonly string[];
  /** A written report was handed in. */
  readonly reported: boolean;
}

/** What a waiting notice still lacks; `report`: it goes out with the written report. Empty: only its turn. */
export function lackedBy({ detail }: IncidentNotice, { has, reported }: Provided): readonly string[] {
  return [...detail.requires.filter((name) => !has.includes(name)), ...(detail.written && !reported ? ['report'] : [])];
}

/** Everything before it in its lane is settled, and nobody who had to agree refused. */
export function isItsTurn(notice: IncidentNotice, all: readonly IncidentNotice[]): boolean {
  const before = earlier(notice, all);
  return before.every((other) => isSettled(other, all)) && !before.some(({ answer }) => answer === 'refused');
}

/** Waiting notices that go out now. What may be left out goes out only when somebody says so. */
export const readyNow = (all: readonly IncidentNotice[], provided: Provided): readonly IncidentNotice[] =>
  all.filter(
    (notice) => notice.state === 'waiting' && !notice.detail.optional && isItsTurn(notice, all) && lackedBy(notice, provided).length === 0,
  );

/** Waiting for an answer where no rule limits it; then the next is asked. */
const waitMinutes = 10;

/**
 * Until when an answer to a notice told at `now` is waited for before the next is asked; null: nobody waits for it. A limit is shared evenly by
 * the steps that are left of its lane.
 */
export function answerBy(notice: IncidentNotice, all: readonly IncidentNotice[], now: Instant): Instant | null {
  if (!isOrdered(notice) && notice.kind !== 'call' && notice.kind !== 'skipped') return null;
  const later = new Set(all.filter((other) => other.lane === notice.lane && other.stage > notice.stage).map(({ stage }) => stage)).size;
  const { dueAt, detail } = notice;
  if (dueAt !== null && Temporal.Instant.compare(dueAt, now) > 0)
    return now.add({ milliseconds: Math.floor((dueAt.epochMilliseconds - now.epochMilliseconds) / (later + 1)) });
  return dueAt !== null || later > 0 || detail.ack || notice.kind !== 'to' ? now.add({ minutes: waitMinutes }) : null;
}

/** Those who still have to know before it is closed: of each step of a lane somebody has to have answered, and everybody has to be told. */
export function stillToKnow(all: readonly IncidentNotice[]): readonly IncidentNotice[] {
  const asked = all.filter((notice) => isOrdered(notice) && !notice.detail.optional && notice.kind !== 'up');
  // The superior stands in only while no rule speaks of it.
  const byRule = asked.filter(({ lane }) => lane !== lanes.noRule);
  const needed = byRule.length > 0 ? byRule : asked;
  return needed.filter((notice) => {
    if (isOver(notice) && notice.state !== 'unanswered') return false;
    const step = needed.filter(({ lane, stage }) => lane === notice.lane && stage === notice.stage);
    if (notice.state === 'waiting' || notice.person === null) return !isSettled(notice, all) || !isOver(notice);
    return !step.some(isAnswered) && !all.some((other) => other.kind === 'up' && isAnswered(other));
  });
}

/** Stages of a route that no notice stands for yet. */
export const newStages = (stages: readonly PlannedStage[], all: readonly IncidentNotice[]): readonly PlannedStage[] =>
  stages.filter((stage) => !all.some((notice) => samePlace(placeOf(notice), stagePlace(stage))));

/** Waiting notices of the policy's lanes that the route does not name any more. */
export const droppedBy = (stages: readonly PlannedStage[], all: readonly IncidentNotice[]): readonly IncidentNotice[] =>
  all.filter(
    (notice) =>
      notice.state === 'waiting' &&
      notice.kind !== 'up' &&
      notice.kind !== 'skipped' &&
      !stages.some((stage) => samePlace(stagePlace(stage), placeOf(notice))),
  );
