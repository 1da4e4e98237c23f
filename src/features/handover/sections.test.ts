import { describe, expect, it } from 'vitest';
import { sectionText } from './handover.ts';
import { draftSections, longestSection, savedSection } from './sections.ts';

const record = {
  log: [
    { zh: '08:10 巡查正常', en: '08:10 巡查正常' },
    { zh: '08:30 钥匙 · 在外 · 3 号门', en: '08:30 Key · out · 3 号门' },
  ],
  matters: [
    { source: 'incident:1', words: { zh: '#3 配电房跳闸', en: '#3 配电房跳闸' }, owner: null, kind: 'incident' as const },
    { source: 'entry:1', words: { zh: '设备 · 2 号泵漏水', en: 'Equipment · 2 号泵漏水' }, owner: null, kind: 'equipment' as const },
  ],
  away: [{ zh: '安平', en: 'An Ping' }],
};
const names = ['duty', 'equipment', 'difficult-questions', 'people-changes'];

describe('the texts of a hand-over are filled beforehand', () => {
  it('from the log, what is open and who did not come', () => {
    const drafted = draftSections(names, record, 'zh');
    expect(Object.fromEntries(names.map((name) => [name, drafted[name]?.text]))).toEqual({
      duty: '08:10 巡查正常\n08:30 钥匙 · 在外 · 3 号门',
      equipment: '设备 · 2 号泵漏水',
      'difficult-questions': '#3 配电房跳闸\n设备 · 2 号泵漏水',
      'people-changes': '未到:安平',
    });
    expect(names.every((name) => drafted[name]?.written === false)).toBe(true);
  });

  it('in the language of whoever reads them, what people wrote as it is', () => {
    const drafted = draftSections(names, record, 'zh');
    expect(names.map((name) => sectionText(drafted[name], 'en'))).toEqual([
      '08:10 巡查正常\n08:30 Key · out · 3 号门',
      'Equipment · 2 号泵漏水',
      '#3 配电房跳闸\nEquipment · 2 号泵漏水',
      'not there: An Ping',
    ]);
    expect(sectionText({ text: '正常', written: true }, 'en')).toBe('正常');
    expect(sectionText(undefined, 'en')).toBe('');
  });

  it('and stay so when they are saved as they were shown; what somebody changed is theirs', () => {
    const { equipment } = draftSections(names, record, 'zh');
    const left = savedSection(equipment, 'Equipment · 2 号泵漏水 ', 'en');
    expect(left).toEqual({ ...equipment, written: true });
    expect(sectionText(left, 'zh')).toBe('设备 · 2 号泵漏水');
    expect(savedSection(equipment, 'Pump 2 leaks', 'en')).toEqual({ text: 'Pump 2 leaks', written: true });
    expect(savedSection({ text: '旧', written: true }, '旧', 'zh')).toEqual({ text: '旧', written: true });
  });

  it('with the newest lines of a log that is too long', () => {
    const log = Array.from({ length: 400 }, (_, at) => ({ zh: `${at} 一条很长的记录写在这里`, en: `${at} 一条很长的记录写在这里` }));
    const { duty } = draftSections(['duty'], { ...record, log }, 'zh');
    expect(duty?.text.length).toBeLessThanOrEqual(longestSection);
    expect(duty?.text.startsWith('…\n')).toBe(true);
    expect(duty?.text.endsWith('399 一条很长的记录写在这里')).toBe(true);
  });
});
