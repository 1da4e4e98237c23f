import type { PersonId } from '../../core/ids.ts';
import { type Access, accessOf, type Policy, type Reader, type RecordType, recordRules } from '../../policy/index.ts';
import type { Ctx } from '../../runtime/context.ts';
import { type Desk, mayLead, policyFor, rolesOver, standsOn } from '../people/index.ts';
import { peopleIn } from './fields.ts';
import { peopleMeant } from './handle-meant.ts';
import { knownType } from './handle-registry.ts';
import { dateAt } from './handle-world.ts';
import type { Entry } from './record.ts';

/** Who reads: a person with where they stand. Guests and members of other organisations never come this far. */
export interface ReadingPerson {
  readonly person: PersonId;
  readonly memberships: readonly { readonly desk: string; readonly roles: readonly string[] }[];
}

const own = (reader: ReadingPerson, entry: Entry): boolean =>
  entry.author === reader.person || entry.owner === reader.person || peopleIn(knownType(entry.type), entry.fields).includes(reader.person);

const resourcesOf = (type: RecordType): readonly string[] => [type.code, ...type.classes];

function readerOf(desk: Desk, reader: ReadingPerson, needsToKnow: boolean): Reader {
  const stands = standsOn(reader, desk);
  return {
    kinds: [
      ...(reader.memberships.length > 0 ? (['internal-staff'] as const) : []),
      ...(stands ? (['own-desk'] as const) : []),
      ...(needsToKnow || mayLead(reader, desk) ? (['need-to-know'] as const) : []),
    ],
    roles: rolesOver(reader, desk),
  };
}

/** Whether a rule of the desk says who may read records of the type: others must not read them on a card of something else. */
export const isRestricted = (policy: Pick<Policy, 'access'>, type: RecordType): boolean =>
  policy.access.some(({ value, reaction }) => reaction !== 'off' && value.resource.some((one) => resourcesOf(type).includes(one)));

/** Whether a rule hides who writes records of the type. */
export const isAnonymous = (policy: Pick<Policy, 'access'>, type: RecordType): boolean =>
  accessOf(policy, resourcesOf(type), { kinds: [], roles: [] }).anonymous.allowed;

/** Whom the audit names for what was done with an entry: nobody, where that would tell who wrote it and a rule hides them. */
export const auditedPerson = (
  policy: Pick<Policy, 'access'>,
  type: RecordType,
  entry: Pick<Entry, 'author'>,
  by: PersonId | null,
): PersonId | null => (by === entry.author && isAnonymous(policy, type) ? null : by);

/** What somebody may do with all records of a type on a desk: to read them they stand on it or lead above it. */
export function accessToType(policy: Pick<Policy, 'access'>, desk: Desk, type: RecordType, reader: ReadingPerson): Access {
  const access = accessOf(policy, resourcesOf(type), readerOf(desk, reader, false));
  return standsOn(reader, desk) ? access : closed(access);
}

/** What somebody may do with those of them they wrote, own or are named in. */
export const accessToOwn = (policy: Pick<Policy, 'access'>, desk: Desk, type: RecordType, reader: ReadingPerson): Access =>
  accessOf(policy, resourcesOf(type), readerOf(desk, reader, true));

const closed = (access: Access): Access => ({
  ...access,
  read: { allowed: false, cites: access.read.cites },
  export: { allowed: false, cites: access.export.cites },
});

/** What somebody may do with one entry: also whoever a rule has told of it, gets it or signs it. */
export async function accessToEntry(ctx: Ctx, desk: Desk, entry: Entry, reader: ReadingPerson): Promise<Access> {
  const type = knownType(entry.type);
  const policy = await policyFor(ctx, desk, dateAt(ctx.now, desk));
  if (own(reader, entry)) return accessToOwn(policy, desk, type, reader);
  const access = accessToType(policy, desk, type, reader);
  if (access.read.allowed) return access;
  return (await isConcerned(ctx, desk, policy, entry, reader.person)) ? accessToOwn(policy, desk, type, reader) : access;
}

async function isConcerned(ctx: Ctx, desk: Desk, policy: Policy, entry: Entry, person: PersonId): Promise<boolean> {
  const found = recordRules(policy, entry);
  const words = [...found.notify, ...found.to, ...found.signBy].flatMap(({ value }) => value);
  return words.length > 0 && (await peopleMeant(ctx, desk, knownType(entry.type), entry, words)).includes(person);
}

/** Whether somebody may take an entry on: its author and owner, the desk's leads, and those a rule gives it to. */
export async function mayHandle(ctx: Ctx, desk: Desk, entry: Entry, reader: ReadingPerson): Promise<boolean> {
  if (entry.author === reader.person || entry.owner === reader.person || mayLead(reader, desk)) return true;
  const found = recordRules(await policyFor(ctx, desk, dateAt(ctx.now, desk)), entry);
  const words = [...found.to, ...found.by].flatMap(({ value }) => value);
  return words.length > 0 && (await peopleMeant(ctx, desk, knownType(entry.type), entry, words)).includes(reader.person);
}

/** Notes that somebody read records whose reading is logged. */
export function noteReading(
  ctx: Ctx,
  desk: Desk,
  access: Access,
  person: PersonId,
  what: { readonly subject: string | null; readonly detail: Readonly<Record<string, unknown>> },
): void {
  if (!access.audit.allowed) return;
  ctx.unit.audit({ action: 'record.read', person, desk: desk.id, subject: what.subject, detail: what.detail });
}
