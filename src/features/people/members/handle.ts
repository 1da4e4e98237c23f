import type { PersonId } from '../../../core/ids.ts';
import type { PersonCtx } from '../../../runtime/context.ts';
import { planSoon } from '../../../runtime/plan.ts';
import type { Reply } from '../../../runtime/reply.ts';
import type { Card, Notice } from '../../../view/view.ts';
import { peopleNamed } from '../find.ts';
import { deskTree, findDesk, policyFor } from '../handle.ts';
import { saveIdentity } from '../linking/store.ts';
import { type Desk, type Member, type MessengerName, mayLead, standsOn } from '../people.ts';
import { rolesIn } from '../policy-of.ts';
import { leads } from '../roles.ts';
import { readChannels, readContacts, readCounts, readDesk, readDesksOf, readMembers } from '../store.ts';
import { publishChannel } from './handle-channels.ts';
import * as store from './store.ts';
import { joined, text } from './text.ts';
import * as views from './views.ts';

const say = (ctx: PersonCtx, view: Card | Notice): Reply => ({ kind: 'say', locale: ctx.locale, view });

/** `people [desk]`: who stands on a desk; `people all`: the tree of desks. */
export async function showPeople(ctx: PersonCtx, words: string): Promise<Reply> {
  const all: readonly string[] = [...text.tree.all.zh, ...text.tree.all.en];
  if (all.includes(words.trim().toLowerCase())) {
    const [roots, counts] = await Promise.all([deskTree(ctx), readCounts(ctx)]);
    return say(ctx, views.treeCard(roots, counts, ctx.locale));
  }
  const meant = await findDesk(ctx, words);
  if (meant.kind === 'none') return say(ctx, views.noDeskNotice(ctx.locale));
  if (meant.kind === 'several') return say(ctx, views.chooseDesk(meant.desks, 'people.show', {}, ctx.locale));
  return showDesk(ctx, meant.desk);
}

async function showDesk(ctx: PersonCtx, desk: Desk, from = 0): Promise<Reply> {
  if (!standsOn(ctx.actor, desk)) return say(ctx, views.notOnNotice(desk, ctx.locale));
  const [members, channels] = await Promise.all([readMembers(ctx, [desk.id]), readChannels(ctx, [desk.id])]);
  return say(ctx, views.peopleCard(desk, { members, from }, channels, mayLead(ctx.actor, desk), ctx.locale));
}

/** Runs something on a desk the person must lead, or says why not. Rights are checked on every press, not when a button was shown. */
async function onLedDesk(ctx: PersonCtx, id: string, run: (desk: Desk) => Promise<Reply> | Reply): Promise<Reply> {
  const desk = await readDesk(ctx, id);
  if (desk === null) return say(ctx, views.goneNotice(ctx.locale));
  if (!mayLead(ctx.actor, desk)) return say(ctx, views.notLeadNotice(desk, ctx.locale));
  return run(desk);
}

/** `from`: how many members come before the first one shown. */
export async function showPeopleOf(ctx: PersonCtx, id: string, from = 0): Promise<Reply> {
  const desk = await readDesk(ctx, id);
  return desk === null ? say(ctx, views.goneNotice(ctx.locale)) : showDesk(ctx, desk, from);
}

