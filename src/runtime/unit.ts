import type { DeskId, OrganisationId, PersonId } from '../core/ids.ts';
import type { Locale } from '../core/locale.ts';
import type { Instant } from '../core/time.ts';
import type { Statement } from '../db/database.ts';
import type { Card, Home, Notice } from '../view/view.ts';
import type { Platform } from './intent.ts';
import type { Destination } from './messenger.ts';

/** A row by camelCase column name; `json()` marks jsonb, Temporal instants become timestamptz. */
export type Row = Readonly<Record<string, unknown>>;

/** Everything a use case wants saved; written in one statement by the dispatcher. No row may be named twice. */
export interface Unit {
  readonly org: OrganisationId;
  insert(table: string, row: Row | readonly Row[]): void;
  /** Inserts what is not there yet (`ON CONFLICT DO NOTHING`). */
  insertMissing(table: string, row: Row | readonly Row[]): void;
  /** `expect: 1` (the default) makes a lost race roll back and run again; null accepts any number. */
  update(table: string, where: Row, set: Row, expect?: number | null): void;
  remove(table: string, where: Row, expect?: number | null): void;
  upsert(table: string, key: readonly string[], row: Row): void;
  raw(statement: Statement): void;

  audit(entry: {
    action: string;
    person?: PersonId | null;
    desk?: DeskId | null;
    subject?: string | null;
    detail?: Row;
    policyVersion?: string | null;
  }): void;
  /** A message. With `subject` and no `view` the card is built when it is sent and follows its subject afterwards. */
  send(message: {
    platform: Platform;
    to: Destination;
    locale: Locale;
    view?: Card | Notice | Home;
    subject?: string;
    /** Not before (default now). */
    at?: Instant;
    /** Dropped when it could not be sent until then. */
    until?: Instant;
    /** Deterministic id: a second message with the same one is not sent. */
    id?: string;
    /**
     * Pinned in its channel, for this spot (`duty/<desk>`): what was pinned for it there is taken off once its own `until` is past, at once where it
     * has none. The last one stays until the next, whatever its `until`. Channels only.
     */
    pin?: string;
  }): void;
  /** What is pinned for the spot is taken off, in every channel. */
  unpin(spot: string): void;
  /** A file for one person, `kind/id` of a {@link FileSource}; its content is loaded when it is sent. Never twice for the same `id`. */
  sendFile(file: { platform: Platform; to: Destination; locale: Locale; file: string; until?: Instant; id?: string }): void;
  /** Every sent copy of the subject's card is edited. Coalesces. */
  refresh(subject: string): void;
  due(work: { kind: string; key: string; at: Instant; desk?: DeskId | null; payload?: Row }): void;
  /** Work that is no longer due (not done yet). */
  undue(kind: string, key: string): void;
  readonly statements: readonly Statement[];
}
