import type { DeskId, PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Ctx } from '../../runtime/context.ts';
import { contactsOf, personNames } from '../people/index.ts';
import type { Incident, IncidentId } from './incident.ts';
import type { IncidentLine, IncidentNotice, LineKind, NoticeDetail, NoticeId, NoticeKind, WholeIncident } from './incident-record.ts';

interface IncidentRow {
  id: string;
  desk_id: string;
  number: number;
  event: string;
  severity: string | null;
  state: Incident['state'];
  line: string;
  facts: Incident['facts'];
  reporter_id: string;
  slot_id: string | null;
  known_at: Date;
  opened_at: Date;
  closed_at: Date | null;
  version: number;
}

const columns = `i.id::text AS id, i.desk_id::text AS desk_id, i.number, i.event, i.severity, i.state, i.line, i.facts, i.reporter_id::text AS reporter_id,
  i.slot_id::text AS slot_id, i.known_at, i.opened_at, i.closed_at, i.version`;

const instant = (at: Date): Instant => Temporal.Instant.fromEpochMilliseconds(at.getTime());
const maybe = (at: Date | string | null): Instant | null => (at === null ? null : instant(new Date(at)));

const toIncident = (row: IncidentRow): Incident => ({
  id: row.id,
  desk: row.desk_id,
  number: row.number,
  event: row.event,
  severity: row.severity,
  state: row.state,
  line: row.line,
  facts: row.facts,
  reporter: row.reporter_id,
  slot: row.slot_id,
  knownAt: instant(row.known_at),
  openedAt: instant(row.opened_at),
  closedAt: maybe(row.closed_at),
  version: row.version,
});

interface NoticeRow {
  id: string;
  incident: string;
  lane: string;
  stage: number;
  kind: NoticeKind;
  word: string;
  person: string | null;
  state: IncidentNotice['state'];
  due_at: string | null;
  told_at: string | null;
  answered_at: string | null;
  answered_by: string | null;
  answer: string | null;
  urgent: boolean;
  detail: NoticeDetail;
}

const toNotice = ({ due_at, told_at, answered_at, answered_by, ...row }: NoticeRow): IncidentNotice => ({
  ...row,
  dueAt: maybe(due_at),
  toldAt: maybe(told_at),
  answeredAt: maybe(answered_at),
  answeredBy: answered_by,
});

interface LineRow {
  kind: LineKind;
  text: string;
  detail: IncidentLine['detail'];
  by: string | null;
  at: string;
}

