import type { ActionsBlock, Button, ConfirmationDialog, Overflow, PlainTextOption } from '@slack/types';
import type { Action } from '../../view/view.ts';
import { limits } from '../limits.ts';
import { encodeCall } from './action-code.ts';
import { label, plainText } from './elements.ts';
import { cut } from './text.ts';

/** Hands out the action ids of one view; none is given twice. */
export type Ids = (kind: 'press' | 'open' | 'more') => string;

export function actionIds(): Ids {
  let last = 0;
  return (kind) => {
    last += 1;
    return `${kind}.${last}`;
  };
}

/** As many buttons as a card shows before the rest goes behind `⋯`. */
const shown = 3;
/** Buttons in one row of those that follow; more would wrap on a phone anyway. */
const perRow = 5;

function confirmOf(action: Action): { confirm: ConfirmationDialog } | null {
  if (action.kind !== 'press' || action.confirm === undefined) return null;
  const { title, text, yes, no } = action.confirm;
  return {
    confirm: {
      title: label(title, limits.confirmTitle),
      text: plainText(text.trim() === '' ? '–' : cut(text, limits.confirmText)),
      confirm: label(yes, limits.confirmButton),
      deny: label(no, limits.confirmButton),
      ...(action.style === 'danger' ? { style: 'danger' as const } : {}),
    },
  };
}

function button(action: Action, ids: Ids): Button {
  const text = label(action.label, limits.buttonText);
  if (action.kind === 'open') return { type: 'button', action_id: ids('open'), text, url: action.href };
  return {
    type: 'button',
    action_id: ids('press'),
    text,
    value: encodeCall(action),
    ...(action.style === undefined ? {} : { style: action.style }),
    ...confirmOf(action),
  };
}

/** An entry of a `⋯` menu, where there is no question before and room for 150 characters only. */
function option(action: Action): PlainTextOption | null {
  const text = label(action.label, limits.optionText);
  if (action.kind === 'open') return { text, value: 'open', url: action.href };
  const value = encodeCall(action);
  if (action.confirm !== undefined || value.length > limits.optionValue) return null;
  return { text, value };
}

function rowsOf(elements: readonly ActionsBlock['elements'][number][], size: number): ActionsBlock[] {
  const rows: ActionsBlock[] = [];
  for (let at = 0; at < elements.length; at += size) rows.push({ type: 'actions', elements: elements.slice(at, at + size) });
  return rows;
}

/**
 * The rows of a group of actions: three buttons, or four where that spares a menu of one, and the rest behind `⋯`; what cannot stand in a menu (it
 * asks first, or its arguments are too long) stays a button in a further row, so that no action is lost.
 */
export function actionRows(actions: readonly Action[], ids: Ids): ActionsBlock[] {
  const first = actions.slice(0, shown);
  const listed: { readonly action: Action; readonly entry: PlainTextOption }[] = [];
  const others: Action[] = [];
  for (const action of actions.slice(shown)) {
    const entry = option(action);
    // Slack tells a menu's entries apart by their value.
    if (entry === null || listed.some((known) => known.entry.value === entry.value)) others.push(action);
    else listed.push({ action, entry });
  }
  // Nobody opens a menu for one thing.
  const alone = listed.length % limits.overflowOptions === 1 ? listed.shift() : undefined;
  if (alone !== undefined) first.push(alone.action);
  const entries = listed.map(({ entry }) => entry);
  const menus: Overflow[] = [];
  for (let at = 0; at < entries.length; at += limits.overflowOptions) {
    menus.push({ type: 'overflow', action_id: ids('more'), options: entries.slice(at, at + limits.overflowOptions) });
  }
  return [
    ...rowsOf([...first.map((action) => button(action, ids)), ...menus], limits.actionsElements),
    ...rowsOf(
      others.map((action) => button(action, ids)),
      perRow,
    ),
  ];
}

/** All actions as buttons in as few rows as can be, for a view that is short of blocks. */
export function packedRows(actions: readonly Action[], ids: Ids): ActionsBlock[] {
  return rowsOf(
    actions.map((action) => button(action, ids)),
    limits.actionsElements,
  );
}
