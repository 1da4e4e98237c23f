import type { DeskId } from '../../core/ids.ts';
import type { Temporal } from '../../core/time.ts';
import type { DayLookup } from '../../policy/policy.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { IncomingFile } from '../../runtime/intent.ts';
import type { Reply } from '../../runtime/reply.ts';
import { remember } from '../../runtime/unit-memory.ts';
import { allDesks, type Desk, findDesk, loadDesk, mayLead } from '../people/index.ts';
import type { Calendar, CalendarEntry, KnownDayKind } from './calendar.ts';
import { dayFacts, dayLookup } from './day-facts.ts';
import { type CalendarReading, isCalendarFile, readCalendarFile, readLines } from './import-lines.ts';
import { parseMonth } from './month-words.ts';
import { closeProposal, loadEntries, loadProposal, removeEntry, saveEntries, saveProposal } from './store.ts';
import { dayForm, importForm, monthCard, notices, previewCard, problemLines, problemsNotice } from './views.ts';

/** Larger calendar files are refused; a year of holidays is a few kilobytes. */
const largestFile = 256 * 1024;

/** Everything that is known of the desk's days. One round trip. */
export async function loadCalendar(ctx: Ctx, desk: Desk): Promise<Calendar> {
  return { settings: desk.settings.calendar, entries: await loadEntries(ctx, desk.id) };
}

/** The desk's calendar as a function of the date. */
export const loadDays = (ctx: Ctx, desk: Desk): Promise<DayLookup> =>
  remember(ctx.unit, `calendar.days ${desk.id}`, async () => dayLookup(await loadCalendar(ctx, desk)));

const todayAt = (ctx: Ctx, desk: Desk): Temporal.PlainDate => ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate();
const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

/** Who leads every desk at the top speaks for the organisation. */
async function leadsAll(ctx: PersonCtx): Promise<boolean> {
  const tops = (await allDesks(ctx)).filter((desk) => desk.parent === null);
  return tops.length > 0 && tops.every((desk) => mayLead(ctx.actor, desk));
}

/** `日历 [班组] [月]`: what is special in a month, and all its days. */
export async function showMonth(ctx: PersonCtx, words: string): Promise<Reply> {
  const meant = await findDesk(ctx, words);
  if (meant.kind === 'none') return say(ctx, notices.noDesk(ctx.locale));
  const zone = meant.kind === 'found' ? meant.desk.zone : ctx.orgZone;
  const month = parseMonth(meant.rest, ctx.now.toZonedDateTimeISO(zone).toPlainDate());
  if (month === null) return say(ctx, notices.badMonth(meant.rest, ctx.locale));
  if (meant.kind === 'several') return say(ctx, notices.whichDesk(meant.desks, month.toString(), ctx.locale));
  return say(ctx, await monthView(ctx, meant.desk, month.toString()));
}

async function monthView(ctx: PersonCtx, desk: Desk, month: string) {
  const calendar = await loadCalendar(ctx, desk);
  return monthCard(desk, month, dayLookup(calendar), calendar, mayLead(ctx.actor, desk), ctx.locale);
}

export async function turnMonth(ctx: PersonCtx, deskId: DeskId, month: string): Promise<Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return say(ctx, notices.gone(ctx.locale));
  return { kind: 'replace', locale: ctx.locale, view: await monthView(ctx, desk, month) };
}

/** Runs `use` for a desk the person leads, else says who may. */
async function asLead(ctx: PersonCtx, deskId: DeskId, use: (desk: Desk) => Promise<Reply>): Promise<Reply> {
  const desk = await loadDesk(ctx, deskId);
  if (desk === null) return say(ctx, notices.gone(ctx.locale));
  return mayLead(ctx.actor, desk) ? use(desk) : say(ctx, notices.notLead(desk, ctx.locale));
}

/** `日历 导入`: the form, for the desk that is named or the person's own. */
export async function openImport(ctx: PersonCtx, words: string): Promise<Reply> {
  const meant = await findDesk(ctx, words, 'lead');
  if (meant.kind === 'none') {
    const own = await findDesk(ctx, words);
    return say(ctx, own.kind === 'found' ? notices.notLead(own.desk, ctx.locale) : notices.noDesk(ctx.locale));
  }
  const desk = meant.kind === 'found' ? meant.desk : meant.desks[0];
  return desk === undefined ? say(ctx, notices.noDesk(ctx.locale)) : openImportFor(ctx, desk.id);
}

export const openImportFor = (ctx: PersonCtx, deskId: DeskId): Promise<Reply> =>
  asLead(ctx, deskId, async (desk) => ({ kind: 'form', locale: ctx.locale, form: importForm(desk, await leadsAll(ctx), '', ctx.locale) }));

/** Reads the lines of the form: errors stay in the form, otherwise the preview asks for confirmation. */
export const previewLines = (ctx: PersonCtx, deskId: DeskId, lines: string, scope: 'desk' | 'all'): Promise<Reply> =>
  asLead(ctx, deskId, async (desk) => {
    const wholeToo = await leadsAll(ctx);
    const reading = readLines(lines, 'typed');
    const wrong = problemLines(reading.problems, ctx.locale);
    if (wrong.length > 0)
      return {
        kind: 'invalid',
        locale: ctx.locale,
        form: importForm(desk, wholeToo, lines, ctx.locale),
        errors: { lines: wrong.join('\n') },
      };
    return propose(ctx, desk, reading, scope === 'all' && wholeToo);
  });

