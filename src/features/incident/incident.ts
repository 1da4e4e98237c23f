import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';

export type IncidentId = string;

/** open → handled (nothing more to do on the spot) → closed (everybody who had to know knows, the report is in). */
export type IncidentState = 'open' | 'handled' | 'closed';

export interface Incident {
  readonly id: IncidentId;
  readonly desk: DeskId;
  readonly number: number;
  /** Event code of the escalation concept: `fire`, `equipment-fault`, … */
  readonly event: string;
  readonly severity: string | null;
  readonly state: IncidentState;
  /** What was typed. */
  readonly line: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  readonly reporter: PersonId;
  readonly slot: SlotId | null;
  readonly knownAt: Instant;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly version: number;
}
