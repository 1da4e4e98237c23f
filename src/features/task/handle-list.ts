import { formatTime } from '../../core/format.ts';
import type { DeskId, PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { type Instant, Temporal } from '../../core/time.ts';
import { latestRounds, missingAnchors, type Policy, triggerOf, verbOf } from '../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice, press, typed } from '../../view/build.ts';
import type { Card } from '../../view/view.ts';
import { codeWords, type Desk, desksById, desksOf, findDesk, loadDesk, standsOn } from '../people/index.ts';
import { entriesOf, entryLine } from '../record/index.ts';
import { type CalendarDay, calendarCard } from './calendar-card.ts';
import { assigned } from './events.ts';
import { crewsFor, loadCrews, responsibleFor } from './handle-crew.ts';
import { factsOf } from './handle-facts.ts';
import { deskSubjects, listSubject } from './handle-plan.ts';
import { say } from './handle-press.ts';
import { restingLines } from './handle-rounds.ts';
import { dateAt, type Planned, plannedBetween, policyAt, startOf, calendarOf as whenCalendarOf } from './handle-world.ts';
import { keyOf } from './plan.ts';
import { loadAsked, loadDueBetween, loadOpen } from './store.ts';
import { leaveCopies, leaveCopiesHere } from './store-write.ts';
import { nameOf, type Task } from './task.ts';
import { text } from './text.ts';
import { deadline, inOrder, listCard, moment, type TaskFacts, whoOf } from './views.ts';

/** Tasks shown in one list. */
const mostShown = 15;
const daysShown = 7;

/** What is to be done by somebody now on all their desks, and what waits for them to agree, the earliest deadline first. */
export async function tasksOfPerson(ctx: Ctx, person: PersonId): Promise<readonly TaskFacts[]> {
  const found: TaskFacts[] = [];
  for (const desk of await desksOf(ctx, person)) {
    const tasks = await loadOpen(ctx, [desk.id], ctx.now);
    if (tasks.length === 0) continue;
    const crews = await loadCrews(ctx, [desk], ctx.now);
    const crewOf = await crewsFor(ctx, desk, tasks, crews);
    const mine: Task[] = [];
    for (const task of tasks) if ((await responsibleFor(ctx, desk, task, crewOf(task))).includes(person)) mine.push(task);
    found.push(...(await factsOf(ctx, desk, mine)));
  }
  const listed = new Set(found.map(({ task }) => task.id));
  const asked = (await loadAsked(ctx, person)).filter(({ id }) => !listed.has(id));
  for (const desk of await desksById(ctx, [...new Set(asked.map((task) => task.desk))]))
    found.push(
      ...(await factsOf(
        ctx,
        desk,
        asked.filter((task) => task.desk === desk.id),
      )),
    );
  return inOrder(found.filter(({ task, proofs }) => task.verb !== 'read' || !proofs.some(({ by }) => by === person)));
}

/** `任务` · `tasks`: mine with a button each. The last list somebody asked for follows what they do. */
export async function showMine(ctx: PersonCtx, words: string): Promise<Reply> {
  if (words.trim() !== '') return showDesk(ctx, words);
  const { person } = ctx.actor;
  const subject = listSubject(person);
  leaveCopies(ctx, subject);
  return { kind: 'say', locale: ctx.locale, view: await viewList(ctx, person, ctx.locale), subject };
}

/** The list of what somebody has to do now: what is due, and below it the open matters they were assigned. */
export async function viewList(ctx: Ctx, person: PersonId, locale: Locale): Promise<Card> {
  const [facts, notes, given] = await Promise.all([tasksOfPerson(ctx, person), restingLines(ctx, person), assignedTo(ctx, person)]);
  const matters = { lines: given.slice(0, mostShown).map(({ line }) => line[locale]), more: Math.max(0, given.length - mostShown) };
  const shown = given.slice(0, mostShown).map(({ id, name }) => press('record.show', name, { id }, locale));
  const more = [...shown, typed(text.buttons.desk, 'tasks desk', locale), typed(text.buttons.calendar, 'tasks calendar', locale)];
  const left = { count: Math.max(0, facts.length - mostShown) + matters.more, notes, matters: matters.lines };
  const count = facts.length + given.length;
  if (count > 0) return listCard(text.mine(count), facts.slice(0, mostShown), left, more, locale);
  const coming = notes.length > 0 ? null : await comingLine(ctx, person);
  return listCard(text.nothingMine, [], { count: 0, notes: coming === null ? notes : [coming] }, more, locale);
}

/** Matters somebody was assigned and has not seen to yet, the oldest first. */
async function assignedTo(
  ctx: Ctx,
  person: PersonId,
): Promise<readonly { readonly id: string; readonly name: Words; readonly line: Words }[]> {
  const found: { readonly id: string; readonly name: Words; readonly line: Words }[] = [];
  for (const desk of await desksOf(ctx, person)) {
    const open = await entriesOf(ctx, desk.id, { types: [assigned], open: true });
    for (const entry of open.filter(({ owner }) => owner === person)) {
      const words = { zh: await entryLine(ctx, desk, entry, 'zh'), en: await entryLine(ctx, desk, entry, 'en') };
      found.push({
        id: entry.id,
        name: { zh: words.zh.slice(0, mostLabel), en: words.en.slice(0, mostLabel) },
        line: text.assigned(words, moment(entry.at, desk)),
      });
    }
  }
  return found;
}

/** Signs of a button's label. */
const mostLabel = 20;

/** What comes next for somebody who has nothing to do now. */
async function comingLine(ctx: Ctx, person: PersonId): Promise<Words | null> {
  for (const desk of await desksOf(ctx, person)) {
    const tasks = (await loadDueBetween(ctx, desk.id, ctx.now, ctx.now.add({ hours: 24 }))).filter(
      (task) => task.state === 'open' && task.detail.hidden !== true && Temporal.Instant.compare(ctx.now, task.fromAt) < 0,
    );
    const crews = tasks.length === 0 ? null : await loadCrews(ctx, [desk], ctx.now);
    for (const task of tasks)
      if (crews !== null && (await responsibleFor(ctx, desk, task, crews)).includes(person)) {
        const name = nameOf(task);
        const from = text.from(moment(task.fromAt, desk));
        return text.nextDue({ zh: `${name.zh} · ${from.zh} · ${desk.name.zh}`, en: `${name.en} · ${from.en} · ${desk.name.en}` });
      }
  }
  return null;
}

/** The desk somebody means; a reply where it is not clear, or not theirs. */
async function deskMeant(ctx: PersonCtx, words: string, line: string): Promise<Desk | Reply> {
  const meant = await findDesk(ctx, words);
  if (meant.kind === 'none') return say(ctx, notice('warn', text.noDesk, [text.noDeskWhy], ctx.locale));
  if (meant.kind === 'several')
    return say(
      ctx,
      notice(
        'info',
        text.whichDesk,
        [],
        ctx.locale,
        meant.desks.map((desk) => typed(desk.name, `${line} ${desk.name[ctx.locale]}`, ctx.locale)),
      ),
    );
  if (!standsOn(ctx.actor, meant.desk)) return say(ctx, notice('warn', text.notYourDesk, [], ctx.locale));
  return meant.desk;
}

/**
 * `班组任务 [班组]` · `tasks desk [desk]`: everything the desk has to do now. The list follows what is done to the end of the next day of UTC, in each direct
 * chat the last one that was asked for there.
 */
export async function showDesk(ctx: PersonCtx, words: string): Promise<Reply> {
  const desk = await deskMeant(ctx, words, 'tasks desk');
  if ('kind' in desk) return desk;
  const subjects = deskSubjects(ctx, desk.id);
  leaveCopiesHere(ctx, subjects);
  return { kind: 'say', locale: ctx.locale, view: await deskCard(ctx, desk, ctx.locale), subject: subjects[0] };
}

/** The list of what a desk has to do, by its id and the day on which it was asked for; null: the desk is gone. */
export async function viewDesk(ctx: Ctx, subject: string, locale: Locale): Promise<Card | null> {
  const [id = ''] = subject.split('.');
  const desk = await loadDesk(ctx, id);
  return desk === null ? null : deskCard(ctx, desk, locale);
}

async function deskCard(ctx: Ctx, desk: Desk, locale: Locale): Promise<Card> {
  const tasks = await loadOpen(ctx, [desk.id], ctx.now);
  const facts = await factsOf(ctx, desk, tasks.slice(0, mostShown));
  const title = tasks.length === 0 ? text.nothingDesk(desk.name) : text.ofDesk(desk.name, tasks.length);
  const left = { count: Math.max(0, tasks.length - mostShown), notes: [] };
  return listCard(title, facts, left, [typed(text.buttons.calendar, `tasks calendar ${desk.name[locale]}`, locale)], locale);
}

/** The Monday of the week of a date. */
function mondayOf(on: string): string {
  const date = Temporal.PlainDate.from(on);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

/** `本周要办 [班组]` · `tasks calendar [desk]`: what the rules make due this week, ahead of time and with its source; other weeks by its buttons. */
export async function showCalendar(ctx: PersonCtx, words: string): Promise<Reply> {
  const desk = await deskMeant(ctx, words, 'tasks calendar');
  if ('kind' in desk) return desk;
  return say(ctx, await calendarOf(ctx, desk, mondayOf(dateAt(ctx.now, desk))));
}

/** Another week of the calendar. */
export async function turnCalendar(ctx: PersonCtx, deskId: DeskId, from: string): Promise<Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null || !standsOn(ctx.actor, desk)) return say(ctx, notice('warn', text.notYourDesk, [], ctx.locale));
  return { kind: 'replace', locale: ctx.locale, view: await calendarOf(ctx, desk, from) };
}

