import type { Words } from '../../core/locale.ts';
import { requestTypes } from '../../policy/index.ts';

/** A leave type, or a request type that is counted like one, as people call it. */
export function leaveTypeName(code: string): Words {
  const types = requestTypes();
  for (const type of types) {
    const kind = type.kinds?.[code];
    if (kind !== undefined) return kind.name;
  }
  return types.find((type) => type.code === code)?.name ?? { zh: code, en: code.replaceAll('-', ' ') };
}

/** `病假`, `换班`: a request by its sub-type, else by its type. */
export function requestName(type: string, kind: string | null): Words {
  const found = requestTypes().find((one) => one.code === type);
  return (kind === null ? undefined : found?.kinds?.[kind]?.name) ?? found?.name ?? { zh: type, en: type };
}

/** The field of the form that says how an hour of every day is taken. */
export const choiceField = 'nursing_hour';
