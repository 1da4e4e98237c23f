import type { PersonId } from '../../core/ids.ts';
import type { Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import { type EventType, eventWords, type Policy, type Route } from '../../policy/index.ts';
import type { Ctx, PersonCtx } from '../../runtime/context.ts';
import type { Reply } from '../../runtime/reply.ts';
import { notice } from '../../view/build.ts';
import type { Form } from '../../view/view.ts';
import { type Desk, loadDesk, mayLead, policyFor, standsOn } from '../people/index.ts';
import { type DutySlot, slotsAt } from '../roster/index.ts';
import type { IncidentId } from './incident.ts';
import { eventOf, generalOf, isDiscreet, routeOf } from './incident-case.ts';
import type { WholeIncident } from './incident-record.ts';
import { loadIncident } from './store.ts';
import { text } from './text.ts';

export const say = (ctx: PersonCtx, view: Extract<Reply, { kind: 'say' }>['view']): Reply => ({ kind: 'say', locale: ctx.locale, view });

/** The form again with what is wrong beside its fields; what was typed stays. */
export const invalid = (ctx: PersonCtx, form: Form, errors: Readonly<Record<string, Words>>): Reply => ({
  kind: 'invalid',
  locale: ctx.locale,
  form,
  errors: Object.fromEntries(Object.entries(errors).map(([name, words]) => [name, words[ctx.locale]])),
});

/** `YYYY-MM-DD` of the desk at a moment. */
export const dateAt = (at: Instant, desk: Pick<Desk, 'zone'>): string => at.toZonedDateTimeISO(desk.zone).toPlainDate().toString();

/** An incident with its desk and what the rules of the day it was opened make of it. */
export interface Known {
  readonly whole: WholeIncident;
  readonly desk: Desk;
  readonly policy: Policy;
  readonly event: EventType;
  readonly route: Route;
  /** The general event by whose rules it goes, where none speaks of its own. */
  readonly general: EventType | null;
}

/** Null: there is no such incident, or its desk is gone. */
export async function loadKnown(ctx: Ctx, id: IncidentId): Promise<Known | null> {
  const whole = await loadIncident(ctx, id);
  const desk = whole === null ? null : await loadDesk(ctx, whole.incident.desk);
  return whole === null || desk === null ? null : knownOf(ctx, desk, whole);
}

export async function knownOf(ctx: Ctx, desk: Desk, whole: WholeIncident): Promise<Known> {
  const policy = await policyFor(ctx, desk, dateAt(whole.incident.openedAt, desk));
  const words = eventWords();
  return {
    whole,
    desk,
    policy,
    event: eventOf(whole.incident.event, words),
    route: routeOf(policy, desk.zone, whole.incident, words),
    general: generalOf(policy, whole.incident, words),
  };
}

/** How somebody stands to an incident; rights are looked at on press. */
export interface Standing {
  readonly person: PersonId;
  /** Stands on the desk or leads it. */
  readonly onDesk: boolean;
  readonly leads: boolean;
  /** Reported it, or was told of it. */
  readonly involved: boolean;
}

export function standingOf(
  { whole, desk }: Pick<Known, 'whole' | 'desk'>,
  reader: { readonly person: PersonId; readonly memberships: Parameters<typeof standsOn>[0]['memberships'] },
  /** Those of the desk see what is not. */
  discreet: boolean,
): Standing {
  const { person } = reader;
  const leads = mayLead(reader, desk);
  const involved = whole.incident.reporter === person || whole.notices.some((one) => one.person === person && one.toldAt !== null);
  return { person, leads, involved, onDesk: leads || (!discreet && standsOn(reader, desk)) };
}

/** The incident for somebody who may act on it, else why not. */
export async function mine(ctx: PersonCtx, id: IncidentId): Promise<(Known & { readonly standing: Standing }) | Reply> {
  const known = await loadKnown(ctx, id);
  if (known === null) return say(ctx, notice('warn', text.gone, [], ctx.locale));
  const standing = standingOf(known, { person: ctx.actor.person, memberships: ctx.actor.memberships }, isDiscreet(known.event));
  if (!standing.onDesk && !standing.involved) return say(ctx, notice('warn', text.notYours, [text.notYoursWhy], ctx.locale));
  return { ...known, standing };
}

/** The shift that is running, the person's own first; null: nobody is on duty. */
export async function runningSlot(ctx: Ctx, desk: Desk, person: PersonId): Promise<DutySlot | null> {
  const slots = await slotsAt(ctx, desk.id, ctx.now);
  return slots.find((slot) => slot.people.some((one) => one.person === person)) ?? slots.at(-1) ?? null;
}
