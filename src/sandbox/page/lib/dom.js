/**
 * Builds DOM trees and patches the ones on screen in place. Listeners and form fields are kept beside the nodes and handed over when a
 * node is patched, so a closure must never hold a node: it gets `event.currentTarget`, a reader gets the node.
 *
 * @typedef {(event: any) => void} Handler
 * @typedef {{ path: string[], read: (node: any) => unknown, required?: boolean, empty?: (value: any) => boolean }} Field
 * @typedef {Node | string | number | null | undefined | false | Child[]} Child
 */

/** @type {WeakMap<Node, Record<string, Handler>>} */
const handlers = new WeakMap();
/** @type {WeakMap<Node, Field>} */
const fields = new WeakMap();
/** @type {WeakMap<Node, Set<string>>} */
const listening = new WeakMap();

/** @param {any} event */
function dispatch(event) {
  handlers.get(event.currentTarget)?.[event.type]?.(event);
}

/** @param {Element} node @param {Record<string, Handler>} on */
function attach(node, on) {
  handlers.set(node, on);
  const known = listening.get(node) ?? new Set();
  listening.set(node, known);
  for (const type of Object.keys(on)) {
    if (known.has(type)) continue;
    known.add(type);
    node.addEventListener(type, dispatch);
  }
}

const properties = new Set([
  'value',
  'checked',
  'selected',
  'indeterminate',
  'inert',
  'hidden',
  'disabled',
  'required',
  'readOnly',
  'multiple',
  'open',
]);

/**
 * Makes an element. Props: `on` listeners by event, `style` custom properties and styles, `field` what the element holds, `class`, a few DOM
 * properties, and attributes for the rest; null, undefined and false leave an attribute out.
 *
 * @param {string} tag
 * @param {Record<string, any> | null} [props]
 * @param {...Child} children
 * @returns {any}
 */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  append(node, children);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined) continue;
    if (name === 'on') attach(node, value);
    else if (name === 'field') setField(node, value);
    else if (name === 'style') for (const [key, style] of Object.entries(value)) node.style.setProperty(key, String(style));
    else if (properties.has(name)) setProperty(node, name, value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false) node.setAttribute(name, String(value));
  }
  return node;
}

/** A control's first value is also what a reset gives back. @param {any} node @param {string} name @param {unknown} value */
function setProperty(node, name, value) {
  const first = { value: 'defaultValue', checked: 'defaultChecked', selected: 'defaultSelected' }[name];
  if (first !== undefined && first in node) node[first] = value;
  node[name] = value;
}

/** @param {Node} parent @param {Child[]} children */
export function append(parent, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, child);
    else parent.appendChild(typeof child === 'object' ? child : document.createTextNode(String(child)));
  }
}

/** @param {Element} node @param {Field} field */
export function setField(node, field) {
  fields.set(node, field);
  node.setAttribute('data-field', field.path.join('/'));
}

/** Every field inside a container with its present value. @param {Element} container */
export function fieldsIn(container) {
  return [...container.querySelectorAll('[data-field]')].flatMap((node) => {
    const field = fields.get(node);
    return field === undefined ? [] : [{ node: /** @type {HTMLElement} */ (node), field, value: field.read(node) }];
  });
}

/** @param {Node} node */
const keyOf = (node) => (node instanceof Element ? (node.getAttribute('data-key') ?? '') : '');

/**
 * Makes the tree on screen equal to a new one, keeping nodes, focus, scroll, what was typed and what was folded open. A control whose
 * `data-initial` did not change keeps its value.
 *
 * @param {Node} from @param {Node} to @returns {Node} the node now on screen
 */
