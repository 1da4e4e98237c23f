import { z } from 'zod';
import type { Locale } from '../../core/locale.ts';
import type { Ask } from '../../runtime/intent.ts';
import { formValues } from './form-values.ts';

const actionEvent = z.object({
  operator: z.object({ open_id: z.string().min(1), tenant_key: z.string().optional() }),
  /** For the delayed update. */
  token: z.string().min(1),
  action: z.object({ value: z.unknown(), form_value: z.record(z.string(), z.unknown()).optional() }),
  context: z.object({ open_message_id: z.string().optional(), open_chat_id: z.string().optional() }).optional(),
});

const args = z.record(z.string(), z.string());
const names = z.array(z.string());
const pressed = z.object({ route: z.string().min(1), args });
const submitted = z.object({ form: z.literal(true), route: z.string().min(1), args, dates: names, times: names });
const cancelled = z.object({ cancel: z.literal(true), title: z.string(), locale: z.enum(['zh', 'en']) });

/** A pressed button or a submitted form. */
export interface Pressed {
  readonly userId: string;
  readonly userTenant: string | null;
  readonly token: string;
  readonly chatId: string | null;
  readonly messageId: string | null;
  /** Cancelling a form changes nothing and is answered by the adapter; `unknown` is a button of a card we did not send. */
  readonly what:
    | { readonly kind: 'ask'; readonly ask: Extract<Ask, { kind: 'press' | 'submit' }> }
    | { readonly kind: 'cancel'; readonly title: string; readonly locale: Locale }
    | { readonly kind: 'unknown' };
}

/** Decodes `card.action.trigger`. */
export function decodeCardAction(event: unknown): Pressed {
  const { operator, token, action, context } = actionEvent.parse(event);
  return {
    userId: operator.open_id,
    userTenant: operator.tenant_key ?? null,
    token,
    chatId: context?.open_chat_id ?? null,
    messageId: context?.open_message_id ?? null,
    what: whatOf(action.value, action.form_value ?? {}),
  };
}

function whatOf(value: unknown, raw: Readonly<Record<string, unknown>>): Pressed['what'] {
  const cancel = cancelled.safeParse(value);
  if (cancel.success) return { kind: 'cancel', title: cancel.data.title, locale: cancel.data.locale };
  const submit = submitted.safeParse(value);
  if (submit.success) {
    const { route, args: given, dates, times } = submit.data;
    return { kind: 'ask', ask: { kind: 'submit', route, args: given, values: formValues(raw, new Set(dates), new Set(times)) } };
  }
  const press = pressed.safeParse(value);
  return press.success ? { kind: 'ask', ask: { kind: 'press', route: press.data.route, args: press.data.args } } : { kind: 'unknown' };
}
