/** The few line icons of the page. */
const paths = {
  send: 'M3 11.5 21 3l-6.5 18-3.2-7.3L3 11.5zm8.3 2.2L21 3',
  attach: 'M20 11.5 12 19.4a5 5 0 0 1-7-7l8.4-8.3a3.3 3.3 0 0 1 4.7 4.7L9.7 17a1.6 1.6 0 0 1-2.3-2.3l7.6-7.5',
  file: 'M6 2.8h8l4.5 4.6v13.8H6V2.8zm8 0v4.6h4.5M9 12.5h6M9 16h6',
  close: 'M5 5l14 14M19 5 5 19',
  chevron: 'M6 9l6 6 6-6',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zm9.5-3a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 4.5V12l3.2 2',
  pulse: 'M2.5 12h4.300l2.7-7 4.7 14 2.8-7h4.5',
  contrast: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 0v18',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3.2 12h17.600M12 3c5 5.5 5 12.5 0 18-5-5.5-5-12.5 0-18z',
  arrow: 'M4 12h15m-6-6.5 6.5 6.5-6.5 6.5',
  pin: 'M9 3.5h6l-.8 6.5 3.3 3.500v1.500h-11v-1.500l3.3-3.500L9 3.5zm3 11.500v6',
  down: 'M12 4v15m-6-6 6 6.5 6-6.5',
  menu: 'M4 6.5h16M4 12h16M4 17.5h16',
  keyboard: 'M3 6h18v12H3V6zm4 8.5h10M6.5 9.700h.01M10 9.700h.01M14 9.700h.01M17.5 9.700h.01',
};

/** @param {keyof typeof paths} name @returns {SVGElement} */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}
