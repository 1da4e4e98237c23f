import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { parseWhen } from './when.ts';

// A Wednesday.
const now = Temporal.ZonedDateTime.from('2026-12-02T10:15[Asia/Shanghai]');

function read(text: string, at = now): string {
  const found = parseWhen(text, at);
  if (!found.ok) return `refused ${found.refusal.text}`;
  const { kind, at: moment, rest } = found.value;
  const wall = moment.toPlainDateTime().toString({ smallestUnit: 'minute' });
  return `${kind} ${kind === 'day' ? wall.slice(0, 10) : wall}${rest === '' ? '' : ` | ${rest}`}`;
}

describe('words of time', () => {
  it.each([
    ['', 'now 2026-12-02T10:15'],
    ['现在', 'now 2026-12-02T10:15'],
    ['门岗', 'now 2026-12-02T10:15 | 门岗'],
    ['明天晚上', 'moment 2026-12-03T20:00'],
    ['明晚', 'moment 2026-12-03T20:00'],
    ['明早', 'moment 2026-12-03T08:00'],
    ['今晚', 'moment 2026-12-02T20:00'],
    ['后天', 'day 2026-12-04'],
    ['大后天下午3点', 'moment 2026-12-05T15:00'],
    ['12月3日 20:00', 'moment 2026-12-03T20:00'],
    ['门岗 12月3日', 'day 2026-12-03 | 门岗'],
    ['门岗12月3日晚上八点半', 'moment 2026-12-03T20:30 | 门岗'],
    ['明天凌晨', 'moment 2026-12-03T03:00'],
    ['明天凌晨2点', 'moment 2026-12-03T02:00'],
    ['今天晚上十二点', 'moment 2026-12-03T00:00'],
    ['12月31日 24:00', 'moment 2027-01-01T00:00'],
    ['１２月３日', 'day 2026-12-03'],
    ['2027年1月1日', 'day 2027-01-01'],
    ['2027-01-01 07:30', 'moment 2027-01-01T07:30'],
    ['1月1日', 'day 2027-01-01'],
    ['十二月三十一日', 'day 2026-12-31'],
    ['周一', 'day 2026-12-07'],
    ['周三', 'day 2026-12-02'],
    ['下周一', 'day 2026-12-07'],
    ['上周五', 'day 2026-11-27'],
    ['last friday', 'day 2026-11-27'],
    ['下个月15号', 'day 2027-01-15'],
    ['月底', 'day 2026-12-31'],
    ['门岗 3号岗', 'now 2026-12-02T10:15 | 门岗 3号岗'],
    ['market 3', 'now 2026-12-02T10:15 | market 3'],
    ['下周三早上', 'moment 2026-12-09T08:00'],
    ['下下星期天', 'day 2026-12-20'],
    ['5号', 'day 2026-12-05'],
    ['1号', 'day 2027-01-01'],
    ['两小时后', 'moment 2026-12-02T12:15'],
    ['半小时后', 'moment 2026-12-02T10:45'],
    ['3天前', 'moment 2026-11-29T10:15'],
    ['明天早班', 'day 2026-12-03 | 早班'],
    ['明天夜班', 'day 2026-12-03 | 夜班'],
    ['明晚班', 'now 2026-12-02T10:15 | 明晚班'],
    ['gate tomorrow 9pm', 'moment 2026-12-03T21:00 | gate'],
    ['tomorrow at 9 pm', 'moment 2026-12-03T21:00'],
    ['tonight', 'moment 2026-12-02T20:00'],
    ['tomorrow night', 'moment 2026-12-03T22:00'],
    ['next monday', 'day 2026-12-07'],
    ['Friday morning', 'moment 2026-12-04T08:00'],
    ['3 Dec 20:00', 'moment 2026-12-03T20:00'],
    ['Dec 3', 'day 2026-12-03'],
    ['Dec 3 8am', 'moment 2026-12-03T08:00'],
    ['December 31st, 2027', 'day 2027-12-31'],
    ['on 3rd of December at 7:30 am', 'moment 2026-12-03T07:30'],
    ['in 2 hours', 'moment 2026-12-02T12:15'],
    ['midnight', 'moment 2026-12-03T00:00'],
    ['monitoring centre', 'now 2026-12-02T10:15 | monitoring centre'],
    ['Marchmont gate', 'now 2026-12-02T10:15 | marchmont gate'],
    ['12月35日', 'refused 12月35日'],
    ['2027-02-29', 'refused 2027-02-29'],
    ['25:10', 'refused 25:10'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('takes 今晚 in the evening for now', () => {
    expect(read('今晚', Temporal.ZonedDateTime.from('2026-12-02T21:40[Asia/Shanghai]'))).toBe('moment 2026-12-02T21:40');
  });

  it('moves a wall time that does not exist forward', () => {
    const before = Temporal.ZonedDateTime.from('2026-03-28T12:00[Europe/London]');
    expect(read('tomorrow 01:30', before)).toBe('moment 2026-03-29T02:30');
  });
});
