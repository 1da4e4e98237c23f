import { loadPreset, loadPresets } from '../../../policy/load.ts';
import type { PersonCtx } from '../../../runtime/context.ts';
import { planNewDesk } from '../../../runtime/plan.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { wordsRoute } from '../../../runtime/text.ts';
import { type Account, namesIn, newPerson, resolveAccounts, saveAccount } from '../members/handle.ts';
import { saveChannel, saveMember } from '../members/store.ts';
import { goneNotice } from '../members/views.ts';
import { type Desk, mayLead } from '../people.ts';
import { policyOf, rolesIn } from '../policy-of.ts';
import { defaultDeskSettings } from '../settings.ts';
import { readAllDesks } from '../store.ts';
import { type Draft, deskCode, fits } from './draft.ts';
import { saveDesk } from './store.ts';
import { text } from './text.ts';
import * as views from './views.ts';

interface Allowed {
  readonly desks: readonly Desk[];
  /** Desks a new one may belong to; null: the person may not set one up. */
  readonly parents: readonly Desk[] | null;
  /** Whether the new desk may stand at the top, beside those that speak for the whole organisation. */
  readonly top: boolean;
}

/**
 * In an organisation without a desk whoever sets one up first may, and becomes its admin; later those who lead a desk, below it. Another desk at the
 * top is for those who lead one there.
 */
async function allowed(ctx: PersonCtx): Promise<Allowed> {
  const desks = await readAllDesks(ctx);
  if (desks.length === 0) return { desks, parents: [], top: true };
  const parents = desks.filter((desk) => mayLead(ctx.actor, desk));
  const top = parents.some((desk) => desk.parent === null);
  return { desks, parents: parents.length === 0 ? null : parents, top };
}

const isTaken = (name: string, desks: readonly Desk[]): boolean => desks.some((desk) => desk.name.zh === name || desk.name.en === name);

const refused = (ctx: PersonCtx): Reply => ({ kind: 'say', locale: ctx.locale, view: views.refusedNotice(ctx.locale) });

const me = (ctx: PersonCtx): string | null => (ctx.actor.stranger === true ? null : ctx.actor.person);

const regulations = (): views.Regulation[] => loadPresets().map(({ id, title }) => ({ id, title }));

/** Step 1: which regulation, what name, who leads. The channel it is typed in becomes the desk's channel. */
export async function beginSetup(ctx: PersonCtx): Promise<Reply> {
  const { parents, top } = await allowed(ctx);
  if (parents === null) return refused(ctx);
  const channel = ctx.place.kind === 'channel' && ctx.place.id !== null ? ctx.place.id : '';
  const draft: Draft = {
    preset: '',
    name: '',
    parent: '',
    lead: '',
    leadRole: 'team-lead',
    people: [],
    names: [],
    role: 'duty-officer',
    channel,
  };
  return { kind: 'form', locale: ctx.locale, form: views.ruleForm(draft, regulations(), { parents, top }, me(ctx), ctx.locale) };
}

export interface RuleValues {
  readonly preset: string;
  readonly name: string;
  readonly parent: string;
  readonly lead: string;
  readonly leadRole: string;
}

/** Step 1 is filled in: on to the people. */
export async function chooseRule(ctx: PersonCtx, channel: string, values: RuleValues): Promise<Reply> {
  const { desks, parents, top } = await allowed(ctx);
  if (parents === null) return refused(ctx);
  const draft: Draft = { ...values, people: [], names: [], role: usualRole(values.preset), channel };
  const again = (errors: Record<string, string>): Reply => ({
    kind: 'invalid',
    locale: ctx.locale,
    form: views.ruleForm(draft, regulations(), { parents, top }, me(ctx), ctx.locale),
    errors,
  });
  if (values.parent === '' && !top) return again({ parent: text.rule.chooseParent[ctx.locale] });
  if (isTaken(values.name, desks)) return again({ name: text.rule.taken(values.name)[ctx.locale] });
  const lead = await resolveAccounts(ctx, [values.lead]);
  if (lead.external.length > 0) return again({ lead: text.leadExternal[ctx.locale] });
  return { kind: 'form', locale: ctx.locale, form: views.peopleForm(draft, rolesOf(ctx, draft.preset), ctx.locale) };
}

/** The role a regulation names for those on duty, as the first answer of the form. */
function usualRole(preset: string): string {
  return preset.includes('security') || preset.includes('guard') ? 'guard' : 'duty-officer';
}

/** The roles a regulation names, as it would hold for the new desk. */
function rolesOf(ctx: PersonCtx, preset: string): readonly string[] {
  const on = today(ctx);
  const adoptions = [{ preset, from: on, until: null, overrides: [] }];
  const policy = policyOf({ adoptions, shifts: [], kinds: [], calendar: defaultDeskSettings.calendar }, on, loadPreset);
  return policy.ok ? rolesIn(policy.value) : [];
}

const today = (ctx: PersonCtx): string => ctx.now.toZonedDateTimeISO(ctx.orgZone).toPlainDate().toString();

