import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import { json } from '../../db/statement.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Row } from '../../runtime/unit.ts';
import type { TaskId } from './task.ts';
import type { NewProof, NewTask, TaskChange } from './task-change.ts';

/** Writes tasks that are not there yet, all in one statement; one planned twice stays the first. */
export function insertTasks(ctx: Ctx, tasks: readonly NewTask[]): void {
  const rows = tasks.map(
    (task): Row => ({
      orgId: ctx.org,
      id: ctx.newId(),
      deskId: task.desk,
      key: task.key,
      entry: task.entry,
      verb: task.verb,
      object: task.object,
      state: 'open',
      slotId: task.slot,
      personId: task.person,
      roles: task.roles,
      fromAt: task.fromAt,
      dueAt: task.dueAt,
      wanted: task.wanted,
      detail: json(task.detail),
      rules: task.rules,
      policyVersion: task.policyVersion,
      parentId: task.parent,
      nextAt: task.nextAt,
      done: 0,
      level: 0,
      version: 1,
    }),
  );
  ctx.unit.insertMissing('task', rows);
}

/** Changes tasks, all in one statement; lost to whoever changed one of them in the same moment: decided again. */
export function updateTasks(ctx: Ctx, changes: readonly TaskChange[]): void {
  if (changes.length === 0) return;
  const rows = changes.map(({ task, ...change }) => {
    const { id, version, ...after } = { ...task, ...change };
    return {
      id,
      version,
      state: after.state,
      slot_id: after.slot,
      person_id: after.person,
      roles: after.roles,
      from_at: after.fromAt,
      due_at: after.dueAt,
      wanted: after.wanted,
      done: after.done,
      detail: after.detail,
      rules: after.rules,
      policy_version: after.policyVersion,
      done_at: after.doneAt,
      next_at: after.nextAt,
      level: after.level,
      told_at: after.toldAt,
    };
  });
  ctx.unit.raw({
    sql: `UPDATE task t SET state = c.state, slot_id = c.slot_id, person_id = c.person_id, roles = c.roles, from_at = c.from_at, due_at = c.due_at,
        wanted = c.wanted, done = c.done, detail = c.detail, rules = c.rules, policy_version = c.policy_version, done_at = c.done_at,
        next_at = c.next_at, level = c.level, told_at = c.told_at, version = t.version + 1
      FROM jsonb_populate_recordset(NULL::task, $2::text::jsonb) c
      WHERE t.org_id = $1::uuid AND t.id = c.id AND t.version = c.version`,
    params: [ctx.org, JSON.stringify(rows)],
    expect: rows.length,
  });
}

export function insertProofs(ctx: Ctx, proofs: readonly NewProof[]): void {
  if (proofs.length === 0) return;
  ctx.unit.insert(
    'task_proof',
    proofs.map((proof) => ({
      orgId: ctx.org,
      id: ctx.newId(),
      taskId: proof.task,
      kind: proof.kind,
      target: proof.target,
      finding: proof.finding,
      detail: json(proof.detail),
      entryId: proof.entry,
      byPerson: proof.by,
      at: ctx.now,
    })),
  );
}

/** The next photo this person sends until then proves the task. */
export function awaitPhoto(ctx: Ctx, person: PersonId, task: TaskId, until: Instant): void {
  ctx.unit.upsert('task_photo_wait', ['orgId', 'personId'], { orgId: ctx.org, personId: person, taskId: task, until });
}

export function photoCame(ctx: Ctx, person: PersonId): void {
  ctx.unit.remove('task_photo_wait', { orgId: ctx.org, personId: person }, null);
}

/** Copies of a live card that were sent so far stay as they are: the next one takes their place. */
export function leaveCopies(ctx: Ctx, subject: string): void {
  ctx.unit.remove('message_ref', { orgId: ctx.org, subject }, null);
}

/** The same, of those in the direct chat in which somebody asks; others keep theirs. */
export function leaveCopiesHere({ org, platform, place, unit }: PersonCtx, subjects: readonly string[]): void {
  if (place.kind !== 'direct' || place.id === null) return;
  unit.remove('message_ref', { orgId: org, platform, channelId: place.id, subject: subjects }, null);
}