async function propose(ctx: PersonCtx, desk: Desk, reading: CalendarReading, whole: boolean): Promise<Reply> {
  if (reading.problems.length > 0) return say(ctx, problemsNotice(reading.problems, ctx.locale));
  if (reading.entries.length === 0) return say(ctx, notices.nothing(ctx.locale));
  const proposal = { kind: 'calendar', desk: whole ? null : desk.id, entries: reading.entries } as const;
  const id = ctx.newId();
  saveProposal(ctx.unit, id, desk, ctx.actor.person, proposal, ctx.now);
  return say(ctx, previewCard(id, desk, proposal, await loadCalendar(ctx, desk), ctx.locale));
}

/** A file named `calendar…` in the direct chat; null: it is none. */
export async function readFile(
  ctx: PersonCtx,
  meta: IncomingFile,
  words: string,
  read: (maxBytes: number) => Promise<Buffer>,
): Promise<Reply | null> {
  if (!isCalendarFile(meta.name)) return null;
  const meant = await findDesk(ctx, words, 'lead');
  const desk = meant.kind === 'found' ? meant.desk : meant.kind === 'several' ? meant.desks[0] : undefined;
  if (desk === undefined) {
    const own = await findDesk(ctx, '');
    return say(ctx, own.kind === 'found' ? notices.notLead(own.desk, ctx.locale) : notices.noDesk(ctx.locale));
  }
  const text = decode(await read(largestFile));
  if (text === null) return say(ctx, notices.encoding(ctx.locale));
  return propose(ctx, desk, readCalendarFile(meta.name, text), await leadsAll(ctx));
}

/** UTF-8, else GB18030; null: neither. */
function decode(bytes: Buffer): string | null {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return null;
}

export async function saveImport(ctx: PersonCtx, id: string): Promise<Reply> {
  const waiting = await loadProposal(ctx, id);
  if (waiting === null) return { kind: 'replace', locale: ctx.locale, view: notices.gone(ctx.locale) };
  const { proposal } = waiting;
  return asLead(ctx, waiting.desk, async (desk) => {
    if (proposal.desk === null && !(await leadsAll(ctx))) return say(ctx, notices.notLead(desk, ctx.locale));
    saveEntries(ctx.unit, proposal.desk, ctx.actor.person, proposal.entries);
    closeProposal(ctx.unit, id, 'applied');
    ctx.unit.audit({
      action: 'calendar.import',
      person: ctx.actor.person,
      desk: proposal.desk,
      detail: { days: proposal.entries.map(({ on, kind, name, source }) => ({ on, kind, name, source })) },
    });
    return {
      kind: 'replace',
      locale: ctx.locale,
      view: notices.saved(proposal.entries.length, proposal.entries[0]?.on.slice(0, 7) ?? null, ctx.locale),
    };
  });
}

export async function dropImport(ctx: PersonCtx, id: string): Promise<Reply> {
  const waiting = await loadProposal(ctx, id);
  if (waiting === null || waiting.by !== ctx.actor.person) return { kind: 'replace', locale: ctx.locale, view: notices.gone(ctx.locale) };
  closeProposal(ctx.unit, id, 'dropped');
  return { kind: 'replace', locale: ctx.locale, view: notices.dropped(ctx.locale) };
}

export const openDay = (ctx: PersonCtx, deskId: DeskId, month: string): Promise<Reply> =>
  asLead(ctx, deskId, async (desk) => {
    const today = todayAt(ctx, desk).toString();
    const on = today.startsWith(month) ? today : `${month}-01`;
    return { kind: 'form', locale: ctx.locale, form: dayForm(desk, on, await leadsAll(ctx), ctx.locale) };
  });

/** Sets what one day is, or lets the published list speak again. */
export const setDay = (
  ctx: PersonCtx,
  deskId: DeskId,
  day: { on: string; kind: KnownDayKind | 'clear'; name: string | null; scope: 'desk' | 'all' },
): Promise<Reply> =>
  asLead(ctx, deskId, async (desk) => {
    const target = day.scope === 'all' && (await leadsAll(ctx)) ? null : desk.id;
    const calendar = await loadCalendar(ctx, desk);
    const before = dayFacts(day.on, calendar);
    const entries = new Map(calendar.entries);
    if (day.kind === 'clear') {
      removeEntry(ctx.unit, target, day.on);
      entries.delete(day.on);
    } else {
      const entry: CalendarEntry = { on: day.on, kind: day.kind, name: day.name, source: 'set' };
      saveEntries(ctx.unit, target, ctx.actor.person, [entry]);
      entries.set(day.on, entry);
    }
    const after = dayFacts(day.on, { ...calendar, entries });
    ctx.unit.audit({
      action: 'calendar.set',
      person: ctx.actor.person,
      desk: target,
      subject: day.on,
      detail: { before: before.kind, after: after.kind, name: day.name },
    });
    return say(ctx, notices.day(day.on, after.kind, day.kind === 'clear', ctx.locale));
  });
