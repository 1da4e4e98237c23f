import { h } from './dom.js';
import { hue, initials } from './format.js';

/** The bot's sign: the moon and the clock hand of a night watch. */
export function mark() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 32 32');
  svg.setAttribute('aria-hidden', 'true');
  for (const [d, style] of [
    ['M16 5.5a10.5 10.5 0 1 0 10.5 10.5', 'ring'],
    ['M16 10v6.3l4 2.6', 'hand'],
    ['M24.6 4.8a4.3 4.3 0 1 0 2.9 6.9 3.6 3.6 0 0 1-2.9-6.9z', 'moon'],
  ]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', d ?? '');
    path.setAttribute('class', `mark-${style}`);
    svg.append(path);
  }
  return h('span', { class: 'mark', 'aria-hidden': 'true' }, svg);
}

/** @param {{ id: string, name: string, bot?: boolean }} who @param {string} [size] */
export function avatar(who, size = '') {
  if (who.bot === true) return h('span', { class: `avatar avatar-bot ${size}`, 'aria-hidden': 'true' }, mark());
  return h('span', { class: `avatar ${size}`, style: { '--hue': hue(who.id) }, 'aria-hidden': 'true' }, initials(who.name));
}
