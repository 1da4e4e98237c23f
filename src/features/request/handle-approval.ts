import type { DeskId, PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import { contactsOf, type Desk, tell } from '../people/index.ts';
import { slotsAt } from '../roster/index.ts';
import {
  type ApprovalDirectory,
  approversFor,
  holdersOf,
  mayNotSign,
  officeRoles,
  type Parties,
  type Signer,
  signersOf,
} from './decide/approvers.ts';
import { partyOf } from './file/case.ts';
import type { RequestDraft, RequestId } from './request.ts';
import type { Step, WholeRequest } from './request-record.ts';
import { type Delegation, loadActiveDelegations, loadSurroundings, type Surroundings } from './store-directory.ts';

/** Who may sign what, at this moment. */
export interface Approval {
  readonly directory: ApprovalDirectory;
  readonly parties: Parties;
  /** Who may sign a step, with those who stand in. */
  readonly signers: (step: Step) => readonly Signer[];
  /** Without stand-ins. */
  readonly approvers: (step: Step) => readonly PersonId[];
  readonly barred: ReadonlySet<PersonId>;
  readonly isParty: (person: PersonId) => boolean;
  /** Holders of roles, for telling them. */
  readonly holding: (words: readonly string[]) => readonly PersonId[];
  /** Who stands in for some people now. */
  readonly standIns: (people: readonly PersonId[]) => readonly PersonId[];
}

/** Whom a signature is about. */
export interface About extends Pick<RequestDraft, 'subject' | 'filedBy' | 'partner'> {
  /** Who asks to take back what was approved, while that is decided on. */
  readonly takesBack?: PersonId | null;
}

export function aboutOf({ request, question }: Pick<WholeRequest, 'request' | 'question'>): About {
  const { subject, filedBy, partner, state } = request;
  return { subject, filedBy, partner, takesBack: state === 'cancelling' && question?.about === 'cancel' ? question.by : null };
}

const asksForDuty = (word: string): boolean => word === 'duty-leader' || word.endsWith('-on-duty');

/** Resolves a chain as it is now. `known`: what was loaded for the same request already. */
export async function loadApproval(
  ctx: Ctx,
  desk: Desk,
  draft: About,
  steps: readonly Pick<Step, 'words'>[],
  approveNot: readonly string[],
  known: Surroundings | null = null,
): Promise<Approval> {
  const people = [draft.subject, draft.filedBy, ...(draft.partner === null ? [] : [draft.partner])];
  const words = steps.flatMap((step) => step.words);
  const [surroundings, delegations, running] = await Promise.all([
    known ?? loadSurroundings(ctx, desk.id, people, officeRoles),
    loadActiveDelegations(ctx, ctx.now),
    words.some(asksForDuty) ? slotsAt(ctx, desk.id, ctx.now) : [],
  ]);
  const onDuty = running.flatMap((slot) => slot.people.map(({ person, role }) => ({ person, role })));
  return approvalOf(desk, draft, surroundings, onDuty, delegations, approveNot);
}

export function approvalOf(
  desk: Pick<Desk, 'id' | 'lineage'>,
  draft: About,
  surroundings: Surroundings,
  onDuty: ApprovalDirectory['onDuty'],
  delegations: readonly Delegation[],
  approveNot: readonly string[],
): Approval {
  const { holders, lineages } = surroundings;
  const lineageOf = (id: DeskId): readonly DeskId[] => (id === desk.id ? desk.lineage : (lineages.get(id) ?? [id]));
  const directory: ApprovalDirectory = { holders, lineageOf, onDuty };
  const partner = draft.partner === null ? null : { person: draft.partner, desk: partyOf(draft.partner, desk.id, holders).desk };
  const parties: Parties = { desk: desk.id, subject: draft.subject, filedBy: draft.filedBy, partner };
  const takesBack = draft.takesBack ?? null;
  const barred = new Set([...mayNotSign(parties, approveNot, directory), ...(takesBack === null ? [] : [takesBack])]);
  const stands = (person: PersonId): boolean => holders.some((holder) => holder.person === person);
  const approvers = (step: Step): readonly PersonId[] => approversFor(step, parties, barred, directory);
  const confirms = (step: Step): PersonId[] =>
    step.words.flatMap((word) => (word === 'subject' ? [draft.subject] : word === 'partner' && partner !== null ? [partner.person] : []));
  return {
    directory,
    parties,
    barred,
    approvers: (step) => (step.kind === 'confirm' ? confirms(step) : approvers(step)),
    signers: (step) => {
      if (step.kind === 'confirm') return confirms(step).map((person) => ({ person, for: null }));
      const handed =
        step.handedTo === null || step.handedBy === null || !stands(step.handedTo) ? null : { to: step.handedTo, by: step.handedBy };
      return signersOf(approvers(step), handed, delegations, barred);
    },
    isParty: (person) => person === draft.subject || person === draft.filedBy || person === partner?.person || person === takesBack,
    holding: (words) => [...new Set(words.flatMap((word) => holdersOf(word, parties, directory)))],
    standIns: (people) => signersOf(people, null, delegations, new Set()).flatMap((one) => (one.for === null ? [] : [one.person])),
  };
}

/** Sends somebody the live card of a request; the same one only once for each `occasion`. Gives those who cannot be written to. */
export async function sendCards(
  ctx: Ctx,
  id: RequestId,
  kind: 'decide' | 'mine' | 'partner',
  people: readonly PersonId[],
  occasion: string,
): Promise<readonly PersonId[]> {
  const contacts = await contactsOf(ctx, people);
  const missed = tell(ctx, contacts.values(), (_locale, contact) => ({
    subject: `request.${kind}/${id}`,
    id: `request:${id}:${kind}:${occasion}:${contact.person}`,
  }));
  return missed.map((contact) => contact.person);
}

/** All copies of its cards follow. */
export function refreshCards(ctx: Ctx, id: RequestId): void {
  for (const kind of ['decide', 'mine', 'partner'] as const) ctx.unit.refresh(`request.${kind}/${id}`);
}
