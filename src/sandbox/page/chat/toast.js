import { h } from '../lib/dom.js';

/** Short answers that pass by: they stay long enough to be read and longer under the pointer. */

const signs = { info: 'ℹ', success: '✓', warning: '!', error: '✕' };

/** @param {HTMLElement} shelf a live region @param {{ tone: 'info' | 'success' | 'warning' | 'error', text: string }} toast */
export function showToast(shelf, toast) {
  const node = h(
    'div',
    { class: 'toast', 'data-tone': toast.tone },
    h('span', { class: 'toast-sign', 'aria-hidden': 'true' }, signs[toast.tone]),
    h('span', null, toast.text),
  );
  shelf.append(node);
  while (shelf.children.length > 3) shelf.firstElementChild?.remove();
  const life = 3_500 + toast.text.length * 60;
  let timer = setTimeout(() => node.remove(), life);
  node.addEventListener('pointerenter', () => clearTimeout(timer));
  node.addEventListener('pointerleave', () => {
    timer = setTimeout(() => node.remove(), 1_500);
  });
}
