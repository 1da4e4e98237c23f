import type { Words } from '../../../core/locale.ts';
import { type Instant, Temporal } from '../../../core/time.ts';
import {
  countsAs,
  type DueList,
  listsDue,
  overtimeDifferences,
  type Policy,
  reconciliation,
  requestTypes,
  transferParts,
} from '../../../policy/index.ts';
import type { Ctx } from '../../../runtime/context.ts';
import { type Desk, policyFor } from '../../people/index.ts';
import { openStates, outcomeName, requestsOfPerson, type StoredRequest, standingStates } from '../../request/index.ts';
import { whenCalendar } from '../corrections/handle-hours.ts';
import type { AttendanceFact } from '../month/facts.ts';
import { type Counting, countDesks, partOf } from '../month/handle.ts';
import { weekOf } from '../month/hours.ts';
import { isMissed, sumOf, weekOfPerson } from './content.ts';
import { type Allowances, allowancesOf } from './handle-allowance.ts';
import { loadCredits, loadOwed } from './store.ts';
import { listText as text } from './text.ts';
import { dayWords, factText, type Gap, type ListContent, minutesWords, sumColumns, sumRow } from './views.ts';

/** What a list is about. `do` null: the desk's report of its attendance. */
export interface ListAsked {
  readonly do: DueList['do'] | null;
  readonly from: string;
  readonly until: string;
  /** Moments it is cut at; null: whole days. */
  readonly cut: { readonly start: Instant; readonly end: Instant } | null;
}

interface Names {
  readonly of: (person: string) => Words;
  readonly shift: (fact: AttendanceFact) => Words | null;
}

function namesOf(counting: Counting): Names {
  const names = new Map(counting.people.map(({ person }) => [person.person, person.name]));
  return {
    of: (person) => names.get(person) ?? { zh: '?', en: '?' },
    shift: (fact) => {
      if (fact.shift === null) return null;
      const found = counting.policyOf(fact.desk, fact.on).shifts.find(({ value }) => value.code === fact.shift);
      return found?.value.name ?? { zh: fact.shift, en: fact.shift };
    },
  };
}

const stateOf = (request: StoredRequest): Words => {
  if (openStates.includes(request.state)) return text.states.open;
  return standingStates.includes(request.state) ? text.states.standing : text.states.ended;
};
const typeName = (code: string): Words => requestTypes().find((type) => type.code === code)?.name ?? { zh: code, en: code };
const hoursWords = (hours: number): Words => minutesWords(Math.round(hours * 60));

async function requestsIn(ctx: Ctx, desk: Desk, counting: Counting, types: readonly string[]): Promise<StoredRequest[]> {
  const at = (on: string, days: number): Instant => Temporal.PlainDate.from(on).add({ days }).toZonedDateTime(desk.zone).toInstant();
  const found = await requestsOfPerson(
    ctx,
    counting.people.map(({ person }) => person.person),
    { from: at(counting.from, 0), until: at(counting.until, 1), types },
  );
  const people = new Set(counting.people.map(({ person }) => person.person));
  return found.filter((request) => request.desk === desk.id && people.has(request.subject) && request.state !== 'withdrawn');
}

const explaining = ['attendance-exception', 'leave', 'outing', 'comp-rest'] as const;

/** Weeks that lie in the days, as their Mondays. */
function weeksOf(from: string, until: string): string[] {
  const weeks: string[] = [];
  for (let monday = weekOf(from); monday <= until; monday = Temporal.PlainDate.from(monday).add({ days: 7 }).toString())
    if (monday >= from && Temporal.PlainDate.from(monday).add({ days: 6 }).toString() <= until) weeks.push(monday);
  return weeks;
}

