import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { eventWords } from '../load.ts';
import type { EscalationEntry } from '../schema/escalation.ts';
import { eventIn, widerEvents } from './event.ts';
import { factsAsked, type IncidentCase, type Route, reportUp, routeIncident } from './route.ts';
import type { EscalationRule } from './rule.ts';

const rule = (id: string, value: EscalationEntry, preset = 'gate'): EscalationRule => ({
  value,
  entry: `${preset} escalation.${id}`,
  reaction: 'flag',
  cites: [{ rule: id, preset, title: { zh: '一', en: '1' }, section: { zh: '一', en: '1' }, words: { zh: '一', en: '1' } }],
});
/** Written apart: an object with `then` in its source looks like a promise to tools. */
const next = (...roles: readonly string[]): Pick<EscalationEntry, 'then'> => Object.fromEntries([['then', [...roles]]]);
const knownAt = Temporal.Instant.from('2026-12-03T02:00:00Z');
const route = (rules: readonly EscalationRule[], more: Partial<IncidentCase> = {}): Route =>
  routeIncident(
    { escalations: rules, unitKinds: [], calendar: { workStart: null, workEnd: null, summerFrom: '05-01', winterFrom: '10-01' } },
    {
      events: ['fire', 'incident', 'problem'],
      severity: null,
      facts: {},
      knownAt,
      reportedAt: knownAt.add({ minutes: 10 }),
      zone: 'Asia/Shanghai',
      ...more,
    },
  );
const stages = (found: Route) =>
  found.stages.map(({ lane, step, kind, word }) => `${lane.slice(lane.indexOf('.') + 1)} ${step} ${kind} ${word}`);

describe('the order of receivers', () => {
  it('is everyone at once, copies and help with them, then the next', () => {
    const found = route([
      rule('a', { event: ['fire'], to: ['captain', 'leader'], cc: ['office'], assist: ['repair'], ...next('company') }),
    ]);
    expect(stages(found)).toEqual(['a 1 to captain', 'a 1 to leader', 'a 1 cc office', 'a 1 assist repair', 'a 2 then company']);
  });

  it('is one after the other where it is sequential, approval between', () => {
    const found = route([
      rule('a', {
        event: ['fire'],
        to: ['leader', 'captain'],
        approve: ['head', 'deputy'],
        ...next('bureau', 'province'),
        order: 'sequential',
      }),
    ]);
    expect(stages(found)).toEqual([
      'a 1 to leader',
      'a 2 to captain',
      'a 3 approve head',
      'a 3 approve deputy',
      'a 4 then bureau',
      'a 5 then province',
    ]);
  });

  it('is that of each rule for itself: one lane does not wait for another', () => {
    const found = route(
      [
        rule('a', { event: ['fire'], to: ['leader'], ...next('head') }),
        rule('b', { event: ['fire'], to: ['province-duty-room'], within: 'PT1H' }),
      ],
      {},
    );
    expect(stages(found)).toEqual(['a 1 to leader', 'a 2 then head', 'b 1 to province-duty-room']);
  });
});

describe('the limits', () => {
  const due = (value: Partial<EscalationEntry>) =>
    route([rule('a', { event: ['fire'], to: ['leader'], ...value })]).stages.map(({ dueAt, urgent }) => [String(dueAt), urgent]);

  it('count from when it was known, or from the report where the rule says so', () => {
    expect(due({ within: 'PT1H' })).toEqual([['2026-12-03T03:00:00Z', false]]);
    expect(due({ within: 'PT1H', clock_from: 'reported_at' })).toEqual([['2026-12-03T03:10:00Z', false]]);
  });

  it('are the minutes a rule makes of a word', () => {
    expect(due({ within: 'immediate', within_minutes: 5 })).toEqual([['2026-12-03T02:05:00Z', true]]);
    expect(due({ within: 'prompt', within_minutes: 30 })).toEqual([['2026-12-03T02:30:00Z', false]]);
    expect(due({})).toEqual([['null', false]]);
  });
});