export function patch(from, to) {
  if (from.nodeName !== to.nodeName || keyOf(from) !== keyOf(to)) {
    /** @type {ChildNode} */ (from).replaceWith(to);
    return to;
  }
  if (from instanceof Text) {
    if (from.data !== /** @type {Text} */ (to).data) from.data = /** @type {Text} */ (to).data;
    return from;
  }
  if (!(from instanceof HTMLElement || from instanceof SVGElement) || !(to instanceof Element)) return from;
  patchControl(from, to);
  patchAttributes(from, to);
  const on = handlers.get(to);
  attach(from, on ?? {});
  const field = fields.get(to);
  if (field !== undefined) fields.set(from, field);
  if (from.getAttribute('data-island') === null) patchChildren(from, [...to.childNodes]);
  return from;
}

/** @param {any} from @param {any} to */
function patchControl(from, to) {
  for (const name of ['disabled', 'required', 'inert', 'hidden', 'readOnly']) {
    if (name in from && from[name] !== to[name]) from[name] = to[name];
  }
  if (from.getAttribute('data-initial') === to.getAttribute('data-initial')) return;
  if (from instanceof HTMLDetailsElement) from.open = to.open;
  if (from.matches('input[type=checkbox], input[type=radio]')) from.checked = to.checked;
  else if (from.matches('input:not([type=file]), textarea')) from.value = to.value;
  else if (from instanceof HTMLSelectElement) {
    const value = to.value;
    // Its options are patched after this.
    queueMicrotask(() => {
      from.value = value;
    });
  }
}

/** @param {Element} from @param {Element} to */
function patchAttributes(from, to) {
  // A style attribute may not be set where inline styles are forbidden; its text may.
  const kept = new Set(from instanceof HTMLDetailsElement ? ['open', 'style'] : ['style']);
  if (from instanceof HTMLElement && to instanceof HTMLElement && from.style.cssText !== to.style.cssText)
    from.style.cssText = to.style.cssText;
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !kept.has(name)) from.removeAttribute(name);
  for (const { name, value } of [...to.attributes]) {
    if (!kept.has(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
}

/** @param {Node} parent @param {Node[]} wanted */
export function patchChildren(parent, wanted) {
  const keyed = new Map([...parent.childNodes].filter((node) => keyOf(node) !== '').map((node) => [keyOf(node), node]));
  let at = parent.firstChild;
  for (const next of wanted) {
    const key = keyOf(next);
    const match = key === '' ? (at !== null && keyOf(at) === '' ? at : null) : (keyed.get(key) ?? null);
    if (match === null) {
      parent.insertBefore(next, at);
      continue;
    }
    if (match !== at) parent.insertBefore(match, at);
    else at = at?.nextSibling ?? null;
    patch(match, next);
  }
  while (at !== null) {
    const rest = at.nextSibling;
    /** @type {ChildNode} */ (at).remove();
    at = rest;
  }
}

/**
 * Keeps a list on screen equal to items: an item whose signature did not change is not even built again.
 *
 * @template T
 * @param {Element} list
 * @param {readonly T[]} items
 * @param {{ key: (item: T) => string, signature: (item: T) => string, build: (item: T) => Element }} how
 */
export function syncList(list, items, how) {
  const old = new Map([...list.children].map((node) => [node.getAttribute('data-key'), node]));
  let at = list.firstElementChild;
  for (const item of items) {
    const key = how.key(item);
    const signature = how.signature(item);
    let node = old.get(key);
    if (node === undefined || node.getAttribute('data-signature') !== signature) {
      const built = how.build(item);
      built.setAttribute('data-key', key);
      built.setAttribute('data-signature', signature);
      if (node === undefined) {
        list.insertBefore(built, at);
        continue;
      }
      node = /** @type {Element} */ (patch(node, built));
    }
    if (node === at) at = at.nextElementSibling;
    else list.insertBefore(node, at);
  }
  while (at !== null) {
    const rest = at.nextElementSibling;
    at.remove();
    at = rest;
  }
}

/** How a kind of element is drawn; a kind nobody declared is undefined, whatever its name. @template T @param {Record<string, T>} table @param {unknown} kind @returns {T | undefined} */
export const drawerOf = (table, kind) => (typeof kind === 'string' && Object.hasOwn(table, kind) ? table[kind] : undefined);