/** Weeks without an explanation, and missed punches nobody asked to correct. */
function weekGaps(policy: Policy, counting: Counting, requests: readonly StoredRequest[], names: Names): Gap[] {
  return weeksOf(counting.from, counting.until).flatMap((monday) => {
    const sunday = Temporal.PlainDate.from(monday).add({ days: 6 }).toString();
    const inWeek = (on: string | null): boolean => on !== null && on >= monday && on <= sunday;
    return counting.people.flatMap(({ person, attendance }): Gap[] => {
      const part = {
        ...attendance,
        days: attendance.days.filter((day) => inWeek(day.on)),
        facts: attendance.facts.filter((fact) => inWeek(fact.on)),
      };
      const own = requests.filter((request) => request.subject === person.person && inWeek(request.fromOn));
      const week = weekOfPerson(policy, part, own);
      if (week === null || !week.listed) return [];
      const hours = Math.round((part.days.reduce((sum, day) => sum + day.minutes, 0) / 60) * 100) / 100;
      const who = names.of(person.person);
      if (week.shortBy > 0) return [{ who, what: text.shortWeek(dayWords(monday), hours, Math.round(week.shortBy * 100) / 100) }];
      return [{ who, what: text.unexplained(dayWords(monday), week.missedPunches) }];
    });
  });
}

/** Missed punches of the list with where their correction stands. */
function missedOf(counting: Counting, asked: ListAsked, requests: readonly StoredRequest[], desk: Desk) {
  return counting.people.flatMap(({ person, attendance }) =>
    partOf(attendance, new Set([desk.id]))
      .facts.filter(isMissed)
      .filter(
        (fact) =>
          asked.cut === null ||
          (fact.until.epochMilliseconds >= asked.cut.start.epochMilliseconds &&
            fact.until.epochMilliseconds < asked.cut.end.epochMilliseconds),
      )
      .map((fact) => {
        const open = requests.some(
          (request) =>
            request.type === 'attendance-exception' &&
            request.subject === person.person &&
            request.fromOn === fact.on &&
            openStates.includes(request.state),
        );
        return {
          person: person.person,
          fact,
          state: fact.confirmedBy !== null ? ('confirmed' as const) : open ? ('pending' as const) : ('noForm' as const),
        };
      }),
  );
}

/** The list of a desk as of now. Each desk lists what happened on it: after a transfer the former desk has its part. */
export async function buildList(ctx: Ctx, desk: Desk, asked: ListAsked): Promise<ListContent> {
  const counting = await countDesks(ctx, [desk], asked.from, asked.until);
  const policy = await policyFor(ctx, desk, asked.until);
  const names = namesOf(counting);
  const base = {
    title: text.title(text.titles[asked.do ?? 'report'], desk.name),
    // A list that is cut begins after the day of the last one; its first evening is looked at all the same.
    range: { from: asked.cut === null ? asked.from : dayAfter(asked.cut.start, desk.zone), until: asked.until },
    cites: policy.lists.filter(({ value, reaction }) => value.do === asked.do && reaction !== 'off').flatMap(({ cites }) => cites),
  };
  switch (asked.do) {
    case null:
    case 'inspect:proxy-punch':
    case 'send:attendance-summary':
      return withAllowances(
        base,
        await summary(ctx, desk, policy, counting, names),
        await allowancesOf(ctx, desk, policy, asked.from, asked.until),
        counting,
      );
    case 'submit:missed-punches': {
      const requests = await requestsIn(ctx, desk, counting, ['attendance-exception']);
      const missed = missedOf(counting, asked, requests, desk);
      // What a rule takes away from a day whose form was not filed.
      const loss = (fact: AttendanceFact) =>
        countsAs(counting.policyOf(fact.desk, fact.on), 'attendance-exception', counting.daysOf(fact.desk)(fact.on));
      const lost = missed.flatMap(({ fact, state }) => (state === 'noForm' ? (loss(fact)?.cites ?? []) : []));
      return {
        ...base,
        cites: [...base.cites, ...new Map(lost.map((cite) => [cite.rule, cite])).values()],
        columns: [text.columns.person, text.columns.what, text.columns.state],
        rows: missed.map(({ person, fact, state }) => {
          const found = state === 'noForm' ? loss(fact) : null;
          return [
            names.of(person),
            factText({ ...fact, confirmedBy: null }, names.shift(fact)),
            found === null ? text[state] : text.withLoss(text[state], outcomeName(found.otherwise)),
          ];
        }),
        gaps: missed
          .filter(({ state }) => state !== 'confirmed')
          .map(({ person, fact, state }) => ({
            who: names.of(person),
            what: (state === 'noForm' ? text.missingForm : text.waitingForm)(dayWords(fact.on), text.codes[fact.code]),
          })),
      };
    }
    case 'submit:attendance-exceptions':
    case 'submit:attendance-papers':
      return { ...base, ...(await forms(ctx, desk, policy, counting, names)) };
    case 'submit:overtime':
      return { ...base, ...(await overtime(ctx, desk, policy, counting, names)) };
  }
}

