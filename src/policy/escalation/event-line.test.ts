import { describe, expect, it } from 'vitest';
import { eventWords } from '../load.ts';
import { eventLine, eventLineIn, quietWords } from './event-line.ts';

const { events } = eventWords();

describe('a line of a log about an event', () => {
  it('has the event in the language of the reader and what was typed unchanged, for every event there is', () => {
    for (const { name } of events) {
      const line = eventLine(name, '3号门 gate 3');
      for (const locale of ['zh', 'en'] as const)
        expect([eventLineIn(line.zh, events, locale), eventLineIn(line.en, events, locale)]).toEqual([line[locale], line[locale]]);
    }
  });

  it('that names none stays as it is', () => {
    expect(['3号门起火', '火情', 'Fire in the hall', ''].map((line) => eventLineIn(line, events, 'en'))).toEqual([
      '3号门起火',
      '火情',
      'Fire in the hall',
      '',
    ]);
  });

  it('of one that is for those who have to know alone says that in both', () => {
    expect([eventLineIn(quietWords.zh, events, 'en'), eventLineIn(quietWords.en, events, 'zh')]).toEqual([quietWords.en, quietWords.zh]);
  });
});
