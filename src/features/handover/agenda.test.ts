import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { loadPreset, type Policy, resolvePolicy } from '../../policy/index.ts';
import { agendaOf, gatesLeaving, lacksOf, stateOf, stepsOf } from './agenda.ts';
import type { Handover, Item, ItemKind } from './handover.ts';

const now = Temporal.Instant.from('2026-12-01T08:00:00Z');

function policyOf(...presets: readonly string[]): Policy {
  const policy = resolvePolicy({
    adoptions: presets.map((preset) => ({ preset, from: '2026-01-01', until: null, overrides: [] })),
    deskShifts: [],
    deskKinds: [],
    calendarSettings: { workStart: '09:00', workEnd: '17:00', summerFrom: '05-01', winterFrom: '10-01' },
    on: '2026-12-01',
    load: loadPreset,
  });
  if (!policy.ok) throw new Error(JSON.stringify(policy.refusal));
  return policy.value;
}
const agenda = (...presets: readonly string[]) => agendaOf(policyOf(...presets), { shift: 'early', season: 'winter', event: 'shift' });

const item = (kind: ItemKind, text: string, more: Partial<Item> = {}): Item => ({
  id: `${kind}-${text}`,
  kind,
  text,
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
type Done = Pick<Handover, 'sections' | 'metAt' | 'outgoingSignedAt' | 'incomingSignedAt'>;
const fresh: Done = { sections: {}, metAt: null, outgoingSignedAt: null, incomingSignedAt: null };
const wrote = (...names: readonly string[]): Done => ({
  ...fresh,
  sections: Object.fromEntries(names.map((name) => [name, { text: '正常', written: true }])),
});
const rulesOf = (lacks: ReturnType<typeof lacksOf>) =>
  lacks.map(({ what, reaction, cites }) => [what, reaction, ...cites.map(({ rule }) => rule)]);

describe('what a hand-over asks', () => {
  it('without rules is one text and both signatures', () => {
    expect(agenda()).toMatchObject({ sections: ['duty'], signs: ['outgoing', 'incoming'], verifies: 'incoming' });
    expect(lacksOf('outgoing', agenda(), fresh, [], [])).toEqual([]);
  });

  it('the three texts of the call centre are wanted and noted where they are missing [telecom-handover-06]', () => {
    const own = agenda('telecom-handover');
    expect(own.sections).toEqual(['equipment', 'difficult-questions', 'people-changes']);
    expect(rulesOf(lacksOf('outgoing', own, wrote('equipment', 'people-changes'), [], []))).toEqual([
      ['sections', 'flag', 'telecom-handover-06'],
    ]);
    expect(lacksOf('outgoing', own, wrote(...own.sections), [], [])).toEqual([]);
  });

  it('facilities and gear are verified before the relief signs [center-security-1-19]', () => {
    const own = agenda('center-security-1');
    const one = [item('verify', 'security-facilities', { state: 'fine' }), item('verify', 'police-gear')];
    expect(rulesOf(lacksOf('incoming', own, fresh, one, []))).toEqual([['verify', 'refuse', 'center-security-1-19']]);
    const both = one.map((each): Item => ({ ...each, state: each.state === 'open' ? 'wrong' : each.state }));
    expect(lacksOf('incoming', own, fresh, both, [])).toEqual([]);
  });

  it('the relief meets whoever goes; they may sign before [engineering-duty-16]', () => {
    const own = agenda('engineering-duty');
    const done = [...own.protocol.verify, ...own.protocol.incoming].map(({ value }) => item('verify', value, { state: 'fine' }));
    expect(rulesOf(lacksOf('incoming', own, fresh, done, []))).toEqual([['meeting', 'refuse', 'engineering-duty-16']]);
    expect(lacksOf('incoming', own, { ...fresh, metAt: now }, done, [])).toEqual([]);
    expect(lacksOf('outgoing', own, wrote(...own.sections), [], []).map(({ what }) => what)).not.toContain('meeting');
  });

  it('every open problem is confirmed singly [engineering-duty-19]', () => {
    const own = agenda('engineering-duty');
    const open = [item('open', '2 号泵漏水'), item('open', '灯坏', { state: 'carried' })];
    const lacks = lacksOf('incoming', own, { ...fresh, metAt: now }, open, []);
    expect(lacks.find(({ what }) => what === 'open')).toMatchObject({ matters: [{ zh: '2 号泵漏水' }], reaction: 'refuse' });
    expect(lacksOf('incoming', own, { ...fresh, metAt: now }, [item('open', '灯坏', { state: 'carried' })], [])).toEqual([]);
  });

  it('a matter passed on needs a reason, and is noted without one [property-cs-duty-20]', () => {
    const own = agenda('property-cs-duty');
    expect(rulesOf(lacksOf('outgoing', own, fresh, [item('open', '漏水')], []))).toEqual([['reasons', 'flag', 'property-cs-duty-20']]);
    expect(lacksOf('outgoing', own, fresh, [item('open', '漏水', { remark: '等配件' })], [])).toEqual([]);
    expect(stepsOf('outgoing', own, [item('open', '漏水')])).toHaveLength(1);
  });

  it('papers are in order before whoever goes signs [engineering-duty-17]', () => {
    const own = agenda('engineering-duty');
    const lacks = lacksOf(
      'outgoing',
      own,
      wrote(...own.sections),
      [item('outgoing', 'run-records'), item('outgoing', 'duty-papers', { state: 'done' })],
      [],
    );
    expect(rulesOf(lacks)).toEqual([['outgoing', 'refuse', 'engineering-duty-17']]);
  });
});

describe('what holds somebody back', () => {
  const gate = (...presets: readonly string[]) => {
    const policy = policyOf(...presets);
    return gatesLeaving(policy, agendaOf(policy, { shift: null, season: 'winter', event: 'shift' }).protocol);
  };

  it('is the signed hand-over where a rule puts it before leaving', () => {
    expect(gate('factory-guard-duty')?.cites.map(({ rule }) => rule)).toEqual(['factory-guard-duty-11']);
    expect(gate('center-security-2')?.cites.map(({ rule }) => rule)).toEqual(['center-security-2-19']);
    expect(gate('center-security-1')?.cites.map(({ rule }) => rule)).toEqual(['center-security-1-10', 'center-security-1-19']);
  });

  it('is nothing where the rules want the relief only', () => {
    expect(gate('telecom-handover')).toBeNull();
    expect(gate()).toBeNull();
  });
});

describe('where a hand-over stands', () => {
  const own = agenda('center-security-1');
  it('goes from preparing over verifying and signing to sealed', () => {
    expect(stateOf(own, fresh, [])).toBe('preparing');
    expect(stateOf(own, wrote('duty'), [])).toBe('verifying');
    expect(stateOf(own, wrote('duty'), [item('outgoing', 'x')])).toBe('preparing');
    expect(stateOf(own, { ...fresh, incomingSignedAt: now }, [])).toBe('signing');
    expect(stateOf(own, { ...fresh, incomingSignedAt: now, outgoingSignedAt: now }, [])).toBe('sealed');
  });
});