type Body = Pick<ListContent, 'columns' | 'rows' | 'gaps'>;

/** The table with a column for the duties that earn an allowance, where a rule grants one. */
function withAllowances(base: Omit<ListContent, keyof Body>, body: Body, allowances: Allowances | null, counting: Counting): ListContent {
  if (allowances === null) return { ...base, ...body };
  const cells = counting.people.map(({ person }) => allowances.of(person.person) ?? text.none);
  return {
    ...base,
    ...body,
    columns: [...body.columns, text.columns.allowance],
    rows: body.rows.map((row, index) => [...row, cells[index] ?? text.none]),
    cites: [...base.cites, ...allowances.cites],
  };
}

async function summary(ctx: Ctx, desk: Desk, policy: Policy, counting: Counting, names: Names): Promise<Body> {
  const requests = await requestsIn(ctx, desk, counting, explaining);
  const sums = counting.people.map(({ person, attendance }) => sumOf(person.name, partOf(attendance, new Set([desk.id]))));
  return { columns: sumColumns, rows: sums.map(sumRow), gaps: weekGaps(policy, counting, requests, names) };
}

async function forms(ctx: Ctx, desk: Desk, policy: Policy, counting: Counting, names: Names): Promise<Body> {
  const requests = await requestsIn(ctx, desk, counting, explaining);
  const owed = await loadOwed(
    ctx,
    requests.map((request) => request.id),
  );
  const paper = (code: string): Words => Object.entries(text.owed).find(([name]) => name === code)?.[1] ?? text.owedOther;
  const waiting = requests.filter((request) => openStates.includes(request.state));
  return {
    columns: [text.columns.number, text.columns.person, text.columns.what, text.columns.day, text.columns.state, text.columns.owed],
    rows: requests.map((request) => {
      const missing = (owed.get(request.id) ?? []).map((one) => paper(one.do));
      const join = (locale: 'zh' | 'en') => missing.map((one) => one[locale]).join(locale === 'zh' ? '、' : ', ') || text.none[locale];
      const number = `#${request.number}`;
      const day = request.fromOn === null ? text.none : dayWords(request.fromOn);
      return [
        { zh: number, en: number },
        names.of(request.subject),
        typeName(request.type),
        day,
        stateOf(request),
        { zh: join('zh'), en: join('en') },
      ];
    }),
    gaps: [
      ...weekGaps(policy, counting, requests, names),
      ...waiting.map((request) => ({
        who: names.of(request.subject),
        what: text.waitingForm(dayWords(request.fromOn ?? counting.from), typeName(request.type)),
      })),
      ...requests.flatMap((request) =>
        (owed.get(request.id) ?? []).map((one) => ({
          who: names.of(request.subject),
          what: text.owedPaper(dayWords(request.fromOn ?? counting.from), paper(one.do)),
        })),
      ),
    ],
  };
}

