import { describe, expect, it } from 'vitest';
import { inRow, ruleLine } from './explain.ts';

describe('what the rules say, in a row', () => {
  it('sentences stand beside each other, parts of one are set apart', () => {
    expect(inRow(['Both sign the hand-over.', 'Whoever goes explains it.'], 'en')).toBe(
      'Both sign the hand-over. Whoever goes explains it.',
    );
    expect(inRow(['双方签字。', '交班的人讲清情况。'], 'zh')).toBe('双方签字。交班的人讲清情况。');
    expect(inRow(['the key', 'the radio'], 'en')).toBe('the key; the radio');
    expect(inRow(['钥匙', '对讲机'], 'zh')).toBe('钥匙;对讲机');
  });

  it('of one there is nothing to set apart, of none nothing to say', () => {
    expect(inRow(['Both sign.'], 'en')).toBe('Both sign.');
    expect(inRow([], 'en')).toBe('');
    expect(ruleLine('info', 'Not written', [], 'en')).toEqual({ level: 'info', text: 'Not written' });
  });
});
