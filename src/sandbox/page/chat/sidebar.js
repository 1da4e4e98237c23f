import { avatar } from '../lib/avatar.js';
import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { openMenu } from '../lib/menu.js';
import { say } from '../lib/words.js';

/**
 * Who one is and where one can go.
 *
 * @param {{ platform: string, lang: import('../lib/format.js').Lang, users: any[], user: any, conversations: any[], conversation: string | null, onUser: (id: string) => void, onConversation: (id: string) => void }} view
 */
export function sidebar(view) {
  return h(
    'div',
    { class: 'sidebar-inner' },
    appName(view),
    personButton(view),
    view.platform === 'slack' ? slackList(view) : feishuList(view),
  );
}

/** @param {any} view */
const appName = ({ platform, lang }) =>
  h('div', { class: 'app-name' }, h('span', { class: `glyph glyph-${platform}`, 'aria-hidden': 'true' }), say(platform, lang));

/** @param {any} view */
function personButton({ platform, lang, users, user, onUser }) {
  const roleOf = (/** @type {any} */ each) => each.title || (each.external ? say('external', lang) : '');
  const choose = (/** @type {any} */ event) =>
    openMenu(
      event.currentTarget,
      users.map((/** @type {any} */ each) => ({
        label: each.name,
        note: roleOf(each),
        tag: each.external ? say('external', lang) : undefined,
        lead: avatar(each, 'small'),
        current: each.id === user?.id,
        run: () => onUser(each.id),
      })),
      { label: say('choosePerson', lang) },
    );
  return h(
    'button',
    {
      class: 'person',
      type: 'button',
      'aria-haspopup': 'menu',
      'aria-label': `${say(platform, lang)} · ${say('youAre', lang)} ${user?.name ?? ''} ${user?.title ?? ''}. ${say('choosePerson', lang)}`,
      on: { click: choose },
    },
    user === undefined ? null : avatar(user),
    h('span', { class: 'person-text' }, h('strong', null, user?.name ?? ''), h('small', null, user === undefined ? '' : roleOf(user))),
    icon('chevron'),
  );
}

/** @param {any} view @param {any} each @param {import('../lib/dom.js').Child[]} inside */
const row = (view, each, inside) =>
  h(
    'li',
    { 'data-key': each.id },
    h(
      'button',
      {
        class: `place${each.unread > 0 ? ' unread' : ''}`,
        type: 'button',
        'aria-current': each.id === view.conversation ? 'page' : null,
        'data-conversation': each.id,
        on: { click: () => view.onConversation(each.id) },
      },
      inside,
      each.unread > 0
        ? h(
            'span',
            { class: 'count' },
            String(Math.min(each.unread, 99)),
            h('span', { class: 'visually-hidden' }, ` ${say('unread', view.lang)}`),
          )
        : null,
    ),
  );

/** @param {any} view */
function slackList(view) {
  const section = (/** @type {'channels' | 'apps'} */ title, /** @type {any[]} */ list, /** @type {(each: any) => any[]} */ draw) =>
    list.length === 0
      ? null
      : h(
          'section',
          { 'data-key': title },
          h('h3', null, say(title, view.lang)),
          h(
            'ul',
            null,
            list.map((each) => row(view, each, draw(each))),
          ),
        );
  const of = (/** @type {string} */ kind) => view.conversations.filter((/** @type {any} */ each) => each.kind === kind);
  return h(
    'nav',
    { 'aria-label': say('slack', view.lang) },
    section('channels', of('channel'), (each) => [
      h('span', { class: 'sign', 'aria-hidden': 'true' }, '#'),
      h('span', { class: 'name' }, each.name),
    ]),
    section('apps', of('app'), (each) => [
      avatar({ id: each.id, name: each.name, bot: true }, 'tiny'),
      h('span', { class: 'name' }, each.name),
    ]),
  );
}

/** The bot's chat stays on top, as if pinned. @param {any} view */
function feishuList(view) {
  const ordered = [...view.conversations].sort((a, b) => Number(b.kind === 'app') - Number(a.kind === 'app'));
  return h(
    'nav',
    { 'aria-label': say('feishu', view.lang) },
    h(
      'ul',
      null,
      ordered.map((each) =>
        row(view, each, [
          each.kind === 'app' ? avatar({ id: each.id, name: each.name, bot: true }) : avatar({ id: each.id, name: each.name }, 'group'),
          h('span', { class: 'name' }, each.name, each.kind === 'app' ? h('span', { class: 'badge' }, say('bot', view.lang)) : null),
        ]),
      ),
    ),
  );
}
