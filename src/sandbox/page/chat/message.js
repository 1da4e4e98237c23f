import { feishuCard } from '../feishu/card.js';
import { fileUrl } from '../lib/api.js';
import { avatar } from '../lib/avatar.js';
import { h } from '../lib/dom.js';
import { size, time } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { link, mention } from '../lib/inline.js';
import { openMenu } from '../lib/menu.js';
import { say } from '../lib/words.js';
import { slackBlocks } from '../slack/blocks.js';
import { mrkdwn } from '../slack/mrkdwn.js';

/**
 * One message of a conversation.
 *
 * @typedef {object} MessageView
 * @property {any} message
 * @property {boolean} follows the one before is of the same person, a moment ago
 * @property {boolean} firstNew
 * @property {string} day set where a new day begins
 */

/**
 * @param {MessageView} view
 * @param {{ platform: string, me: string, lang: import('../lib/format.js').Lang, render: (message: any) => any, actions: (message: any) => import('../lib/menu.js').MenuItem[] }} ctx
 * @returns {HTMLElement}
 */
export function messageRow(view, ctx) {
  const { message } = view;
  const mine = message.from.id === ctx.me;
  const body = ctx.platform === 'slack' ? slackBody(message, ctx) : feishuBody(message, ctx);
  const badge = message.from.bot ? h('span', { class: 'badge' }, say(ctx.platform === 'slack' ? 'app' : 'bot', ctx.lang)) : null;
  const stamp = h('time', { datetime: message.at, title: message.at }, time(message.at));
  const edited = message.edited ? h('span', { class: 'edited' }, `(${say('edited', ctx.lang)})`) : null;
  const urgent = message.urgent ? h('span', { class: 'badge urgent' }, say('urgent', ctx.lang)) : null;
  const pinned = message.pinned === undefined ? null : h('p', { class: 'pinned-by' }, icon('pin'), pinnedBy(message.pinned, ctx));
  const quoted = message.quoted === undefined ? null : h('blockquote', { class: 'answered' }, message.quoted);
  const reactions = message.reactions === undefined ? null : h('p', { class: 'reactions' }, message.reactions.map(emojiOf));
  return h(
    'li',
    { class: `entry${mine ? ' mine' : ''}${view.follows ? ' follows' : ''}${message.ephemeral ? ' ephemeral' : ''}` },
    view.day === '' ? null : h('div', { class: 'day', role: 'separator' }, h('span', null, view.day)),
    view.firstNew ? h('div', { class: 'new-mark', role: 'separator' }, h('span', null, say('newMark', ctx.lang))) : null,
    h(
      'div',
      { class: `message${pinned === null ? '' : ' pinned'}`, 'data-key': 'message', 'data-message': message.id },
      ctx.platform === 'slack' ? pinned : null,
      message.ephemeral ? h('p', { class: 'only-you' }, icon('eye'), say('onlyYou', ctx.lang)) : null,
      h('div', { class: 'message-face' }, view.follows ? stamp.cloneNode(true) : avatar(message.from)),
      h(
        'div',
        { class: 'message-main' },
        h(
          'div',
          { class: view.follows ? 'message-head visually-hidden' : 'message-head' },
          h('strong', null, message.from.name),
          badge,
          urgent,
          stamp,
        ),
        quoted,
        h('div', { class: 'message-body', 'data-scope': 'message' }, body, filesOf(message, ctx)),
        edited,
        reactions,
        ctx.platform === 'feishu' ? pinned : null,
      ),
      message.ephemeral ? null : actionMenu(message, ctx),
    ),
  );
}

/** @param {string} name @param {{ platform: string, lang: import('../lib/format.js').Lang }} ctx */
function pinnedBy(name, { platform, lang }) {
  if (platform === 'slack') return lang === 'zh' ? `由 ${name} 置顶` : `Pinned by ${name}`;
  return lang === 'zh' ? `${name} Pin 了这条消息` : `${name} pinned this message`;
}

/** @param {any} message @param {any} ctx */
function slackBody(message, ctx) {
  const blocks = message.payload?.blocks;
  if (Array.isArray(blocks) && blocks.length > 0) return slackBlocks(blocks, ctx.render(message));
  return message.text === '' ? null : h('div', { class: 'text' }, mrkdwn(message.text, ctx.render(message).names));
}

/** @param {any} message @param {any} ctx */
function feishuBody(message, ctx) {
  if (message.payload !== null && message.payload !== undefined) return feishuCard(message.payload, ctx.render(message));
  return message.text === '' ? null : h('div', { class: 'bubble' }, feishuText(message.text, ctx.render(message)));
}

/**
 * Plain text of Feishu: only mentions, addresses and line breaks mean something.
 *
 * @param {string} text @param {any} ctx of the renderers
 */
function feishuText(text, ctx) {
  const names = [...ctx.users].map((user) => user.name).sort((a, b) => b.length - a.length);
  const quoted = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const parts = new RegExp(`(<at\\s[^>]*>.*?</at>|https?://[^\\s<>]+|\n|@(?:${quoted.join('|')}))`);
  return text.split(parts).map((part) => {
    if (part === '\n') return h('br');
    const at = /^<at\s+(?:user_id|id)="?([^">\s]*)"?[^>]*>(.*?)<\/at>$/.exec(part);
    if (at !== null) return mention(`@${ctx.names.personName(at[1] ?? '') ?? at[2]}`, at[1] === ctx.names.me);
    if (part.startsWith('@') && names.includes(part.slice(1))) return mention(part, ctx.names.personName(ctx.names.me) === part.slice(1));
    return /^https?:/.test(part) ? link(part, part) : part;
  });
}

/** @param {any} message @param {{ platform: string, me: string, lang: import('../lib/format.js').Lang }} ctx */
const filesOf = (message, ctx) =>
  message.files.length === 0
    ? null
    : h(
        'ul',
        { class: 'files' },
        message.files.map((/** @type {any} */ file) =>
          h(
            'li',
            null,
            h(
              'a',
              {
                class: 'file',
                href: fileUrl(ctx.platform, ctx.me, message.conversation, file.id),
                download: file.name,
                title: say('download', ctx.lang),
              },
              icon('file'),
              h('span', null, file.name, h('small', null, size(file.size))),
            ),
          ),
        ),
      );

/** @param {string} name */
const emojiOf = (name) => h('span', { class: 'reaction', title: `:${name}:` }, name === 'memo' ? '📝' : `:${name}:`);

/** @param {any} message @param {{ lang: import('../lib/format.js').Lang, actions: (message: any) => import('../lib/menu.js').MenuItem[] }} ctx */
const actionMenu = (message, ctx) =>
  h(
    'button',
    {
      class: 'icon-button message-menu',
      type: 'button',
      'aria-label': say('messageMenu', ctx.lang),
      'aria-haspopup': 'menu',
      on: { click: (/** @type {any} */ event) => openMenu(event.currentTarget, ctx.actions(message)) },
    },
    '⋮',
  );
