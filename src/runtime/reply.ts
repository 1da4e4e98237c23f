import type { Locale } from '../core/locale.ts';
import type { Card, Form, Home, Notice } from '../view/view.ts';

/**
 * The answer to an intent, plain data (it is stored in the inbox and repeated when a messenger delivers the same event again).
 *
 * - `say`: to the person who asked: ephemeral in a Slack channel, a message in a direct chat, a toast or a direct message in Feishu. A `receipt` only
 *   says that what was asked for comes as a message of its own: it is left out where it would be a second message beside it. With a `subject` it follows
 *   it afterwards, as a live card: a message in the direct chat also where it was asked for in a channel or by a command, with a line there that says so.
 *   On the home page and after a form it is shown as it is.
 * - `replace`: the card that was pressed becomes this one; where there is none it is said instead.
 * - `form`: opens a form. `invalid`: the submitted form stays open with an error per field name and what was typed.
 * - `home`: the person's home page. `nothing`: acknowledged, nothing to show.
 */
export type Reply = { readonly locale: Locale } & (
  | { readonly kind: 'say'; readonly view: Card | Notice | Home; readonly receipt?: true; readonly subject?: string }
  | { readonly kind: 'replace'; readonly view: Card | Notice }
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'invalid'; readonly form: Form; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'home'; readonly view: Home }
  | { readonly kind: 'nothing' }
);
