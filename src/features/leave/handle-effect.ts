import { formatDay } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import { without } from '../../policy/cover.ts';
import { isDailyTime } from '../../policy/entitlement/nursing.ts';
import type { RequestFinding } from '../../policy/request/case.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import { accountOf } from '../balance/index.ts';
import { contactsOf, type Desk, leadsOf, loadDesk, policyFor, tell } from '../people/index.ts';
import {
  absentDuties,
  type Effect,
  type EffectRefusal,
  type LeaveOnRoster,
  leaveOnRoster,
  type RequestDraft,
  type RequestDuty,
  replaceDuties,
  type StoredRequest,
  withdrawRequest,
} from '../request/index.ts';
import {
  absencesBetween,
  absencesOf,
  applyEdits,
  approveAbsence,
  dropAbsence,
  type EditPreview,
  editsOf,
  explainEdit,
  holdAbsence,
  type LeaveSpan,
  previewEdits,
  slotsOfPerson,
  undoEdits,
} from '../roster/index.ts';
import { blockedBy, freeSeat, placesFor, segmentsOf } from './places.ts';
import { loadCovered, loadOpenCovers, seatsTaken } from './store.ts';
import { text } from './text.ts';
import { elsewhereNotice } from './views.ts';

const both = (write: (locale: Locale) => string): Words => ({ zh: write('zh'), en: write('en') });
const isPerson = (ctx: Ctx): ctx is PersonCtx => 'actor' in ctx;
const isAhead = (ctx: Ctx, duty: { readonly endsAt: Instant }): boolean => duty.endsAt.epochMilliseconds > ctx.now.epochMilliseconds;
const dayText = (on: string, locale: Locale): string => formatDay(Temporal.PlainDate.from(on), locale);

const isBefore = (a: Instant, b: Instant): boolean => a.epochMilliseconds < b.epochMilliseconds;

export const coverKind = 'leave.cover';

/** Coming shifts of somebody that are looked through for those they are back in. */
const mostDuties = 400;

/** Somebody is away: the place that is held, and the roster once it is approved. */
export const absenceEffect: Effect = {
  name: 'absence',
  of: { effect: 'absent' },
  review: (_ctx, desk, draft) => Promise.resolve({ findings: blockedFindings(desk, draft) }),
  hold: (ctx, desk, request) => hold(ctx, desk, request),
  apply: (ctx, desk, request) => apply(ctx, desk, request),
  release: (ctx, _desk, request) => {
    dropAbsence(ctx, request.id);
    return Promise.resolve();
  },
  mayCancel: (ctx, desk, request) => Promise.resolve(isTaken(ctx, desk, request)),
  undo: async (ctx, desk, request) => {
    const taken = isTaken(ctx, desk, request);
    if (taken !== null) return refuse(taken);
    dropAbsence(ctx, request.id);
    await endCovers(ctx, request, null);
    await restoreDuties(ctx, desk, request, null);
    return ok(undefined);
  },
};

/** Leave of which a day has passed was taken as far as it went: it ends by coming back, which keeps those days. */
function isTaken(ctx: Ctx, desk: Desk, { fromOn }: StoredRequest): EffectRefusal | null {
  const today = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString();
  if (fromOn === null || fromOn >= today) return null;
  return { code: 'leave.taken', words: both((locale) => text.taken(dayText(fromOn, locale))[locale]) };
}

export async function shiftName(ctx: Ctx, desk: Desk, on: string, shift: string): Promise<Words> {
  const policy = await policyFor(ctx, desk, on);
  return policy.shifts.find(({ value }) => value.code === shift)?.value.name ?? { zh: shift, en: shift };
}

/** Duties of a desk under the names of their shifts. */
export const named = <Duty extends { readonly dutyOn: string; readonly shift: string }>(
  ctx: Ctx,
  desk: Desk,
  duties: readonly Duty[],
): Promise<readonly (Duty & { readonly shiftName: Words })[]> =>
  Promise.all(duties.map(async (duty) => ({ ...duty, shiftName: await shiftName(ctx, desk, duty.dutyOn, duty.shift) })));

