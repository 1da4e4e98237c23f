import { describe, expect, it } from 'vitest';
import { draftSections, longestSection } from './sections.ts';

const record = {
  log: ['08:10 巡查正常', '09:00 停水'],
  matters: [
    { source: 'incident:1', text: '#3 配电房跳闸', owner: null, kind: 'incident' as const },
    { source: 'entry:1', text: '2 号泵漏水', owner: null, kind: 'equipment' as const },
  ],
  away: [{ zh: '安平', en: 'An Ping' }],
};

describe('the texts of a hand-over are filled beforehand', () => {
  it('from the log, what is open and who did not come', () => {
    const drafted = draftSections(['duty', 'equipment', 'difficult-questions', 'people-changes'], record, 'zh');
    expect(drafted).toEqual({
      duty: { text: '08:10 巡查正常\n09:00 停水', written: false },
      equipment: { text: '2 号泵漏水', written: false },
      'difficult-questions': { text: '#3 配电房跳闸\n2 号泵漏水', written: false },
      'people-changes': { text: '未到:安平', written: false },
    });
  });

  it('with the newest lines of a log that is too long', () => {
    const log = Array.from({ length: 400 }, (_, at) => `${at} 一条很长的记录写在这里`);
    const { duty } = draftSections(['duty'], { ...record, log }, 'zh');
    expect(duty?.text.length).toBeLessThanOrEqual(longestSection);
    expect(duty?.text.startsWith('…\n')).toBe(true);
    expect(duty?.text.endsWith('399 一条很长的记录写在这里')).toBe(true);
  });
});
