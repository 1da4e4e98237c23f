import type { PersonId } from '../../core/ids.ts';
import { ok, type Result, refuse } from '../../core/result.ts';
import type { Instant } from '../../core/time.ts';
import { derivedValues, isFilled, type RecordJudgement, type RecordProblem, type RecordType } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Desk, loadDesk } from '../people/index.ts';
import type { EntryChange, Flag, RecordRefusal, WholeEntry } from './entry-record.ts';
import { arrivedFields, keyOf, namedOwner, peopleIn, searchText } from './fields.ts';
import { auditedPerson, isAnonymous } from './handle-access.ts';
import { peopleMeant } from './handle-meant.ts';
import { knownType } from './handle-registry.ts';
import { entrySubject, planReminder, publish, sendEntry } from './handle-tell.ts';
import { judge, loadWorld, valueNames, type World } from './handle-world.ts';
import { dueOf, issueNotice, missingOfType } from './handle-write.ts';
import { flagOf, unsignedFlag } from './problem-text.ts';
import type { Entry, EntryFields, EntryId } from './record.ts';
import { isClosing, statesAfter, statesOf } from './states.ts';
import { entryOfKey, loadWhole } from './store.ts';
import { addChange, updateEntry } from './store-write.ts';

/** An entry with the rules it is under. */
interface Loaded {
  readonly desk: Desk;
  readonly type: RecordType;
  readonly world: World;
  readonly whole: WholeEntry;
}

async function load(ctx: Ctx, id: EntryId): Promise<Loaded | null> {
  const whole = await loadWhole(ctx, id);
  const desk = whole === null ? null : await loadDesk(ctx, whole.entry.desk);
  if (whole === null || desk === null) return null;
  return { desk, type: knownType(whole.entry.type), world: await loadWorld(ctx, desk, ctx.now, null, whole.entry.slot), whole };
}

const judged = ({ world, whole }: Loaded, state: string, fields: EntryFields): RecordJudgement =>
  judge(world, whole.entry.at, {
    type: whole.entry.type,
    category: whole.entry.category,
    state,
    fields,
    attached: whole.files.length,
  });

/** Fields with what follows from them now; what followed from what they were is gone. */
function derivedAgain(loaded: Loaded, fields: EntryFields, found: RecordJudgement): EntryFields {
  const { entry } = loaded.whole;
  const once = derivedValues(judged(loaded, entry.state, entry.fields));
  const kept = Object.entries(fields).filter(([name, value]) => once[name] === undefined || once[name] !== value);
  return { ...Object.fromEntries(kept), ...derivedValues(found) };
}

/** Signatures the rules want for an entry that none of those who may sign has given. */
async function unsigned(ctx: Ctx, { desk, type, whole }: Loaded, found: RecordJudgement): Promise<RecordJudgement['signBy']> {
  const signed = whole.changes.flatMap((change) => (change.kind === 'sign' && change.by !== null ? [change.by] : []));
  const open: RecordJudgement['signBy'][number][] = [];
  for (const wanted of found.signBy) {
    const holders = await peopleMeant(ctx, desk, type, whole.entry, wanted.value);
    if (!holders.some((person) => signed.includes(person))) open.push(wanted);
  }
  return open;
}

/**
 * Takes an entry on to another state. `more`: fields that come with it. Refused where the state is none after the present one, where the rules want
 * something first (fields, tries, an attachment, a signature), and where somebody was first. Whether `by` may is for the caller to ask.
 */
export async function moveEntry(
  ctx: Ctx,
  id: EntryId,
  state: string,
  by: PersonId | null,
  reason: string | null = null,
  more: EntryFields = {},
): Promise<Result<Entry, RecordRefusal>> {
  const moved = await moveWhole(ctx, id, state, by, reason, more);
  return moved.ok ? ok(moved.value.entry) : moved;
}

