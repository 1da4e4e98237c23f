import { h } from './dom.js';
import { say } from './words.js';

/**
 * A dialog over one part of the page: the rest of that part cannot be reached, the other messenger still can. Esc closes it, the focus
 * returns to where it was.
 *
 * @param {HTMLElement} host @param {HTMLElement} dialog @param {() => void} onDismiss
 * @returns {() => void} takes the dialog away
 */
export function showDialog(host, dialog, onDismiss) {
  const before = document.activeElement;
  const blocked = /** @type {HTMLElement[]} */ ([...host.children]).filter((child) => !child.inert);
  for (const child of blocked) child.inert = true;
  const layer = h(
    'div',
    {
      class: 'layer',
      on: {
        keydown: (/** @type {any} */ event) => {
          if (event.key === 'Escape' && !event.defaultPrevented) {
            event.preventDefault();
            event.stopPropagation();
            onDismiss();
          }
          if (event.key === 'Tab') keepInside(event);
        },
      },
    },
    dialog,
  );
  host.append(layer);
  dialog.setAttribute('tabindex', '-1');
  (firstControl(dialog) ?? dialog).focus();
  return () => {
    layer.remove();
    for (const child of blocked) child.inert = false;
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
}

const reachable =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex="0"]';

/** @param {HTMLElement} dialog @returns {HTMLElement | null} */
const firstControl = (dialog) =>
  dialog.querySelector('[autofocus]') ??
  dialog.querySelector('input, textarea, select, summary') ??
  dialog.querySelector('footer button:last-child');

/** @param {any} event */
function keepInside(event) {
  const all = [...event.currentTarget.querySelectorAll(reachable)].filter((node) => node.offsetParent !== null);
  const edge = event.shiftKey ? all[0] : all[all.length - 1];
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? all[all.length - 1] : all[0])?.focus();
}

/**
 * Asks before something is done.
 *
 * @param {HTMLElement} host @param {{ title: import('./dom.js').Child, text: import('./dom.js').Child, yes?: string, no?: string, danger?: boolean, lang: import('./format.js').Lang }} ask
 * @returns {Promise<boolean>}
 */
export function confirmIn(host, ask) {
  return new Promise((resolve) => {
    const answer = (/** @type {boolean} */ yes) => {
      hide();
      resolve(yes);
    };
    const hide = showDialog(
      host,
      h(
        'div',
        {
          class: 'dialog confirm',
          role: 'alertdialog',
          'aria-modal': 'true',
          'aria-labelledby': 'confirm-title',
          'aria-describedby': 'confirm-text',
        },
        h('h2', { id: 'confirm-title' }, ask.title),
        h('div', { class: 'dialog-text', id: 'confirm-text' }, ask.text),
        h(
          'footer',
          null,
          h('button', { class: 'button', type: 'button', on: { click: () => answer(false) } }, ask.no ?? say('cancel', ask.lang)),
          h(
            'button',
            {
              class: ask.danger ? 'button danger filled' : 'button primary filled',
              'data-type': ask.danger ? 'danger_filled' : 'primary_filled',
              type: 'button',
              on: { click: () => answer(true) },
            },
            ask.yes ?? say('ok', ask.lang),
          ),
        ),
      ),
      () => answer(false),
    );
  });
}
