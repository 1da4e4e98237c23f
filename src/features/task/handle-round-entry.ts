import type { PersonId } from '../../core/ids.ts';
import { recordRules, recordTypes, timeWords } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import { type Entry, type EntryFields, writeEntry } from '../record/index.ts';
import type { Finished } from './handle-finish.ts';
import { calendarOf, policyAt } from './handle-world.ts';
import type { Proof, Task, TaskId, TaskTarget } from './task.ts';

/** The work an entry of a register proves where it keeps rounds: `patrol` of `patrol-round`; null: it keeps something else. */
export const roundOf = (type: string): string | null => (type.endsWith(kept) ? type.slice(0, -kept.length) : null);
const kept = '-round';

/** The register in which a desk's rules keep a round. */
interface RoundRegister {
  readonly type: string;
  /** Its form has something to tick or to write, at this hour; else the entry writes itself. */
  readonly asks: boolean;
}

/** Where a round is kept; null: the desk's rules keep none, or it is another work. */
export async function registerOfRound(
  ctx: Ctx,
  desk: Desk,
  { verb, object }: Pick<Task, 'verb' | 'object'>,
): Promise<RoundRegister | null> {
  const type = verb === 'round' ? recordTypes().find(({ code }) => code === `${object}${kept}`) : undefined;
  if (type === undefined) return null;
  const policy = await policyAt(ctx, desk, ctx.now);
  const time = timeWords(ctx.now, await calendarOf(ctx, desk, policy));
  const [state] = type.states;
  const judged = recordRules(policy, { type: type.code, state: state?.code ?? 'kept', fields: {}, facts: { time } });
  if (!judged.kept) return null;
  const named = [...judged.fields, ...judged.required].map(({ value }) => value);
  const written = named.filter((name) => type.fields.find((field) => field.name === name)?.filled === undefined);
  return { type: type.code, asks: judged.checkpoints.length > 0 || written.length > 0 };
}

/** The form of a round that is saved in this unit: the round, null where it cannot be made any more, and what became of it with its entry. */
export interface Filling {
  readonly task: TaskId | null;
  finished: Finished | null;
}
export const filling = new WeakMap<Ctx, Filling>();

/** Rounds whose entry is written in this unit because they were pressed: it proves nothing a second time. */
const keeping = new WeakSet<Ctx>();
export const isKeeping = (ctx: Ctx): boolean => keeping.has(ctx);

/** Writes a round that was made into its register, in the unit of `ctx`, with what was looked at and found. */
export async function keepRound(
  ctx: Ctx,
  desk: Desk,
  { type }: RoundRegister,
  round: {
    readonly by: PersonId;
    readonly targets: readonly TaskTarget[];
    readonly proofs: readonly Pick<Proof, 'finding'>[];
    readonly files?: Parameters<typeof writeEntry>[2]['files'];
  },
): Promise<Entry> {
  const findings = round.proofs.flatMap(({ finding }) => (finding === null ? [] : [finding]));
  const fields: EntryFields = {
    ...(round.targets.length === 0 ? {} : { checkpoints: round.targets.map(({ name }) => name[desk.locale]) }),
    ...(findings.length === 0 ? {} : { findings: findings.join('\n') }),
  };
  const files = round.files === undefined ? {} : { files: round.files };
  keeping.add(ctx);
  const written = await writeEntry(ctx, desk, { type, fields, author: round.by, ...files }, { incomplete: true });
  keeping.delete(ctx);
  if (!written.ok) throw new Error(`A round cannot be kept in its register: ${written.refusal.code}`);
  return written.value;
}
