import type { Action } from '../../view/view.ts';
import { limits } from '../limits.ts';
import { type Button, type CallbackValue, type ColumnSet, type Panel, plainText } from './card.ts';
import { cut, isAddress, oneLine, type Reader } from './markdown.ts';
import { words } from './text.ts';

/** How a press comes back: the route and its arguments, literally. */
export function pressValue(route: string, args: Readonly<Record<string, string>>): CallbackValue {
  return { route, args: { ...args } };
}

const style = { primary: 'primary', danger: 'danger' } as const;

export function button(action: Action): Button {
  const text = plainText(oneLine(action.label, limits.buttonText).trim() || '…');
  if (action.kind === 'open') {
    const href = isAddress(action.href) ? action.href.trim() : 'about:blank';
    return { tag: 'button', text, type: 'default', behaviors: [{ type: 'open_url', default_url: href }] };
  }
  return {
    tag: 'button',
    text,
    type: action.style === undefined ? 'default' : style[action.style],
    behaviors: [{ type: 'callback', value: pressValue(action.route, action.args) }],
    // Feishu names the two buttons of the question itself, so `yes` and `no` stay unsaid.
    ...(action.confirm === undefined
      ? {}
      : {
          confirm: { title: plainText(oneLine(action.confirm.title, 100) || '?'), text: plainText(cut(action.confirm.text, 500) || '?') },
        }),
  };
}

function row(buttons: readonly Button[]): Button | ColumnSet | null {
  const [only] = buttons;
  if (only === undefined) return null;
  if (buttons.length === 1) return only;
  return {
    tag: 'column_set',
    flex_mode: 'flow',
    horizontal_spacing: '8px',
    columns: buttons.map((item) => ({ tag: 'column', width: 'auto', elements: [item] })),
  };
}

/** The buttons of a card: three in sight, the rest behind "More". */
export function cardActions(actions: readonly Action[], reader: Reader): (Button | ColumnSet | Panel)[] {
  const buttons = actions.map(button);
  const first = row(buttons.slice(0, 3));
  const rest = buttons.slice(3);
  const panel: Panel = {
    tag: 'collapsible_panel',
    expanded: false,
    header: { title: plainText(words.more[reader.locale]) },
    elements: rest,
  };
  return [...(first === null ? [] : [first]), ...(rest.length === 0 ? [] : [panel])];
}

/** The buttons of a block inside a view: rows of three. */
export function blockActions(actions: readonly Action[]): (Button | ColumnSet)[] {
  const rows: (Button | ColumnSet)[] = [];
  for (let at = 0; at < actions.length; at += 3) {
    const line = row(actions.slice(at, at + 3).map(button));
    if (line !== null) rows.push(line);
  }
  return rows;
}
