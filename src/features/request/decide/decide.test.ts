import { describe, expect, it } from 'vitest';
import { Temporal } from '../../../core/time.ts';
import type { RequestState } from '../request.ts';
import type { Step } from '../request-record.ts';
import { openFor, type SignFacts, sign } from './decide.ts';

const now = Temporal.Instant.from('2026-12-01T02:00:00Z');
const later = now.add({ hours: 48 });

const step = (id: string, stage: number, state: Step['state'], more: Partial<Step> = {}): Step => ({
  id,
  round: 'grant',
  kind: stage === 0 ? 'confirm' : 'approve',
  stage,
  words: [id],
  minRank: null,
  rules: [],
  state,
  decidedBy: null,
  decidedFor: null,
  decidedAt: null,
  reason: null,
  handedTo: null,
  handedBy: null,
  ...more,
});

/** Who may sign each step by id. */
function facts(steps: readonly Step[], signers: Readonly<Record<string, readonly string[]>>, state: RequestState = 'approving'): SignFacts {
  return {
    now,
    state,
    steps,
    lapsesAt: later,
    decidedAt: null,
    signers: (one) => (signers[one.id] ?? []).map((person) => ({ person, for: null })),
    isParty: (person) => person === 'asker',
  };
}

const yes = (person: string) => ({ person, kind: 'approve' as const, agrees: true, reason: null });
const no = (person: string) => ({ person, kind: 'approve' as const, agrees: false, reason: 'no' });

describe('a signature', () => {
  it('carries the request out when it is the last one asked for', () => {
    const signed = sign(yes('lead'), facts([step('a', 1, 'open')], { a: ['lead', 'other'] }));
    expect(signed).toMatchObject({ ok: true, value: { outcome: 'granted', state: 'approved', opened: [] } });
  });

  it('waits until everybody of a stage has signed', () => {
    const both = [step('a', 1, 'open'), step('b', 1, 'open')];
    expect(sign(yes('lead'), facts(both, { a: ['lead'], b: ['other'] }))).toMatchObject({
      ok: true,
      value: { outcome: 'waits', state: 'approving', opened: [] },
    });
  });

  it('counts once for both where one person holds two roles', () => {
    const both = [step('a', 1, 'open'), step('b', 1, 'open')];
    const signed = sign(yes('lead'), facts(both, { a: ['lead'], b: ['lead', 'other'] }));
    expect(signed.ok && signed.value.changes.map((change) => [change.id, change.state])).toEqual([
      ['a', 'agreed'],
      ['b', 'agreed'],
    ]);
    expect(signed.ok && signed.value.outcome).toBe('granted');
  });

  it('opens the next stage, and does not ask again who signed before', () => {
    const chain = [step('a', 1, 'open'), step('b', 2, 'waiting'), step('c', 3, 'waiting')];
    const next = sign(yes('lead'), facts(chain, { a: ['lead'], b: ['other'], c: ['lead'] }));
    expect(next.ok && next.value.opened.map((one) => one.id)).toEqual(['b']);
    const skips = sign(yes('lead'), facts(chain, { a: ['lead'], b: ['lead'], c: ['boss'] }));
    expect(skips.ok && skips.value.opened.map((one) => one.id)).toEqual(['c']);
    expect(skips.ok && skips.value.changes.find((change) => change.id === 'b')).toMatchObject({ state: 'agreed', decidedBy: 'lead' });
  });

  it('goes from the other side to the deciders', () => {
    const chain = [step('partner', 0, 'open'), step('a', 1, 'waiting')];
    const agreed = sign({ ...yes('bo'), kind: 'confirm' }, facts(chain, { partner: ['bo'], a: ['lead'] }, 'confirming'));
    expect(agreed).toMatchObject({ ok: true, value: { state: 'approving', outcome: 'waits', stage: 1 } });
    const declined = sign({ ...no('bo'), kind: 'confirm' }, facts(chain, { partner: ['bo'], a: ['lead'] }, 'confirming'));
    expect(declined).toMatchObject({ ok: true, value: { state: 'declined', outcome: 'declined' } });
  });

  it('ends it with one refusal; nobody else is asked any more', () => {
    const both = [step('a', 1, 'open'), step('b', 1, 'open'), step('c', 2, 'waiting')];
    const refused = sign(no('lead'), facts(both, { a: ['lead'], b: ['other'], c: ['boss'] }));
    expect(refused.ok && refused.value.changes.map((change) => change.state)).toEqual(['refused', 'skipped', 'skipped']);
    expect(refused).toMatchObject({ value: { outcome: 'refused', state: 'refused' } });
  });

  it('leaves it approved when a cancellation is refused, and takes it back when all agree', () => {
    const chain = [step('a', 1, 'agreed', { decidedBy: 'lead', decidedAt: now }), step('x', 1, 'open', { round: 'cancel' })];
    expect(sign(no('lead'), facts(chain, { x: ['lead'] }, 'cancelling'))).toMatchObject({ value: { state: 'approved', outcome: 'kept' } });
    expect(sign(yes('lead'), facts(chain, { x: ['lead'] }, 'cancelling'))).toMatchObject({
      value: { state: 'cancelled', outcome: 'taken-back' },
    });
  });

  it('records for whom a delegate stood in', () => {
    const given: SignFacts = { ...facts([step('a', 1, 'open')], {}), signers: () => [{ person: 'deputy', for: 'lead' }] };
    const signed = sign(yes('deputy'), given);
    expect(signed.ok && signed.value.changes).toMatchObject([{ decidedBy: 'deputy', decidedFor: 'lead' }]);
  });
});

describe('a press that can do nothing', () => {
  const open = [step('a', 1, 'open')];

  it('says who was first, once it is decided', () => {
    const done = [step('a', 1, 'agreed', { decidedBy: 'other', decidedAt: now })];
    expect(sign(yes('lead'), facts(done, { a: ['lead'] }, 'approved'))).toEqual({
      ok: false,
      refusal: { code: 'request.decided', state: 'approved', by: 'other', at: now },
    });
  });

  it('says who may, and that nobody decides their own', () => {
    expect(openFor('asker', 'approve', facts(open, { a: ['lead'] }))).toMatchObject({
      refusal: { code: 'request.not-yours', own: true, who: ['lead'] },
    });
    expect(openFor('guard', 'approve', facts(open, { a: ['lead'] }))).toMatchObject({ refusal: { own: false } });
  });

  it('is too late from the moment it lapses, not a second earlier', () => {
    const at = (moment: Temporal.Instant) => openFor('lead', 'approve', { ...facts(open, { a: ['lead'] }), now: moment });
    expect(at(later.subtract({ seconds: 1 })).ok).toBe(true);
    expect(at(later)).toMatchObject({ refusal: { code: 'request.too-late', since: later } });
  });

  it('knows who signed already and waits for the others', () => {
    const half = [step('a', 1, 'agreed', { decidedBy: 'lead', decidedAt: now }), step('b', 1, 'open')];
    expect(openFor('lead', 'approve', facts(half, { b: ['other'] }))).toMatchObject({ refusal: { code: 'request.already-signed' } });
  });
});
