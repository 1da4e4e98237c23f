import type { Member } from '../../people/index.ts';
import type { ProposedDuty } from '../roster.ts';
import type { RotationWorld } from '../rotation.ts';
import { generate, peopleOf, shiftsOf } from '../rotation.ts';
import { type RotationRule, rotationRule } from '../rotation-rule.ts';

/** A rotation as it is stored. */
export interface StoredRotation {
  readonly code: string;
  readonly rule: unknown;
  readonly startsOn: string;
}

/** What keeps a rotation from being used. */
export type RotationProblem =
  | { readonly code: 'invalid'; readonly rotation: string; readonly what: string }
  | { readonly code: 'notOnDesk'; readonly rotation: string; readonly person: string }
  | { readonly code: 'noSuchShift'; readonly rotation: string; readonly shift: string };

export interface Draft {
  readonly duties: readonly ProposedDuty[];
  readonly problems: readonly RotationProblem[];
}

/** The duties the rotations of a desk give for the dates. Two rotations that name one person for one shift give one duty. */
export function draftDuties(
  rotations: readonly StoredRotation[],
  dates: readonly string[],
  world: RotationWorld,
  members: readonly Member[],
  shifts: readonly string[],
): Draft {
  const problems: RotationProblem[] = [];
  const duties = new Map<string, ProposedDuty>();
  const byCode = new Map(members.map((member) => [member.code, member.person]));
  const [first = '', last = ''] = [dates[0], dates.at(-1)];
  for (const { code, rule: stored, startsOn } of rotations) {
    const rule = readRule(stored, code, problems);
    if (rule === null) continue;
    for (const person of peopleOf(rule)) if (!byCode.has(person)) problems.push({ code: 'notOnDesk', rotation: code, person });
    for (const shift of shiftsOf(rule)) if (!shifts.includes(shift)) problems.push({ code: 'noSuchShift', rotation: code, shift });
    for (const cell of generate({ code, rule, startsOn }, first, last, world)) {
      const person = byCode.get(cell.person);
      if (person === undefined) continue;
      const { on, shift, role, position } = cell;
      duties.set(`${on} ${shift} ${person}`, { on, shift, person, role, ...(position === undefined ? {} : { position }) });
    }
  }
  return { duties: [...duties.values()], problems };
}

function readRule(stored: unknown, rotation: string, problems: RotationProblem[]): RotationRule | null {
  const read = rotationRule.safeParse(stored);
  if (read.success) return read.data;
  problems.push({
    code: 'invalid',
    rotation,
    what: read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
  });
  return null;
}