async function overtime(ctx: Ctx, desk: Desk, policy: Policy, counting: Counting, names: Names): Promise<Body> {
  const requests = await requestsIn(ctx, desk, counting, ['overtime']);
  const credits = await loadCredits(
    ctx,
    requests.map((request) => request.id),
  );
  const hoursOf = ({ startsAt, endsAt }: StoredRequest): number =>
    startsAt === null || endsAt === null
      ? 0
      : Math.round(((endsAt.epochMilliseconds - startsAt.epochMilliseconds) / 3_600_000) * 100) / 100;
  const waiting = requests.filter((request) => openStates.includes(request.state));
  const claims = requests.filter((request) => openStates.includes(request.state) || standingStates.includes(request.state));
  const gaps = [...new Set(claims.map((request) => `${request.subject} ${weekOf(request.fromOn ?? counting.from)}`))].flatMap((key) => {
    const [person = '', monday = ''] = key.split(' ');
    const sunday = Temporal.PlainDate.from(monday).add({ days: 6 }).toString();
    const days = (counting.people.find((one) => one.person.person === person)?.attendance.days ?? []).filter(
      (day) => day.on >= monday && day.on <= sunday,
    );
    const own = claims.filter((request) => request.subject === person && weekOf(request.fromOn ?? counting.from) === monday);
    const compared = overtimeDifferences({
      policy,
      weekHours: days.filter((day) => day.rostered).reduce((sum, day) => sum + day.minutes, 0) / 60,
      claims: own.map((request) => {
        const day = days.filter((one) => one.on === request.fromOn);
        const punched = Math.round((day.reduce((sum, one) => sum + one.minutes, 0) / 60) * 100) / 100;
        return {
          request: request.id,
          on: request.fromOn ?? monday,
          hours: hoursOf(request),
          rest: !day.some((one) => one.rostered),
          punched,
        };
      }),
    });
    return (compared?.differences ?? []).map((one) => ({
      who: names.of(person),
      what: text.difference(dayWords(one.on), one.claimed, Math.round(one.creditable * 100) / 100),
    }));
  });
  return {
    columns: [text.columns.person, text.columns.day, text.columns.claimed, text.columns.credited, text.columns.state],
    rows: requests.map((request) => {
      const credited = credits.get(request.id) ?? 0;
      const day = request.fromOn === null ? text.none : dayWords(request.fromOn);
      return [
        names.of(request.subject),
        day,
        hoursWords(hoursOf(request)),
        credited === 0 ? text.none : hoursWords(credited),
        stateOf(request),
      ];
    }),
    gaps: [
      ...waiting.map((request) => ({
        who: names.of(request.subject),
        what: text.waitingForm(dayWords(request.fromOn ?? counting.from), typeName(request.type)),
      })),
      ...gaps,
    ],
  };
}

/** The lists of a desk due on a day. The organisation and the desk make the seed of what is drawn at random. */
export async function listsOn(ctx: Ctx, desk: Desk, on: string): Promise<readonly DueList[]> {
  const policy = await policyFor(ctx, desk, on);
  if (policy.lists.length === 0) return [];
  const calendar = await whenCalendar(ctx, desk, on);
  const lists = listsDue({ policy, on, calendar, seed: seedOf(ctx, desk) });
  return lists.filter((list) => list.at.toZonedDateTimeISO(desk.zone).toPlainDate().toString() === on);
}

export const seedOf = (ctx: Ctx, desk: Desk): string => `${ctx.org} ${desk.id}`;

/** Desks of which people of this one came in the days, where a rule has both departments check: each gets its part. */
export function movedHere(policy: Policy, counting: Counting): { readonly person: string; readonly former: string }[] {
  return counting.people.flatMap(({ person }) => {
    const { transferred_on: on, former_desk: former } = person.attributes;
    if (on === undefined || former === undefined) return [];
    return transferParts(policy, { from: counting.from, until: counting.until }, on) === null ? [] : [{ person: person.person, former }];
  });
}

/** Whom a rule has check their own punches against the roster, with its citations; null: no rule does. */
export const selfCheck = (policy: Policy) => {
  const rule = reconciliation(policy, ['punches', 'roster']);
  return rule?.to.includes('subject') === true ? rule : null;
};

const dayAfter = (at: Instant, zone: string): string => at.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 }).toString();
