import { h } from './dom.js';
import { link, mention } from './inline.js';

/**
 * The markdown both messengers know: Slack's `markdown` block and, with `tags`, Feishu's lark_md with its `<at>`, `<font>` and `<br>`.
 * Unlike CommonMark a single line break is a line break, as in both clients.
 *
 * @typedef {{ names: import('./inline.js').Names, tags: boolean }} MarkdownContext
 */

/** @param {string} text @param {MarkdownContext} ctx @returns {Node[]} */
export function markdown(text, ctx) {
  const lines = (ctx.tags ? text.replace(/<br\s*\/?>/g, '\n') : text).split('\n');
  /** @type {Node[]} */
  const out = [];
  /** @type {string[]} */
  let paragraph = [];
  const flush = () => {
    const said = paragraph.join('\n').replace(/^\n+|\n+$/g, '');
    if (said !== '') out.push(h('p', null, inline(said, ctx)));
    paragraph = [];
  };
  for (let at = 0; at < lines.length; ) {
    const taken = blockAt(lines, at, ctx);
    if (taken === null) {
      const line = lines[at] ?? '';
      if (line.trim() === '') flush();
      else paragraph.push(line);
      at += 1;
      continue;
    }
    flush();
    out.push(taken.node);
    at = taken.next;
  }
  flush();
  return out;
}

/** The block that begins at a line, or null in running text. @param {string[]} lines @param {number} at @param {MarkdownContext} ctx */
function blockAt(lines, at, ctx) {
  const line = lines[at] ?? '';
  const run = (/** @type {RegExp} */ pattern) => {
    let end = at;
    while (end < lines.length && pattern.test(lines[end] ?? '')) end += 1;
    return end;
  };
  const heading = /^(#{1,6}) +(.*)$/.exec(line);
  if (heading?.[1] !== undefined)
    return { node: h(`h${Math.min(6, heading[1].length + 2)}`, null, inline(heading[2] ?? '', ctx)), next: at + 1 };
  if (/^\s*(---+|\*\*\*+)\s*$/.test(line)) return { node: h('hr'), next: at + 1 };
  if (/^```/.test(line)) {
    let end = at + 1;
    while (end < lines.length && !/^```\s*$/.test(lines[end] ?? '')) end += 1;
    return { node: h('pre', { class: 'code-block' }, lines.slice(at + 1, end).join('\n')), next: end + 1 };
  }
  if (/^>/.test(line)) {
    const end = run(/^>/);
    return {
      node: h(
        'blockquote',
        null,
        inline(
          lines
            .slice(at, end)
            .map((each) => each.replace(/^> ?/, ''))
            .join('\n'),
          ctx,
        ),
      ),
      next: end,
    };
  }
  if (bullet.test(line) || numbered.test(line)) {
    const pattern = bullet.test(line) ? bullet : numbered;
    const end = run(pattern);
    const items = lines
      .slice(at, end)
      .map((each) =>
        h('li', { 'data-indent': Math.floor((/^\s*/.exec(each)?.[0].length ?? 0) / 2) }, inline(each.replace(pattern, ''), ctx)),
      );
    return { node: pattern === bullet ? h('ul', null, items) : h('ol', { start: Number.parseInt(line, 10) || 1 }, items), next: end };
  }
  if (/^\s*\|.*\|\s*$/.test(line) && /^\s*\|[\s:|-]+\|\s*$/.test(lines[at + 1] ?? '')) {
    const end = run(/^\s*\|.*\|\s*$/);
    return { node: table(lines.slice(at, end), ctx), next: end };
  }
  return null;
}

const bullet = /^\s*[-*•] +/;
const numbered = /^\s*\d+\. +/;

/** @param {string[]} lines @param {MarkdownContext} ctx */
function table(lines, ctx) {
  const cells = (/** @type {string} */ line) =>
    line
      .trim()
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|'));
  const [head = '', , ...rest] = lines;
  const row = (/** @type {string} */ line, /** @type {string} */ tag) =>
    h(
      'tr',
      null,
      cells(line).map((cell) => h(tag, null, inline(cell, ctx))),
    );
  return h(
    'div',
    { class: 'table-scroll' },
    h(
      'table',
      null,
      h('thead', null, row(head, 'th')),
      h(
        'tbody',
        null,
        rest.map((line) => row(line, 'td')),
      ),
    ),
  );
}

