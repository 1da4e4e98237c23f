import type { Locale, Words } from '../../core/locale.ts';
import type { Action, Notice } from '../../view/view.ts';
import { text } from './text.ts';

/** A swap that can be given back, in words. */
export interface Returnable {
  readonly id: string;
  readonly number: number;
  readonly given: Words;
  readonly returned: Words | null;
  readonly with: Words;
}

/** The swaps somebody can still give back, each with the button that asks for the reason. */
export function returnableNotice(swaps: readonly Returnable[], hours: number, locale: Locale): Notice {
  const none = swaps.length === 0;
  const mine: Action = { kind: 'press', route: 'words.run', args: { text: 'mine' }, label: text.mine[locale] };
  const lines = swaps.map((swap) => text.backLine(swap.number, swap.given, swap.returned, swap.with)[locale]);
  const buttons = swaps.map(
    (swap): Action => ({ kind: 'press', route: 'request.cancel', args: { id: swap.id }, label: text.backButton(swap.number)[locale] }),
  );
  return {
    kind: 'notice',
    tone: 'info',
    title: (none ? text.backNone : text.backTitle)[locale],
    blocks: [
      ...(none ? [] : [{ kind: 'list' as const, items: lines }]),
      { kind: 'text', text: (none ? text.backNoneHelp(hours) : text.backWhich)[locale] },
    ],
    actions: none ? [mine] : buttons,
  };
}