async function calendarOf(ctx: PersonCtx, desk: Desk, from: string) {
  const policy = await policyAt(ctx, desk, startOf(from, desk));
  const days = await calendarDays(ctx, desk, from, daysShown);
  const rules = policy.obligations.filter(({ reaction }) => reaction !== 'off');
  const calendar = await whenCalendarOf(ctx, desk, policy);
  const unset = rules.flatMap((rule) => {
    const missing = missingAnchors(rule.value, from, calendar);
    if (missing.length > 0) return [{ text: text.needsAnchors(ruleName(rule), anchorWords(missing)), cites: rule.cites }];
    return rule.value.when === 'configurable' ? [{ text: ruleName(rule), cites: rule.cites }] : [];
  });
  const events = rules.filter(({ value }) => triggerOf(value) !== null).map((rule) => ({ text: ruleName(rule), cites: rule.cites }));
  return calendarCard(desk, days, { unset, events }, ctx.locale);
}

const anchorWords = (anchors: readonly string[]): Words => ({
  zh: anchors.map((anchor) => codeWords(anchor, 'zh')).join('、'),
  en: anchors.map((anchor) => codeWords(anchor, 'en')).join(', '),
});

const ruleName = ({ value }: Policy['obligations'][number]): Words => nameOf(verbOf(value));

