import { describe, expect, it } from 'vitest';
import { readCalendarFile, readIcs, readJson, readLines } from './import-lines.ts';

const short = (reading: ReturnType<typeof readLines>) => reading.entries.map((entry) => `${entry.on} ${entry.kind} ${entry.name ?? '-'}`);

describe('days as people write them', () => {
  it('reads a day a line, runs of days, Chinese and English kinds', () => {
    const reading = readLines(
      '日期,类型,名称\n2027-10-01 holiday 国庆节\n2027-10-02~10-03 节假日 国庆节\n2027/10/9,补班,国庆节\n\n# note\n2027年10月4日至6日 调休 国庆节\n2027-05-01 to 2027-05-02 holiday',
      'typed',
    );
    expect(reading.problems).toEqual([]);
    expect(short(reading)).toEqual([
      '2027-05-01 holiday -',
      '2027-05-02 holiday -',
      '2027-10-01 holiday 国庆节',
      '2027-10-02 holiday 国庆节',
      '2027-10-03 holiday 国庆节',
      '2027-10-04 lieu-day 国庆节',
      '2027-10-05 lieu-day 国庆节',
      '2027-10-06 lieu-day 国庆节',
      '2027-10-09 make-up-workday 国庆节',
    ]);
  });

  it('names the line of what it cannot read', () => {
    const reading = readLines(
      '2027-02-30 holiday x\n2027-10-01 party\n2027-10-05~2027-10-01 holiday\nhello\n2027-01-01~2027-12-31 holiday\n2027-10-01 holiday\n2027-10-01 补班',
      'typed',
    );
    expect(reading.problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '1 date',
      '2 kind',
      '3 backwards',
      '4 format',
      '5 long',
      '7 twice',
    ]);
  });

  it('reads all-day events, whose end is the day after', () => {
    const ics =
      'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20271001\r\nDTEND;VALUE=DATE:20271003\r\nSUMMARY:国庆节(休)\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20271009\r\nSUMMARY:国庆节\r\n (班)\r\nEND:VEVENT\r\nEND:VCALENDAR';
    expect(short(readIcs(ics, 'file'))).toEqual([
      '2027-10-01 holiday 国庆节',
      '2027-10-02 holiday 国庆节',
      '2027-10-09 make-up-workday 国庆节',
    ]);
    expect(readCalendarFile('calendar.ics', ics).entries).toHaveLength(3);
  });

  it('reads the three shapes of JSON', () => {
    expect(
      short(
        readJson(
          '{"holidays":{"2027-01-01":"New Year\'s Day,元旦,1","2027-01-02":"New Year\'s Day,元旦,1"},"workdays":{"2027-01-09":"x,元旦,1"},"inLieuDays":{"2027-01-02":"x,元旦,1"}}',
          'f',
        ),
      ),
    ).toEqual(['2027-01-01 holiday 元旦', '2027-01-02 lieu-day 元旦', '2027-01-09 make-up-workday 元旦']);
    expect(
      short(
        readJson(
          '{"year":2027,"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true},{"name":"元旦","date":"2027-01-09","isOffDay":false}]}',
          'f',
        ),
      ),
    ).toEqual(['2027-01-01 holiday 元旦', '2027-01-09 make-up-workday 元旦']);
    expect(short(readJson('[{"on":"2027-01-01","kind":"holiday","name":"元旦"}]', 'f'))).toEqual(['2027-01-01 holiday 元旦']);
    expect(readJson('{', 'f').problems).toEqual([{ line: 1, text: '{', code: 'format' }]);
    expect(readJson('{"a":1}', 'f').problems).toHaveLength(1);
  });
});