/** Patterns tried in order at every position; the first that matches there wins. @type {{ pattern: RegExp, tags: boolean, make: (match: RegExpExecArray, ctx: MarkdownContext) => Node | Node[] }[]} */
const spans = [
  { pattern: /^\\([\\`*_{}[\]()#+\-.!~<>|&])/, tags: false, make: (match) => document.createTextNode(match[1] ?? '') },
  { pattern: /^`([^`\n]+)`/, tags: false, make: (match) => h('code', null, match[1]) },
  {
    pattern: /^\*\*\*(?=\S)(.+?)\*\*\*/s,
    tags: false,
    make: (match, ctx) => h('strong', null, h('em', null, inline(match[1] ?? '', ctx))),
  },
  { pattern: /^\*\*(?=\S)(.+?)\*\*/s, tags: false, make: (match, ctx) => h('strong', null, inline(match[1] ?? '', ctx)) },
  { pattern: /^~~(?=\S)(.+?)~~/s, tags: false, make: (match, ctx) => h('s', null, inline(match[1] ?? '', ctx)) },
  { pattern: /^\*(?=[^\s*])([^*\n]*[^\s*])\*/, tags: false, make: (match, ctx) => h('em', null, inline(match[1] ?? '', ctx)) },
  { pattern: /^\[([^\]\n]+)\]\(([^)\s]+)\)/, tags: false, make: (match) => link(match[2] ?? '', match[1] ?? '') },
  { pattern: /^https?:\/\/[^\s<>"'))]+/, tags: false, make: (match) => link(match[0], match[0]) },
  { pattern: /^<(https?:\/\/[^\s<>]+)>/, tags: false, make: (match) => link(match[1] ?? '', match[1] ?? '') },
  {
    pattern: /^<at\s+(?:id|user_id|ids|open_id)=["']?([^"'>\s]+)["']?\s*\/?>(?:([^<]*)<\/at>)?/,
    tags: true,
    make: (match, ctx) =>
      (match[1] ?? '').split(',').flatMap((id, index) => {
        const everyone = id === 'all';
        const name = everyone ? '所有人' : (ctx.names.personName(id) ?? (match[2] || id));
        return [...(index > 0 ? [document.createTextNode(' ')] : []), mention(`@${name}`, everyone || id === ctx.names.me)];
      }),
  },
  {
    pattern: /^<font\s+color=["']?([a-z0-9-]+)["']?\s*>(.*?)<\/font>/s,
    tags: true,
    make: (match, ctx) => h('span', { class: 'font', 'data-color': colorOf(match[1] ?? '') }, inline(match[2] ?? '', ctx)),
  },
  {
    pattern: /^<text_tag\s+color=["']?([a-z-]+)["']?\s*>(.*?)<\/text_tag>/s,
    tags: true,
    make: (match) => h('span', { class: 'text-tag', 'data-color': colorOf(match[1] ?? '') }, match[2]),
  },
  {
    pattern: /^<(?:link|a)\s+(?:url|href)=["']?([^"'>\s]+)["']?[^>]*>(.*?)<\/(?:link|a)>/s,
    tags: true,
    make: (match) => link(match[1] ?? '', match[2] || (match[1] ?? '')),
  },
  {
    pattern: /^&(?:#(\d{1,7})|(amp|lt|gt|quot|nbsp|apos));/,
    tags: true,
    make: (match) => document.createTextNode(entity(match[1], match[2])),
  },
];

/** @param {string} text @param {MarkdownContext} ctx @returns {Node[]} */
export function inline(text, ctx) {
  /** @type {Node[]} */
  const out = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') out.push(document.createTextNode(plain));
    plain = '';
  };
  for (let at = 0; at < text.length; ) {
    if (text[at] === '\n') {
      flush();
      out.push(h('br'));
      at += 1;
      continue;
    }
    const rest = text.slice(at);
    const found = spans.find((each) => (ctx.tags || !each.tags) && each.pattern.test(rest));
    const match = found?.pattern.exec(rest);
    if (found === undefined || match === null || match === undefined) {
      plain += text[at];
      at += 1;
      continue;
    }
    flush();
    out.push(...[found.make(match, ctx)].flat());
    at += match[0].length;
  }
  flush();
  return out;
}

/** @param {string | undefined} code @param {string | undefined} name */
function entity(code, name) {
  if (code !== undefined) return String.fromCodePoint(Math.min(Number(code), 0x10ffff));
  return { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', apos: "'" }[name ?? ''] ?? '';
}

/** `grey-600` and `grey` are one colour here. @param {string} color */
export const colorOf = (color) => color.replace(/-\d+$/, '');
