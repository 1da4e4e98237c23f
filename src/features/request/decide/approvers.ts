import type { DeskId, PersonId } from '../../../core/ids.ts';
import type { Words } from '../../../core/locale.ts';
import { leads, leadsShift } from '../../people/index.ts';
import { meetsRank } from './rank.ts';

/** Somebody who stands on a desk, as far as signing asks. One entry for each desk they stand on. */
export interface Holder {
  readonly person: PersonId;
  readonly code: string;
  readonly name: Words;
  readonly desk: DeskId;
  readonly roles: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  /** Can be written to. */
  readonly linked: boolean;
}

/** Who stands where, as it is at the moment. */
export interface ApprovalDirectory {
  /** Everybody on the desks of the parties and those above, each desk in its order; and whom `superior` attributes or offices name beyond them. */
  readonly holders: readonly Holder[];
  /** A desk, its parent, and so on upwards. */
  readonly lineageOf: (desk: DeskId) => readonly DeskId[];
  /** Who is on duty at the moment on the desk of the request, by duty role. */
  readonly onDuty: readonly { readonly person: PersonId; readonly role: string }[];
}

/** Whom the words of a chain are about. */
export interface Parties {
  readonly desk: DeskId;
  readonly subject: PersonId;
  readonly filedBy: PersonId;
  readonly partner: { readonly person: PersonId; readonly desk: DeskId } | null;
}

/** What one signature asks for. */
export interface Wanted {
  readonly words: readonly string[];
  readonly minRank: string | null;
}

/** Offices that serve the whole organisation: their holders are looked for in all of it where no desk above has one. */
export const officeRoles: readonly string[] = ['hr', 'general-section', 'secretariat', 'finance-department', 'administration-department'];
const offices: ReadonlySet<string> = new Set(officeRoles);

const unique = (people: readonly PersonId[]): PersonId[] => [...new Set(people)];

/** Steps up a tree of people end here; longer lines are circles. */
const mostLevels = 12;

function at(directory: ApprovalDirectory, desk: DeskId): readonly Holder[] {
  return directory.holders.filter((holder) => holder.desk === desk);
}

/** The first desk upwards where somebody fits. */
function nearest(directory: ApprovalDirectory, desk: DeskId, fits: (holder: Holder) => boolean): PersonId[] {
  for (const one of directory.lineageOf(desk)) {
    const found = at(directory, one).filter(fits);
    if (found.length > 0) return unique(found.map((holder) => holder.person));
  }
  return [];
}

/** Leads who lead people come before those who only keep the desk's data or its roster. */
function proper(leading: readonly Holder[]): PersonId[] {
  const own = leading.filter((holder) => holder.roles.some((role) => role !== 'desk-admin' && leadsShift(role)));
  return unique((own.length > 0 ? own : leading).map((holder) => holder.person));
}

/**
 * Whom somebody answers to: whoever stands above them; where there is nobody, the other leads of their own desk.
 */
export function superiorsOf(person: PersonId, desk: DeskId, directory: ApprovalDirectory): PersonId[] {
  const above = aboveOf(person, desk, directory);
  if (above.length > 0) return above;
  for (const one of upwardsFrom(person, desk, directory)) {
    const peers = leadingOthers(one, person, directory);
    if (peers.length > 0) return proper(peers);
  }
  return [];
}

/**
 * Who stands above somebody: the person their attribute `superior` names, else the leads of the nearest desk upwards that they do not lead themselves. Empty:
 * nobody does.
 */
export function aboveOf(person: PersonId, desk: DeskId, directory: ApprovalDirectory): PersonId[] {
  const own = directory.holders.filter((holder) => holder.person === person);
  const code = own.map((holder) => holder.attributes.superior).find((value) => value !== undefined && value !== '');
  const named = code === undefined ? [] : directory.holders.filter((holder) => holder.code === code && holder.person !== person);
  if (named.length > 0) return unique(named.map((holder) => holder.person));
  for (const one of upwardsFrom(person, desk, directory)) {
    if (own.some((holder) => holder.desk === one && holder.roles.some((role) => leads(role)))) continue;
    const found = leadingOthers(one, person, directory);
    if (found.length > 0) return proper(found);
  }
  return [];
}

/** The line of desks from the nearest one somebody stands on upwards. */
function upwardsFrom(person: PersonId, desk: DeskId, directory: ApprovalDirectory): readonly DeskId[] {
  const line = directory.lineageOf(desk);
  const standing = new Set(directory.holders.filter((holder) => holder.person === person).map((holder) => holder.desk));
  const start = Math.max(
    0,
    line.findIndex((one) => standing.has(one)),
  );
  return line.slice(start);
}

const leadingOthers = (desk: DeskId, person: PersonId, directory: ApprovalDirectory): Holder[] =>
  at(directory, desk).filter((holder) => holder.person !== person && holder.roles.some((role) => leads(role)));

