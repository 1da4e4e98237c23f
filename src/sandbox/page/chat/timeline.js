import { day, isoDay } from '../lib/format.js';
import { say } from '../lib/words.js';

/** Messages of one person closer together than this are drawn as one. */
const together = 5 * 60_000;
const dayMs = 86_400_000;

/**
 * How each message stands in its conversation: where a day begins, which is the first new one, which belong together.
 *
 * @param {any[]} messages @param {{ lang: import('../lib/format.js').Lang, now: number, grouped: boolean, firstNew: string | undefined }} how
 * @returns {import('./message.js').MessageView[]}
 */
export function timeline(messages, how) {
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const newDay = before === undefined || isoDay(before.at) !== isoDay(message.at);
    const firstNew = message.id === how.firstNew;
    const close =
      before !== undefined &&
      before.from.id === message.from.id &&
      before.ephemeral === message.ephemeral &&
      Date.parse(message.at) - Date.parse(before.at) < together;
    return { message, firstNew, follows: how.grouped && close && !newDay && !firstNew, day: newDay ? dayName(message.at, how) : '' };
  });
}

/** @param {string} at @param {{ lang: import('../lib/format.js').Lang, now: number }} how */
function dayName(at, { lang, now }) {
  const named = day(at, lang);
  if (isoDay(at) === isoDay(now)) return `${say('today', lang)} · ${named}`;
  return isoDay(at) === isoDay(now - dayMs) ? `${say('yesterday', lang)} · ${named}` : named;
}
