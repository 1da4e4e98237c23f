import type { Instant, Interval, Zone } from '../../core/time.ts';
import type { Facts } from '../condition.ts';
import type { Finding } from '../finding.ts';
import type { Citation, DayLookup, Policy } from '../policy.ts';
import type { ForbiddenWord, ShownFact } from '../schema/request.ts';

/** One side of a request. */
export interface Party {
  readonly person: string;
  readonly desk: string;
  /** Unit of the directory it is compared by: the station attribute, else the desk. */
  readonly station: string;
  readonly roles: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}

/** A duty a request touches, or one beside it in the roster that would result. */
export interface TouchedDuty {
  readonly person: string;
  readonly slot: string;
  readonly shift: string;
  readonly dutyOn: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** Came to the person by a swap that is asked for or approved: as the one that was taken over, or as the one given in return. */
  readonly swapped: 'swapped' | 'returned' | null;
  /** The swap it came by; null for none. */
  readonly swap: string | null;
}

/** A request that is open or approved, beside which this one is judged. */
export interface OtherRequest {
  readonly id: string;
  readonly type: string;
  readonly kind: string | null;
  readonly open: boolean;
  readonly subject: string;
  readonly partner: string | null;
  readonly station: string;
  readonly desk: string;
  readonly shift: string | null;
  /** The day that counts for quotas: of the given shift, else of the start. */
  readonly on: string;
  /** Of leave, from when to when somebody is away. */
  readonly span: Interval | null;
}

/** Everything a request is judged by. Spans are half open; `from` and `until` are the first and last day of it in the desk's zone. */
export interface RequestCase {
  readonly id: string;
  readonly type: string;
  readonly kind: string | null;
  readonly now: Instant;
  /** When it was first told or filed: notice is measured up to here. */
  readonly filedAt: Instant;
  readonly zone: Zone;
  readonly day: DayLookup;
  readonly subject: Party;
  readonly partner: Party | null;
  readonly filedBy: { readonly person: string; readonly roles: readonly string[] };
  readonly span: Interval | null;
  /** Of leave by the day: from when to when somebody is away, with the whole nights of its days; left out: as `span`. */
  readonly away?: Interval;
  readonly from: string | null;
  readonly until: string | null;
  readonly lengths: { readonly days: number; readonly calendarDays: number; readonly workingDays: number };
  /** Names of the form's fields that hold something. */
  readonly filled: readonly string[];
  /** Answers that conditions ask about (`emergency: true`, `kind` is set by the engine). */
  readonly answers: Facts;
  /** Documents attached, by name, with the days they cover where they do. */
  readonly documents: readonly { readonly name: string; readonly from: string | null; readonly until: string | null }[];
  /** Duties it takes away or moves, of both sides. */
  readonly touched: readonly TouchedDuty[];
  /** Duties of both sides from 8 days before to 8 days after, in the roster that would result. */
  readonly resulting: readonly TouchedDuty[];
  /** Requests of both sides and, for concurrency, of the station: open or approved; without this one. */
  readonly others: readonly OtherRequest[];
  /** What the resulting roster would do worse than the present one. */
  readonly rosterFindings: readonly Finding[];
  /** Things that hold besides documents: `approval`, `leave-approved`, `leader-phoned`. */
  readonly given: readonly string[];
  /** Hours claimed, for overtime; null otherwise. */
  readonly claimed: {
    readonly hours: number;
    readonly creditable: number;
    readonly cycleClosed: boolean;
    readonly staffNo: string | null;
  } | null;
}

export type RequestFindingCode =
  | 'too-late'
  | 'after-start'
  | 'past-latest'
  | 'too-long'
  | 'too-many'
  | 'too-many-at-once'
  | 'forbidden-day'
  | 'forbidden-shift'
  | 'document-missing'
  | 'condition-missing'
  | 'field-missing'
  | 'proxy-not-allowed'
  | 'filer-not-allowed'
  | 'not-the-same'
  | 'substitute-not-allowed'
  | 'certificates-gap'
  | 'overlap'
  | 'back-to-back'
  | 'consecutive'
  | 'roster'
  | 'after-close'
  | 'staff-number'
  | 'hours-not-creditable'
  | 'not-entitled'
  | 'balance'
  | 'unit'
  | 'forfeited'
  | 'split';

/** Something a request does not meet. `measured` and `allowed` are codes, numbers, ISO durations, dates or instants; texts are made by the reader's side. */
export interface RequestFinding {
  readonly code: RequestFindingCode;
  /** `refuse`: cannot be filed or approved; `flag`: shown to the decider; `provisional`: stands until a follow-up brings what is missing. */
  readonly level: 'refuse' | 'flag' | 'provisional';
  readonly measured: string | number;
  readonly allowed: string | number;
  /** What would be allowed: a day `YYYY-MM-DD`, an instant, a number of days; null where nothing is. */
  readonly instead: string | number | null;
  readonly person: string | null;
  /** Of the roster check, where the code is `roster`. */
  readonly finding: Finding | null;
  /** In principle: a decider may set it aside with a reason. */
  readonly principle: boolean;
  /** What it counts as where the rule stays unmet (`absence`, `no-triple-pay`); left out: nothing is said. */
  readonly otherwise?: string;
  readonly cites: readonly Citation[];
}

/** People who have to sign: each word is a role, or `superior`, `superior-of-superior`, `team-lead-of-requester`, `manager`, …; resolved when it is needed. */
export interface Stage {
  /** 1, 2, … in order; stages with the same number are signed in any order. */
  readonly number: number;
  /** Any holder of one of the words may sign. */
  readonly words: readonly string[];
  readonly minRank: string | null;
  readonly cites: readonly Citation[];
}

export interface OwedLater {
  readonly do: string;
  /** Null: the desk has to set when. */
  readonly due:
    | { readonly after: 'start' | 'end' | 'approval'; readonly days: number }
    | { readonly after: 'end'; readonly rosteredDays: number }
    | { readonly before: 'start' }
    | null;
  readonly remind: boolean;
  readonly to: readonly string[];
  /** What it counts as when it is not done; null: nothing is said. */
  readonly otherwise: string | null;
  readonly cites: readonly Citation[];
}

/** What the rules make of a request. */
export interface RequestRuling {
  readonly findings: readonly RequestFinding[];
  readonly confirm: readonly ('requester' | 'partner' | 'subject')[];
  /** Empty: nobody has to decide; null: no rule speaks, the type's own chain holds. */
  readonly stages: readonly Stage[] | null;
  /** Where `stages` is null: signs after the type's own chain. Otherwise empty, `stages` has everybody. */
  readonly after: readonly Stage[];
  readonly approveNot: readonly string[];
  readonly notify: readonly string[];
  readonly handedTo: readonly string[];
  readonly show: readonly ShownFact[];
  readonly followUps: readonly OwedLater[];
  readonly required: readonly { readonly field: string; readonly cites: readonly Citation[] }[];
  readonly responsibilityMoves: { readonly cites: readonly Citation[] } | null;
  /** It stands only provisionally, until these documents or forms arrive. */
  readonly provisional: boolean;
  readonly cites: readonly Citation[];
}

/** The rules a request meets; pure. */
export type JudgeRequest = (policy: Policy, request: RequestCase) => RequestRuling;

export type { ForbiddenWord };
