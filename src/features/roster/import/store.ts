import type { DeskId, PersonId } from '../../../core/ids.ts';
import { json } from '../../../db/statement.ts';
import type { Ctx } from '../../../runtime/context.ts';
import type { Sheet } from './table.ts';

/** A file that was read but not understood as one roster yet: the desk or the month has to be said. */
export interface WaitingFile {
  readonly kind: 'file';
  readonly fileName: string;
  readonly sheets: readonly Sheet[];
}

export function saveFile(ctx: Ctx, id: string, desk: DeskId, by: PersonId, file: WaitingFile): void {
  ctx.unit.insert('roster_import', {
    orgId: ctx.org,
    id,
    deskId: desk,
    byPerson: by,
    content: json(file),
    createdAt: ctx.now,
    state: 'waiting',
  });
}

/** The person's own waiting file; null: it is not theirs, or was dealt with. */
export async function loadFile(ctx: Ctx, id: string, by: PersonId): Promise<WaitingFile | null> {
  const rows = await ctx.db.query<{ content: WaitingFile }>(
    `SELECT content FROM roster_import WHERE org_id = $1::uuid AND id = $2::uuid AND by_person = $3::uuid AND state = 'waiting' AND content ->> 'kind' = 'file'`,
    [ctx.org, id, by],
  );
  return rows[0]?.content ?? null;
}

/** Days after which what waits for an answer is forgotten. */
const keptDays = 30;

/**
 * Drops the desk's proposals and files that have waited longer than thirty days for their button: rosters, calendars and files that were not
 * understood. They hold what somebody sent, and a roster that old is not published any more.
 */
export function dropStale(ctx: Ctx, desk: DeskId): void {
  ctx.unit.raw({
    sql: `DELETE FROM roster_import WHERE org_id = $1::uuid AND desk_id = $2::uuid AND state = 'waiting' AND created_at < $3::timestamptz`,
    params: [ctx.org, desk, ctx.now.subtract({ hours: keptDays * 24 }).toString()],
    expect: null,
  });
}

export function closeFile(ctx: Ctx, id: string): void {
  ctx.unit.update('roster_import', { orgId: ctx.org, id, state: 'waiting' }, { state: 'read' });
}
