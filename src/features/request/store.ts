import type { DeskId, OrganisationId, PersonId } from '../../core/ids.ts';
import { type Instant, type Interval, instantAt, Temporal } from '../../core/time.ts';
import { gather } from '../../db/gather.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { RequestDuty, RequestId, RequestState, StoredRequest } from './request.ts';
import type { FollowUp, Question, RequestDocument, SetAside, Step, WholeRequest } from './request-record.ts';

const instant = (at: Date): Instant => instantAt(at.getTime());
const maybe = (at: Date | null): Instant | null => (at === null ? null : instant(at));
const parsed = (text: string | null): Instant | null => (text === null ? null : Temporal.Instant.from(text));
const date = (at: Instant): Date => new Date(at.epochMilliseconds);

interface DutyJson {
  slot: string;
  person: string;
  part: RequestDuty['part'];
  /** Milliseconds: a year of requests holds many duties, and reading moments from text takes long. */
  starts_at: number;
  ends_at: number;
  duty_on: string;
  shift: string;
}

interface RequestRow {
  id: string;
  desk_id: string;
  number: number;
  type: string;
  kind: string | null;
  state: RequestState;
  subject_id: string;
  filed_by: string;
  partner_id: string | null;
  station: string;
  from_on: string | null;
  until_on: string | null;
  starts_at: Date | null;
  ends_at: Date | null;
  days: number;
  fields: Record<string, string>;
  provisional: boolean;
  stage: number;
  parent_id: string | null;
  policy_version: string | null;
  told_at: Date | null;
  filed_at: Date;
  decided_at: Date | null;
  version: number;
  duties: DutyJson[];
}

const columns = `r.id::text AS id, r.desk_id::text AS desk_id, r.number, r.type, r.kind, r.state, r.subject_id::text AS subject_id, r.filed_by::text AS filed_by,
  r.partner_id::text AS partner_id, r.station, r.from_on::text AS from_on, r.until_on::text AS until_on, r.starts_at, r.ends_at, r.days, r.fields, r.provisional,
  r.stage, r.parent_id::text AS parent_id, r.policy_version, r.told_at, r.filed_at, r.decided_at, r.version,
  (SELECT coalesce(json_agg(json_build_object('slot', d.slot_id, 'person', d.person_id, 'part', d.part, 'starts_at', extract(epoch FROM d.starts_at) * 1000,
     'ends_at', extract(epoch FROM d.ends_at) * 1000,
     'duty_on', d.duty_on, 'shift', d.shift) ORDER BY d.starts_at, d.slot_id, d.part), '[]')
   FROM request_duty d WHERE d.org_id = r.org_id AND d.request_id = r.id) AS duties`;

const toDuty = (row: DutyJson): RequestDuty => ({
  slot: row.slot,
  person: row.person,
  part: row.part,
  startsAt: instantAt(row.starts_at),
  endsAt: instantAt(row.ends_at),
  dutyOn: row.duty_on,
  shift: row.shift,
});

const toRequest = (row: RequestRow): StoredRequest => ({
  id: row.id,
  desk: row.desk_id,
  number: row.number,
  type: row.type,
  kind: row.kind,
  state: row.state,
  subject: row.subject_id,
  filedBy: row.filed_by,
  partner: row.partner_id,
  station: row.station,
  fromOn: row.from_on,
  untilOn: row.until_on,
  startsAt: maybe(row.starts_at),
  endsAt: maybe(row.ends_at),
  days: row.days,
  fields: row.fields,
  provisional: row.provisional,
  stage: row.stage,
  parent: row.parent_id,
  policyVersion: row.policy_version,
  toldAt: maybe(row.told_at),
  filedAt: instant(row.filed_at),
  decidedAt: maybe(row.decided_at),
  version: row.version,
  duties: row.duties.map(toDuty),
});

/** Requests `r` that fit; `filter` names parameters from `$2`. */
async function readRequests(ctx: Ctx, filter: string, params: readonly unknown[], order = 'r.filed_at, r.id'): Promise<StoredRequest[]> {
  const rows = await ctx.db.query<RequestRow>(
    `SELECT ${columns} FROM request r WHERE r.org_id = $1::uuid AND ${filter} ORDER BY ${order}`,
    [ctx.org, ...params],
  );
  return rows.map(toRequest);
}

