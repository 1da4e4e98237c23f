import { type RecordType, recordTypes } from '../../policy/index.ts';
import type { EntryListener } from './handle-listeners.ts';

let registered: readonly EntryListener[] | null = null;

/** Hands over who hears of entries. Called once, by the register, before the first request. */
export function registerListeners(listeners: readonly EntryListener[]): void {
  registered = listeners;
}

/** Who hears of entries, in the order of the register. */
export function entryListeners(): readonly EntryListener[] {
  if (registered === null) throw new Error('No listeners were handed to the record slice');
  return registered;
}

/** A kind of record by its code, or by the name its form has in a regulation (`annex-08`); null: there is none. */
export function typeOf(code: string): RecordType | null {
  return recordTypes().find((type) => type.code === code) ?? recordTypes().find((type) => type.forms.includes(code)) ?? null;
}

/** The type of a stored entry. Types are only ever added, so one that is missing is a fault of the installation. */
export function knownType(code: string): RecordType {
  const type = typeOf(code);
  if (type === null) throw new Error(`There is no record type '${code}'`);
  return type;
}
