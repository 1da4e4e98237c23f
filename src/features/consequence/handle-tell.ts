import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Citation, Policy } from '../../policy/policy.ts';
import type { Ctx } from '../../runtime/context.ts';
import { contactsOf, type Desk, leadsOf, loadDesk, policyFor, roleHolders, tell } from '../people/index.ts';
import { type Proposed, proposalSubject, type StoredProposal } from './proposal.ts';
import { consequenceText as text } from './text.ts';
import { newOnesCard, type ShownProposal, toldNotice } from './views.ts';

/** A proposal that has just been made or opened again. */
export interface NewProposal {
  readonly id: string;
  readonly person: PersonId;
  readonly proposed: Proposed;
}

/**
 * Who decides on it: whom its rule names as deciding or as told; where they name nobody who can be found, the leads of the desk. Never the person
 * themselves: a lead's own case goes to the leads above.
 */
export async function decidersOf(ctx: Ctx, desk: Desk, about: PersonId, of: Pick<Proposed, 'decidedBy' | 'to'>): Promise<PersonId[]> {
  const words = [...of.decidedBy, ...of.to];
  const named = words.length === 0 ? [] : await remembered(ctx, `${desk.id} ${words.join()}`, () => roleHolders(ctx, desk, words));
  const others = named.filter((person) => person !== about);
  if (others.length > 0) return others;
  for (const id of desk.lineage) {
    const leads = (await remembered(ctx, id, () => leadsOf(ctx, id))).filter((person) => person !== about);
    if (leads.length > 0) return leads;
  }
  return [];
}

/** Who holds what does not change within one use case; a list of many proposals asks once. */
const asked = new WeakMap<Ctx['unit'], Map<string, Promise<readonly PersonId[]>>>();

function remembered(ctx: Ctx, key: string, ask: () => Promise<readonly PersonId[]>): Promise<readonly PersonId[]> {
  const known = asked.get(ctx.unit) ?? new Map<string, Promise<readonly PersonId[]>>();
  asked.set(ctx.unit, known);
  const answer = known.get(key) ?? ask();
  known.set(key, answer);
  return answer;
}

/** Cards sent one by one to a person; where there are more, one message names them all. */
const mostCards = 3;

/** Every new proposal to whoever decides it. */
export async function tellDeciders(ctx: Ctx, desk: Desk, fresh: readonly NewProposal[]): Promise<void> {
  const byDecider = new Map<PersonId, NewProposal[]>();
  for (const one of fresh)
    for (const person of await decidersOf(ctx, desk, one.person, one.proposed))
      byDecider.set(person, [...(byDecider.get(person) ?? []), one]);
  const contacts = await contactsOf(ctx, [...byDecider.keys()]);
  for (const contact of contacts.values()) {
    const own = byDecider.get(contact.person) ?? [];
    if (own.length > mostCards) tell(ctx, [contact], (locale) => ({ view: newOnesCard(own.length, desk.name, desk.id, locale) }));
    else for (const { id } of own) tell(ctx, [contact], () => ({ subject: proposalSubject(id) }));
  }
}

/** What was accepted no longer holds: whoever accepted it hears, and the person. */
export async function tellTakenBack(ctx: Ctx, desk: Desk, stored: StoredProposal): Promise<void> {
  const shown = await showing(ctx, desk, stored);
  const contacts = await contactsOf(ctx, [stored.person, ...(stored.decidedAs === null ? [] : [stored.decidedAs])]);
  tell(ctx, contacts.values(), (locale) => ({ view: toldNotice(shown, 'taken-back', null, locale) }));
}

/** The person hears what was accepted about them. */
export async function tellPerson(ctx: Ctx, desk: Desk, stored: StoredProposal, by: Words): Promise<void> {
  const shown = await showing(ctx, desk, stored);
  const contacts = await contactsOf(ctx, [stored.person]);
  tell(ctx, contacts.values(), (locale) => ({ view: toldNotice(shown, 'accepted', by, locale) }));
}

/** The citations of rules by id, from the policy they were counted under. */
function citationsOf(policy: Policy, rules: readonly string[]): Citation[] {
  const { noShow, proxyPunch } = policy.presence;
  const all = [...policy.consequences.flatMap(({ cites }) => cites), ...(noShow?.cites ?? []), ...(proxyPunch?.cites ?? [])];
  return rules.flatMap((rule) => all.find((cite) => cite.rule === rule) ?? []);
}

/** A proposal with the names and rules its card shows. */
export async function showing(ctx: Ctx, desk: Desk, proposal: StoredProposal): Promise<ShownProposal> {
  const people = [proposal.person, ...proposal.history.flatMap((entry) => entry.by ?? [])];
  const [contacts, policy] = await Promise.all([contactsOf(ctx, people), policyFor(ctx, desk, proposal.on)]);
  const names = new Map([...contacts.values()].map((contact) => [contact.person, contact.name]));
  return {
    proposal,
    person: names.get(proposal.person) ?? { zh: '?', en: '?' },
    desk: desk.name,
    zone: desk.zone,
    cites: citationsOf(policy, proposal.rules),
    names,
  };
}

/** The desk of a proposal. */
export async function deskOf(ctx: Ctx, proposal: StoredProposal): Promise<Desk> {
  const desk = await loadDesk(ctx, proposal.desk);
  if (desk === null) throw new Error(`The desk of the proposal ${proposal.id} is gone`);
  return desk;
}

/** Names of people in both languages, joined; who is meant where nobody can be found. */
export function joinedNames(names: readonly Words[]): Words {
  if (names.length === 0) return text.nobodyFound;
  return { zh: names.map((name) => name.zh).join('、'), en: names.map((name) => name.en).join(', ') };
}
