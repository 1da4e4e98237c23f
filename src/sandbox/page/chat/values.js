import { fieldsIn } from '../lib/dom.js';
import { say } from '../lib/words.js';

/** Collects what stands in the inputs, in the platform's own shape. @typedef {import('../lib/format.js').Lang} Lang */

/** Slack: `{ block_id: { action_id: { type, … } } }`. @param {Element} scope */
export function slackValues(scope) {
  /** @type {Record<string, Record<string, unknown>>} */
  const values = {};
  for (const { field, value } of fieldsIn(scope)) {
    const [block = '', action = ''] = field.path;
    values[block] = { ...values[block], [action]: value };
  }
  return values;
}

/** Feishu: `{ name: value }`; what is empty but for texts is left out, as the client does. @param {Element} scope */
export function feishuValues(scope) {
  return Object.fromEntries(fieldsIn(scope).flatMap(({ field, value }) => (value === undefined ? [] : [[field.path[0] ?? '', value]])));
}

/** Marks required fields that are empty and goes to the first. @param {Element} scope @param {Lang} lang @returns {boolean} whether all is filled in */
export function complete(scope, lang) {
  /** @type {HTMLElement | null} */
  let first = null;
  for (const { node, field, value } of fieldsIn(scope)) {
    if (field.required !== true) continue;
    const missing = field.empty?.(value) === true;
    showError(node, missing ? say('pleaseComplete', lang) : '');
    if (missing) first ??= node;
  }
  focusField(first);
  return first === null;
}

/** @param {HTMLElement} node @param {string} text */
export function showError(node, text) {
  const frame = node.closest('.block-input, .card-field');
  frame?.classList.toggle('invalid', text !== '');
  const error = frame?.querySelector('.error');
  if (error) error.textContent = text;
  if (text === '') node.removeAttribute('aria-invalid');
  else node.setAttribute('aria-invalid', 'true');
}

/** @param {HTMLElement | null} node */
export function focusField(node) {
  if (node === null) return;
  const inner = node.matches('input, select, textarea') ? node : node.querySelector('summary, input');
  /** @type {HTMLElement | null} */ (inner)?.focus();
}
