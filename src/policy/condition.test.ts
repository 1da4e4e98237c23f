import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition, checkCondition, conditionSchema, factsIn, holds } from './condition.ts';

const facts = { unit_kind: ['front-line', 'city'], length: 3, severity: 'major', urgent: true };
const known = { unit_kind: 'texts', length: 'number', severity: 'text', urgent: 'flag' } as const;

describe('condition', () => {
  it.each<[Condition, boolean]>([
    [{ severity: 'major' }, true],
    [{ severity: { '=': 'minor' } }, false],
    [{ severity: { in: ['minor', 'major'] } }, true],
    [{ unit_kind: 'city' }, true],
    [{ unit_kind: { in: ['county', 'province'] } }, false],
    [{ urgent: true, severity: 'major' }, true],
    [{ urgent: true, severity: 'minor' }, false],
    [{ all: [{ urgent: true }, { not: { severity: 'minor' } }] }, true],
    [{ any: [{ urgent: false }, { severity: 'minor' }] }, false],
    [{ length: { over: 3 } }, false],
    [{ length: { from: 3 } }, true],
    [{ length: { below: 3 } }, false],
    [{ length: { up_to: 3 } }, true],
    [{ length: { over: 2, below: 4 } }, true],
    [{ unheard: 'of' }, false],
    [{ not: { unheard: 'of' } }, true],
  ])('%j is %s', (condition, met) => {
    expect(conditionSchema.parse(condition)).toEqual(condition);
    expect(holds(condition, facts)).toBe(met);
  });

  it('says which fact is unknown, and which ones are known', () => {
    expect(checkCondition({ all: [{ urgent: true }, { not: { weather: 'fine' } }] }, known)).toEqual([
      { code: 'unknown-fact', fact: 'weather', known: ['unit_kind', 'length', 'severity', 'urgent'] },
    ]);
    expect(checkCondition({ any: [{ toString: 'x' }] }, known)).toMatchObject([{ code: 'unknown-fact', fact: 'toString' }]);
  });

  it('says which fact is compared with a value of another type', () => {
    expect(checkCondition({ length: 'long', severity: { over: 2 }, urgent: 'yes' }, known)).toEqual([
      { code: 'wrong-type', fact: 'length', expected: 'number' },
      { code: 'wrong-type', fact: 'severity', expected: 'text' },
      { code: 'wrong-type', fact: 'urgent', expected: 'flag' },
    ]);
    expect(checkCondition({ length: { from: 2 }, severity: { in: ['a'] }, unit_kind: 'city', urgent: true }, known)).toEqual([]);
  });

  it.each([{}, { length: {} }, { all: [] }, { any: [{}] }, { all: [{ urgent: true }], urgent: true }, { length: { over: 'three' } }])(
    'is not written %j',
    (broken) => {
      expect(conditionSchema.safeParse(broken).success).toBe(false);
    },
  );

  const leaf: fc.Arbitrary<Condition> = fc.oneof(
    fc.record({ length: fc.record({ from: fc.integer({ min: -5, max: 5 }) }) }),
    fc.record({ severity: fc.constantFrom('minor', 'major') }),
    fc.record({ urgent: fc.boolean() }),
  );
  const { condition: any } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.record({ not: tie('condition') }),
      fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    ),
  }));
  const values = fc.record({ length: fc.integer({ min: -6, max: 6 }), severity: fc.constantFrom('minor', 'major'), urgent: fc.boolean() });

  it('not turns every answer round, and all is not any of nots', () => {
    fc.assert(
      fc.property(any, any, values, (left, right, given) => {
        expect(holds({ not: left }, given)).toBe(!holds(left, given));
        expect(holds({ all: [left, right] }, given)).toBe(!holds({ any: [{ not: left }, { not: right }] }, given));
      }),
    );
  });

  it('over and up_to, below and from, divide all numbers between them', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (value, limit) => {
        expect(holds({ n: { over: limit } }, { n: value })).not.toBe(holds({ n: { up_to: limit } }, { n: value }));
        expect(holds({ n: { below: limit } }, { n: value })).not.toBe(holds({ n: { from: limit } }, { n: value }));
      }),
    );
  });
});

describe('the facts of a condition', () => {
  it.each<[Condition, readonly string[]]>([
    [{ severity: 'major' }, ['severity']],
    [{ severity: { in: ['major'] }, length: { from: 30 } }, ['severity', 'length']],
    [{ any: [{ urgent: true }, { all: [{ length: 3 }, { not: { unit_kind: 'city' } }] }] }, ['urgent', 'length', 'unit_kind']],
  ])('%j are %j', (condition, found) => {
    expect(factsIn(condition)).toEqual(found);
  });
});
