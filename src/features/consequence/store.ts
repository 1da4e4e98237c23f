import type { DeskId, PersonId } from '../../core/ids.ts';
import { type Instant, instantAt } from '../../core/time.ts';
import { json } from '../../db/statement.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Unit } from '../../runtime/unit.ts';
import type { Conduct, CountedFact, HistoryEntry, ProposalState, Proposed, StoredProposal } from './proposal.ts';

const instant = (at: Date): Instant => instantAt(at.getTime());

type Detail = Pick<Proposed, 'on' | 'unit' | 'choices' | 'merit' | 'decidedBy' | 'to' | 'liable'>;

interface ProposalRow {
  id: string;
  desk: string;
  person: string;
  key: string;
  offence: string;
  outcome: string;
  amount: number | null;
  cycle: string;
  facts: CountedFact[];
  detail: Detail;
  rules: string[];
  state: ProposalState;
  decided_by: string | null;
  decided_at: Date | null;
  reason: string | null;
  history: HistoryEntry[];
  policy_version: string | null;
  at: Date;
  version: number;
}

const columns = `id::text AS id, desk_id::text AS desk, person_id::text AS person, key, offence, outcome, amount, cycle, facts, detail, rules, state,
  decided_by::text AS decided_by, decided_at, reason, history, policy_version, at, version`;

const toProposal = (row: ProposalRow): StoredProposal => ({
  ...row.detail,
  id: row.id,
  desk: row.desk,
  person: row.person,
  key: row.key,
  offence: row.offence,
  outcome: row.outcome,
  amount: row.amount,
  cycle: row.cycle,
  facts: row.facts,
  rules: row.rules,
  state: row.state,
  decidedAs: row.decided_by,
  decidedAt: row.decided_at === null ? null : instant(row.decided_at),
  reason: row.reason,
  history: row.history,
  policyVersion: row.policy_version,
  at: instant(row.at),
  version: row.version,
});

/** Every proposal of a desk about the people from a cycle on. */
export async function loadProposals(ctx: Ctx, desk: DeskId, people: readonly PersonId[], fromCycle: string): Promise<StoredProposal[]> {
  const rows = await ctx.db.query<ProposalRow>(
    `SELECT ${columns} FROM proposal WHERE org_id = $1::uuid AND desk_id = $2::uuid AND person_id = ANY($3::uuid[]) AND cycle >= $4 ORDER BY at, key`,
    [ctx.org, desk, people, fromCycle],
  );
  return rows.map(toProposal);
}

/** One proposal; null: there is none. */
export async function loadProposal(ctx: Ctx, id: string): Promise<StoredProposal | null> {
  const rows = await ctx.db.query<ProposalRow>(`SELECT ${columns} FROM proposal WHERE org_id = $1::uuid AND id = $2::uuid`, [ctx.org, id]);
  const [row] = rows;
  return row === undefined ? null : toProposal(row);
}

/** Open proposals of the desks, the oldest first. */
export async function loadOpen(ctx: Ctx, desks: readonly DeskId[]): Promise<StoredProposal[]> {
  const rows = await ctx.db.query<ProposalRow>(
    `SELECT ${columns} FROM proposal WHERE org_id = $1::uuid AND desk_id = ANY($2::uuid[]) AND state = 'open' ORDER BY detail ->> 'on', key`,
    [ctx.org, desks],
  );
  return rows.map(toProposal);
}

/** What was decided about somebody, the newest first. */
export async function loadDecidedOf(ctx: Ctx, person: PersonId, limit: number): Promise<StoredProposal[]> {
  const rows = await ctx.db.query<ProposalRow>(
    `SELECT ${columns} FROM proposal WHERE org_id = $1::uuid AND person_id = $2::uuid AND state = 'accepted' ORDER BY decided_at DESC LIMIT $3`,
    [ctx.org, person, limit],
  );
  return rows.map(toProposal);
}

const detailOf = ({ on, unit, choices, merit, decidedBy, to, liable }: Proposed): Detail => ({
  on,
  unit,
  choices,
  merit,
  decidedBy,
  to,
  liable,
});

export interface Placed {
  readonly desk: DeskId;
  readonly person: PersonId;
  readonly policyVersion: string;
}