/** {@link moveEntry}, with everything that is kept of the entry afterwards. */
export async function moveWhole(
  ctx: Ctx,
  id: EntryId,
  state: string,
  by: PersonId | null,
  reason: string | null,
  more: EntryFields,
): Promise<Result<WholeEntry, RecordRefusal>> {
  const loaded = await load(ctx, id);
  if (loaded === null) return refuse({ code: 'record.gone' });
  const { desk, type, world, whole } = loaded;
  const { entry } = whole;
  const states = statesOf(world.policy, type);
  if (!statesAfter(type, entry.state, states).includes(state)) return refuse({ code: 'record.state', entry });
  const given = { ...entry.fields, ...more };
  const arrived = { ...given, ...arrivedFields(type, state, given, ctx.now) };
  const found = judged(loaded, state, arrived);
  const fields = derivedAgain(loaded, arrived, found);
  const problems = [...missingOfType(type, fields), ...found.problems];
  if (problems.some(({ reaction }) => reaction === 'refuse')) return refuse({ code: 'record.against-rules', type: type.code, problems });
  const closing = isClosing(type, state, states);
  const signatures = closing ? await unsigned(ctx, loaded, found) : [];
  const [missing] = signatures.filter(({ reaction }) => reaction === 'refuse');
  if (missing !== undefined) return refuse({ code: 'record.unsigned', type: type.code, roles: missing.value, cites: missing.cites });
  const dueAt = dueOf(world, type, found, entry.at, fields) ?? entry.dueAt;
  const owner = ownerAfter(type, entry, fields);
  const after: Entry = { ...entry, state, fields, owner, dueAt, closedAt: closing ? ctx.now : null, version: entry.version + 1 };
  const flags = [
    ...problems.map((problem) => flagOf(problem, type)),
    ...signatures.map((wanted) => unsignedFlag(wanted.value, wanted.cites)),
  ];
  const change: Change = { kind: 'state', fields: changedFrom(entry.fields, fields), state: entry.state, by, reason };
  const kept = await save(ctx, loaded, after, flags, change);
  ctx.unit.audit({
    action: 'record.move',
    person: auditedPerson(world.policy, type, entry, by),
    desk: desk.id,
    subject: id,
    detail: { from: entry.state, to: state },
    policyVersion: world.policy.version,
  });
  if (!isSame(entry.dueAt, dueAt)) planReminder(ctx, desk, after, found.due?.value.remind ?? type.loan);
  await sendEntry(ctx, desk, type, after, found);
  await publish(ctx, desk, { kind: 'state', entry: after, before: entry.state, by });
  await issueNotice(ctx, desk, after, found);
  return ok(kept);
}

export interface Amendment {
  /** Values that become others; a blank one is taken out. */
  readonly fields: EntryFields;
  readonly by: PersonId | null;
  readonly reason: string | null;
  /** `edit`: the message the entry came from was changed; that is kept as it is, and what the rules miss is flagged. Default `amend`. */
  readonly kind?: 'amend' | 'edit';
}

/** Changes fields of an entry; what stood there before is kept beside it. An entry that says the same already is left alone. */
export async function amendEntry(ctx: Ctx, id: EntryId, amendment: Amendment): Promise<Result<Entry, RecordRefusal>> {
  const amended = await amendWhole(ctx, id, amendment);
  return amended.ok ? ok(amended.value.entry) : amended;
}

/** {@link amendEntry}, with everything that is kept of the entry afterwards. */
export async function amendWhole(ctx: Ctx, id: EntryId, amendment: Amendment): Promise<Result<WholeEntry, RecordRefusal>> {
  const loaded = await load(ctx, id);
  if (loaded === null) return refuse({ code: 'record.gone' });
  const { desk, type, world, whole } = loaded;
  const { entry } = whole;
  const given = Object.fromEntries(Object.entries({ ...entry.fields, ...amendment.fields }).filter(([, value]) => isFilled(value)));
  const found = judged(loaded, entry.state, given);
  const fields = derivedAgain(loaded, given, found);
  const before = changedFrom(entry.fields, fields);
  if (Object.keys(before).length === 0) return ok(whole);
  const problems = [...missingOfType(type, fields), ...found.problems];
  const changed = Object.keys(before);
  const kind = amendment.kind ?? 'amend';
  if (kind === 'amend' && problems.some((problem) => problem.reaction === 'refuse' && isAbout(problem, changed)))
    return refuse({ code: 'record.against-rules', type: type.code, problems: problems.filter((problem) => isAbout(problem, changed)) });
  const key = found.unique === null ? null : keyOf(found.unique.value, fields);
  const twin = key === null ? null : await entryOfKey(ctx, desk.id, type.code, key);
  if (twin !== null && twin.id !== id && found.unique !== null)
    return refuse({ code: 'record.duplicate', type: type.code, other: twin, fields: found.unique.value, cites: found.unique.cites });
  const dueAt = dueOf(world, type, found, entry.at, fields) ?? entry.dueAt;
  const after: Entry = { ...entry, fields, owner: ownerAfter(type, entry, fields), dueAt, version: entry.version + 1 };
  const flags = problems.map((problem) => flagOf(problem, type));
  const kept = await save(ctx, loaded, after, flags, { kind, fields: before, state: null, by: amendment.by, reason: amendment.reason });
  ctx.unit.audit({
    action: `record.${kind}`,
    person: auditedPerson(world.policy, type, entry, amendment.by),
    desk: desk.id,
    subject: id,
    detail: { fields: changed },
    policyVersion: world.policy.version,
  });
  if (!isSame(entry.dueAt, dueAt)) planReminder(ctx, desk, after, found.due?.value.remind ?? type.loan);
  // Whoever is named only now is told as well; nobody gets the card twice.
  await sendEntry(ctx, desk, type, after, found);
  await publish(ctx, desk, { kind: 'amended', entry: after, before: entry });
  return ok(kept);
}

