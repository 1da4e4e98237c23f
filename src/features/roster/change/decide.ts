import type { SlotId } from '../../../core/ids.ts';
import { ok, type Result, refuse } from '../../../core/result.ts';
import { shiftsOn } from '../../../policy/index.ts';
import { decideEdits, type EditDecision, type EditFacts } from '../edit/decide.ts';
import type { StoredSlot } from '../edit/rows.ts';
import { knownRoles, namesNothing, readPosition } from '../import/position.ts';
import { hoursOf } from '../plan.ts';
import { type Planning, plannerFinding } from '../planner.ts';
import { isRuleFlag } from '../publish/decide.ts';
import type { PublishedRoster, RosterFinding } from '../roster.ts';
import type { ChangeRefusal, ShiftChange } from './change.ts';

export interface ChangeFacts extends EditFacts {
  readonly published: PublishedRoster | null;
  readonly planning: Planning;
  /** Id of a slot that has to be made. */
  readonly newSlot: SlotId;
}

/** Changes one shift of a published month, by the rules of every edit; what is only flagged needs a reason. */
export function decideChange(change: ShiftChange, facts: ChangeFacts): Result<EditDecision, ChangeRefusal> {
  const { world, published } = facts;
  if (change.out === null && change.in === null) return refuse({ code: 'roster.nobodyNamed' });
  const { position } = change;
  if (change.out === change.in && position === null) return refuse({ code: 'roster.samePerson' });
  if (position !== null && change.in === null) return refuse({ code: 'roster.positionOfNobody' });
  const stands = position === null ? null : readPosition(position, knownRoles(facts.members));
  if (position !== null && stands === null && !namesNothing(position)) return refuse({ code: 'roster.roleAsPosition', said: position });
  if (published === null) return refuse({ code: 'roster.monthNotPublished', month: change.on.slice(0, 7) });
  const planner = plannerFinding('change', [change.on], facts.planning, world);
  if (planner?.level === 'refuse') return refuse({ code: 'roster.changeNotPlanner', findings: [planner] });
  const known = facts.stored.find((one) => one.dutyOn === change.on && one.shift === change.shift);
  const slot = known ?? newSlot(change, published, facts);
  if (slot === null) return refuse({ code: 'roster.noSuchShift', shift: change.shift, on: change.on });
  if (slot.endsAt.epochMilliseconds <= facts.now.epochMilliseconds) return refuse({ code: 'roster.shiftOver', slot });
  const stored = known === undefined ? [...facts.stored, slot] : facts.stored;
  // Somebody who is in the shift already and is given a position stays, and stands elsewhere.
  const stays = position !== null && change.out === null && slot.assignments.some((row) => row.live && row.person === change.in);
  const out = stays ? change.in : change.out;
  const edit = { slot: slot.id, out, in: change.in, part: null, role: null, ...(position === null ? {} : { position: stands }) };
  const decided = decideEdits([edit], { ...facts, stored }, 'publish');
  if (!decided.ok) {
    const { refusal } = decided;
    if (refusal.code === 'roster.slotGone' || refusal.code === 'roster.shiftOver' || refusal.code === 'roster.partOutside')
      throw new Error(`A change met ${refusal.code} on a shift that is there and not over`);
    return refuse(refusal);
  }
  const findings: readonly RosterFinding[] = [...(planner === null ? [] : [planner]), ...decided.value.findings];
  const against = findings.filter((finding) => finding.level === 'refuse');
  if (against.length > 0) return refuse({ code: 'roster.changeAgainstRules', findings: against });
  if (change.reason === null && findings.some(isRuleFlag))
    return refuse({ code: 'roster.changeNeedsReason', findings: findings.filter(isRuleFlag) });
  return ok({ ...decided.value, findings });
}

/** The shift exists on the day by the rules, but nobody was ever rostered for it. */
function newSlot({ on, shift }: ShiftChange, published: PublishedRoster, facts: ChangeFacts): StoredSlot | null {
  const { world } = facts;
  const exists = shiftsOn(world.policyOn(on), on, world.days).shifts.some(({ value }) => value.code === shift);
  const hours = exists ? hoursOf(world, shift, on) : null;
  return hours === null
    ? null
    : {
        id: facts.newSlot,
        roster: published.id,
        shift,
        dutyOn: on,
        startsAt: hours.startsAt,
        endsAt: hours.endsAt,
        version: 0,
        rosterVersion: published.version,
        assignments: [],
      };
}
