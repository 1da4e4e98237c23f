import type { PersonCtx } from '../../../runtime/context.ts';
import { planSoon } from '../../../runtime/plan.ts';
import type { Reply } from '../../../runtime/reply.ts';
import { contactsOf, desksOf, policyFor, tell } from '../handle.ts';
import { roleHolders } from '../handle-holders.ts';
import type { Contact, MessengerName } from '../people.ts';
import type { PersonSettings } from '../settings.ts';
import { readContacts } from '../store.ts';
import * as store from './store.ts';
import { text } from './text.ts';
import * as views from './views.ts';

async function ownContact(ctx: PersonCtx): Promise<Contact> {
  const contact = (await readContacts(ctx, [ctx.actor.person])).get(ctx.actor.person);
  if (contact === undefined) throw new Error(`There is no person ${ctx.actor.person}`);
  return contact;
}

/** `my settings` */
export async function openSettings(ctx: PersonCtx): Promise<Reply> {
  const [contact, own] = await Promise.all([ownContact(ctx), store.readOwnSettings(ctx, ctx.actor.person)]);
  return {
    kind: 'form',
    locale: ctx.locale,
    form: views.settingsForm(contact, { chosen: own.settings.locale ?? null, usual: own.locale, of: own.localeOf }, ctx.locale),
  };
}

export interface SettingsValues {
  readonly locale: 'usual' | 'zh' | 'en';
  /** Minutes; `usual`: as the desk says. */
  readonly reminder: 'usual' | 'none' | number;
  readonly messenger?: MessengerName | undefined;
  /** Blank: none; null: it stays. */
  readonly phone: string | null;
}

const telephone = /^\+?[\d\s()-]{3,40}$/;

/** Keeps what somebody chose for themselves; a changed telephone number is told to whom a regulation of their desks names. */
export async function saveSettings(ctx: PersonCtx, values: SettingsValues): Promise<Reply> {
  const [own, contact] = await Promise.all([store.readOwnSettings(ctx, ctx.actor.person), ownContact(ctx)]);
  const preferred = values.messenger ?? own.settings.preferred;
  const settings: PersonSettings = {
    ...(values.locale === 'usual' ? {} : { locale: values.locale }),
    ...(values.reminder === 'usual' ? {} : { reminder_minutes: values.reminder === 'none' ? null : values.reminder }),
    ...(preferred === undefined ? {} : { preferred }),
  };
  const typed = (values.phone ?? contact.phone ?? '').normalize('NFKC').trim();
  const phone = typed === '' ? null : typed;
  if (phone !== null && phone !== contact.phone && !telephone.test(phone)) {
    const reminderMinutes = values.reminder === 'usual' ? undefined : values.reminder === 'none' ? null : values.reminder;
    const form = views.settingsForm(
      { ...contact, phone, preferred: preferred ?? null, reminderMinutes },
      { chosen: settings.locale ?? null, usual: own.locale, of: own.localeOf },
      ctx.locale,
    );
    return { kind: 'invalid', locale: ctx.locale, form, errors: { phone: text.settings.notPhone[ctx.locale] } };
  }
  const moved = phone !== contact.phone;
  store.saveOwnSettings(ctx.unit, ctx.actor.person, { settings, phone }, own.version);
  ctx.unit.audit({
    action: 'people.settings',
    person: ctx.actor.person,
    subject: ctx.actor.person,
    detail: { before: own.settings, after: settings, ...(moved ? { phone: 'changed' } : {}) },
  });
  if (moved) await tellOfContact(ctx, { ...contact, phone });
  for (const { desk } of ctx.actor.memberships) planSoon(ctx, desk);
  // Answered in the language just chosen, so that the choice is seen.
  const locale = settings.locale ?? own.locale;
  return { kind: 'say', locale, view: views.settingsNotice(locale) };
}

/** Tells whom the regulations of the person's desks name that they are reached in another way now; at once, whatever time they leave. */
async function tellOfContact(ctx: PersonCtx, contact: Contact): Promise<void> {
  const told = new Set<string>([contact.person]);
  for (const desk of await desksOf(ctx, contact.person)) {
    const policy = await policyFor(ctx, desk, ctx.now.toZonedDateTimeISO(desk.zone).toPlainDate().toString());
    const rules = policy.contactChange.filter(({ reaction }) => reaction !== 'off');
    const cites = [...new Set(rules.flatMap((rule) => rule.cites))];
    const meant = await roleHolders(
      ctx,
      desk,
      rules.flatMap(({ value }) => value.to),
    );
    const readers = await contactsOf(
      ctx,
      meant.filter((person) => !told.has(person)),
    );
    for (const person of readers.keys()) told.add(person);
    tell(ctx, readers.values(), (locale) => ({ view: views.contactNotice(contact, desk, cites, locale) }));
  }
}
