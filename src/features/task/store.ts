import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { Verb } from '../../policy/schema/obligation.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Proof, Task, TaskDetail, TaskId, TaskState } from './task.ts';

export { personNames as loadNames } from '../people/index.ts';

const instant = (at: Date): Instant => Temporal.Instant.fromEpochMilliseconds(at.getTime());
const date = (at: Instant): Date => new Date(at.epochMilliseconds);

interface TaskRow {
  id: string;
  desk: string;
  key: string;
  entry: string;
  verb: string;
  object: string;
  state: TaskState;
  slot: string | null;
  person: string | null;
  roles: string[];
  from_at: Date | null;
  due_at: Date;
  wanted: number;
  done: number;
  detail: TaskDetail;
  rules: string[];
  policy_version: string | null;
  done_at: Date | null;
  next_at: Date | null;
  level: number;
  told_at: Date | null;
  version: number;
}

const columns = `t.id::text AS id, t.desk_id::text AS desk, t.key, t.entry, t.verb, t.object, t.state, t.slot_id::text AS slot, t.person_id::text AS person,
  t.roles, t.from_at, t.due_at, t.wanted, t.done, t.detail, t.rules, t.policy_version, t.done_at, t.next_at, t.level, t.told_at, t.version`;

const toTask = (row: TaskRow): Task => ({
  id: row.id,
  desk: row.desk,
  key: row.key,
  entry: row.entry,
  verb: row.verb as Verb,
  object: row.object,
  state: row.state,
  slot: row.slot,
  person: row.person,
  roles: row.roles,
  fromAt: instant(row.from_at ?? row.due_at),
  dueAt: instant(row.due_at),
  wanted: row.wanted,
  done: row.done,
  detail: row.detail,
  rules: row.rules,
  policyVersion: row.policy_version,
  doneAt: row.done_at === null ? null : instant(row.done_at),
  nextAt: row.next_at === null ? null : instant(row.next_at),
  level: row.level,
  toldAt: row.told_at === null ? null : instant(row.told_at),
  version: row.version,
});

async function read(ctx: Ctx, condition: string, params: readonly unknown[], rest = 'ORDER BY t.due_at, t.key'): Promise<Task[]> {
  const rows = await ctx.db.query<TaskRow>(`SELECT ${columns} FROM task t WHERE t.org_id = $1::uuid AND ${condition} ${rest}`, [
    ctx.org,
    ...params,
  ]);
  return rows.map(toTask);
}

export async function loadTask(ctx: Ctx, id: TaskId): Promise<Task | null> {
  return (await read(ctx, 't.id = $2::uuid', [id]))[0] ?? null;
}

/** What the clock still has to do on these desks by a moment. In the order of ids, so that two processes lock rows alike. */
export const loadTurn = (ctx: Ctx, desks: readonly DeskId[], at: Instant): Promise<Task[]> =>
  read(ctx, 't.desk_id = ANY($2::uuid[]) AND t.next_at IS NOT NULL AND t.next_at <= $3', [desks, date(at)], 'ORDER BY t.id');

/** Tasks of a desk due in a stretch, `from` excluded: what a plan is compared with, and what a calendar shows. */
export const loadDueBetween = (ctx: Ctx, desk: DeskId, from: Instant, to: Instant): Promise<Task[]> =>
  read(ctx, 't.desk_id = $2::uuid AND t.due_at > $3 AND t.due_at <= $4', [desk, date(from), date(to)]);

/** Tasks of a desk by their keys. The desk is in the keys, too; named, it keeps a database without statistics from looking at everybody's. */
export const loadByKeys = (ctx: Ctx, desk: DeskId, keys: readonly string[]): Promise<Task[]> =>
  keys.length === 0 ? Promise.resolve([]) : read(ctx, 't.desk_id = $2::uuid AND t.key = ANY($3)', [desk, keys]);

/** Missed work is listed so long. */
const missedDays = 30;

/** The tasks of a desk that stand on the card of this name, all due after a moment. */
export const loadOnCard = (ctx: Ctx, desk: DeskId, after: Instant, card: string): Promise<Task[]> =>
  read(ctx, `t.desk_id = $2::uuid AND t.due_at > $3 AND jsonb_exists(t.detail -> 'cards', $4)`, [desk, date(after), card]);

/** What was not done in time is told of so long after its deadline at most. */
export const longestOverdue = { hours: 24 * missedDays } as const;

/**
 * What is to be done on some desks at a moment, by deadline: what has begun and is open, and what was missed and can still be made up for. `until`:
 * also what begins before it.
 */
