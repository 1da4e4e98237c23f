import { describe, expect, it } from 'vitest';
import { botReason, reasonWords } from './bot-reason.ts';

describe('a reason of the bot', () => {
  it('is read in either language', () => {
    expect(reasonWords(botReason('cover-of-leave', 12))).toEqual({ zh: '#12 请假,要人代班', en: 'Cover for leave #12' });
    expect(reasonWords(botReason('given-back'))).toEqual({ zh: '接的人退回', en: 'Given back by who took it' });
  });

  it.each(['cover-of-leave:12', 'given-back:', '家里有事', '', '\u001eelse:1', '\u001etoString:'])(
    'is not %j, which somebody wrote',
    (written) => {
      expect(reasonWords(written)).toEqual({ zh: written, en: written });
    },
  );
});
