import type { Instant } from '../core/time.ts';
import { ConstraintBroken, type Database } from '../db/database.ts';
import { allDesks, type Desk } from '../features/people/index.ts';
import { draftFromRotations, isPublished, publishRoster } from '../features/roster/index.ts';
import type { Ctx } from '../runtime/context.ts';
import { newId } from '../runtime/new-id.ts';
import { createUnit } from '../runtime/write-unit.ts';

/**
 * Publishes this month and the one before of every desk from its rotation, where they have no roster yet: the example desks begin in the middle
 * of their work, and a night shift that began last month has somebody in it.
 */
export async function publishExampleRosters(db: Database, now: Instant): Promise<void> {
  const organisations = await db.query<{ id: string; zone: string; locale: 'zh' | 'en' }>(
    'SELECT id::text AS id, zone, locale FROM organisation',
    [],
  );
  for (const { id, zone, locale } of organisations) {
    const contextAt = (at: Instant): Ctx => ({
      now: at,
      org: id,
      orgZone: zone,
      orgLocale: locale,
      db,
      unit: createUnit({ org: id, now: at, newId }),
      newId,
    });
    for (const desk of await allDesks(contextAt(now))) {
      const month = now.toZonedDateTimeISO(desk.zone).toPlainDate().toPlainYearMonth();
      for (const each of [month.subtract({ months: 1 }), month])
        await publishMonth(contextAt, desk, each.toString(), each.toPlainDate({ day: 1 }).toZonedDateTime(desk.zone).toInstant());
    }
    await clockPast(db, id, now);
  }
}

/** The desks have been at work before the start: everybody clocked in a few minutes early, and out a few minutes late where their shift is over. */
async function clockPast(db: Database, org: string, now: Instant): Promise<void> {
  const at = new Date(now.epochMilliseconds);
  await db.query(
    `INSERT INTO punch (org_id, id, person_id, desk_id, assignment_id, kind, at, platform, off_minutes, verdict, rules)
     SELECT a.org_id, gen_random_uuid(), a.person_id, a.desk_id, a.id, k.kind,
       CASE k.kind WHEN 'in' THEN a.starts_at - make_interval(mins => 3 + ascii(p.code) % 7)
         ELSE least(a.ends_at + make_interval(mins => 1 + ascii(p.code) % 4), $2) END,
       'slack', 0, 'on-time', '{}'
     FROM assignment a JOIN person p ON p.org_id = a.org_id AND p.id = a.person_id CROSS JOIN (VALUES ('in'), ('out')) AS k (kind)
     WHERE a.org_id = $1 AND a.live AND a.starts_at <= $2 AND (k.kind = 'in' OR a.ends_at <= $2)
       AND NOT EXISTS (SELECT 1 FROM punch i WHERE i.org_id = a.org_id AND i.assignment_id = a.id)`,
    [org, at],
  );
}

/** Published as it would have been: on the evening before its first day, so that nobody is told of it now. */
async function publishMonth(contextAt: (at: Instant) => Ctx, desk: Desk, month: string, first: Instant): Promise<void> {
  const ctx = contextAt(first.subtract({ hours: 6 }));
  if (await isPublished(ctx, desk.id, month)) return;
  const draft = await draftFromRotations(ctx, desk, month);
  if (draft.problems.length > 0) throw new Error(`The rotation of ${desk.code} cannot be used: ${JSON.stringify(draft.problems)}`);
  const published = await publishRoster(
    ctx,
    desk,
    { desk: desk.id, month, origin: { kind: 'rotation' }, basedOn: null, duties: draft.duties },
    null,
    null,
  );
  if (!published.ok)
    throw new Error(`The roster of ${desk.code} for ${month} is refused: ${JSON.stringify(published.refusal).slice(0, 2_000)}`);
  try {
    await ctx.db.write(ctx.unit.statements.filter((statement) => !/^INSERT INTO "?(outbox|due)\b/.test(statement.sql)));
  } catch (error) {
    // Another sandbox on the same database was faster.
    if (!(error instanceof ConstraintBroken)) throw error;
  }
}