const isSame = (left: Instant | null, right: Instant | null): boolean =>
  left === null || right === null ? left === right : left.equals(right);

/** Whoever sees to an entry with these fields: another one where they name another one. */
function ownerAfter(type: RecordType, entry: Entry, fields: EntryFields): PersonId | null {
  const named = namedOwner(type, fields);
  return named === null || named === namedOwner(type, entry.fields) ? entry.owner : named;
}

/** Values the entry had and has no longer; a field that was empty has a blank. */
function changedFrom(before: EntryFields, after: EntryFields): EntryFields {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const same = (name: string): boolean => JSON.stringify(before[name] ?? '') === JSON.stringify(after[name] ?? '');
  return Object.fromEntries([...names].filter((name) => !same(name)).map((name) => [name, before[name] ?? '']));
}

function isAbout(problem: RecordProblem, changed: readonly string[]): boolean {
  switch (problem.code) {
    case 'missing':
    case 'one-of-missing':
      return problem.fields.some((field) => changed.includes(field));
    case 'not-allowed':
    case 'denied':
      return changed.includes(problem.field);
    case 'unattached':
    case 'not-yours':
    case 'not-closable':
      return false;
  }
}

type Change = Omit<EntryChange, 'at'>;

/** Saves the entry as it is now with the change that made it so, and gives both. */
async function save(
  ctx: Ctx,
  { desk, type, world, whole }: Loaded,
  after: Entry,
  flags: readonly Flag[],
  change: Change,
): Promise<WholeEntry> {
  const found = judge(world, after.at, { type: after.type, category: after.category, state: after.state, fields: after.fields });
  const names = await valueNames(ctx, desk, world.policy, peopleIn(type, after.fields));
  updateEntry(ctx, whole.entry, {
    fields: after.fields,
    state: after.state,
    owner: after.owner,
    closedAt: after.closedAt,
    dueAt: after.dueAt,
    flags,
    uniqueKey: found.unique === null ? null : keyOf(found.unique.value, after.fields),
    words: searchText(type, after, names, isAnonymous(world.policy, type)),
  });
  addChange(ctx, after.id, change);
  ctx.unit.refresh(entrySubject(after.id));
  return { ...whole, entry: after, flags, changes: [...whole.changes, { ...change, at: ctx.now }] };
}

/** Signs an entry; only whoever the desk's rules name may, and once. */
export async function signEntry(ctx: Ctx, id: EntryId, by: PersonId): Promise<Result<WholeEntry, RecordRefusal>> {
  const loaded = await load(ctx, id);
  if (loaded === null) return refuse({ code: 'record.gone' });
  const { desk, type, world, whole } = loaded;
  const { entry } = whole;
  const roles = judged(loaded, entry.state, entry.fields).signBy.flatMap(({ value }) => value);
  if (!(await peopleMeant(ctx, desk, type, entry, roles)).includes(by)) return refuse({ code: 'record.not-signer', roles });
  if (whole.changes.some((change) => change.kind === 'sign' && change.by === by)) return refuse({ code: 'record.signed-already' });
  const after: Entry = { ...entry, version: entry.version + 1 };
  const kept = await save(ctx, loaded, after, whole.flags, { kind: 'sign', fields: {}, state: null, by, reason: null });
  const person = auditedPerson(world.policy, type, entry, by);
  ctx.unit.audit({ action: 'record.sign', person, desk: desk.id, subject: id, policyVersion: world.policy.version });
  return ok(kept);
}