/** Days the desk itself has closed for leave. */
function blockedFindings(desk: Desk, draft: RequestDraft): readonly RequestFinding[] {
  if (draft.fromOn === null || draft.untilOn === null) return [];
  const blocked = blockedBy({ from: draft.fromOn, until: draft.untilOn }, desk.settings.leave.block_out);
  if (blocked === null) return [];
  const free = Temporal.PlainDate.from(blocked.until).add({ days: 1 }).toString();
  const words = both(
    (locale) => text.blockedWords(blocked.name, `${dayText(blocked.from, locale)}–${dayText(blocked.until, locale)}`)[locale],
  );
  return [
    {
      code: 'forbidden-day',
      level: 'refuse',
      measured: [draft.fromOn, blocked.from].toSorted().at(-1) ?? draft.fromOn,
      allowed: blocked.name,
      instead: free,
      person: draft.subject,
      finding: null,
      principle: false,
      cites: [{ rule: 'desk', preset: null, title: text.blockedTitle, section: text.blockedSection, words }],
    },
  ];
}

/** Whether it takes time off each day instead of whole shifts. */
const isDaily = async (ctx: Ctx, desk: Desk, request: StoredRequest): Promise<boolean> => {
  const today = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString();
  return request.fromOn !== null && isDailyTime(await policyFor(ctx, desk, today), accountOf(request), request.fromOn);
};

async function hold(ctx: Ctx, desk: Desk, request: StoredRequest): Promise<Result<void, EffectRefusal>> {
  const leave = (await isDaily(ctx, desk, request)) ? null : await leaveOnRoster(ctx, desk, request, request.id);
  return leave === null ? ok(undefined) : takePlaces(ctx, desk, request, leave.span, request.duties, false);
}

/** Takes places of absence. The database has the last word: of two who take the last seat at once, one looks again and finds it taken. */
async function takePlaces(
  ctx: Ctx,
  desk: Desk,
  request: StoredRequest,
  span: LeaveSpan,
  duties: readonly RequestDuty[],
  approved: boolean,
): Promise<Result<void, EffectRefusal>> {
  const own = (await absencesBetween(ctx, { people: [request.subject] }, span.startsAt, span.endsAt)).find(
    (absence) => absence.request !== request.id,
  );
  if (own !== undefined) return refuse({ code: 'leave.alreadyAway', words: text.alreadyAway(own.number) });
  const today = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString();
  const places = placesFor(await policyFor(ctx, desk, today), request);
  const common = { desk: desk.id, person: request.subject, request: request.id, kind: request.kind, approved };
  for (const segment of segmentsOf(span, places, duties)) {
    const row = { ...common, ...span, startsAt: segment.startsAt, endsAt: segment.endsAt };
    if (segment.place === null) {
      holdAbsence(ctx, { ...row, lane: null, seat: null });
      continue;
    }
    const { lane, seats } = segment.place;
    const taken = (await seatsTaken(ctx, lane, segment.startsAt, segment.endsAt)).filter((absence) => absence.request !== request.id);
    const seat = freeSeat(
      seats,
      taken.map((absence) => absence.seat),
    );
    if (seat === null) {
      const names = await namesOf(ctx, [...new Set(taken.map((absence) => absence.person))]);
      return refuse({ code: 'leave.laneFull', words: both((locale) => text.laneFull(seats, names[locale])[locale]) });
    }
    holdAbsence(ctx, { ...row, lane, seat });
  }
  return ok(undefined);
}

async function namesOf(ctx: Ctx, people: readonly PersonId[]): Promise<Words> {
  const contacts = await contactsOf(ctx, people);
  const names = people.flatMap((person) => contacts.get(person)?.name ?? []);
  return { zh: names.map((name) => name.zh).join('、'), en: names.map((name) => name.en).join(', ') };
}

/** Codes of roster findings that cover mends: too few people, or a stretch without anybody. */
const shortages: readonly string[] = ['too-few', 'coverage-gap', 'break-too-few', 'shift-empty'];
/** Too few people by the rules; or nobody at all for a while, which no rule has to forbid. */
const isShort = ({ findings, staffing }: EditPreview): boolean =>
  findings.some((finding) => shortages.includes(finding.code)) || staffing.some(({ thinnest }) => thinnest.count === 0);

