import { z } from 'zod';
import type { DeskId } from '../core/ids.ts';
import { spreadSeconds } from '../core/spread.ts';
import type { Instant } from '../core/time.ts';
import type { Database } from '../db/database.ts';
import type { Ctx } from './context.ts';
import { newId } from './new-id.ts';
import { dueHandler, type Planner, type Slice } from './route.ts';
import type { Unit } from './unit.ts';
import { createUnit } from './write-unit.ts';

/** How far ahead the planners look; more than an hour beyond a day, so that a moment is planned before it comes. */
const horizonHours = 26;
const kind = 'runtime.plan';

/** Plans the desk again at once: its roster, settings or policy changed. Planning is idempotent. */
export function planSoon(ctx: Ctx, desk: DeskId): void {
  ctx.unit.due({ kind, key: `${desk}:${ctx.newId()}`, at: ctx.now, desk, payload: { repeat: false } });
}

const hourly = (desk: DeskId, at: Instant) => ({ kind, key: `${desk}:${at.toString()}`, at, desk, payload: { repeat: true } });

/** A new desk is planned at once, and every hour from then on. */
export function planNewDesk(unit: Unit, desk: DeskId, now: Instant): void {
  unit.due(hourly(desk, now));
}

/** Within the next hour, each desk at a second of its own: many desks have much to do at the full hour. */
const hourAfter = (desk: DeskId, at: Instant): Instant =>
  at.round({ smallestUnit: 'hour', roundingMode: 'floor' }).add({ hours: 1, seconds: spreadSeconds(desk, 3600) });

/** The work that keeps every desk planned: each hour the planners of all slices lay out the coming day. */
export function planSlice(planners: readonly Planner[]): Slice {
  const handler = dueHandler({
    kind,
    payload: z.object({ repeat: z.boolean() }),
    title: { zh: '安排提醒', en: 'plan what is due' },
    async run(ctx, due) {
      if (due.desk === null) return;
      const from = due.dueAt;
      const to = ctx.now.add({ hours: horizonHours });
      for (const planner of planners) await planner.plan(ctx, due.desk, from, to);
      if (due.payload.repeat) ctx.unit.due(hourly(due.desk, hourAfter(due.desk, ctx.now)));
    },
  });
  return { name: 'runtime', due: [handler] };
}

/** At start: every desk that is not being planned gets its first hour. */
export async function planAllDesks(db: Database, now: Instant): Promise<void> {
  const desks = await db.query<{ org_id: string; id: string }>(
    `SELECT d.org_id, d.id FROM desk d WHERE NOT EXISTS (
       SELECT 1 FROM due p WHERE p.org_id = d.org_id AND p.kind = $1 AND p.desk_id = d.id AND p.done_at IS NULL AND (p.payload ->> 'repeat')::boolean)`,
    [kind],
  );
  const byOrg = groupByOrg(desks);
  for (const [org, ids] of byOrg) {
    const unit = createUnit({ org, now, newId });
    for (const id of ids) unit.due(hourly(id, now));
    await db.write(unit.statements);
  }
}

function groupByOrg(desks: readonly { org_id: string; id: string }[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const desk of desks) groups.set(desk.org_id, [...(groups.get(desk.org_id) ?? []), desk.id]);
  return groups;
}
