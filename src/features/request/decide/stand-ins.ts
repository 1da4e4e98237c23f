import type { DeskId, PersonId } from '../../../core/ids.ts';
import { leads } from '../../people/index.ts';
import type { Holder } from './approvers.ts';
import { sameRank } from './rank.ts';

/** Who could decide in somebody's place: leads on the desks of the line, people who hold one of their leading roles, and people of their rank. */
export function standIns(holders: readonly Holder[], line: ReadonlySet<DeskId>, person: PersonId): PersonId[] {
  const own = holders.filter((holder) => holder.person === person);
  const leading = new Set(own.flatMap((holder) => holder.roles.filter((role) => leads(role))));
  const ranks = own.map((holder) => holder.attributes.rank);
  const fits = holders.filter(
    (holder) =>
      (line.has(holder.desk) && holder.roles.some((role) => leads(role))) ||
      holder.roles.some((role) => leading.has(role)) ||
      ranks.some((rank) => sameRank(rank, holder.attributes.rank)),
  );
  return [...new Set(fits.map((holder) => holder.person))].filter((one) => one !== person);
}
