import type { PersonId } from '../../core/ids.ts';
import { type RecordType, recordTypes } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Desk, membersOver, peopleNamed, roleHolders } from '../people/index.ts';
import { namesIn, peopleIn } from './fields.ts';
import { knownType } from './handle-registry.ts';
import type { Entry } from './record.ts';
import { entriesOf, loadNamesakes } from './store.ts';

/** Words of rules for people the entry itself names, with the fields they stand in; null: in any of its fields for people. */
const named: ReadonlyMap<string, readonly string[] | null> = new Map([
  ['person-concerned', null],
  ['leader-concerned', null],
  ['head-of-department-concerned', null],
  ['borrower', ['borrower', 'holder']],
  ['attendees', ['attendees']],
]);

/** The people the words of a rule name for an entry: holders of roles, and whom its fields name. */
export async function peopleMeant(ctx: Ctx, desk: Desk, type: RecordType, entry: Entry, words: readonly string[]): Promise<PersonId[]> {
  const roles = words.filter((word) => !named.has(word));
  const held = roles.length === 0 ? [] : await roleHolders(ctx, desk, roles);
  const wanted = words.flatMap((word) => {
    const fields = named.get(word);
    return fields === undefined ? [] : [fields];
  });
  const found =
    wanted.length === 0
      ? []
      : await peopleNamedIn(ctx, desk, type, entry, wanted.includes(null) ? null : wanted.flatMap((one) => one ?? []));
  return [...new Set([...held, ...found])];
}

/**
 * Members an entry names: chosen in a field for a person, or written in a list (`notified`, `attendees`) by a name that is one person's only.
 * `fields` null: all of them.
 */
async function peopleNamedIn(ctx: Ctx, desk: Desk, type: RecordType, entry: Entry, fields: readonly string[] | null): Promise<PersonId[]> {
  const asked = { ...type, fields: type.fields.filter(({ name }) => fields === null || fields.includes(name)) };
  const names = namesIn(asked, entry.fields);
  return [...peopleIn(asked, entry.fields), ...(await peopleCalled(ctx, desk, names))];
}

/** People by name: of the desk and those above it as people are called there, else anybody of the organisation whose whole name it is. */
async function peopleCalled(ctx: Ctx, desk: Desk, names: readonly string[]): Promise<PersonId[]> {
  if (names.length === 0) return [];
  const members = [...new Map((await membersOver(ctx, desk)).map((member) => [member.person, member])).values()];
  const near = names.map((name) => ({ name, meant: peopleNamed(name, members) }));
  const far = await loadNamesakes(
    ctx,
    near.filter(({ meant }) => meant.length === 0).map(({ name }) => name),
  );
  return near.flatMap(({ name, meant }) => {
    const people = meant.length > 0 ? meant.map(({ person }) => person) : (far.get(name.toLowerCase()) ?? []);
    return people.length === 1 ? people : [];
  });
}

/**
 * Who has things of the desk that are lent out and not back: whom their entries name, else whoever sees to them. `object`: what a rule has returned
 * (`classified-loan`), by the code or a word of the type; where no type is called so, whatever is lent.
 */
export async function borrowersOf(ctx: Ctx, desk: Desk, object: string): Promise<readonly PersonId[]> {
  const loans = recordTypes().filter(({ loan }) => loan);
  const word = object.replaceAll('-', ' ');
  const meant = loans.filter(({ code, words }) => code === object || words.en.includes(word));
  const out = await entriesOf(ctx, desk.id, { types: (meant.length > 0 ? meant : loans).map(({ code }) => code), open: true });
  const people = await Promise.all(
    out.map(async (entry) => {
      const named = await peopleMeant(ctx, desk, knownType(entry.type), entry, ['borrower']);
      return named.length > 0 ? named : [entry.owner ?? entry.author];
    }),
  );
  return [...new Set(people.flat())];
}
