import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import { superiorsOf } from './decide/approvers.ts';
import { loadApproval } from './handle-approval.ts';

/** Who holds the words of rules for somebody's case on a desk, as it is at the moment. */
export interface Holders {
  /** Holders of a role on the nearest desk upwards that has one; `superior` and the like from where the person stands. Empty: nobody. */
  readonly of: (word: string) => readonly PersonId[];
  /** Whom somebody answers to. */
  readonly superiorsOf: (person: PersonId) => readonly PersonId[];
}

/** Loads who could have a say in what a person brings up on a desk. */
export async function holdersFor(ctx: Ctx, desk: Desk, person: PersonId): Promise<Holders> {
  const about = { subject: person, filedBy: person, partner: null };
  const { directory, holding } = await loadApproval(ctx, desk, about, [{ words: ['duty-leader'] }], []);
  return { of: (word) => holding([word]), superiorsOf: (one) => superiorsOf(one, desk.id, directory) };
}
