import type { OrganisationId } from '../../../core/ids.ts';
import type { Locale } from '../../../core/locale.ts';
import type { Clock, Zone } from '../../../core/time.ts';
import { ConstraintBroken, type Database } from '../../../db/database.ts';
import type { Directory, Resolved } from '../../../runtime/directory.ts';
import type { Intent, MessengerEvent } from '../../../runtime/intent.ts';
import { type Messenger, MessengerError } from '../../../runtime/messenger.ts';
import { newId } from '../../../runtime/new-id.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { wordsRoute } from '../../../runtime/text.ts';
import { createUnit } from '../../../runtime/write-unit.ts';
import { leadingRoles } from '../roles.ts';
import { readActor } from '../store.ts';
import * as store from './store.ts';
import { emptyNotice, linkedNotice, unboundNotice, unknownNotice } from './views.ts';

/** The person of an actor no desk knows. */
export const nobody = '00000000-0000-0000-0000-000000000000';

/** An account that was not recognised is not looked up again for this long: Feishu counts calls per month. */
const lookAgainMs = 600_000;
const mostRemembered = 5_000;

async function resolve(db: Database, who: { platform: Intent['platform']; tenant: string; userId: string }): Promise<Resolved | null> {
  const found = await readActor(db, who.platform, who.tenant, who.userId);
  if (found === null) return null;
  const { person, ...organisation } = found;
  if (person === null)
    return { ...organisation, actor: { person: nobody, name: '', locale: organisation.orgLocale, memberships: [], stranger: true } };
  return { ...organisation, actor: { person: person.id, name: person.name, locale: person.locale, memberships: person.memberships } };
}

/** Who asks, for the runtime. A stranger whose e-mail address in the messenger is that of exactly one person is linked at first contact. */
export function createDirectory(options: { readonly messengers: readonly Messenger[]; readonly clock: Clock }): Directory {
  const lookedUp = new Map<string, number>();

  async function emailOf(intent: Intent): Promise<string | null> {
    const messenger = options.messengers.find((candidate) => candidate.platform === intent.platform);
    const key = `${intent.platform}/${intent.tenant}/${intent.userId}`;
    const now = options.clock.now().epochMilliseconds;
    if (messenger === undefined || now - (lookedUp.get(key) ?? Number.NEGATIVE_INFINITY) < lookAgainMs) return null;
    if (lookedUp.size >= mostRemembered) lookedUp.clear();
    lookedUp.set(key, now);
    try {
      const found = await messenger.userById(intent.userId);
      return found === null || found.external ? null : found.email;
    } catch (error) {
      if (error instanceof MessengerError) return null;
      throw error;
    }
  }

  async function recognise(db: Database, intent: Intent, org: OrganisationId): Promise<string | null> {
    const email = await emailOf(intent);
    const found = email === null ? null : await store.readByEmail(db, org, intent.platform, email);
    if (found === null) return null;
    const unit = createUnit({ org, now: options.clock.now(), newId });
    store.saveIdentity(unit, intent.platform, intent.userId, found.person, 'email', found.person);
    try {
      await db.write(unit.statements);
    } catch (error) {
      // Linked by another request at the same moment: that is as good.
      if (!(error instanceof ConstraintBroken)) throw error;
    }
    return found.name;
  }

  async function welcome(db: Database, intent: Intent, resolved: Resolved | null): Promise<Reply> {
    const locale = resolved?.orgLocale ?? 'zh';
    if (resolved === null) return { kind: 'say', locale, view: unboundNotice(intent.platform, intent.tenant, locale) };
    const name = await recognise(db, intent, resolved.org);
    if (name !== null) {
      const words = intent.ask.kind === 'words' && intent.ask.text.trim() !== '' ? intent.ask.text : null;
      return { kind: 'say', locale, view: linkedNotice(name, words, wordsRoute, locale) };
    }
    const channel = intent.place.kind === 'channel' && intent.place.id !== null ? { platform: intent.platform, id: intent.place.id } : null;
    const { desks, names } = await store.readWhomToAsk(db, resolved.org, leadingRoles, channel, locale);
    if (desks === 0) return { kind: 'say', locale, view: emptyNotice(wordsRoute, locale) };
    return { kind: 'say', locale, view: unknownNotice(intent.platform, intent.userId, names, locale) };
  }

  return { resolve, welcome };
}

/**
 * Looks up everybody of the messenger's workspace who has an e-mail address and no account there, and links those the messenger knows.
 * One call per person; guests and members of other organisations are not linked. Gives the number linked. Throws {@link MessengerError}.
 * `asked` remembers who was looked up, so that whoever runs it again asks only for those who are new.
 */
export async function linkByEmail(db: Database, messenger: Messenger, clock: Clock, asked: Set<string> = new Set()): Promise<number> {
  const tenant = messenger.tenant();
  if (tenant === null || messenger.status().state === 'down') return 0;
  let linked = 0;
  for (const { org, person, email } of await store.readUnlinked(db, messenger.platform, tenant)) {
    const question = `${messenger.platform}/${person}/${email}`;
    if (asked.has(question)) continue;
    asked.add(question);
    const found = await messenger.userByEmail(email).catch((error: unknown) => {
      // Worth another try; everything else stays as it is until an administrator acts, and each call counts.
      if (error instanceof MessengerError && (error.kind === 'network' || error.kind === 'rate')) asked.delete(question);
      throw error;
    });
    if (found === null || found.external) continue;
    const unit = createUnit({ org, now: clock.now(), newId });
    store.saveIdentity(unit, messenger.platform, found.userId, person, 'email', null);
    try {
      await db.write(unit.statements);
      linked += 1;
    } catch (error) {
      // The account belongs to somebody already.
      if (!(error instanceof ConstraintBroken)) throw error;
    }
  }
  return linked;
}

/**
 * Binds a workspace the bot is connected to: to the only organisation there is, or to a new one called `main` in an empty database.
 * Null where several organisations exist: a desk file has to say which.
 */
export async function ensureWorkspace(
  db: Database,
  workspace: store.WorkspaceId & { readonly name: string | null },
  defaults: { readonly zone: Zone; readonly locale: Locale },
): Promise<OrganisationId | null> {
  const bound = await store.readOrganisationOf(db, workspace);
  if (bound !== null) return bound;
  if ((await store.readOrganisations(db)).length === 0) {
    await store.saveFirstOrganisation(
      db,
      newId(),
      workspace.name ?? (defaults.locale === 'zh' ? '本单位' : 'Our organisation'),
      defaults.zone,
      defaults.locale,
    );
  }
  const [org, ...more] = await store.readOrganisations(db);
  if (org === undefined || more.length > 0) return null;
  await store.saveWorkspace(db, workspace, org, workspace.name);
  return store.readOrganisationOf(db, workspace);
}

/** The bot was removed from a channel or invited again: seen by the leads in `people` and by `doctor`. A revoked workspace is the messenger's own status. */
export async function noteChannelEvent(db: Database, event: MessengerEvent): Promise<void> {
  if (event.kind !== 'revoked') await store.saveChannelEvent(db, event);
}
