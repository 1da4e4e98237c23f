import { avatar } from '../lib/avatar.js';
import { h } from '../lib/dom.js';
import { day, time } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { openMenu } from '../lib/menu.js';
import { say } from '../lib/words.js';

/**
 * The name of the open conversation, what is pinned in it, and the tabs of a Slack app.
 *
 * @param {{ platform: string, lang: import('../lib/format.js').Lang, open: any, pins: any[], tab: string, onTab: (tab: string) => void,
 *   onPin: (message: string) => void }} view
 * @returns {HTMLElement[]}
 */
export function chatHead({ platform, lang, open, pins, tab, onTab, onPin }) {
  if (open === null) return [];
  const isSlack = platform === 'slack';
  const isApp = open.kind === 'app';
  const sign = isApp
    ? avatar({ id: open.id, name: open.name, bot: true }, 'small')
    : isSlack
      ? h('span', { class: 'sign', 'aria-hidden': 'true' }, '#')
      : null;
  const badge = isApp ? h('span', { class: 'badge' }, say(isSlack ? 'app' : 'bot', lang)) : null;
  const title = h('h2', null, sign, h('span', { class: 'name' }, open.name), badge, pinList(platform, lang, pins, onPin));
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

/**
 * How many messages are pinned; pressed, it lists them and leads to each.
 *
 * @param {string} platform @param {import('../lib/format.js').Lang} lang @param {any[]} pins @param {(message: string) => void} onPin
 */
function pinList(platform, lang, pins, onPin) {
  if (pins.length === 0) return null;
  const name = say(platform === 'slack' ? 'pins' : 'pinsFeishu', lang);
  const items = () =>
    pins.map((pin) => ({ label: pin.text.split('\n')[0], note: `${day(pin.at, lang)} ${time(pin.at)}`, run: () => onPin(pin.id) }));
  return h(
    'button',
    {
      class: 'pins',
      type: 'button',
      'data-key': 'pins',
      'aria-haspopup': 'menu',
      'aria-label': `${name} ${pins.length}`,
      on: { click: (/** @type {any} */ event) => openMenu(event.currentTarget, items(), { label: name, end: true }) },
    },
    icon('pin'),
    h('span', null, name, h('b', null, String(pins.length))),
  );
}
