import type { PersonId } from '../../core/ids.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Ctx } from '../../runtime/context.ts';
import { notice, press } from '../../view/build.ts';
import type { Card, Notice } from '../../view/view.ts';
import { type Contact, contactsOf, type Desk, isRole, leadsOf, tell } from '../people/index.ts';
import type { IncidentNotice, WholeIncident } from './incident-record.ts';
import { isOrdered } from './steps.ts';
import { text } from './text.ts';
import { receiverName } from './views.ts';

/** One message to each, in their language; `key` keeps the same one from being sent twice. Gives whom no messenger reaches. */
export async function tellEach(
  ctx: Ctx,
  people: readonly PersonId[],
  key: string,
  view: (locale: Locale) => Card | Notice,
): Promise<readonly Contact[]> {
  if (people.length === 0) return [];
  const contacts = await contactsOf(ctx, [...new Set(people)]);
  return tell(ctx, contacts.values(), (locale, contact) => ({ view: view(locale), id: `incident:${key}:${contact.person}` }));
}

/** The words that lead back to the card. */
export const toCard = (id: string, locale: Locale) => [press('incident.show', text.buttons.show, { id }, locale, 'primary' as const)];

/** Roles a regulation names and nobody holds: the desk's leads are told, who can reach somebody or name them. */
export async function tellVacant(ctx: Ctx, desk: Desk, { incident }: WholeIncident, fresh: readonly IncidentNotice[]): Promise<void> {
  const vacant = fresh.filter((one) => one.person === null && isRole(one.word) && isOrdered(one) && !one.detail.optional);
  if (vacant.length === 0) return;
  const leads = (await leadsOf(ctx, desk.id)).filter((person) => person !== incident.reporter);
  for (const one of vacant) {
    const word: Words = receiverName(one.word);
    await tellEach(ctx, leads, `${incident.id}:vacant:${one.lane}:${one.word}`, (locale) =>
      notice('warn', text.vacantTitle(word), [incident.line, text.vacantHow], locale, toCard(incident.id, locale)),
    );
  }
}
