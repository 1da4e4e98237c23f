import type { DeskId, PersonId } from '../../core/ids.ts';
import type { Locale } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import { conflictWords } from '../../policy/conflict.ts';
import { loadPreset } from '../../policy/load.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { MentionedUser } from '../../runtime/intent.ts';
import { remember, rememberEach } from '../../runtime/unit-memory.ts';
import type { Card, Home, Notice } from '../../view/view.ts';
import { findAtStart, peopleNamed } from './find.ts';
import { type Contact, type Desk, type DeskChannel, type DeskNode, type Member, mayLead, reachedOn } from './people.ts';
import { type PolicyBasis, policyOf, stretchOf } from './policy-of.ts';
import { leadingRoles } from './roles.ts';
import * as store from './store.ts';

/** A desk by id or code; null: there is none of that name. */
export const loadDesk = (ctx: Ctx, idOrCode: string): Promise<Desk | null> =>
  remember(ctx.unit, `people.desk ${idOrCode}`, () => store.readDesk(ctx, idOrCode));

/** Desks by their ids, in one round trip; ids nobody has are absent. */
export async function desksById(ctx: Ctx, ids: readonly DeskId[]): Promise<readonly Desk[]> {
  const found = await rememberEach(ctx.unit, 'people.desk', ids, async (missing) => {
    const desks = await store.readDesksById(ctx, missing);
    return new Map(desks.map((desk) => [desk.id as string, desk]));
  });
  return [...found.values()];
}

/** The desks a person stands on, by code. */
export const desksOf = (ctx: Ctx, person: PersonId): Promise<readonly Desk[]> => store.readDesksOf(ctx, person);

/** Every desk of the organisation, by code. */
export const allDesks = (ctx: Ctx): Promise<readonly Desk[]> => store.readAllDesks(ctx);

/** The organisation's desks as a tree, roots first; children by code. */
export async function deskTree(ctx: Ctx): Promise<readonly DeskNode[]> {
  const desks = await store.readAllDesks(ctx);
  const under = (parent: DeskId | null): DeskNode[] =>
    desks.filter((desk) => desk.parent === parent).map((desk) => ({ desk, children: under(desk.id) }));
  return under(null);
}

/** Active members of a desk, in its order. */
export const membersOf = (ctx: Ctx, desk: DeskId): Promise<readonly Member[]> => readMembers(ctx, [desk]);

async function readMembers(ctx: Ctx, desks: readonly DeskId[]): Promise<readonly Member[]> {
  const byDesk = await rememberEach(ctx.unit, 'people.members', desks, async (missing) => {
    const members = await store.readMembers(ctx, missing);
    return new Map(missing.map((desk) => [desk, members.filter((member) => member.desk === desk)]));
  });
  return desks.flatMap((desk) => byDesk.get(desk) ?? []);
}

/** Active members of the desk and of those above it, the desk's own first, then upwards; each desk in its order. */
export const membersOver = (ctx: Ctx, desk: Pick<Desk, 'lineage'>): Promise<readonly Member[]> => readMembers(ctx, desk.lineage);

