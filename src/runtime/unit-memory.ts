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

/** A unit that becomes part of another one knows what was read for it, and the other way round. */
export function shareMemory(part: Unit, whole: Unit): void {
  memories.set(part, memoryOf(whole));
}