export const loadOpen = (ctx: Ctx, desks: readonly DeskId[], until: Instant): Promise<Task[]> =>
  read(
    ctx,
    `t.desk_id = ANY($2::uuid[]) AND ((t.state = 'open' AND t.from_at <= $3 AND NOT coalesce((t.detail ->> 'hidden')::boolean AND t.from_at > $4, false))
       OR (t.state = 'missed' AND t.verb NOT IN ('round', 'watch') AND t.due_at > $4::timestamptz - make_interval(days => ${missedDays})))`,
    [desks, date(until), date(ctx.now)],
  );

/** Rounds of a desk that follow one that was made and have not begun. */
export const loadResting = (ctx: Ctx, desk: DeskId): Promise<Task[]> =>
  read(
    ctx,
    `t.desk_id = $2::uuid AND t.due_at > $3 AND t.from_at > $3 AND t.state = 'open' AND t.verb = 'round' AND t.detail ->> 'origin' = 'round'`,
    [desk, date(ctx.now)],
  );

/** The last round of a kind that was made on a desk, within a day. */
export async function loadLastRound(ctx: Ctx, desk: DeskId, object: string): Promise<Task | null> {
  const since = date(ctx.now.subtract({ hours: 24 }));
  const [task] = await read(
    ctx,
    `t.desk_id = $2::uuid AND t.due_at > $3 AND t.verb = 'round' AND t.object = $4 AND t.state = 'done' AND t.done_at > $3`,
    [desk, since, object],
    'ORDER BY t.done_at DESC LIMIT 1',
  );
  return task ?? null;
}

/** Rounds of a kind on a desk that can be made now, the earliest deadline first. */
export const loadRounds = (ctx: Ctx, desk: DeskId, object: string): Promise<Task[]> =>
  read(ctx, `t.desk_id = $2::uuid AND t.due_at > $3 AND t.from_at <= $3 AND t.verb = 'round' AND t.object = $4 AND t.state = 'open'`, [
    desk,
    date(ctx.now),
    object,
  ]);

/** What waits for somebody to agree who was asked to, on whatever desk, by deadline. */
export const loadAsked = (ctx: Ctx, person: PersonId): Promise<Task[]> =>
  read(ctx, `(t.detail ->> 'waiting')::boolean AND t.detail -> 'approval' -> 'people' ? $2 AND t.state IN ('open', 'missed')`, [person]);

/** Open tasks of a verb or object on a desk that have begun: what an entry of a register proves. */
export const loadProvable = (ctx: Ctx, desk: DeskId, objects: readonly string[]): Promise<Task[]> =>
  read(
    ctx,
    `t.desk_id = $2::uuid AND t.object = ANY($3) AND t.verb IN ('record', 'submit', 'return') AND t.state IN ('open', 'missed') AND t.from_at <= $4
       AND NOT coalesce((t.detail ->> 'waiting')::boolean, false)
       AND t.due_at > $4::timestamptz - make_interval(days => ${missedDays})`,
    [desk, objects, date(ctx.now)],
  );

/** Open tasks that an event made due on some desks: `about` is its id. */
export const loadAbout = (ctx: Ctx, desks: readonly DeskId[], object: string, about: string): Promise<Task[]> =>
  read(
    ctx,
    `t.desk_id = ANY($2::uuid[]) AND t.object = $3 AND t.detail ->> 'about' = $4 AND t.state IN ('open', 'missed')
       AND NOT coalesce((t.detail ->> 'waiting')::boolean, false)`,
    [desks, object, about],
  );

/** The last draw of the same work before a moment, for what is carried over. */
export async function loadLastDraw(ctx: Ctx, desk: DeskId, entry: string, before: Instant): Promise<Task | null> {
  const [task] = await read(
    ctx,
    `t.desk_id = $2::uuid AND t.entry = $3 AND t.due_at < $4 AND t.detail ? 'targets'`,
    [desk, entry, date(before)],
    'ORDER BY t.due_at DESC LIMIT 1',
  );
  return task ?? null;
}

/** How often each target of a kind of work was proved on a desk from a moment on, by id. */
export async function loadChecked(
  ctx: Ctx,
  desk: DeskId,
  verb: string,
  object: string,
  from: Instant,
): Promise<ReadonlyMap<string, number>> {
  const rows = await ctx.db.query<{ target: string; count: number }>(
    `SELECT p.target, count(*)::int AS count FROM task_proof p JOIN task t ON t.org_id = p.org_id AND t.id = p.task_id
     WHERE t.org_id = $1::uuid AND t.desk_id = $2::uuid AND t.verb = $3 AND t.object = $4 AND p.at >= $5 AND p.target IS NOT NULL AND p.kind <> 'try'
     GROUP BY p.target`,
    [ctx.org, desk, verb, object, date(from)],
  );
  return new Map(rows.map(({ target, count }) => [target, count]));
}

