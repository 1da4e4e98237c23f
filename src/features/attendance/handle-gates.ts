import type { AssignmentId, PersonId, SlotId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Citation } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Action } from '../../view/view.ts';
import type { Desk } from '../people/index.ts';

/** Somebody who is about to clock out at the end of their shift. */
export interface Leaving {
  readonly person: PersonId;
  readonly assignment: AssignmentId;
  readonly slot: SlotId;
  readonly role: string;
  readonly position: string | null;
}

/** Why somebody may not leave yet, with what would let them. */
export interface NotReleased {
  readonly words: Words;
  readonly cites: readonly Citation[];
  readonly actions: readonly Action[];
}

/** Asked at clock-out: null, they may go. Given by the register, right of this slice; costs a round trip only where a rule of the desk gates leaving. */
export type ReleaseGate = (ctx: Ctx, desk: Desk, leaving: Leaving) => Promise<NotReleased | null>;
