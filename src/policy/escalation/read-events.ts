import { parse } from 'yaml';
import { type EventWords, eventsSchema } from './event.ts';

/** The events, severities and questions of the shipped file. Throws on a file that does not hold. */
export function readEvents(yaml: string): EventWords {
  const text: unknown = parse(yaml);
  const { events, severities, questions } = eventsSchema.parse(text);
  return {
    events: Object.entries(events).map(([code, event]) => ({ code, ...event })),
    severities: Object.entries(severities).map(([code, name]) => ({ code, name })),
    questions: Object.entries(questions).map(([fact, question]) => ({ fact, ...question })),
  };
}
