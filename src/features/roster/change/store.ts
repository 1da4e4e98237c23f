import type { Ctx } from '../../../runtime/context.ts';
import type { PublishedRoster } from '../roster.ts';
import type { ChangeDecision } from './decide.ts';

/** Writes one change. The roster's version and the slot's are the guards: two leads at once, one of them decides again. Gives the slot's id. */
export function saveChange(ctx: Ctx, desk: string, published: PublishedRoster, decision: ChangeDecision): string {
  const { unit, org } = ctx;
  const { hours, slot, takeOut, putIn } = decision;
  unit.update('roster', { orgId: org, id: published.id, version: published.version }, { version: published.version + 1 });
  const id = slot?.id ?? ctx.newId();
  if (slot === null) {
    unit.insert('slot', {
      orgId: org,
      id,
      deskId: desk,
      rosterId: published.id,
      shift: hours.shift,
      dutyOn: hours.dutyOn,
      startsAt: hours.startsAt,
      endsAt: hours.endsAt,
    });
  } else unit.update('slot', { orgId: org, id, version: slot.version }, { version: slot.version + 1 });
  if (takeOut?.keep === true) unit.update('assignment', { orgId: org, id: takeOut.id, live: true }, { live: false });
  else if (takeOut !== null) unit.remove('assignment', { orgId: org, id: takeOut.id, live: true }, 1);
  if (putIn !== null && putIn.revive !== null) {
    unit.update(
      'assignment',
      { orgId: org, id: putIn.revive.id, version: putIn.revive.version },
      { live: true, role: putIn.role, startsAt: hours.startsAt, endsAt: hours.endsAt, version: putIn.revive.version + 1 },
    );
  } else if (putIn !== null) {
    unit.insert('assignment', {
      orgId: org,
      id: ctx.newId(),
      slotId: id,
      deskId: desk,
      personId: putIn.person,
      role: putIn.role,
      startsAt: hours.startsAt,
      endsAt: hours.endsAt,
      live: true,
    });
  }
  return id;
}
