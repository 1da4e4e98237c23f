import type { PersonId } from '../../../core/ids.ts';
import { ok, type Result, refuse } from '../../../core/result.ts';
import type { Instant } from '../../../core/time.ts';
import type { RequestState } from '../request.ts';
import type { Round, Step } from '../request-record.ts';
import type { Signer } from './approvers.ts';

/** Why a press does nothing. */
export type PressRefusal =
  /** Somebody was first; the card says who and what. */
  | { readonly code: 'request.decided'; readonly state: RequestState; readonly by: PersonId | null; readonly at: Instant | null }
  /** What began or ran out can no longer be decided. */
  | { readonly code: 'request.too-late'; readonly since: Instant }
  | { readonly code: 'request.not-yours'; readonly own: boolean; readonly who: readonly PersonId[] }
  | { readonly code: 'request.already-signed'; readonly at: Instant | null }
  | { readonly code: 'request.nothing-asked' }
  | { readonly code: 'request.reason-needed' };

export interface SignFacts {
  readonly now: Instant;
  readonly state: RequestState;
  readonly steps: readonly Step[];
  readonly lapsesAt: Instant;
  readonly decidedAt: Instant | null;
  /** Who may sign a step at the moment. */
  readonly signers: (step: Step) => readonly Signer[];
  /** Somebody who takes part in it. */
  readonly isParty: (person: PersonId) => boolean;
}

/** A step as it is from now on. */
export interface StepChange {
  readonly id: string;
  readonly state: Step['state'];
  readonly decidedBy: PersonId | null;
  readonly decidedFor: PersonId | null;
  readonly reason: string | null;
}

/** What a signature makes of the request. */
export interface Signed {
  readonly changes: readonly StepChange[];
  readonly state: RequestState;
  readonly stage: number;
  /** Steps that are open from now on. */
  readonly opened: readonly Step[];
  /** `granted`: carried out now; `refused` and `declined`: what was held is let go; `taken-back`: undone; `kept`: it was not cancelled. */
  readonly outcome: 'waits' | 'granted' | 'refused' | 'declined' | 'taken-back' | 'kept';
}

/** The round that is on. */
export const roundOf = (state: RequestState): Round => (state === 'cancelling' ? 'cancel' : 'grant');

const undecided: readonly RequestState[] = ['confirming', 'approving', 'asked', 'cancelling'];

const stepsOf = (facts: SignFacts): readonly Step[] => facts.steps.filter((step) => step.round === roundOf(facts.state));

/** The last signature there is, for telling who was first. */
export function lastSigned(steps: readonly Step[]): Step | null {
  const signed = steps.filter((step) => step.decidedAt !== null);
  const later = (a: Step, b: Step): Step => ((b.decidedAt?.epochMilliseconds ?? 0) >= (a.decidedAt?.epochMilliseconds ?? 0) ? b : a);
  return signed.length === 0 ? null : signed.reduce(later);
}

/** The open steps the person may sign; or why there is none. */
export function openFor(person: PersonId, kind: Step['kind'], facts: SignFacts): Result<readonly Step[], PressRefusal> {
  if (!undecided.includes(facts.state)) {
    const last = lastSigned(facts.steps);
    return refuse({ code: 'request.decided', state: facts.state, by: last?.decidedBy ?? null, at: last?.decidedAt ?? facts.decidedAt });
  }
  if (facts.state !== 'cancelling' && facts.lapsesAt.epochMilliseconds <= facts.now.epochMilliseconds)
    return refuse({ code: 'request.too-late', since: facts.lapsesAt });
  const steps = stepsOf(facts);
  const open = steps.filter((step) => step.state === 'open' && step.kind === kind);
  const mine = open.filter((step) => facts.signers(step).some((signer) => signer.person === person));
  if (mine.length > 0) return ok(mine);
  const signed = steps.find((step) => step.kind === kind && step.decidedBy === person);
  if (signed !== undefined) return refuse({ code: 'request.already-signed', at: signed.decidedAt });
  const who = [...new Set(open.flatMap((step) => facts.signers(step).map((signer) => signer.person)))];
  return refuse({ code: 'request.not-yours', own: facts.isParty(person), who });
}

