import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { frozenBy, type HandoverProtocol, handoverProtocol, splitTimes, stopsFor } from './protocol.ts';
import type { HandoverClause, HandoverRule } from './rule.ts';

const rule = (id: string, value: HandoverClause, more: Partial<HandoverRule> = {}): HandoverRule => ({
  value,
  cites: [{ rule: id, preset: 'gate', title: { zh: '门岗', en: 'Gate' }, section: { zh: '一', en: '1' }, words: { zh: id, en: id } }],
  reaction: 'refuse',
  entry: `gate handover.${id}`,
  event: null,
  season: null,
  shift: null,
  per: 'position',
  gatesRelease: false,
  by: [],
  ...more,
});
const protocol = (rules: readonly HandoverRule[], more: Partial<Parameters<typeof handoverProtocol>[1]> = {}) =>
  handoverProtocol({ handovers: rules }, { shift: 'day', season: 'winter', ...more });

describe('the protocol of a hand-over', () => {
  it('gathers what all rules ask for, each once, with every rule behind it', () => {
    const { verify, sections, asked } = protocol([
      rule('a', { key: 'verify', value: ['keys'] }),
      rule('b', { key: 'verify', value: ['tools'] }),
      rule('c', { key: 'verify', value: ['keys'] }, { reaction: 'flag' }),
      rule('d', { key: 'sections', value: ['machines'] }, { reaction: 'off' }),
    ]);
    expect(verify.map(({ value, cites, reaction }) => [value, cites.map((cite) => cite.rule).join(), reaction])).toEqual([
      ['keys', 'a,c', 'refuse'],
      ['tools', 'b', 'refuse'],
    ]);
    expect([sections, asked]).toEqual([[], true]);
  });

  it('asks for nothing where no rule does', () => {
    expect(protocol([])).toMatchObject({ asked: false, sign: null, release: null, requires: [], refusals: [], carryOver: null });
  });

  it('is for its event, season and shift only', () => {
    const rules = [
      rule('leaving', { key: 'verify', value: ['laptop'] }, { event: 'leaving' }),
      rule('summer', { key: 'at', value: ['12:00'] }, { season: 'summer', shift: 'holiday-day' }),
    ];
    expect(protocol(rules).asked).toBe(false);
    expect(protocol(rules, { event: 'leaving' }).verify).toHaveLength(1);
    expect(protocol(rules, { season: 'summer', shift: 'holiday-day' }).at?.value).toEqual(['12:00']);
    expect(protocol(rules, { season: 'summer', shift: 'day' }).at).toBeNull();
  });

  it('is signed by both where two rules want one side each', () => {
    expect(protocol([rule('a', { key: 'sign', value: 'outgoing' })]).sign?.value).toBe('outgoing');
    expect(protocol([rule('a', { key: 'sign', value: 'outgoing' }), rule('b', { key: 'sign', value: 'incoming' })]).sign?.value).toBe(
      'both',
    );
  });

  it('gates leaving by what its rule puts before release, and by that only', () => {
    const { requires } = protocol([
      rule('a', { key: 'require', value: ['handover-completed'] }, { gatesRelease: true }),
      rule('b', { key: 'require', value: ['duty-log'] }),
    ]);
    expect(requires.map(({ value, gates }) => [value, gates])).toEqual([
      ['handover-completed', true],
      ['duty-log', false],
    ]);
  });

  it('lets a relief at the same position release where any rule says so, else one in the same role', () => {
    const role = rule('a', { key: 'release', value: 'relief-present' }, { per: 'role' });
    expect(protocol([role]).release?.value).toBe('role');
    expect(protocol([role, rule('b', { key: 'release', value: 'relief-present' })]).release?.value).toBe('position');
  });

  it('has open problems confirmed by whom the rule names', () => {
    expect(protocol([rule('a', { key: 'confirm_each', value: 'open-problem' }, { by: ['incoming'] })]).confirmEach?.value).toEqual([
      'incoming',
    ]);
  });

  it('meets face to face by every rule that asks for it, as the strictest wants', () => {
    const both = [rule('a', { key: 'in_person', value: true }), rule('b', { key: 'in_person', value: true }, { reaction: 'flag' })];
    expect(protocol(both).inPerson).toMatchObject({ value: true, reaction: 'refuse', cites: [{ rule: 'a' }, { rule: 'b' }] });
    const reasons = both.map((one) => ({ ...one, value: { key: 'open_items', value: 'reason-required' } as const }));
    expect(protocol(reasons).openItems).toMatchObject({
      value: 'reason-required',
      reaction: 'refuse',
      cites: [{ rule: 'a' }, { rule: 'b' }],
    });
  });

  it('keeps a record with the fields of the same entry', () => {
    const { records } = protocol([
      rule('a', { key: 'record', value: 'roll-call' }, { by: ['team-lead'] }),
      rule('b', { key: 'fields', value: ['present'] }, { entry: 'gate handover.a' }),
      rule('c', { key: 'fields', value: ['other'] }),
    ]);
    expect(records).toMatchObject([{ value: 'roll-call', fields: ['present'], by: ['team-lead'] }]);
  });
});

