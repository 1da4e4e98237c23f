import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { spanCode } from './said-print.ts';
import { readSaid, type SaidKnown } from './said-read.ts';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

const known: SaidKnown = {
  // A Wednesday.
  now: Temporal.ZonedDateTime.from('2026-12-02T10:15[Asia/Shanghai]'),
  kinds: [
    { code: 'annual', aliases: ['年假', '年休假'] },
    { code: 'personal', aliases: ['事假'] },
    { code: 'sick', aliases: ['病假', '病'] },
  ],
  shifts: [
    { code: 'early', names: ['早班', 'Early shift'] },
    { code: 'night', names: ['晚班', 'Night shift'] },
  ],
  mentions: [{ token: '@U1' }],
  namedDays: [
    { names: ['国庆节', '国庆'], from: day('2026-10-01'), until: day('2026-10-07') },
    { names: ['国庆节', '国庆'], from: day('2027-10-01'), until: day('2027-10-07') },
    { names: ['元旦'], from: day('2027-01-01'), until: day('2027-01-03') },
  ],
};

/** `2026-12-03 14:00–16:00`, `2026-12-03 to 2026-12-05`; `2026-12-03 14:00–`: from then on. */
function short(code: string): string {
  const [from = '', until] = code.split('/');
  if (until === undefined || from === until) return from;
  const on = from.slice(0, 10);
  if (until.startsWith(`${on} `)) return `${from}–${until.slice(11)}`;
  return until === on ? `${from}–` : `${from} to ${until}`;
}

function read(text: string, more: Partial<SaidKnown> = {}): string {
  const said = readSaid(text, { ...known, ...more });
  return [
    ...said.spans.map((span) => short(spanCode(span))),
    ...said.duties.map(({ on, shift }) => `duty ${on.toString().slice(5)}${shift === null ? '' : ` ${shift}`}`),
    ...(said.kind === null ? [] : [said.kind]),
    ...said.people,
    ...said.unclear.map((unclear) => `${unclear.text}? ${unclear.readings.map(short).join(' or ')}`.trim()),
    ...said.bad.map((bad) => `${said.backwards.includes(bad) ? 'backwards' : 'bad'} ${bad}`),
    ...(said.rest === '' ? [] : [`“${said.rest}”`]),
  ].join(' · ');
}

