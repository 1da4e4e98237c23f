import { requestTypes } from '../../policy/index.ts';
import type { RequestType } from '../../policy/request/type.ts';

/** Every kind of request there is, by code; a code no longer known gives null. */
export function typeOf(code: string): RequestType | null {
  return requestTypes().find((type) => type.code === code) ?? null;
}

/** The type of a stored request. Types are only ever added, so one that is missing is a fault of the installation. */
export function knownType(code: string): RequestType {
  const type = typeOf(code);
  if (type === null) throw new Error(`There is no request type '${code}'`);
  return type;
}

/** Two people exchange shifts by it. */
export const isSwap = (code: string): boolean => typeOf(code)?.effect === 'exchange-shifts';
