import type { DeskId, OrganisationId, PersonId } from '../../../core/ids.ts';
import type { Locale } from '../../../core/locale.ts';
import type { MessengerName } from '../people.ts';
import type { DeskSettings } from '../settings.ts';

/** The rows a desk file is about, as they stand in the database; keys are the columns in camelCase. */
export interface OrganisationRow {
  readonly id: OrganisationId;
  readonly code: string;
  readonly name: string;
  readonly locale: Locale;
  readonly zone: string;
}

export interface WorkspaceRow {
  readonly platform: MessengerName;
  readonly externalId: string;
  readonly orgId: OrganisationId;
}

export interface DeskRow {
  readonly id: DeskId;
  readonly code: string;
  readonly parentId: DeskId | null;
  readonly name: string;
  readonly nameEn: string | null;
  readonly zone: string;
  readonly locale: Locale;
  readonly kinds: readonly string[];
  readonly settings: DeskSettings;
  readonly version: number;
}

export interface PersonRow {
  readonly id: PersonId;
  readonly code: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly locale: Locale | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly active: boolean;
  readonly version: number;
}

export interface IdentityRow {
  readonly personId: PersonId;
  readonly platform: MessengerName;
  readonly userId: string;
}

export interface MemberRow {
  readonly deskId: DeskId;
  readonly personId: PersonId;
  readonly roles: readonly string[];
  readonly position: number;
}

export interface ChannelRow {
  readonly deskId: DeskId;
  readonly platform: MessengerName;
  readonly channelId: string;
  readonly name: string | null;
}

export interface AdoptedRow {
  readonly deskId: DeskId;
  readonly preset: string;
  /** `YYYY-MM-DD` */
  readonly fromDate: string;
  readonly untilDate: string | null;
  readonly overrides: unknown;
}

export interface OwnShiftRow {
  readonly deskId: DeskId;
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly start: string;
  readonly end: string;
  readonly segments: unknown;
  readonly aliases: readonly string[];
  readonly position: number;
}

export interface RotationRow {
  readonly deskId: DeskId;
  readonly code: string;
  readonly rule: unknown;
  /** `YYYY-MM-DD` */
  readonly startsOn: string;
}

/** What a desk file changes, table by table. */
export interface Tables {
  readonly organisation: readonly OrganisationRow[];
  readonly workspace: readonly WorkspaceRow[];
  readonly desk: readonly DeskRow[];
  readonly person: readonly PersonRow[];
  readonly identity: readonly IdentityRow[];
  readonly member: readonly MemberRow[];
  readonly channel: readonly ChannelRow[];
  readonly adoption: readonly AdoptedRow[];
  readonly shift: readonly OwnShiftRow[];
  readonly rotation: readonly RotationRow[];
}

export type TableName = keyof Tables;

export const tableNames: readonly TableName[] = [
  'organisation',
  'workspace',
  'desk',
  'person',
  'identity',
  'member',
  'channel',
  'adoption',
  'shift',
  'rotation',
];

/** What tells a row from another. The account of a person in a messenger can change, so it is not part of it. */
export const keysOf = {
  organisation: ['id'],
  workspace: ['platform', 'externalId'],
  desk: ['id'],
  person: ['id'],
  identity: ['personId', 'platform'],
  member: ['deskId', 'personId'],
  channel: ['deskId', 'platform', 'channelId'],
  adoption: ['deskId', 'preset', 'fromDate'],
  shift: ['deskId', 'code'],
  rotation: ['deskId', 'code'],
} as const satisfies { readonly [Name in TableName]: readonly (keyof Tables[Name][number])[] };

/** Columns that hold JSON. */
export const jsonColumns: readonly string[] = ['settings', 'attributes', 'overrides', 'segments', 'rule'];

/** The organisation a file is about as it is now, and whose the workspaces are that the file names. */
export interface State extends Tables {
  /** Workspaces of other organisations; `empty`: that organisation has no desk. */
  readonly elsewhere: readonly (WorkspaceRow & { readonly orgCode: string; readonly empty: boolean })[];
}
