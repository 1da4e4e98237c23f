import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { IncidentNotice } from './incident-record.ts';
import { lanes } from './stages.ts';
import { agreementAwaited, answerBy, droppedBy, isItsTurn, lackedBy, newStages, readyNow, stillToKnow } from './steps.ts';

const now = Temporal.Instant.from('2026-12-01T02:00:00Z');
const detail = { optional: false, written: false, ack: false, remind: false, requires: [], cites: [] };
const notice = (id: string, stage: number, more: Partial<IncidentNotice> = {}): IncidentNotice => ({
  id,
  incident: 'i',
  lane: 'a',
  stage,
  kind: 'to',
  word: id,
  person: id,
  state: 'waiting',
  dueAt: null,
  toldAt: null,
  answeredAt: null,
  answeredBy: null,
  answer: null,
  urgent: false,
  detail,
  ...more,
});
const nothing = { has: [], reported: false };
const ready = (...all: readonly IncidentNotice[]) => readyNow(all, nothing).map(({ id }) => id);

describe('whose turn it is', () => {
  it('is that of the first step of every lane, and of a later one once those before are settled', () => {
    const next = notice('b', 2);
    expect(ready(notice('a', 1), next, notice('c', 1, { lane: 'z' }))).toEqual(['a', 'c']);
    for (const state of ['answered', 'delivered', 'unanswered', 'skipped'] as const)
      expect(ready(notice('a', 1, { state }), next)).toEqual(['b']);
    expect(ready(notice('a', 1, { state: 'told' }), next)).toEqual([]);
  });

  it('waits for every role, but for one holder of each', () => {
    const two = [notice('a1', 1, { word: 'a', state: 'answered' }), notice('a2', 1, { word: 'a', state: 'told' })];
    expect(ready(...two, notice('b', 2))).toEqual(['b']);
    expect(ready(...two, notice('other', 1, { state: 'told' }), notice('b', 2))).toEqual([]);
  });

  it('does not wait for copies and helpers, and never comes after a refusal', () => {
    expect(ready(notice('a', 1, { kind: 'cc', state: 'told' }), notice('b', 2))).toEqual(['b']);
    expect(isItsTurn(notice('b', 2), [notice('a', 1, { kind: 'approve', state: 'answered', answer: 'refused' })])).toBe(false);
  });

  it('never comes by silence where somebody has to agree: one of them agrees, also somebody above or by hand, or nobody has to any more', () => {
    const head = (more: Partial<IncidentNotice>) => notice('head', 1, { kind: 'approve', ...more });
    const above = (more: Partial<IncidentNotice>) =>
      notice('above', 1, { kind: 'approve', word: 'superior', detail: { ...detail, instead: 'head' }, ...more });
    const next = notice('b', 2, { kind: 'then' });
    for (const state of ['told', 'unanswered'] as const) expect(ready(head({ state }), next)).toEqual([]);
    expect(ready(head({ state: 'answered', answer: 'received' }), next)).toEqual([]);
    expect(ready(head({ state: 'answered', answer: 'approved' }), next)).toEqual(['b']);
    expect(ready(head({ state: 'unanswered' }), above({ state: 'told' }), next)).toEqual([]);
    expect(ready(head({ state: 'unanswered' }), above({ state: 'answered', answer: 'approved' }), next)).toEqual(['b']);
    expect(ready(head({ person: null, state: 'delivered', answer: 'x · phone' }), next)).toEqual(['b']);
    expect(ready(head({ state: 'skipped' }), next)).toEqual(['b']);
  });

  it('is known to wait for agreement alone', () => {
    const head = notice('head', 2, { kind: 'approve', state: 'told' });
    const next = notice('b', 3, { kind: 'then' });
    expect(agreementAwaited(next, [notice('a', 1, { state: 'answered' }), head, next]).map(({ id }) => id)).toEqual(['head']);
    expect(agreementAwaited(next, [notice('a', 1, { state: 'told' }), head, next])).toEqual([]);
    expect(agreementAwaited(next, [{ ...head, state: 'answered', answer: 'approved' }, next])).toEqual([]);
  });

  it('needs what a rule wants first, and does not come by itself where it may be left out', () => {
    const needs = notice('a', 1, { detail: { ...detail, requires: ['verified_by'], written: true } });
    expect(lackedBy(needs, nothing)).toEqual(['verified_by', 'report']);
    expect(lackedBy(needs, { has: ['verified_by'], reported: true })).toEqual([]);
    expect(ready(needs, notice('b', 1, { detail: { ...detail, optional: true } }))).toEqual([]);
  });
});

