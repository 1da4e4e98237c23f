import { formatMinutes, withColon } from '../../../core/format.ts';
import type { DeskId, PersonId } from '../../../core/ids.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import type { Citation } from '../../../policy/policy.ts';
import type { Action, Card, Field, Form, Notice, Rich } from '../../../view/view.ts';
import { messengerTitle } from '../linking/text.ts';
import type { Contact, Desk, DeskChannel, DeskNode, Member, MessengerName } from '../people.ts';
import { offeredRoles, roleName, roleNames } from '../roles.ts';
import { joined, text } from './text.ts';

const press = (
  route: string,
  args: Readonly<Record<string, string>>,
  label: Words,
  locale: Locale,
  style?: 'primary' | 'danger',
): Action => ({
  kind: 'press',
  route,
  args,
  label: label[locale],
  ...(style === undefined ? {} : { style }),
});

const notice = (tone: Notice['tone'], title: string, body: string | null, actions: readonly Action[] = []): Notice => ({
  kind: 'notice',
  tone,
  title,
  blocks: body === null ? [] : [{ kind: 'text', text: body }],
  actions,
});

/** Members on one card; the next button has the following ones. */
const membersShown = 40;

/** Who stands on a desk, and where each is linked, from the `from`th member on. `leads`: the reader may change it. */
export function peopleCard(
  desk: Desk,
  { members, from }: { readonly members: readonly Member[]; readonly from: number },
  channels: readonly DeskChannel[],
  leads: boolean,
  locale: Locale,
): Card {
  const args = { desk: desk.id };
  const empty = members.length === 0;
  const start = from < members.length ? from : 0;
  const left = members.length - start - membersShown;
  const following =
    left > 0 ? [press('people.page', { ...args, from: String(start + membersShown) }, text.people.following(left), locale)] : [];
  return {
    kind: 'card',
    symbol: '📋',
    title: text.people.title(desk.name)[locale],
    summary: `${text.people.title(desk.name)[locale]} · ${text.people.count(members.length)[locale]}`,
    blocks: [
      empty
        ? { kind: 'text', text: text.people.nobody[locale] }
        : { kind: 'list', items: members.slice(start, start + membersShown).map((member) => memberLine(member, locale)) },
      {
        kind: 'facts',
        facts: [
          {
            label: text.people.channels[locale],
            value:
              channels.length === 0 ? text.people.noChannel[locale] : channels.map((channel) => channelName(channel, locale)).join('\n'),
          },
        ],
      },
    ],
    actions: [
      ...following,
      ...(leads
        ? [
            press('people.add', args, text.people.add, locale, 'primary'),
            ...(empty
              ? []
              : [press('people.roles', args, text.people.roles, locale), press('people.remove', args, text.people.remove, locale)]),
          ]
        : []),
    ],
  };
}

function memberLine(member: Member, locale: Locale): Rich {
  const where =
    member.linked.length === 0
      ? text.people.unlinked[locale]
      : member.linked.map((platform) => messengerTitle[platform][locale]).join(' + ');
  const what = member.roles.length === 0 ? text.people.noRole[locale] : roleNames(member.roles, locale);
  return [{ kind: 'strong', text: member.name[locale] }, ` · ${what} · ${where}`];
}

function channelName(channel: DeskChannel, locale: Locale): string {
  const lost = channel.lostCause === null ? '' : ` (${text.people.lost[locale]}: ${channel.lostCause})`;
  return `${messengerTitle[channel.platform][locale]} ${channel.name ?? channel.channelId}${lost}`;
}

/** The organisation's desks with their people, each under the desk it belongs to. */
export function treeCard(roots: readonly DeskNode[], counts: ReadonlyMap<DeskId, number>, locale: Locale): Card {
  const lines = (nodes: readonly DeskNode[], depth: number): Rich[] =>
    nodes.flatMap(({ desk, children }) => [
      [`${'　'.repeat(depth)}`, { kind: 'strong', text: desk.name[locale] }, ` · ${text.people.count(counts.get(desk.id) ?? 0)[locale]}`],
      ...lines(children, depth + 1),
    ]);
  const title = text.tree.title[locale];
  return { kind: 'card', symbol: '📋', title, summary: title, blocks: [{ kind: 'list', items: lines(roots, 0) }], actions: [] };
}

/** Asks which of several desks is meant. */
export function chooseDesk(desks: readonly Desk[], route: string, args: Readonly<Record<string, string>>, locale: Locale): Notice {
  return notice(
    'info',
    text.choose.title[locale],
    null,
    desks.map((desk) => press(route, { ...args, desk: desk.id }, desk.name, locale)),
  );
}

export const noDeskNotice = (locale: Locale): Notice => notice('warn', text.noDesk.title[locale], text.noDesk.body[locale]);

/** `desk` null: they lead none at all. */
export const notLeadNotice = (desk: Desk | null, locale: Locale): Notice =>
  notice('error', text.notLead.title[locale], desk === null ? text.notLead.noneLed[locale] : text.notLead.body(desk.name)[locale]);

