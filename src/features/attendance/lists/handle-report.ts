import type { PersonId } from '../../../core/ids.ts';
import { Temporal } from '../../../core/time.ts';
import type { PersonCtx } from '../../../runtime/context.ts';
import type { MentionedUser } from '../../../runtime/intent.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { parseMonth } from '../../calendar/index.ts';
import { type Desk, desksOf, findDesk, findMembers, mayLead, policyFor } from '../../people/index.ts';
import { cycleBefore, cycleNamed, cycleOn } from '../month/cycle.ts';
import { countPeople } from '../month/handle.ts';
import { splitHours, weekOf } from '../month/hours.ts';
import { maySee, reportOf } from './handle.ts';
import { allowancesOf } from './handle-allowance.ts';
import { periodOf } from './period.ts';
import { listText as text } from './text.ts';
import { correctAction, dayWords, plainNotice, sheetCard } from './views.ts';

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

interface Days {
  readonly from: string;
  readonly until: string;
}

/** The days somebody means: a cycle by its words or its month, or a week. Null: the words are no period. */
async function daysMeant(ctx: PersonCtx, desk: Desk, words: string): Promise<Days | null> {
  const today = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate();
  const policy = await policyFor(ctx, desk, today.toString());
  const monday = Temporal.PlainDate.from(weekOf(today.toString()));
  switch (periodOf(words)) {
    case 'this-cycle':
      return cycleOn(policy, today.toString());
    case 'last-cycle':
      return cycleBefore(policy, today.toString());
    case 'this-week':
      return { from: monday.toString(), until: monday.add({ days: 6 }).toString() };
    case 'last-week':
      return { from: monday.subtract({ days: 7 }).toString(), until: monday.subtract({ days: 1 }).toString() };
    case null: {
      const month = parseMonth(words, today);
      return month === null ? null : cycleNamed(policy, month.toString());
    }
  }
}

const badPeriod = (ctx: PersonCtx, words: string): Reply =>
  say(ctx, plainNotice('error', text.badPeriod(words), text.badPeriodWhy, ctx.locale));

/** `报表 考勤 [班组 | 人] [周期]`: a lead sees the desk, or one of its people; everybody else their own. */
export async function showReport(ctx: PersonCtx, words: string, mentions: readonly MentionedUser[]): Promise<Reply> {
  const meant = await findDesk(ctx, words, 'lead');
  const desk =
    meant.kind === 'found' ? meant.desk : meant.kind === 'several' ? (meant.desks.find((one) => stands(ctx, one)) ?? meant.desks[0]) : null;
  if (desk === null || desk === undefined) return showSeen(ctx, words);
  const person = await personMeant(ctx, desk, meant.rest, mentions);
  const rest = person === null ? meant.rest : person.rest;
  const days = await daysMeant(ctx, desk, rest);
  if (days === null) return badPeriod(ctx, rest);
  return person === null ? reportOf(ctx, desk, days.from, days.until) : sheetOf(ctx, desk, person.person, days);
}

const stands = (ctx: PersonCtx, desk: Desk): boolean => ctx.actor.memberships.some((membership) => membership.desk === desk.id);

/** Whoever leads nothing may still be sent lists (human resources): then the desk they name; else their own sheet. */
async function showSeen(ctx: PersonCtx, words: string): Promise<Reply> {
  const named = await findDesk(ctx, words);
  if (named.kind === 'found' && named.by === 'name' && (await maySee(ctx, named.desk))) {
    const days = await daysMeant(ctx, named.desk, named.rest);
    return days === null ? badPeriod(ctx, named.rest) : reportOf(ctx, named.desk, days.from, days.until);
  }
  return showMine(ctx, named.kind === 'found' && named.by === 'name' ? named.rest : words);
}

/** Somebody of the desk named before the period; null: nobody is. */
async function personMeant(
  ctx: PersonCtx,
  desk: Desk,
  words: string,
  mentions: readonly MentionedUser[],
): Promise<{ person: PersonId; rest: string } | null> {
  const [first = '', ...rest] = words.split(' ');
  if (first === '' && mentions.length === 0) return null;
  const meant = await findMembers(ctx, desk.id, first, mentions);
  const [found, ...more] = meant.found;
  return found === undefined || more.length > 0 ? null : { person: found.person, rest: rest.join(' ') };
}

/** `我的考勤 [周期]`: what I worked, and what is odd about it. */
export async function showMine(ctx: PersonCtx, words: string): Promise<Reply> {
  const [desk] = await desksOf(ctx, ctx.actor.person);
  if (desk === undefined) return say(ctx, plainNotice('error', text.noDesk, null, ctx.locale));
  const days = await daysMeant(ctx, desk, words);
  return days === null ? badPeriod(ctx, words) : sheetOf(ctx, desk, ctx.actor.person, days);
}

async function sheetOf(ctx: PersonCtx, desk: Desk, person: PersonId, { from, until }: Days): Promise<Reply> {
  const own = person === ctx.actor.person;
  if (!own && !mayLead(ctx.actor, desk)) return say(ctx, plainNotice('error', text.notYours, text.notYoursWhy, ctx.locale));
  const counting = await countPeople(ctx, [person], from, until);
  const [one] = counting.people;
  const facts = (one?.attendance.facts ?? []).map((fact) => ({
    fact,
    shift: counting.policyOf(fact.desk, fact.on).shifts.find(({ value }) => value.code === fact.shift)?.value.name ?? null,
  }));
  const [first, last] = [dayWords(from), dayWords(until)];
  const title = own || one === undefined ? text.mineTitle(first, last) : text.theirTitle(one.person.name, first, last);
  const allowances = await allowancesOf(ctx, desk, await policyFor(ctx, desk, until), from, until);
  const allowance = allowances?.of(person) ?? null;
  const cites = allowance === null ? [] : (allowances?.cites ?? []);
  const sheet = { title, hours: splitHours(one?.attendance.days ?? []), facts, intro: null, allowance, cites };
  return say(ctx, sheetCard(sheet, ctx.locale, own ? [correctAction(ctx.locale)] : []));
}
