import type { Words } from '../../core/locale.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Desk, named } from '../people/index.ts';
import type { DutySlot } from '../roster/index.ts';
import { askGates } from './handle-gates.ts';
import { loadInside } from './store.ts';

/**
 * Who of a shift that is over is still in because a rule of the desk does not let them go yet: no relief, a hand-over that is not signed, an incident.
 * By the order of the shift; one round trip, and what the rules want to know of those who are in.
 */
export async function heldBeyond(ctx: Ctx, desk: Desk, ended: DutySlot): Promise<readonly Words[]> {
  const inside = await loadInside(ctx, ended.id);
  const held: Words[] = [];
  for (const { person, assignment, role, position, endsAt, name, nameEn } of ended.people) {
    if (!inside.includes(assignment)) continue;
    const { id: slot, shift, dutyOn } = ended;
    const release = await askGates(ctx, desk, { person, assignment, slot, shift, dutyOn, role, position, endsAt });
    if (release !== null && !('released' in release)) held.push(named(name, nameEn));
  }
  return held;
}