/** How the people are reached; ids nobody has are absent. One round trip for all. */
export const contactsOf = (ctx: Ctx, people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Contact>> =>
  rememberEach(ctx.unit, 'people.contact', people, (missing) => store.readContacts(ctx, missing));

/** Who leads the desk: the leads on it, or on the nearest desk above it that has one; in the desk's order. */
export const leadsOf = (ctx: Ctx, desk: DeskId): Promise<readonly PersonId[]> => store.readLeads(ctx, desk, leadingRoles);

/** The channels of a desk, also those the messenger refuses at the moment. */
export const channelsOf = (ctx: Ctx, desk: DeskId): Promise<readonly DeskChannel[]> => readChannels(ctx, [desk]);

/** The channels of several desks, read in one round trip for all that is announced on them afterwards. */
export const readChannels = async (ctx: Ctx, desks: readonly DeskId[]): Promise<readonly DeskChannel[]> => {
  const byDesk = await rememberEach(ctx.unit, 'people.channels', desks, async (missing) => {
    const channels = await store.readChannels(ctx, missing);
    return new Map(missing.map((desk) => [desk, channels.filter((channel) => channel.desk === desk)]));
  });
  return desks.flatMap((desk) => byDesk.get(desk) ?? []);
};

/** A message in the reader's language: a view of its own, or the live card of a subject. */
export type Told = ({ readonly view: Card | Notice | Home; readonly subject?: string } | { readonly subject: string }) & {
  /** Not before; default now. */
  readonly at?: Instant;
  /** Dropped when it could not be sent until then. */
  readonly until?: Instant;
  /** Deterministic UUID: a second message with the same one is not sent. Must differ per recipient. */
  readonly id?: string;
  /** To a channel: pinned there in place of what was pinned for the same spot. */
  readonly pin?: string;
};

/** Queues a direct message to each person on the messenger they prefer, else the one they have. Gives those who have none. */
export function tell(ctx: Ctx, contacts: Iterable<Contact>, build: (locale: Locale, contact: Contact) => Told): readonly Contact[] {
  const unreached: Contact[] = [];
  for (const contact of contacts) {
    const where = reachedOn(contact);
    if (where === null) {
      unreached.push(contact);
      continue;
    }
    ctx.unit.send({
      platform: where.platform,
      to: { kind: 'person', id: where.userId },
      locale: contact.locale,
      ...build(contact.locale, contact),
    });
  }
  return unreached;
}

/** Queues a message to every channel of the desk, in the desk's language. Gives the channels. */
export async function announce(
  ctx: Ctx,
  desk: Desk,
  build: (locale: Locale, channel: DeskChannel) => Told,
): Promise<readonly DeskChannel[]> {
  const channels = await readChannels(ctx, [desk.id]);
  for (const channel of channels) {
    ctx.unit.send({
      platform: channel.platform,
      to: { kind: 'channel', id: channel.channelId },
      locale: desk.locale,
      ...build(desk.locale, channel),
    });
  }
  return channels;
}

/** Which desk somebody means. `rest`: the words after its name. */
export type DeskMeant =
  | { readonly kind: 'found'; readonly desk: Desk; readonly rest: string; readonly by: 'name' | 'channel' | 'standing' }
  | { readonly kind: 'several'; readonly desks: readonly Desk[]; readonly rest: string }
  /** They stand on no desk and named none. */
  | { readonly kind: 'none'; readonly rest: string };

/**
 * The desk somebody means by what they typed: the one they name first; else the one whose channel they type in; else the one they stand on.
 * `lead`: only desks they lead count, also below those they lead.
 */
export async function findDesk(ctx: PersonCtx, words: string, lead: 'lead' | 'any' = 'any'): Promise<DeskMeant> {
  const { place, actor } = ctx;
  const inChannel: Promise<readonly DeskId[]> =
    place.kind === 'channel' && place.id !== null ? store.readDeskIdsOfChannel(ctx, ctx.platform, place.id) : Promise.resolve([]);
  const [names, here] = await Promise.all([store.readDeskNames(ctx), inChannel]);
  const open = lead === 'any' ? names : names.filter((desk) => mayLead(actor, desk));
  const mine = open.filter((desk) => actor.memberships.some((membership) => membership.desk === desk.id));
  const hereOpen = open.filter((desk) => here.includes(desk.id));
  const hereMine = hereOpen.filter((desk) => mine.includes(desk));

  const said = findAtStart(words, open);
  if (said !== null) return pickDesk(ctx, said.items, said.rest, 'name');
  const rest = words.trim();
  if (hereOpen.length > 0) return pickDesk(ctx, hereMine.length > 0 ? hereMine : hereOpen, rest, 'channel');
  return pickDesk(ctx, mine.length > 0 || lead === 'any' ? mine : open, rest, 'standing');
}

async function pickDesk(ctx: Ctx, names: readonly store.DeskName[], rest: string, by: 'name' | 'channel' | 'standing'): Promise<DeskMeant> {
  if (names.length === 0) return { kind: 'none', rest };
  const desks = await store.readDesksById(
    ctx,
    names.map((desk) => desk.id),
  );
  const [first, ...more] = desks;
  if (first === undefined) return { kind: 'none', rest };
  return more.length === 0 ? { kind: 'found', desk: first, rest, by } : { kind: 'several', desks, rest };
}

export interface PeopleMeant {
  readonly found: readonly Member[];
  /** Names and mentions that fit nobody on the desk. */
  readonly unknown: readonly string[];
  /** Names that fit several. */
  readonly unclear: readonly { readonly name: string; readonly members: readonly Member[] }[];
}

/** The members of a desk somebody means: by mention, and by names separated by blanks, commas or `、`. */
export async function findMembers(ctx: PersonCtx, desk: DeskId, names: string, mentions: readonly MentionedUser[]): Promise<PeopleMeant> {
  const members = await store.readMembers(ctx, [desk]);
  const linked = await store.readPeopleByUser(
    ctx,
    ctx.platform,
    mentions.map((mention) => mention.userId),
  );
  const found: Member[] = [];
  const unknown: string[] = [];
  const unclear: { name: string; members: readonly Member[] }[] = [];
  let text = names;
  for (const mention of mentions) {
    text = text.replace(mention.token, ' ');
    const member = members.find((candidate) => candidate.person === linked.get(mention.userId));
    if (member === undefined) unknown.push(mention.name ?? mention.userId);
    else found.push(member);
  }
  // An English name holds blanks: the whole text is tried before it is cut.
  const whole = peopleNamed(text, members);
  const parts = whole.length === 1 ? [text] : text.split(/[\s,,、;;和]+/u).filter((part) => part !== '');
  for (const part of parts) {
    const [first, ...more] = peopleNamed(part, members);
    if (first === undefined) unknown.push(part);
    else if (more.length > 0) unclear.push({ name: part, members: [first, ...more] });
    else found.push(first);
  }
  return { found: [...new Set(found)], unknown, unclear };
}

/** Policies of everything that is the same: what they are made from, and each by the stretch of dates in which nothing changes. */
interface Policies {
  readonly basis: PolicyBasis;
  readonly byStretch: Map<string, Policy>;
}

/** A desk is loaded anew for every request, its policy asked for many times. */
const ofDesk = new WeakMap<Desk, Policies>();
/** By what they are made from, as text; forgotten all at once when there are too many. */
const known = new Map<string, Policies>();
const mostKnown = 1_000;

function policiesOf(desk: Desk): Policies {
  const own = ofDesk.get(desk);
  if (own !== undefined) return own;
  const basis = { adoptions: desk.adoptions, shifts: desk.shifts, kinds: desk.kinds, calendar: desk.settings.calendar };
  const key = JSON.stringify(basis);
  const found = known.get(key) ?? { basis, byStretch: new Map<string, Policy>() };
  if (known.size >= mostKnown) known.clear();
  known.set(key, found);
  ofDesk.set(desk, found);
  return found;
}

/**
 * The rules of a desk on a date (`YYYY-MM-DD` of the desk). Made from what the desk was loaded with, so it costs no round trip. What a desk adopts
 * is checked before it is saved; a policy that contradicts itself afterwards (a preset was replaced) is a fault of the installation and throws.
 */
export function policyFor(_ctx: Ctx, desk: Desk, on: string): Promise<Policy> {
  const { basis, byStretch } = policiesOf(desk);
  const stretch = stretchOf(basis, on);
  const made = byStretch.get(stretch);
  if (made !== undefined) return Promise.resolve(made);
  const policy = policyOf(basis, on, loadPreset);
  if (!policy.ok)
    throw new Error(
      `The policy of the desk ${desk.code} contradicts itself: ${policy.refusal.map((conflict) => conflictWords(conflict).en).join('; ')}`,
    );
  byStretch.set(stretch, policy.value);
  return Promise.resolve(policy.value);
}
