import type { OrganisationId } from '../core/ids.ts';
import type { Locale } from '../core/locale.ts';
import type { Database } from '../db/database.ts';
import type { Actor } from './context.ts';
import type { Intent, Platform } from './intent.ts';
import type { Reply } from './reply.ts';

export interface Resolved {
  readonly org: OrganisationId;
  readonly orgZone: string;
  readonly orgLocale: Locale;
  /** A stranger when no desk knows the messenger account. */
  readonly actor: Actor;
}

/** How the runtime learns who asks; given to it by the composition root, so that it imports no feature. */
export interface Directory {
  /** One round trip. Null: no organisation is bound to this workspace. */
  resolve(db: Database, who: { readonly platform: Platform; readonly tenant: string; readonly userId: string }): Promise<Resolved | null>;
  /** What someone no desk knows is told: how to be added, and by whom. */
  welcome(db: Database, intent: Intent, resolved: Resolved | null): Promise<Reply>;
}
