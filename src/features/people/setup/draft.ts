/**
 * A desk being set up in three steps: regulation and name → people → confirm. Nothing is stored between the steps; the draft travels in the
 * forms and the button, so that an abandoned one leaves nothing behind:
 *
 *   setup → rule form → people form → confirm card → made
 */
export interface Draft {
  readonly preset: string;
  readonly name: string;
  /** Desk it belongs to; empty: none. */
  readonly parent: string;
  /** Messenger account of the lead. */
  readonly lead: string;
  readonly leadRole: string;
  /** Messenger accounts. */
  readonly people: readonly string[];
  /** People without an account. */
  readonly names: readonly string[];
  readonly role: string;
  /** Channel it was typed in; empty: none. */
  readonly channel: string;
}

export type DraftArgs = Readonly<Record<string, string>>;

const between = '\n';

export function draftArgs(draft: Draft): DraftArgs {
  return { ...draft, people: draft.people.join(between), names: draft.names.join(between) };
}

const listed = (text: string): string[] => text.split(between).filter((part) => part !== '');

export function readDraft(args: Omit<Draft, 'people' | 'names'> & { readonly people: string; readonly names: string }): Draft {
  return { ...args, people: listed(args.people), names: listed(args.names) };
}

/** A button's value holds 2000 characters in Slack; the route and the renderer need some of them. */
const mostCharacters = 1700;

/** False: too many people to be carried by a button. */
export const fits = (draft: Draft): boolean => JSON.stringify(draftArgs(draft)).length <= mostCharacters;

/** A code for a desk: its name where that is written in Latin letters, else a number; never one of `taken`. */
export function deskCode(name: string, taken: readonly string[]): string {
  const latin = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 30);
  const base = latin === '' ? 'desk' : latin;
  for (let number = latin === '' ? 1 : 0; ; number += 1) {
    const code = number === 0 ? base : `${base}-${number}`;
    if (!taken.includes(code)) return code;
  }
}