export const notOnNotice = (desk: Desk, locale: Locale): Notice =>
  notice('error', text.notOn.title(desk.name)[locale], text.notOn.body[locale]);

export const goneNotice = (locale: Locale): Notice => notice('warn', text.gone.title[locale], null);

/** `known`: roles that stand on the desk or are named by its regulations. */
const rolesField = (label: Words, initial: readonly string[], known: readonly string[], locale: Locale): Field => ({
  kind: 'choices',
  name: 'roles',
  label: label[locale],
  required: true,
  options: offeredRoles([...known, ...initial]).map((code) => ({ value: code, label: roleName(code, locale) })),
  initial,
});

export interface AddDraft {
  readonly people: readonly PersonId[];
  readonly names: string;
  readonly roles: readonly string[];
}

export function addForm(desk: Desk, draft: AddDraft, known: readonly string[], locale: Locale): Form {
  const { addForm: words } = text;
  return {
    kind: 'form',
    route: 'people.add-save',
    args: { desk: desk.id },
    title: words.title[locale],
    intro: [{ kind: 'text', text: desk.name[locale] }],
    fields: [
      { kind: 'people', name: 'people', label: words.people[locale], required: false, initial: draft.people },
      {
        kind: 'long-text',
        name: 'names',
        label: words.names[locale],
        hint: words.namesHint[locale],
        required: false,
        initial: draft.names,
        maxLength: 1000,
      },
      rolesField(words.roles, draft.roles, known, locale),
    ],
    submit: words.submit[locale],
    cancel: words.cancel[locale],
  };
}

/** What became of the people who were to be added; names in each list. */
export interface Addition {
  readonly added: readonly string[];
  readonly already: readonly string[];
  readonly external: readonly string[];
  /** Added under their account, because the messenger gave no name. */
  readonly unnamed: readonly string[];
}

export function addedNotice(desk: Desk, addition: Addition, locale: Locale): Notice {
  const { added } = text;
  const facts = (['already', 'external', 'unnamed'] as const).flatMap((kind) =>
    addition[kind].length === 0 ? [] : [{ label: added[kind][locale], value: joined(addition[kind], locale) }],
  );
  const some = addition.added.length > 0;
  return {
    kind: 'notice',
    tone: some ? 'ok' : 'warn',
    title: some ? added.title(joined(addition.added, locale), desk.name)[locale] : added.none(desk.name)[locale],
    blocks: facts.length === 0 ? [] : [{ kind: 'facts', facts }],
    actions: [],
  };
}

/** A longer menu is no help, and a Feishu card has no room for it; on a larger desk the name is typed. */
const mostChoices = 60;

function memberField(members: readonly Member[], initial: string | undefined, locale: Locale): Field {
  const field = { name: 'member', label: text.rolesForm.member[locale], required: true, ...(initial === undefined ? {} : { initial }) };
  if (members.length > mostChoices) return { kind: 'text', ...field };
  return {
    kind: 'choice',
    ...field,
    options: members.map((member) => ({ value: member.person, label: `${member.name[locale]} · ${roleNames(member.roles, locale)}` })),
  };
}

export interface RolesDraft {
  readonly member?: string | undefined;
  readonly roles: readonly string[];
}

export function rolesForm(desk: Desk, members: readonly Member[], draft: RolesDraft, known: readonly string[], locale: Locale): Form {
  return {
    kind: 'form',
    route: 'people.roles-save',
    args: { desk: desk.id },
    title: text.rolesForm.title[locale],
    intro: [{ kind: 'text', text: desk.name[locale] }],
    fields: [memberField(members, draft.member, locale), rolesField(text.rolesForm.roles, draft.roles, known, locale)],
    submit: text.rolesForm.submit[locale],
    cancel: text.addForm.cancel[locale],
  };
}

export function rolesNotice(name: string, codes: readonly string[], changed: boolean, locale: Locale): Notice {
  const words = changed ? text.rolesSaved.title : text.rolesSaved.same;
  return notice(changed ? 'ok' : 'info', words(name, roleNames(codes, locale))[locale], null);
}

export const lastLeadNotice = (name: string, desk: Desk, locale: Locale): Notice =>
  notice('error', text.lastLead.title[locale], text.lastLead.body(name, desk.name)[locale]);

export function removeForm(desk: Desk, members: readonly Member[], member: string | undefined, locale: Locale): Form {
  return {
    kind: 'form',
    route: 'people.remove-ask',
    args: { desk: desk.id },
    title: text.removeForm.title[locale],
    intro: [{ kind: 'text', text: desk.name[locale] }],
    fields: [memberField(members, member, locale)],
    submit: text.removeForm.submit[locale],
    cancel: text.addForm.cancel[locale],
  };
}

