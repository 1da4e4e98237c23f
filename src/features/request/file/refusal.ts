import type { PersonId } from '../../../core/ids.ts';
import type { Instant } from '../../../core/time.ts';
import type { RequestFinding } from '../../../policy/request/case.ts';
import type { EditRefusal, RosterEdit } from '../../roster/index.ts';
import type { EffectRefusal, RequestDuty } from '../request.ts';

/** Why nothing was filed. */
export type FileRefusal =
  | { readonly code: 'request.against-rules'; readonly findings: readonly RequestFinding[] }
  /** Nobody holds what a signature asks for; `unlinked`: they hold it, but cannot be written to. */
  | {
      readonly code: 'request.nobody-decides';
      readonly words: readonly string[];
      readonly minRank: string | null;
      readonly unlinked: readonly PersonId[];
    }
  | { readonly code: 'request.partner-unreachable'; readonly person: PersonId }
  /** Another open or standing request moves the shift already. */
  | { readonly code: 'request.moved-already'; readonly duty: RequestDuty; readonly number: number }
  /** The roster cannot be changed like this. */
  | { readonly code: 'request.roster'; readonly refusal: EditRefusal; readonly edits: readonly RosterEdit[] }
  /** The end is not after the start. */
  | { readonly code: 'request.backwards' }
  /** A person who does not stand on a desk (any more). */
  | { readonly code: 'request.left'; readonly person: PersonId }
  | { readonly code: 'request.same-person' }
  /** It is over, and cannot be asked for afterwards. */
  | { readonly code: 'request.over'; readonly at: Instant }
  | { readonly code: 'request.effect'; readonly refusal: EffectRefusal };
