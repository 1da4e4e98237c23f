import { describe, expect, it } from 'vitest';
import { readSaid } from './said.ts';

describe('readSaid', () => {
  it.each([
    ['who &lt;now&gt; &amp; then', 'who <now> & then'],
    ['谁值班 <@U1|zhou> 和 <@U2>', '谁值班 @U1 和 @U2'],
    ['<@UBOT> 谁值班', '谁值班'],
    ['<#C1|gate> <!here> <https://x.test/a?b=1&amp;c|链接> <mailto:a@b.test|a@b.test>', '#gate @here 链接 a@b.test'],
    ['<https://x.test>', 'https://x.test'],
    ['  上班\u00a0\t打卡  ', '上班 打卡'],
    ['&amp;lt;', '&lt;'],
  ])('%s → %s', (raw, text) => {
    expect(readSaid(raw, 'UBOT').text).toBe(text);
  });

  it('names everybody once, but not the bot', () => {
    expect(readSaid('<@UBOT> <@U1> <@U1|zhou>', 'UBOT').mentions).toEqual([{ token: '@U1', userId: 'U1', name: 'zhou' }]);
  });
});
