import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OrganisationId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import { ConstraintBroken, type Database } from '../db/database.ts';

interface Entry {
  readonly seq: string;
  readonly text: string;
}

interface Seal {
  readonly number: number;
  readonly from_seq: string;
  readonly to_seq: string;
  readonly count: number;
  readonly previous: string;
  readonly hash: string;
  readonly at_ms: string;
}

type SealContent = Omit<Seal, 'hash'>;

export interface AuditReport {
  readonly org: string;
  /** Name of the organisation. */
  readonly name: string;
  readonly entries: number;
  /** Entries no seal covers yet: the last minute's. */
  readonly unsealed: number;
  readonly seals: number;
  /** Of the last seal. Whoever keeps a copy elsewhere can tell later that nothing was cut off at the end. */
  readonly head: string | null;
  readonly problems: readonly AuditProblem[];
}

export type AuditProblem =
  /** Seal numbers run from 1 without a gap. */
  | { readonly kind: 'seal-missing'; readonly seal: number }
  /** A seal does not begin where the one before it ended, or does not name its hash. */
  | { readonly kind: 'chain-broken'; readonly seal: number }
  /** The entries the seal covers, or the seal itself, are not what they were when it was made. */
  | {
      readonly kind: 'entries-changed';
      readonly seal: number;
      readonly counted: number;
      readonly sealed: number;
      readonly from: string;
      readonly to: string;
    };

const firstPrevious = '0'.repeat(64);
/** Entries per seal at most: what `audit verify` has to name when one is wrong. */
const batch = 5_000;
/** A transaction anywhere on the server that runs longer than this holds the seals up until the next round. */
const patienceMs = 250;

/** One entry as the text that is hashed. jsonb has one text per value, whatever order its keys were written in. */
const entryText = `json_build_array(seq::text, (extract(epoch FROM at) * 1000)::bigint::text, person_id, desk_id, action, subject, detail::text, policy_version)::text`;

/**
 * Seals what no seal covers yet, in the order of `seq`, and gives the number of entries sealed. An entry is sealed only when no running
 * transaction can still write an earlier one; where one runs for long, nothing is sealed this time. Several processes may call it at once.
 */
