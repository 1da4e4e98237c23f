import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import { eventWords } from '../../policy/index.ts';
import { timeTyped } from './forms.ts';
import { answerWords, eventOf, numberOf, readAnswer, readLine } from './incident-case.ts';

const words = eventWords();
const read = (line: string) => {
  const { event, facts } = readLine(line, words);
  return [event?.code ?? null, facts];
};
const question = (fact: string) => {
  const found = words.questions.find((one) => one.fact === fact);
  if (found === undefined) throw new Error(`There is no question ${fact}`);
  return found;
};

describe('a line', () => {
  it('says the event, how grave it is and whether one can handle it', () => {
    expect(read('3号门起火')).toEqual(['fire', {}]);
    expect(read('重大,3号门起火')).toEqual(['fire', { severity: 'major' }]);
    expect(read('吵架 能处理')).toEqual(['civil-dispute', { within_authority: true }]);
    expect(read('Fire at gate 3, serious')).toEqual(['fire', { severity: 'serious' }]);
    expect(read('围栏倒了 处理不了')).toEqual([null, { within_authority: false }]);
  });

  it('does not take a word of the event for how grave it is, nor a part of a word', () => {
    expect(read('urgent meeting at ten')).toEqual(['urgent-meeting', {}]);
    expect(read('重大事项 来访')).toEqual(['major-matter', {}]);
    expect(read('')).toEqual([null, {}]);
  });
});

describe('an answer', () => {
  it('is one of those there are, else none', () => {
    expect(['yes', 'no', 'perhaps'].map((typed) => readAnswer(question('emergency'), typed))).toEqual([true, false, null]);
    expect(['major', 'huge'].map((typed) => readAnswer(question('severity'), typed))).toEqual(['major', null]);
    expect(['30', '30', '-1', 'x', ' '].map((typed) => readAnswer(question('off_post_minutes'), typed))).toEqual([
      30,
      30,
      null,
      null,
      null,
    ]);
    expect(['press,police', 'press,nobody', ''].map((typed) => readAnswer(question('involves'), typed))).toEqual([
      'press,police',
      null,
      null,
    ]);
  });

  it('is shown in words', () => {
    expect(answerWords(question('involves'), 'press,police').zh).toBe('新闻媒体、公安机关');
    expect([answerWords(question('emergency'), true).en, answerWords(question('off_post_minutes'), 30).en]).toEqual(['yes', '30']);
  });
});

it('an event that is not in the list is shown by its code', () => {
  expect(eventOf('comet', words)).toMatchObject({ name: { zh: 'comet' }, opens: [], quiet: false });
});

it('numbers run by the year of the desk, not of the clock in Greenwich', () => {
  const openedAt = Temporal.Instant.from('2026-12-31T16:30:00Z');
  expect(numberOf({ number: 3, openedAt }, 'Asia/Shanghai')).toBe('#2027-3');
  expect(numberOf({ number: 3, openedAt }, 'UTC')).toBe('#2026-3');
});

describe('a time that is typed', () => {
  const now = Temporal.Instant.from('2026-12-01T02:10:00Z');
  const at = (typed: string, moment = now, zone = 'Asia/Shanghai') => timeTyped(typed, zone, moment)?.toString() ?? null;

  it('is now where it is blank, today up to now, else the evening before', () => {
    expect(at('')).toBe('2026-12-01T02:10:00Z');
    expect(at('10:10')).toBe('2026-12-01T02:10:00Z');
    expect(at('10:11')).toBeNull();
    const night = Temporal.Instant.from('2026-11-30T16:10:00Z');
    expect(at('23:50', night)).toBe('2026-11-30T15:50:00Z');
    expect(at('00:11', night)).toBeNull();
  });

  it('is none where it is no time', () => {
    expect(['9点', '25:00', '24:00', '10:00+1', '7:30'].map((typed) => at(typed))).toEqual([null, null, null, null, null]);
  });

  it('is the wall time of the zone over a change of the clock', () => {
    const after = Temporal.Instant.from('2026-10-25T02:00:00Z');
    expect(at('01:30', after, 'Europe/Berlin')).toBe('2026-10-24T23:30:00Z');
  });
});
