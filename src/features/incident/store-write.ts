import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import { json } from '../../db/statement.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Incident } from './incident.ts';
import type { IncidentLine, IncidentNotice, NoticeId, NoticeState } from './incident-record.ts';

const date = (at: Instant | null): Date | null => (at === null ? null : new Date(at.epochMilliseconds));

/** Running numbers of incidents stand beside those of record types. */
const numberedAs = 'incident:opened';

/** Writes a new incident; its number is the next of the desk in the year, given in the same statement. */
export function insertIncident(ctx: Ctx, incident: Incident, year: number, policyVersion: string): void {
  ctx.unit.raw({
    sql: `INSERT INTO incident (org_id, id, desk_id, number, event, severity, state, line, facts, reporter_id, slot_id, known_at, opened_at, policy_version)
      VALUES ($1::uuid, $2::uuid, $3::uuid, zhiban_entry_number($1::uuid, $3::uuid, $4::text, $5::integer), $6, $7, $8, $9, $10::jsonb, $11::uuid, $12::uuid, $13, $14, $15)`,
    params: [
      ctx.org,
      incident.id,
      incident.desk,
      numberedAs,
      year,
      incident.event,
      incident.severity,
      incident.state,
      incident.line,
      JSON.stringify(incident.facts),
      incident.reporter,
      incident.slot,
      date(incident.knownAt),
      date(incident.openedAt),
      policyVersion,
    ],
    expect: 1,
  });
}

/** Lost to whoever changed the incident in the same moment: decided again. Once in a unit. */
export function updateIncident(
  ctx: Ctx,
  before: Incident,
  to: Partial<Pick<Incident, 'event' | 'severity' | 'state' | 'facts' | 'closedAt'>> = {},
): void {
  const { facts, closedAt, ...rest } = to;
  ctx.unit.update(
    'incident',
    { orgId: ctx.org, id: before.id, version: before.version },
    {
      ...rest,
      ...(facts === undefined ? {} : { facts: json(facts) }),
      ...(closedAt === undefined ? {} : { closedAt: date(closedAt) }),
      version: before.version + 1,
    },
  );
}

/** Somebody more who has to know; never twice for the same reason. */
export function insertNotice(ctx: Ctx, notice: IncidentNotice): void {
  ctx.unit.insert('incident_notice', {
    orgId: ctx.org,
    id: notice.id,
    incidentId: notice.incident,
    lane: notice.lane,
    stage: notice.stage,
    kind: notice.kind,
    word: notice.word,
    personId: notice.person,
    state: notice.state,
    dueAt: notice.dueAt,
    toldAt: notice.toldAt,
    answeredAt: notice.answeredAt,
    answeredBy: notice.answeredBy,
    answer: notice.answer,
    urgent: notice.urgent,
    rules: notice.detail.cites.map(({ rule }) => rule),
    detail: json(notice.detail),
  });
}

/** Moves a notice on from the state it was read in; lost to whoever did so in the same moment. */
export function moveNotice(
  ctx: Ctx,
  before: IncidentNotice,
  to: {
    readonly state: NoticeState;
    readonly toldAt?: Instant;
    readonly answeredAt?: Instant;
    readonly answeredBy?: PersonId;
    readonly answer?: string;
    readonly person?: PersonId;
  },
): void {
  const { person, ...rest } = to;
  ctx.unit.update(
    'incident_notice',
    { orgId: ctx.org, id: before.id, state: before.state },
    { ...rest, ...(person === undefined ? {} : { personId: person }) },
  );
}

/** Notices whose state alone becomes another, all that go the same way in one statement. */
export function moveAll(ctx: Ctx, moves: readonly { readonly id: NoticeId; readonly from: NoticeState; readonly to: NoticeState }[]): void {
  for (const [from, to] of new Map(moves.map((move) => [`${move.from} ${move.to}`, [move.from, move.to] as const])).values()) {
    const ids = moves.filter((move) => move.from === from && move.to === to).map(({ id }) => id);
    ctx.unit.update('incident_notice', { orgId: ctx.org, id: ids, state: from }, { state: to }, ids.length);
  }
}

/** A deed for the timeline, which is only added to. */
export function addLine(
  ctx: Ctx,
  incident: string,
  line: Omit<IncidentLine, 'at' | 'detail'> & Partial<Pick<IncidentLine, 'detail'>>,
): void {
  ctx.unit.insert('incident_line', {
    orgId: ctx.org,
    id: ctx.newId(),
    incidentId: incident,
    kind: line.kind,
    text: line.text,
    detail: json(line.detail ?? {}),
    byPerson: line.by,
    at: ctx.now,
  });
}
