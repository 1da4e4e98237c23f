import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import { leadsOf, membersOver } from './handle.ts';
import type { Desk } from './people.ts';
import { readHolders } from './store.ts';

/**
 * The people whom the words of a rule name, for a desk: holders of a role on the nearest desk upwards that has one, else anywhere in the organisation
 * (human resources, the front desk); `department` are the leads of the desk. Words that name nobody give nobody.
 */
export async function roleHolders(ctx: Ctx, desk: Desk, words: readonly string[]): Promise<PersonId[]> {
  const members = await membersOver(ctx, desk);
  const found: PersonId[] = [];
  const elsewhere: string[] = [];
  for (const word of words) {
    const holding = members.filter((member) => member.roles.includes(word));
    const nearest = desk.lineage.map((id) => holding.filter((member) => member.desk === id)).find((own) => own.length > 0);
    if (nearest !== undefined) found.push(...nearest.map((member) => member.person));
    else if (word === 'department') found.push(...(await leadsOf(ctx, desk.id)));
    else elsewhere.push(word);
  }
  return [...new Set([...found, ...(await readHolders(ctx, elsewhere))])];
}
