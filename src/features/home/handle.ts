import { formatMonth } from '../../core/format.ts';
import type { Words } from '../../core/locale.ts';
import type { PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { clockOfferOf, loadBoard, runningBoards } from '../attendance/index.ts';
import { handoversToSign } from '../handover/index.ts';
import { channelsOf, type Desk, desksOf, loadDesk, mayLead } from '../people/index.ts';
import { requestsAtHome } from '../request/index.ts';
import { isPublished, slotsOfPerson } from '../roster/index.ts';
import { taskLine, tasksOfPerson } from '../task/index.ts';
import { homeText as text } from './text.ts';
import { type HomeFacts, homePage } from './views.ts';

const nextShown = 5;
const requestsShown = 3;
const tasksShown = 5;
/** From this day of a month on, the next month's roster is asked for. */
const askFromDay = 20;

/** What waits for a lead: rosters to publish, channels that lost the bot, people who have not come. */
async function loadWaiting(ctx: PersonCtx, desks: readonly Desk[]): Promise<HomeFacts['waiting']> {
  const waiting: { line: Words; word: string; label: Words }[] = [];
  for (const desk of desks.filter((candidate) => mayLead(ctx.actor, candidate))) {
    const today = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate();
    const months =
      today.day >= askFromDay ? [today.toPlainYearMonth(), today.toPlainYearMonth().add({ months: 1 })] : [today.toPlainYearMonth()];
    for (const month of months) {
      if (await isPublished(ctx, desk.id, month.toString())) continue;
      const name: Words = { zh: formatMonth(month, 'zh'), en: formatMonth(month, 'en') };
      waiting.push({ line: text.noRoster(name, desk.name), word: `roster draft ${month.toString()}`, label: text.buttons.draft });
    }
    for (const channel of await channelsOf(ctx, desk.id)) {
      if (channel.lostCause !== null)
        waiting.push({ line: text.lost(channel.name ?? channel.channelId, desk.name), word: 'people', label: text.buttons.people });
    }
  }
  return waiting;
}

/** Requests that wait for me: each until there are too many, then how many more. */
function approvals(lines: readonly Words[], inAll: number): HomeFacts['waiting'] {
  const shown = lines.map((line) => ({ line, word: 'approvals', label: text.buttons.approvals }));
  const more = inAll - shown.length;
  return more > 0 ? [...shown, { line: text.moreApprovals(more), word: 'approvals', label: text.buttons.approvals }] : shown;
}

/** Hand-overs that wait for my signature. */
async function loadToSign(ctx: PersonCtx): Promise<HomeFacts['waiting']> {
  return (await handoversToSign(ctx)).map(({ title, side }) => ({
    line: text.toSign(title, side),
    word: side === 'outgoing' ? 'handover' : 'take over',
    label: side === 'outgoing' ? text.buttons.handover : text.buttons.takeOver,
  }));
}

/** The home page of the person who asks. */
export async function showHome(ctx: PersonCtx): Promise<Reply> {
  const desks = await desksOf(ctx, ctx.actor.person);
  const [duties, boards, toSign, waiting, requests, tasks, clock] = await Promise.all([
    slotsOfPerson(ctx, ctx.actor.person, ctx.now, nextShown + 1),
    runningBoards(ctx, desks),
    loadToSign(ctx),
    loadWaiting(ctx, desks),
    requestsAtHome(ctx, requestsShown),
    tasksOfPerson(ctx, ctx.actor.person),
    clockOfferOf(ctx),
  ]);
  const zoneOf = new Map(desks.map((desk) => [desk.id, desk]));
  const mine = [];
  for (const duty of duties) {
    const desk = zoneOf.get(duty.desk) ?? (await loadDesk(ctx, duty.desk));
    if (desk !== null)
      mine.push({
        slot: duty.id,
        deskName: desk.name,
        shiftName: duty.shiftName,
        zone: desk.zone,
        startsAt: duty.startsAt,
        endsAt: duty.endsAt,
      });
  }
  const current = mine.find((duty) => duty.startsAt.epochMilliseconds <= ctx.now.epochMilliseconds) ?? null;
  const board = current === null ? null : await loadBoard(ctx, current.slot);
  const leads = desks.some((desk) => mayLead(ctx.actor, desk));
  const missing = boards
    .filter(
      (candidate) =>
        leads && ctx.now.epochMilliseconds >= candidate.startsAt.add({ minutes: candidate.noShowAfterMinutes }).epochMilliseconds,
    )
    .flatMap((candidate) => {
      const absent = candidate.people.filter((person) => person.in === null && person.out === null);
      const names = (locale: 'zh' | 'en') => absent.map((person) => person.name[locale]).join(' · ');
      const line: Words = { zh: text.missing(names('zh'), candidate.deskName).zh, en: text.missing(names('en'), candidate.deskName).en };
      return absent.length === 0 ? [] : [{ line, word: 'board', label: text.buttons.board }];
    });
  const facts: HomeFacts = {
    name: ctx.actor.name,
    leads,
    clock,
    now: current === null ? null : { ...current, in: board?.people.find((person) => person.person === ctx.actor.person)?.in ?? null },
    next: mine.filter((duty) => duty !== current).slice(0, nextShown),
    waiting: [...toSign, ...missing, ...approvals(requests.waiting, requests.waitingInAll), ...waiting],
    requests: requests.mine,
    tasks: tasks.slice(0, tasksShown).map((task): Words => ({ zh: taskLine(task, 'zh'), en: taskLine(task, 'en') })),
    tasksInAll: tasks.length,
    running: boards,
  };
  return { kind: 'home', locale: ctx.locale, view: homePage(facts, ctx.locale) };
}
