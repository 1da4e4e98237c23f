import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import { refreshCards } from './handle-card.ts';
import type { World } from './handle-world.ts';
import { endedStates, type Item } from './handover.ts';
import { handoversOfChange } from './store.ts';
import { saveItems, updateHandover } from './store-write.ts';

const taken = ({ kind, state, owner, source }: Item): boolean =>
  kind === 'open' && state === 'carried' && owner !== null && source !== null;

/**
 * A matter stands in every hand-over of a change and has one owner: whoever takes it on in one has it in the others too, as far as nobody has there.
 * `item`: as it was just answered.
 */
export async function ownedInOthers(ctx: Ctx, { handover, desk }: World, item: Item): Promise<void> {
  if (handover.event !== 'shift' || !taken(item)) return;
  for (const other of await handoversOfChange(ctx, desk.id, handover.at)) {
    if (other.handover.id === handover.id || endedStates.includes(other.handover.state) || other.handover.incomingSignedAt !== null)
      continue;
    const items = other.items.map(
      (one): Item =>
        one.kind === 'open' && one.state === 'open' && one.source === item.source
          ? { ...one, state: 'carried', owner: item.owner, by: item.by, at: item.at }
          : one,
    );
    if (items.every((one, index) => one === other.items[index])) continue;
    const saved = updateHandover(ctx, other.handover, other.handover);
    saveItems(ctx, saved.id, other.items, items);
    await refreshCards(ctx, saved);
  }
}

/** Who has taken matters on in the other hand-overs of the change, by where the matter stands. */
export async function ownersInOthers(ctx: Ctx, { handover, desk }: World): Promise<ReadonlyMap<string, PersonId>> {
  if (handover.event !== 'shift') return new Map();
  const others = (await handoversOfChange(ctx, desk.id, handover.at)).filter((one) => one.handover.id !== handover.id);
  return new Map(
    others.flatMap(({ items }) =>
      items.flatMap((item): [string, PersonId][] =>
        taken(item) && item.source !== null && item.owner !== null ? [[item.source, item.owner]] : [],
      ),
    ),
  );
}
