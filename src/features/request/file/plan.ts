import type { PersonId } from '../../../core/ids.ts';
import { type Instant, Temporal, type Zone } from '../../../core/time.ts';
import type { OwedLater, RequestRuling } from '../../../policy/request/case.ts';
import type { RequestType } from '../../../policy/request/type.ts';
import type { RequestDraft, RequestState } from '../request.ts';
import type { FollowUp, Step } from '../request-record.ts';

const blank = {
  minRank: null,
  rules: [],
  decidedBy: null,
  decidedFor: null,
  decidedAt: null,
  reason: null,
  handedTo: null,
  handedBy: null,
} as const;

/** The state a request is in while steps of a stage are open. */
export function stateWhile(open: readonly Step[], none: RequestState): RequestState {
  if (open.length === 0) return none;
  return open.some((step) => step.kind === 'confirm') ? 'confirming' : 'approving';
}

/** Opens the first stage; nobody is asked before it is their turn. */
export function openFirst(steps: readonly Step[]): Step[] {
  const first = Math.min(...steps.map((step) => step.stage));
  return steps.map((step) => ({ ...step, state: step.stage === first ? 'open' : 'waiting' }));
}

/**
 * Every signature a request needs. The other side is always asked; whom it is for is asked where a rule wants it and somebody else filed it. Where no
 * regulation says who decides, the type does.
 */
export function planSteps(
  draft: Pick<RequestDraft, 'subject' | 'filedBy' | 'partner'>,
  ruling: Pick<RequestRuling, 'confirm' | 'stages' | 'after'>,
  type: Pick<RequestType, 'approve' | 'partner'>,
  options: { readonly openCall: boolean; readonly newId: () => string },
): Step[] {
  const step = (kind: Step['kind'], stage: number, words: readonly string[]): Step => ({
    ...blank,
    id: options.newId(),
    round: 'grant',
    kind,
    stage,
    words,
    state: 'waiting',
  });
  const own = draft.filedBy === draft.subject;
  const asksSubject = !own && ruling.confirm.some((who) => who === 'subject' || who === 'requester');
  const asksPartner = options.openCall || (type.partner !== 'none' && draft.partner !== null && draft.partner !== draft.filedBy);
  const usual = type.approve.length === 0 ? [] : [{ number: 1, words: type.approve, minRank: null, cites: [] }];
  const stages = ruling.stages ?? [...usual, ...ruling.after.map((stage) => ({ ...stage, number: stage.number + 1 }))];
  const steps = [
    ...(asksPartner ? [step('confirm', 0, ['partner'])] : []),
    ...(asksSubject ? [step('confirm', 0, ['subject'])] : []),
    ...stages.map((stage) => ({
      ...step('approve', stage.number, stage.words),
      minRank: stage.minRank,
      rules: stage.cites.map((cite) => cite.rule),
    })),
  ];
  return options.openCall ? steps : openFirst(steps);
}

/** The same chain once more, for taking back what was approved. The side that asks for it need not confirm it. */
export function planCancellation(
  grant: readonly Step[],
  draft: Pick<RequestDraft, 'subject' | 'partner'>,
  by: PersonId,
  earlier: readonly Step[],
  newId: () => string,
): Step[] {
  const same = (step: Step): Step | undefined =>
    earlier.find((one) => one.kind === step.kind && one.stage === step.stage && one.words.join() === step.words.join());
  const otherSide = by === draft.partner ? 'subject' : draft.partner === null ? null : 'partner';
  const fresh = (step: Pick<Step, 'kind' | 'stage' | 'words' | 'minRank' | 'rules'>): Step => ({
    ...blank,
    ...step,
    id: newId(),
    round: 'cancel',
    state: 'waiting',
  });
  const wanted = [
    ...(otherSide === null ? [] : [fresh({ kind: 'confirm', stage: 0, words: [otherSide], minRank: null, rules: [] })]),
    ...grant
      .filter((step) => step.kind === 'approve')
      .map(({ kind, stage, words, minRank, rules }) => fresh({ kind, stage, words, minRank, rules })),
  ];
  return openFirst(wanted.map((step) => ({ ...step, id: same(step)?.id ?? step.id })));
}

/** Requests told less than this before they begin are not lost because nobody decided in time. */
const shortNoticeHours = 24;

/**
 * When a request that nobody decided is void: when it begins, or after the desk's days, whichever comes first. A leave asked for shortly before it
 * begins, or afterwards, waits for the desk's days; a shift that runs changes hands until it ends.
 */
export function lapsesAt(
  draft: Pick<RequestDraft, 'startsAt'> & Partial<Pick<RequestDraft, 'endsAt'>>,
  type: Pick<RequestType, 'effect'>,
  filedAt: Instant,
  days: number,
): Instant {
  const atMost = filedAt.add({ hours: 24 * days });
  const { startsAt, endsAt = null } = draft;
  const movesShifts = type.effect === 'exchange-shifts' || type.effect === 'replace-person';
  if (startsAt === null) return atMost;
  if (Temporal.Instant.compare(startsAt, filedAt) <= 0)
    return movesShifts && endsAt !== null && Temporal.Instant.compare(endsAt, atMost) < 0 ? endsAt : atMost;
  const soon = Temporal.Instant.compare(startsAt, filedAt.add({ hours: shortNoticeHours })) < 0;
  if (soon && !movesShifts) return atMost;
  return Temporal.Instant.compare(startsAt, atMost) < 0 ? startsAt : atMost;
}

export interface DueFacts {
  readonly zone: Zone;
  readonly approvedAt: Instant;
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  /** Days of the person's coming duties after the end, in order, `YYYY-MM-DD`. */
  readonly dutiesAfter: readonly string[];
}

const endOf = (day: Temporal.PlainDate, zone: Zone): Instant => day.add({ days: 1 }).toZonedDateTime(zone).toInstant();

/** By when something is owed: until the end of that day; null where the desk has to set it, or the roster does not reach that far. */
export function dueOf(owed: OwedLater, facts: DueFacts): Instant | null {
  const { due } = owed;
  if (due === null) return null;
  if ('before' in due) return facts.startsAt;
  if ('rosteredDays' in due) {
    const on = facts.dutiesAfter[due.rosteredDays - 1];
    return on === undefined ? null : endOf(Temporal.PlainDate.from(on), facts.zone);
  }
  const anchor = due.after === 'approval' ? facts.approvedAt : due.after === 'start' ? facts.startsAt : facts.endsAt;
  if (anchor === null) return null;
  // A leave ends at midnight of the day it ends on.
  const at = due.after === 'end' ? anchor.subtract({ milliseconds: 1 }) : anchor;
  return endOf(at.toZonedDateTimeISO(facts.zone).toPlainDate().add({ days: due.days }), facts.zone);
}

export function planFollowUps(owed: readonly OwedLater[], facts: DueFacts, newId: () => string): FollowUp[] {
  return owed.map((one) => ({
    id: newId(),
    do: one.do,
    dueAt: dueOf(one, facts),
    state: 'waiting',
    otherwise: one.otherwise,
    to: one.to,
    remind: one.remind,
    rules: one.cites.map((cite) => cite.rule),
    doneBy: null,
    doneAt: null,
  }));
}