interface WholeRow extends RequestRow {
  approve_not: string[];
  notify: string[];
  lapses_at: Date;
  closed_at: Date | null;
  question: { about?: Question['about']; by: string; text: string; at: string; answer: string | null; answeredAt: string | null } | null;
  flags: { code: string; rules: string[]; by: string; at: string; reason: string }[];
  steps: (Omit<Step, 'minRank' | 'decidedBy' | 'decidedFor' | 'decidedAt' | 'handedTo' | 'handedBy'> & {
    min_rank: string | null;
    decided_by: string | null;
    decided_for: string | null;
    decided_at: string | null;
    handed_to: string | null;
    handed_by: string | null;
  })[];
  follow_ups: (Omit<FollowUp, 'dueAt' | 'doneBy' | 'doneAt'> & { due_at: string | null; done_by: string | null; done_at: string | null })[];
  documents: RequestDocument[];
}

const wholeColumns = `${columns}, r.approve_not, r.notify, r.lapses_at, r.closed_at, r.question, r.flags,
  (SELECT coalesce(json_agg(json_build_object('id', s.id, 'round', s.round, 'kind', s.kind, 'stage', s.stage, 'words', s.words, 'min_rank', s.min_rank,
     'rules', s.rules, 'state', s.state, 'decided_by', s.decided_by, 'decided_for', s.decided_for, 'decided_at', s.decided_at, 'reason', s.reason,
     'handed_to', s.handed_to, 'handed_by', s.handed_by) ORDER BY s.round DESC, s.stage, s.id), '[]')
   FROM request_step s WHERE s.org_id = r.org_id AND s.request_id = r.id) AS steps,
  (SELECT coalesce(json_agg(json_build_object('id', f.id, 'do', f."do", 'due_at', f.due_at, 'state', f.state, 'otherwise', f.otherwise, 'to', f."to",
     'remind', f.remind, 'rules', f.rules, 'done_by', f.done_by, 'done_at', f.done_at) ORDER BY f.due_at, f.id), '[]')
   FROM request_follow_up f WHERE f.org_id = r.org_id AND f.request_id = r.id) AS follow_ups,
  (SELECT coalesce(json_agg(json_build_object('id', e.id, 'document', e.document, 'name', e.name, 'from', e.from_on, 'until', e.until_on) ORDER BY e.at, e.id), '[]')
   FROM request_file e WHERE e.org_id = r.org_id AND e.request_id = r.id) AS documents`;

function toWhole(row: WholeRow): WholeRequest {
  const { question } = row;
  return {
    request: toRequest(row),
    steps: row.steps.map(
      (step): Step => ({
        id: step.id,
        round: step.round,
        kind: step.kind,
        stage: step.stage,
        words: step.words,
        minRank: step.min_rank,
        rules: step.rules,
        state: step.state,
        decidedBy: step.decided_by,
        decidedFor: step.decided_for,
        decidedAt: parsed(step.decided_at),
        reason: step.reason,
        handedTo: step.handed_to,
        handedBy: step.handed_by,
      }),
    ),
    followUps: row.follow_ups.map(
      (one): FollowUp => ({
        id: one.id,
        do: one.do,
        dueAt: parsed(one.due_at),
        state: one.state,
        otherwise: one.otherwise,
        to: one.to,
        remind: one.remind,
        rules: one.rules,
        doneBy: one.done_by,
        doneAt: parsed(one.done_at),
      }),
    ),
    documents: row.documents,
    question:
      question === null
        ? null
        : ({
            about: question.about ?? 'grant',
            by: question.by,
            text: question.text,
            at: Temporal.Instant.from(question.at),
            answer: question.answer,
            answeredAt: parsed(question.answeredAt),
          } satisfies Question),
    setAside: row.flags.map((flag): SetAside => ({ ...flag, at: Temporal.Instant.from(flag.at) })),
    approveNot: row.approve_not,
    notify: row.notify,
    lapsesAt: instant(row.lapses_at),
    closedAt: maybe(row.closed_at),
  };
}