/** Everybody who holds the word, before anyone is ruled out. */
export function holdersOf(word: string, parties: Parties, directory: ApprovalDirectory): readonly PersonId[] {
  const of = /^(.+)-of-(requester|partner)$/.exec(word);
  if (of?.[1] !== undefined) {
    const side = of[2] === 'partner' ? parties.partner : { person: parties.subject, desk: parties.desk };
    if (side === null) return [];
    const inRole = (holder: Holder): boolean => holder.roles.includes(of[1] ?? '');
    const superiors = superiorsOf(side.person, side.desk, directory);
    // Several teams may stand on one desk: whoever they answer to comes first.
    const own = superiors.filter((person) => directory.holders.some((holder) => holder.person === person && inRole(holder)));
    const holders = own.length > 0 ? own : nearest(directory, side.desk, inRole);
    return holders.length > 0 ? holders : superiors;
  }
  const superiors = (): PersonId[] => superiorsOf(parties.subject, parties.desk, directory);
  const role = (code: string): PersonId[] => {
    const found = nearest(directory, parties.desk, (holder) => holder.roles.includes(code));
    if (found.length > 0 || !offices.has(code)) return found;
    return unique(directory.holders.filter((holder) => holder.roles.includes(code)).map((holder) => holder.person));
  };
  const onDuty = (code: string): PersonId[] =>
    unique(
      directory.onDuty
        .filter(
          (one) => one.role === code || directory.holders.some((holder) => holder.person === one.person && holder.roles.includes(code)),
        )
        .map((one) => one.person),
    );
  const first = (...choices: readonly PersonId[][]): PersonId[] => choices.find((choice) => choice.length > 0) ?? [];
  if (word.endsWith('-on-duty')) return onDuty(word.slice(0, -'-on-duty'.length));
  switch (word) {
    case 'superior':
      return superiors();
    case 'superior-of-superior':
      return unique(superiors().flatMap((person) => superiorsOf(person, parties.desk, directory)));
    case 'manager':
    case 'department-supervisor':
      return first(role(word), superiors());
    case 'department':
      return first(
        role('department'),
        nearest(directory, parties.desk, (holder) => holder.roles.some((code) => leads(code))),
      );
    case 'duty-leader':
      return first(onDuty('duty-leader'), role('duty-leader'));
    default:
      return role(word);
  }
}

/** Nobody decides their own request, nor one they took part in or filed; nor one a rule bars them from. */
export function mayNotSign(parties: Parties, approveNot: readonly string[], directory: ApprovalDirectory): ReadonlySet<PersonId> {
  const barred = directory.holders.filter((holder) => holder.roles.some((role) => approveNot.includes(role)));
  const own = [parties.subject, parties.filedBy, ...(parties.partner === null ? [] : [parties.partner.person])];
  return new Set([...own, ...barred.map((holder) => holder.person)]);
}

/**
 * Who may sign: holders of one of the words. Where every holder of a word is ruled out, it goes to whom they answer to, level by level. Empty: the
 * chain leads to nobody.
 */
export function approversFor(wanted: Wanted, parties: Parties, barred: ReadonlySet<PersonId>, directory: ApprovalDirectory): PersonId[] {
  const found = wanted.words.flatMap((word) => {
    let holders = holdersOf(word, parties, directory);
    const seen = new Set(holders);
    for (let level = 0; level < mostLevels && holders.length > 0; level += 1) {
      const free = holders.filter((person) => !barred.has(person));
      if (free.length > 0) return free;
      holders = unique(holders.flatMap((person) => superiorsOf(person, parties.desk, directory))).filter((person) => !seen.has(person));
      for (const person of holders) seen.add(person);
    }
    return [];
  });
  const { minRank } = wanted;
  if (minRank === null) return unique(found);
  return unique(found).filter((person) => directory.holders.some((holder) => holder.person === person && meetsRank(holder, minRank)));
}

/** Somebody who may sign, and for whom where they stand in. */
export interface Signer {
  readonly person: PersonId;
  readonly for: PersonId | null;
}

/** A standing delegation, as far as it holds at the moment. */
export interface ActiveDelegation {
  readonly from: PersonId;
  readonly to: PersonId;
}

/** The approvers and who stands in for them now; who is ruled out does not stand in either. */
export function signersOf(
  approvers: readonly PersonId[],
  handed: { readonly to: PersonId; readonly by: PersonId } | null,
  delegations: readonly ActiveDelegation[],
  barred: ReadonlySet<PersonId>,
): readonly Signer[] {
  const own = approvers.map((person): Signer => ({ person, for: null }));
  const oneTime: Signer[] = handed === null ? [] : [{ person: handed.to, for: handed.by }];
  const standIns = delegations
    .filter((delegation) => approvers.includes(delegation.from))
    .map((delegation): Signer => ({ person: delegation.to, for: delegation.from }));
  const all = [...own, ...oneTime, ...standIns].filter((signer) => !barred.has(signer.person));
  return all.filter((signer, index) => all.findIndex((other) => other.person === signer.person) === index);
}
