import type { PersonId, SlotId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import type { Task, TaskDetail, TaskId } from './task.ts';

/** A task to be written, before it has an id. */
export interface NewTask {
  readonly desk: string;
  readonly key: string;
  readonly entry: string;
  readonly verb: string;
  readonly object: string;
  readonly slot: SlotId | null;
  readonly person: PersonId | null;
  readonly roles: readonly string[];
  readonly fromAt: Instant;
  readonly dueAt: Instant;
  readonly wanted: number;
  readonly detail: TaskDetail;
  readonly rules: readonly string[];
  readonly policyVersion: string;
  readonly parent: TaskId | null;
  readonly nextAt: Instant;
}

/** What of a task becomes another one. */
export interface TaskChange {
  readonly task: Task;
  readonly state?: Task['state'];
  readonly slot?: SlotId | null;
  readonly person?: PersonId | null;
  readonly roles?: readonly string[];
  readonly fromAt?: Instant;
  readonly dueAt?: Instant;
  readonly wanted?: number;
  readonly done?: number;
  readonly detail?: TaskDetail;
  readonly rules?: readonly string[];
  readonly policyVersion?: string | null;
  readonly doneAt?: Instant | null;
  readonly nextAt?: Instant | null;
  readonly level?: number;
  readonly toldAt?: Instant | null;
}

/** What proves a task. `entry`: the entry of a register it lies in. */
export interface NewProof {
  readonly task: TaskId;
  readonly kind: string;
  readonly target: string | null;
  readonly finding: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly entry: string | null;
  readonly by: PersonId;
}
