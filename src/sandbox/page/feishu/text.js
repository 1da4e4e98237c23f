import { h } from '../lib/dom.js';
import { inline } from '../lib/markdown.js';

/**
 * The texts of a Feishu card.
 *
 * @typedef {object} FeishuContext
 * @property {import('../lib/format.js').Lang} lang
 * @property {'zh' | 'en'} locale of the reader's client
 * @property {{ id: string, name: string, title: string }[]} users
 * @property {import('../lib/inline.js').Names} names
 * @property {string} [before] the text before an input without a label
 * @property {(node: HTMLElement, element: any, confirm: any) => void} press
 * @property {(node: HTMLElement, element: any, confirm: any) => void} submit
 */

/** A text object in the reader's language. @param {any} text @param {FeishuContext} ctx @returns {string} */
export function wordsOf(text, ctx) {
  if (typeof text === 'string') return text;
  return text?.i18n_content?.[ctx.locale === 'zh' ? 'zh_cn' : 'en_us'] ?? text?.content ?? '';
}

/** @param {any} text @param {FeishuContext} ctx @returns {import('../lib/dom.js').Child[]} */
export function textNodes(text, ctx) {
  const said = wordsOf(text, ctx);
  if (text?.tag === 'lark_md' || text?.tag === 'markdown')
    return inline(said.replace(/<br\s*\/?>/g, '\n'), { names: ctx.names, tags: true });
  return said.split('\n').flatMap((line, index) => (index === 0 ? [line] : [h('br'), line]));
}
