import { h } from '../lib/dom.js';
import { link, mention } from '../lib/inline.js';

/**
 * Slack's mrkdwn. `*` and `_` only work at word borders, as in the real client, and text between colons stays text: `09:00–18:00`.
 *
 * @typedef {import('../lib/inline.js').Names} Names
 */

/** @param {string} text */
export const unescapeText = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const wordCharacter = /[\p{L}\p{N}_]/u;
const marks = /** @type {const} */ ({ '*': 'strong', _: 'em', '~': 's' });

/** @param {string} text @param {Names} names @returns {Node[]} */
export function mrkdwn(text, names) {
  return text.split(/(```[\s\S]*?```)/).flatMap((part, index) => {
    if (index % 2 === 1) return [h('pre', { class: 'code-block' }, unescapeText(part.slice(3, -3).replace(/^\n|\n$/g, '')))];
    // A fence is a block of its own: the line breaks around it are not drawn.
    const trimmed = part.replace(index > 0 ? /^\n/ : /(?!)/, '').replace(index % 2 === 0 && text.includes('```') ? /\n$/ : /(?!)/, '');
    return trimmed === '' ? [] : quotes(trimmed, names);
  });
}

/** @param {string} text @param {Names} names @returns {Node[]} */
function quotes(text, names) {
  /** @type {Node[]} */
  const out = [];
  /** @type {{ quoted: boolean, lines: string[] } | null} */
  let run = null;
  const flush = () => {
    if (run === null) return;
    const nodes = inline(run.lines.join('\n'), names);
    out.push(...(run.quoted ? [h('blockquote', null, nodes)] : nodes));
    run = null;
  };
  for (const line of text.split('\n')) {
    const quoted = /^(&gt;|>)(?!\S*\|)/.test(line);
    if (run !== null && run.quoted !== quoted) flush();
    run ??= { quoted, lines: [] };
    run.lines.push(quoted ? line.replace(/^(&gt;|>) ?/, '') : line);
  }
  flush();
  return out;
}

/** @param {string} text @param {Names} names @returns {Node[]} */
function inline(text, names) {
  /** @type {Node[]} */
  const out = [];
  let plain = '';
  const flush = () => {
    if (plain === '') return;
    unescapeText(plain)
      .split('\n')
      .forEach((line, index) => {
        if (index > 0) out.push(h('br'));
        if (line !== '') out.push(document.createTextNode(line));
      });
    plain = '';
  };
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const code = /^`([^`\n]+)`/.exec(rest);
    const entity = /^<([^<>\n]+)>/.exec(rest);
    if (code?.[1] !== undefined) {
      flush();
      out.push(h('code', null, unescapeText(code[1])));
      at += code[0].length;
      continue;
    }
    if (entity?.[1] !== undefined) {
      flush();
      out.push(angle(entity[1], names));
      at += entity[0].length;
      continue;
    }
    const inner = marked(text, at);
    if (inner !== null) {
      flush();
      out.push(h(marks[/** @type {keyof typeof marks} */ (rest[0])], null, inline(inner, names)));
      at += inner.length + 2;
      continue;
    }
    plain += rest[0];
    at += 1;
  }
  flush();
  return out;
}

/** What a mark that opens at `at` encloses, or null where the character is only text. @param {string} text @param {number} at */
function marked(text, at) {
  const mark = text[at] ?? '';
  if (!(mark in marks) || wordCharacter.test(text[at - 1] ?? '') || /\s|^$/.test(text[at + 1] ?? '')) return null;
  for (let end = at + 2; end < text.length; end += 1) {
    if (text[end] === '\n') return null;
    if (text[end] !== mark || /\s/.test(text[end - 1] ?? ' ') || wordCharacter.test(text[end + 1] ?? '')) continue;
    return text.slice(at + 1, end);
  }
  return null;
}

/** `<@U1>`, `<#C1|name>`, `<!here>`, `<!date^…|fallback>`, `<https://…|label>`. @param {string} body @param {Names} names */
function angle(body, names) {
  const [target = '', ...labels] = body.split('|');
  const label = labels.length > 0 ? labels.join('|') : null;
  if (target.startsWith('@'))
    return mention(`@${names.personName(target.slice(1)) ?? label ?? target.slice(1)}`, target.slice(1) === names.me);
  if (target.startsWith('#')) return mention(`#${names.channelName(target.slice(1)) ?? label ?? target.slice(1)}`, false);
  if (target.startsWith('!date^')) return document.createTextNode(unescapeText(label ?? target));
  if (target.startsWith('!')) return mention(label ?? `@${target.slice(1).replace(/^subteam\^/, '')}`, true);
  return link(unescapeText(target), unescapeText(label ?? target.replace(/^mailto:/, '')));
}
