/** Elements of a list are found by what names them: a shift's code (with `@season`), a slot's role, or their place in the list. */
export function elementKey(element: unknown): string | null {
  if (typeof element !== 'object' || element === null) return null;
  if ('code' in element && typeof element.code === 'string') {
    return 'season' in element && typeof element.season === 'string' ? `${element.code}@${element.season}` : element.code;
  }
  return 'role' in element && typeof element.role === 'string' ? element.role : null;
}

function indexOf(list: readonly unknown[], segment: string): number {
  const named = list.findIndex((element) => elementKey(element) === segment);
  if (named >= 0) return named;
  const place = /^\d+$/.test(segment) ? Number(segment) : -1;
  return place < list.length ? place : -1;
}

function step(node: unknown, segment: string): unknown {
  if (Array.isArray(node)) return node[indexOf(node, segment)];
  if (typeof node === 'object' && node !== null && Object.hasOwn(node, segment))
    return (node as Readonly<Record<string, unknown>>)[segment];
  return undefined;
}

/** The value at a path such as `duty_plan.guard-duty.shifts.night`; undefined when the path points nowhere. */
export function valueAt(root: unknown, path: string): unknown {
  return path.split('.').reduce(step, root);
}

/** A copy of `root` with `value` at `path`; null when the way there does not exist. The last segment may be new in a mapping. */
export function withValueAt(root: unknown, path: string, value: unknown): unknown {
  const [segment, ...rest] = path.split('.');
  if (segment === undefined) return null;
  const below = (child: unknown): unknown => (rest.length === 0 ? value : withValueAt(child, rest.join('.'), value));
  if (Array.isArray(root)) {
    const index = indexOf(root, segment);
    const changed = index < 0 ? null : below(root[index]);
    return changed === null ? null : root.with(index, changed);
  }
  if (typeof root !== 'object' || root === null) return null;
  if (rest.length > 0 && !Object.hasOwn(root, segment)) return null;
  const changed = below((root as Readonly<Record<string, unknown>>)[segment]);
  return changed === null ? null : { ...root, [segment]: changed };
}

/** Whether one path lies on or below the other, either way. */
export function touches(left: string, right: string): boolean {
  return left === right || left.startsWith(`${right}.`) || right.startsWith(`${left}.`);
}
