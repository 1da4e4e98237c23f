import type { PersonId, SlotId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';

/** Somebody clocked in or out. */
export interface Punched {
  readonly kind: 'in' | 'out';
  readonly person: PersonId;
  /** Null: off the roster. */
  readonly slot: SlotId | null;
  readonly at: Instant;
}

/** Hears of a punch in the unit that saves it; costs a round trip only where a rule of the desk wants something of it. */
export type PunchListener = (ctx: Ctx, desk: Desk, punched: Punched) => Promise<void>;

let registered: readonly PunchListener[] = [];

/** Hands over who hears of punches. Called by a slice to the right, before the first request. */
export function listenToPunches(listener: PunchListener): void {
  registered = [...registered.filter((one) => one !== listener), listener];
}

export async function publishPunch(ctx: Ctx, desk: Desk, punched: Punched): Promise<void> {
  for (const listener of registered) await listener(ctx, desk, punched);
}