/** The role most of the desk's members have, for a form's first answer. */
function usualRoles(members: readonly Member[]): string[] {
  const counts = new Map<string, number>();
  for (const role of members.flatMap((member) => member.roles).filter((role) => !leads(role)))
    counts.set(role, (counts.get(role) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return [most?.[0] ?? 'duty-officer'];
}

/** The roles a form of the desk offers beside the everyday ones. */
async function knownRoles(ctx: PersonCtx, desk: Desk, members: readonly Member[]): Promise<string[]> {
  const policy = await policyFor(ctx, desk, ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString());
  return [...members.flatMap((member) => member.roles), ...rolesIn(policy)];
}

export const openAdd = (ctx: PersonCtx, id: string): Promise<Reply> =>
  onLedDesk(ctx, id, async (desk) => {
    const members = await readMembers(ctx, [desk.id]);
    return {
      kind: 'form',
      locale: ctx.locale,
      form: views.addForm(desk, { people: [], names: '', roles: usualRoles(members) }, await knownRoles(ctx, desk, members), ctx.locale),
    };
  });

export interface AddValues {
  readonly people: readonly string[];
  readonly names: string;
  readonly roles: readonly string[];
}

/** Names as people write them in a field: one a line, or separated by commas or `、`. */
export const namesIn = (typed: string): string[] => [
  ...new Set(
    typed
      .split(/[\n,,、;;]+/u)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];

export const addPeople = (ctx: PersonCtx, id: string, values: AddValues): Promise<Reply> =>
  onLedDesk(ctx, id, async (desk) => {
    const names = namesIn(values.names);
    const members = await readMembers(ctx, [desk.id]);
    if (values.people.length === 0 && names.length === 0) {
      const form = views.addForm(desk, { people: [], names: '', roles: values.roles }, await knownRoles(ctx, desk, members), ctx.locale);
      return { kind: 'invalid', locale: ctx.locale, form, errors: { people: text.addForm.nobody[ctx.locale] } };
    }
    const found = await resolveAccounts(ctx, values.people);
    const standing = new Set(members.map((member) => member.person));
    const fresh = found.people.filter((account) => !standing.has(account.person));
    const typed = names.filter((name) => peopleNamed(name, members).length === 0);
    const known = names
      .filter((name) => !typed.includes(name))
      .concat(found.people.filter((account) => standing.has(account.person)).map((account) => account.name));
    const added = [...fresh, ...typed.map((name) => newPerson(ctx, name))];
    let position = Math.max(-1, ...members.map((member) => member.position)) + 1;
    for (const account of added) {
      saveAccount(ctx, account);
      store.saveMember(ctx.unit, desk.id, account.person, values.roles, position);
      position += 1;
    }
    if (added.length > 0) {
      store.saveDeskVersion(ctx.unit, desk);
      for (const account of added) audit(ctx, 'people.add', desk, account.person, { roles: values.roles, name: account.name });
      planSoon(ctx, desk.id);
    }
    const unnamed = added.filter((account) => account.name === account.userId).map((account) => account.name);
    return say(
      ctx,
      views.addedNotice(
        desk,
        { added: added.map((account) => account.name), already: known, external: found.external, unnamed },
        ctx.locale,
      ),
    );
  });

/** A person who is to be on a desk: known, to be opened again, to be linked, or new. */
export interface Account {
  readonly person: PersonId;
  readonly name: string;
  /** The account they were asked for by; null: by name only. */
  readonly userId: string | null;
  /** Account to be linked to them; null: nothing to link. */
  readonly account: { readonly platform: MessengerName; readonly userId: string } | null;
  /** Version of a person who has to be opened again. */
  readonly reopen: number | null;
  /** To be created. */
  readonly create: store.NewPerson | null;
}

export interface Accounts {
  readonly people: readonly Account[];
  /** Names of guests and members of other organisations; they are never added. */
  readonly external: readonly string[];
}

/** Who is behind messenger accounts: people already known by account or e-mail address, else new ones with the messenger's name for them. */
export async function resolveAccounts(ctx: PersonCtx, userIds: readonly string[]): Promise<Accounts> {
  const ids = [...new Set(userIds)];
  const byAccount = new Map((await store.readKnown(ctx, ctx.platform, ids, [])).map((person) => [person.userId, person]));
  const found = await Promise.all(
    ids.filter((id) => !byAccount.has(id)).map(async (userId) => ({ userId, user: await ctx.findUser(userId) })),
  );
  const emails = found.flatMap(({ user }) => (user === null || user.external || user.email === null ? [] : [user.email]));
  const byEmail = new Map(
    (emails.length === 0 ? [] : await store.readKnown(ctx, ctx.platform, [], emails)).map((person) => [person.email, person]),
  );
  const people = ids.flatMap((userId): Account[] => {
    const known = byAccount.get(userId);
    if (known !== undefined)
      return [{ person: known.person, name: known.name, userId, account: null, reopen: known.active ? null : known.version, create: null }];
    const user = found.find((each) => each.userId === userId)?.user ?? null;
    if (user?.external === true) return [];
    const account = { platform: ctx.platform, userId };
    const mailed = user === null || user.email === null ? undefined : byEmail.get(user.email.toLowerCase());
    if (mailed !== undefined)
      return [{ person: mailed.person, name: mailed.name, userId, account, reopen: mailed.active ? null : mailed.version, create: null }];
    const person = ctx.newId();
    const name = user === null || user.name.trim() === '' ? userId : user.name.trim();
    return [
      {
        person,
        name,
        userId,
        account,
        reopen: null,
        create: { person, code: codeOf(ctx.platform, userId), name, email: user?.email ?? null },
      },
    ];
  });
  return { people, external: found.flatMap(({ userId, user }) => (user?.external === true ? [user.name || userId] : [])) };
}

/** Somebody known only by name. */
export function newPerson(ctx: PersonCtx, name: string): Account {
  const person = ctx.newId();
  return {
    person,
    name,
    userId: null,
    account: null,
    reopen: null,
    create: { person, code: `person-${person.slice(-12)}`, name, email: null },
  };
}

/** The end of an account tells it from others; a code has at most 40 characters. */
const codeOf = (platform: MessengerName, userId: string): string =>
  `${platform}-${userId
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(platform.length - 39)}`;

export function saveAccount(ctx: PersonCtx, { person, account, reopen, create }: Account): void {
  if (create !== null) store.savePerson(ctx.unit, create);
  if (reopen !== null) store.saveReopened(ctx.unit, person, reopen);
  if (account !== null)
    saveIdentity(ctx.unit, account.platform, account.userId, person, 'lead', ctx.actor.stranger === true ? null : ctx.actor.person);
}

function audit(ctx: PersonCtx, action: string, desk: Desk, subject: string, detail: Record<string, unknown>): void {
  ctx.unit.audit({ action, person: ctx.actor.person, desk: desk.id, subject, detail });
}

export const openRoles = (ctx: PersonCtx, id: string): Promise<Reply> =>
  onLedDesk(ctx, id, async (desk) => {
    const members = await readMembers(ctx, [desk.id]);
    return {
      kind: 'form',
      locale: ctx.locale,
      form: views.rolesForm(desk, members, { roles: usualRoles(members) }, await knownRoles(ctx, desk, members), ctx.locale),
    };
  });

type Picked = { readonly ok: true; readonly member: Member } | { readonly ok: false; readonly error: string };

/** The member a form's field names: chosen from the list, or typed. */
function pickMember(ctx: PersonCtx, members: readonly Member[], value: string): Picked {
  const chosen = members.find((member) => member.person === value);
  if (chosen !== undefined) return { ok: true, member: chosen };
  const [named, ...more] = peopleNamed(value, members);
  if (named === undefined) return { ok: false, error: text.rolesForm.unknown[ctx.locale] };
  if (more.length > 0)
    return {
      ok: false,
      error: text.rolesForm.unclear(
        joined(
          [named, ...more].map((member) => member.name[ctx.locale]),
          ctx.locale,
        ),
      )[ctx.locale],
    };
  return { ok: true, member: named };
}

/** True where the desk would have nobody to lead it once the person no longer does. */
async function isLastLead(ctx: PersonCtx, desk: Desk, member: Member): Promise<boolean> {
  if (!member.roles.some(leads)) return false;
  const others = (await readMembers(ctx, desk.lineage)).filter(
    (other) => other.roles.some(leads) && !(other.desk === desk.id && other.person === member.person),
  );
  return others.length === 0;
}

export const changeRoles = (
  ctx: PersonCtx,
  id: string,
  values: { readonly member: string; readonly roles: readonly string[] },
): Promise<Reply> =>
  onLedDesk(ctx, id, async (desk) => {
    const members = await readMembers(ctx, [desk.id]);
    const picked = pickMember(ctx, members, values.member);
    if (!picked.ok)
      return {
        kind: 'invalid',
        locale: ctx.locale,
        form: views.rolesForm(desk, members, values, await knownRoles(ctx, desk, members), ctx.locale),
        errors: { member: picked.error },
      };
    const { member } = picked;
    const name = member.name[ctx.locale];
    const same = member.roles.length === values.roles.length && values.roles.every((role) => member.roles.includes(role));
    if (same) return say(ctx, views.rolesNotice(name, values.roles, false, ctx.locale));
    if (!values.roles.some(leads) && (await isLastLead(ctx, desk, member))) return say(ctx, views.lastLeadNotice(name, desk, ctx.locale));
    store.saveRoles(ctx.unit, desk.id, member.person, values.roles);
    store.saveDeskVersion(ctx.unit, desk);
    audit(ctx, 'people.roles', desk, member.person, { before: member.roles, after: values.roles });
    return say(ctx, views.rolesNotice(name, values.roles, true, ctx.locale));
  });

export const openRemove = (ctx: PersonCtx, id: string): Promise<Reply> =>
  onLedDesk(ctx, id, async (desk) => ({
    kind: 'form',
    locale: ctx.locale,
    form: views.removeForm(desk, await readMembers(ctx, [desk.id]), undefined, ctx.locale),
  }));

export const askRemove = (ctx: PersonCtx, id: string, value: string): Promise<Reply> =>
  onLedDesk(ctx, id, async (desk) => {
    const members = await readMembers(ctx, [desk.id]);
    const picked = pickMember(ctx, members, value);
    if (!picked.ok)
      return {
        kind: 'invalid',
        locale: ctx.locale,
        form: views.removeForm(desk, members, value, ctx.locale),
        errors: { member: picked.error },
      };
    if (await isLastLead(ctx, desk, picked.member)) return say(ctx, views.lastLeadNotice(picked.member.name[ctx.locale], desk, ctx.locale));
    const only = (await readDesksOf(ctx, picked.member.person)).length === 1;
    return say(ctx, views.removeCard(desk, picked.member, only, ctx.locale));
  });

export const removePerson = (ctx: PersonCtx, id: string, person: PersonId): Promise<Reply> =>
  onLedDesk(ctx, id, async (desk) => {
    const member = (await readMembers(ctx, [desk.id])).find((candidate) => candidate.person === person);
    const replace = (view: Notice): Reply => ({ kind: 'replace', locale: ctx.locale, view });
    if (member === undefined) {
      const name = (await readContacts(ctx, [person])).get(person)?.name[ctx.locale] ?? '';
      return replace(views.removedNotice(name, desk, true, ctx.locale));
    }
    const name = member.name[ctx.locale];
    if (await isLastLead(ctx, desk, member)) return replace(views.lastLeadNotice(name, desk, ctx.locale));
    store.removeMember(ctx.unit, desk.id, person);
    store.saveDeskVersion(ctx.unit, desk);
    if ((await readDesksOf(ctx, person)).length === 1) store.saveClosed(ctx.unit, person, await store.readVersion(ctx, person));
    audit(ctx, 'people.remove', desk, person, { roles: member.roles, name: member.name.zh });
    planSoon(ctx, desk.id);
    return replace(views.removedNotice(name, desk, false, ctx.locale));
  });

/** `announce here`: the channel it is typed in is told what happens on a desk the person leads. */
export async function announceHere(ctx: PersonCtx, words: string): Promise<Reply> {
  const { place } = ctx;
  if (place.kind !== 'channel' || place.id === null) return say(ctx, views.notChannelNotice(ctx.locale));
  const meant = await findDesk(ctx, words, 'lead');
  if (meant.kind === 'none') return say(ctx, views.notLeadNotice(null, ctx.locale));
  if (meant.kind === 'several') return say(ctx, views.chooseDesk(meant.desks, 'people.channel', { channel: place.id }, ctx.locale));
  return addChannel(ctx, meant.desk.id, place.id);
}

export const addChannel = (ctx: PersonCtx, id: string, channelId: string): Promise<Reply> =>
  onLedDesk(ctx, id, async (desk) => {
    const already = (await readChannels(ctx, [desk.id])).some(
      (channel) => channel.platform === ctx.platform && channel.channelId === channelId,
    );
    if (!already) {
      store.saveChannel(ctx.unit, desk.id, ctx.platform, channelId);
      store.saveDeskVersion(ctx.unit, desk);
      audit(ctx, 'people.channel-add', desk, channelId, { platform: ctx.platform });
      await publishChannel(ctx, desk, { platform: ctx.platform, channelId });
    }
    return say(ctx, views.hereNotice(desk, { platform: ctx.platform, id: channelId }, already, ctx.locale));
  });

export const stopChannel = (ctx: PersonCtx, id: string, platform: MessengerName, channelId: string): Promise<Reply> =>
  onLedDesk(ctx, id, async (desk) => {
    const bound = (await readChannels(ctx, [desk.id])).some((channel) => channel.platform === platform && channel.channelId === channelId);
    if (bound) {
      store.removeChannel(ctx.unit, desk.id, platform, channelId);
      store.saveDeskVersion(ctx.unit, desk);
      audit(ctx, 'people.channel-remove', desk, channelId, { platform });
    }
    return { kind: 'replace', locale: ctx.locale, view: views.stoppedNotice(desk, ctx.locale) };
  });
