/** How the page writes moments and sizes. Everything is wall time of the sandbox's zone. */

/** @typedef {'zh' | 'en'} Lang */

export let zone = 'Asia/Shanghai';
/** @param {string} name */
export const setZone = (name) => {
  zone = name;
};

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();
/** @param {Lang} lang @param {Intl.DateTimeFormatOptions} options */
function format(lang, options) {
  const key = `${lang}${zone}${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: zone, ...options });
  formats.set(key, made);
  return made;
}

/** `07:20` @param {string | number | Date} at @param {boolean} [seconds] */
export function time(at, seconds = false) {
  return format('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(seconds ? { second: '2-digit' } : {}) }).format(
    new Date(at),
  );
}

/** `2026-12-03` in the zone, for comparing days and for date inputs. @param {string | number | Date} at */
export function isoDay(at) {
  const parts = Object.fromEntries(
    format('en', { year: 'numeric', month: '2-digit', day: '2-digit' })
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** `12月3日 周四` · `Thu 3 Dec` @param {string | number | Date} at @param {Lang} lang */
export function day(at, lang) {
  const date = new Date(at);
  const parts = Object.fromEntries(
    format(lang, { month: lang === 'zh' ? 'numeric' : 'short', day: 'numeric', weekday: 'short' })
      .formatToParts(date)
      .map(({ type, value }) => [type, value]),
  );
  if (lang === 'en') return `${parts.weekday} ${parts.day} ${parts.month}`;
  return `${parts.month}月${parts.day}日 ${parts.weekday}`;
}

/** `2026` @param {string | number | Date} at */
export const year = (at) => isoDay(at).slice(0, 4);

/** An instant from wall time of the zone; `wall` is `YYYY-MM-DDTHH:MM`. @param {string} wall */
export function instantOf(wall) {
  const guess = Date.parse(`${wall}:00Z`);
  const shift = (/** @type {number} */ at) => Date.parse(`${isoDay(at)}T${time(at, true)}Z`) - at;
  const first = guess - shift(guess);
  return new Date(guess - shift(first));
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const kb = bytes / 1024;
  return kb < 1024 ? `${kb.toFixed(kb < 10 ? 1 : 0)} KB` : `${(kb / 1024).toFixed(1)} MB`;
}

const hues = [210, 265, 330, 15, 35, 160, 190, 290, 130, 235];
/** A steady hue per person. @param {string} id */
export function hue(id) {
  let sum = 7;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return hues[sum % hues.length] ?? 210;
}

/** Two characters that stand for a name: the given name in Chinese, initials otherwise. @param {string} name */
export function initials(name) {
  if (/\p{Script=Han}/u.test(name)) return [...name.replace(/[^\p{Script=Han}]/gu, '')].slice(-2).join('');
  const words = name.split(/[\s._-]+/).filter((word) => word !== '');
  return ((words[0]?.[0] ?? '?') + (words.length > 1 ? (words[words.length - 1]?.[0] ?? '') : '')).toUpperCase();
}
