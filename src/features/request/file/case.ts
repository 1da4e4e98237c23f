import type { DeskId, PersonId } from '../../../core/ids.ts';
import { type Instant, type Interval, Temporal, type Zone } from '../../../core/time.ts';
import type { Facts, FactValue } from '../../../policy/condition.ts';
import type { Finding } from '../../../policy/finding.ts';
import type { DayLookup } from '../../../policy/policy.ts';
import type { OtherRequest, Party, RequestCase, RequestFinding, TouchedDuty } from '../../../policy/request/case.ts';
import type { RequestField, RequestType } from '../../../policy/request/type.ts';
import type { Desk } from '../../people/index.ts';
import type { EditPreview, LeaveSpan } from '../../roster/index.ts';
import type { Holder } from '../decide/approvers.ts';
import { typeOf } from '../registry.ts';
import { type EffectReview, openStates, type RequestDraft, type RequestDuty, type StoredRequest, standingStates } from '../request.ts';

/** What a case is made from, beside the draft. */
export interface CaseFacts {
  readonly now: Instant;
  readonly filedAt: Instant;
  readonly desk: Pick<Desk, 'id' | 'zone' | 'kinds'>;
  readonly type: RequestType;
  readonly day: DayLookup;
  readonly holders: readonly Holder[];
  /** Open and standing requests of its people, and those of the station and desk in the same stretch of time. */
  readonly beside: readonly (StoredRequest & Pick<OtherRequest, 'span'>)[];
  readonly isSwap: (type: string) => boolean;
  /** From when to when somebody is away for it, by their duty days; null: it is no leave. */
  readonly away: LeaveSpan | null;
  readonly preview: EditPreview | null;
  readonly documents: RequestCase['documents'];
  readonly reviews: readonly EffectReview[];
}

/** Who somebody is for the rules: on the desk they stand on, that of the request first. */
export function partyOf(person: PersonId, desk: DeskId, holders: readonly Holder[]): Party {
  const own = holders.filter((holder) => holder.person === person);
  const here = own.find((holder) => holder.desk === desk) ?? own[0];
  return {
    person,
    desk: here?.desk ?? desk,
    station: here?.attributes.station ?? here?.desk ?? desk,
    roles: here?.roles ?? [],
    attributes: here?.attributes ?? {},
  };
}

/** The stretch of time a request takes; of duties, from the first to the last. */
export function spanOf(draft: Pick<RequestDraft, 'startsAt' | 'endsAt'>): Interval | null {
  return draft.startsAt === null || draft.endsAt === null ? null : { start: draft.startsAt, end: draft.endsAt };
}

const shiftOf = (duties: readonly RequestDuty[]): RequestDuty | undefined => duties.find((duty) => duty.part !== 'returned') ?? duties[0];

function otherRequest(request: CaseFacts['beside'][number], zone: Zone): OtherRequest {
  const duty = shiftOf(request.duties);
  return {
    id: request.id,
    type: request.type,
    kind: request.kind,
    open: openStates.includes(request.state),
    subject: request.subject,
    partner: request.partner,
    station: request.station,
    desk: request.desk,
    shift: duty?.shift ?? null,
    on: duty?.dutyOn ?? request.fromOn ?? request.filedAt.toZonedDateTimeISO(zone).toPlainDate().toString(),
    span: request.span,
  };
}

/** Who has a duty once the request is carried out. */
const receiver = (duty: RequestDuty, request: Pick<RequestDraft, 'subject' | 'partner'>): PersonId | null => {
  if (duty.part === 'returned') return request.subject;
  return duty.part === 'absent' ? null : request.partner;
};

interface Origin {
  readonly swapped: TouchedDuty['swapped'];
  readonly swap: string | null;
}

/** How a duty came to a person: by a swap, taken over or given in return. */
function originOf(
  slot: string,
  person: PersonId,
  swaps: readonly (Pick<RequestDraft, 'subject' | 'partner' | 'duties'> & { id: string })[],
): Origin {
  for (const swap of swaps) {
    const duty = swap.duties.find((one) => one.slot === slot && receiver(one, swap) === person);
    if (duty !== undefined) return { swapped: duty.part === 'returned' ? 'returned' : 'swapped', swap: swap.id };
  }
  return { swapped: null, swap: null };
}

