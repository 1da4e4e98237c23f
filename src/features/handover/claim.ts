import type { PersonId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import type { Post } from '../attendance/index.ts';
import { ownFigures } from './figures.ts';
import type { Handover, Item, Mark } from './handover.ts';

/** Whether somebody of the incoming side has gone through an item. */
export const isVerified = ({ kind, state }: Item): boolean =>
  (kind === 'verify' || kind === 'incoming' || (kind === 'open' && state === 'carried')) && state !== 'open';

/**
 * Who has begun to take a shift over: has typed the code, gone through an item or signed. Until the signature another relief can take the claim over.
 * Null: nobody has; looking at it is no claim.
 */
export function claimantOf({ handover, items }: { readonly handover: Handover; readonly items: readonly Item[] }): PersonId | null {
  const { incoming, metAt, incomingSignedAt } = handover;
  const began = metAt !== null || incomingSignedAt !== null || items.some((item) => item.by === incoming && isVerified(item));
  return began ? incoming : null;
}

/** Items as they were before anybody went through them; `by`: before that person did. What the outgoing side made ready stays. */
export const unverified = (items: readonly Item[], by?: PersonId): readonly Item[] =>
  items.map((item) =>
    isVerified(item) && (by === undefined || item.by === by)
      ? { ...item, state: 'open', owner: null, by: null, at: null, ...(item.kind === 'open' ? {} : { remark: null }) }
      : item,
  );

/** From when on a hand-over of a shift can be signed: `leadMinutes` before the change, earlier once a relief is there. Null: now already. */
export function signableFrom(
  { event, at }: Pick<Handover, 'event' | 'at'>,
  reliefs: readonly Pick<Post, 'in' | 'out'>[],
  leadMinutes: number,
  now: Instant,
): Instant | null {
  if (event !== 'shift' || reliefs.some((relief) => relief.in !== null && relief.out === null)) return null;
  const from = at.subtract({ minutes: leadMinutes });
  return now.epochMilliseconds < from.epochMilliseconds ? from : null;
}

/** How often somebody has tried the code that is shown, and missed. */
export const missesOf = ({ marks }: Pick<Handover, 'marks'>, person: PersonId): number =>
  marks.filter(({ what, by }) => what === 'missed' && by === person).length;

/** The marks as they are once a new code is shown: everybody may try it anew. */
export const withoutMisses = (marks: readonly Mark[]): readonly Mark[] => marks.filter(({ what }) => what !== 'missed');

/** What is wrong with a code somebody typed; null: it is the one that is shown. */
export function codeProblem(
  handover: Pick<Handover, 'code' | 'codeUntil' | 'marks'>,
  person: PersonId,
  said: string,
  now: Instant,
):
  | { readonly code: 'code-none' | 'code-worn' }
  | { readonly code: 'code-late'; readonly at: Instant }
  | { readonly code: 'code-wrong'; readonly left: number }
  | null {
  const { code, codeUntil } = handover;
  if (code === null || codeUntil === null) return { code: 'code-none' };
  if (codeUntil.epochMilliseconds <= now.epochMilliseconds) return { code: 'code-late', at: codeUntil };
  const left = ownFigures.codeTries - missesOf(handover, person);
  if (left <= 0) return { code: 'code-worn' };
  if (code === said) return null;
  return left === 1 ? { code: 'code-worn' } : { code: 'code-wrong', left: left - 1 };
}
