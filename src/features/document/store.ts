import type { PersonId } from '../../core/ids.ts';
import { Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { named } from '../people/index.ts';
import type { Candidate, Days, Evidence } from './document.ts';

/** Leave is closed and its papers handed in within a month or two. */
const lookBackDays = 60;
/** Evidence nobody said anything about is not kept. */
const keptDays = 14;

interface RawCandidate {
  id: string;
  desk: string;
  number: number;
  type: string;
  kind: string | null;
  subject: string;
  name: string;
  name_en: string | null;
  from_on: string | null;
  until_on: string | null;
  waits: boolean;
  version: number;
}

/** Requests of the person, or filed by them for somebody else, that evidence may still belong to; what waits for it first, then the newest. */
export async function loadCandidates(ctx: Ctx, person: PersonId): Promise<readonly Candidate[]> {
  const rows = await ctx.db.query<RawCandidate>(
    `SELECT r.id::text AS id, r.desk_id::text AS desk, r.number, r.type, r.kind, r.subject_id::text AS subject, p.name, p.name_en,
       r.from_on::text AS from_on, r.until_on::text AS until_on, r.version,
       (r.provisional OR EXISTS (SELECT 1 FROM request_follow_up f WHERE f.org_id = r.org_id AND f.request_id = r.id AND f.state = 'waiting' AND f."do" LIKE 'hand-in-%')) AS waits
     FROM request r JOIN person p ON p.org_id = r.org_id AND p.id = r.subject_id
     WHERE r.org_id = $1::uuid AND (r.subject_id = $2::uuid OR r.filed_by = $2::uuid)
       AND r.state IN ('confirming', 'open-call', 'approving', 'asked', 'approved', 'cancelling', 'closed')
       AND coalesce(r.ends_at, r.filed_at) > $3 AND r.filed_at > $4
     ORDER BY waits DESC, r.filed_at DESC, r.id LIMIT 20`,
    [ctx.org, person, back(ctx, lookBackDays), back(ctx, 400)],
  );
  return rows.map(({ name, name_en, from_on, until_on, ...row }) => ({
    ...row,
    subjectName: named(name, name_en),
    fromOn: from_on,
    untilOn: until_on,
  }));
}

const back = (ctx: Ctx, days: number): Date => new Date(ctx.now.epochMilliseconds - days * 86_400_000);

interface RawEvidence {
  id: string;
  request: string | null;
  document: string;
  name: string;
  mime: string;
  size: number;
  from_on: string | null;
  until_on: string | null;
  by: string;
}

const columns = `id::text AS id, request_id::text AS request, document, name, mime, size, from_on::text AS from_on, until_on::text AS until_on, by_person::text AS by`;

const toEvidence = ({ from_on, until_on, document, ...row }: RawEvidence): Evidence => ({
  ...row,
  document: document === '' ? null : document,
  days: from_on === null || until_on === null ? null : { from: from_on, until: until_on },
});

export async function loadEvidence(ctx: Ctx, id: string): Promise<Evidence | null> {
  const rows = await ctx.db.query<RawEvidence>(`SELECT ${columns} FROM request_file WHERE org_id = $1::uuid AND id = $2::uuid`, [
    ctx.org,
    id,
  ]);
  return rows[0] === undefined ? null : toEvidence(rows[0]);
}

/** Everything that was attached to a request, in the order in which it came. */
export async function evidenceOf(ctx: Ctx, request: string): Promise<readonly Evidence[]> {
  const rows = await ctx.db.query<RawEvidence>(
    `SELECT ${columns} FROM request_file WHERE org_id = $1::uuid AND request_id = $2::uuid ORDER BY at, id`,
    [ctx.org, request],
  );
  return rows.map(toEvidence);
}

/** What these people sent for a request they have not filed yet, and said what it is. */
export async function evidenceAhead(ctx: Ctx, people: readonly PersonId[]): Promise<readonly Evidence[]> {
  const rows = await ctx.db.query<RawEvidence>(
    `SELECT ${columns} FROM request_file WHERE org_id = $1::uuid AND request_id IS NULL AND document <> '' AND by_person = ANY($2::uuid[]) ORDER BY at, id`,
    [ctx.org, people],
  );
  return rows.map(toEvidence);
}

export async function loadContent(ctx: Ctx, id: string): Promise<{ readonly name: string; readonly content: Buffer } | null> {
  const rows = await ctx.db.query<{ name: string; content: Buffer }>(
    'SELECT name, content FROM request_file WHERE org_id = $1::uuid AND id = $2::uuid',
    [ctx.org, id],
  );
  return rows[0] ?? null;
}

export function saveEvidence(ctx: Ctx, evidence: Evidence, content: Buffer): void {
  const { id, request, document, name, mime, size, days, by } = evidence;
  const row = { orgId: ctx.org, id, requestId: request, document: document ?? '', name, mime, size };
  // A statement of its own: rows that go together travel as JSON, in which bytes do not.
  ctx.unit.raw({
    sql: `INSERT INTO request_file (org_id, id, request_id, document, name, mime, size, content, from_on, until_on, by_person, at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    params: [row.orgId, row.id, row.requestId, row.document, row.name, row.mime, row.size, content, ...dates(days), by, ctx.now],
    expect: null,
  });
}

const dates = (days: Days | null): readonly (Temporal.PlainDate | null)[] =>
  days === null ? [null, null] : [Temporal.PlainDate.from(days.from), Temporal.PlainDate.from(days.until)];

/** Says what a file is and where it belongs; lost to whoever did so in the same moment. */
export function placeEvidence(ctx: Ctx, before: Evidence, request: string | null, document: string, days: Days | null): void {
  ctx.unit.update(
    'request_file',
    { orgId: ctx.org, id: before.id, requestId: before.request },
    { requestId: request, document, fromOn: days?.from ?? null, untilOn: days?.until ?? null },
  );
}

/** Evidence that was sent ahead goes with the request that is filed now. */
export function attachAhead(ctx: Ctx, request: string, evidence: readonly Evidence[]): void {
  for (const { id } of evidence) ctx.unit.update('request_file', { orgId: ctx.org, id, requestId: null }, { requestId: request });
}

/** Drops what has waited for two weeks without a request. */
export function dropForgotten(ctx: Ctx): void {
  ctx.unit.raw({
    sql: 'DELETE FROM request_file WHERE org_id = $1::uuid AND request_id IS NULL AND at < $2::timestamptz',
    params: [ctx.org, ctx.now.subtract({ hours: keptDays * 24 }).toString()],
    expect: null,
  });
}