/** A field's text as conditions read it. */
function answerOf(field: RequestField, text: string): FactValue | undefined {
  switch (field.kind) {
    case 'flag':
      return text === 'yes';
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'choice':
      return text;
    case 'text':
    case 'long-text':
    case 'date':
    case 'time':
    case 'person':
    case 'duty':
    case 'their-duty':
    case 'document':
      return undefined;
  }
}

function answersOf(draft: RequestDraft, facts: CaseFacts, subject: Party): Facts {
  const own = facts.type.fields.flatMap((field): [string, FactValue | undefined][] => {
    const text = draft.fields[field.name];
    return text === undefined || text === '' ? [] : [[field.name, answerOf(field, text)]];
  });
  return {
    unit_kind: facts.desk.kinds,
    verbal: draft.toldAt !== null,
    ...(subject.attributes.region === undefined ? {} : { region: subject.attributes.region }),
    ...Object.fromEntries(own),
    ...Object.assign({}, ...facts.reviews.map((review) => review.answers ?? {})),
  };
}

/** Names under which rules ask for a field, beside the names the type gives them. A question answered with no gives nothing. */
function filledOf(draft: RequestDraft, type: RequestType): string[] {
  const has = (part: RequestDuty['part']): boolean => draft.duties.some((duty) => duty.part === part);
  const known: readonly (readonly [string, boolean])[] = [
    ['requester', true],
    ['kind', draft.kind !== null],
    ['leave_type', draft.kind !== null],
    ['partner', draft.partner !== null],
    ['substitute', draft.partner !== null],
    ['from', draft.startsAt !== null],
    ['until', draft.endsAt !== null],
    ['start', draft.startsAt !== null],
    ['end', draft.endsAt !== null],
    ['given_shift', has('given') || has('covered')],
    ['return_shift', has('returned')],
  ];
  const denied = type.fields.filter(({ name, kind }) => kind === 'flag' && draft.fields[name] !== 'yes').map(({ name }) => name);
  const typed = Object.entries(draft.fields).filter(([name, value]) => value !== '' && !denied.includes(name));
  return [...new Set([...known.filter(([, filled]) => filled).map(([name]) => name), ...typed.map(([name]) => name)])];
}

/** Whether an approved leave keeps whom it is about from every shift it gives away. */
const leaveStands = ({ subject, duties }: RequestDraft, beside: readonly StoredRequest[]): boolean => {
  const leaves = beside.filter(
    (request) => request.subject === subject && typeOf(request.type)?.effect === 'absent' && standingStates.includes(request.state),
  );
  const away = (duty: RequestDuty): boolean =>
    leaves.some(
      ({ startsAt, endsAt }) =>
        startsAt !== null &&
        endsAt !== null &&
        startsAt.epochMilliseconds < duty.endsAt.epochMilliseconds &&
        duty.startsAt.epochMilliseconds < endsAt.epochMilliseconds,
    );
  const given = duties.filter((duty) => duty.person === subject);
  return given.length > 0 && given.every(away);
};

const half = (at: Instant, zone: Zone): boolean => at.toZonedDateTimeISO(zone).hour === 12;

/** Calendar days, half days where it begins or ends at noon; working days without those the calendar frees. */
export function lengthsOf(span: Interval | null, zone: Zone, day: DayLookup): RequestCase['lengths'] {
  if (span === null) return { days: 0, calendarDays: 0, workingDays: 0 };
  const first = span.start.toZonedDateTimeISO(zone).toPlainDate();
  const last = span.end.subtract({ milliseconds: 1 }).toZonedDateTimeISO(zone).toPlainDate();
  let [calendarDays, workingDays] = [0, 0];
  for (let on = first; Temporal.PlainDate.compare(on, last) <= 0; on = on.add({ days: 1 })) {
    const cut = (on.equals(first) && half(span.start, zone) ? 0.5 : 0) + (on.equals(last) && half(span.end, zone) ? 0.5 : 0);
    const part = Math.max(0, 1 - cut);
    calendarDays += part;
    const { kind } = day(on.toString());
    if (kind === 'workday' || kind === 'make-up-workday' || kind === 'unknown') workingDays += part;
  }
  return { days: calendarDays, calendarDays, workingDays };
}