/** The days of a desk's calendar of what is due: what is planned, and for days that were planned already, what became of it. */
export async function calendarDays(ctx: Ctx, desk: Desk, from: string, count: number): Promise<readonly CalendarDay[]> {
  const first = Temporal.PlainDate.from(from);
  const span = { start: startOf(from, desk), end: startOf(first.add({ days: count }).toString(), desk) };
  // Work of a moment may have begun the day before; a report of the last day is due at its end.
  const [planned, stored] = await Promise.all([
    // Random rounds stand on the day their window begins, whichever day was drawn.
    plannedBetween(ctx, desk, { start: span.start, end: span.end.add({ hours: 24 }) }),
    loadDueBetween(ctx, desk.id, span.start, span.end.add({ hours: 24 })),
  ]);
  const states = new Map(stored.map((task) => [task.key, task]));
  const extra = stored.filter((task) => task.detail.origin === 'event' && task.state !== 'dropped');
  return Array.from({ length: count }, (_, day): CalendarDay => {
    const on = first.add({ days: day }).toString();
    const own = planned
      .filter((due) => due.on === on && !due.hidden)
      .toSorted((left, right) => Temporal.Instant.compare(momentOf(left), momentOf(right)));
    const random = new Map<string, Planned[]>();
    for (const due of planned)
      if (due.hidden && dateAt(due.window?.start ?? due.fromAt, desk) === on)
        random.set(due.entry, [...(random.get(due.entry) ?? []), due]);
    return {
      on,
      lines: [
        ...own.map((due) => {
          const rounds = roundsOf(due, keyOf(desk.id, due), stored);
          const become = rounds.length === 0 ? null : becomeOf(desk, due, rounds, ctx.now);
          return {
            text: dueWords(desk, due, become?.words ?? null),
            name: nameOf(due),
            level: become?.level ?? levelOf(states.get(keyOf(desk.id, due))),
            cites: due.cites,
          };
        }),
        ...[...random.values()].flatMap((dues) => {
          const [due] = dues;
          if (due === undefined) return [];
          const name = nameOf(due);
          const { words, level } = randomWords(desk, dues, states, ctx.now);
          return [{ text: { zh: `${name.zh} · ${words.zh}`, en: `${name.en} · ${words.en}` }, name, level, cites: due.cites }];
        }),
        ...extra
          .filter((task) => task.detail.on === on || dateAt(task.dueAt.subtract({ milliseconds: 1 }), desk) === on)
          .map((task) => ({ text: eventWords(desk, task), name: nameOf(task), level: levelOf(task), cites: [] })),
      ],
    };
  });
}

