import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { touches, valueAt, withValueAt } from './paths.ts';
import { canonicalJson, sha256 } from './sha256.ts';

const root = {
  duty_plan: {
    guard: {
      shifts: [
        { code: 'night', end: '07:30' },
        { code: 'day', season: 'summer', end: '20:00' },
        { code: 'day', season: 'winter', end: '19:00' },
      ],
      slots: [{ role: 'leader', min: 1 }],
      check: ['publish'],
    },
  },
};

describe('paths', () => {
  it('find entries of lists by what names them', () => {
    expect(valueAt(root, 'duty_plan.guard.shifts.night.end')).toBe('07:30');
    expect(valueAt(root, 'duty_plan.guard.shifts.day@winter.end')).toBe('19:00');
    expect(valueAt(root, 'duty_plan.guard.slots.leader.min')).toBe(1);
    expect(valueAt(root, 'duty_plan.guard.check.0')).toBe('publish');
  });

  it.each([
    'duty_plan.guard.shifts.early',
    'duty_plan.guard.check.1',
    'duty_plan.guard.toString',
    'duty_plan.guard.shifts.night.end.0',
    'presence.guard',
  ])('%s points nowhere', (path) => {
    expect(valueAt(root, path)).toBeUndefined();
  });

  it('change one value and leave the rest and the original alone', () => {
    const before = JSON.stringify(root);
    const changed = withValueAt(root, 'duty_plan.guard.shifts.night.end', '08:00');
    expect(valueAt(changed, 'duty_plan.guard.shifts.night.end')).toBe('08:00');
    expect(valueAt(changed, 'duty_plan.guard.shifts.day@summer.end')).toBe('20:00');
    expect(JSON.stringify(root)).toBe(before);
    expect(valueAt(withValueAt(root, 'duty_plan.guard.coverage', '24h'), 'duty_plan.guard.coverage')).toBe('24h');
    expect(withValueAt(root, 'duty_plan.yard.coverage', '24h')).toBeNull();
    expect(withValueAt(root, 'duty_plan.guard.shifts.early.end', '08:00')).toBeNull();
  });

  it('touch above and below, not beside', () => {
    expect(touches('a.b', 'a.b.c')).toBe(true);
    expect(touches('a.b.c', 'a.b')).toBe(true);
    expect(touches('a.b', 'a.bc')).toBe(false);
  });
});

describe('sha256', () => {
  // FIPS 180-4 examples and the lengths at which a block fills up.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
  ])('of "%s"', (text, digest) => {
    expect(sha256(text)).toBe(digest);
  });

  it('agrees with the platform', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        const bytes = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
        expect(sha256(text)).toBe(Buffer.from(bytes).toString('hex'));
      }),
    );
  });

  it('is taken of text that does not depend on the order of keys', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