interface ProofRow {
  task: string;
  kind: string;
  target: string | null;
  finding: string | null;
  detail: Record<string, unknown>;
  entry: string | null;
  by: string;
  at: Date;
}

/** Proofs of tasks, the oldest first. */
export async function loadProofs(ctx: Ctx, tasks: readonly TaskId[]): Promise<Proof[]> {
  if (tasks.length === 0) return [];
  const rows = await ctx.db.query<ProofRow>(
    `SELECT task_id::text AS task, kind, target, finding, detail, entry_id::text AS entry, by_person::text AS by, at FROM task_proof
     WHERE org_id = $1::uuid AND task_id = ANY($2::uuid[]) ORDER BY at, id`,
    [ctx.org, tasks],
  );
  return rows.map(({ at, ...row }) => ({ ...row, at: instant(at) }));
}

/** The task a photo of this person proves now; null: none. */
export async function loadAwaited(ctx: Ctx, person: PersonId): Promise<TaskId | null> {
  const rows = await ctx.db.query<{ task: string }>(
    'SELECT task_id::text AS task FROM task_photo_wait WHERE org_id = $1::uuid AND person_id = $2::uuid AND until > $3',
    [ctx.org, person, date(ctx.now)],
  );
  return rows[0]?.task ?? null;
}

/** Shifts of desks whose hours touch a stretch, with the people in them and their duty role. */
export interface OnDuty {
  readonly desk: DeskId;
  readonly slot: SlotId;
  readonly person: PersonId;
  readonly role: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** Clocked in, and out, of shifts around the moment of the question. */
  readonly cameAt?: Instant;
  readonly leftAt?: Instant;
}

export const loadDuties = (ctx: Ctx, desks: readonly DeskId[], from: Instant, to: Instant): Promise<OnDuty[]> =>
  readDuties(ctx, 's.desk_id', desks, from, to);

/** How long before its start and after its end a shift is looked at for who has come and gone. */
const punchHours = 4;

/** The duties of people on whatever desk. */
export const loadDutiesOf = (ctx: Ctx, people: readonly PersonId[], from: Instant, to: Instant): Promise<OnDuty[]> =>
  readDuties(ctx, 'a.person_id', people, from, to);

async function readDuties(
  ctx: Ctx,
  column: 's.desk_id' | 'a.person_id',
  ids: readonly string[],
  from: Instant,
  to: Instant,
): Promise<OnDuty[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db.query<{
    desk: string;
    slot: string;
    person: string;
    role: string;
    starts_at: Date;
    ends_at: Date;
    came_at: Date | null;
    left_at: Date | null;
  }>(
    `SELECT s.desk_id::text AS desk, s.id::text AS slot, a.person_id::text AS person, a.role, a.starts_at, a.ends_at, came.at AS came_at, gone.at AS left_at
     FROM slot s JOIN roster r ON r.org_id = s.org_id AND r.id = s.roster_id AND r.state = 'published'
       JOIN assignment a ON a.org_id = s.org_id AND a.slot_id = s.id AND a.live
       LEFT JOIN punch came ON came.org_id = a.org_id AND came.assignment_id = a.id AND came.kind = 'in'
         AND a.starts_at < $5::timestamptz + make_interval(hours => ${punchHours}) AND a.ends_at > $5::timestamptz - make_interval(hours => ${punchHours})
       LEFT JOIN punch gone ON gone.org_id = a.org_id AND gone.assignment_id = a.id AND gone.kind = 'out'
         AND a.starts_at < $5::timestamptz + make_interval(hours => ${punchHours}) AND a.ends_at > $5::timestamptz - make_interval(hours => ${punchHours})
     WHERE s.org_id = $1::uuid AND ${column} = ANY($2::uuid[]) AND s.starts_at < $4 AND s.starts_at > $3::timestamptz - interval '40 days'
       AND s.ends_at > $3 AND a.starts_at < $4 AND a.ends_at > $3
     ORDER BY a.starts_at, a.person_id`,
    [ctx.org, ids, date(from), date(to), date(ctx.now)],
  );
  return rows.map(({ starts_at, ends_at, came_at, left_at, ...row }) => ({
    ...row,
    startsAt: instant(starts_at),
    endsAt: instant(ends_at),
    ...(came_at === null ? {} : { cameAt: instant(came_at) }),
    ...(left_at === null ? {} : { leftAt: instant(left_at) }),
  }));
}
