import type { Database } from '../../db/database.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Judged } from './handle-case.ts';
import type { StoredRequest } from './request.ts';

interface Kept {
  readonly at: number;
  readonly judged: Promise<Judged>;
}

/** What requests were judged as in the last moments, by request and version: every copy of a card that follows a press shows the same. */
const recent = new WeakMap<Database, Map<string, Kept>>();
const freshMs = 3_000;
const mostKept = 500;

const keyOf = ({ id, version }: Pick<StoredRequest, 'id' | 'version'>): string => `${id} ${version}`;

function keptOf(db: Database): Map<string, Kept> {
  const kept = recent.get(db) ?? new Map<string, Kept>();
  recent.set(db, kept);
  const since = performance.now() - freshMs;
  // The oldest stand first.
  for (const [key, one] of kept) {
    if (one.at >= since && kept.size <= mostKept) break;
    kept.delete(key);
  }
  return kept;
}

/** A press has just judged it: its cards need not do so again. */
export function keepJudged(ctx: Ctx, request: Pick<StoredRequest, 'id' | 'version'>, judged: Judged): void {
  keptOf(ctx.db).set(keyOf(request), { at: performance.now(), judged: Promise.resolve(judged) });
}

/** For a card that is sent or follows: judged a moment ago, or now. Nobody decides on it. */
export function judgedLately(ctx: Ctx, request: Pick<StoredRequest, 'id' | 'version'>, judge: () => Promise<Judged>): Promise<Judged> {
  const kept = keptOf(ctx.db);
  const key = keyOf(request);
  const known = kept.get(key);
  if (known !== undefined) return known.judged;
  const judged = judge();
  kept.set(key, { at: performance.now(), judged });
  judged.catch(() => kept.delete(key));
  return judged;
}
