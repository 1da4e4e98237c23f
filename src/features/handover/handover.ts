import type { DeskId, PersonId, SlotId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import type { HandoverEvent } from '../../policy/index.ts';

export type HandoverId = string;

/**
 * A shift, or a post, that is passed on:
 *
 *   preparing → verifying (the outgoing side is ready) → signing (one has signed) → sealed (all have)
 *        ↖ stopped (an incident began meanwhile) · refused (the incoming side gave a reason): verification starts again
 *        overridden: a lead let the outgoing side go, with a reason
 *        cancelled: the roster has the duty no more; it goes on where the duty comes back
 *
 * What is sealed or overridden is never changed; amendments stand beside it with name and time.
 */
export type HandoverState = 'preparing' | 'verifying' | 'signing' | 'stopped' | 'refused' | 'sealed' | 'overridden' | 'cancelled';
/** It was handed over, or somebody answered for it that it was not. */
export const doneStates: readonly HandoverState[] = ['sealed', 'overridden'];
/** Nothing more is done in it. */
export const endedStates: readonly HandoverState[] = [...doneStates, 'cancelled'];

/** A text of the protocol. `written` false: filled beforehand from what is on record, nobody has looked at it yet. */
export interface Section {
  /** What somebody wrote; where nobody has changed what was filled beforehand, that in the desk's language. */
  readonly text: string;
  readonly written: boolean;
  /** What it was filled with beforehand, as long as nobody has changed it: everybody reads it in their own language. */
  readonly drafted?: Words;
}

/** A text of the protocol as somebody reads it; empty: there is none. */
export const sectionText = (section: Section | undefined, locale: Locale): string => section?.drafted?.[locale] ?? section?.text ?? '';

/** Something that happened to it, kept with name and time. */
export interface Mark {
  readonly what: 'refused' | 'stopped' | 'resumed' | 'flagged' | 'reopened' | 'asked' | 'cancelled' | 'missed' | 'released' | 'met';
  readonly by: PersonId | null;
  /** ISO instant. */
  readonly at: string;
  /** Code of the reason, id of the incident, ids of the rules, the code that was right. */
  readonly about: string;
  readonly remark: string;
}

/** Whether the relief has signed: whoever signs is there, also without having clocked in. */
export const reliefSigned = ({ incomingSignedAt }: Pick<Handover, 'incomingSignedAt'>): boolean => incomingSignedAt !== null;

/** Whether somebody who leads let the outgoing side go: without a hand-over, or after it where something else held them. */
export const isReleased = ({ overrideBy }: Pick<Handover, 'overrideBy'>): boolean => overrideBy !== null;

/** The question to those who lead whether they let somebody go that is open: since it was signed, where it is. Null: there is none. */
export const askedSince = ({ marks, sealedAt }: Pick<Handover, 'marks' | 'sealedAt'>): Mark | null =>
  marks.find(
    ({ what, at }) => what === 'asked' && (sealedAt === null || Temporal.Instant.from(at).epochMilliseconds >= sealedAt.epochMilliseconds),
  ) ?? null;

/** Whether somebody who leads can let the outgoing side go: as long as it is open, and once after it was signed. */
export const isReleasable = (handover: Pick<Handover, 'state' | 'event' | 'overrideBy'>): boolean =>
  !endedStates.includes(handover.state) || (handover.state === 'sealed' && handover.event === 'shift' && !isReleased(handover));

export interface Handover {
  readonly id: HandoverId;
  readonly desk: DeskId;
  /** The shift that ends; null: a post. */
  readonly slot: SlotId | null;
  /** Where the outgoing person stands, as the roster names it; empty where it names none. */
  readonly position: string;
  /** The moment of the change; of a post when it was opened. */
  readonly at: Instant;
  readonly event: HandoverEvent;
  readonly state: HandoverState;
  readonly outgoing: PersonId;
  /** Null: any relief of the position, until one takes over. */
  readonly incoming: PersonId | null;
  readonly sections: Readonly<Record<string, Section>>;
  readonly outgoingSignedAt: Instant | null;
  readonly incomingSignedAt: Instant | null;
  readonly overrideBy: PersonId | null;
  /** Of the override. */
  readonly reason: string | null;
  /** Code of the reason for which the incoming side refused last. */
  readonly refusal: string | null;
  readonly code: string | null;
  readonly codeUntil: Instant | null;
  readonly codeTries: number;
  /** When both were shown to be face to face. */
  readonly metAt: Instant | null;
  /** The incident that stopped it. */
  readonly stoppedBy: string | null;
  readonly marks: readonly Mark[];
  readonly sealedAt: Instant | null;
  readonly version: number;
}

/**
 * `verify` verified by the incoming side; `outgoing`, `incoming` done by one side; `open` an open matter that is passed on; `amendment` a line added
 * after it was sealed.
 */
export type ItemKind = 'verify' | 'outgoing' | 'incoming' | 'open' | 'amendment';
/** `carried`: taken over, by `owner`; `done`: done, or settled before the shift ended. */
export type ItemState = 'open' | 'fine' | 'wrong' | 'carried' | 'done';

export interface Item {
  readonly id: string;
  readonly kind: ItemKind;
  /** The protocol's code, or the matter: as somebody wrote it, or in the desk's language. */
  readonly text: string;
  /** A matter of the desk's books in both languages, as it stood when it was taken up; null: a code, or what somebody wrote. */
  readonly words: Words | null;
  /** Where a matter stands: `entry:…`, `task:…`, `incident:…`, `item:…` of an earlier hand-over; null: written here. */
  readonly source: string | null;
  readonly state: ItemState;
  readonly remark: string | null;
  readonly owner: PersonId | null;
  readonly by: PersonId | null;
  readonly at: Instant | null;
  readonly place: number;
}

export type Side = 'outgoing' | 'incoming';

/** The message that shows the code there is; null: there is none. A later code has another. */
export const codeSubject = ({ id, codeUntil }: Pick<Handover, 'id' | 'codeUntil'>): string | null =>
  codeUntil === null ? null : `handover.code/${id}:${codeUntil.epochMilliseconds}`;

/** A matter that is open on the desk. */
export interface Matter {
  readonly source: string;
  readonly words: Words;
  readonly owner: PersonId | null;
  /** Where else the same matter stands: items of earlier hand-overs it was carried on through. */
  readonly alias?: readonly string[];
  /** What it is about, for the sections it belongs to. */
  readonly kind: 'incident' | 'loan' | 'equipment' | 'task' | 'entry' | 'carried';
}