describe('hand-overs inside a shift', () => {
  const zone = 'Asia/Shanghai';
  const at = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
  const day = (on: string) => ({ on, kind: 'workday' as const, name: null, season: 'summer' as const, weekday: 1, source: 'test' });
  const calendar = { zone, day, anchors: () => null };
  const hours = { start: at('2026-07-04T20:00'), end: at('2026-07-05T08:00') };
  const times = (...list: string[]) =>
    splitTimes(protocol([rule('a', { key: 'at', value: list })]), hours, calendar).map((one) =>
      one.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' }),
    );

  it('lie inside its hours, in order, over midnight too', () => {
    expect(times('02:00', '22:00')).toEqual(['2026-07-04T22:00', '2026-07-05T02:00']);
  });

  it('do not lie on its bounds or outside', () => {
    expect(times('20:00', '08:00', '12:00')).toEqual([]);
    expect(times('20:01', '07:59')).toHaveLength(2);
  });
});

describe('a frozen hand-over', () => {
  const stopped = { handover: 'stopped', responsible: 'outgoing', assists: 'incoming' } as const;
  const frozen = protocol([
    rule('a', { key: 'freeze_while', value: ['switching-operation'] }),
    rule('b', { key: 'freeze_while', value: ['accident-handling'] }),
    rule('c', { key: 'on_incident_during', value: stopped }),
  ]);

  it('is frozen by what is open and named, with its rule, and by nothing else', () => {
    expect(frozenBy(frozen, ['accident-handling'])).toMatchObject({ value: ['accident-handling'], cites: [{ rule: 'b' }] });
    expect(frozenBy(frozen, [])).toBeNull();
    expect(frozenBy(protocol([]), ['accident-handling'])).toBeNull();
  });

  it('is stopped by an incident where a rule says so, by those it is about or by any', () => {
    const rules = (stops: HandoverProtocol) => stopsFor(stops, ['theft', 'incident'])?.cites.map((cite) => cite.rule);
    expect(rules(frozen)).toEqual(['c']);
    const onFault = rule('d', { key: 'on_incident_during', value: { ...stopped, events: ['equipment-fault', 'accident-handling'] } });
    expect(rules(protocol([onFault]))).toBeUndefined();
    expect(stopsFor(protocol([onFault]), ['communication-fault', 'equipment-fault'])?.reaction).toBe('refuse');
    expect(stopsFor(protocol([onFault]), ['fire', 'accident-handling'])?.reaction).toBe('refuse');
    expect(rules(protocol([onFault, rule('e', { key: 'on_incident_during', value: stopped }, { reaction: 'flag' })]))).toEqual(['e']);
    expect(rules(protocol([]))).toBeUndefined();
  });
});
