import type { Unit } from './unit.ts';

const memories = new WeakMap<Unit, Map<string, Promise<unknown>>>();

function memoryOf(unit: Unit): Map<string, Promise<unknown>> {
  const known = memories.get(unit);
  if (known !== undefined) return known;
  const made = new Map<string, Promise<unknown>>();
  memories.set(unit, made);
  return made;
}

/**
 * Reads something once for a decision, however many of its parts ask: the unit is new when the decision is made again. Only for facts that nothing
 * in the decision itself changes, and whose guard is read with them or before them. `key` names what is read and of what.
 */
export function remember<Value>(unit: Unit, key: string, read: () => Promise<Value>): Promise<Value> {
  const memory = memoryOf(unit);
  const known = memory.get(key);
  if (known !== undefined) return known as Promise<Value>;
  const reading = read();
  memory.set(key, reading);
  return reading;
}

/**
 * The same for several things at once: what is not known yet is read together, in one go. `kind` names what is read; null: there is none of a key.
 */
export async function rememberEach<Value>(
  unit: Unit,
  kind: string,
  keys: readonly string[],
  read: (missing: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): Promise<ReadonlyMap<string, Value>> {
  const missing: string[] = [];
  let reading: Promise<ReadonlyMap<string, Value>> | undefined;
  // Read a moment later, when all that are missing have been named.
  const readAll = () => {
    reading ??= Promise.resolve().then(() => read(missing));
    return reading;
  };
  const unique = [...new Set(keys)];
  const values = await Promise.all(
    unique.map((key) =>
      remember(unit, `${kind} ${key}`, async () => {
        missing.push(key);
        return (await readAll()).get(key) ?? null;
      }),
    ),
  );
  return new Map(
    unique
      .flatMap((key, index) => [[key, values[index] ?? null] as const])
      .flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])),
  );
}

/** A unit that becomes part of another one knows what was read for it, and the other way round. */
export function shareMemory(part: Unit, whole: Unit): void {
  memories.set(part, memoryOf(whole));
}
