import { type Instant, Temporal, type Zone } from '../../core/time.ts';
import type { Citation, Policy } from '../policy.ts';
import type { AccessEntry } from '../schema/record.ts';
import { everybody } from '../selector.ts';
import { afterEvent } from '../when.ts';

/** What a reader is to the desk, as access rules name them. `need-to-know`: they wrote it, own it, decide on it or work on it. */
export type ReaderKind = 'internal-staff' | 'own-desk' | 'need-to-know' | 'guest' | 'external';

export interface Reader {
  readonly kinds: readonly ReaderKind[];
  /** Member roles on the desk. */
  readonly roles: readonly string[];
}

export interface Permission {
  readonly allowed: boolean;
  /** The rules that say so; empty where the default does: internal staff may, nobody else. */
  readonly cites: readonly Citation[];
}

/** What one reader may do with records of a kind, and how they are kept. */
export interface Access {
  readonly read: Permission;
  readonly export: Permission;
  /** Reading is logged. */
  readonly audit: Permission;
  /** The author is hidden from this reader: from everybody but those whose role a rule names that hides them. */
  readonly anonymous: Permission;
  /** Kept so long after it was written (`P2Y`); null where no rule says. */
  readonly retention: { readonly period: string; readonly cites: readonly Citation[] } | null;
  /** Deletion is refused whatever the time. */
  readonly neverDeleted: Permission;
  readonly keepers: readonly string[];
}

/**
 * Who may read and export records. `resources` are the record type and the classes of data it belongs to (`customer-data`). Every rule has to
 * allow it; guests and outside members see nothing whatever a rule leaves open.
 */
export function accessOf(policy: Pick<Policy, 'access'>, resources: readonly string[], reader: Reader): Access {
  const rules = policy.access.filter(({ value, reaction }) => reaction !== 'off' && value.resource.some((one) => resources.includes(one)));
  const outside = reader.kinds.includes('guest') || reader.kinds.includes('external');
  const against = rules.filter(({ value }) => !admits(value, reader));
  const inside = reader.kinds.includes('internal-staff') || reader.kinds.includes('own-desk');
  const read = { allowed: inside && !outside && against.length === 0, cites: citesOf(against.length > 0 ? against : outside ? rules : []) };
  const kept = rules.filter(({ value }) => value.export === false);
  const retention = rules.flatMap(({ value, cites }) => (value.retention === undefined ? [] : [{ period: value.retention, cites }]));
  const saying = (asks: (value: AccessEntry) => boolean): Permission => {
    const found = rules.filter(({ value }) => asks(value));
    return { allowed: found.length > 0, cites: citesOf(found) };
  };
  return {
    read,
    export: read.allowed && kept.length > 0 ? { allowed: false, cites: citesOf(kept) } : read,
    audit: saying(({ audit }) => audit === true),
    anonymous: saying(({ anonymous, allow = [] }) => anonymous === true && !allow.some((one) => reader.roles.includes(one))),
    retention: retention.toSorted((left, right) => compare(right.period, left.period))[0] ?? null,
    neverDeleted: saying((value) => value.delete === false && value.retention === undefined),
    keepers: [...new Set(rules.flatMap(({ value }) => value.keeper ?? []))],
  };
}

function admits({ allow, deny }: AccessEntry, { kinds, roles }: Reader): boolean {
  const denied: readonly string[] = deny ?? [];
  if (kinds.some((kind) => denied.includes(kind))) return false;
  if (allow === undefined) return true;
  const mine: readonly string[] = [...kinds, ...roles];
  return allow.some((one) => mine.includes(one) || (everybody.includes(one) && kinds.includes('internal-staff')));
}

/** Periods by length, counted from one and the same day. */
function compare(left: string, right: string): number {
  return Temporal.Duration.compare(left, right, { relativeTo: Temporal.PlainDate.from('2000-01-01') });
}

/** Until when records may not be deleted: null, at any time; `forever`, never. */
export function keptUntil(access: Pick<Access, 'retention' | 'neverDeleted'>, at: Instant, zone: Zone): Instant | 'forever' | null {
  if (access.neverDeleted.allowed) return 'forever';
  return access.retention === null ? null : afterEvent(at, access.retention.period, zone);
}

function citesOf(rules: readonly { readonly cites: readonly Citation[] }[]): readonly Citation[] {
  return [...new Set(rules.flatMap(({ cites }) => cites))];
}