export function removeCard(desk: Desk, member: Member, onlyDesk: boolean, locale: Locale): Card {
  const words = text.removeAsk;
  const title = words.title(member.name[locale], desk.name)[locale];
  return {
    kind: 'card',
    symbol: '⚠️',
    title,
    summary: title,
    blocks: [{ kind: 'text', text: words.note[locale] }, ...(onlyDesk ? [{ kind: 'note', text: words.last[locale] } as const] : [])],
    actions: [press('people.remove-confirm', { desk: desk.id, person: member.person }, words.yes, locale, 'danger')],
  };
}

/** `before`: somebody else had removed them already. */
export const removedNotice = (name: string, desk: Desk, before: boolean, locale: Locale): Notice =>
  notice(before ? 'info' : 'ok', (before ? text.removed.before : text.removed.title)(name, desk.name)[locale], null);

export function hereNotice(
  desk: Desk,
  channel: { readonly platform: MessengerName; readonly id: string },
  already: boolean,
  locale: Locale,
): Notice {
  const stop = press('people.channel-stop', { desk: desk.id, platform: channel.platform, channel: channel.id }, text.here.stop, locale);
  return notice(already ? 'info' : 'ok', (already ? text.here.already : text.here.title)(desk.name)[locale], text.here.body[locale], [
    stop,
  ]);
}

export const stoppedNotice = (desk: Desk, locale: Locale): Notice => notice('ok', text.here.stopped(desk.name)[locale], null);

export const notChannelNotice = (locale: Locale): Notice => notice('warn', text.here.notChannel[locale], text.here.notChannelBody[locale]);

/** Reminder leads one can choose from, minutes. */
export const reminderChoices = [10, 15, 30, 45, 60, 90, 120] as const;

/** `own`: the language they chose for themselves, not the one that applies. */
/** The language somebody reads: what they chose, what they read without a choice, and whose that is. */
export interface ReadsIn {
  readonly chosen: Locale | null;
  readonly usual: Locale;
  readonly of: 'person' | 'organisation';
}

export function settingsForm(contact: Contact, reads: ReadsIn, locale: Locale): Form {
  const { settings } = text;
  const platforms = (['slack', 'feishu'] as const).filter((platform) => contact.identities[platform] !== undefined);
  const reminder =
    contact.reminderMinutes === undefined ? 'usual' : contact.reminderMinutes === null ? 'none' : String(contact.reminderMinutes);
  const offered = [
    ...new Set([...reminderChoices, ...(typeof contact.reminderMinutes === 'number' ? [contact.reminderMinutes] : [])]),
  ].sort((a, b) => a - b);
  const messenger: Field = {
    kind: 'choice',
    name: 'messenger',
    label: settings.messenger[locale],
    required: true,
    options: platforms.map((platform) => ({ value: platform, label: messengerTitle[platform][locale] })),
    initial: contact.preferred ?? platforms[0] ?? 'slack',
  };
  return {
    kind: 'form',
    route: 'people.settings-save',
    args: { phone: contact.phone ?? '' },
    title: settings.title[locale],
    intro: [],
    fields: [
      {
        kind: 'choice',
        name: 'locale',
        label: settings.locale[locale],
        required: true,
        options: [
          { value: 'usual', label: withColon(settings.localeUsual[reads.of][locale], settings[reads.usual][locale], locale) },
          { value: 'zh', label: settings.zh[locale] },
          { value: 'en', label: settings.en[locale] },
        ],
        initial: reads.chosen ?? 'usual',
      },
      {
        kind: 'choice',
        name: 'reminder',
        label: settings.reminder[locale],
        required: true,
        options: [
          { value: 'usual', label: settings.reminderUsual[locale] },
          { value: 'none', label: settings.reminderNone[locale] },
          ...offered.map((minutes) => ({ value: String(minutes), label: formatMinutes(minutes, locale) })),
        ],
        initial: reminder,
      },
      ...(platforms.length > 1 ? [messenger] : []),
      {
        kind: 'text',
        name: 'phone',
        label: settings.phone[locale],
        required: false,
        maxLength: 40,
        ...(contact.phone === null ? {} : { initial: contact.phone }),
      },
    ],
    submit: settings.submit[locale],
    cancel: settings.cancel[locale],
  };
}

export const settingsNotice = (locale: Locale): Notice => notice('ok', text.settings.saved[locale], null);

/** How somebody is reached has changed, with the regulation that has it told. */
export function contactNotice(contact: Contact, desk: Pick<Desk, 'name'>, cites: readonly Citation[], locale: Locale): Notice {
  const source = cites.map((cite) => `${cite.title[locale]} ${cite.section[locale]} · ${cite.rule}`).join(locale === 'zh' ? ';' : '; ');
  const phone = contact.phone ?? text.contact.none[locale];
  return {
    kind: 'notice',
    tone: 'info',
    title: text.contact.title(contact.name)[locale],
    blocks: [
      { kind: 'facts', facts: [{ label: text.settings.phone[locale], value: phone }] },
      { kind: 'text', text: desk.name[locale] },
      ...(source === '' ? [] : [{ kind: 'note' as const, text: source }]),
    ],
    actions: [],
  };
}
