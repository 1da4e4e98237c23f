import type { Intent } from '../../src/runtime/intent.ts';

/** What the storm tells a bot process. */
export type Order =
  | { readonly kind: 'intent'; readonly number: number; readonly intent: Intent }
  /** The clock of the process from now on. */
  | { readonly kind: 'clock'; readonly number: number; readonly at: string }
  /** Everything due is done and everything queued is sent. */
  | { readonly kind: 'settle'; readonly number: number }
  | { readonly kind: 'stop'; readonly number: number };

/** What a bot process says. */
export type Said =
  | { readonly kind: 'ready' }
  /** `digest` is of the whole answer: two deliveries of one event get the same. */
  | { readonly kind: 'answer'; readonly number: number; readonly reply: string; readonly title: string; readonly digest: string }
  | { readonly kind: 'done'; readonly number: number }
  /** Thrown where an answer was due. */
  | { readonly kind: 'failed'; readonly number: number; readonly error: string }
  | { readonly kind: 'log'; readonly level: 'error' | 'warn'; readonly text: string };
