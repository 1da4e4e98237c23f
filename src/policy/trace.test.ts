import { describe, expect, it } from 'vitest';
import { presetSchema } from './schema/preset.ts';
import { checkTrace, type DeclaredFacts, valuePaths } from './trace.ts';

const words = { zh: '一条。', en: 'One.' };

/** What is wrong with a regulation of these sections whose one rule is traced to `trace`. */
function problems(sections: Readonly<Record<string, unknown>>, trace: readonly string[], declared: DeclaredFacts = {}): readonly string[] {
  const text = presetSchema.parse({
    preset: 'demo',
    title: words,
    source: { document: words, section: words },
    ...sections,
    rules: { 'demo-01': { words, kind: 'leave', enforce: 'block' } },
    trace: { 'demo-01': trace },
  });
  return checkTrace(text, declared).map(({ at, words: said }) => `${at.join('.')}: ${said.en}`);
}

const leave = { request: ['leave'], kinds: ['sick'], applies_to: ['centre'], if: { days: { from: 1 } }, unless: { emergency: true } };

describe('the trace of rules about cases', () => {
  it('answers for what a request must meet, not for where it holds', () => {
    const sections = {
      request: { sick: { ...leave, requires: ['note'], requires_by: 'follow-up', principle: true, remind: true, mode: 'all' } },
    };
    expect(problems(sections, ['request.sick.requires'])).toEqual([]);
    expect(problems({ request: { sick: { ...leave, requires: ['note'], notify: ['lead'] } } }, ['request.sick.requires'])).toEqual([
      'request.sick.notify: request.sick.notify expresses no rule',
    ]);
    expect(problems({ request: { sick: { ...leave, requires: ['note', 'copy'] } } }, ['request.sick.requires.1'])).toEqual([]);
    expect(
      problems({ request: { sick: { ...leave, requires: ['note'] } } }, ['request.sick.requires', 'request.sick.requires.1']),
    ).toHaveLength(1);
  });

  it('answers for days, pay and outcomes, not for leave types and relations', () => {
    const days = { leave_type: ['bereavement'], relation: ['parent'], days: 3, principle: true };
    expect(problems({ entitlement: { loss: days } }, ['entitlement.loss.days'])).toEqual([]);
    const consequence = { consequence: { late: { offence: ['late'], outcome: ['violation'], days: 1, if: { loss: true } } } };
    expect(valuePaths(presetSchema.pick({ consequence: true }).parse(consequence))).toEqual([
      'consequence.late.offence',
      'consequence.late.outcome',
      'consequence.late.days',
    ]);
    expect(problems(consequence, ['consequence.late'])).toEqual([]);
  });
});

describe('conditions of rules about cases', () => {
  const asking = (condition: unknown) => ({ request: { one: { request: ['vehicle'], if: condition, notify: ['lead'] } } });
  const trace = ['request.one.notify'];

  it('ask about facts of requests', () => {
    expect(problems(asking({ day: 'holiday', late_request: true, unit_kind: 'centre' }), trace)).toEqual([]);
    expect(problems(asking({ days: 'many' }), trace)).toEqual(['request.one.if: days is compared with a value that is not number']);
  });

  it('ask about what the form of their own type declares', () => {
    expect(problems(asking({ urgent: true }), trace, { vehicle: { urgent: 'flag' } })).toEqual([]);
    expect(problems(asking({ urgent: true }), trace, { leave: { urgent: 'flag' } })).toMatchObject([
      expect.stringContaining('Unknown fact urgent'),
    ]);
  });

  it('of entitlements ask about leave, of consequences about the offence, of lists about the desk', () => {
    const entitlement = (condition: unknown) => ({ entitlement: { one: { leave_type: ['paternity'], days: 3, if: condition } } });
    expect(problems(entitlement({ first_child: true, region: 'beijing' }), ['entitlement.one'])).toEqual([]);
    expect(problems(entitlement({ twins: true }), ['entitlement.one'], { leave: { twins: 'flag' } })).toEqual([]);
    expect(problems(entitlement({ confirmed: true }), ['entitlement.one'])).toHaveLength(1);
    const consequence = (condition: unknown) => ({ consequence: { one: { offence: ['late'], if: condition } } });
    expect(problems(consequence({ leave_requested: true }), ['consequence.one'])).toEqual([]);
    expect(problems(consequence({ days: 3 }), ['consequence.one'])).toHaveLength(1);
    const list = (condition: unknown) => ({
      obligation: { one: { do: 'submit:overtime', when: { every: 'week', weekday: 'fri', at: '17:00' }, if: condition } },
    });
    expect(problems(list({ unit_kind: 'centre' }), ['obligation.one'])).toEqual([]);
    expect(problems(list({ loss: true }), ['obligation.one'])).toHaveLength(1);
  });
});
