import type { DeskId, OrganisationId, PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Zone } from '../../core/time.ts';
import { leads } from './roles.ts';
import type { DeskSettings } from './settings.ts';

/** The messengers a person can be linked on. */
export type MessengerName = 'slack' | 'feishu';
export const messengerNames: readonly MessengerName[] = ['slack', 'feishu'];

/** A desk: a place of duty with its own people, regulations and channels. Desks form a tree. */
export interface Desk {
  readonly org: OrganisationId;
  readonly id: DeskId;
  readonly code: string;
  readonly parent: DeskId | null;
  /** The desk itself, its parent, and so on up to the root. Who leads one of them leads this desk. */
  readonly lineage: readonly DeskId[];
  readonly name: Words;
  readonly zone: Zone;
  /** Language of its channels. */
  readonly locale: Locale;
  /** Unit kinds and tiers of the directory concept: `front-line`, `provincial-centre`, … */
  readonly kinds: readonly string[];
  readonly settings: DeskSettings;
  /** What its policy is made from, as stored now. */
  readonly adoptions: readonly AdoptionRow[];
  readonly shifts: readonly ShiftRow[];
  readonly version: number;
}

export interface DeskNode {
  readonly desk: Desk;
  readonly children: readonly DeskNode[];
}

/** A person as everybody on their desk may know them. */
export interface Person {
  readonly person: PersonId;
  readonly code: string;
  readonly name: Words;
  readonly phone: string | null;
  /** Attributes of the directory concept: `employment: established`, … */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A person who stands on a desk. Lists of members are in order of `position`, then name. */
export interface Member extends Person {
  readonly desk: DeskId;
  readonly roles: readonly string[];
  readonly position: number;
  readonly linked: readonly MessengerName[];
}

/** How a person is reached. */
export interface Contact {
  readonly person: PersonId;
  readonly name: Words;
  readonly locale: Locale;
  readonly phone: string | null;
  /** Messenger user ids; a messenger the person is not linked on is absent. */
  readonly identities: Readonly<Partial<Record<MessengerName, string>>>;
  /** The messenger they chose; null: none chosen. */
  readonly preferred: MessengerName | null;
  /** Their own reminder lead: minutes, null = none wanted, undefined = as the desk says. */
  readonly reminderMinutes: number | null | undefined;
}

export interface DeskChannel {
  readonly desk: DeskId;
  readonly platform: MessengerName;
  readonly channelId: string;
  readonly name: string | null;
  /** Why the messenger refused the last message to it; null: it works. */
  readonly lostCause: string | null;
}

/** What the policy of a desk is made from. */
export interface AdoptionRow {
  readonly preset: string;
  /** `YYYY-MM-DD`, first day. */
  readonly from: string;
  /** First day on which it no longer applies; null: open. */
  readonly until: string | null;
  readonly overrides: unknown;
}

/** A desk's own shift; where a desk has one or more, they replace those of its presets. */
export interface ShiftRow {
  readonly code: string;
  readonly name: Words;
  /** `HH:MM` */
  readonly start: string;
  /** `HH:MM` or `HH:MM+1` */
  readonly end: string;
  readonly segments: unknown;
  readonly aliases: readonly string[];
}

/** Whom the actor checks below are about: the part of a request's actor they need. */
export interface Standing {
  readonly memberships: readonly { readonly desk: DeskId; readonly roles: readonly string[] }[];
}

/** True where one of the person's roles leads this desk or a desk above it. */
export function mayLead(actor: Standing, desk: Pick<Desk, 'lineage'>): boolean {
  return actor.memberships.some((membership) => desk.lineage.includes(membership.desk) && membership.roles.some(leads));
}

/** The roles somebody holds on this desk and on those above it, each once. */
export function rolesOver(actor: Standing, desk: Pick<Desk, 'lineage'>): readonly string[] {
  return [
    ...new Set(actor.memberships.filter((membership) => desk.lineage.includes(membership.desk)).flatMap((membership) => membership.roles)),
  ];
}

/** True where the person stands on this desk or leads one above it. */
export function standsOn(actor: Standing, desk: Pick<Desk, 'id' | 'lineage'>): boolean {
  return actor.memberships.some((membership) => membership.desk === desk.id) || mayLead(actor, desk);
}

/** The messenger to write to a person on: the preferred one where it is linked, else the one that is; null: none is. */
export function reachedOn(
  contact: Pick<Contact, 'identities' | 'preferred'>,
): { readonly platform: MessengerName; readonly userId: string } | null {
  const order = contact.preferred === null ? messengerNames : [contact.preferred, ...messengerNames];
  for (const platform of order) {
    const userId = contact.identities[platform];
    if (userId !== undefined) return { platform, userId };
  }
  return null;
}

/** `zh` and `en` of a row; a missing English name is the Chinese one. */
export function named(name: string, nameEn: string | null): Words {
  return { zh: name, en: nameEn ?? name };
}