/**
 * Approved: the person is taken out of the shifts they can be missed in. A shift that would have too few people keeps them on paper until somebody
 * covers it; cover is asked for at once. Shifts of other desks are not ours to change: their leads are told.
 */
async function apply(ctx: Ctx, desk: Desk, request: StoredRequest): Promise<Result<void, EffectRefusal>> {
  const leave = (await isDaily(ctx, desk, request)) ? null : await leaveOnRoster(ctx, desk, { ...request, duties: [] }, request.id);
  if (leave === null) return ok(undefined);
  const taken = absentDuties(leave, request);
  const duties = taken.filter((duty) => isAhead(ctx, duty));
  if (!sameDuties(taken, request.duties)) replaceDuties(ctx, request.id, taken);
  const placed = await settlePlaces(ctx, desk, request, leave.span, duties);
  if (!placed.ok) return placed;
  const { free, short } = await sortDuties(ctx, desk, request, duties);
  if (free.length > 0) {
    const edits = editsOf(free, request.subject, null);
    const by = isPerson(ctx) ? ctx.actor.person : request.filedBy;
    const done = await applyEdits(ctx, desk, edits, { by, reason: null, cause: causeOf(request), moment: 'leave', accept: 'flags' });
    if (!done.ok) return refuse({ code: done.refusal.code, words: await explainEdit(ctx, desk, edits, done.refusal) });
  }
  for (const duty of short) {
    ctx.unit.due({
      kind: coverKind,
      key: `${request.id}:${duty.slot}:${duty.startsAt}`,
      at: ctx.now,
      desk: desk.id,
      payload: { request: request.id, slot: duty.slot, startsAt: duty.startsAt.toString() },
    });
  }
  await tellOtherDesks(
    ctx,
    request,
    leave.duties.filter((duty) => duty.desk !== desk.id && isAhead(ctx, duty)),
  );
  return ok(undefined);
}

const sameDuties = (some: readonly RequestDuty[], others: readonly RequestDuty[]): boolean =>
  some.length === others.length &&
  some.every((duty) =>
    others.some((one) => one.slot === duty.slot && one.startsAt.equals(duty.startsAt) && one.endsAt.equals(duty.endsAt)),
  );

/** The absence holds for the roster from now on. Since it was filed somebody may have changed the shifts of its days: then its time is theirs. */
async function settlePlaces(
  ctx: Ctx,
  desk: Desk,
  request: StoredRequest,
  span: LeaveSpan,
  duties: readonly RequestDuty[],
): Promise<Result<void, EffectRefusal>> {
  const held = await absencesOf(ctx, request.id);
  const [first, last] = [held[0], held.at(-1)];
  const isSame = first === undefined || last === undefined || (first.startsAt.equals(span.startsAt) && last.endsAt.equals(span.endsAt));
  if (isSame) {
    approveAbsence(ctx, request.id);
    return ok(undefined);
  }
  dropAbsence(ctx, request.id);
  return takePlaces(ctx, desk, request, span, duties, true);
}

// A request that is filed and approved in one has no number yet.
const causeOf = ({ id, number }: StoredRequest) => (number === 0 ? { request: id } : { request: id, number });

/** Which duties can go without anybody in their place: all of them together where that breaks nothing, else each that breaks nothing beside those before. */
async function sortDuties(
  ctx: Ctx,
  desk: Desk,
  request: StoredRequest,
  duties: readonly RequestDuty[],
): Promise<{ readonly free: readonly RequestDuty[]; readonly short: readonly RequestDuty[] }> {
  if (duties.length === 0) return { free: [], short: [] };
  const breaks = async (some: readonly RequestDuty[]): Promise<boolean> => {
    const preview = await previewEdits(ctx, desk, editsOf(some, request.subject, null), 'leave');
    return preview.ok && isShort(preview.value);
  };
  if (!(await breaks(duties))) return { free: duties, short: [] };
  const free: RequestDuty[] = [];
  const short: RequestDuty[] = [];
  for (const duty of duties) ((await breaks([...free, duty])) ? short : free).push(duty);
  return { free, short };
}

