import { h } from './dom.js';

/** Mentions and links, the same in both messengers. @typedef {{ personName: (id: string) => string | null, channelName: (id: string) => string | null, me: string }} Names */

/** @param {string} text @param {boolean} me */
export const mention = (text, me) => h('span', { class: me ? 'mention mention-me' : 'mention' }, text);

/** A link that leaves the page, or the bare words where the address is of a kind a chat client would not open. @param {string} href @param {string} label */
export function link(href, label) {
  if (!/^(https?:|mailto:|tel:)/i.test(href)) return document.createTextNode(label);
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, label);
}
