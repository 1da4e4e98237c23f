import { formatDay, formatTime } from '../../core/format.ts';
import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import { isDailyTime } from '../../policy/entitlement/nursing.ts';
import type { RequestFinding } from '../../policy/request/case.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import { accountOf, dutiesOf } from '../balance/index.ts';
import { contactsOf, type Desk, leadsOf, loadDesk, membersOver, policyFor, tell } from '../people/index.ts';
import {
  type Effect,
  type EffectRefusal,
  type EffectReview,
  type RequestDraft,
  type RequestDuty,
  type StoredRequest,
  withdrawRequest,
} from '../request/index.ts';
import {
  absencesBetween,
  applyEdits,
  approveAbsence,
  dropAbsence,
  dutyLine,
  type EditPreview,
  editsOf,
  explainEdit,
  holdAbsence,
  previewEdits,
  undoEdits,
} from '../roster/index.ts';
import { blockedBy, freeSeat, partOf, placesFor, segmentsOf } from './places.ts';
import { loadOpenCovers, seatsTaken } from './store.ts';
import { text } from './text.ts';
import { elsewhereNotice } from './views.ts';

type Shown = NonNullable<EffectReview['shown']>[number];
const both = (write: (locale: Locale) => string): Words => ({ zh: write('zh'), en: write('en') });
const isPerson = (ctx: Ctx): ctx is PersonCtx => 'actor' in ctx;
const isAhead = (ctx: Ctx, duty: { readonly endsAt: Instant }): boolean => duty.endsAt.epochMilliseconds > ctx.now.epochMilliseconds;
const dayText = (on: string, locale: Locale): string => formatDay(Temporal.PlainDate.from(on), locale);

export const coverKind = 'leave.cover';

/** Somebody is away: what whoever decides is shown, the place that is held, and the roster once it is approved. */
export const absenceEffect: Effect = {
  name: 'absence',
  of: { effect: 'absent' },
  review: async (ctx, desk, draft, id) => {
    if (draft.startsAt === null || draft.endsAt === null || draft.fromOn === null || draft.untilOn === null) return {};
    const [away, staff] = await Promise.all([awayShown(ctx, desk, draft, id), staffShown(ctx, desk, draft)]);
    return { shown: [away, ...staff], findings: blockedFindings(desk, draft) };
  },
  hold: (ctx, desk, request) => hold(ctx, desk, request),
  apply: (ctx, desk, request) => apply(ctx, desk, request),
  release: (ctx, _desk, request) => {
    dropAbsence(ctx, request.id);
    return Promise.resolve();
  },
  undo: async (ctx, desk, request) => {
    dropAbsence(ctx, request.id);
    await endCovers(ctx, request, ctx.now);
    await restoreDuties(ctx, desk, request, ctx.now);
    return ok(undefined);
  },
};

/** Who else of the desk, or of the station where people of several desks stand, is away in these days; never why. */
async function awayShown(ctx: Ctx, desk: Desk, draft: RequestDraft, id: string | null): Promise<Shown> {
  const { startsAt, endsAt } = draft;
  const value: Words = text.nobodyAway;
  if (startsAt === null || endsAt === null) return { fact: 'away', label: text.away, value };
  const [others, members] = await Promise.all([absencesBetween(ctx, { desks: [desk.id] }, startsAt, endsAt), membersOver(ctx, desk)]);
  const lines = others
    .filter((absence) => absence.request !== id && absence.person !== draft.subject)
    .map((absence) => {
      const name = members.find((member) => member.person === absence.person)?.name ?? { zh: '—', en: '—' };
      const from = absence.startsAt.toZonedDateTimeISO(desk.zone).toPlainDate().toString();
      const until = absence.endsAt.subtract({ milliseconds: 1 }).toZonedDateTimeISO(desk.zone).toPlainDate().toString();
      const span = (locale: Locale): string =>
        from === until ? dayText(from, locale) : `${dayText(from, locale)}–${dayText(until, locale)}`;
      return both((locale) => text.awayOne(name[locale], span(locale), absence.approved)[locale]);
    });
  return {
    fact: 'away',
    label: text.away,
    value: lines.length === 0 ? value : both((locale) => lines.map((line) => line[locale]).join('\n')),
  };
}

