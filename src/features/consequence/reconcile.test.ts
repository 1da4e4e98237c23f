import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { ProposalState, Proposed, StoredProposal } from './proposal.ts';
import { reconcile } from './reconcile.ts';

const now = Temporal.Instant.from('2026-12-02T01:00:00Z');
const proposed = (more: Partial<Proposed> = {}): Proposed => ({
  key: 'gate:wu|late',
  offence: 'late',
  merit: false,
  outcome: 'pay-deduction',
  amount: 0.2,
  unit: 'hours',
  choices: [],
  facts: [],
  on: '2026-12-01',
  cycle: '2026-12',
  rules: ['attendance-clock-17'],
  decidedBy: [],
  to: [],
  liable: [],
  ...more,
});
const stored = (state: ProposalState, more: Partial<StoredProposal> = {}): StoredProposal => ({
  ...proposed(),
  id: 'p1',
  desk: 'gate',
  person: 'wu',
  state,
  decidedAs: null,
  decidedAt: null,
  reason: null,
  history: [],
  policyVersion: 'v1',
  at: now,
  version: 1,
  ...more,
});
const worked = (before: readonly StoredProposal[], after: readonly Proposed[]) =>
  reconcile(before, after, now, 'request').map((change) =>
    change.kind === 'update' ? `${change.kind} ${change.state} ${change.entry?.what ?? '-'}` : change.kind,
  );

describe('bringing proposals up to date', () => {
  it('adds what is new and leaves alone what is the same', () => {
    expect(worked([], [proposed()])).toEqual(['add']);
    for (const state of ['open', 'accepted', 'dismissed'] as const) expect(worked([stored(state)], [proposed()])).toEqual([]);
  });

  it('changes one that is open, and opens one again that was accepted and says something else now', () => {
    expect(worked([stored('open')], [proposed({ amount: 0.5 })])).toEqual(['update open changed']);
    expect(worked([stored('accepted')], [proposed({ amount: 0.5 })])).toEqual(['update open reopened']);
    expect(worked([stored('accepted')], [proposed({ amount: 0.1 })])).toEqual(['update open reopened']);
  });

  it('leaves one that was turned down alone unless it got worse', () => {
    expect(worked([stored('dismissed')], [proposed({ amount: 0.1 })])).toEqual([]);
    expect(worked([stored('dismissed')], [proposed({ amount: 0.3 })])).toEqual(['update open reopened']);
    expect(worked([stored('dismissed')], [proposed({ outcome: 'absence', amount: 0.1 })])).toEqual(['update open reopened']);
  });

  it('keeps the choice among several outcomes', () => {
    const choices = ['major-demerit', 'heavier'];
    const chosen = stored('accepted', { outcome: 'heavier', amount: null, choices });
    expect(worked([chosen], [proposed({ outcome: 'major-demerit', amount: null, choices })])).toEqual([]);
  });

  it('takes back what nothing supports any more, also when it was accepted, and brings it back when it holds again', () => {
    expect(worked([stored('open')], [])).toEqual(['withdraw']);
    expect(worked([stored('accepted')], [])).toEqual(['withdraw']);
    expect(worked([stored('dismissed'), stored('withdrawn')], [])).toEqual([]);
    expect(worked([stored('withdrawn')], [proposed()])).toEqual(['update open reopened']);
  });

  it('notes other facts behind the same matter without asking anew', () => {
    expect(worked([stored('accepted')], [proposed({ rules: ['attendance-clock-17', 'attendance-audit-10'] })])).toEqual([
      'update accepted -',
    ]);
  });

  it('says why in the history', () => {
    const [change] = reconcile([stored('open')], [], now, 'proof');
    expect(change?.entry).toEqual({
      at: now.toString(),
      what: 'withdrawn',
      by: null,
      outcome: 'pay-deduction',
      amount: 0.2,
      reason: 'proof',
    });
  });
});
