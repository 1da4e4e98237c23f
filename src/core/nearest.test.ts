import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const words = ['谁值班', '我的班', '上班', '下班', '值班表', 'who', 'mine', 'in', 'out', 'roster', 'help', 'clock in'];

describe('the nearest word', () => {
  it.each([
    ['hwo', 'who'],
    ['rooster', 'roster'],
    ['Ｈｅｌｐ', 'help'],
    ['HELP', 'help'],
    ['clockin', 'clock in'],
    ['mien', 'mine'],
    ['谁直班', '谁值班'],
    ['上斑', '上班'],
    ['上班打卡', '上班'],
    ['值班', '谁值班'],
    ['我班', '我的班'],
  ])('takes %s for %s', (said, meant) => {
    expect(nearest(said, words)).toBe(meant);
  });

  it.each([['training'], ['吃饭'], ['xyz'], [''], ['   '], ['banana']])('is sure of nothing for "%s"', (said) => {
    expect(nearest(said, words)).toBeNull();
  });

  it('prefers the first of two that are equally near', () => {
    expect(nearest('bat', ['cat', 'hat'])).toBe('cat');
    expect(nearest('bat', ['hat', 'cat'])).toBe('hat');
  });

  it('knows no candidate where there is none', () => {
    expect(nearest('who', [])).toBeNull();
  });

  it('always finds a word that is there, and one with a single slip in a long word', () => {
    const word = fc.stringMatching(/^[a-z]{4,12}$/);
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 8 }), fc.nat(), (meant, others, at) => {
        expect(nearest(meant, [...others, meant])).toBe(meant);
        const slip = at % meant.length;
        expect(nearest(`${meant.slice(0, slip)}#${meant.slice(slip + 1)}`, [meant])).toBe(meant);
      }),
    );
  });
});
