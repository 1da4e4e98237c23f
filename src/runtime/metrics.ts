import type { Platform } from './intent.ts';

/** Why a request at the HTTP port was not let in; nothing else of it is kept. */
export type RefusedReason =
  /** Signature or verification token did not fit. */
  | 'forged'
  /** Outside the freshness window. */
  | 'stale'
  /** The same signed request once more. */
  | 'replayed'
  | 'oversized'
  | 'unreadable'
  | 'not-found'
  | 'wrong-method'
  /** The body did not arrive in time. */
  | 'timeout'
  /** A guest or a member of another organisation. */
  | 'external';

/** What the runtime and the adapters tell the counters. Labels are closed words, never an id or a text of a person. */
export interface RuntimeMetrics {
  /** One intent answered: `kind` is that of its ask, `outcome` is `ok`, `invalid`, `busy` or `failed`. */
  intent(platform: Platform, kind: string, outcome: string, seconds: number): void;
  /** A decision whose facts changed before it was saved; it is made again. */
  contested(kind: string): void;
  /** A send, an edit or a home page: `outcome` is `sent` or the kind of the messenger's error. */
  sent(platform: Platform, kind: string, outcome: string): void;
  /** Messages of the outbox by platform and state (`waiting`, `dead`); a pair that is not named has none. */
  outboxSizes(counts: readonly { readonly platform: string; readonly state: string; readonly count: number }[]): void;
  /** Due work done, with the seconds since it was due; what was planned for a moment in the past: since it was planned. */
  dueHandled(kind: string, latenessSeconds: number): void;
  messengerUp(platform: Platform, up: boolean): void;
  /** A request refused at the door. `source` is the messenger whose address it was sent to, `web` for any other. */
  refused(source: Platform | 'web', reason: RefusedReason): void;
  /** Calls made to a messenger's API since the 1st of `month` (`YYYY-MM`); Feishu counts them against a monthly quota. */
  apiCalls(platform: Platform, month: string, calls: number): void;
}
