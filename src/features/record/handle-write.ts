import type { PersonId } from '../../core/ids.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import type { Instant } from '../../core/time.ts';
import { derivedValues, isFilled, type RecordJudgement, type RecordProblem, type RecordType, recordDue } from '../../policy/index.ts';
import { timeOn } from '../../policy/when.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Desk } from '../people/index.ts';
import type { EntryDraft, Flag, RecordRefusal } from './entry-record.ts';
import { filled, keyOf, namedOwner, peopleIn, searchText, termEnd } from './fields.ts';
import { auditedPerson, isAnonymous } from './handle-access.ts';
import { knownType, typeOf } from './handle-registry.ts';
import { planReminder, publish, sendEntry } from './handle-tell.ts';
import { judge, leaderOf, loadWorld, shiftOf, valueNames, type World } from './handle-world.ts';
import { flagOf } from './problem-text.ts';
import type { Entry, EntryFields } from './record.ts';
import { isClosing, statesOf } from './states.ts';
import { entriesUnder, entryOfKey, entryOfSource } from './store.ts';
import { insertEntry, insertPhoto, insertStockMove } from './store-write.ts';

export interface WriteOptions {
  /** What is missing is asked for afterwards and does not stop it: something the desk writes by itself. Default false. */
  readonly incomplete?: boolean;
}

/**
 * Writes an entry down: fills what fills itself, asks the desk's rules, gives a number, tells whom they name, plans what is due, issues the notice a rule
 * wants and lets the other slices know, all in the unit of `ctx`. The number is given when the unit is saved; until then it is null.
 */
export async function writeEntry(
  ctx: Ctx,
  desk: Desk,
  draft: EntryDraft,
  options: WriteOptions = {},
): Promise<Result<Entry, RecordRefusal>> {
  const written = await writeFlagged(ctx, desk, draft, options);
  return written.ok ? ok(written.value.entry) : written;
}

/** {@link writeEntry}, with what the rules still want of it. */
export async function writeFlagged(
  ctx: Ctx,
  desk: Desk,
  draft: EntryDraft,
  options: WriteOptions = {},
): Promise<Result<{ readonly entry: Entry; readonly flags: readonly Flag[] }, RecordRefusal>> {
  const type = typeOf(draft.type);
  if (type === null) return refuse({ code: 'record.unknown-type', type: draft.type });
  const source = draft.source ?? null;
  const noted = source === null ? null : await entryOfSource(ctx, source);
  if (noted !== null) return refuse({ code: 'record.noted-already', entry: noted });
  const at = draft.at ?? ctx.now;
  const world = await loadWorld(ctx, desk, at, draft.author, draft.slot);
  const states = statesOf(world.policy, type);
  const state = draft.state ?? states[0] ?? 'open';
  const whole = await completed(ctx, desk, type, draft, world, state);
  const opening = openingStock(type, whole);
  // What is there is the sum of what moved, and stands nowhere else.
  const given = opening === null ? whole : Object.fromEntries(Object.entries(whole).filter(([name]) => name !== opening.field));
  const judged = judge(world, at, {
    type: type.code,
    category: draft.category ?? null,
    state,
    fields: given,
    attached: draft.files?.length ?? 0,
    ...(draft.roles === undefined ? {} : { roles: onDutyRoles(type, world, draft.author, draft.roles) }),
  });
  const fields: EntryFields = { ...given, ...derivedValues(judged) };
  if (judged.viewOf !== null)
    return refuse({ code: 'record.ledger', type: type.code, of: judged.viewOf.value, cites: judged.viewOf.cites });
  const problems = [...missingOfType(type, fields), ...judged.problems];
  const stops = (problem: RecordProblem): boolean => problem.reaction === 'refuse' && options.incomplete !== true;
  if (problems.some(stops)) return refuse({ code: 'record.against-rules', type: type.code, problems });
  const uniqueKey = judged.unique === null ? null : keyOf(judged.unique.value, fields);
  const twin = uniqueKey === null ? null : await entryOfKey(ctx, desk.id, type.code, uniqueKey);
  if (twin !== null && judged.unique !== null)
    return refuse({ code: 'record.duplicate', type: type.code, other: twin, fields: judged.unique.value, cites: judged.unique.cites });
  const entry: Entry = {
    id: ctx.newId(),
    desk: desk.id,
    type: type.code,
    category: draft.category ?? null,
    number: null,
    state,
    fields,
    slot: world.slot?.id ?? null,
    author: draft.author,
    owner: draft.owner === undefined ? (namedOwner(type, fields) ?? draft.author) : draft.owner,
    parent: draft.parent ?? null,
    at,
    dueAt: dueOf(world, type, judged, at, fields),
    closedAt: isClosing(type, state, states) ? at : null,
    ofIncident: source?.startsWith('incident:') === true,
    version: 1,
  };
  const names = await valueNames(ctx, desk, world.policy, peopleIn(type, fields));
  const anonymous = isAnonymous(world.policy, type);
  const flags = problems.map((problem) => flagOf(problem, type));
  insertEntry(ctx, {
    entry,
    numberedIn: isNumbered(type, judged) ? at.toZonedDateTimeISO(desk.zone).year : null,
    source,
    uniqueKey,
    flags,
    words: searchText(type, entry, names, anonymous),
    policyVersion: world.policy.version,
  });
  if (opening !== null) insertStockMove(ctx, entry.id, opening.amount, null, draft.author);
  for (const file of draft.files ?? []) insertPhoto(ctx, entry.id, file, draft.author);
  ctx.unit.audit({
    action: 'record.write',
    person: auditedPerson(world.policy, type, entry, draft.author),
    desk: desk.id,
    subject: entry.id,
    detail: { type: entry.type, state },
    policyVersion: world.policy.version,
  });
  planReminder(ctx, desk, entry, judged.due?.value.remind ?? type.loan);
  await sendEntry(ctx, desk, type, entry, judged);
  await publish(ctx, desk, { kind: 'created', entry });
  await issueNotice(ctx, desk, entry, judged);
  return ok({ entry, flags });
}

