import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import type { EntryEvent } from './record.ts';

/** Hears of entries in the unit that writes them: tasks that become due, incidents that are noted, cards that follow. */
export type EntryListener = (ctx: Ctx, desk: Desk, event: EntryEvent) => Promise<void>;
