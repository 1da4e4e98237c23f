import { textNodes } from '../feishu/text.js';
import { confirmIn } from '../lib/dialog.js';
import { plain, textObject } from '../slack/elements.js';
import { complete, feishuValues, slackValues } from './values.js';

/**
 * What the renderers are given: whose client it is, and what happens on a press. A press asks for the confirmation the element wants,
 * collects the inputs around it, and blocks itself until it is answered.
 *
 * @param {object} parts
 * @param {string} parts.platform
 * @param {HTMLElement} parts.host of the confirmation
 * @param {import('../lib/format.js').Lang} parts.lang
 * @param {'zh' | 'en'} parts.locale
 * @param {any[]} parts.users
 * @param {any[]} parts.conversations
 * @param {import('../lib/inline.js').Names} parts.names
 * @param {Record<string, string>} parts.errors
 * @param {(element: unknown, values: unknown) => Promise<unknown>} parts.press
 * @returns {any} the context of both renderers
 */
export function renderContext({ platform, host, press, ...shared }) {
  const isSlack = platform === 'slack';
  const { lang } = shared;

  const valuesAround = (/** @type {HTMLElement} */ node) => {
    const scope = node.closest(isSlack ? '[data-scope]' : 'form');
    if (scope === null) return {};
    return isSlack ? slackValues(scope) : feishuValues(scope);
  };
  const question = (/** @type {any} */ confirm) => {
    if (!isSlack) return { lang, title: textNodes(confirm.title, ctx), text: textNodes(confirm.text, ctx) };
    return {
      lang,
      danger: confirm.style === 'danger',
      title: plain(confirm.title),
      text: textObject(confirm.text, ctx),
      yes: plain(confirm.confirm) || undefined,
      no: plain(confirm.deny) || undefined,
    };
  };
  const pressed = async (/** @type {HTMLElement} */ node, /** @type {any} */ element, /** @type {any} */ confirm) => {
    if (node.getAttribute('aria-busy') === 'true') return;
    const values = valuesAround(node);
    if (confirm && !(await confirmIn(host, question(confirm)))) return;
    node.setAttribute('aria-busy', 'true');
    await press(element, values);
    node.removeAttribute('aria-busy');
  };
  /** @type {any} */
  const ctx = {
    ...shared,
    press: pressed,
    submit: (/** @type {HTMLElement} */ node, /** @type {any} */ element, /** @type {any} */ confirm) => {
      const form = node.closest('form');
      if (form === null || complete(form, lang)) void pressed(node, element, confirm);
    },
  };
  return ctx;
}