/** Step 2 is filled in: show what will be made. */
export async function choosePeople(
  ctx: PersonCtx,
  before: Draft,
  values: { readonly people: readonly string[]; readonly names: string; readonly role: string },
): Promise<Reply> {
  const { parents, top } = await allowed(ctx);
  if (parents === null) return refused(ctx);
  if (before.parent === '' && !top) return { kind: 'say', locale: ctx.locale, view: views.parentNotice(parents, ctx.locale) };
  const draft: Draft = { ...before, people: values.people, names: namesIn(values.names), role: values.role };
  const again = (errors: Record<string, string>): Reply => ({
    kind: 'invalid',
    locale: ctx.locale,
    form: views.peopleForm({ ...draft, people: [] }, rolesOf(ctx, draft.preset), ctx.locale),
    errors,
  });
  if (draft.people.length === 0 && draft.names.length === 0) return again({ people: text.people.nobody[ctx.locale] });
  if (!fits(draft)) return again({ names: text.people.tooMany[ctx.locale] });
  const regulation = loadPreset(draft.preset);
  const parent = parents.find((desk) => desk.id === draft.parent) ?? null;
  if (regulation === null || (draft.parent !== '' && parent === null))
    return { kind: 'say', locale: ctx.locale, view: goneNotice(ctx.locale) };
  const [lead, people] = await Promise.all([resolveAccounts(ctx, [draft.lead]), resolveAccounts(ctx, draft.people)]);
  const named = {
    regulation: regulation.title,
    parent: parent?.name ?? null,
    lead: lead.people[0]?.name ?? draft.lead,
    people: [...people.people.map((account) => account.name), ...draft.names],
    external: people.external,
  };
  return { kind: 'say', locale: ctx.locale, view: views.confirmCard(draft, named, ctx.locale) };
}

/** Step 3 is confirmed: the desk, its people and its channel are made. A second press finds the name taken and says so. */
export async function createDesk(ctx: PersonCtx, draft: Draft): Promise<Reply> {
  const { desks, parents, top } = await allowed(ctx);
  // Before the rights: whoever made the organisation's first desk is not yet known as its admin when the same press comes twice.
  if (isTaken(draft.name, desks)) return { kind: 'replace', locale: ctx.locale, view: views.takenNotice(draft.name, ctx.locale) };
  if (parents === null) return refused(ctx);
  if (draft.parent === '' && !top) return { kind: 'replace', locale: ctx.locale, view: views.parentNotice(parents, ctx.locale) };
  const parent = parents.find((desk) => desk.id === draft.parent) ?? null;
  if (loadPreset(draft.preset) === null || (draft.parent !== '' && parent === null))
    return { kind: 'replace', locale: ctx.locale, view: goneNotice(ctx.locale) };
  const { people } = await resolveAccounts(ctx, [ctx.userId, draft.lead, ...draft.people]);
  const byUser = (userId: string): Account | undefined => people.find((account) => account.userId === userId);
  const maker = byUser(ctx.userId);
  if (maker === undefined) throw new Error(`The account ${ctx.userId} that sets up a desk is not a person`);
  const id = ctx.newId();
  const standing = new Map<string, { readonly account: Account; readonly roles: Set<string> }>();
  const stand = (account: Account | undefined, role: string): void => {
    if (account === undefined) return;
    const entry = standing.get(account.person) ?? { account, roles: new Set<string>() };
    entry.roles.add(role);
    standing.set(account.person, entry);
  };
  stand(byUser(draft.lead), draft.leadRole);
  for (const userId of draft.people) stand(byUser(userId), draft.role);
  for (const name of draft.names) stand(newPerson(ctx, name), draft.role);
  // Without a desk above it somebody has to be able to change it: whoever made it.
  if (parent === null) stand(maker, 'desk-admin');

  const { unit } = ctx;
  const by = maker.person;
  const from = today(ctx);
  const code = deskCode(
    draft.name,
    desks.map((desk) => desk.code),
  );
  saveDesk(unit, {
    id,
    code,
    parent: parent?.id ?? null,
    name: draft.name,
    zone: ctx.orgZone,
    locale: ctx.orgLocale,
    preset: draft.preset,
    from,
    by,
  });
  let position = 0;
  for (const { account, roles } of standing.values()) {
    saveAccount(ctx, account);
    saveMember(unit, id, account.person, [...roles], position);
    position += 1;
  }
  if (draft.channel !== '') saveChannel(unit, id, ctx.platform, draft.channel);
  const members = [...standing.values()].map(({ account, roles }) => ({ name: account.name, roles: [...roles] }));
  unit.audit({
    action: 'people.setup',
    person: by,
    desk: id,
    subject: code,
    detail: { name: draft.name, preset: draft.preset, from, channel: draft.channel, members },
  });
  planNewDesk(unit, id, ctx.now);
  return {
    kind: 'replace',
    locale: ctx.locale,
    view: views.doneCard({ id, name: draft.name }, standing.size, draft.names, wordsRoute, ctx.locale),
  };
}
