import type { Locale } from '../../../core/locale.ts';
import type { Fact, Notice } from '../../../view/view.ts';
import type { MessengerName } from '../people.ts';
import { messengerTitle, text } from './text.ts';

/** A workspace no organisation is bound to. */
export function unboundNotice(platform: MessengerName, tenant: string, locale: Locale): Notice {
  const body = text.unbound.body(messengerTitle[platform], tenant)[locale];
  return { kind: 'notice', tone: 'warn', title: text.unbound.title[locale], blocks: [{ kind: 'text', text: body }], actions: [] };
}

/** How somebody no desk knows is added: their account, and whom to ask. Nobody is pinged. */
export function unknownNotice(platform: MessengerName, userId: string, ask: readonly string[], locale: Locale): Notice {
  const { unknown } = text;
  const separator = locale === 'zh' ? '、' : ', ';
  const account: Fact = { label: unknown.account[locale], value: `${messengerTitle[platform][locale]} ${userId}` };
  const facts = ask.length === 0 ? [account] : [account, { label: unknown.ask[locale], value: ask.join(separator) }];
  return {
    kind: 'notice',
    tone: 'warn',
    title: unknown.title[locale],
    blocks: [
      { kind: 'facts', facts },
      { kind: 'note', text: (ask.length === 0 ? unknown.nobody : unknown.askFor)[locale] },
    ],
    actions: [],
  };
}

/** The organisation has no desk: the first to set one up may. `wordsRoute` runs words as if typed. */
export function emptyNotice(wordsRoute: string, locale: Locale): Notice {
  const { empty } = text;
  return {
    kind: 'notice',
    tone: 'info',
    title: empty.title[locale],
    blocks: [{ kind: 'text', text: empty.body[locale] }],
    actions: [{ kind: 'press', route: wordsRoute, args: { text: 'setup' }, label: empty.setUp[locale], style: 'primary' }],
  };
}

/** The account was recognised by its e-mail address. `words`: what they had typed, offered again; null: nothing to repeat. */
export function linkedNotice(name: string, words: string | null, wordsRoute: string, locale: Locale): Notice {
  const { linked } = text;
  const label = (words === null ? linked.help : linked.again)[locale];
  return {
    kind: 'notice',
    tone: 'ok',
    title: linked.title(name)[locale],
    blocks: [{ kind: 'text', text: linked.body[locale] }],
    actions: [{ kind: 'press', route: wordsRoute, args: { text: words ?? 'help' }, label, style: 'primary' }],
  };
}