export async function sealAudit(db: Database, org: OrganisationId, now: Instant): Promise<number> {
  const [open] = await db.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM audit_entry WHERE org_id = $1 AND seq > coalesce((SELECT max(to_seq) FROM audit_seal WHERE org_id = $1), 0)) AS found`,
    [org],
  );
  if (open?.found !== true) return 0;
  const horizon = await settledUpTo(db);
  if (horizon === null) return 0;
  let sealed = 0;
  for (;;) {
    const last = await lastSeal(db, org);
    const entries = await db.query<Entry>(
      `SELECT seq, ${entryText} AS text FROM audit_entry WHERE org_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT ${batch}`,
      [org, last?.to_seq ?? '0', horizon],
    );
    const end = entries.at(-1);
    if (end === undefined) return sealed;
    const content: SealContent = {
      number: (last?.number ?? 0) + 1,
      from_seq: (BigInt(last?.to_seq ?? 0) + 1n).toString(),
      to_seq: end.seq,
      count: entries.length,
      previous: last?.hash ?? firstPrevious,
      at_ms: String(now.epochMilliseconds),
    };
    if (!(await saveSeal(db, org, { ...content, hash: hashOf(org, content, entries) }))) return sealed;
    sealed += entries.length;
  }
}

/**
 * The highest number below which nothing can appear any more. Writers get their transaction id before their number (`zhiban_audit_seq`),
 * so: read the last number handed out, then take a transaction id; every writer of a number up to it has a lower id. When all lower ids
 * have ended, those numbers are final. Null when one of them does not end in time.
 */
async function settledUpTo(db: Database): Promise<string | null> {
  const [last] = await db.query<{ seq: string }>('SELECT last_value AS seq FROM audit_entry_seq', []);
  const [own] = await db.query<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid', []);
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const [state] = await db.query<{ ended: boolean }>('SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::text::xid8 AS ended', [
      own?.xid,
    ]);
    if (state?.ended === true) return last?.seq ?? null;
    if (performance.now() > deadline) return null;
    await sleep(20);
  }
}

const sealColumns = `number, from_seq, to_seq, count, previous, hash, (extract(epoch FROM at) * 1000)::bigint AS at_ms`;

async function lastSeal(db: Database, org: string): Promise<Seal | undefined> {
  const [seal] = await db.query<Seal>(`SELECT ${sealColumns} FROM audit_seal WHERE org_id = $1 ORDER BY number DESC LIMIT 1`, [org]);
  return seal;
}

/** False when another process was faster. */
async function saveSeal(db: Database, org: string, seal: Seal): Promise<boolean> {
  try {
    await db.query(
      'INSERT INTO audit_seal (org_id, number, from_seq, to_seq, count, previous, hash, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
      [org, seal.number, seal.from_seq, seal.to_seq, seal.count, seal.previous, seal.hash, new Date(Number(seal.at_ms))],
    );
    return true;
  } catch (error) {
    if (error instanceof ConstraintBroken && error.constraint === 'audit_seal_pkey') return false;
    throw error;
  }
}

function hashOf(org: string, seal: SealContent, entries: readonly Entry[]): string {
  const { number, from_seq, to_seq, count, previous, at_ms } = seal;
  const hash = createHash('sha256');
  hash.update(`${JSON.stringify([previous, org, number, from_seq, to_seq, count, at_ms])}\n`);
  for (const entry of entries) hash.update(`${entry.text}\n`);
  return hash.digest('hex');
}

/** Recomputes every seal of every organisation, a batch in memory at a time. Changes nothing. */
export async function verifyAudit(db: Database): Promise<readonly AuditReport[]> {
  const orgs = await db.query<{ id: string; name: string | null }>(
    `SELECT i.org_id AS id, o.name FROM (SELECT DISTINCT org_id FROM audit_entry UNION SELECT DISTINCT org_id FROM audit_seal) i
     LEFT JOIN organisation o ON o.id = i.org_id ORDER BY o.name, i.org_id`,
    [],
  );
  const reports: AuditReport[] = [];
  for (const { id, name } of orgs) reports.push(await verifyOrganisation(db, id, name ?? id));
  return reports;
}

async function verifyOrganisation(db: Database, org: string, name: string): Promise<AuditReport> {
  const seals = await db.query<Seal>(`SELECT ${sealColumns} FROM audit_seal WHERE org_id = $1 ORDER BY number`, [org]);
  const problems: AuditProblem[] = [];
  let before: Pick<Seal, 'number' | 'to_seq' | 'hash'> = { number: 0, to_seq: '0', hash: firstPrevious };
  for (const seal of seals) {
    for (let number = before.number + 1; number < seal.number; number += 1) problems.push({ kind: 'seal-missing', seal: number });
    if (seal.previous !== before.hash || BigInt(seal.from_seq) !== BigInt(before.to_seq) + 1n)
      problems.push({ kind: 'chain-broken', seal: seal.number });
    const entries = await db.query<Entry>(
      `SELECT seq, ${entryText} AS text FROM audit_entry WHERE org_id = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq`,
      [org, seal.from_seq, seal.to_seq],
    );
    if (hashOf(org, seal, entries) !== seal.hash) {
      problems.push({
        kind: 'entries-changed',
        seal: seal.number,
        counted: entries.length,
        sealed: seal.count,
        from: seal.from_seq,
        to: seal.to_seq,
      });
    }
    before = seal;
  }
  const [counts] = await db.query<{ entries: number; unsealed: number }>(
    'SELECT count(*)::int AS entries, (count(*) FILTER (WHERE seq > $2))::int AS unsealed FROM audit_entry WHERE org_id = $1',
    [org, before.to_seq],
  );
  return {
    org,
    name,
    entries: counts?.entries ?? 0,
    unsealed: counts?.unsealed ?? 0,
    seals: seals.length,
    head: seals.at(-1)?.hash ?? null,
    problems,
  };
}