describe('what decides the rules', () => {
  const major = rule('major', { event: ['incident'], severity: 'major', to: ['superior'] });
  const problem = rule('problem', { event: ['problem'], order: ['handle', 'ask-for-help'] });

  it('is the severity; one not known is none, and the wider event holds then', () => {
    expect(stages(route([major, problem], { severity: 'major' }))).toEqual(['major 1 to superior']);
    expect(stages(route([major, problem], { severity: 'minor' }))).toEqual([]);
    expect(route([major, problem]).order.map(({ value }) => value)).toEqual(['handle', 'ask-for-help']);
  });

  it('is a fact that makes it major, and only that', () => {
    const press = rule('press', { event: ['complaint'], severity: 'major', severity_if: { involves: ['press'] }, to: ['headquarters'] });
    const rules = [press, rule('all', { event: ['complaint'], severity: 'major', to: ['superior'] })];
    const found = route(rules, { events: ['complaint'], facts: { involves: ['press', 'police'] } });
    expect(found.severity).toBe('major');
    expect(found.severityCites.map((cite) => cite.rule)).toEqual(['press']);
    expect(stages(found)).toEqual(['press 1 to headquarters', 'all 1 to superior']);
    const other = route(rules, { events: ['complaint'], facts: { involves: ['police'] } });
    expect([other.severity, stages(other)]).toEqual([null, []]);
  });

  it('is the authority; not knowing it counts as not having it', () => {
    const rules = [
      rule('in', { event: ['event'], within_authority: true, order: ['handle', 'report'] }),
      rule('out', { event: ['event'], within_authority: false, to: ['supervising-leader'] }),
    ];
    const word = (facts: IncidentCase['facts']) => stages(route(rules, { events: ['event'], facts }));
    expect(word({ within_authority: true })).toEqual([]);
    expect(word({ within_authority: false })).toEqual(['out 1 to supervising-leader']);
    expect(word({})).toEqual(['out 1 to supervising-leader']);
  });

  it('is a figure at its limit', () => {
    const rules = [
      rule('off', { event: ['centre-violation'], if_any: [{ not_stopped: true }, { off_post_minutes: { from: 30 } }], to: ['lead'] }),
    ];
    const told = (minutes: number) => route(rules, { events: ['centre-violation'], facts: { off_post_minutes: minutes } }).stages.length;
    expect([told(29), told(30)]).toEqual([0, 1]);
  });

  it('is the nearest event of every regulation: one does not silence another', () => {
    const rules = [
      rule('a', { event: ['fire'], to: ['a'] }),
      rule('b', { event: ['incident'], to: ['b'] }),
      rule('c', { event: ['incident'], to: ['c'] }, 'notice'),
    ];
    expect(stages(route(rules))).toEqual(['a 1 to a', 'c 1 to c']);
  });

  it('is asked for, without what is known', () => {
    const rules = [
      rule('a', { event: ['incident'], severity: 'major', to: ['x'] }),
      rule('b', { event: ['fire'], within_authority: false, if: { all: [{ removable: false }, { unit_kind: 'city' }] }, to: ['x'] }),
    ];
    expect(factsAsked({ escalations: rules }, ['fire', 'incident'], {})).toEqual(['within_authority', 'removable', 'severity']);
    expect(factsAsked({ escalations: rules }, ['fire', 'incident'], { removable: true, severity: 'major' })).toEqual(['within_authority']);
  });
});

describe('level by level', () => {
  const chain = rule('chain', { chain: { step_by_step: true, skip_level: 'emergency-only' } });
  const told = rule('told', { event: ['level-skipped'], to: ['skipped-superior'], remind: true });
  const up = (rules: readonly EscalationRule[], level: number, emergency: boolean, known = 0) =>
    reportUp({ escalations: rules }, { level, told: known, emergency });

  it('the next level may always be told', () => {
    expect(up([chain, told], 1, false)).toMatchObject({ allowed: true, skipped: [] });
    expect(up([chain, told], 2, false, 1)).toMatchObject({ allowed: true, skipped: [] });
  });

  it('a level is skipped in an emergency only, and the one passed over is told', () => {
    expect(up([chain, told], 2, false)).toMatchObject({ allowed: false, skipped: [1] });
    const skipped = up([chain, told], 3, true);
    expect(skipped).toMatchObject({ allowed: true, skipped: [1, 2], remind: true });
    expect(skipped.cites.map((cite) => cite.rule)).toEqual(['chain', 'told']);
  });

  it('is never skipped where a rule says never, and binds nobody without a rule', () => {
    const never = rule('never', { chain: { step_by_step: true, skip_level: 'never' } });
    expect(up([never], 2, true).allowed).toBe(false);
    expect(up([], 3, false)).toEqual({ allowed: true, skipped: [], remind: false, cites: [] });
  });
});

describe('events', () => {
  const { events } = eventWords();

  it('are found by the longest of their words, in both languages', () => {
    expect(eventIn('3号机房设备故障,正在处理', events)?.code).toBe('equipment-fault');
    expect(eventIn('通信故障 光缆中断', events)?.code).toBe('communication-fault');
    expect(eventIn('Fire in the hall', events)?.code).toBe('fire');
    expect(eventIn('the misfire of a plan', events)).toBeNull();
    expect(eventIn('', events)).toBeNull();
  });

  it('belong to wider ones, the nearest first and each once', () => {
    const wider = widerEvents('ship-accident', events);
    expect(wider.slice(0, 2)).toEqual(['ship-accident', 'accident']);
    expect(new Set(wider).size).toBe(wider.length);
    expect(wider).toContain('problem');
  });

  it('are one of events there are', () => {
    const codes = events.map(({ code }) => code);
    expect(events.flatMap(({ is }) => is).filter((code) => !codes.includes(code))).toEqual([]);
  });
});
