import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import type { Leaving, NotReleased, Released } from './released.ts';

/**
 * Asked at clock-out. Null: no rule of the desk gates leaving. Given by the register, right of this slice; costs a round trip only where a rule
 * does.
 */
export type ReleaseGate = (ctx: Ctx, desk: Desk, leaving: Leaving) => Promise<NotReleased | Released | null>;

let registered: readonly ReleaseGate[] = [];

/** Hands over who is asked at clock-out. Called by the register, before the first request. */
export function registerGates(gates: readonly ReleaseGate[]): void {
  registered = gates;
}

/** What all gates together say; null: none of them has anything to do with it. `but`: the gate that asks what the others say. */
export async function askGates(
  ctx: Ctx,
  desk: Desk,
  leaving: Leaving,
  but: ReleaseGate | null = null,
): Promise<NotReleased | Released | null> {
  const answers: (NotReleased | Released)[] = [];
  for (const gate of registered) {
    if (gate === but) continue;
    const answer = await gate(ctx, desk, leaving);
    if (answer !== null) answers.push(answer);
  }
  const held = answers.flatMap((answer) => ('released' in answer ? [] : [answer]));
  const free = answers.flatMap((answer) => ('released' in answer ? [answer] : []));
  const asks = answers.find((answer) => answer.asks !== undefined)?.asks;
  if (held.length > 0 && !free.some(({ byLead }) => byLead === true))
    return {
      lines: held.flatMap(({ lines }) => lines),
      actions: (locale) => [...held.flatMap(({ actions }) => actions(locale)), ...(asks?.(locale) ?? [])],
      ...(asks === undefined ? {} : { asks }),
    };
  if (free.length === 0) return null;
  const waits = free.flatMap(({ heldUntil }) => heldUntil ?? []).sort((a, b) => a.epochMilliseconds - b.epochMilliseconds);
  return { released: true, heldUntil: waits.at(-1) ?? null, notes: free.flatMap(({ notes }) => notes) };
}