/** A new proposal; the unique key lets one of two that count at once win, and the other look again. */
export function addProposal(unit: Unit, id: string, placed: Placed, proposed: Proposed, entry: HistoryEntry, at: Instant): void {
  unit.insert('proposal', {
    orgId: unit.org,
    id,
    deskId: placed.desk,
    personId: placed.person,
    key: proposed.key,
    offence: proposed.offence,
    outcome: proposed.outcome,
    amount: proposed.amount,
    cycle: proposed.cycle,
    facts: json(proposed.facts),
    detail: json(detailOf(proposed)),
    rules: proposed.rules,
    state: 'open',
    history: json([entry]),
    policyVersion: placed.policyVersion,
    at,
  });
}

/** What the rules propose now, in place of what they proposed. A decision that no longer fits is taken off; the history keeps it. */
export function changeProposal(
  unit: Unit,
  stored: StoredProposal,
  proposed: Proposed,
  state: ProposalState,
  entry: HistoryEntry | null,
  policyVersion: string,
): void {
  const reopened = state === 'open' && stored.state !== 'open';
  unit.update(
    'proposal',
    { orgId: unit.org, id: stored.id, version: stored.version },
    {
      offence: proposed.offence,
      // Somebody chose among the outcomes: that stands with the decision.
      outcome: state === 'accepted' ? stored.outcome : proposed.outcome,
      amount: proposed.amount,
      facts: json(proposed.facts),
      detail: json(detailOf(proposed)),
      rules: proposed.rules,
      state,
      ...(reopened ? { decidedBy: null, decidedAt: null, reason: null } : {}),
      history: json(entry === null ? stored.history : [...stored.history, entry]),
      policyVersion,
      version: stored.version + 1,
    },
  );
}

export function withdrawProposal(unit: Unit, stored: StoredProposal, entry: HistoryEntry): void {
  unit.update(
    'proposal',
    { orgId: unit.org, id: stored.id, version: stored.version },
    { state: 'withdrawn', history: json([...stored.history, entry]), version: stored.version + 1 },
  );
}

export interface Decision {
  readonly state: 'accepted' | 'dismissed';
  readonly outcome: string;
  readonly by: PersonId;
  readonly at: Instant;
  readonly reason: string | null;
}

/** Whoever saves second finds another version and looks again. */
export function decideProposal(unit: Unit, stored: StoredProposal, decision: Decision): void {
  const { state, outcome, by, at, reason } = decision;
  const entry: HistoryEntry = { at: at.toString(), what: state, by, outcome, amount: stored.amount, reason };
  unit.update(
    'proposal',
    { orgId: unit.org, id: stored.id, version: stored.version },
    {
      state,
      outcome,
      decidedBy: by,
      decidedAt: at,
      reason,
      history: json([...stored.history, entry]),
      version: stored.version + 1,
    },
  );
}

interface ConductRow {
  id: string;
  desk: string;
  person: string;
  kind: string;
  merit: boolean;
  on: string;
  minutes: number;
  answers: Conduct['answers'];
  note: string;
  by: string;
  at: Date;
}

/** What was recorded of the people on a desk on the days, both included. */
export async function loadConduct(ctx: Ctx, desk: DeskId, people: readonly PersonId[], from: string, until: string): Promise<Conduct[]> {
  const rows = await ctx.db.query<ConductRow>(
    `SELECT id::text AS id, desk_id::text AS desk, person_id::text AS person, kind, merit, "on"::text AS "on", minutes, answers, note, by_person::text AS by, at
     FROM conduct WHERE org_id = $1::uuid AND desk_id = $2::uuid AND person_id = ANY($3::uuid[]) AND live AND "on" BETWEEN $4::date AND $5::date ORDER BY at`,
    [ctx.org, desk, people, from, until],
  );
  return rows.map((row) => ({ ...row, at: instant(row.at) }));
}

export function saveConduct(unit: Unit, conduct: Conduct): void {
  const { id, desk, person, kind, merit, on, minutes, answers, note, by, at } = conduct;
  unit.insert('conduct', {
    orgId: unit.org,
    id,
    deskId: desk,
    personId: person,
    kind,
    merit,
    on,
    minutes,
    answers: json(answers),
    note,
    byPerson: by,
    at,
  });
}

/** People on the desk with a conduct record on the days, who may no longer stand on it. */
export async function loadRecorded(ctx: Ctx, desk: DeskId, from: string, until: string): Promise<PersonId[]> {
  const rows = await ctx.db.query<{ person: string }>(
    'SELECT DISTINCT person_id::text AS person FROM conduct WHERE org_id = $1::uuid AND desk_id = $2::uuid AND live AND "on" BETWEEN $3::date AND $4::date',
    [ctx.org, desk, from, until],
  );
  return rows.map((row) => row.person);
}
