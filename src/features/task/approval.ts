import type { PersonId } from '../../core/ids.ts';
import type { Instant, Zone } from '../../core/time.ts';

/** How far it has come with the agreement something handed in waits for. */
export interface Approval {
  /** When those who are asked now were asked. ISO instant. */
  readonly asked: string;
  /** So many levels it was passed on. */
  readonly up: number;
  /** So often those who are asked now were reminded. */
  readonly reminded: number;
  /** Everybody who was asked until now. */
  readonly people: readonly PersonId[];
}

/**
 * Zhiban's own figures, where the rule does not say how often to remind (`repeat`): an approver is given a tenth of what is left until the deadline, half
 * an hour at least and twelve hours at most; is reminded once; and after as long again it goes to whoever they answer to. Where there is nobody above,
 * reminders go on twice a day for four days.
 */
const approvalWaits = { share: 10, leastMinutes: 30, mostMinutes: 12 * 60, reminders: 1, remindersAtTop: 8 } as const;

/** Until when an answer is waited for by those who hear of it at `heard`. `patient`: they were reminded, and there is nobody above. */
export function waitedUntil(
  heard: Instant,
  given: { readonly dueAt: Instant; readonly repeat: string | undefined; readonly zone: Zone; readonly patient: boolean },
): Instant {
  const { dueAt, repeat, zone, patient } = given;
  if (repeat !== undefined) return heard.toZonedDateTimeISO(zone).add(repeat).toInstant();
  const { share, leastMinutes, mostMinutes } = approvalWaits;
  const left = Math.max(0, dueAt.epochMilliseconds - heard.epochMilliseconds) / 60_000;
  return heard.add({ minutes: patient ? mostMinutes : Math.min(mostMinutes, Math.max(leastMinutes, Math.round(left / share))) });
}

/** What happens when nobody answered in that time. `levels`: how many there are to ask, one above the other. */
export function afterSilence({ up, reminded }: Pick<Approval, 'up' | 'reminded'>, levels: number): 'remind' | 'pass-on' | 'rest' {
  if (reminded < approvalWaits.reminders) return 'remind';
  if (up + 1 < levels) return 'pass-on';
  return reminded < approvalWaits.remindersAtTop ? 'remind' : 'rest';
}