/** Roles somebody writes with: none, where only whoever is on duty writes such entries and they are not. */
function onDutyRoles(type: RecordType, { slot }: World, author: PersonId, roles: readonly string[]): readonly string[] {
  return type.on_duty && slot?.people.some(({ person }) => person === author) !== true ? [] : roles;
}

/** When it is due by the rules; a loan no rule speaks of, at the end of the day it was lent until. */
export function dueOf(world: World, type: RecordType, judged: RecordJudgement, at: Instant, fields: EntryFields): Instant | null {
  const term = termEnd(type, fields);
  const { calendar } = world;
  const byRule = recordDue({ due: judged.due, at, shift: shiftOf(world), termEnd: term, calendar });
  return byRule ?? (type.loan && judged.due === null && term !== null ? timeOn('24:00', term, calendar) : null);
}

/** The amount a stock begins with; null: it keeps none, or none was given. */
function openingStock(type: RecordType, fields: EntryFields): { readonly field: string; readonly amount: number } | null {
  const field = type.stock ? type.fields.find(({ kind, filled: by }) => kind === 'number' && by === undefined) : undefined;
  const amount = field === undefined ? undefined : fields[field.name];
  return field !== undefined && typeof amount === 'number' && amount > 0 ? { field: field.name, amount } : null;
}

/** A number is asked for by a rule, or by a field of the type that shows it. */
const isNumbered = (type: RecordType, judged: RecordJudgement): boolean =>
  judged.numbered !== null || type.fields.some((field) => field.filled === 'number');

/** Fields with the desk's defaults and what fills itself. */
async function completed(ctx: Ctx, desk: Desk, type: RecordType, draft: EntryDraft, world: World, state: string): Promise<EntryFields> {
  const at = draft.at ?? ctx.now;
  const { defaults, fields: asked } = judge(world, at, { type: type.code, category: draft.category ?? null, state, fields: draft.fields });
  const given: Record<string, EntryFields[string]> = { ...draft.fields };
  for (const [name, { value }] of Object.entries(defaults)) if (!isFilled(given[name])) given[name] = value;
  const names = await valueNames(ctx, desk, world.policy, [draft.author]);
  const onDuty = world.slot?.people ?? [];
  const named = asked.map(({ value }) => value);
  const { slot } = world;
  return filled(type, given, named, {
    at,
    zone: desk.zone,
    author: draft.author,
    shift: slot === null ? null : { code: slot.shift, start: slot.startsAt, end: slot.endsAt },
    leader: leaderOf(world.slot),
    onDuty: [...new Set(onDuty.map((one) => one.name))],
    name: (person) => onDuty.find((one) => one.person === person)?.name ?? names.person(person)[desk.locale],
  });
}

/** What a type cannot do without, whatever the desk's rules ask. */
export function missingOfType(type: RecordType, fields: EntryFields): readonly RecordProblem[] {
  const missing = type.fields.filter((field) => field.required && field.kind !== 'photo' && !isFilled(fields[field.name]));
  return missing.length === 0 ? [] : [{ code: 'missing', fields: missing.map(({ name }) => name), cites: [], reaction: 'refuse' }];
}

/** The notice a rule has an entry issue, once: with what both have, waiting to be completed and sent. */
export async function issueNotice(ctx: Ctx, desk: Desk, entry: Entry, judged: RecordJudgement): Promise<void> {
  if (judged.issues === null) return;
  const notice = typeOf(judged.issues.value);
  if (notice === null || notice.code === entry.type) return;
  if (entry.version > 1 && (await entriesUnder(ctx, entry.id)).some((child) => child.type === notice.code)) return;
  const shared = notice.fields.filter((field) => isFilled(entry.fields[field.name]) && sameKind(entry.type, field.name, field.kind));
  const written = await writeEntry(
    ctx,
    desk,
    {
      type: notice.code,
      fields: Object.fromEntries(shared.map(({ name }) => [name, entry.fields[name] ?? ''])),
      author: entry.author,
      owner: entry.owner,
      slot: entry.slot,
      parent: entry.id,
      at: ctx.now,
    },
    { incomplete: true },
  );
  if (!written.ok && written.refusal.code !== 'record.duplicate')
    throw new Error(`The notice '${notice.code}' cannot be issued: ${written.refusal.code}`);
}

const sameKind = (type: string, name: string, kind: string): boolean =>
  knownType(type).fields.some((field) => field.name === name && field.kind === kind);