/** Who is left in each shift at the thinnest minute. */
async function staffShown(ctx: Ctx, desk: Desk, draft: RequestDraft): Promise<readonly Shown[]> {
  const ahead = draft.duties.filter((duty) => duty.part === 'absent' && isAhead(ctx, duty));
  if (ahead.length === 0) return [{ fact: 'staff_on_shift', label: text.staff, value: text.noDuties }];
  const preview = await previewEdits(ctx, desk, editsOf(ahead, draft.subject, null), 'leave');
  if (!preview.ok) return [];
  const lines: Words[] = [];
  for (const { duty, thinnest, least } of preview.value.staffing) {
    const name = await shiftName(ctx, desk, duty.dutyOn, duty.shift);
    const at = formatTime(thinnest.from, desk.zone);
    const short = least !== null && thinnest.count < least;
    lines.push(
      both((locale) => {
        const line = text.staffOne(dutyLine({ ...duty, shiftName: name }, desk.zone, locale), thinnest.count, at)[locale];
        return least === null ? line : line + (short ? text.needed(least) : text.enough(least))[locale];
      }),
    );
  }
  return [{ fact: 'staff_on_shift', label: text.staff, value: both((locale) => lines.map((line) => line[locale]).join('\n')) }];
}

export async function shiftName(ctx: Ctx, desk: Desk, on: string, shift: string): Promise<Words> {
  const policy = await policyFor(ctx, desk, on);
  return policy.shifts.find(({ value }) => value.code === shift)?.value.name ?? { zh: shift, en: shift };
}

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

