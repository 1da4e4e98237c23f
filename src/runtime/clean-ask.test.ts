import { describe, expect, it } from 'vitest';
import { cleanAsk } from './clean-ask.ts';

describe('what is asked', () => {
  it('loses what a database cannot keep, and nothing else', () => {
    const values = { reason: 'a\0b', to: ['x\0', '😀', '\ud83d'] };
    expect(cleanAsk({ kind: 'submit', route: 'r', args: { id: '1\0' }, values })).toEqual({
      kind: 'submit',
      route: 'r',
      args: { id: '1' },
      values: { reason: 'ab', to: ['x', '😀', ''] },
    });
    expect(cleanAsk({ kind: 'words', from: 'command', text: '请假\0 明天', mentions: [] })).toMatchObject({ text: '请假 明天' });
  });
});