describe('a sentence in Chinese', () => {
  it.each([
    ['下周一到周三 年假', '2026-12-07 to 2026-12-09 · annual'],
    ['明天下午 事假 带孩子看病', '2026-12-03 afternoon · duty 12-03 下午 · personal · “带孩子看病”'],
    ['12月3日晚班 和 @U1 12月5日晚班', 'duty 12-03 晚班 · duty 12-05 晚班 · @U1'],
    ['后天', '2026-12-04 · duty 12-04'],
    ['大后天', '2026-12-05 · duty 12-05'],
    ['大前天', '2026-11-29 · duty 11-29'],
    ['下下周一', '2026-12-14 · duty 12-14'],
    ['上上周一', '2026-11-16 · duty 11-16'],
    ['上周五', '2026-11-27 · duty 11-27'],
    ['这周五', '2026-12-04 · duty 12-04'],
    ['本周日', '2026-12-06 · duty 12-06'],
    ['周三', '周三? 2026-12-02 or 2026-12-09'],
    ['周五到周一', '2026-12-04 to 2026-12-07'],
    ['周六、周日', '2026-12-05 to 2026-12-06 · duty 12-05 · duty 12-06'],
    ['周一、周三', '2026-12-07 · duty 12-07 · 周三? 2026-12-02 or 2026-12-09'],
    ['周五晚班 和 @U1 周三晚班', 'duty 12-04 晚班 · @U1 · 周三晚班? 2026-12-02 or 2026-12-09'],
    ['周日晚班换周一早班 @U1', 'duty 12-06 晚班 · duty 12-07 早班 · @U1'],
    ['下个月15号', '2027-01-15 · duty 01-15'],
    ['上个月20日', '2026-11-20 · duty 11-20'],
    ['下下个月3号', '2027-02-03 · duty 02-03'],
    ['月底', '2026-12-31 · duty 12-31'],
    ['下月底', '2027-01-31 · duty 01-31'],
    ['12月底', '2026-12-31 · duty 12-31'],
    ['月初', '2026-12-01 · duty 12-01'],
    ['年底', '2026-12-31 · duty 12-31'],
    ['二十号', '2026-12-20 · duty 12-20'],
    ['1号', '2027-01-01 · duty 01-01'],
    ['25号到28号', '2026-12-25 to 2026-12-28'],
    ['25到28号', '2026-12-25 to 2026-12-28'],
    ['25号到3号', '2026-12-25 to 2027-01-03'],
    ['5号到3号', 'backwards 5号到3号'],
    ['28日~2日', '2026-12-28 to 2027-01-02'],
    ['3日至5日', '2026-12-03 to 2026-12-05'],
    ['12月3-5日', '2026-12-03 to 2026-12-05'],
    ['十二月三日到五日', '2026-12-03 to 2026-12-05'],
    ['12月30日到1月2日', '2026-12-30 to 2027-01-02'],
    ['12月5日到12月3日', 'backwards 12月5日到12月3日'],
    ['2026年12月24日到2027年1月3日 年假', '2026-12-24 to 2027-01-03 · annual'],
    ['2026-12-10 到 2026-12-12 事假', '2026-12-10 to 2026-12-12 · personal'],
    ['20261210', '2026-12-10 · duty 12-10'],
    ['12/3', '12/3? 2026-12-03 or 2027-03-12'],
    ['12/24-12/26 年假', '2026-12-24 to 2026-12-26 · annual'],
    ['12.3-12.5 年假', '2026-12-03 to 2026-12-05 · annual'],
    ['１２月３日 病假', '2026-12-03 · duty 12-03 · sick'],
    ['国庆节 年假', '2027-10-01 to 2027-10-07 · annual'],
    ['元旦 回老家', '2027-01-01 to 2027-01-03 · “回老家”'],
    ['明天起3天', '2026-12-03 to 2026-12-05'],
    ['明天起 病假', 'sick · 明天起? 2026-12-03'],
    ['从下周一起 5天 年假', '2026-12-07 to 2026-12-11 · annual'],
    ['5天年假 从下周一起', '2026-12-07 to 2026-12-11 · annual'],
    ['请3天假 明天开始', '2026-12-03 to 2026-12-05'],
    ['三天 下周一开始', '2026-12-07 to 2026-12-09'],
    ['明天 病假 3天', '2026-12-03 to 2026-12-05 · sick'],
    ['一周 从下周一', '2026-12-07 to 2026-12-13'],
    ['明天1天半', '明天1天半? 2026-12-03 to 2026-12-04 morning or 2026-12-03 afternoon to 2026-12-04'],
    ['周一到周三 三天', '2026-12-07 to 2026-12-09'],
    ['周一到周三 5天 年假', 'annual · 周一到周三 5天? 2026-12-07 to 2026-12-09 or 2026-12-07 to 2026-12-11'],
    ['3天', '3天? 2026-12-02 to 2026-12-04 or 2026-12-03 to 2026-12-05'],
    ['半天', '半天? 2026-12-02 morning or 2026-12-02 afternoon'],
    ['3个工作日', '3个工作日?'],
    ['明天半天', '明天半天? 2026-12-03 morning or 2026-12-03 afternoon'],
    ['明天上午', '2026-12-03 morning · duty 12-03 上午'],
    ['上午半天 明天', '2026-12-03 morning · duty 12-03 上午'],
    ['明天请半天假 下午', '2026-12-03 afternoon · duty 12-03 下午'],
    ['周五上半天 事假', '2026-12-04 morning · duty 12-04 上半天 · personal'],
    ['今天下午', '2026-12-02 afternoon · duty 12-02 下午'],
    ['下午 事假', '2026-12-02 afternoon · personal'],
    ['明早', '2026-12-03 morning · duty 12-03 早'],
    ['今明两天', '2026-12-02 to 2026-12-03'],
    ['明后天', '2026-12-03 to 2026-12-04'],
    ['这周末 年假', '2026-12-05 to 2026-12-06 · annual'],
    ['下周末', '2026-12-12 to 2026-12-13'],
    ['周六日', '2026-12-05 to 2026-12-06'],
    ['下周', '下周? 2026-12-07 to 2026-12-11 or 2026-12-07 to 2026-12-13'],
    ['下个月', '下个月? 2027-01-01 to 2027-01-31'],
    ['请假到周五', '到周五? 2026-12-02 to 2026-12-04 or 2026-12-03 to 2026-12-04 · “请假”'],
    ['明天9点到11点半', '2026-12-03 09:00–11:30 · duty 12-03'],
    ['明天14:00-16:30', '2026-12-03 14:00–16:30 · duty 12-03'],
    ['明天下午2点到4点 事假 接机', '2026-12-03 14:00–16:00 · duty 12-03 · personal · “接机”'],
    ['明天 事假 带孩子看病 9点到11点', '2026-12-03 09:00–11:00 · duty 12-03 · personal · “带孩子看病”'],
    ['明天3点', '明天3点? 2026-12-03 03:00– or 2026-12-03 15:00–'],
    ['明天2点到4点', '明天2点到4点? 2026-12-03 02:00–04:00 or 2026-12-03 14:00–16:00'],
    ['明天8点到晚上9点', '2026-12-03 08:00–21:00 · duty 12-03'],
    ['明天10点到2点', '2026-12-03 10:00–14:00 · duty 12-03'],
    ['明天9点半到11点一刻', '2026-12-03 09:30–11:15 · duty 12-03'],
    ['明天下午2点起2小时', '2026-12-03 14:00–16:00 · duty 12-03'],
    ['明早8点到10点', '2026-12-03 08:00–10:00 · duty 12-03'],
    ['明天中午', '2026-12-03 12:00– · duty 12-03'],
    ['12月8日上午9:30-11:00 体检', '2026-12-08 09:30–11:00 · duty 12-08 · “体检”'],
    ['昨天8点', '2026-12-01 08:00– · duty 12-01'],
    ['前天8:30', '2026-11-30 08:30– · duty 11-30'],
    ['下午2点到4点', '2026-12-02 14:00–16:00'],
    ['22:00-06:00', '2026-12-02 22:00 to 2026-12-03 06:00'],
    ['12月3日 20:00–次日08:00', '2026-12-03 20:00 to 2026-12-04 08:00 · duty 12-03'],
    ['明晚10点到后天早上6点 事假', '2026-12-03 22:00 to 2026-12-04 06:00 · personal'],
    ['周一下午到周三上午', '2026-12-07 afternoon to 2026-12-09 morning'],
    ['12月3日下午到12月5日', '2026-12-03 afternoon to 2026-12-05'],
    ['周一14:00到周三12:00', '2026-12-07 14:00 to 2026-12-09 12:00'],
    ['两小时后', '2026-12-02 12:15–'],
    ['3天后', '2026-12-05 · duty 12-05'],
    ['今晚', 'duty 12-02 晚'],
    ['明晚班', 'duty 12-03 晚班'],
    ['明天晚班', 'duty 12-03 晚班'],
    ['12月10日白班', 'duty 12-10 白班'],
    ['12月3日晚班到12月5日晚班', '12月3日晚班到12月5日晚班? 2026-12-03 to 2026-12-05'],
    ['请 @U1 代 12月3日晚班', 'duty 12-03 晚班 · @U1'],
    ['12月3日 换 @U1 12月4日', '2026-12-03 · 2026-12-04 · duty 12-03 · duty 12-04 · @U1'],
    ['12月3号和12月10号', '2026-12-03 · 2026-12-10 · duty 12-03 · duty 12-10'],
    ['12月3日(周四)', '2026-12-03 · duty 12-03'],
    ['12月3日(周五)', '12月3日(周五)? 2026-12-03 or 2026-12-04'],
    ['全天 明天', '2026-12-03 · duty 12-03'],
    ['9-11', '9-11? 2026-12-09 to 2026-12-11 or 2027-09-11 or 2026-12-02 09:00–11:00'],
    ['12-03', '12-03? 2026-12-03 or 2026-12-02 12:00–15:00'],
    ['2月30日', 'bad 2月30日'],
    ['1月32日', 'bad 1月32日'],
    ['明天25点', 'bad 明天25点'],
    ['2026-13-01', 'bad 2026-13-01'],
    ['明天 09:00-08:00', 'backwards 明天 09:00-08:00'],
    ['周三下午到周三上午', 'backwards 周三下午到周三上午'],
    ['事假 病假 明天', '2026-12-03 · duty 12-03 · 事假、病假? personal or sick'],
    ['病假', 'sick'],
    ['明天 看三号楼的房子', '2026-12-03 · duty 12-03 · “看三号楼的房子”'],
    ['明天到5个点位巡查', '2026-12-03 · duty 12-03 · “到5个点位巡查”'],
    ['明天 a市出差3天', '3天? 2026-12-03 or 2026-12-03 to 2026-12-05 · “a市出差”'],
    ['明天是周四', '2026-12-03 · duty 12-03 · “是”'],
    ['明天和家人去医院', '2026-12-03 · duty 12-03 · “和家人去医院”'],
    ['陪家人', '“陪家人”'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe('a sentence in English', () => {
  it.each([
    ['tomorrow afternoon sick', '2026-12-03 afternoon · duty 12-03 afternoon · sick'],
    ['Dec 3 night with @U1 Dec 5 night', 'duty 12-03 night · duty 12-05 night · @U1'],
    ['night shift on Dec 3 for @U1 night shift on Dec 5', 'duty 12-03 night shift · duty 12-05 night shift · @U1'],
    ['tonight', 'duty 12-02 night'],
    ['tomorrow night', 'duty 12-03 night'],
    ['this afternoon sick', '2026-12-02 afternoon · duty 12-02 afternoon · sick'],
    ['day after tomorrow', '2026-12-04 · duty 12-04'],
    ['next monday', '2026-12-07 · duty 12-07'],
    ['next Friday', 'next Friday? 2026-12-11 or 2026-12-04'],
    ['this Friday', '2026-12-04 · duty 12-04'],
    ['last Friday', '2026-11-27 · duty 11-27'],
    ['Wednesday', 'Wednesday? 2026-12-02 or 2026-12-09'],
    ['Monday and Tuesday annual', '2026-12-07 to 2026-12-08 · duty 12-07 · duty 12-08 · annual'],
    ['Mon to Wed annual, family visit', '2026-12-07 to 2026-12-09 · annual · “family visit”'],
    ['Friday through Monday', '2026-12-04 to 2026-12-07'],
    ['3 Dec', '2026-12-03 · duty 12-03'],
    ['Dec 3rd', '2026-12-03 · duty 12-03'],
    ['3rd of December', '2026-12-03 · duty 12-03'],
    ['Dec 3-5', '2026-12-03 to 2026-12-05'],
    ['3-5 Dec annual leave', '2026-12-03 to 2026-12-05 · annual'],
    ['Dec 15th to 18th', '2026-12-15 to 2026-12-18'],
    ['15th to 18th', '2026-12-15 to 2026-12-18'],
    ['the 15th', '2026-12-15 · duty 12-15'],
    ['on the 3rd', '2026-12-03 · duty 12-03'],
    ['December 24th to 2 January annual', '2026-12-24 to 2027-01-02 · annual'],
    ['Dec 31 until Jan 2', '2026-12-31 to 2027-01-02'],
    ['Dec 24 - Jan 2', '2026-12-24 to 2027-01-02'],
    ['2 Jan 2027', '2027-01-02 · duty 01-02'],
    ['2026-12-24 to 2026-12-31 annual', '2026-12-24 to 2026-12-31 · annual'],
    ['12/3', '12/3? 2026-12-03 or 2027-03-12'],
    ['13/12', '2026-12-13 · duty 12-13'],
    ['10/12/2026', '10/12/2026? 2026-10-12 or 2026-12-10'],
    ['end of month', '2026-12-31 · duty 12-31'],
    ['beginning of next month', '2027-01-01 · duty 01-01'],
    ['end of the month', '2026-12-31 · duty 12-31'],
    ['end of next month', '2027-01-31 · duty 01-31'],
    ['in 3 days', '2026-12-05 · duty 12-05'],
    ['for 3 days from Monday', '2026-12-07 to 2026-12-09'],
    ['a week from Monday', '2026-12-07 to 2026-12-13'],
    ['two days from tomorrow sick', '2026-12-03 to 2026-12-04 · sick'],
    ['from Monday', 'from Monday? 2026-12-07'],
    ['until Friday', 'until Friday? 2026-12-02 to 2026-12-04 or 2026-12-03 to 2026-12-04'],
    ['next week', 'next week? 2026-12-07 to 2026-12-11 or 2026-12-07 to 2026-12-13'],
    ['next month', 'next month? 2027-01-01 to 2027-01-31'],
    ['next weekend', 'next weekend? 2026-12-05 to 2026-12-06 or 2026-12-12 to 2026-12-13'],
    ['this weekend annual', '2026-12-05 to 2026-12-06 · annual'],
    ['tomorrow half day', 'tomorrow half day? 2026-12-03 morning or 2026-12-03 afternoon'],
    ['half day tomorrow morning', '2026-12-03 morning · duty 12-03 morning'],
    ['half day Friday morning', '2026-12-04 morning · duty 12-04 morning'],
    ['morning of Dec 3', '2026-12-03 morning · duty 12-03 morning'],
    ['tomorrow all day', '2026-12-03 · duty 12-03'],
    ['tomorrow 2pm to 4pm', '2026-12-03 14:00–16:00 · duty 12-03'],
    ['2 to 4pm tomorrow', '2026-12-03 14:00–16:00 · duty 12-03'],
    ['tomorrow from 9 to 11', '2026-12-03 09:00–11:00 · duty 12-03'],
    ['from 2 to 4 tomorrow', 'from 2 to 4 tomorrow? 2026-12-03 02:00–04:00 or 2026-12-03 14:00–16:00'],
    ['between 9 and 11 tomorrow', '2026-12-03 09:00–11:00 · duty 12-03'],
    ['9 to 5 tomorrow', '2026-12-03 09:00–17:00 · duty 12-03'],
    ['9am tomorrow', '2026-12-03 09:00– · duty 12-03'],
    ['9am to 11am tomorrow personal', '2026-12-03 09:00–11:00 · duty 12-03 · personal'],
    ['tomorrow noon to 3pm', '2026-12-03 12:00–15:00 · duty 12-03'],
    ['8pm to midnight tomorrow', '2026-12-03 20:00– · duty 12-03'],
    ['2 hours from 3pm tomorrow', '2026-12-03 15:00–17:00 · duty 12-03'],
    ['2026-12-05 18:00-21:00 pump repair', '2026-12-05 18:00–21:00 · duty 12-05 · “pump repair”'],
    ['Thu 3 Dec 20:00–08:00 Fri', '2026-12-03 20:00 to 2026-12-04 08:00'],
    ['Thu 3 Dec', '2026-12-03 · duty 12-03'],
    ['Fri 3 Dec', 'Fri 3 Dec? 2026-12-03 or 2026-12-04'],
    ['Feb 30', 'bad Feb 30'],
    ['tomorrow 25:00', 'bad tomorrow 25:00'],
    ['Dec 5 to Dec 3', 'backwards Dec 5 to Dec 3'],
    ['tomorrow 4pm to 2pm', 'backwards tomorrow 4pm to 2pm'],
    ['Tomorrow Afternoon Sick, See Dr. Wang', '2026-12-03 afternoon · duty 12-03 Afternoon · sick · “See Dr. Wang”'],
    ['tomorrow to see a doctor', '2026-12-03 · duty 12-03 · “to see a doctor”'],
    ['sick tomorrow, bad cold', '2026-12-03 · duty 12-03 · sick · “bad cold”'],
    ['sick and personal tomorrow', '2026-12-03 · duty 12-03 · sick, personal? sick or personal'],
    ['3 working days from Monday', '3 working days? · from Monday? 2026-12-07'],
    ['market 3 visit', '“market 3 visit”'],
    ['see mum', '“see mum”'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe('what the reader is told beside the sentence', () => {
  it('takes a day without letters as the language of the reader writes it', () => {
    expect(read('12/3', { locale: 'zh' })).toBe('2026-12-03 · duty 12-03');
    expect(read('12/3', { locale: 'en' })).toBe('12/3? 2026-12-03 or 2027-03-12');
  });

  it.each([
    ['周五', '2026-11-27 · duty 11-27'],
    ['25号 8:30', '2026-11-25 08:30– · duty 11-25'],
    ['12月20日', '2025-12-20 · duty 12-20'],
    ['昨天 9:05', '2026-12-01 09:05– · duty 12-01'],
    ['国庆', '2026-10-01 to 2026-10-07'],
  ])('looks back where something is corrected: %s', (text, expected) => {
    expect(read(text, { facing: 'past' })).toBe(expected);
  });

  it.each([
    ['10月2日', '2026-10-02 · duty 10-02'],
    ['10月1日', '2026-10-01 · duty 10-01'],
    ['9月30日', '2027-09-30 · duty 09-30'],
  ])('takes a day of more than two months ago for one to come: %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('does not take one token for the beginning of another', () => {
    expect(read('明天 @_user_1 @_user_11', { mentions: [{ token: '@_user_1' }, { token: '@_user_11' }] })).toBe(
      '2026-12-03 · duty 12-03 · @_user_1 · @_user_11',
    );
  });

  it('asks which where two sub-types have one name', () => {
    const kinds = [
      { code: 'prenatal', aliases: ['产检'] },
      { code: 'maternity', aliases: ['产假', '产检'] },
    ];
    expect(read('明天 产检', { kinds })).toBe('2026-12-03 · duty 12-03 · 产检? prenatal or maternity');
  });

  it('keeps the reason as it was typed', () => {
    expect(readSaid('明天  事假  去Ｂ座医院，见Dr. Li', known).rest).toBe('去Ｂ座医院，见Dr. Li');
  });

  it('keeps words of a sub-type that are part of the reason', () => {
    const kinds = [{ code: 'personal', aliases: ['事假', '有事'] }];
    expect(readSaid('明天 事假 家里有事', { ...known, kinds })).toMatchObject({ kind: 'personal', rest: '家里有事' });
    expect(readSaid('明天 有事', { ...known, kinds })).toMatchObject({ kind: 'personal', rest: '' });
    expect(readSaid('明天事假因为搬家', { ...known, kinds })).toMatchObject({ kind: 'personal', rest: '因为搬家' });
  });

  it('reads the hour of a clock change as the wall shows it', () => {
    const now = Temporal.ZonedDateTime.from('2026-03-28T12:00[Europe/London]');
    expect(read('tomorrow 00:30 to 03:30', { now })).toBe('2026-03-29 00:30–03:30 · duty 03-29');
  });

  it('reads nothing from nothing', () => {
    expect(read('')).toBe('');
    expect(read('   ')).toBe('');
  });
});