/** Requests with everything that hangs on them, in one round trip; `filter` names parameters from `$2`. */
async function readWhole(ctx: Ctx, filter: string, params: readonly unknown[]): Promise<WholeRequest[]> {
  const rows = await ctx.db.query<WholeRow>(
    `SELECT ${wholeColumns} FROM request r WHERE r.org_id = $1::uuid AND ${filter} ORDER BY r.filed_at, r.id`,
    [ctx.org, ...params],
  );
  return rows.map(toWhole);
}

/** One request with everything that hangs on it; null: there is none. */
export const loadRequest = (ctx: Ctx, id: RequestId): Promise<WholeRequest | null> => wholeOf(ctx.db, { org: ctx.org, id });

const wholeOf = gather<{ readonly org: OrganisationId; readonly id: RequestId }, WholeRequest | null>(async (db, keys) => {
  const rows = await db.query<WholeRow & { n: string }>(
    `SELECT k.n, ${wholeColumns} FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS k(org_id, id, n)
     JOIN request r ON r.org_id = k.org_id AND r.id = k.id`,
    [keys.map((key) => key.org), keys.map((key) => key.id)],
  );
  const found = new Map(rows.map((row) => [Number(row.n) - 1, toWhole(row)]));
  return keys.map((_, index) => found.get(index) ?? null);
});

/**
 * Undecided requests one of the people could have a say in: of the desks they stand on and of those below, of people who answer to them by the attribute
 * `superior`, directly or further up, for an office they hold, handed to them, or addressed to them. Oldest first; who may sign is settled by whoever
 * asks.
 */
export const loadWithin = (ctx: Ctx, people: readonly PersonId[]): Promise<WholeRequest[]> =>
  readWhole(
    ctx,
    `r.state IN ('confirming', 'approving', 'asked', 'cancelling') AND (
       r.partner_id = ANY($2::uuid[]) OR r.subject_id = ANY($2::uuid[])
       OR r.desk_id IN (
         WITH RECURSIVE down AS (
           SELECT m.desk_id AS id FROM member m WHERE m.org_id = $1::uuid AND m.person_id = ANY($2::uuid[])
           UNION
           SELECT d.id FROM down JOIN desk d ON d.org_id = $1::uuid AND d.parent_id = down.id
         ) SELECT down.id FROM down)
       OR ARRAY[r.subject_id, r.partner_id] && ARRAY(
         WITH RECURSIVE below AS (
           SELECT b.id, b.code FROM person b WHERE b.org_id = $1::uuid AND b.id = ANY($2::uuid[])
           UNION
           SELECT s.id, s.code FROM below JOIN person s ON s.org_id = $1::uuid AND s.attributes ->> 'superior' = below.code
         ) SELECT below.id FROM below)
       OR EXISTS (
         SELECT 1 FROM request_step h LEFT JOIN member o ON o.org_id = h.org_id AND o.person_id = ANY($2::uuid[]) AND o.roles && h.words
         WHERE h.org_id = r.org_id AND h.request_id = r.id AND h.state = 'open' AND (h.handed_to = ANY($2::uuid[]) OR o.person_id IS NOT NULL)))`,
    [people],
  );

/** What the person asked for or somebody asked for them, and what they are asked in: what is still open, and the newest that are not. */
export async function loadOwn(ctx: Ctx, person: PersonId, since: Instant): Promise<WholeRequest[]> {
  return readWhole(
    ctx,
    `(r.subject_id = $2::uuid OR r.filed_by = $2::uuid OR r.partner_id = $2::uuid)
     AND (r.state IN ('confirming', 'open-call', 'approving', 'asked', 'cancelling') OR r.filed_at >= $3 OR r.ends_at >= $3)`,
    [person, date(since)],
  );
}

export interface RequestsWhere {
  /** Half open: requests whose time overlaps it; of those without a stretch of time, what was filed in it. */
  readonly from: Instant;
  readonly until: Instant;
  readonly types?: readonly string[];
  readonly states?: readonly RequestState[];
}

