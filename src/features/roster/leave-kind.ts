import type { Words } from '../../core/locale.ts';
import { requestTypes } from '../../policy/index.ts';

/** The name of a leave type; its code where no request for absence has one of that code (any more). */
export function leaveKindWords(kind: string): Words {
  for (const type of requestTypes()) {
    const found = type.effect === 'absent' ? type.kinds?.[kind] : undefined;
    if (found !== undefined) return found.name;
  }
  return { zh: kind, en: kind };
}
