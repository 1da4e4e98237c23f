import type { PersonId } from '../../core/ids.ts';
import type { Ctx } from '../../runtime/context.ts';
import { contactsOf, reachedOn } from '../people/index.ts';
import type { IncidentId } from './incident.ts';

/** Files of this kind. */
export const reportKind = 'incident-report';

/** Queues the written report for each of them, once for each `occasion`; it is made when it is sent, and only for who may still read it. */
export async function sendReport(ctx: Ctx, id: IncidentId, people: readonly PersonId[], occasion: string): Promise<void> {
  if (people.length === 0) return;
  const contacts = await contactsOf(ctx, people);
  for (const contact of contacts.values()) {
    const where = reachedOn(contact);
    if (where === null) continue;
    ctx.unit.sendFile({
      platform: where.platform,
      to: { kind: 'person', id: where.userId },
      locale: contact.locale,
      file: `${reportKind}/${id}:${contact.person}:${contact.locale}`,
      id: `incident:${id}:file:${occasion}:${contact.person}`,
    });
  }
}
