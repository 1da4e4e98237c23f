import type { DeskId } from '../../../core/ids.ts';
import type { Result } from '../../../core/result.ts';
import { shiftsOn } from '../../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../../runtime/context.ts';
import type { IncomingFile } from '../../../runtime/intent.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { datesOf, isCalendarFile, parseMonth } from '../../calendar/index.ts';
import { allDesks, type Desk, findDesk, leadsShift, type Member, mayLead, membersOf } from '../../people/index.ts';
import { loadWorld, shiftWords } from '../handle-world.ts';
import { type RosterWorld, shiftNamesIn, shiftNamesOn } from '../plan.ts';
import { ledDesk, previewOf } from '../publish/handle.ts';
import { saveProposal } from '../publish/store.ts';
import { leadingDutyRole, type Proposal, servingDutyRole } from '../roster.ts';
import { peopleOf } from '../rotation.ts';
import { rotationRule } from '../rotation-rule.ts';
import { loadPublished, loadRotations } from '../store.ts';
import { notices as rosterNotices } from '../views.ts';
import { largestFile, readTables } from './read-file.ts';
import { readRoster } from './read-roster.ts';
import type { ReadRefusal, RosterReading } from './reading.ts';
import { closeFile, loadFile, saveFile, type WaitingFile } from './store.ts';
import type { Sheet } from './table.ts';
import { notices, problemsNotice, remarkLines, type ShiftWords } from './views.ts';

/** Who leads on the desk leads in the roster, where the layout does not say. */
const dutyRoleOf = (member: Pick<Member, 'roles'>): string => (member.roles.some(leadsShift) ? leadingDutyRole : servingDutyRole);

export interface DeskReading {
  readonly reading: Result<RosterReading, ReadRefusal>;
  readonly shift: ShiftWords;
  readonly members: readonly Member[];
}

/** Reads sheets as the roster of one desk. `month` is what the person chose, `YYYY-MM`. */
export async function readForDesk(
  ctx: Ctx,
  desk: Desk,
  sheets: readonly Sheet[],
  fileName: string,
  month: string | null,
): Promise<DeskReading> {
  const today = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate();
  const [members, roleOf] = await Promise.all([membersOf(ctx, desk.id), loadRoles(ctx, desk)]);
  const readIn = async (from: string, until: string): Promise<DeskReading> => {
    const world = clamped(await loadWorld(ctx, desk, from, until), from, until);
    const reading = readRoster(sheets, {
      members,
      shiftsIn: (ofMonth) => shiftNamesIn(world, datesOf(ofMonth)),
      shiftsOn: (on) => shiftNamesOn(world, on),
      isKnown: (on) => !shiftsOn(world.policyOn(on), on, world.days).unknown,
      today: today.toString(),
      month,
      fileName,
      roleOf,
    });
    return { reading, shift: namer(world, reading.ok ? `${reading.value.month}-01` : today.toString()), members };
  };
  const near = today.subtract({ months: 1 }).with({ day: 1 });
  const last = near.add({ months: 4 }).subtract({ days: 1 });
  const first = month === null ? await readIn(near.toString(), last.toString()) : null;
  const found = month ?? (first?.reading.ok === true ? first.reading.value.month : null);
  if (first !== null && (found === null || (`${found}-01` >= near.toString() && `${found}-01` <= last.toString()))) return first;
  // The roster is of a month far from today: read it again under the rules of that month.
  const dates = datesOf(found ?? today.toString().slice(0, 7));
  return readIn(dates[0] ?? '', dates.at(-1) ?? '');
}

/** The duty role the desk's rotation gives a person, where the layout does not say it; without a rotation, whether they lead the desk. */
export async function loadRoles(ctx: Ctx, desk: Desk): Promise<(member: Member) => string> {
  const roles = new Map<string, string>();
  for (const { rule } of await loadRotations(ctx, desk.id)) {
    const read = rotationRule.safeParse(rule);
    if (read.success) for (const person of peopleOf(read.data)) roles.set(person, read.data.role);
  }
  return (member) => roles.get(member.code) ?? dutyRoleOf(member);
}

/** Days outside the stretch are judged by the rules of its nearest end. */
function clamped(world: RosterWorld, from: string, until: string): RosterWorld {
  return { ...world, policyOn: (on) => world.policyOn(on < from ? from : on > until ? until : on) };
}

/** Names of shifts from the rules of a day. */
const namer =
  (world: RosterWorld, on: string): ShiftWords =>
  (code) =>
    shiftWords(world.policyOn(on), code);

const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

