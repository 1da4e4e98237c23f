import type { Page } from 'playwright-core';

/**
 * Texts on the page whose contrast is below WCAG AA: 4.5 to 1, or 3 to 1 from 24 px (18.7 px bold) on, once all transitions have ended. Disabled controls are exempt.
 * Colours are painted on a canvas, so that every notation and every transparent layer counts.
 */
export async function contrastProblems(page: Page): Promise<string[]> {
  await page.evaluate(settle);
  return (await page.evaluate(measure)) as string[];
}

/** Colours on their way from one state to the next are not what somebody reads; what turns for ever is not waited for. */
const settle = `Promise.all(
  document.getAnimations()
    .filter((one) => one.effect !== null && Number.isFinite(one.effect.getComputedTiming().endTime))
    .map((one) => one.finished.catch(() => null)),
)`;

const measure = `(() => {
  const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  const paint = (layers) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = 'white';
    context.fillRect(0, 0, 1, 1);
    for (const layer of layers) {
      context.fillStyle = layer;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const problems = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
    const node = text.parentElement;
    if (text.data.trim() === '' || node.closest('[inert], :disabled, noscript, option, .visually-hidden') !== null) continue;
    if (!node.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
    const chain = [];
    for (let at = node; at !== null; at = at.parentElement) chain.unshift(getComputedStyle(at).backgroundColor);
    const style = getComputedStyle(node);
    const [front, back] = [luminance(paint([...chain, style.color])), luminance(paint(chain))];
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if (ratio < needed) problems.push(ratio.toFixed(2) + ' ' + node.className + ' ' + text.data.trim().slice(0, 30));
  }
  return problems;
})()`;
