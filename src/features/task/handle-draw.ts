import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { daysLeft, drawTargets, monthlyMinimum, type Policy, recordTypes } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { allDesks, codeWords, type Desk, membersOf } from '../people/index.ts';
import { type Entry, entriesOf } from '../record/index.ts';
import { policyAt, seedOf } from './handle-world.ts';
import { isDrawn } from './remind.ts';
import { loadChecked, loadLastDraw, loadProofs } from './store.ts';
import { type Candidate, monthStart, owedOf, sourceOf, wantedOf } from './targets.ts';
import type { Task, TaskTarget } from './task.ts';

/** Most entries of a register that are drawn from. */
const mostCandidates = 2_000;

/** What an entry is recognised by. */
function lineOf(entry: Entry): Words {
  const line = recordTypes().find(({ code }) => code === entry.type)?.line;
  const value = line === undefined ? undefined : entry.fields[line];
  const name = typeof value === 'string' && value !== '' ? value : `#${entry.number ?? '?'}`;
  return { zh: name, en: name };
}

const isAmong = (kinds: readonly string[] | undefined, { fields }: Entry): boolean =>
  kinds === undefined || kinds.includes(typeof fields.kind === 'string' ? fields.kind : '');

/** Everything the target words of a rule mean on a desk at the moment. */
export async function candidatesOf(ctx: Ctx, desk: Desk, words: readonly string[]): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const word of words) {
    const source = sourceOf(word);
    switch (source.kind) {
      case 'word':
        found.push({ id: word, name: { zh: codeWords(word, 'zh'), en: codeWords(word, 'en') } });
        break;
      case 'register': {
        const filter = { types: source.types, limit: mostCandidates, ...(source.open ? { open: true } : {}) };
        for (const one of (await allDesks(ctx)).filter((other) => other.lineage.includes(desk.id)))
          for (const entry of await entriesOf(ctx, one.id, filter))
            if (isAmong(source.of, entry)) found.push({ id: entry.id, name: lineOf(entry) });
        break;
      }
      case 'desks': {
        const below = (await allDesks(ctx)).filter((one) => one.id !== desk.id && one.lineage.includes(desk.id));
        const fitting = below.filter((one) => source.kinds.length === 0 || one.kinds.some((kind) => source.kinds.includes(kind)));
        found.push(...fitting.map(({ id, name }) => ({ id, name })));
        break;
      }
      case 'people': {
        const people = new Map<PersonId, Candidate>();
        const below = (await allDesks(ctx)).filter((one) => one.lineage.includes(desk.id));
        for (const one of below)
          for (const member of await membersOf(ctx, one.id))
            if (member.roles.includes(source.role)) people.set(member.person, { id: member.person, name: member.name });
        found.push(...people.values());
        break;
      }
    }
  }
  return [...new Map(found.map((one) => [one.id, one])).values()];
}

/**
 * Who or what is checked this time: drawn where the rule wants a share or a number, by chance among the least checked, reproducible from a seed nobody
 * sees; what was drawn last time and not checked comes first. Null: the rule names no targets.
 */
export async function drawFor(
  ctx: Ctx,
  desk: Desk,
  task: Task,
  rule: Policy['obligations'][number],
): Promise<readonly TaskTarget[] | null> {
  const { value } = rule;
  if (value.targets === undefined) return null;
  const candidates = await candidatesOf(ctx, desk, value.targets);
  const names = new Map(candidates.map(({ id, name }) => [id, name]));
  if (!isDrawn({ value })) return candidates.map(({ id, name }) => ({ id, name, morning: 0, afternoon: 0, anytime: 1, carried: false }));
  const [checked, last, policy] = await Promise.all([
    loadChecked(ctx, desk.id, task.verb, task.object, monthStart(task.detail.on, desk.zone)),
    loadLastDraw(ctx, desk.id, task.entry, task.dueAt),
    policyAt(ctx, desk, task.fromAt),
  ]);
  const owed = last === null ? new Set<string>() : owedOf(last, await loadProofs(ctx, [last.id]), desk.zone);
  const drawn = drawTargets({
    value,
    targets: candidates.map(({ id }) => ({ id, checked: checked.get(id) ?? 0, owed: owed.has(id) })),
    monthlyMin: monthlyMinimum(policy, rule),
    daysLeft: daysLeft(task.detail.on),
    seed: `${seedOf(ctx, desk)} ${task.key}`,
  });
  return drawn.map(({ target, ...times }) => ({ id: target, name: names.get(target) ?? { zh: target, en: target }, ...times }));
}

/** How often a task has to be proved with these targets. */
export const wantedWith = (targets: readonly TaskTarget[]): number =>
  Math.max(
    1,
    targets.reduce((sum, target) => sum + wantedOf(target), 0),
  );
