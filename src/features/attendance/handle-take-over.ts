import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';

/** Whether something of a desk waits to be taken over by somebody now. Asked at clock-in, only where a rule of the desk has its shifts handed over. */
export type TakeOverQuestion = (ctx: Ctx, desk: Desk, person: PersonId) => Promise<boolean>;

let asked: TakeOverQuestion | null = null;

/** Hands over who knows what waits. Called by the slice of hand-overs, right of this one, before the first request. */
export function askTakeOver(question: TakeOverQuestion): void {
  asked = question;
}

export const waitsToBeTaken = async (ctx: Ctx, desk: Desk, person: PersonId): Promise<boolean> =>
  asked === null ? false : asked(ctx, desk, person);