/** The rounds of a window, those after the first as well, by the key of the first. */
function roundsOf({ window, value }: Planned, first: string, stored: readonly Task[]): readonly Task[] {
  if (window === null || value.max_interval === undefined) return [];
  const own = first.slice(0, first.lastIndexOf(' ') + 1);
  return stored.filter(
    ({ key, verb, state, detail }) =>
      verb === 'round' && detail.hidden !== true && state !== 'dropped' && key.startsWith(own) && /^\d+$/.test(key.slice(own.length)),
  );
}

interface Become {
  readonly words: Words;
  readonly level: CalendarDay['lines'][number]['level'];
}

/** What has become of the rounds of a window: how many were made, of how many; while it goes on, by when the next one has to be. */
function becomeOf(desk: Desk, due: Planned, rounds: readonly Task[], now: Instant): Become | null {
  const { window, value } = due;
  if (window === null || value.max_interval === undefined || Temporal.Instant.compare(now, window.start) < 0) return null;
  const done = rounds.filter(({ state }) => state === 'done').length;
  const missed = rounds.filter(({ state }) => state === 'missed').length;
  const next = rounds.find(({ state }) => state === 'open');
  if (next === undefined) return { words: text.roundsMade(done, done + missed), level: missed > 0 ? 'error' : 'ok' };
  const total = Math.max(latestRounds(value.max_interval, window).length, done + missed + 1);
  return { words: text.roundsSoFar({ done, total, missed, next: clockOn(next.dueAt, due.on, desk) }), level: 'info' };
}

