import type { DeskId, OrganisationId, PersonId } from '../core/ids.ts';
import type { Locale } from '../core/locale.ts';
import type { Instant } from '../core/time.ts';
import type { Database } from '../db/database.ts';
import type { Place, Platform } from './intent.ts';
import type { FoundUser } from './messenger.ts';
import type { Unit } from './unit.ts';

/** The person who asks, as the runtime resolved them from the messenger's id. */
export interface Actor {
  readonly person: PersonId;
  readonly name: string;
  readonly locale: Locale;
  readonly memberships: readonly { readonly desk: DeskId; readonly roles: readonly string[] }[];
  /** Set for someone no desk knows; `person` is then the nil UUID. Only open commands and routes meet such an actor. */
  readonly stranger?: true;
}

/**
 * What a use case is given. It loads through `db`, decides purely, and collects what is to be saved in `unit`; the dispatcher writes the
 * unit, the inbox row and the reply in ONE statement, and runs the use case again when a guard of the unit found that the facts changed.
 */
export interface Ctx {
  readonly now: Instant;
  readonly org: OrganisationId;
  readonly orgZone: string;
  readonly orgLocale: Locale;
  readonly db: Database;
  readonly unit: Unit;
  /** A new UUIDv7. */
  newId(): string;
}

export interface PersonCtx extends Ctx {
  readonly actor: Actor;
  readonly locale: Locale;
  readonly platform: Platform;
  readonly userId: string;
  readonly place: Place;
  /** The messenger's own record of one of its users, for names of people no desk knows yet; null: it has none, or cannot be asked now. */
  findUser(userId: string): Promise<FoundUser | null>;
  /**
   * What a message says now that was edited since, on a messenger that tells nobody of edits; null: it was not edited, is gone, its messenger tells of
   * edits by itself, or does not answer within a second.
   */
  editedText(platform: Platform, messageId: string): Promise<string | null>;
}