/** An incident with its notices and its timeline, each in their order. One round trip. Null: there is none. */
export async function loadIncident(ctx: Ctx, id: IncidentId): Promise<WholeIncident | null> {
  const rows = await ctx.db.query<IncidentRow & { notices: NoticeRow[]; lines: LineRow[] }>(
    `SELECT ${columns},
       (SELECT coalesce(json_agg(json_build_object('id', n.id, 'incident', n.incident_id, 'lane', n.lane, 'stage', n.stage, 'kind', n.kind, 'word', n.word,
          'person', n.person_id, 'state', n.state, 'due_at', n.due_at, 'told_at', n.told_at, 'answered_at', n.answered_at, 'answered_by', n.answered_by,
          'answer', n.answer, 'urgent', n.urgent, 'detail', n.detail) ORDER BY n.id), '[]')
          FROM incident_notice n WHERE n.org_id = i.org_id AND n.incident_id = i.id) AS notices,
       (SELECT coalesce(json_agg(json_build_object('kind', l.kind, 'text', l.text, 'detail', l.detail, 'by', l.by_person, 'at', l.at) ORDER BY l.at, l.id), '[]')
          FROM incident_line l WHERE l.org_id = i.org_id AND l.incident_id = i.id) AS lines
     FROM incident i WHERE i.org_id = $1::uuid AND i.id = $2::uuid`,
    [ctx.org, id],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return {
    incident: toIncident(row),
    notices: row.notices.map(toNotice),
    lines: row.lines.map((line) => ({ ...line, at: instant(new Date(line.at)) })),
  };
}

/** When the newest message that follows a subject was sent in a messenger; null: there is none. */
export async function lastShown(ctx: Ctx, platform: string, subject: string): Promise<Instant | null> {
  const rows = await ctx.db.query<{ at: Date | null }>(
    'SELECT max(sent_at) AS at FROM message_ref WHERE org_id = $1::uuid AND platform = $2 AND subject = $3',
    [ctx.org, platform, subject],
  );
  const at = rows[0]?.at ?? null;
  return at === null ? null : instant(at);
}

/** Who has a message that follows a subject of their own, `<start><person>`. */
export async function whoSees(ctx: Ctx, start: string): Promise<readonly PersonId[]> {
  const rows = await ctx.db.query<{ id: string }>(
    `SELECT DISTINCT p.id::text AS id FROM person p JOIN message_ref m ON m.org_id = p.org_id AND m.subject = $2 || p.id::text WHERE p.org_id = $1::uuid`,
    [ctx.org, start],
  );
  return rows.map(({ id }) => id);
}

/** The incident a notice belongs to; null: the notice is gone. */
export async function incidentOfNotice(ctx: Ctx, notice: NoticeId): Promise<IncidentId | null> {
  const rows = await ctx.db.query<{ incident: string }>(
    'SELECT incident_id::text AS incident FROM incident_notice WHERE org_id = $1::uuid AND id = $2::uuid',
    [ctx.org, notice],
  );
  return rows[0]?.incident ?? null;
}

/** The incident that was opened for an entry; null: none was. */
export async function incidentOfEntry(
  ctx: Ctx,
  entry: { readonly id: string; readonly desk: DeskId; readonly at: Instant },
): Promise<IncidentId | null> {
  const rows = await ctx.db.query<{ id: string }>(
    `SELECT i.id::text AS id FROM incident i JOIN incident_line l ON l.org_id = i.org_id AND l.incident_id = i.id
     WHERE i.org_id = $1::uuid AND i.desk_id = $2::uuid AND i.opened_at >= $3 AND l.kind = 'entry' AND l.detail->>'entry' = $4 ORDER BY i.opened_at LIMIT 1`,
    [ctx.org, entry.desk, new Date(entry.at.epochMilliseconds), entry.id],
  );
  return rows[0]?.id ?? null;
}

const mostListed = 200;

/** Incidents of desks, the newest first: those that are not closed, and those opened since a moment. */
export async function incidentsOf(
  ctx: Ctx,
  desks: readonly DeskId[],
  of: { readonly open: true } | { readonly openOrSince: Instant },
): Promise<Incident[]> {
  const since = 'open' in of ? null : new Date(of.openOrSince.epochMilliseconds);
  const rows = await ctx.db.query<IncidentRow>(
    `SELECT ${columns} FROM incident i WHERE i.org_id = $1::uuid AND i.desk_id = ANY($2::uuid[])
       AND (i.state <> 'closed' OR ($3::timestamptz IS NOT NULL AND i.opened_at >= $3))
     ORDER BY (i.state = 'closed'), i.opened_at DESC, i.id DESC LIMIT ${mostListed}`,
    [ctx.org, desks, since],
  );
  return rows.map(toIncident);
}

/** Incidents of a desk that are not closed, the newest first: for hand-overs and for leaving the shift. */
export const openIncidents = (ctx: Ctx, desk: { readonly id: DeskId }): Promise<Incident[]> => incidentsOf(ctx, [desk.id], { open: true });

/** Incidents of which somebody was told or that they reported, not closed, wherever they stand. */
export async function incidentsToldTo(ctx: Ctx, person: PersonId): Promise<Incident[]> {
  const rows = await ctx.db.query<IncidentRow>(
    `SELECT ${columns} FROM incident i WHERE i.org_id = $1::uuid AND i.state <> 'closed'
       AND (i.reporter_id = $2::uuid OR EXISTS (SELECT 1 FROM incident_notice n WHERE n.org_id = i.org_id AND n.incident_id = i.id AND n.person_id = $2::uuid AND n.told_at IS NOT NULL))
     ORDER BY i.opened_at DESC LIMIT ${mostListed}`,
    [ctx.org, person],
  );
  return rows.map(toIncident);
}

/** What somebody opened on a desk with the same words since a moment and is not closed; null: nothing. */
export async function sameJustNow(ctx: Ctx, desk: DeskId, reporter: PersonId, line: string, since: Instant): Promise<IncidentId | null> {
  const rows = await ctx.db.query<{ id: string }>(
    `SELECT id::text AS id FROM incident WHERE org_id = $1::uuid AND desk_id = $2::uuid AND reporter_id = $3::uuid AND line = $4 AND opened_at >= $5
       AND state <> 'closed' ORDER BY opened_at DESC LIMIT 1`,
    [ctx.org, desk, reporter, line, new Date(since.epochMilliseconds)],
  );
  return rows[0]?.id ?? null;
}

/** Names and phone numbers of people, also of those who left. */
export async function loadNames(
  ctx: Ctx,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, { readonly name: Words; readonly phone: string | null }>> {
  if (people.length === 0) return new Map();
  const contacts = await contactsOf(ctx, [...new Set(people)]);
  const others = await personNames(
    ctx,
    people.filter((person) => !contacts.has(person)),
  );
  return new Map([
    ...[...contacts].map(([person, { name, phone }]) => [person, { name, phone }] as const),
    ...[...others].map(([person, name]) => [person, { name, phone: null }] as const),
  ]);
}