/**
 * One person says yes or no. Who may sign several open steps signs them all at once; who signed already and comes up again in a later stage is
 * not asked a second time.
 */
export function sign(
  press: { readonly person: PersonId; readonly kind: Step['kind']; readonly agrees: boolean; readonly reason: string | null },
  facts: SignFacts,
): Result<Signed, PressRefusal> {
  const mine = openFor(press.person, press.kind, facts);
  if (!mine.ok) return mine;
  const change = (step: Step): StepChange => ({
    id: step.id,
    state: press.agrees ? 'agreed' : 'refused',
    decidedBy: press.person,
    decidedFor: facts.signers(step).find((signer) => signer.person === press.person)?.for ?? null,
    reason: press.reason,
  });
  const changes = mine.value.map(change);
  return ok(press.agrees ? advance(facts, changes, press.person) : end(facts, changes, press.kind));
}

function end(facts: SignFacts, changes: readonly StepChange[], kind: Step['kind']): Signed {
  const signed = new Set(changes.map((change) => change.id));
  const left = stepsOf(facts)
    .filter((step) => !signed.has(step.id) && (step.state === 'open' || step.state === 'waiting'))
    .map((step): StepChange => ({ id: step.id, state: 'skipped', decidedBy: null, decidedFor: null, reason: null }));
  const all = [...changes, ...left];
  if (roundOf(facts.state) === 'cancel') return { changes: all, state: 'approved', stage: 0, opened: [], outcome: 'kept' };
  if (kind === 'confirm') return { changes: all, state: 'declined', stage: 0, opened: [], outcome: 'declined' };
  return { changes: all, state: 'refused', stage: 0, opened: [], outcome: 'refused' };
}

function advance(facts: SignFacts, signed: readonly StepChange[], person: PersonId): Signed {
  const round = roundOf(facts.state);
  const changes = [...signed];
  const stateOf = (step: Step): Step['state'] => changes.find((change) => change.id === step.id)?.state ?? step.state;
  const own = stepsOf(facts);
  for (;;) {
    const left = own.filter((step) => stateOf(step) === 'open' || stateOf(step) === 'waiting');
    if (left.length === 0) {
      const state = round === 'cancel' ? 'cancelled' : 'approved';
      return { changes, state, stage: 0, opened: [], outcome: round === 'cancel' ? 'taken-back' : 'granted' };
    }
    const stage = Math.min(...left.map((step) => step.stage));
    const due = left.filter((step) => step.stage === stage);
    // Somebody who agreed before is not asked again for the same request.
    const agreedBefore = (step: Step): Signer | undefined =>
      facts
        .signers(step)
        .find(
          (one) =>
            one.person === person ||
            own.some((other) => other.kind === 'approve' && other.state === 'agreed' && other.decidedBy === one.person),
        );
    const again = due.filter((step) => step.kind === 'approve' && stateOf(step) === 'waiting' && agreedBefore(step) !== undefined);
    for (const step of again) {
      const signer = agreedBefore(step);
      changes.push({ id: step.id, state: 'agreed', decidedBy: signer?.person ?? person, decidedFor: signer?.for ?? null, reason: null });
    }
    if (again.length === due.length) continue;
    const opened = due.filter((step) => stateOf(step) === 'waiting');
    for (const step of opened) changes.push({ id: step.id, state: 'open', decidedBy: null, decidedFor: null, reason: null });
    const next: RequestState = round === 'cancel' ? 'cancelling' : due.some((step) => step.kind === 'confirm') ? 'confirming' : 'approving';
    return { changes, state: next, stage, opened, outcome: 'waits' };
  }
}
