import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { claimantOf, codeProblem, signableFrom, unverified } from './claim.ts';
import type { Handover, Item, Mark } from './handover.ts';

const at = (wall: string) => Temporal.PlainDateTime.from(`2026-12-01T${wall}`).toZonedDateTime('Asia/Shanghai').toInstant();

const handover: Handover = {
  id: 'h',
  desk: 'd',
  slot: 's',
  position: '',
  at: at('16:00'),
  event: 'shift',
  state: 'verifying',
  outgoing: 'an',
  incoming: 'bai',
  sections: {},
  outgoingSignedAt: null,
  incomingSignedAt: null,
  overrideBy: null,
  reason: null,
  refusal: null,
  code: '0417',
  codeUntil: at('15:45'),
  codeTries: 0,
  metAt: null,
  stoppedBy: null,
  marks: [],
  sealedAt: null,
  version: 1,
};
const item = (more: Partial<Item>): Item => ({
  id: 'i',
  kind: 'verify',
  text: 'keys',
  words: null,
  source: null,
  state: 'open',
  remark: null,
  owner: null,
  by: null,
  at: null,
  place: 0,
  ...more,
});

describe('who takes a shift over', () => {
  it('is nobody who only looks, and whoever has typed the code, gone through an item or signed', () => {
    expect(claimantOf({ handover, items: [item({})] })).toBeNull();
    expect(claimantOf({ handover, items: [item({ state: 'fine', by: 'cao' })] })).toBeNull();
    expect(claimantOf({ handover, items: [item({ state: 'wrong', by: 'bai' })] })).toBe('bai');
    expect(claimantOf({ handover, items: [item({ kind: 'open', state: 'carried', by: 'bai' })] })).toBe('bai');
    expect(claimantOf({ handover: { ...handover, metAt: at('15:41') }, items: [] })).toBe('bai');
    expect(claimantOf({ handover: { ...handover, incomingSignedAt: at('15:41') }, items: [] })).toBe('bai');
  });

  it('only what one of them verified is verified anew; what was made ready stays', () => {
    const items = [
      item({ id: 'ready', kind: 'outgoing', state: 'done', by: 'an' }),
      item({ id: 'wrong', state: 'wrong', by: 'bai', remark: '少一把' }),
      item({ id: 'carried', kind: 'open', state: 'carried', by: 'bai', owner: 'bai', remark: '等配件' }),
      item({ id: 'role', kind: 'open', state: 'carried', by: 'lead', owner: 'bai' }),
    ];
    expect(unverified(items, 'bai').map(({ id, state, remark }) => [id, state, remark])).toEqual([
      ['ready', 'done', null],
      ['wrong', 'open', null],
      ['carried', 'open', '等配件'],
      ['role', 'carried', null],
    ]);
    expect(unverified(items).map(({ state }) => state)).toEqual(['done', 'open', 'open', 'open']);
  });
});

describe('when a shift can be signed', () => {
  const from = (now: string, relief: { in: string | null; out?: string }) =>
    signableFrom(
      handover,
      [{ in: relief.in === null ? null : at(relief.in), out: relief.out === undefined ? null : at(relief.out) }],
      30,
      at(now),
    );

  it('is from the preparation on, to the minute, and at once where a relief is there', () => {
    expect(from('15:29:59', { in: null })).toEqual(at('15:30'));
    expect(from('15:30', { in: null })).toBeNull();
    expect(from('12:00', { in: '11:55' })).toBeNull();
    expect(from('12:00', { in: '11:55', out: '11:58' })).toEqual(at('15:30'));
  });

  it('is at any time for a post', () => {
    expect(signableFrom({ event: 'leaving', at: at('16:00') }, [], 30, at('09:00'))).toBeNull();
  });
});

describe('a code somebody types', () => {
  const missed = (by: string): Mark => ({ what: 'missed', by, at: at('15:41').toString(), about: '', remark: '' });
  const problem = (said: string, marks: readonly Mark[] = [], now = '15:44:59') =>
    codeProblem({ ...handover, marks }, 'bai', said, at(now));

  it('is good to the end of its time, and void after five wrong ones of the same person only', () => {
    expect(problem('0417')).toBeNull();
    expect(problem('0417', [], '15:45')).toEqual({ code: 'code-late', at: at('15:45') });
    expect(problem('0000')).toEqual({ code: 'code-wrong', left: 4 });
    const four = [1, 2, 3, 4].map(() => missed('bai'));
    expect(problem('0417', four)).toBeNull();
    expect(problem('0000', four)).toEqual({ code: 'code-worn' });
    expect(problem('0417', [...four, missed('bai')])).toEqual({ code: 'code-worn' });
    expect(problem('0417', [...four, missed('cao')])).toBeNull();
    expect(codeProblem({ ...handover, code: null }, 'bai', '0417', at('15:41'))).toEqual({ code: 'code-none' });
  });
});