/** Requests of which one of the people is the subject or the partner, oldest first. */
export async function requestsOfPerson(ctx: Ctx, people: readonly PersonId[], where: RequestsWhere): Promise<StoredRequest[]> {
  if (people.length === 0) return [];
  return readRequests(
    ctx,
    `(r.subject_id = ANY($2::uuid[]) OR r.partner_id = ANY($2::uuid[]))
     AND coalesce(r.starts_at, r.filed_at) < $4 AND coalesce(r.ends_at, r.starts_at, r.filed_at) >= $3
     AND ($5::text[] IS NULL OR r.type = ANY($5::text[])) AND ($6::text[] IS NULL OR r.state = ANY($6::text[]))`,
    [people, date(where.from), date(where.until), where.types ?? null, where.states ?? null],
  );
}

/** A request beside which another is judged, with the time it takes: of leave, from when to when somebody is away as it stands now. */
export interface BesideRequest extends StoredRequest {
  readonly span: Interval | null;
}

/** Leave by the duty day begins and ends this far from its midnights at most. */
const reachHours = 48;

/**
 * Requests beside which another is judged: those of its people from a year before to a year after, and those of its station or desk in the same
 * stretch of time. Open and standing ones.
 */
export async function loadBeside(
  ctx: Ctx,
  about: {
    readonly people: readonly PersonId[];
    readonly station: string;
    readonly desk: DeskId;
    readonly from: Instant;
    readonly until: Instant;
    readonly without: RequestId | null;
  },
): Promise<BesideRequest[]> {
  const year = about.from.toZonedDateTimeISO('UTC');
  const away = (which: string): string => `(SELECT ${which} FROM absence b WHERE b.org_id = r.org_id AND b.request_id = r.id AND b.live)`;
  const rows = await ctx.db.query<RequestRow & { away_from: Date | null; away_until: Date | null }>(
    `SELECT ${columns}, ${away('min(b.starts_at)')} AS away_from, ${away('max(b.ends_at)')} AS away_until FROM request r
     WHERE r.org_id = $1::uuid AND r.state IN ('confirming', 'open-call', 'approving', 'asked', 'approved', 'cancelling', 'closed')
       AND ($8::uuid IS NULL OR r.id <> $8::uuid)
       AND (((r.subject_id = ANY($2::uuid[]) OR r.partner_id = ANY($2::uuid[])) AND coalesce(r.starts_at, r.filed_at) BETWEEN $6 AND $7)
         OR ((r.station = $3 OR r.desk_id = $9::uuid) AND r.starts_at < $5 AND r.ends_at > $4))
     ORDER BY r.filed_at, r.id`,
    [
      ctx.org,
      about.people,
      about.station,
      date(about.from.subtract({ hours: reachHours })),
      date(about.until.add({ hours: reachHours })),
      date(year.subtract({ years: 1, months: 1 }).toInstant()),
      date(year.add({ years: 1 }).toInstant()),
      about.without,
      about.desk,
    ],
  );
  const isOwn = ({ subject, partner }: StoredRequest): boolean =>
    [subject, partner].some((one) => one !== null && about.people.includes(one));
  const overlaps = ({ span }: BesideRequest): boolean =>
    span !== null && Temporal.Instant.compare(span.start, about.until) < 0 && Temporal.Instant.compare(about.from, span.end) < 0;
  return rows
    .map((row): BesideRequest => ({ ...toRequest(row), span: spanIn(row) }))
    .filter((request) => isOwn(request) || overlaps(request));
}

function spanIn(row: RequestRow & { readonly away_from: Date | null; readonly away_until: Date | null }): Interval | null {
  const [start, end] = [maybe(row.away_from ?? row.starts_at), maybe(row.away_until ?? row.ends_at)];
  return start === null || end === null ? null : { start, end };
}

/** Numbers of requests by id. */
export async function loadNumbers(ctx: Ctx, ids: readonly RequestId[]): Promise<Map<RequestId, number>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.query<{ id: string; number: number }>(
    'SELECT id::text AS id, number FROM request WHERE org_id = $1::uuid AND id = ANY($2::uuid[])',
    [ctx.org, ids],
  );
  return new Map(rows.map((row) => [row.id, row.number]));
}

/** The content of a follow-up's request where it still waits; null: it is settled. */
export async function loadFollowUp(ctx: Ctx, id: string): Promise<WholeRequest | null> {
  return (
    (
      await readWhole(ctx, 'r.id = (SELECT f.request_id FROM request_follow_up f WHERE f.org_id = r.org_id AND f.id = $2::uuid)', [id])
    )[0] ?? null
  );
}