/** A roster file in the direct chat, with desk and month beside it if the person likes; null: not a kind of file rosters come in. */
export async function readFile(
  ctx: PersonCtx,
  meta: IncomingFile,
  words: string,
  read: (maxBytes: number) => Promise<Buffer>,
): Promise<Reply | null> {
  if (isCalendarFile(meta.name) || !/\.(?:csv|tsv|xlsx|xls)$/i.test(meta.name)) return null;
  const led = (await allDesks(ctx)).filter((desk) => mayLead(ctx.actor, desk));
  const [only, ...more] = led;
  if (only === undefined) return say(ctx, notices.notLead(ctx.locale));
  if (meta.size > largestFile)
    return say(ctx, notices.refusal({ code: 'roster.tooLarge', megabytes: largestFile / 1024 / 1024 }, ctx.locale));
  const tables = await readTables(await read(largestFile), meta.name);
  if (!tables.ok) return say(ctx, notices.refusal(tables.refusal, ctx.locale));
  const meant = await findDesk(ctx, words, 'lead');
  const rest = meant.kind === 'found' && meant.by === 'name' ? meant.rest : words;
  const month = rest.trim() === '' ? null : parseMonth(rest, ctx.now.toZonedDateTimeISO(only.zone).toPlainDate());
  if (rest.trim() !== '' && month === null) return say(ctx, rosterNotices.badMonth(rest, ctx.locale));
  const file: WaitingFile = { kind: 'file', fileName: meta.name, sheets: tables.value };
  if (meant.kind === 'found' && meant.by === 'name') return propose(ctx, meant.desk, file, month?.toString() ?? null, null);
  if (more.length === 0) return propose(ctx, only, file, month?.toString() ?? null, null);
  return chooseDesk(ctx, led, file, month?.toString() ?? null);
}

/** The one desk whose people and shifts the file fits without a problem; where there is none or several, the person says. */
async function chooseDesk(ctx: PersonCtx, led: readonly Desk[], file: WaitingFile, month: string | null): Promise<Reply> {
  const fitting: Desk[] = [];
  for (const desk of led) {
    const { reading } = await readForDesk(ctx, desk, file.sheets, file.fileName, month);
    if (reading.ok && reading.value.problems.length === 0 && reading.value.duties.length > 0) fitting.push(desk);
  }
  const [only, ...more] = fitting;
  if (only !== undefined && more.length === 0) return propose(ctx, only, file, month, null);
  const id = ctx.newId();
  const choices = fitting.length > 0 ? fitting : led;
  saveFile(ctx, id, choices[0]?.id ?? '', ctx.actor.person, file);
  return say(ctx, notices.whichDesk(id, choices, ctx.locale));
}

/** Reads the file for the desk and shows what it would become; `kept` is the row that holds the file, where there is one. */
async function propose(ctx: PersonCtx, desk: Desk, file: WaitingFile, month: string | null, kept: string | null): Promise<Reply> {
  const { reading, shift } = await readForDesk(ctx, desk, file.sheets, file.fileName, month);
  if (!reading.ok) {
    if (reading.refusal.code !== 'roster.noMonth') return say(ctx, notices.refusal(reading.refusal, ctx.locale));
    const id = kept ?? ctx.newId();
    if (kept === null) saveFile(ctx, id, desk.id, ctx.actor.person, file);
    return say(ctx, notices.whichMonth(id, desk, monthsToChoose(ctx, desk), ctx.locale));
  }
  if (kept !== null) closeFile(ctx, kept);
  const { value } = reading;
  if (value.problems.length > 0) return say(ctx, problemsNotice(value, file.fileName, desk, shift, ctx.locale));
  if (value.duties.length === 0) return say(ctx, notices.noDuties(ctx.locale));
  return showProposal(
    ctx,
    desk,
    { month: value.month, duties: value.duties, origin: { kind: 'file', file: file.fileName } },
    remarkLines(value, ctx.locale),
  );
}

/** This month and its neighbours. */
function monthsToChoose(ctx: Ctx, desk: Desk): string[] {
  const now = ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toPlainYearMonth();
  return [now.add({ months: 1 }), now, now.subtract({ months: 1 })].map((month) => month.toString());
}

/** Keeps a proposal beside what is published now, and shows it. */
export async function showProposal(
  ctx: PersonCtx,
  desk: Desk,
  made: Pick<Proposal, 'month' | 'duties' | 'origin'>,
  remarks: readonly string[],
): Promise<Reply> {
  const published = await loadPublished(ctx, desk.id, made.month);
  const proposal: Proposal = { desk: desk.id, basedOn: published?.version ?? null, ...made };
  const id = ctx.newId();
  saveProposal(ctx, id, proposal, ctx.actor.person);
  return say(ctx, await previewOf(ctx, desk, id, proposal, remarks));
}

/** The answer to which desk, or which month, a kept file is of. */
export async function settleFile(ctx: PersonCtx, id: string, deskId: DeskId, month: string | null): Promise<Reply> {
  const file = await loadFile(ctx, id, ctx.actor.person);
  const desk = await ledDesk(ctx, deskId);
  if (file === null || desk === null) return say(ctx, rosterNotices.gone(ctx.locale));
  return propose(ctx, desk, file, month, id);
}

/** `导入值班表`: how it is done. */
export const explainImport = (ctx: PersonCtx): Promise<Reply> => Promise.resolve(say(ctx, notices.how(ctx.locale)));
