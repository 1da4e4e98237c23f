import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { recordTypeSchema } from '../../policy/record/type.ts';
import {
  arrivedFields,
  askedFields,
  type Circumstances,
  filled,
  keyOf,
  namesIn,
  printValue,
  readTyped,
  searchText,
  termEnd,
  typedAgain,
  type ValueNames,
} from './fields.ts';

const zone = 'Asia/Shanghai';
const at = (wall: string): Temporal.Instant => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
const words = (zh: string) => ({ zh, en: zh });
const type = {
  code: 'visit',
  ...recordTypeSchema.parse({
    name: { zh: '来访', en: 'visit' },
    words: { zh: ['来访'], en: ['visit'] },
    line: 'name',
    loan: true,
    states: [{ code: 'out', name: words('出') }],
    fields: [
      { name: 'no', label: words('号'), kind: 'number', filled: 'number' },
      { name: 'name', label: words('姓名'), kind: 'text', required: true },
      { name: 'came', label: words('到'), kind: 'moment', filled: 'now' },
      { name: 'host', label: words('找谁'), kind: 'person' },
      { name: 'place', label: words('去'), kind: 'choice', options: [{ value: 'office', label: { zh: '办公室', en: 'office' } }] },
      { name: 'fee', label: words('押金'), kind: 'money' },
      { name: 'due_on', label: words('还'), kind: 'date' },
      { name: 'things', label: words('物品'), kind: 'list' },
      { name: 'known', label: words('熟人'), kind: 'flag' },
      { name: 'by', label: words('登记人'), kind: 'text', filled: 'author' },
      { name: 'shift', label: words('班次'), kind: 'text', filled: 'shift' },
      { name: 'from', label: words('起'), kind: 'moment', filled: 'shift-start' },
      { name: 'crew', label: words('在岗'), kind: 'list', filled: 'on-duty' },
    ],
  }),
};
const now = at('2026-12-01T10:00');
const as = { zone, now, options: {}, people: new Map([['U1', 'p1']]) };
const names: ValueNames = {
  zone,
  person: () => ({ zh: '陈志远', en: 'Chen' }),
  listed: (name) => ({ zh: name, en: name === '陈志远' ? 'Chen Zhiyuan' : name }),
  shift: (code) => ({ zh: code === 'early' ? '早班' : code, en: code }),
};
const judged = (fields: readonly string[]) => ({
  fields: fields.map((value) => ({ value, cites: [], reaction: 'flag' as const })),
  required: [],
});

describe('what is typed in a form', () => {
  it('is read by the kind of each field; empty ones are absent', () => {
    const typed = {
      name: ' 张三 ',
      came__day: '2026-12-01',
      came__time: '09:30',
      host: 'U1',
      place: 'office',
      fee: '¥1,200.50',
      due_on: '2026-12-03',
      things: '伞\n\n 包 ',
      known: 'no',
    };
    expect(readTyped(type.fields, typed, as)).toEqual({
      ok: true,
      value: {
        name: '张三',
        came: '2026-12-01T01:30:00Z',
        host: 'p1',
        place: 'office',
        fee: 1200.5,
        due_on: '2026-12-03',
        things: ['伞', '包'],
        known: false,
      },
    });
  });

  it.each([
    ['fee', 'ten', 'fee'],
    ['due_on', '2026-02-30', 'due_on'],
    ['came__time', '25:00', 'came__time'],
    ['came__day', '2026-12-01', 'came__time'],
    ['known', 'perhaps', 'known'],
    ['name', 'x'.repeat(2001), 'name'],
    ['things', 'a\n'.repeat(51), 'things'],
  ])('%s = %s is refused at %s', (name, value, field) => {
    const read = readTyped(type.fields, { [name]: value }, as);
    expect(read.ok ? [] : Object.keys(read.refusal)).toEqual([field]);
  });

  it('is refused at a moment before the one it follows, whichever of the two stands in the form', () => {
    const fields = [...type.fields, { name: 'left', label: words('走'), kind: 'moment' as const, required: false, after: 'came' }];
    const left = (time: string) => ({ left__day: '2026-12-01', left__time: time });
    const came = { came__day: '2026-12-01', came__time: '09:30' };
    const early = { ok: false, refusal: { left__time: { zh: '不能早于到(12月1日(周二)09:30)', en: 'Not before “到” (Tue 1 Dec 09:30)' } } };
    expect(readTyped(fields, { ...came, ...left('09:29') }, as)).toEqual(early);
    expect(readTyped(fields, { ...came, ...left('09:30') }, as).ok).toBe(true);
    const known = { came: '2026-12-01T01:30:40Z' };
    const own = fields.filter(({ name }) => name === 'left');
    expect(readTyped(own, left('09:29'), { ...as, known }).ok).toBe(false);
    expect(readTyped(own, left('09:30'), { ...as, known }).ok).toBe(true);
    expect(readTyped(own, left('09:29'), as).ok).toBe(true);
  });

  it('stands in the form again as it was typed', () => {
    const values = { name: '张三', came: '2026-12-01T01:30:00Z', fee: 3, things: ['伞', '包'], known: true };
    const typed = typedAgain(type.fields, values, zone);
    expect(typed).toEqual({ name: '张三', came__day: '2026-12-01', came__time: '09:30', fee: '3', things: '伞\n包', known: 'yes' });
    expect(readTyped(type.fields, typed, as)).toEqual({ ok: true, value: values });
  });
});