/** Duties on desks that did not decide: their leads learn who is missing and when, nothing else. */
async function tellOtherDesks(ctx: Ctx, request: StoredRequest, elsewhere: LeaveOnRoster['duties']): Promise<void> {
  for (const id of new Set(elsewhere.map((duty) => duty.desk))) {
    const other = await loadDesk(ctx, id);
    if (other === null) continue;
    const [contacts, who] = await Promise.all([
      leadsOf(ctx, id).then((leads) => contactsOf(ctx, leads)),
      contactsOf(ctx, [request.subject]),
    ]);
    const name = who.get(request.subject)?.name ?? { zh: '—', en: '—' };
    const duties = await named(
      ctx,
      other,
      elsewhere.filter((duty) => duty.desk === id),
    );
    tell(ctx, contacts.values(), (locale) => ({ view: elsewhereNotice(other, name, duties, locale) }));
  }
}

/** Cover nobody has agreed to yet is not needed any more, of shifts of the day `from` and later: whoever was asked for is there. Null: of any. */
export async function endCovers(ctx: Ctx, request: StoredRequest, from: string | null): Promise<void> {
  for (const id of await loadOpenCovers(ctx, request.id, from))
    await withdrawRequest(ctx, { id, person: request.subject, leads: false, reason: null });
}

/** A duty without some stretches of it. */
const cut = (duty: RequestDuty, parts: readonly { readonly startsAt: Instant; readonly endsAt: Instant }[]): readonly RequestDuty[] =>
  without(
    { start: duty.startsAt, end: duty.endsAt },
    parts.map(({ startsAt, endsAt }) => ({ start: startsAt, end: endsAt })),
  ).map(({ start, end }) => ({ ...duty, startsAt: start, endsAt: end }));

/**
 * Puts the person back into the shifts that the leave took them out of, those of the duty day `from` and later; null: all that are not over. Where the
 * roster of now does not allow it, nothing is changed and the reason is given; shifts somebody covers stay theirs.
 */
export async function restoreDuties(
  ctx: Ctx,
  desk: Desk,
  request: StoredRequest,
  from: string | null,
): Promise<{ readonly restored: readonly RequestDuty[]; readonly kept: readonly RequestDuty[]; readonly why: Words | null }> {
  const gone = request.duties
    .filter((duty) => duty.part === 'absent' && isAhead(ctx, duty) && (from === null || duty.dutyOn >= from))
    .map((duty) => (isBefore(duty.startsAt, ctx.now) ? { ...duty, startsAt: ctx.now } : duty));
  const [still, covered] = await Promise.all([
    slotsOfPerson(ctx, request.subject, ctx.now, mostDuties),
    loadCovered(
      ctx,
      request.subject,
      gone.map((duty) => duty.slot),
    ),
  ]);
  const out = gone.flatMap((duty) =>
    cut(
      duty,
      still.filter((one) => one.id === duty.slot),
    ),
  );
  const wanted = out.flatMap((duty) =>
    cut(
      duty,
      covered.filter((one) => one.slot === duty.slot),
    ),
  );
  const theirs = out.flatMap((duty) =>
    cut(
      duty,
      wanted.filter((one) => one.slot === duty.slot),
    ),
  );
  const possible: RequestDuty[] = [];
  for (const duty of wanted) {
    const back = [...possible, duty].map((one) => ({
      slot: one.slot,
      out: null,
      in: one.person,
      part: { start: one.startsAt, end: one.endsAt },
      role: null,
    }));
    const preview = await previewEdits(ctx, desk, back, 'leave', request.id);
    if (preview.ok && !preview.value.findings.some((finding) => finding.level === 'refuse')) possible.push(duty);
  }
  const kept = [...theirs, ...wanted.filter((duty) => !possible.includes(duty))];
  if (possible.length === 0) return { restored: [], kept, why: null };
  const edits = editsOf(possible, request.subject, null);
  const by = isPerson(ctx) ? ctx.actor.person : request.filedBy;
  const done = await undoEdits(ctx, desk, edits, { by, reason: null, cause: causeOf(request), moment: 'leave', accept: 'flags' });
  if (done.ok) return { restored: possible, kept, why: null };
  return { restored: [], kept: out, why: await explainEdit(ctx, desk, edits, done.refusal) };
}
