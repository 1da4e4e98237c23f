import type { Locale } from '../../core/locale.ts';
import { isFilled, keptUntil, type RecordField, type RecordJudgement, type RecordType } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import type { Card } from '../../view/view.ts';
import { type Desk, loadDesk, rolesOver } from '../people/index.ts';
import type { WholeEntry } from './entry-record.ts';
import { peopleIn } from './fields.ts';
import { accessToOwn, isAnonymous, mayHandle, type ReadingPerson } from './handle-access.ts';
import { peopleMeant } from './handle-meant.ts';
import { knownType } from './handle-registry.ts';
import { judge, loadWorld, valueNames, type World } from './handle-world.ts';
import { isClosing, statesAfter, statesOf } from './states.ts';
import { entriesUnder, loadEntry, loadWhole } from './store.ts';
import { type EntryFacts, entryCard } from './views.ts';

/** An entry with all it takes to draw it. `reader` null: for everybody who has the live card. */
export async function entryFacts(ctx: Ctx, desk: Desk, whole: WholeEntry, reader: ReadingPerson | null): Promise<EntryFacts> {
  const { entry } = whole;
  const type = knownType(entry.type);
  const [world, under, above] = await Promise.all([
    loadWorld(ctx, desk, ctx.now, null, entry.slot),
    entriesUnder(ctx, entry.id),
    entry.parent === null ? null : loadEntry(ctx, entry.parent),
  ]);
  const states = statesOf(world.policy, type);
  const now = judge(world, entry.at, { ...entry, attached: whole.files.length });
  const related = [entry, ...under, ...(above === null ? [] : [above])];
  const people = [
    entry.author,
    ...whole.changes.flatMap((change) => change.by ?? []),
    ...related.flatMap((one) => peopleIn(knownType(one.type), one.fields)),
  ];
  const access = accessToOwn(world.policy, desk, type, reader ?? { person: '', memberships: [] });
  return {
    whole,
    type,
    desk,
    now: ctx.now,
    names: await valueNames(ctx, desk, world.policy, people, [type]),
    anonymous: reader === null ? isAnonymous(world.policy, type) : access.anonymous.allowed,
    next: statesAfter(type, entry.state, states),
    toSign: await wantsSignature(ctx, desk, type, whole, now),
    least: type.stock ? (now.min?.value ?? null) : null,
    mayDelete:
      reader !== null &&
      access.keepers.some((role) => rolesOver(reader, desk).includes(role)) &&
      keptUntil(access, entry.at, desk.zone) !== 'forever',
    tries: triesOf(world, type, whole, states),
    stamps: stampsOf(type, entry, now),
    mayChange: reader === null || (await mayHandle(ctx, desk, entry, reader)),
    under,
    parent: above === null ? null : { entry: above, type: knownType(above.type) },
    typeOf: knownType,
  };
}

/** Somebody a rule names has still to sign. */
async function wantsSignature(
  ctx: Ctx,
  desk: Desk,
  type: RecordType,
  { entry, changes }: WholeEntry,
  judged: RecordJudgement,
): Promise<boolean> {
  const signed = changes.flatMap((change) => (change.kind === 'sign' && change.by !== null ? [change.by] : []));
  for (const { value } of judged.signBy) {
    const holders = await peopleMeant(ctx, desk, type, entry, value);
    if (!holders.some((person) => signed.includes(person))) return true;
  }
  return false;
}

/** Moments a rule asks for that one press notes and nobody has noted yet. */
const stampsOf = (type: RecordType, { fields }: WholeEntry['entry'], judged: RecordJudgement): readonly RecordField[] =>
  type.fields.filter(
    ({ name, press }) => press !== undefined && !isFilled(fields[name]) && judged.fields.some(({ value }) => value === name),
  );

/** Lists of which closing wants so many lines. */
function triesOf(world: World, type: RecordType, { entry }: WholeEntry, states: readonly string[]): readonly string[] {
  const end = states.findLast((state) => isClosing(type, state, states)) ?? entry.state;
  const { problems } = judge(world, entry.at, { ...entry, state: end });
  return problems.flatMap((problem) => (problem.code === 'not-closable' ? problem.counts.map(({ field }) => field) : []));
}

/** The live card; null: the entry is gone. */
export async function viewEntry(ctx: Ctx, id: string, locale: Locale): Promise<Card | null> {
  const whole = await loadWhole(ctx, id);
  const desk = whole === null ? null : await loadDesk(ctx, whole.entry.desk);
  if (whole === null || desk === null) return null;
  return entryCard(await entryFacts(ctx, desk, whole, null), locale);
}
