/** What cut text ends with. */
const ellipsis = '…';

/** At most `max` characters; longer text ends with `…` and never inside a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${wholeStart(text, max - ellipsis.length)}${ellipsis}`;
}

/** The first `max` code units, one less where that would split a character. */
export function wholeStart(text: string, max: number): string {
  const end = Math.max(0, max);
  const last = text.charCodeAt(end - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end);
}

/** Text for one line of a label: no line breaks, never empty, because Slack refuses empty text objects. */
export function oneLine(text: string, max: number): string {
  const line = cut(text.replace(/\s+/gu, ' ').trim(), max);
  return line === '' ? '–' : line;
}

/** `&`, `<` and `>` stand for themselves in a mrkdwn text. */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Takes {@link escapeText} back, in what people said. */
export function unescapeText(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/** A web or mail address Slack accepts as a link. */
export function isAddress(href: string): boolean {
  return /^(https?:\/\/|mailto:)\S+$/i.test(href) && URL.canParse(href);
}