const isPolicyFinding = (finding: EditPreview['findings'][number]): finding is EditPreview['findings'][number] & Finding =>
  finding.code !== 'planner-other' && finding.code !== 'planner-unnamed';

/** The case of a draft, for the judge. */
export function caseOf(draft: RequestDraft, id: string, facts: CaseFacts): RequestCase {
  const { desk, holders, beside, preview, reviews } = facts;
  const subject = partyOf(draft.subject, desk.id, holders);
  const partner = draft.partner === null ? null : partyOf(draft.partner, desk.id, holders);
  const swaps = [...(facts.isSwap(draft.type) ? [{ ...draft, id }] : []), ...beside.filter((request) => facts.isSwap(request.type))];
  const earlier = beside.filter((request) => facts.isSwap(request.type));
  const span = spanOf(draft);
  return {
    id,
    type: draft.type,
    kind: draft.kind,
    now: facts.now,
    filedAt: draft.toldAt ?? facts.filedAt,
    zone: desk.zone,
    day: facts.day,
    subject,
    partner,
    filedBy: { person: draft.filedBy, roles: partyOf(draft.filedBy, desk.id, holders).roles },
    span,
    ...(facts.away === null ? {} : { away: { start: facts.away.startsAt, end: facts.away.endsAt } }),
    from: draft.fromOn,
    until: draft.untilOn,
    lengths: reviews.findLast((review) => review.lengths !== undefined)?.lengths ?? lengthsOf(span, desk.zone, facts.day),
    filled: filledOf(draft, facts.type),
    answers: answersOf(draft, facts, subject),
    documents: facts.documents,
    touched: draft.duties.map((duty) => ({
      person: duty.person,
      slot: duty.slot,
      shift: duty.shift,
      dutyOn: duty.dutyOn,
      startsAt: duty.startsAt,
      endsAt: duty.endsAt,
      ...originOf(duty.slot, duty.person, earlier),
    })),
    resulting: (preview?.resulting ?? []).map((stay) => ({
      person: stay.person,
      slot: stay.slot ?? '',
      shift: stay.shift,
      dutyOn: stay.dutyOn,
      startsAt: stay.startsAt,
      endsAt: stay.endsAt,
      ...(stay.slot === null ? { swapped: null, swap: null } : originOf(stay.slot, stay.person, swaps)),
    })),
    others: beside.map((request) => otherRequest(request, desk.zone)),
    rosterFindings: (preview?.findings ?? []).filter(isPolicyFinding),
    given: [...reviews.flatMap((review) => review.given ?? []), ...(leaveStands(draft, beside) ? ['leave-approved'] : [])],
    claimed: reviews.findLast((review) => review.claimed !== undefined && review.claimed !== null)?.claimed ?? null,
  };
}

/** A duty that another open or standing request moves already. */
export function movedAlready(
  draft: RequestDraft,
  beside: readonly StoredRequest[],
): { readonly duty: RequestDuty; readonly by: StoredRequest } | null {
  for (const duty of draft.duties) {
    const by = beside.find((request) =>
      request.duties.some(
        (other) =>
          other.slot === duty.slot &&
          other.person === duty.person &&
          other.startsAt.epochMilliseconds < duty.endsAt.epochMilliseconds &&
          other.endsAt.epochMilliseconds > duty.startsAt.epochMilliseconds,
      ),
    );
    if (by !== undefined) return { duty, by };
  }
  return null;
}

/** Findings that stop a request. `decides`: somebody decides it and may set aside what holds in principle only. */
export const blocking = (findings: readonly RequestFinding[], decides: boolean): RequestFinding[] =>
  findings.filter((finding) => finding.level === 'refuse' && !(finding.principle && decides));
