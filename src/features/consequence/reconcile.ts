import type { Instant } from '../../core/time.ts';
import type { HistoryEntry, ProposalState, Proposed, StoredProposal } from './proposal.ts';

/** What has to be written so that the stored proposals say what the rules propose now. */
export type Change =
  | { readonly kind: 'add'; readonly proposed: Proposed; readonly entry: HistoryEntry }
  | {
      readonly kind: 'update';
      readonly stored: StoredProposal;
      readonly proposed: Proposed;
      readonly state: ProposalState;
      /** Null: only the facts behind it, nothing anybody decides on. */
      readonly entry: HistoryEntry | null;
    }
  | { readonly kind: 'withdraw'; readonly stored: StoredProposal; readonly entry: HistoryEntry };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The part of it somebody decides on. Accepting one of several outcomes is not a change of what was proposed. */
function isSameMatter(stored: StoredProposal, proposed: Proposed): boolean {
  const chosen = stored.state === 'accepted' && proposed.choices.includes(stored.outcome);
  return stored.amount === proposed.amount && (chosen || stored.outcome === proposed.outcome);
}

const isWorse = (stored: StoredProposal, proposed: Proposed): boolean =>
  stored.outcome !== proposed.outcome || (proposed.amount ?? 0) > (stored.amount ?? 0);

/**
 * Brings stored proposals up to date with what the rules propose for the same person and stretch. `reason`: why it is counted anew, for the
 * history. One that was turned down stays so unless it got worse; one that was accepted is opened again when what it says changes, and taken back
 * when nothing supports it any more.
 */
export function reconcile(stored: readonly StoredProposal[], proposed: readonly Proposed[], now: Instant, reason: string | null): Change[] {
  const entry = (what: HistoryEntry['what'], of: Pick<Proposed, 'outcome' | 'amount'>): HistoryEntry => ({
    at: now.toString(),
    what,
    by: null,
    outcome: of.outcome,
    amount: of.amount,
    reason,
  });
  const changes: Change[] = [];
  for (const one of proposed) {
    const known = stored.find((candidate) => candidate.key === one.key);
    if (known === undefined) changes.push({ kind: 'add', proposed: one, entry: entry('proposed', one) });
    else changes.push(...updated(known, one, entry));
  }
  const keys = new Set(proposed.map((one) => one.key));
  for (const gone of stored) {
    if (keys.has(gone.key) || gone.state === 'withdrawn' || gone.state === 'dismissed') continue;
    changes.push({ kind: 'withdraw', stored: gone, entry: entry('withdrawn', gone) });
  }
  return changes;
}

function updated(stored: StoredProposal, proposed: Proposed, entry: (what: HistoryEntry['what'], of: Proposed) => HistoryEntry): Change[] {
  const update = (state: ProposalState, what: HistoryEntry['what'] | null): Change[] => [
    { kind: 'update', stored, proposed, state, entry: what === null ? null : entry(what, proposed) },
  ];
  const sameFacts = same(stored.facts, proposed.facts) && same(stored.rules, proposed.rules) && same(stored.choices, proposed.choices);
  if (stored.state === 'withdrawn') return update('open', 'reopened');
  if (isSameMatter(stored, proposed)) return sameFacts ? [] : update(stored.state, null);
  if (stored.state === 'open') return update('open', 'changed');
  if (stored.state === 'accepted') return update('open', 'reopened');
  return isWorse(stored, proposed) ? update('open', 'reopened') : [];
}
