import { warningBox } from '../lib/controls.js';
import { h } from '../lib/dom.js';
import { link, mention } from '../lib/inline.js';

/** Slack's rich_text block. @typedef {import('./elements.js').SlackContext} SlackContext */

/** @param {any} block @param {SlackContext} ctx @returns {Node[]} */
export const richText = (block, ctx) => (block.elements ?? []).map((/** @type {any} */ element) => part(element, ctx));

/** @param {any} element @param {SlackContext} ctx @returns {Node} */
function part(element, ctx) {
  const run = () => (element.elements ?? []).map((/** @type {any} */ each) => inline(each, ctx));
  switch (element.type) {
    case 'rich_text_section':
      return h('p', null, run());
    case 'rich_text_preformatted':
      return h('pre', { class: 'code-block' }, run());
    case 'rich_text_quote':
      return h('blockquote', null, run());
    case 'rich_text_list': {
      const items = (element.elements ?? []).map((/** @type {any} */ each) =>
        h(
          'li',
          null,
          (each.elements ?? []).map((/** @type {any} */ inner) => inline(inner, ctx)),
        ),
      );
      return h(
        element.style === 'ordered' ? 'ol' : 'ul',
        { 'data-indent': element.indent ?? 0, start: element.style === 'ordered' && element.offset ? element.offset + 1 : null },
        items,
      );
    }
    default:
      return warningBox(String(element.type), element, ctx.lang);
  }
}

/** @param {any} element @param {SlackContext} ctx @returns {Node} */
function inline(element, ctx) {
  switch (element.type) {
    case 'text':
      return styled(lines(element.text ?? ''), element.style);
    case 'link':
      return styled([link(element.url, element.text ?? element.url)], element.style);
    case 'user':
      return mention(`@${ctx.names.personName(element.user_id) ?? element.user_id}`, element.user_id === ctx.names.me);
    case 'channel':
      return mention(`#${ctx.names.channelName(element.channel_id) ?? element.channel_id}`, false);
    case 'broadcast':
      return mention(`@${element.range}`, true);
    case 'emoji':
      return document.createTextNode(
        element.unicode === undefined
          ? `:${element.name}:`
          : String.fromCodePoint(...element.unicode.split('-').map((/** @type {string} */ code) => Number.parseInt(code, 16))),
      );
    case 'date':
      return document.createTextNode(element.fallback ?? String(element.timestamp));
    default:
      return warningBox(String(element.type), element, ctx.lang);
  }
}

/** @param {string} text @returns {Node[]} */
const lines = (text) =>
  text.split('\n').flatMap((line, index) => (index === 0 ? [document.createTextNode(line)] : [h('br'), document.createTextNode(line)]));

/** @param {Node[]} nodes @param {any} style @returns {Node} */
function styled(nodes, style) {
  const tags = [style?.bold && 'strong', style?.italic && 'em', style?.strike && 's', style?.code && 'code'].filter(
    (tag) => typeof tag === 'string',
  );
  return tags.reduce((/** @type {any} */ inside, tag) => h(tag, null, inside), h('span', null, nodes));
}
