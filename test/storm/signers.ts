import type { StormOrganisation, StormPerson } from './organisation.ts';

/** Who takes part in a request, by code. */
export interface Sides {
  readonly desk: string;
  readonly subject: string;
  readonly filedBy: string;
  readonly partner: string | null;
}

const leading: ReadonlySet<string> = new Set([
  'team-lead',
  'station-lead',
  'duty-leader',
  'department',
  'general-manager',
  'department-head',
  'secretariat',
  'centre-director',
  'department-director',
  'manager',
  'department-manager',
  'supervising-leader',
  'regional-lead',
]);
/** Offices that only plan rosters or keep files are not whom one answers to, where somebody else leads. */
const offices: ReadonlySet<string> = new Set(['department', 'secretariat']);

const leads = (person: StormPerson): boolean => person.roles.some((role) => leading.has(role));

/**
 * Who may sign, as the regulations say it for people who stand as they do in the storm: written down a second time, so that what the bot decided is
 * not checked by its own answer.
 */
export function createSigners(organisation: StormOrganisation) {
  const everybody = [...organisation.bosses, ...organisation.desks.flatMap((desk) => desk.people)];
  const byCode = new Map(everybody.map((person) => [person.code, person]));
  const on = (desk: string): readonly StormPerson[] => everybody.filter((person) => person.desk === desk);
  const lineOf = (desk: string): readonly string[] => (desk === 'hq' ? ['hq'] : desk === 'above' ? ['above', 'hq'] : [desk, 'above', 'hq']);

  const superiors = (code: string, desk: string): string[] => {
    const own = byCode.get(code);
    const line = lineOf(own?.desk ?? desk);
    const found = (skipOwn: boolean): string[] => {
      for (const one of line) {
        if (skipOwn && one === own?.desk && own !== undefined && leads(own)) continue;
        const all = on(one).filter((person) => person.code !== code && leads(person));
        const proper = all.filter((person) => person.roles.some((role) => leading.has(role) && !offices.has(role)));
        if (all.length > 0) return (proper.length > 0 ? proper : all).map((person) => person.code);
      }
      return [];
    };
    const above = found(true);
    return above.length > 0 ? above : found(false);
  };

  const holding = (role: string, desk: string): string[] => {
    for (const one of lineOf(desk)) {
      const found = on(one).filter((person) => person.roles.includes(role));
      if (found.length > 0) return found.map((person) => person.code);
    }
    return [];
  };

  const holders = (word: string, sides: Sides): string[] => {
    switch (word) {
      case 'superior':
        return superiors(sides.subject, sides.desk);
      case 'superior-of-superior':
        return superiors(sides.subject, sides.desk).flatMap((code) => superiors(code, sides.desk));
      case 'team-lead-of-requester':
      case 'team-lead-of-partner': {
        const person = word === 'team-lead-of-partner' ? sides.partner : sides.subject;
        const found = holding('team-lead', sides.desk);
        return found.length > 0 || person === null ? found : superiors(person, sides.desk);
      }
      case 'department-supervisor': {
        const found = holding(word, sides.desk);
        return found.length > 0 ? found : superiors(sides.subject, sides.desk);
      }
      default:
        return holding(word, sides.desk);
    }
  };

  /** Holders of one of the words; where all of them take part themselves, those they answer to. `duty-leader` holds for all who may have led then. */
  return (words: readonly string[], sides: Sides): ReadonlySet<string> => {
    const parties = new Set([sides.subject, sides.filedBy, sides.partner]);
    const found = words.flatMap((word) => {
      let people = holders(word, sides);
      for (let level = 0; level < 6 && people.length > 0; level += 1) {
        const free = people.filter((code) => !parties.has(code));
        if (free.length > 0) return free;
        people = people.flatMap((code) => superiors(code, sides.desk));
      }
      return [];
    });
    return new Set(found);
  };
}

export type Signers = ReturnType<typeof createSigners>;