/** Rounds at random: how many; how many of them were made is said when nobody can learn from it any more when the others are. */
function randomWords(desk: Desk, dues: readonly Planned[], states: ReadonlyMap<string, Task>, now: Instant): Become {
  const over = dues.every(({ window, dueAt }) => Temporal.Instant.compare(window?.end ?? dueAt, now) <= 0);
  const rounds = dues.flatMap((due) => states.get(keyOf(desk.id, due)) ?? []).filter(({ state }) => state !== 'dropped');
  const words = text.randomRounds(dues.length);
  if (!over || rounds.length === 0) return { words, level: 'info' };
  const done = rounds.filter(({ state }) => state === 'done').length;
  const made = text.roundsMade(done, rounds.length);
  return { words: { zh: `${words.zh} · ${made.zh}`, en: `${words.en} · ${made.en}` }, level: done < rounds.length ? 'error' : 'ok' };
}

const levelOf = (task: Task | undefined): 'ok' | 'error' | 'info' =>
  task?.state === 'done' ? 'ok' : task?.state === 'missed' ? 'error' : 'info';

function eventWords(desk: Desk, task: Task): Words {
  const name = nameOf(task);
  const until = text.until(deadline(task.dueAt, desk));
  const about = task.detail.subject;
  return {
    zh: `${until.zh} ${name.zh}${about === undefined ? '' : ` · ${about.zh}`}`,
    en: `${name.en} ${until.en}${about === undefined ? '' : ` · ${about.en}`}`,
  };
}

/** When people turn to it: the start of a window, the reminder, the deadline. */
function momentOf(due: Planned): Instant {
  const { value } = due;
  if (due.window !== null && value.max_interval !== undefined) return due.window.start;
  const before = value.warn_before !== undefined || value.by_then !== undefined;
  const reminded = due.remindAt !== null && !before && Temporal.Instant.compare(due.remindAt, due.dueAt) < 0;
  return reminded && due.remindAt !== null ? due.remindAt : due.dueAt;
}

/** `次日09:00` · `09:00 (+1)` where a window ends on the next day. */
function windowEnd({ window, on }: Planned, desk: Desk): Words {
  if (window === null) return { zh: '', en: '' };
  const time = clockOn(window.end, on, desk);
  const next = time !== '24:00' && dateAt(window.end, desk) > on;
  return next ? text.nextDay(time) : { zh: time, en: time };
}

/** `16:30 提交日报 · 值班员`; the rounds of a window with the latest moments of each, or with what has become of them. */
function dueWords(desk: Desk, due: Planned, become: Words | null): Words {
  const name = nameOf(due);
  const who = whoOf({ task: { roles: due.value.by ?? [], person: null }, names: new Map() });
  const time = (at: Instant): string => clockOn(at, due.on, desk);
  if (due.window !== null && due.value.max_interval !== undefined) {
    const latest = become ?? text.roundsUntil(latestRounds(due.value.max_interval, due.window).map(time).join(' · '));
    return {
      zh: `${time(due.window.start)}–${windowEnd(due, desk).zh} ${name.zh} · ${latest.zh} · ${who.zh}`,
      en: `${time(due.window.start)}–${windowEnd(due, desk).en} ${name.en} · ${latest.en} · ${who.en}`,
    };
  }
  const at = momentOf(due);
  return { zh: `${time(at)} ${name.zh} · ${who.zh}`, en: `${time(at)} ${name.en} · ${who.en}` };
}

/** Wall time on a date; midnight at its end is 24:00. */
const clockOn = (at: Instant, on: string, desk: Desk): string =>
  formatTime(at, desk.zone) === '00:00' && dateAt(at, desk) > on ? '24:00' : formatTime(at, desk.zone);

/** What is due on a desk on some days, as lines for its channels: what is to come, and of today what became of it. */
export async function dueLines(
  ctx: Ctx,
  desk: Desk,
  from: string,
  count: number,
): Promise<readonly { readonly on: string; readonly lines: readonly Words[] }[]> {
  if (desk.adoptions.length === 0) return [];
  const days = await calendarDays(ctx, desk, from, count);
  return days.map(({ on, lines }) => ({ on, lines: lines.map((line) => line.text) }));
}
