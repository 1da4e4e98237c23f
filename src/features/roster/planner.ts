import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import { Temporal } from '../../core/time.ts';
import { type Citation, mayPlan, type PlanTask, rolesFor } from '../../policy/index.ts';
import type { RosterWorld } from './plan.ts';
import type { RosterFinding } from './roster.ts';

/** Somebody on the desk or above it, nearest first. */
export interface Holder {
  readonly person: PersonId;
  readonly name: Words;
  readonly roles: readonly string[];
}

/** What is known of who may arrange a roster. */
export interface Planning {
  /** Roles of whoever decides, on the desk and above it; null: an operator at the command line, who is not asked. */
  readonly roles: readonly string[] | null;
  readonly holders: readonly Holder[];
}

/** Names in a refusal; whoever needs more asks one of these. */
const mostNames = 5;

type Task = Extract<PlanTask['task'], 'compile' | 'change'>;

/** The roles a rule names for a task on a day; a change is for those who make the roster where no rule speaks of changes. Empty: no rule does. */
export function plannersOn(world: Pick<RosterWorld, 'policyOn' | 'days'>, task: Task, on: string): readonly string[] {
  const given = { policy: world.policyOn(on), on, day: world.days };
  const named = rolesFor({ ...given, task }) ?? (task === 'change' ? rolesFor({ ...given, task: 'compile' }) : null);
  return named?.roles ?? [];
}

/**
 * What the rules say of somebody who arranges the days although a rule names others for it: `planner-other` where somebody holds the role and has
 * to be asked, `planner-unnamed` where nobody does. Null: they may, or no rule speaks of it.
 */
export function plannerFinding(task: Task, dates: readonly string[], planning: Planning, world: RosterWorld): RosterFinding | null {
  const { roles: own, holders } = planning;
  if (own === null) return null;
  const cites = new Map<string, Citation>();
  const days: string[] = [];
  const needed = new Set<string>();
  for (const on of dates) {
    const asked = mayPlan({ policy: world.policyOn(on), task, roles: own, on, day: world.days });
    if (asked.allowed !== false) continue;
    days.push(on);
    for (const role of plannersOn(world, task, on)) needed.add(role);
    for (const cite of asked.cites) cites.set(`${cite.preset} ${cite.rule}`, cite);
  }
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  const toAsk = holders.filter((holder) => holder.roles.some((role) => needed.has(role)));
  const start = (on: string, after: number): Temporal.Instant =>
    Temporal.PlainDate.from(on).add({ days: after }).toZonedDateTime(world.zone).toInstant();
  return {
    code: toAsk.length > 0 ? 'planner-other' : 'planner-unnamed',
    level: toAsk.length > 0 ? 'refuse' : 'flag',
    from: start(first, 0),
    until: start(last, 1),
    measured: own.join(', '),
    allowed: [...needed].join(', '),
    people: [...new Map(toAsk.map((holder) => [holder.person, holder.name])).values()].slice(0, mostNames),
    cites: [...cites.values()],
  };
}
