import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { ItemKind, ItemState } from './handover.ts';

/** An item of a hand-over that is over: written there, not in order there, or taken up there from an earlier one. */
export interface PastItem {
  readonly id: string;
  readonly kind: ItemKind;
  readonly text: string;
  readonly words: Words | null;
  readonly remark: string | null;
  readonly source: string | null;
  readonly state: ItemState;
  readonly owner: PersonId | null;
  /** Who answered it; null: it fell away by itself. */
  readonly by: PersonId | null;
}

/** A matter of earlier hand-overs that is open: the last item it stands as, and every other one it was carried on through. */
export interface Carried extends Omit<PastItem, 'source' | 'state' | 'by'> {
  readonly alias: readonly string[];
}

const nameOf = ({ id }: Pick<PastItem, 'id'>): string => `item:${id}`;

/**
 * What is still open of `items`, in the order in which their hand-overs ended. A matter that several hand-overs of a change took up is one matter; the
 * last of them decides whether it is open.
 */
export function stillCarried(items: readonly PastItem[]): readonly Carried[] {
  const byName = new Map(items.map((item) => [nameOf(item), item]));
  const rootOf = (item: PastItem): string => {
    let [name, source] = [nameOf(item), item.source];
    while (source !== null) {
      name = source;
      source = byName.get(name)?.source ?? null;
    }
    return name;
  };
  const families = new Map<string, PastItem[]>();
  for (const item of items) {
    const root = rootOf(item);
    families.set(root, [...(families.get(root) ?? []), item]);
  }
  const passedOn = new Set(items.map(({ source }) => source));
  return [...families].flatMap(([root, family]) => {
    const leaves = family.filter((item) => !passedOn.has(nameOf(item)) && (item.state !== 'done' || item.by !== null));
    const last = leaves.at(-1);
    if (last === undefined || last.state === 'done') return [];
    const { id, kind, text, words, remark, owner } = last;
    return [{ id, kind, text, words, remark, owner, alias: [...new Set([root, ...family.map(nameOf)])] }];
  });
}