describe('an answer is waited for', () => {
  const by = (one: IncidentNotice, ...all: readonly IncidentNotice[]) => answerBy(one, [one, ...all], now)?.toString() ?? null;
  const dueAt = now.add({ minutes: 30 });

  it('until the limit, which the steps that are left share', () => {
    expect(by(notice('a', 1, { dueAt }))).toBe('2026-12-01T02:30:00Z');
    expect(by(notice('a', 1, { dueAt }), notice('b', 2, { dueAt }))).toBe('2026-12-01T02:15:00Z');
  });

  it('for ten minutes where no limit is left and somebody comes next or has to answer', () => {
    expect(by(notice('a', 1, { dueAt: now }))).toBe('2026-12-01T02:10:00Z');
    expect(by(notice('a', 1), notice('b', 2))).toBe('2026-12-01T02:10:00Z');
    expect(by(notice('a', 1, { detail: { ...detail, ack: true } }))).toBe('2026-12-01T02:10:00Z');
  });

  it('not at all of a copy, or where nobody comes next', () => {
    expect(by(notice('a', 1, { kind: 'cc', dueAt }))).toBeNull();
    expect(by(notice('a', 1))).toBeNull();
  });
});

describe('who still has to know', () => {
  const left = (...all: readonly IncidentNotice[]) => stillToKnow(all).map(({ id }) => id);

  it('is everybody who waits, and whoever was told while nobody of the step answered', () => {
    expect(left(notice('a', 1), notice('b', 2))).toEqual(['a', 'b']);
    expect(left(notice('a', 1, { state: 'told' }), notice('b', 1, { state: 'answered' }))).toEqual([]);
    expect(left(notice('a', 1, { state: 'told' }), notice('b', 1, { state: 'told' }))).toEqual(['a', 'b']);
  });

  it('is a place outside until somebody confirms it, even if another of the step answered', () => {
    const outside = (state: IncidentNotice['state']) => notice('a', 1, { person: null, state });
    expect(left(outside('told'), notice('b', 1, { state: 'answered' }))).toEqual(['a']);
    expect(left(outside('delivered'))).toEqual([]);
  });

  it('is nobody more once a level above answered for who did not', () => {
    const silent = notice('a', 1, { state: 'unanswered' });
    expect(left(silent)).toEqual(['a']);
    expect(left(silent, notice('up', 1, { lane: lanes.up, kind: 'up', state: 'answered' }))).toEqual([]);
  });

  it('is not the superior who stood in while no rule spoke of it', () => {
    expect(left(notice('s', 1, { lane: lanes.noRule, state: 'told' }))).toEqual(['s']);
    expect(left(notice('s', 1, { lane: lanes.noRule, state: 'told' }), notice('a', 1, { state: 'answered' }))).toEqual([]);
  });
});

it('a route that changes adds what is new and drops only those who still wait', () => {
  const stage = (word: string) => ({ ...detail, lane: 'a', step: 1, kind: 'to' as const, word, dueAt: null, urgent: false });
  const all = [
    notice('kept', 1),
    notice('waits', 1),
    notice('told', 1, { state: 'told' }),
    notice('up', 1, { lane: lanes.up, kind: 'up' }),
  ];
  expect(newStages([stage('kept'), stage('fresh')], all).map(({ word }) => word)).toEqual(['fresh']);
  expect(droppedBy([stage('kept'), stage('fresh')], all).map(({ id }) => id)).toEqual(['waits']);
});