/** Takes a place of absence. The database has the last word: of two who take the last seat at once, one looks again and finds it taken. */
async function hold(ctx: Ctx, desk: Desk, request: StoredRequest): Promise<Result<void, EffectRefusal>> {
  const { startsAt, endsAt, fromOn } = request;
  if (startsAt === null || endsAt === null || fromOn === null) return ok(undefined);
  const today = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString();
  const policy = await policyFor(ctx, desk, today);
  if (isDailyTime(policy, accountOf(request), fromOn)) return ok(undefined);
  const own = (await absencesBetween(ctx, { people: [request.subject] }, startsAt, endsAt)).find(
    (absence) => absence.request !== request.id,
  );
  if (own !== undefined) return refuse({ code: 'leave.alreadyAway', words: text.alreadyAway(own.number) });
  const places = placesFor(policy, request);
  const common = { desk: desk.id, person: request.subject, request: request.id, kind: request.kind };
  for (const segment of segmentsOf({ startsAt, endsAt }, places, request.duties)) {
    const span = { startsAt: segment.startsAt, endsAt: segment.endsAt };
    if (segment.place === null) {
      holdAbsence(ctx, { ...common, ...span, lane: null, seat: null });
      continue;
    }
    const { lane, seats } = segment.place;
    const taken = await seatsTaken(ctx, lane, segment.startsAt, segment.endsAt);
    const seat = freeSeat(
      seats,
      taken.map((absence) => absence.seat),
    );
    if (seat === null) {
      const names = await namesOf(ctx, [...new Set(taken.map((absence) => absence.person))]);
      return refuse({ code: 'leave.laneFull', words: both((locale) => text.laneFull(seats, names[locale])[locale]) });
    }
    holdAbsence(ctx, { ...common, ...span, lane, seat });
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
  const { startsAt, endsAt, fromOn } = request;
  if (startsAt === null || endsAt === null || fromOn === null) return ok(undefined);
  const today = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString();
  if (isDailyTime(await policyFor(ctx, desk, today), accountOf(request), fromOn)) return ok(undefined);
  approveAbsence(ctx, request.id);
  const duties = await dutiesNow(ctx, desk, request, { startsAt, endsAt });
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
  await tellOtherDesks(ctx, desk, request, startsAt, endsAt);
  return ok(undefined);
}

/** The shifts of the desk the leave cuts into, as the roster is now: since it was filed somebody may have changed it. */
async function dutiesNow(
  ctx: Ctx,
  desk: Desk,
  request: StoredRequest,
  leave: { readonly startsAt: Instant; readonly endsAt: Instant },
): Promise<readonly RequestDuty[]> {
  const duties = await dutiesOf(ctx, request.subject, leave.startsAt, leave.endsAt);
  return duties
    .filter((duty) => duty.desk === desk.id && isAhead(ctx, duty))
    .map((duty): RequestDuty => {
      const part = partOf(duty, leave) ?? { start: duty.startsAt, end: duty.endsAt };
      const { slot, dutyOn, shift } = duty;
      return { slot, person: request.subject, part: 'absent', startsAt: part.start, endsAt: part.end, dutyOn, shift };
    });
}

const causeOf = (request: StoredRequest) => ({ request: request.id, number: request.number });

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
async function tellOtherDesks(ctx: Ctx, desk: Desk, request: StoredRequest, from: Instant, to: Instant): Promise<void> {
  const elsewhere = (await dutiesOf(ctx, request.subject, from, to)).filter((duty) => duty.desk !== desk.id && isAhead(ctx, duty));
  for (const id of new Set(elsewhere.map((duty) => duty.desk))) {
    const other = await loadDesk(ctx, id);
    if (other === null) continue;
    const [contacts, who] = await Promise.all([
      leadsOf(ctx, id).then((leads) => contactsOf(ctx, leads)),
      contactsOf(ctx, [request.subject]),
    ]);
    const name = who.get(request.subject)?.name ?? { zh: '—', en: '—' };
    const duties = elsewhere.filter((duty) => duty.desk === id);
    tell(ctx, contacts.values(), (locale) => ({ view: elsewhereNotice(other, name, duties, locale) }));
  }
}

/** Cover nobody has agreed to yet is not needed any more: whoever was asked for is there. */
export async function endCovers(ctx: Ctx, request: StoredRequest, from: Instant): Promise<void> {
  for (const id of await loadOpenCovers(ctx, request.id, from))
    await withdrawRequest(ctx, { id, person: request.subject, leads: false, reason: null });
}

/**
 * Puts the person back into the shifts from `from` on that the leave took them out of. Where the roster of now does not allow it, nothing is changed
 * and the reason is given; shifts somebody covers stay theirs.
 */
export async function restoreDuties(
  ctx: Ctx,
  desk: Desk,
  request: StoredRequest,
  from: Instant,
): Promise<{ readonly restored: readonly RequestDuty[]; readonly kept: readonly RequestDuty[]; readonly why: Words | null }> {
  const gone = request.duties.filter(
    (duty) => duty.part === 'absent' && isAhead(ctx, duty) && duty.endsAt.epochMilliseconds > from.epochMilliseconds,
  );
  const still = await dutiesOf(ctx, request.subject, from, request.endsAt ?? from);
  const out = gone.filter((duty) => !still.some((one) => one.slot === duty.slot));
  const wanted = out.map((duty) => (duty.startsAt.epochMilliseconds < from.epochMilliseconds ? { ...duty, startsAt: from } : duty));
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
  const kept = wanted.filter((duty) => !possible.includes(duty));
  if (possible.length === 0) return { restored: [], kept, why: null };
  const edits = editsOf(possible, request.subject, null);
  const by = isPerson(ctx) ? ctx.actor.person : request.filedBy;
  const done = await undoEdits(ctx, desk, edits, { by, reason: null, cause: causeOf(request), moment: 'leave', accept: 'flags' });
  if (done.ok) return { restored: possible, kept, why: null };
  return { restored: [], kept: wanted, why: await explainEdit(ctx, desk, edits, done.refusal) };
}
