import { avatar } from '../lib/avatar.js';
import { h } from '../lib/dom.js';
import { say } from '../lib/words.js';

/**
 * The name of the open conversation, and the tabs of a Slack app.
 *
 * @param {{ platform: string, lang: import('../lib/format.js').Lang, open: any, tab: string, onTab: (tab: string) => void }} view
 * @returns {HTMLElement[]}
 */
export function chatHead({ platform, lang, open, tab, onTab }) {
  if (open === null) return [];
  const isSlack = platform === 'slack';
  const isApp = open.kind === 'app';
  const sign = isApp
    ? avatar({ id: open.id, name: open.name, bot: true }, 'small')
    : isSlack
      ? h('span', { class: 'sign', 'aria-hidden': 'true' }, '#')
      : null;
  const badge = isApp ? h('span', { class: 'badge' }, say(isSlack ? 'app' : 'bot', lang)) : null;
  const title = h('h2', null, sign, h('span', { class: 'name' }, open.name), badge);
  if (!isSlack || !isApp) return [title];
  const names = /** @type {const} */ (['home', 'messages']);
  const tabs = names.map((name) =>
    h(
      'button',
      { type: 'button', role: 'tab', 'aria-selected': String(tab === name), 'data-tab': name, on: { click: () => onTab(name) } },
      say(name, lang),
    ),
  );
  return [title, h('div', { class: 'tabs', role: 'tablist' }, tabs)];
}
