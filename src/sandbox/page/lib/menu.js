import { h } from './dom.js';

/**
 * A small floating menu at an anchor. Arrow keys, Home and End move, Esc closes and gives the focus back, a click outside closes.
 *
 * @typedef {{ label: string, note?: string | undefined, tag?: string | undefined, lead?: Node | undefined, current?: boolean | undefined, run: () => void }} MenuItem
 */

/** @type {(() => void) | null} */
let closeOpen = null;

/** @param {HTMLElement} anchor @param {MenuItem[]} items @param {{ label?: string, end?: boolean }} [how] `end`: its right edge under the anchor's */
export function openMenu(anchor, items, how = {}) {
  const same = anchor.getAttribute('aria-expanded') === 'true';
  closeOpen?.();
  if (same) return;

  const radio = items.some((item) => item.current !== undefined);
  const close = (/** @type {boolean} */ back) => {
    menu.remove();
    anchor.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', outside, true);
    window.removeEventListener('resize', dismiss);
    document.removeEventListener('scroll', scrolled, true);
    closeOpen = null;
    if (back) anchor.focus({ preventScroll: true });
  };
  const dismiss = (/** @type {Event} */ event) => {
    if (event.target instanceof Node && menu.contains(event.target)) return;
    close(false);
  };
  // What scrolled just before it opened, or elsewhere, does not take it away: only its anchor moving off does.
  const scrolled = (/** @type {Event} */ event) => {
    if (Math.abs(anchor.getBoundingClientRect().top - opened.top) >= 1) dismiss(event);
  };
  const outside = (/** @type {PointerEvent} */ event) => {
    const target = /** @type {Node} */ (event.target);
    if (!menu.contains(target) && !anchor.contains(target)) close(false);
  };
  const move = (/** @type {KeyboardEvent} */ event) => {
    const all = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll('[role^=menuitem]')]);
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[to]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const menu = h(
    'div',
    { class: 'menu', role: 'menu', 'aria-label': how.label ?? anchor.getAttribute('aria-label'), on: { keydown: move } },
    items.map((item) =>
      h(
        'button',
        {
          type: 'button',
          role: radio ? 'menuitemradio' : 'menuitem',
          'aria-checked': radio ? String(item.current === true) : null,
          on: {
            click: () => {
              close(true);
              item.run();
            },
          },
        },
        item.lead,
        h('span', { class: 'menu-label' }, item.label, item.note === undefined ? null : h('small', null, item.note)),
        item.tag === undefined ? null : h('span', { class: 'tag' }, item.tag),
      ),
    ),
  );
  document.body.append(menu);
  place(menu, anchor, how.end === true);
  anchor.setAttribute('aria-expanded', 'true');
  closeOpen = () => close(false);
  document.addEventListener('pointerdown', outside, true);
  window.addEventListener('resize', dismiss);
  const opened = anchor.getBoundingClientRect();
  document.addEventListener('scroll', scrolled, true);
  /** @type {HTMLElement | null} */ (menu.querySelector('[aria-checked=true]') ?? menu.querySelector('button'))?.focus({
    preventScroll: true,
  });
}

/** Below the anchor where there is room, above otherwise, always inside the window. @param {HTMLElement} menu @param {HTMLElement} anchor @param {boolean} end */
function place(menu, anchor, end) {
  const at = anchor.getBoundingClientRect();
  const own = menu.getBoundingClientRect();
  const left = Math.max(8, Math.min(end ? at.right - own.width : at.left, window.innerWidth - own.width - 8));
  const below = at.bottom + 4 + own.height <= window.innerHeight - 8;
  const top = below ? at.bottom + 4 : Math.max(8, at.top - own.height - 4);
  menu.style.setProperty('left', `${left}px`);
  menu.style.setProperty('top', `${top}px`);
}
