import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { type Instant, keeping } from '../../core/time.ts';
import { workName, workWords } from '../../policy/index.ts';
import type { Verb } from '../../policy/schema/obligation.ts';
import type { Approval } from './approval.ts';

export type TaskId = string;

/**
 * Something due once on a desk:
 *
 *   open → done (proved in time, or late: `late`)
 *        ↘ missed (not proved before `dueAt`) → done late, where the work can still be done
 *        ↘ dropped (roster, policy or calendar changed before anybody began)
 */
export type TaskState = 'open' | 'done' | 'missed' | 'dropped';

/** One target of a sample, as it was drawn. */
export interface TaskTarget {
  /** Id of a person, desk or entry, or the word of the rule itself. */
  readonly id: string;
  readonly name: Words;
  readonly morning: number;
  readonly afternoon: number;
  readonly anytime: number;
  /** Owed from an earlier day. */
  readonly carried: boolean;
}

/** What is kept of a task beside its columns. */
export interface TaskDetail {
  /** `clock`: by its time; `round`: the round after another; `event`: something happened. */
  readonly origin: 'clock' | 'round' | 'event';
  /** When people are told; null: they are not. ISO instant. */
  readonly remind: string | null;
  /** When they are reminded once more before it is too late. ISO instant. */
  readonly again?: string;
  /** `YYYY-MM-DD` it is done or due on. */
  readonly on: string;
  readonly hidden?: boolean;
  /** The window of a round, ISO instants. */
  readonly window?: readonly [string, string];
  readonly targets?: readonly TaskTarget[];
  /** Proved after it was due. */
  readonly late?: boolean;
  /** Handed in and waiting for whoever has to agree. */
  readonly waiting?: boolean;
  /** How far it has come with that. */
  readonly approval?: Approval;
  /** What it is about where an event made it due: the id of the incident, notice, hand-over. */
  readonly about?: string;
  /** That, in words. */
  readonly subject?: Words;
  /** When it passes to those who are on duty then, and what the clock does with it next otherwise. ISO instants. */
  readonly passing?: { readonly at: string; readonly next: string };
  /** Who was on duty when it was missed. */
  readonly onDuty?: readonly PersonId[];
  /** The cards on which people were told of it, as `cardName` names them. */
  readonly cards?: readonly string[];
}

/** Something due, as stored. Its rule is looked up by `entry` in the policy of the day it is due on. */
export interface Task {
  readonly id: TaskId;
  readonly desk: DeskId;
  readonly key: string;
  /** `maritime-city obligation.daily-record` */
  readonly entry: string;
  readonly verb: Verb;
  readonly object: string;
  readonly state: TaskState;
  readonly slot: SlotId | null;
  /** Whose it is where it was given to one person; null: whoever the roles say. */
  readonly person: PersonId | null;
  readonly roles: readonly string[];
  readonly fromAt: Instant;
  readonly dueAt: Instant;
  /** How often it has to be proved, and how often it was. */
  readonly wanted: number;
  readonly done: number;
  readonly detail: TaskDetail;
  /** Ids of the rules that ask for it. */
  readonly rules: readonly string[];
  readonly policyVersion: string | null;
  readonly doneAt: Instant | null;
  /** When the clock does something with it next; null: nothing more. */
  readonly nextAt: Instant | null;
  readonly level: number;
  readonly toldAt: Instant | null;
  readonly version: number;
}

/** What proves a task, as stored. `kind` is what was done: a tick, a report, a try, a confirmation, a photo. */
export interface Proof {
  readonly task: TaskId;
  readonly kind: string;
  readonly target: string | null;
  readonly finding: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly entry: string | null;
  readonly by: PersonId;
  readonly at: Instant;
}

/** Proofs that stand: what was sent back is to be proved again. In the order in which they were given. */
export const standing = (proofs: readonly Proof[]): readonly Proof[] =>
  proofs.slice(proofs.findLastIndex(({ kind }) => kind === 'back') + 1);

/** What was handed in last; undefined: nothing. */
export const handedIn = (proofs: readonly Proof[]): Proof | undefined =>
  standing(proofs).findLast(({ kind }) => kind === 'report' || kind === 'confirm' || kind === 'tick');

const workOf = keeping((doing: string): Words => {
  const code = doing.replace(':', ' ');
  return workName(doing, workWords()) ?? { zh: code, en: code };
});

/** The name of what is to be done; a verb or object without one is shown by its code. A round at a random moment says so. */
export function nameOf({ verb, object, detail }: Pick<Task, 'verb' | 'object'> & { readonly detail?: Pick<TaskDetail, 'hidden'> }): Words {
  const name = workOf(`${verb}:${object}`);
  return verb === 'round' && detail?.hidden === true ? { zh: `${name.zh}(不定时)`, en: `${name.en} (random)` } : name;
}

/** Work of a moment: what was not done then cannot be made up for. */
export const isOfMoment = ({ verb }: Pick<Task, 'verb'>): boolean => verb === 'round' || verb === 'watch';

/** Not for channels: it has to stay unpredictable, or is between the desk and each person. */
export const isForChannels = ({ verb, detail }: Pick<Task, 'verb' | 'detail'>): boolean =>
  detail.hidden !== true && verb !== 'round' && verb !== 'read' && verb !== 'watch';