describe('the fields of a form', () => {
  const asked = (fields: readonly string[], more: readonly string[] = []): string[] =>
    askedFields(type, judged(fields), more).map(({ name }) => name);

  it('of a short type are all but those that fill themselves', () => {
    expect(asked([])).toEqual(['name', 'came', 'host', 'place', 'fee', 'due_on', 'things', 'known']);
  });

  it('that a rule names and the type does not have are lines of text', () => {
    expect(asked(['badge_no'])).toContain('badge_no');
  });
});

describe('what fills itself', () => {
  const known: Circumstances = {
    at: now,
    zone,
    author: 'p1',
    shift: { code: 'early', start: at('2026-12-01T08:00'), end: at('2026-12-01T16:00') },
    leader: null,
    onDuty: ['陈志远', '周海波'],
    name: () => '陈志远',
  };

  it('is the moment and the writer always, the shift and its people where a rule names them', () => {
    expect(filled(type, { name: '张三' }, [], known)).toEqual({ name: '张三', came: '2026-12-01T02:00:00Z', by: '陈志远' });
    expect(filled(type, {}, ['shift', 'from', 'crew'], known)).toMatchObject({
      shift: 'early',
      from: '2026-12-01T00:00:00Z',
      crew: ['陈志远', '周海波'],
    });
  });

  it('does not say the moment twice where the rules ask for it under another name', () => {
    const twice = {
      ...type,
      fields: [...type.fields, { name: 'in', label: words('进'), kind: 'moment' as const, required: false, filled: 'now' as const }],
    };
    const entered = { in: '2026-12-01T01:00:00Z' };
    expect(filled(twice, entered, ['in'], known)).not.toHaveProperty('came');
    expect(filled(twice, entered, ['in', 'came'], known)).toHaveProperty('came');
    expect(filled(twice, {}, [], known)).toHaveProperty('came');
  });

  it('never replaces what was filled in, and stays empty where nobody is on duty', () => {
    expect(filled(type, { came: '2026-12-01T00:00:00Z' }, [], known).came).toBe('2026-12-01T00:00:00Z');
    expect(filled(type, {}, ['shift', 'crew'], { ...known, shift: null, onDuty: [] })).not.toHaveProperty('shift');
  });
});

describe('a value in words', () => {
  const fields = {
    name: '张三',
    came: '2026-12-01T01:30:00Z',
    host: 'p1',
    place: 'office',
    due_on: '2026-12-03',
    things: ['伞', '包'],
    known: true,
    shift: 'early',
    crew: ['陈志远', '周海波'],
  };
  const entry = { fields, number: 12, dueAt: null };
  const say = (name: string, locale: 'zh' | 'en'): string => {
    const field = type.fields.find((one) => one.name === name);
    return field === undefined ? '' : printValue(field, entry, names, locale);
  };

  it.each([
    ['no', '#12', '#12'],
    ['came', '12月1日(周二)09:30', 'Tue 1 Dec 09:30'],
    ['host', '陈志远', 'Chen'],
    ['place', '办公室', 'office'],
    ['due_on', '12月3日(周四)', 'Thu 3 Dec'],
    ['things', '伞、包', '伞, 包'],
    ['known', '是', 'yes'],
    ['shift', '早班', 'early'],
    ['crew', '陈志远、周海波', 'Chen Zhiyuan, 周海波'],
    ['fee', '', ''],
  ])('%s', (name, zh, en) => {
    expect([say(name, 'zh'), say(name, 'en')]).toEqual([zh, en]);
  });

  it('is found in both languages', () => {
    expect(searchText(type, entry, names)).toContain('办公室');
    expect(searchText(type, entry, names)).toContain('office');
  });

  it('a loan ends on the day that was named', () => {
    expect(termEnd(type, fields)).toBe('2026-12-03');
    expect(termEnd(type, {})).toBeNull();
  });

  it('is the same for what may stand once, whatever its case or width, and none where a part is missing', () => {
    expect(keyOf(['name', 'fee'], { name: 'Ab 1', fee: 3 })).toBe(keyOf(['name', 'fee'], { name: ' ab 1', fee: 3 }));
    expect(keyOf(['name', 'fee'], { name: 'ab' })).toBeNull();
  });
});

describe('what a state fills', () => {
  const loan = {
    code: 'loan',
    ...recordTypeSchema.parse({
      name: words('借'),
      words: { zh: ['借'], en: ['loan'] },
      line: 'thing',
      states: [
        { code: 'out', name: words('出') },
        { code: 'returned', name: words('还') },
      ],
      fields: [
        { name: 'thing', label: words('物'), kind: 'text' },
        { name: 'back_at', label: words('还'), kind: 'moment', at_state: 'returned' },
      ],
    }),
  };
  const now = at('2026-12-01T09:30');

  it('is the moment of coming to it, unless somebody filled it', () => {
    expect(arrivedFields(loan, 'returned', { thing: '伞' }, now)).toEqual({ back_at: '2026-12-01T01:30:00Z' });
    expect(arrivedFields(loan, 'returned', { back_at: '2026-12-01T00:00:00Z' }, now)).toEqual({});
    expect(arrivedFields(loan, 'out', {}, now)).toEqual({});
  });
});

describe('names in a list', () => {
  it.each([
    [['白雪、曹勇'], ['白雪', '曹勇']],
    [
      ['白雪 曹勇', '安平'],
      ['白雪', '曹勇', '安平'],
    ],
    [['Bai Xue, Cao Yong;An Ping'], ['Bai Xue', 'Cao Yong', 'An Ping']],
    [['白雪', ' 白雪 '], ['白雪']],
    [[' 、 '], []],
  ])('%j are %j', (things, names) => {
    expect(namesIn(type, { things, name: '不在内' })).toEqual(names);
  });
});
