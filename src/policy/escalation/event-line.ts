import type { Locale, Words } from '../../core/locale.ts';
import type { EventType } from './event.ts';

/** What stands in a log for an event that is for those who have to know alone. */
export const quietWords: Words = { zh: '只通知有关人员', en: 'Only for those who have to know' };

/** A line of a log about an event, by whichever name the language of the log has for it; what somebody typed stays as it is. */
export const eventLine = (event: Words, line: string): Words => ({ zh: `${event.zh}:${line}`, en: `${event.en}: ${line}` });

/** A line that was written so, as a reader of another language has it: the event by its name there, what somebody typed unchanged. */
export function eventLineIn(line: string, events: readonly Pick<EventType, 'name'>[], locale: Locale): string {
  if (line === quietWords.zh || line === quietWords.en) return quietWords[locale];
  for (const { name } of events)
    for (const head of Object.values(eventLine(name, '')))
      if (line.startsWith(head)) return eventLine(name, line.slice(head.length))[locale];
  return line;
}
