import type { Adopted } from './adopted.ts';
import type { Citation, Reaction } from './policy.ts';

/** A value of a preset, item by item where it is a list, so that one item can be cited and softened alone. */
export function itemsOf(value: unknown, path: string): readonly { readonly item: unknown; readonly paths: readonly string[] }[] {
  if (!Array.isArray(value)) return [{ item: value, paths: [path] }];
  const items: readonly unknown[] = value;
  return items.map((item, index) => ({ item: [item], paths: [`${path}.${index}`, path] }));
}

/** What the first of the paths that answers for a rule says: an item of a list, else the list. */
export function citeFirst(
  adopted: Adopted,
  paths: readonly string[],
): { readonly cites: readonly Citation[]; readonly reaction: Reaction } {
  const [first = '', ...rest] = paths;
  const found = adopted.cite([first]);
  return found.cites.length > 0 || found.reaction === 'off' || rest.length === 0 ? found : citeFirst(adopted, rest);
}
